"""Reading files in tests as the pipeline does: recognise, then parse each unit."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desireline import sources
from desireline.engines import Engine, open_engine, quote_paths
from desireline.sources import FileReport
from desireline.sources.child import unpacked
from desireline.sources.recognition import reader_of
from desireline.sources.sink import StagingSink


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What reading some paths gave, with the events as a view `staged` of the engine."""

    engine: Engine
    reports: dict[str, FileReport]
    refused: dict[str, FileReport]
    units: list[sources.Unit]
    staged: list[Path]

    def one(self, sql: str) -> Any:
        """The answer of one row and column."""
        return self.engine.rows(sql)[0][0]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows over the views `staged` and `quarantine`."""
        return self.engine.rows(sql)

    @property
    def report(self) -> FileReport:
        """The only report."""
        (report,) = self.reports.values()
        return report


def parse_here(unit: sources.Unit, *, staging: Path, options: Mapping[str, Any]) -> sources.Parsed:
    """Read a unit as the child process does, in this one: for tests of what is read, not how."""
    folder = staging / uuid.uuid4().hex
    folder.mkdir(parents=True)
    unit = replace(
        unit,
        options={**unit.options, **options},
        samples=tuple(unpacked(sample, folder, lambda _: None) for sample in unit.samples),
    )
    sink = StagingSink(unit=unit, folder=folder, received_at=datetime.now(UTC))
    reader_of(unit).read(unit, sink)
    staged, runs, quarantined = sink.close()
    return sources.Parsed(
        reports=list(sink.reports.values()), staged=staged, runs=runs, quarantined=quarantined
    )


def parse_there(
    unit: sources.Unit, *, staging: Path, options: Mapping[str, Any]
) -> sources.Parsed:
    """Read a unit in a child process, as the pipeline does."""
    return sources.parse(
        unit, staging=staging, options=options, progress=lambda _done, _total: None
    )


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Callable[..., Read]]:
    """Read paths in child processes: `read(path, ..., mapping=, options=)`."""
    yield from _reading(tmp_path, parse_there)


@pytest.fixture
def read_here(tmp_path: Path) -> Iterator[Callable[..., Read]]:
    """The same in this process: faster."""
    yield from _reading(tmp_path, parse_here)


def _reading(
    tmp_path: Path, parse: Callable[..., sources.Parsed]
) -> Iterator[Callable[..., Read]]:
    engines: list[Engine] = []

    def reading(
        *paths: Path, mapping: Path | None = None, options: Mapping[str, Any] | None = None
    ) -> Read:
        found = sources.recognise(paths, mapping=mapping)
        staged: list[Path] = []
        quarantined: list[Path] = []
        reports: dict[str, FileReport] = {}
        for unit in found.units:
            parsed = parse(unit, staging=tmp_path / "staging", options=options or {})
            staged += parsed.with_events
            quarantined += parsed.quarantined
            reports |= {Path(report.path).name: report for report in parsed.reports}
        engine = open_engine(threads=1)
        engines.append(engine)
        for name, files in (("staged", staged), ("quarantine", quarantined)):
            if files:
                source = f"read_parquet({quote_paths(files)}, union_by_name = true)"
                engine.view(name, f"SELECT * FROM {source}")
        return Read(
            engine=engine,
            reports=reports,
            refused={Path(report.path).name: report for report in found.refused},
            units=found.units,
            staged=staged,
        )

    yield reading
    for engine in engines:
        engine.close()

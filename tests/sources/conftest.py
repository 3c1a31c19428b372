"""Reading files in tests as the pipeline does: recognise, then parse each unit in a child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desireline import sources
from desireline.engines import Engine, open_engine, quote_paths
from desireline.sources import FileReport


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


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Callable[..., Read]]:
    """Read paths: `read(path, ..., mapping=, options=)`."""
    engines: list[Engine] = []

    def reading(
        *paths: Path, mapping: Path | None = None, options: Mapping[str, Any] | None = None
    ) -> Read:
        found = sources.recognise(paths, mapping=mapping)
        staged: list[Path] = []
        quarantined: list[Path] = []
        reports: dict[str, FileReport] = {}
        for unit in found.units:
            parsed = sources.parse(
                unit,
                staging=tmp_path / "staging",
                options=options or {},
                progress=lambda _done, _total: None,
            )
            staged += parsed.staged
            quarantined += parsed.quarantined
            reports |= {Path(report.path).name: report for report in parsed.reports}
        engine = open_engine(threads=1)
        engines.append(engine)
        for name, files in (("staged", staged), ("quarantine", quarantined)):
            if files:
                engine.view(name, f"SELECT * FROM read_parquet({quote_paths(files)})")
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

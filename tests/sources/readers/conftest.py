"""A sink that keeps everything in memory, for tests of single readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desireline.sources.files import Found
from desireline.sources.model import Reader, Sample, Unit
from desireline.sources.sample import take
from desireline.tables import STAGED_EVENTS

_COLUMNS = set(STAGED_EVENTS.names) - {"source", "source_file"}


@dataclass
class Kept:
    """What a reader handed over."""

    events: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0
    warnings: list[str] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)

    def event(self, **columns: Any) -> None:
        assert set(columns) <= _COLUMNS, set(columns) - _COLUMNS
        assert isinstance(columns["at"], datetime)
        assert columns["subject"].partition(":")[2], columns["subject"]
        assert columns["activity"]
        assert columns["actor"] in {"customer", "company", "employee", "system"}
        if columns.get("attributes") is not None:
            assert isinstance(json.loads(columns["attributes"]), dict)
        self.events.append(columns)

    def quarantine(self, **columns: Any) -> None:
        assert set(columns) == {"source_line", "code", "reason", "content"}
        assert len(columns["content"]) <= 4000
        self.refused.append(columns)

    def reading(self, shown: str) -> None:
        del shown

    def row(self, count: int = 1) -> None:
        self.rows += count

    def warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)

    def detected(self, name: str, value: Any) -> None:
        self.found[name] = value

    def column(self, name: str) -> list[Any]:
        return [event.get(name) for event in self.events]


def sample_of(path: Path) -> Sample:
    """Take the sample that recognition takes."""
    found = Found(path=path, shown=path.name, size=path.stat().st_size)
    return take(found, probe=lambda _: ([], {}))


@pytest.fixture
def read() -> Callable[..., Kept]:
    """Recognise files by one reader, then read them into a `Kept`."""

    def run(reader: Reader, *paths: Path, **options: Any) -> Kept:
        samples = tuple(sample_of(path) for path in paths)
        for sample in samples:
            assert reader.match(sample) is not None, f"{sample.shown} is not recognised"
        unit = Unit(
            source=reader.name,
            format="",
            reader=reader.name,
            mapping=None,
            samples=samples,
            why="",
            options=options,
        )
        kept = Kept()
        reader.read(unit, kept)
        return kept

    return run


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Write JSON Lines; a string is written as it stands."""

    def write(*values: Any, name: str = "export.jsonl") -> Path:
        path = tmp_path / name
        written = (value if isinstance(value, str) else json.dumps(value) for value in values)
        path.write_text("".join(line + "\n" for line in written), encoding="utf-8")
        return path

    return write


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Path]:
    """Write one JSON document."""

    def write(value: Any, name: str = "export.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value, indent=1), encoding="utf-8")
        return path

    return write


@pytest.fixture
def empty_sink() -> Callable[[], Kept]:
    """Make a sink that keeps everything."""
    return Kept


@pytest.fixture
def take_sample() -> Callable[[Path], Sample]:
    """Take the sample that recognition takes."""
    return sample_of

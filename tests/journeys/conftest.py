"""Workspaces whose event log is written by hand: a few columns given, the rest as a reader leaves them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from desireline import identity, journeys
from desireline.engines import open_engine
from desireline.events import SegmentStore
from desireline.journeys import JourneyData
from desireline.recipe import Recipe
from desireline.stores import open_store
from desireline.tables import EVENTS

DAY = 86_400
Event = Mapping[str, Any]
_DEFAULTS: dict[str, Any] = {
    "source": "shop",
    "actor": "customer",
    "channel": "web",
    "source_file": "f",
}


class Company:
    """One workspace: `add` imports events, `refresh` follows, `open` reads."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.store = open_store(folder)
        self.segments = SegmentStore(self.store)
        self.recipe = recipe

    def add(self, events: Sequence[Event]) -> None:
        """Write events as one segment of the log. `at` is in seconds since 1970."""
        engine = open_engine(threads=1)
        engine.register("given", _table(events))
        columns = ", ".join(
            'make_timestamptz("at" * 1000000) AS "at"'
            if column.name == "at"
            else "make_timestamptz(0) AS received_at"
            if column.name == "received_at"
            else f'"{column.name}"::{column.type} AS "{column.name}"'
            for column in EVENTS.columns
        )
        with self.segments.writer() as writer:
            segment = writer.put(
                engine,
                "events",
                f"SELECT {columns} FROM given",
                sort=EVENTS.sort,
                time_column="at",
            )
            writer.commit(add=[segment], kind="import", changes_data=True)
        engine.close()

    def refresh(self, *, rebuild: bool = False) -> journeys.RefreshReport:
        identity.resolve(self.segments)
        return journeys.refresh(self.segments, self.store, self.recipe, rebuild=rebuild)

    def open(self) -> JourneyData:
        return journeys.open_journeys(self.segments, self.store)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the opened data one question."""
        data = self.open()
        try:
            return data.engine.rows(sql)
        finally:
            data.engine.close()

    def paths(self, purpose: str | None = None) -> dict[str, str]:
        """Journey id -> `a > b > c`."""
        data = self.open()
        try:
            found: dict[str, list[str]] = {}
            for batch in journeys.export_table(data, "steps"):
                for row in batch.to_pylist():
                    if purpose in (None, row["purpose"]):
                        found.setdefault(row["journey_id"], []).append(row["touchpoint"])
            return {journey: " > ".join(path) for journey, path in found.items()}
        finally:
            data.engine.close()


def _table(events: Sequence[Event]) -> pa.Table:
    filled = [{**_DEFAULTS, **event} for event in events]
    for number, event in enumerate(filled):
        event.setdefault("source_line", number + 2)
        event.setdefault("event_id", f"{event['source']}:{event['subject']}:{event}")
        digest = hashlib.md5(event["event_id"].encode(), usedforsecurity=False).digest()
        event["event_key"] = int.from_bytes(digest[:8], "big")
    arrow = {
        "VARCHAR[]": pa.list_(pa.string()),
        "UBIGINT": pa.uint64(),
        "BIGINT": pa.int64(),
        "TIMESTAMPTZ": pa.int64(),
        "BOOLEAN": pa.bool_(),
    }
    columns: dict[str, pa.Array] = {}
    for column in EVENTS.columns:
        values = [event.get(column.name) for event in filled]
        if column.type.startswith("DECIMAL"):
            values = [None if v is None else Decimal(str(v)) for v in values]
            columns[column.name] = pa.array(values, pa.decimal128(18, 4))
        else:
            columns[column.name] = pa.array(values, arrow.get(column.type, pa.string()))
    return pa.table(columns)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(tmp_path, Recipe())
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def company_in() -> Iterator[Callable[[Path], Company]]:
    made: list[Company] = []

    def make(folder: Path) -> Company:
        made.append(Company(folder, Recipe()))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.fixture
def make_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Company]]:
    made: list[Company] = []

    def make(recipe: Recipe | None = None) -> Company:
        made.append(Company(tmp_path_factory.mktemp("company"), recipe or Recipe()))
        return made[-1]

    yield make
    for one in made:
        one.store.close()

"""Small logs made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from desireline.engines import Engine, open_engine
from desireline.events import AppendReport, EventLog, open_log
from desireline.events.rows import arrow_schema
from desireline.stores import Store, open_store
from desireline.tables import STAGED_EVENTS

RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)
START = datetime(2026, 1, 1, tzinfo=UTC)

Stage = Callable[..., Path]
Add = Callable[..., AppendReport]


@pytest.fixture
def event() -> Callable[..., dict[str, Any]]:
    """Make one row of a staged file."""
    return _event


def _event(number: int, **columns: Any) -> dict[str, Any]:
    """Event number n: one minute after event n - 1, of customer n modulo 3."""
    return {
        "event_id": f"t:{number}",
        "source": "t",
        "source_file": "a.csv",
        "source_line": number + 1,
        "subject": f"user:{number % 3}",
        "at": START + timedelta(minutes=number),
        "activity": "visit",
        "actor": "customer",
    } | columns


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "workspace"
    folder.mkdir()
    store = open_store(folder)
    yield store
    store.close()


@pytest.fixture
def log(store: Store) -> EventLog:
    return open_log(store.folder, store)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_engine(threads=2)
    yield engine
    engine.close()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Write rows as a staged file."""
    made = iter(range(1_000_000))

    def write(*rows: dict[str, Any]) -> Path:
        path = tmp_path / f"staged-{next(made)}.parquet"
        pq.write_table(pa.Table.from_pylist(list(rows), schema=arrow_schema(STAGED_EVENTS)), path)
        return path

    return write


@pytest.fixture
def add(log: EventLog, stage: Stage) -> Add:
    """Append rows, a minute later each time."""
    times = iter(range(1_000_000))

    def append(*rows: dict[str, Any]) -> AppendReport:
        return log.append([stage(*rows)], received_at=RECEIVED + timedelta(minutes=next(times)))

    return append


@pytest.fixture
def read(log: EventLog, engine: Engine) -> Callable[[str], list[tuple[Any, ...]]]:
    """Query the log: `{events}` is its newest version."""

    def query(sql: str) -> list[tuple[Any, ...]]:
        snapshot = log.snapshot()
        return engine.rows(
            sql.format(events=snapshot.source("events"), quarantine=snapshot.source("quarantine"))
        )

    return query

"""A workspace whose event log is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from desireline.engines import open_engine
from desireline.events import SegmentStore
from desireline.stores import open_store

Row = tuple[str, str, int, Sequence[str]]
"""source, subject, second, identifiers"""


@pytest.fixture
def segments(tmp_path: Path) -> Iterator[SegmentStore]:
    store = open_store(tmp_path)
    yield SegmentStore(store)
    store.close()


def _write(segments: SegmentStore, rows: Sequence[Row]) -> None:
    table = pa.table(
        {
            "source": [row[0] for row in rows],
            "subject": [row[1] for row in rows],
            "second": pa.array([row[2] for row in rows], pa.int64()),
            "identifiers": pa.array([list(row[3]) for row in rows], pa.list_(pa.string())),
        }
    )
    engine = open_engine(threads=1)
    engine.register("given", table)
    sql = """SELECT source, subject, make_timestamptz(second * 1000000) AS "at", identifiers,
        source || '-' || second AS record, source || subject || second AS event_id FROM given"""
    with segments.writer() as writer:
        segment = writer.put(engine, "events", sql, sort=("subject", "at", "event_id"))
        writer.commit(add=[segment], kind="import", changes_data=True)
    engine.close()


@pytest.fixture(scope="session")
def write_log() -> Callable[[SegmentStore, Sequence[Row]], None]:
    return _write


@pytest.fixture
def log(segments: SegmentStore) -> Callable[..., None]:
    return lambda *rows: _write(segments, rows)


@pytest.fixture
def who(segments: SegmentStore) -> Callable[[], dict[str, str]]:
    """Subject -> customer_id, as the newest snapshot says."""
    from desireline.identity import now_sql

    def read() -> dict[str, str]:
        engine = open_engine(threads=1)
        rows = engine.rows(f"SELECT subject, customer_id FROM ({now_sql(segments.snapshot())})")
        engine.close()
        return dict(rows)

    return read

"""What is wrong with a row: a few looks at a run say that nothing is, only where the rule itself finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.engines import Engine, open_engine
from desireline.events import coded
from desireline.events.rows import arrow_schema, fault, surely_sound
from desireline.tables import STAGED_EVENTS

RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)
SOUND = {
    "source": "shop",
    "source_file": "a.csv",
    "subject": "user:1",
    "at": datetime(2026, 1, 1, tzinfo=UTC),
    "activity": "visit",
    "actor": "customer",
}
DOUBTFUL: dict[str, list[Any]] = {
    "source": [None, ""],
    "source_file": [None],
    "subject": [None, "", "user:", "a:b:"],
    "at": [
        None,
        datetime(1979, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        RECEIVED + timedelta(days=1, microseconds=1),
        datetime(9999, 1, 1, tzinfo=UTC),
    ],
    "activity": [None, ""],
    "actor": [None, "", "robot", "Customer"],
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = open_engine(threads=1)
    yield engine
    engine.close()


def _run(*rows: dict[str, Any]) -> pa.Table:
    return coded(pa.Table.from_pylist(list(rows), schema=arrow_schema(STAGED_EVENTS)))


def test_a_run_without_faults_is_seen_to_be_sound() -> None:
    oldest = SOUND | {"at": datetime(1980, 1, 1, tzinfo=UTC), "actor": "system"}
    assert surely_sound(_run(SOUND, oldest, SOUND | {"at": RECEIVED}), RECEIVED)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in DOUBTFUL.items() for value in values]
)
def test_no_fault_goes_unseen(engine: Engine, name: str, value: Any) -> None:
    run = _run(SOUND, SOUND | {name: value}, SOUND)
    engine.register("run", run)
    wrong = fault(f"TIMESTAMPTZ '{RECEIVED.isoformat()}'")
    assert engine.rows(f"SELECT count({wrong}) FROM run") == [(1,)]
    assert not surely_sound(run, RECEIVED)


@settings(max_examples=40)
@given(
    words=st.lists(st.text(":a\x00 é", max_size=3), min_size=1, max_size=4),
    minutes=st.integers(-600, 6_000),
)
def test_what_is_called_sound_has_no_fault(engine: Engine, words: list[str], minutes: int) -> None:
    at = RECEIVED + timedelta(minutes=minutes)
    run = _run(*(SOUND | {"subject": word, "activity": word, "at": at} for word in words))
    engine.register("run", run)
    wrong = fault(f"TIMESTAMPTZ '{RECEIVED.isoformat()}'")
    if surely_sound(run, RECEIVED):
        assert engine.rows(f"SELECT count({wrong}) FROM run") == [(0,)]

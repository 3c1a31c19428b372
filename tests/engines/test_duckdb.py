"""The engine: safe by settings, and the same bytes whatever the number of threads."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desireline.engines import Draft, open_engine, quote_paths
from desireline.errors import CancelledError, EngineError

WIDE = ", ".join(f"'word ' || (range % {n}) AS c{n}" for n in range(2, 10))


@pytest.mark.parametrize(
    "columns", ["range AS t", WIDE + ", range AS t"], ids=["numbers", "texts"]
)
def test_a_copy_has_the_same_bytes_with_one_thread_and_with_two(
    tmp_path: Path, columns: str
) -> None:
    written: list[bytes] = []
    for threads in (1, 2):
        engine = open_engine(threads=threads)
        path = tmp_path / f"{threads}.parquet"
        assert engine.copy(f"SELECT {columns} FROM range(200000) ORDER BY t DESC", path) == 200_000
        assert engine.rows(f"SELECT t FROM '{path}' LIMIT 2") == [(199_999,), (199_998,)]
        written.append(path.read_bytes())
        engine.close()
    assert written[0] == written[1]


def test_a_copy_without_rows_is_a_file_with_columns(tmp_path: Path) -> None:
    engine = open_engine()
    path = tmp_path / "none.parquet"
    assert engine.copy(f"SELECT {WIDE} FROM range(0)", path) == 0
    assert len(engine.query(f"FROM '{path}'").column_names) == 8


def test_times_with_a_zone_come_back_as_utc() -> None:
    engine = open_engine()
    [(at, number)] = engine.rows("SELECT TIMESTAMPTZ '2026-01-01 01:00:00+01', ?", [7])
    assert (at, number) == (datetime(2026, 1, 1, tzinfo=UTC), 7)


def test_a_query_cannot_read_variables_of_the_program() -> None:
    secret = [1, 2, 3]
    engine = open_engine()
    with pytest.raises(EngineError, match="secret"):
        engine.rows("FROM secret")
    assert secret


def test_nothing_is_installed_or_fetched() -> None:
    engine = open_engine()
    for sql in ("LOAD httpfs", "FROM 'https://example.invalid/x.parquet'"):
        with pytest.raises(EngineError):
            engine.execute(sql)


def test_memory_beyond_the_limit_is_an_error_with_a_hint() -> None:
    engine = open_engine(memory_limit="30MB")
    with pytest.raises(EngineError, match="memory") as raised:
        engine.rows("SELECT list(range) FROM range(50000000)")
    assert raised.value.code == "engine.memory"


def test_a_query_can_be_stopped_from_another_thread() -> None:
    engine = open_engine(threads=1)

    def stop() -> None:
        time.sleep(0.2)
        engine.interrupt()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(CancelledError):
        engine.rows("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b")
    thread.join()


def test_a_draft_holds_fixed_columns_as_if_the_select_had_them(tmp_path: Path) -> None:
    import pyarrow as pa

    engine = open_engine()
    path = tmp_path / "draft.parquet"
    fixed = {"file": "it's a.csv", "day": False, "empty": None}
    schema = pa.schema(
        [("file", pa.string()), ("n", pa.int64()), ("day", pa.bool_()), ("empty", pa.int64())]
    )
    written = engine.copy(
        "SELECT range AS n FROM range(300000)", path, draft=Draft(schema=schema, fixed=fixed)
    )
    source = f"read_parquet({quote_paths([path])})"
    assert written == 300_000
    assert engine.rows(f"SELECT DISTINCT file, day, empty FROM {source}") == [
        ("it's a.csv", False, None)
    ]
    assert engine.rows(f"SELECT n FROM {source} LIMIT 3") == [(0,), (1,), (2,)]
    assert [row[0] for row in engine.rows(f"DESCRIBE FROM {source}")] == schema.names

"""The engine: safe by settings, and the same bytes whatever the number of threads."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desireline.engines import open_engine
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


def test_a_stream_gives_all_rows_in_their_order() -> None:
    engine = open_engine(threads=2)
    batches = list(engine.stream("SELECT range AS n FROM range(300000)", rows=122_880))
    assert max(batch.num_rows for batch in batches) <= 122_880
    numbers = [number for batch in batches for number in batch.column("n").to_pylist()]
    assert numbers == list(range(300_000))


def test_an_error_in_a_stream_comes_when_its_row_does() -> None:
    engine = open_engine(threads=1)
    stream = engine.stream(
        "SELECT CAST(CASE WHEN range = 250000 THEN 'x' ELSE '1' END AS BIGINT) AS n "
        "FROM range(300000)",
        rows=122_880,
    )
    with pytest.raises(EngineError):
        list(stream)

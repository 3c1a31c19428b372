"""A written file proves that its rows are in order, and both ways of looking agree."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.engines import Engine
from desireline.errors import EngineError
from desireline.events import proving

ROW = st.tuples(st.sampled_from(["a", "b", "é", None]), st.integers(0, 3), st.integers(0, 3))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(ROW, max_size=6), sort=st.sampled_from([(), ("s",), ("s", "n"), ("n", "s", "t")])
)
def test_what_is_read_here_and_what_the_engine_tells_is_the_same(
    rows: list[tuple[str | None, int, int]], sort: tuple[str, ...], engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "rows.parquet"
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    types = (pa.string(), pa.uint32(), pa.timestamp("us", tz="UTC"))
    pq.write_table(
        pa.table(
            [pa.array(c, kind) for c, kind in zip(columns, types, strict=True)],
            names=["s", "n", "t"],
        ),
        path,
    )
    told: list[object] = []
    for most in (proving.MOST_ROWS, -1):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(proving, "MOST_ROWS", most)
            try:
                told.append(
                    proving.prove(engine, path, rows=len(rows), sort=sort, time_column="t")
                )
            except EngineError as error:
                told.append(error.message)

    assert told[0] == told[1]


def test_a_file_with_other_rows_is_refused_and_a_sound_one_tells_its_times(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"who": [1, 1, 2], "at_us": [5, 7, 3]}), path)

    found = proving.prove(engine, path, rows=3, sort=("who", "at_us"), time_column="at_us")

    assert found == (3, 7)
    with pytest.raises(EngineError, match="4 expected"):
        proving.prove(engine, path, rows=4, sort=("who",), time_column=None)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["a", "a", "b", "c", "c"], 0),
        (
            ["a", "b", "a", "c", "b"],
            2,
        ),  # codes in the order of their first row, which is none of words
        (["b", "c", "a", "a", "a"], 1),
    ],
)
@pytest.mark.parametrize("written", ["as words", "as a dictionary", "by the engine"])
def test_words_are_compared_whichever_way_they_are_written(
    words: list[str], wrong: int, written: str, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "rows.parquet"
    rows = pa.table({"word": words, "n": list(range(5))})
    if written == "by the engine":
        engine.register("rows", rows)
        engine.copy("SELECT * FROM rows", path)
    else:
        pq.write_table(rows, path, use_dictionary=written == "as a dictionary")

    if wrong:
        with pytest.raises(EngineError, match=f"{wrong} of 5 rows"):
            proving.prove(engine, path, rows=5, sort=("word", "n"), time_column=None)
    else:
        proving.prove(engine, path, rows=5, sort=("word", "n"), time_column=None)

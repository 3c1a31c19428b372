"""Columns that are made of others outside the engine say what the engine would have written."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.engines import Engine, open_engine
from desireline.events import arrow_schema
from desireline.sources.making import Made, completed, member
from desireline.tables import STAGED_EVENTS

SCHEMA = arrow_schema(STAGED_EVENTS)
CELLS = st.none() | st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\x00\x07\n\x1f\x7f\u2028é'),
    max_size=6,
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)
NAMES = ("plain", 'qu"oted\\', "späte, Spalte")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = open_engine(threads=1)
    yield engine
    engine.close()


def _made(columns: dict[str, pa.Array], made: Made) -> pa.Table:
    given = {*columns, *made.names}
    rest = {name: None for name in STAGED_EVENTS.names if name not in given}
    whole = Made(
        fixed={**made.fixed, **rest},
        follows=made.follows,
        copies=made.copies,
        members=made.members,
    )
    return completed(pa.table(columns), SCHEMA, whole)


@settings(max_examples=60)
@given(rows=ROWS)
def test_attributes_are_the_json_that_the_engine_writes(
    engine: Engine, rows: list[tuple[str | None, ...]]
) -> None:
    cells = {
        member(number): pa.array(cell, pa.string())
        for number, cell in enumerate(zip(*rows, strict=True))
    }
    made = _made(cells, Made(members=NAMES)).column("attributes").to_pylist()
    engine.register("cells", pa.table(cells))
    told = [
        engine.rows(f"SELECT CAST(to_json({member(number)}) AS VARCHAR) FROM cells")
        for number in range(len(NAMES))
    ]
    keys = ('"plain":', '"qu\\"oted\\\\":', '"späte, Spalte":')
    for row, written in enumerate(made):
        own = [key + cell[row][0] for key, cell in zip(keys, told, strict=True) if cell[row][0]]
        assert written == ("{" + ",".join(own) + "}" if own else None)


def test_what_follows_from_a_column_stands_where_it_is_filled() -> None:
    values = pa.array([1, None, 3], SCHEMA.field("value").type)
    ratings = pa.array([None, 4, 5], SCHEMA.field("rating").type)
    rows = _made(
        {"value": values, "rating": ratings, "activity": pa.array(["a", "b", "c"])},
        Made(
            follows={
                "currency": ("value", "EUR"),
                "rating_kind": ("rating", "stars"),
                "rating_high": ("rating", "5.0"),
            },
            copies={"touchpoint": "activity"},
        ),
    )
    assert rows.column("currency").to_pylist() == ["EUR", None, "EUR"]
    assert rows.column("rating_kind").to_pylist() == [None, "stars", "stars"]
    assert rows.column("rating_high").to_pylist() == [None, 5, 5]
    assert rows.column("rating_high").type == SCHEMA.field("rating_high").type
    assert rows.column("touchpoint").to_pylist() == ["a", "b", "c"]

"""Blanks around cells are cut off outside the engine as they are inside."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.engines import Engine, open_engine
from desireline.sources.blanks import without_blanks

CELLS = st.none() | st.text(
    st.sampled_from(" \t\n!a\x01\u00a0\u3000é") | st.characters(exclude_categories=["Cs"]),
    max_size=5,
)
IN_SQL = "CASE WHEN c < '!' OR ends_with(c, ' ') THEN nullif(trim(c), '') ELSE c END"
"""What a table that is kept in the engine does with each cell, see `containers`."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = open_engine(threads=1)
    yield engine
    engine.close()


@settings(max_examples=150)
@given(cells=st.lists(CELLS, min_size=1, max_size=8), before=st.sampled_from(["", "shop:", "é "]))
def test_cells_are_what_the_engine_makes_of_them(
    engine: Engine, cells: list[str | None], before: str
) -> None:
    engine.register("cells", pa.table({"c": pa.array(cells, pa.string())}))
    told = [text for (text,) in engine.rows(f"SELECT '{before}' || ({IN_SQL}) FROM cells")]
    given_ = pa.array([None if cell is None else before + cell for cell in cells], pa.string())
    assert without_blanks(given_, before).to_pylist() == told


def test_a_part_of_a_column_is_looked_at_alone() -> None:
    cells = pa.array([" a", "b", None, "c d", "e "])
    assert without_blanks(cells.slice(1, 3)).to_pylist() == ["b", None, "c d"]
    assert without_blanks(cells.slice(3)).to_pylist() == ["c d", "e"]
    assert without_blanks(cells.slice(0, 1)).to_pylist() == ["a"]

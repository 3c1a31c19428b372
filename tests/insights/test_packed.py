"""One sort for all groups: the same order and the same counts as group by group."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.insights.numbers.packed import Packed

ROWS = st.lists(
    st.tuples(
        st.sampled_from([0, 3, 65_537, 2**31]),
        st.one_of(st.integers(-5, 5), st.integers(-(2**62), 2**62 - 1)),
    ),
    max_size=60,
)


def packed(rows: list[tuple[int, int]], groups: list[int]) -> Packed:
    g, v = ([row[k] for row in rows] for k in (0, 1))
    return Packed(pa.table({"g": pa.array(g, pa.uint32()), "v": pa.array(v, pa.int64())}), groups)


@given(rows=ROWS, groups=st.sets(st.sampled_from([0, 3, 9, 65_537, 2**31]), min_size=1))
def test_each_group_has_its_values_in_order(rows: list[tuple[int, int]], groups: set[int]) -> None:
    wanted = sorted(groups)
    found = packed(rows, wanted)
    for place, group in enumerate(wanted):
        values = sorted(v for g, v in rows if g == group)
        ranks = np.arange(len(values))
        assert found.at(np.full(len(values), place), ranks).tolist() == values
        assert found.sizes[place] == len(values)
        assert found.distinct()[place] == len(set(values))


@pytest.mark.parametrize("far", [1, 2**61])
def test_equal_values_in_neighbouring_groups_are_counted_in_both(far: int) -> None:
    found = packed([(0, 7), (0, far), (3, 7), (3, 7), (3, far)], [0, 3])
    assert found.distinct().tolist() == [2, 2]

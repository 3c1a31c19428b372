"""Many claims at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desireline.insights.numbers.multiplicity import (
    benjamini_hochberg,
    level_after_selection,
    rank_intervals,
)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_discoveries_equal_scipys_false_discovery_control(p: list[float]) -> None:
    assert benjamini_hochberg(p).tolist() == (stats.false_discovery_control(p) <= 0.10).tolist()


def test_what_was_not_tested_is_no_discovery() -> None:
    assert benjamini_hochberg([0.001, np.nan]).tolist() == [True, False]


def test_the_selected_are_reported_at_a_lower_level() -> None:
    assert level_after_selection(2, 10) == pytest.approx(0.98)
    assert level_after_selection(10, 10) == pytest.approx(0.90)


def test_ranks_are_sure_where_scores_are_far_apart_and_open_among_near_ties() -> None:
    rank, low, high = rank_intervals([10, 1.1, 1.0], [0.1, 0.5, 0.5])
    assert rank.tolist() == [1, 2, 3]
    assert low.tolist() == [1, 2, 2]
    assert high.tolist() == [1, 3, 3]


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 3)), min_size=1, max_size=12))
def test_a_rank_lies_between_its_bounds(cells: list[tuple[float, float]]) -> None:
    rank, low, high = rank_intervals([c[0] for c in cells], [c[1] for c in cells])
    assert (low <= rank).all()
    assert (rank <= high).all()
    assert low.min() >= 1
    assert high.max() <= len(cells)

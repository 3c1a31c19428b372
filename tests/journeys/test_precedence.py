"""Places by who comes first: exact where pairs agree, and blind to those who leave early."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.journeys import places


def test_pairs_that_agree_are_equally_far_apart_and_nobody_met_has_no_place() -> None:
    # of three, the first is always met before the second and that before the third; the fourth never with another
    before = np.array([[0, 9, 9, 0], [0, 0, 9, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=float)
    # least squares of x2-x1 = x3-x2 = x3-x1 = 1: two thirds between neighbours
    assert places(before) == [pytest.approx(-2 / 3), 0.0, pytest.approx(2 / 3), None]


def test_who_leaves_early_moves_nothing() -> None:
    few = np.array([[0, 50, 50], [0, 0, 50], [0, 0, 0]], dtype=float)
    early = few + np.array([[0, 5000, 0], [0, 0, 0], [0, 0, 0]], dtype=float)
    found = places(early)
    assert None not in found
    assert found == sorted(found)  # pyright: ignore[reportArgumentType]


@given(st.permutations(range(6)), st.integers(1, 1000))
def test_an_order_that_all_keep_is_found_whatever_they_are_called(
    order: list[int], streams: int
) -> None:
    before = np.zeros((6, 6))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            before[one, other] = streams
    found = places(before)
    assert sorted(range(6), key=lambda one: found[one] or 0.0) == list(order)

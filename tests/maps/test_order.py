"""Order keys always have room, keep their order, and never end in zero."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.maps.order import DIGITS, between, spread

keys = st.text(alphabet=DIGITS, min_size=1, max_size=8).filter(lambda key: not key.endswith("0"))


@given(keys, keys)
def test_between_two_keys_is_always_a_third(one: str, other: str) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    key = between(low, high)
    assert low < key < high
    assert not key.endswith("0")


@given(keys)
def test_there_is_room_before_the_first_and_after_the_last(key: str) -> None:
    assert between(None, key) < key < between(key, None)


@given(st.lists(st.integers(min_value=0, max_value=200), max_size=60))
def test_inserting_anywhere_keeps_everybody_elses_place(places: list[int]) -> None:
    order: list[str] = []
    for wish in places:
        place = wish % (len(order) + 1)
        low = order[place - 1] if place else None
        high = order[place] if place < len(order) else None
        order.insert(place, between(low, high))
        assert order == sorted(set(order))


@given(st.integers(min_value=0, max_value=500))
def test_a_first_draft_is_spread_in_order_with_room_between(count: int) -> None:
    order = spread(count)
    assert len(order) == count
    assert order == sorted(set(order))
    for low, high in pairwise(order):
        assert low < between(low, high) < high


def test_keys_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        between("b", "a")
    with pytest.raises(ValueError, match="never ends in 0"):
        between("a0", "b")

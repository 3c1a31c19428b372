"""How long customers may take to order again is learnt from those who do."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest
from tests.insights.conftest import J, S

from desireline.insights.paths.results import successes

DAY = 24 * 60


def orders(*, gap: int, comes_back: float, days: int) -> list[J]:
    """Four hundred first order within ninety days; after each order so many come back, after the gap, a seventh more or less."""
    draw = random.Random(7)
    journeys: list[J] = []
    for customer in range(400):
        at = 0.1 + customer * 0.22
        while at < days:
            journeys.append(
                J(customer=customer, steps=[S(touchpoint="Order", minute=at * DAY, value=40)])
            )
            at += gap * draw.uniform(6 / 7, 8 / 7)
            if draw.random() >= comes_back:
                break
    return journeys


@pytest.mark.parametrize(
    ("gap", "comes_back", "days", "within"),
    [
        (70, 0.6, 600, 120),  # as in most shops
        (200, 0.6, 1_000, 365),  # twice a year: none of them is lost after four months
        (200, 0.6, 300, None),  # the same where nobody could have come back in time
        (7, 0.93, 300, 14),  # every week: who has not come for a month will not come
    ],
)
def test_the_time_to_order_again_is_what_those_who_come_back_need(
    world: Any, *, gap: int, comes_back: float, days: int, within: int | None
) -> None:
    facts = world(orders(gap=gap, comes_back=comes_back, days=days), days=days)
    found = {one.title: one for one in successes(facts)}
    if within is None:
        assert found == {}
        return
    assert list(found) == [f"ordering again within {within} days"]
    result = found[f"ordering again within {within} days"]
    assert result.good == f"order again within {within} days"
    share = facts.engine.rows(f"SELECT avg(y) FROM ({result.sql})")[0][0]
    assert share == pytest.approx(comes_back, abs=0.04)


def test_an_order_that_two_sources_state_is_not_ordered_again(world: Any) -> None:
    """The page says it, the list of orders says it some minutes later, or hours, where it names no zone."""
    twice = [
        replace(
            one, steps=[one.steps[0], replace(one.steps[0], minute=one.steps[0].minute + late)]
        )
        for late, one in zip(
            itertools.cycle((3, 120, 300)), orders(gap=70, comes_back=0.6, days=600), strict=False
        )
    ]
    facts = world(twice, days=600)
    (result,) = successes(facts)
    assert result.title == "ordering again within 120 days"
    assert facts.engine.rows(f"SELECT avg(y) FROM ({result.sql})")[0][0] == pytest.approx(
        0.6, abs=0.04
    )

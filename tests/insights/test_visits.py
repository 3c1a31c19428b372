"""Reach and the one-row-per-touchpoint summary."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.paths.reach import Reach
from desireline.insights.paths.touchpoints import Touchpoints
from desireline.insights.paths.visits import measure_visits


def test_visits_journeys_and_customers_are_counted_apart(world: Any) -> None:
    facts = world(
        [world.journey(c, "Home@0 Home@1 Cart@2") for c in range(5)]
        + [world.journey(0, "Home@9"), world.journey(6, "Cart@3")]
    )
    home = next(one for one in measure_visits(facts).values() if one.visits == 11)
    assert (home.journeys, home.customers) == (6, 5)
    assert home.reach.value == pytest.approx(6 / 7)
    assert home.reach.n == 7


def test_a_touchpoint_of_four_customers_is_named_and_empty(world: Any) -> None:
    facts = world([world.journey(c, "Home@0" + (" Rare@1" if c < 4 else "")) for c in range(9)])
    result = Touchpoints().run(facts)
    rare = next(one for one in result.measures if one.touchpoint == "Rare")
    assert (rare.customers, rare.visits, rare.reach, rare.exit) == (None, None, None, None)
    assert result.suppressed == 1
    assert Reach().run(facts).suppressed == 1


def test_stated_outcomes_are_no_touchpoints(world: Any) -> None:
    facts = world([world.journey(c, "Home@0 passed@1") for c in range(6)], outcomes=["passed"])
    assert [one.touchpoint for one in Touchpoints().run(facts).measures] == ["Home"]


def test_more_touchpoints_than_one_word_of_bits_holds(world: Any) -> None:
    path = " ".join(f"T{k:03d}@{k}" for k in range(130))
    facts = world([world.journey(c, path) for c in range(5)])
    assert {one.reach.value for one in measure_visits(facts).values()} == {1.0}
    assert {one.customers for one in measure_visits(facts).values()} == {5}


def test_channels_and_actor_are_those_met_most_often(world: Any) -> None:
    web = [world.journey(c, "Home@0") for c in range(6)]
    app = [world.journey(c, "Home@0", channel="app") for c in range(6, 8)]
    (home,) = Touchpoints().run(world(web + app)).measures
    assert home.channels == (("web", 0.75), ("app", 0.25))
    assert home.actor == "customer"


def test_the_two_halves_of_the_period_are_witnesses_of_a_feeling(world: Any) -> None:
    day = 24 * 60
    facts = world(
        [world.journey(c, f"Call@{day}:-500") for c in range(5)]
        + [world.journey(c, f"Call@{day * 90}:500") for c in range(5, 10)]
    )
    (call,) = Touchpoints().run(facts).measures
    told = {who: one.value for _, who, one in call.witnesses}
    assert told == {"period:1": -0.5, "period:2": 0.5}
    assert call.feeling.value == 0


def test_queues_are_exact_quantiles(world: Any) -> None:
    facts = world([world.journey(c, "Call@0", queue_s=60 * (c + 1)) for c in range(5)])
    (call,) = Touchpoints().run(facts).measures
    assert (call.queue_median_s, call.queue_p90_s) == (180, pytest.approx(276))
    assert (call.queue.low, call.queue.value, call.queue.high, call.queue.n) == (60, 180, 300, 5)

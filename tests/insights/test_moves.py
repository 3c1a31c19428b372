"""Transitions, waits and their quantiles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from desireline.insights.numbers import order
from desireline.insights.numbers.order import GRID, interval_fractions, quantiles
from desireline.insights.paths import moves
from desireline.insights.paths.transitions import Transitions
from desireline.insights.paths.waits import Waits

DAY = 24 * 60


def test_next_step_shares_of_a_touchpoint_sum_to_one(world: Any) -> None:
    journeys = [world.journey(c, "Home@0 Cart@10") for c in range(6)]
    journeys += [world.journey(c, "Home@0 Help@4") for c in range(6, 14)]
    measures = Transitions().run(world(journeys)).measures
    told = {(one.source, one.target): (one.n, one.share.value) for one in measures}
    assert told == {("Home", "Cart"): (6, 6 / 14), ("Home", "Help"): (8, 8 / 14)}
    assert all(one.share.low < one.share.value < one.share.high for one in measures)


def test_a_transition_of_four_customers_is_left_out_and_counted(world: Any) -> None:
    journeys = [world.journey(c, "Home@0 Cart@10") for c in range(6)]
    journeys += [world.journey(c, "Home@0 Rare@4") for c in range(6, 10)]
    result = Transitions().run(world(journeys))
    assert [one.target for one in result.measures] == ["Cart"]
    assert result.suppressed == 1
    assert result.measures[0].share.value == 0.6


def test_median_and_p90_are_exact(world: Any) -> None:
    waits = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89]
    facts = world([world.journey(c, f"Ask@0 Reply@{w}") for c, w in enumerate(waits)])
    (one,) = Transitions().run(facts).measures
    assert one.median_s == 10.5 * 60
    assert one.p90_s == pytest.approx(np.quantile(waits, 0.9) * 60)
    assert one.median.low <= 3 * 60
    assert one.median.high >= 34 * 60


def test_an_auto_close_is_a_rule_and_no_wait(world: Any) -> None:
    rng = np.random.default_rng(1)
    journeys = [
        world.journey(c, f"Open@0 Solve@{w:.2f} Close@{w + 720 * 60:.2f}")
        for c, w in enumerate(rng.exponential(300, 40) + 1)
    ]
    result = Waits().run(world(journeys))
    told = {(one.source, one.target): one.fixed_timer for one in result.measures}
    assert told == {("Open", "Solve"): False, ("Solve", "Close"): True}
    timer = next(one for one in result.insights if one.kind == "fixed_timer")
    assert timer.value == 720 * 3600
    assert [one.condition for one in result.insights if one.kind == "wait"] == ["Open to Solve"]


def test_a_clock_is_seen_although_it_is_set_to_several_times(world: Any) -> None:
    """As in a real help desk: a fifth closes after exactly 15 days, the rest at any time later."""
    rng = np.random.default_rng(2)
    close = [
        360 * 60 + 0.2 if c % 3 == 0 else 360 * 60 + rng.uniform(0, 40_000) for c in range(90)
    ]
    journeys = [
        world.journey(c, f"Solve@{c * 7.3:.2f} Close@{c * 7.3 + w:.2f}")
        for c, w in enumerate(close)
    ]
    (one,) = Waits().run(world(journeys)).measures
    assert one.fixed_timer


def test_days_shared_by_dates_without_a_time_are_no_clock(world: Any) -> None:
    journeys = [
        world.journey(c, f"Order@{DAY * (c % 9)} Delivered@{DAY * (c % 9 + 2 + c % 3)}")
        for c in range(90)
    ]
    (one,) = Waits().run(world(journeys)).measures
    assert not one.fixed_timer


def test_moves_out_of_a_stated_outcome_are_no_departures(world: Any) -> None:
    journeys = [world.journey(c, "Home@0 passed@1 Home@2") for c in range(6)]
    measures = Transitions().run(world(journeys, outcomes=["passed"])).measures
    assert [(one.source, one.target) for one in measures] == [("Home", "passed")]


def test_bounded_memory_gives_the_same_quantiles(world: Any, monkeypatch: Any) -> None:
    facts = world([world.journey(0, "Home@0")])
    rng = np.random.default_rng(2)
    sizes = {0: 1, 1: 2, 2: 2_999, 3: 3_000, 4: 20_000, 5: 7}
    values = {g: np.floor(np.exp(rng.normal(10, 3, n))).astype(int) for g, n in sizes.items()}
    values[4][:9_000] = 0
    rows = " UNION ALL ".join(
        f"SELECT {g}::BIGINT AS g, unnest({v.tolist()}::BIGINT[]) AS v" for g, v in values.items()
    )
    facts.engine.execute(f"CREATE TEMP TABLE observed AS {rows}")
    fractions = (0.0, 0.1, 0.25, 0.5, 0.9, 0.97, 1.0)
    wanted = {g: fractions for g in sizes if g != 5}
    at_once = quantiles(facts, "SELECT g, v FROM observed", sizes, wanted)
    monkeypatch.setattr(order, "IN_MEMORY", 100)
    bounded = quantiles(facts, "SELECT g, v FROM observed", sizes, wanted)
    for (g, q), value in at_once.items():
        assert value == pytest.approx(np.quantile(values[g], q), rel=1e-12)
        assert bounded[g, q] == pytest.approx(value, rel=1e-12)


def test_customers_counted_range_by_range_are_the_same(world: Any, monkeypatch: Any) -> None:
    journeys = [world.journey(c, "Home@0 Cart@10") for c in range(12)]
    journeys += [world.journey(3, "Home@0 Cart@9 Home@11 Cart@15")]
    exact = moves.measure_edges(world(journeys))
    monkeypatch.setattr(moves, "AT_ONCE", 5)
    assert moves.measure_edges(world(journeys)) == exact


@pytest.mark.parametrize(("customers", "q"), [(8, 0.5), (30, 0.5), (200, 0.9), (3_000, 0.9)])
def test_an_interval_of_a_quantile_covers(customers: int, q: float) -> None:
    low, high = interval_fractions(customers, q)
    values = np.random.default_rng(customers).random((2_000, customers))
    bounds = np.quantile(values, [low, high], axis=1)
    assert ((bounds[0] <= q) & (q <= bounds[1])).mean() > 0.94
    assert {low, high} <= set(GRID)


def test_five_customers_leave_only_the_extremes() -> None:
    assert interval_fractions(5, 0.5) == (0, 1)


def test_nobody_is_kept_waiting_between_two_purchases(world: Any) -> None:
    facts = world(
        [world.journey(c, f"Pay@0 Pay@{9000 + c} Send@{9100 + c * c}") for c in range(20)]
    )
    result = Waits().run(facts)
    assert {(one.source, one.target) for one in result.measures} == {
        ("Pay", "Pay"),
        ("Pay", "Send"),
    }
    assert [one.condition for one in result.insights if one.kind == "wait"] == ["Pay to Send"]

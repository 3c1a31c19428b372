"""What stands behind the numbers of a touchpoint, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights import behind

DAY = 24 * 60


def rated(world: Any, stars: list[int], *, days: float = 90) -> Any:
    """One customer a rating, a day apart: `Order`, then `Parcel` a day later with the stars."""
    journeys = [
        world.journey(c, f"Order@{c * DAY} Parcel@{(c + 1) * DAY}*{each}")
        for c, each in enumerate(stars)
    ]
    return world(journeys, days=days)


def spread(facts: Any, label: str) -> Any:
    return next(one for one in looked(facts).spreads if one.label == label)


def looked(facts: Any) -> Any:
    return behind(facts.data, facts.purpose, "Parcel")


def test_bars_count_answers_and_hide_those_of_fewer_than_five_customers(world: Any) -> None:
    one = spread(rated(world, [1] * 6 + [2] * 4 + [5] * 7), "stars 1-5")
    assert [bar.n for bar in one.bars] == [6, None, 0, 0, 7]
    assert one.mean.value == pytest.approx((6 + 8 + 35) / 17)
    assert one.mean.n == 17


def test_a_trend_is_told_by_the_week_and_marks_weeks_that_the_data_only_touch(world: Any) -> None:
    # 2026-01-01 is a Thursday: the first week begins on 2025-12-29, before the data
    one = spread(rated(world, [1] * 10 + [5] * 10, days=30), "stars 1-5")
    first, second = one.trend[:2]
    assert (str(first.start), first.whole) == ("2025-12-29", False)
    assert (str(second.start), second.whole) == ("2026-01-05", True)
    assert second.estimate.n == 7
    assert one.moved.value > 0


def test_nobody_is_shown_where_fewer_than_five_customers_were(world: Any) -> None:
    found = looked(rated(world, [1, 2, 3, 4]))
    assert (found.customers, found.spreads, found.journeys, found.calls) == (None, (), (), ())


def test_waits_are_counted_between_round_times_and_before_one_place_alone(world: Any) -> None:
    facts = rated(world, [3] * 8)
    found = behind(facts.data, facts.purpose, "Order", "Parcel")
    waits = next(one for one in found.spreads if one.metric == "wait")
    counted = {bar.low: bar.n for bar in waits.bars if bar.n}
    assert counted == {86_400: 8}
    none = behind(facts.data, facts.purpose, "Order", "Order")
    assert not [one for one in none.spreads if one.metric == "wait"]


def test_three_real_journeys_stand_behind_it_without_a_date_or_a_name(world: Any) -> None:
    found = looked(rated(world, [1, 2, 3, 4, 5]))
    assert len(found.journeys) == 3
    assert found.journeys[0].words == "day 0: Order (web), day 1: Parcel (web)."

"""What if a condition struck less often: only through causes, and only where the walk tells the past."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desireline.errors import InputError
from desireline.insights import what_if
from desireline.insights.causes.whatif import walk_to
from desireline.insights.causes.whatif.arrivals import arrivals
from desireline.recipe import Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=20
)


def shop(world: Any, *, harm: float, people: int = 900, days: int = 400, noted: int = 1) -> Any:
    """Half of those who look order; three in ten deliveries are late; late ones cancel `harm` more often.

    The source notes it of every customer, or of every second.
    """
    rng = np.random.Generator(np.random.PCG64(3))
    made = []
    for c in range(people):
        at = int(rng.uniform(0, days - 30) * DAY)
        path = " ".join(f"Look@{at + i}" for i in range(int(rng.integers(1, 5))))
        if rng.random() < 0.5:
            late = rng.random() < 0.3
            cancels = rng.random() < 0.1 + harm * late
            path += f" Order@{at + 60} Delivered@{at + 3 * DAY}"
            path += f" Cancel@{at + 8 * DAY}" if cancels else f" Use@{at + 9 * DAY}"
            journey = world.journey(c, path, state=2)
            steps = [
                replace(one, attributes={"late": "yes" if late else "no"})
                if one.touchpoint == "Delivered" and c % noted == 0
                else one
                for one in journey.steps
            ]
            made.append(replace(journey, steps=steps))
            continue
        made.append(world.journey(c, path, state=2))
    return world(made, days=days, recipe=Recipe(successes=(STAYS,)))


def test_the_walk_comes_to_a_touchpoint_as_often_as_people_did(world: Any) -> None:
    walk = walk_to(shop(world, harm=0.5), 1, 91)
    assert walk is not None
    assert walk.seen == pytest.approx(0.5, abs=0.05)
    assert walk.told == pytest.approx(walk.seen, abs=0.05)
    assert walk_to(shop(world, harm=0.5, people=150), 1, 91) is None, "thin data"


def test_half_as_many_late_saves_what_the_effect_says(world: Any) -> None:
    facts = shop(world, harm=0.5)
    found = what_if(facts.data, facts.purpose, "late", 0.5)
    assert found.refused is None
    assert [one.result for one in found.links if one.known] == ["stays"]
    # about 900 x 91 / 370 begin, half come to it, three in ten are late, half of these are spared
    spared = 900 * 91 / 370 * 0.5 * 0.3 * 0.5
    assert found.spared is not None
    assert found.spared.low < spared < found.spared.high * 1.2
    gain = found.gains[0].more
    assert gain.value == pytest.approx(found.spared.value * 0.5, rel=0.35)
    assert gain.low > 0
    assert any("contacts" in one for one in found.unknown)


def test_what_does_no_harm_moves_nothing(world: Any) -> None:
    facts = shop(world, harm=0.0)
    found = what_if(facts.data, facts.purpose, "late", 0.5)
    assert found.refused == "no effect of it is held for a cause"
    assert found.gains == ()
    assert found.unknown[0].startswith("late on stays")


def _begin(world: Any, each_quarter: dict[int, int], days: int) -> Any:
    """So many journeys begin evenly in the 91 days that end so many days before the data do."""
    made = []
    for ago, people in each_quarter.items():
        first = days - ago - 91
        for i in range(people):
            at = int((first + 1 + 89 * i / people) * DAY)
            made.append(world.journey(len(made), f"Look@{at} Leave@{at + 60}"))
    return world(made, days=days)


def _range(facts: Any) -> tuple[float, float, float]:
    drawn = arrivals(facts, 91, 4000, np.random.Generator(np.random.PCG64(5))).draws
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(np.median(drawn)), float(high)


def test_how_many_begin_changes_as_it_did_a_year_ago(world: Any) -> None:
    # a year ago 200 became 400: the newest 240 become twice as many, or 200 more, or anything between
    low, middle, high = _range(_begin(world, {0: 240, 273: 400, 364: 200}, 500))
    assert middle == pytest.approx((480 + 440) / 2, rel=0.03)
    # halfway a count weighs 1.5, 1.1 and 1.7: 1.5^2 x 240 + 1.1^2 x 400 + 1.7^2 x 200 = 1,602; 40^2 / 12 for the way between; 460 by chance
    assert np.log(high / low) == pytest.approx(2 * 1.96 * np.sqrt(1602 + 133 + 460) / 460, rel=0.1)


def test_a_season_that_would_leave_fewer_than_none_is_taken_as_a_factor(world: Any) -> None:
    # a year ago 400 became 100: of 150 a quarter is left, and not 300 less than none
    low, middle, _ = _range(_begin(world, {0: 150, 273: 100, 364: 400}, 500))
    assert middle == pytest.approx(37.5, rel=0.1)
    assert low > 0


def test_without_a_year_it_stays_and_may_change_as_it_did_last(world: Any) -> None:
    calm = _range(_begin(world, {0: 240, 91: 240}, 200))
    moved = _range(_begin(world, {0: 240, 91: 120}, 200))
    assert calm[1] == pytest.approx(240, rel=0.04)
    assert moved[1] == pytest.approx(240, rel=0.06)
    # 1/240 + 1/240: a root of .091; a season of .15 by Student's t of four degrees, 2.78 at 97.5 %
    unseen = 2.78 * 0.15
    assert np.log(calm[2] / calm[0]) == pytest.approx(2 * np.hypot(1.96 * 0.091, unseen), rel=0.1)
    # beside it the doubling, a logarithm of .69 less what chance makes
    assert np.log(moved[2] / moved[0]) == pytest.approx(2 * np.hypot(1.96 * 0.69, unseen), rel=0.1)


def test_a_season_that_the_data_do_not_hold_is_listed_as_unknown(world: Any) -> None:
    def unknown(facts: Any) -> list[str]:
        found = what_if(facts.data, facts.purpose, "late", 0.5)
        assert found.refused is None
        return [one for one in found.unknown if "season" in one]

    listed = ["a season in these months, which the data do not hold a year before"]
    assert unknown(shop(world, harm=0.5, days=300)) == listed
    assert unknown(shop(world, harm=0.5, days=500)) == []


def test_what_strikes_a_part_of_those_who_come_there_spares_that_part(world: Any) -> None:
    facts = shop(world, harm=0.5, people=1800, noted=2)
    found = what_if(facts.data, facts.purpose, "late", 1.0)
    assert found.struck is not None
    assert found.spared is not None
    # three in ten of the noted are late: of all who are delivered, .15
    assert found.struck.value == pytest.approx(0.15, abs=0.03)
    begin, delivered = 1800 * 91 / 370, 0.5
    assert found.spared.value == pytest.approx(begin * delivered * 0.15, rel=0.25)


def test_conditions_and_shares_that_are_none_are_refused(world: Any) -> None:
    facts = shop(world, harm=0.5)
    with pytest.raises(InputError, match="There is no condition 'early'") as caught:
        what_if(facts.data, facts.purpose, "early", 0.5)
    assert "late" in str(caught.value.hint)
    with pytest.raises(InputError, match="no share"):
        what_if(facts.data, facts.purpose, "late", 1.5)

"""Where more leave than the stage normally loses, what it is worth, and where they went."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.model import Verdict
from desireline.insights.pains.pains import Pains
from desireline.insights.paths.dropoffs import DropOffs
from desireline.recipe import Money, Recipe

DAY = 24 * 60
GBP = Recipe(money=Money(currency="GBP", margin=0.25))


def shop(world: Any, *, leave: int, recipe: Recipe = GBP, days: float = 365.25) -> Any:
    """A hundred look, choose and pay; some leave at Pay, five of those come again by chat."""
    journeys = []
    for c in range(100):
        lost = c < leave
        path = f"Look@{c} Choose@{c + 5} Pay@{c + 9}" + ("" if lost else f" Done@{c + 20}")
        journeys.append(world.journey(c, path, state=int(lost), value=None if lost else 80.0))
    journeys += [world.journey(c, f"Chat@{3 * DAY + c}", state=0) for c in range(min(5, leave))]
    return world(journeys, days=days, recipe=recipe)


def test_excess_is_held_against_the_stage_and_worth_what_those_who_went_on_brought(
    world: Any,
) -> None:
    facts = shop(world, leave=40)
    found = {one.touchpoint: one for one in DropOffs().run(facts).measures}
    pay = found["Pay"]
    assert pay.exit.value == pytest.approx(0.4)
    assert pay.excess.value == pytest.approx(0.4, abs=0.01)
    assert pay.excess.low < 0.4 < pay.excess.high
    # 100 visits a year x .4 x all who went on reached the goal x 80 x .25
    assert pay.value.value == pytest.approx(100 * 0.4 * 1.0 * 20, rel=0.03)
    assert pay.value.unit == "GBP of margin"
    assert pay.came_back.value == pytest.approx(5 / 40)
    assert pay.went_to == "Chat"


def test_the_claim_says_what_is_at_stake_and_where_they_went(world: Any) -> None:
    pain = next(
        one for one in Pains().run(shop(world, leave=40)).insights if one.kind == "drop_off"
    )
    assert (pain.touchpoint, pain.verdict) == ("Pay", Verdict.SHOWN)
    assert pain.money == pytest.approx(800, rel=0.03)
    assert "GBP of margin" in pain.words
    assert "12.5 % began again elsewhere, most at Chat" in pain.words


def test_nobody_lost_is_no_excess_and_without_values_nothing_is_at_stake(world: Any) -> None:
    found = {one.touchpoint: one for one in DropOffs().run(shop(world, leave=0)).measures}
    assert found["Pay"].exit.value == 0
    plain = world([world.journey(c, f"Look@{c} Pay@{c + 5} Done@{c + 9}") for c in range(40)])
    assert all(one.value is None for one in DropOffs().run(plain).measures)


def test_where_all_are_still_running_no_drop_off_is_claimed(world: Any) -> None:
    facts = world(
        [world.journey(c, f"Look@{c} Pay@{c + 5}", state=2) for c in range(50)], days=0.05
    )
    assert all(one.excess is None for one in DropOffs().run(facts).measures)
    assert not [one for one in Pains().run(facts).insights if one.kind == "drop_off"]


def test_touchpoints_that_nobody_can_leave_make_no_leaks_of_the_others(world: Any) -> None:
    # six arrivals go on whatever comes; at each of six looks the same 4 % leave
    journeys = []
    for c in range(1_500):
        path, lost = [f"Ad{c % 6}@{c}"], False
        for step in range(6):
            path.append(f"Look{step}@{c + 5 * step + 5}")
            lost = (c + 97 * step) % 25 == 0
            if lost:
                break
        if not lost:
            path.append(f"Done@{c + 50}")
        journeys.append(world.journey(c, " ".join(path), state=int(lost)))
    facts = world(journeys, days=365.25)
    found = {one.touchpoint: one for one in DropOffs().run(facts).measures}
    assert found["Look3"].excess.value == pytest.approx(0, abs=0.01)
    assert not [one for one in Pains().run(facts).insights if one.kind == "drop_off"]

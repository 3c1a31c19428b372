"""What if a condition struck less often: only through causes, and only where the walk tells the past."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desireline.errors import InputError
from desireline.insights import what_if
from desireline.insights.causes.whatif import walk_to
from desireline.recipe import Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=20
)


def shop(world: Any, *, harm: float, people: int = 900, days: int = 400) -> Any:
    """Half of those who look order; three in ten deliveries are late; late ones cancel `harm` more often."""
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
                if one.touchpoint == "Delivered"
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


def test_conditions_and_shares_that_are_none_are_refused(world: Any) -> None:
    facts = shop(world, harm=0.5)
    with pytest.raises(InputError, match="There is no condition 'early'") as caught:
        what_if(facts.data, facts.purpose, "early", 0.5)
    assert "late" in str(caught.value.hint)
    with pytest.raises(InputError, match="no share"):
        what_if(facts.data, facts.purpose, "late", 1.5)

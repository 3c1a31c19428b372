"""Pains to come: rare and costly, or striking ever more often."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from desireline.insights.model import Verdict
from desireline.insights.pains.looming import looming
from desireline.insights.pains.pains import Pains
from desireline.recipe import Money, Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=30, worth=100
)


def shop(world: Any, n: int, *, planted: bool = True) -> Any:
    """One in 25 gets a burst pipe and goes; late deliveries become three times as common in the second half."""
    rng = random.Random(8)
    journeys = []
    for i in range(n):
        start = (i * 100 // n) * DAY
        burst = rng.random() < 0.04
        late = rng.random() < (0.12 if start < 50 * DAY or not planted else 0.4)
        goes = rng.random() < (0.85 if burst and planted else 0.45 if late and planted else 0.12)
        path = f"Order@{start + i % 9} Delivery@{start + 3 * DAY} Fitting@{start + 4 * DAY} "
        path += f"Cancel@{start + 20 * DAY}" if goes else f"Use@{start + 20 * DAY}"
        journey = world.journey(i, path)
        notes = {"Delivery": {"late": late}, "Fitting": {"burst": burst}}
        steps = [replace(step, attributes=notes.get(step.touchpoint)) for step in journey.steps]
        journeys.append(replace(journey, steps=steps))
    return world(
        journeys, days=140, recipe=Recipe(successes=(STAYS,), money=Money(currency="GBP"))
    )


def test_what_is_rare_and_costly_and_what_strikes_more_often_is_told_before_it_is_common(
    world: Any,
) -> None:
    facts = shop(world, 1200)
    evidence = Pains().run(facts).evidence[0].id
    found = {
        (one.insight.condition, one.insight.metric): one.insight
        for one in looming(facts, evidence)
    }
    rare = found["burst", "share"]
    assert "is rare and goes with much where it strikes" in rare.words
    assert (rare.kind, rare.unit) == ("potential_pain", "GBP")
    assert rare.high is not None
    assert rare.high < 0
    grown = found["late", "reach"]
    assert grown.verdict == Verdict.SUGGESTED
    assert grown.low is not None
    assert grown.low > 0.1
    assert "uncontrolled" in grown.words


def test_where_nothing_harms_and_nothing_grows_nothing_looms(world: Any) -> None:
    facts = shop(world, 900, planted=False)
    evidence = Pains().run(facts).evidence[0].id
    assert [one for one in looming(facts, evidence) if one.insight.verdict == Verdict.SHOWN] == []

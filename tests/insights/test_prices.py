"""What a pain costs, which pains are forgiven, and that the loud do not lead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.causes.prices import prices
from desireline.insights.model import Verdict
from desireline.insights.pains.forgiven import Forgiven
from desireline.insights.pains.pains import Pains
from desireline.recipe import Money, Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=60, worth=100
)


def shop(world: Any, n: int, *, recipe: Recipe) -> Any:
    """Every 4th delivery is late, and half of those cancel (else a tenth); every 3rd invoice angers, to no effect."""
    journeys = []
    for i in range(n):
        late, muddled = i % 4 == 0, i % 3 == 0
        goes = (i // 12) % 2 == 0 if late else (i // 12) % 10 == 1
        said = ":-800" if muddled else ":100"
        path = f"Visit@0:200 Order@{10 + i % 7}:{150 + i % 9} Delivery@{3 * DAY + i % 11}:{120 + i % 7}"
        path += f" Invoice@{9 * DAY}{said} "
        path += f"Cancel@{20 * DAY}" if goes else f"Use@{20 * DAY + i % 5}"
        journey = world.journey(i, path)
        notes = {"Delivery": {"late": late}, "Invoice": {"muddled": muddled}}
        steps = [replace(step, attributes=notes.get(step.touchpoint)) for step in journey.steps]
        journeys.append(replace(journey, steps=steps))
    return world(journeys, days=120, recipe=recipe)


@pytest.fixture
def facts(world: Any) -> Any:
    return shop(world, 960, recipe=Recipe(successes=(STAYS,), money=Money(currency="GBP")))


def test_what_costs_leads_and_what_is_loud_and_harmless_is_no_pain(facts: Any) -> None:
    first, *rest = Pains().run(facts).insights
    assert (first.kind, first.condition, first.outcome, first.rank) == ("pain", "late", "stays", 1)
    assert first.verdict == Verdict.SHOWN
    # 240 of 960 are late in 120 days: 730.5 a year; half stay instead of nine tenths; 100 GBP each
    assert first.money == pytest.approx(730.5 * 0.4 * 100, rel=0.1)
    assert "730 journeys a year" in first.words
    assert "GBP a year" in first.words
    loud = [
        one for one in rest if "muddled" in (one.condition or "") or one.touchpoint == "Invoice"
    ]
    assert not [one for one in loud if one.rank is not None]


def test_what_annoys_many_and_costs_nothing_is_forgiven(facts: Any) -> None:
    (found,) = [one for one in Forgiven().run(facts).insights if one.condition == "muddled"]
    assert found.verdict in (Verdict.SHOWN, Verdict.SUGGESTED)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high
    assert "33.3 % of journeys with Invoice" in found.words
    assert not [one for one in Forgiven().run(facts).insights if one.condition == "late"]


def test_without_a_worth_successes_are_counted(world: Any) -> None:
    counted = STAYS.model_copy(update={"worth": None})
    facts = shop(world, 480, recipe=Recipe(successes=(counted,)))
    price = prices(facts)["late"]
    assert price.value == pytest.approx(120 / 120 * 365.25 * 0.4, rel=0.12)
    first = Pains().run(facts).insights[0]
    assert first.money is None
    assert "successes a year" in first.words

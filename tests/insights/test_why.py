"""Why it hurts: what is said where it does, and what leads to what."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.model import Verdict
from desireline.insights.pains.cascades import Cascades
from desireline.insights.pains.reasons import Reasons
from desireline.recipe import Money, Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=60, worth=100
)
RECIPE = Recipe(successes=(STAYS,), money=Money(currency="GBP"))


def shop(world: Any, n: int, *, planted: bool = True) -> Any:
    """Late deliveries bring broken goods; both make customers cancel, and they say why. Else all of it is chance."""
    rng = random.Random(5)
    journeys = []
    for i in range(n):
        late = rng.random() < 0.3
        broken = rng.random() < (0.6 if late and planted else 0.15)
        goes = rng.random() < (0.1 + 0.3 * late + 0.4 * broken if planted else 0.3)
        path = f"Visit@0 Order@{10 + i % 7} Delivery@{3 * DAY + i % 11} Unpack@{4 * DAY + i % 5} Survey@{6 * DAY}"
        path += f" Cancel@{20 * DAY}" if goes else f" Use@{20 * DAY + i % 5}"
        journey = world.journey(i, path)
        notes = {"Delivery": {"late": late}, "Unpack": {"broken": broken}}
        words = _words(rng, late=late and planted)
        steps = [
            replace(
                step,
                attributes=notes.get(step.touchpoint),
                text=words if step.touchpoint == "Survey" else None,
                feeling=-500 if step.touchpoint == "Survey" and late else None,
            )
            for step in journey.steps
        ]
        journeys.append(replace(journey, steps=steps))
    return world(journeys, days=120, recipe=RECIPE)


def _words(rng: random.Random, *, late: bool) -> str:
    said = rng.sample(
        ["friendly shop", "warm colours", "solid boxes", "clear invoice", "good prices"], 2
    )
    if late and rng.random() < 0.7:
        said.append("missed birthday party")
    return ", ".join(said) + "."


@pytest.fixture
def facts(world: Any) -> Any:
    return shop(world, 700)


def test_those_who_met_it_are_told_by_what_only_they_say_with_quotes_of_several(
    facts: Any,
) -> None:
    result = Reasons().run(facts)
    late = next(one for one in result.insights if one.condition == "late")
    assert late.verdict == Verdict.SHOWN
    assert "“missed birthday party”" in late.words
    assert "not a proven cause" in late.words
    assert "friendly" not in late.words
    (row,) = [one for one in result.measures if one.condition == "late"]
    assert tuple(quote.id for quote in row.quotes) == late.quotes
    assert len(late.quotes) == 3
    assert all("birthday" in quote.text_masked for quote in row.quotes)
    (phrase, own, rest) = row.phrases[0]
    assert phrase == "missed birthday party"
    assert own.low > 0.5
    assert rest.value == 0


def test_the_root_of_a_cascade_is_the_earliest_condition_and_says_what_goes_by_way_of_the_next(
    facts: Any,
) -> None:
    (found,) = Cascades().run(facts).insights
    assert (found.kind, found.condition, found.metric) == ("cascade", "late", "broken")
    assert found.verdict == Verdict.SHOWN
    # 60 % against 15 % meet the second
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.45 < found.high
    assert "go by way of “broken”" in found.words
    (link,) = [one for one in Cascades().run(facts).measures if one.verdict == Verdict.SHOWN]
    # .45 more meet what costs .40
    assert link.mediated.low < -0.18 < link.mediated.high


def test_where_nothing_leads_to_anything_no_phrase_and_no_cascade_is_shown(world: Any) -> None:
    facts = shop(world, 500, planted=False)
    claims = [*Reasons().run(facts).insights, *Cascades().run(facts).insights]
    assert [one.words for one in claims if one.verdict == Verdict.SHOWN] == []


def test_two_who_speak_are_too_few_to_say_why(world: Any) -> None:
    facts = world([world.journey(c, f"Order@{c}:-500 Use@{DAY}:900") for c in range(30)])
    assert all(one.verdict == Verdict.UNKNOWN for one in Reasons().run(facts).insights)

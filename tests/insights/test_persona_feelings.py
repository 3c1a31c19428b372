"""How personas feel: of those who surely belong, by hand; nothing of fewer than five, nothing where there is one way to choose."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.insights.conftest import S
from tests.insights.test_personas import shopper

from desireline.insights.people.persona_feelings import PersonaFeelings
from desireline.insights.people.personas import named


@pytest.fixture(scope="module")
def felt() -> dict[int, int]:
    """What each customer answers in the survey, in thousandths."""
    draw = np.random.Generator(np.random.PCG64(5))
    return {number: int(draw.integers(-4, 5)) * 100 for number in range(240)}


def asked(world: Any, felt: dict[int, int]) -> Any:
    """Two kinds of customers; all are asked at the end, and the first four of each kind in the shop."""
    rng = np.random.Generator(np.random.PCG64(3))
    kinds = rng.integers(0, 2, 240)
    journeys = []
    for number, kind in enumerate(kinds):
        one = shopper(world, number, rng, int(kind))
        if number in np.flatnonzero(kinds == kind)[:4]:
            one.steps.append(S(touchpoint="Shop", minute=99_000, feeling=900))
        told = felt[number] + (300, -300)[int(kind)]
        one.steps.append(S(touchpoint="Survey", minute=100_000, feeling=told))
        journeys.append(one)
    return world(journeys, stages={"Survey": "say", "Shop": "visit"})


def test_a_persona_feels_what_those_who_surely_belong_to_it_answered(
    world: Any, felt: dict[int, int]
) -> None:
    facts = asked(world, felt)
    found, names = named(facts.data)
    assert len(names) == 2
    answers = {
        int(customer): value / 1000
        for customer, value in facts.engine.rows(
            "SELECT customer, feeling_milli FROM steps JOIN touchpoints ON touchpoint = code WHERE name = 'Survey'"
        )
    }
    result = PersonaFeelings().run(facts)
    told = {(one.persona, one.touchpoint): one for one in result.measures}

    for group, name in enumerate(names):
        mine = [
            answers[int(code)]
            for code, best, mixed in zip(found.people, found.best, found.mixed, strict=True)
            if best == group and not mixed
        ]
        one = told[name, "Survey"]
        assert one.feeling.value == pytest.approx(np.mean(mine))
        assert one.feeling.n == one.customers == len(mine)
        assert one.feeling.low < one.feeling.value < one.feeling.high
        assert one.rank == group
        whole = next(each for (who, place), each in told.items() if who == name and place is None)
        assert whole.stage == "say"
    assert (
        abs(told[names[0], "Survey"].feeling.value - told[names[1], "Survey"].feeling.value) > 0.4
    )


def test_a_place_with_fewer_than_five_of_a_persona_is_counted_and_not_told(
    world: Any, felt: dict[int, int]
) -> None:
    result = PersonaFeelings().run(asked(world, felt))
    assert {one.touchpoint for one in result.measures} == {"Survey", None}
    # the shop and its stage, for each of the two
    assert result.suppressed == 4


def test_where_all_choose_alike_there_is_no_curve_of_a_persona(world: Any) -> None:
    rng = np.random.Generator(np.random.PCG64(8))
    alike = [shopper(world, number, rng, 0) for number in range(120)]
    assert PersonaFeelings().run(world(alike)).measures == ()

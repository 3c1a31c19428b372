"""Personas: found from choices, never from what happened; one where the data hold one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from desireline import insights
from desireline.insights import Verdict
from desireline.insights.people.personas import keep_personas, memberships, recall_personas
from desireline.insights.people.personas.choosing import choose, jaccard
from desireline.insights.people.personas.mixture import Choices, fit

LOOKS = ("Home", "Offers", "Reviews", "Compare", "Basket")


def shopper(world: Any, number: int, rng: np.random.Generator, kind: int) -> Any:
    """A bargain hunter of the web at noon, or a planner of the app in the evening."""
    pull = ((1, 6, 1, 1, 3), (1, 1, 5, 5, 1))[kind]
    hour = (12, 20)[kind]
    day = int(rng.integers(0, 60))
    steps: list[str] = []
    for visit in range(int(rng.integers(1, 5))):
        minute = (day + visit * (1, 4)[kind]) * 1440 + hour * 60 + int(rng.integers(0, 90))
        for look in range(int(rng.integers(1, 4))):
            name = rng.choice(LOOKS, p=np.array(pull) / sum(pull))
            steps.append(f"{name}@{minute + 2 * look}")
    late = int(rng.random() < 0.5)  # happens to half of both kinds
    steps += [f"Failed@{(day + 30) * 1440}"] * late
    return world.journey(number, " ".join(steps), channel=("web", "app")[kind])


@pytest.fixture
def two_kinds(world: Any) -> tuple[Any, np.ndarray]:
    rng = np.random.Generator(np.random.PCG64(3))
    kinds = rng.integers(0, 2, 240)
    return world([shopper(world, n, rng, int(k)) for n, k in enumerate(kinds)]), kinds


def test_two_ways_to_choose_are_two_personas_and_stay_so_when_kept(two_kinds: Any) -> None:
    facts, kinds = two_kinds
    found = {code: name for code, name, _ in memberships(facts.data)}

    names = sorted(set(found.values()))
    assert len(names) == 2
    agree = np.mean([found[n] == found[int(np.flatnonzero(kinds == kinds[n])[0])] for n in found])
    assert agree > 0.95

    kept = keep_personas(facts.data)
    assert recall_personas(facts.data, kept)
    assert {code: name for code, name, _ in memberships(facts.data)} == found
    assert not recall_personas(facts.data, kept | {"of": "another recipe"})


def test_every_persona_has_a_portrait_with_intervals_and_what_would_refute_it(
    two_kinds: Any,
) -> None:
    facts, _ = two_kinds
    book = insights.run(facts.data, facts.purpose, ["personas"])
    kinds = {one.kind for one in book.insights}
    assert {"persona", "persona_trait", "persona_question", "persona_check"} <= kinds
    for trait in (one for one in book.insights if one.kind == "persona_trait"):
        assert None not in (trait.value, trait.low, trait.high)
        assert (trait.low or 0) <= (trait.value or 0) <= (trait.high or 0)
        assert trait.n
        assert trait.estimand
        assert trait.estimand.startswith("lift")
    for measure in book.results["personas"].measures:
        assert {answer.question for answer in measure.answers} == {
            "learnt", "attracted", "problem", "looked", "decided", "support", "improve"
        }  # fmt: skip
        assert len({*measure.journeys}) == len(measure.journeys) == 3
        assert "refute" in measure.refuted_by
        assert not [one for one in measure.traits if "Failed" in one.name]


def test_customers_who_choose_alike_are_one_persona(world: Any) -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    facts = world([shopper(world, n, rng, 0) for n in range(200)])
    book = insights.run(facts.data, facts.purpose, ["personas"])
    (claim,) = book.insights
    assert claim.reason == "one persona"
    assert "one persona" in claim.words


def test_too_few_customers_are_not_sorted(world: Any) -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    facts = world([shopper(world, n, rng, n % 2) for n in range(20)])
    (claim,) = insights.run(facts.data, facts.purpose, ["personas"]).insights
    assert claim.verdict is Verdict.UNKNOWN
    assert claim.reason == "too few customers"


def planted(seed: int, *, habit: bool) -> tuple[Choices, np.ndarray]:
    """Three groups by two questions; a third question is each customer's own habit in every visit."""
    rng = np.random.Generator(np.random.PCG64(seed))
    n = 600
    group = rng.integers(0, 3, n)
    counts = np.zeros((n, 8))
    for who in range(n):
        for _ in range(int(rng.integers(4, 12))):
            counts[who, (group[who] if rng.random() < 0.75 else rng.integers(0, 3))] += 1
            counts[who, 3 + (group[who] if rng.random() < 0.75 else rng.integers(0, 3))] += 1
            own = who % 2 if habit else int(rng.integers(0, 2))
            counts[who, 6 + own] += 1
    table = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    return Choices(
        counts=sparse.csr_matrix(counts),
        table=table,
        kind=np.array([0, 1, 2]),
    ), group


@pytest.mark.parametrize("habit", ["none", "one"])
def test_a_habit_that_cuts_through_the_groups_makes_none_of_its_own(habit: str) -> None:
    choices, group = planted(1, habit=habit == "one")
    chosen = choose(choices)
    assert chosen.mixture.groups == 3
    members = chosen.mixture.members(choices.weighted(chosen.alike))
    assert jaccard(group, members.argmax(1), 3).min() > 0.9


def test_the_same_choices_give_the_same_groups() -> None:
    choices, _ = planted(2, habit=False)
    one, other = (fit(choices, 3, seed=4).members(choices) for _ in range(2))
    assert one.tolist() == other.tolist()
    assert np.allclose(one.sum(axis=1), 1)

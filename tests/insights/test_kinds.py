"""Kinds of customers before a moment: told by what they had chosen until then, and by nothing later."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import START

from desireline.insights.causes.judging import judge
from desireline.insights.causes.known_before import KIND
from desireline.insights.causes.treatments import treatments
from desireline.insights.causes.trials import run_trial
from desireline.insights.facts import EPOCH
from desireline.insights.model import Verdict
from desireline.insights.paths.results import results
from desireline.insights.people.personas import learn_kinds, seemed
from desireline.recipe import Recipe, SuccessRule

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

DAY = 24 * 60
LOOKS = ("Read", "Compare", "Ask", "Shop")
PULL = ((5, 4, 1, 1), (1, 1, 4, 5))
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=60
)


def looking(rng: Random, kind: int, *, first: int = 0) -> str:
    """Ten looks, one each day, as this kind of customer chooses them."""
    return " ".join(
        f"{touchpoint}@{(first + day) * DAY + 60}"
        for day, touchpoint in enumerate(rng.choices(LOOKS, PULL[kind], k=10))
    )


def seen(facts: Facts, customers: list[int], day: int) -> np.ndarray:
    """Memberships of customers before a day, shape (groups, customers)."""
    at = int((START - EPOCH).total_seconds() * 1e6) + day * DAY * 60_000_000
    units = np.arange(len(customers))
    moments = facts.offer(
        "some_moments",
        pa.table({"unit": units, "customer": customers, "known_us": np.full(len(units), at)}),
    )
    kinds = learn_kinds(facts.data)
    assert kinds is not None
    return seemed(facts.data, kinds, moments, len(units))


def test_who_chooses_alike_is_of_a_kind_and_who_chose_nothing_is_like_anybody(world: Any) -> None:
    rng = Random(3)
    facts = world([world.journey(i, looking(rng, i % 2)) for i in range(240)])
    members = seen(facts, list(range(240)), 10)
    assert np.allclose(members.sum(axis=0), 1)
    kind = np.arange(240) % 2
    of_kind = members @ kind / members.sum(axis=1)  # by group: how many of the second kind
    assert np.mean((of_kind @ members > 0.5) == kind) > 0.9
    nothing = seen(facts, [0, 1], 0)
    assert nothing[:, 0].tolist() == nothing[:, 1].tolist()


def test_what_is_chosen_after_the_moment_tells_nothing(world: Any) -> None:
    rng = Random(4)
    journeys = [
        world.journey(i, f"{looking(rng, i % 2)} {looking(rng, i % 2, first=10)}")
        for i in range(2, 200)
    ]
    same = looking(Random(5), 0)
    journeys = [
        world.journey(kind, f"{same} {looking(rng, kind, first=10)}") for kind in (0, 1)
    ] + journeys
    facts = world(journeys)
    before, after = seen(facts, [0, 1], 10), seen(facts, [0, 1], 20)
    assert before[:, 0].tolist() == before[:, 1].tolist()
    assert np.abs(after[:, 0] - after[:, 1]).max() > 0.5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_error_that_strikes_one_kind_more_often_does_not_cost_what_that_kind_lacks(
    world: Any, seed: int
) -> None:
    """The error does nothing: three of ten of one kind leave, seven of ten of the other, hit or not."""
    rng = Random(seed)
    journeys = []
    for i in range(800):
        kind = i % 2
        failed, leaves = rng.random() < (0.15, 0.55)[kind], rng.random() < (0.3, 0.7)[kind]
        path = f"{looking(rng, kind)} Order@{11 * DAY} Setup@{12 * DAY}"
        path += f" Cancel@{30 * DAY}" if leaves else f" Use@{30 * DAY}"
        journey = world.journey(i, path)
        for step in journey.steps:
            if step.touchpoint == "Setup":
                object.__setattr__(step, "attributes", {"failed": failed})
        journeys.append(journey)
    facts = world(journeys, days=120, recipe=Recipe(successes=(STAYS,)))
    failed_ = next(one for one in treatments(facts)[1] if one.name == "failed")
    (stays,) = results(facts)
    trial = run_trial(facts, failed_, stays)
    assert trial.design is not None
    assert KIND in trial.design.blocks
    (found,) = judge([trial])
    assert found.effect.naive < -0.1
    assert abs(found.effect.value) < 2.5 * found.effect.se
    assert found.verdict != Verdict.SHOWN

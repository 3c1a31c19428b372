"""What is remembered: worlds in which the weights are known."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from desireline.insights import Verdict
from desireline.insights.causes.memory import (
    Memory,
    MemoryMeasure,
    RememberedMeasure,
    fit_weights,
    parts,
)


def remembering(
    world: Any, customers: int, answer: Callable[[Sequence[float]], float], *, seed: int = 1
) -> Any:
    """Five contacts that were felt, the last at the till, then an answer in stars."""
    draw = random.Random(seed)
    journeys = []
    for who in range(customers):
        felt = [draw.randint(-10, 10) / 10 for _ in range(5)]
        noisy = answer(felt) + draw.gauss(0, 0.15)
        stars = min(5, max(1, round(3 + 2 * noisy)))
        path = " ".join(f"Contact@{i}:{int(v * 1000)}" for i, v in enumerate(felt[:4]))
        path += f" Till@8:{int(felt[4] * 1000)} Review@9*{stars}"
        journeys.append(world.journey(who, path))
    return world(journeys, stages={"Contact": "ask", "Till": "pay", "Review": "say"})


def test_the_parts_of_two_customers_by_hand() -> None:
    who = np.array([0, 0, 0, 1, 1, 1, 1])
    v = np.array([0.1, -0.4, 0.3, 0.5, 0.5, -1.0, 0.0])
    assert parts(who, v) == pytest.approx(
        np.array([[0.3, -0.4, 0.3, 0.0, 0.2], [0.5, -1.0, 0.0, 0.0, -1.0]])
    )


def test_where_the_end_decides_the_end_weighs_and_its_stage_is_remembered(world: Any) -> None:
    found = Memory().run(remembering(world, 600, lambda felt: felt[-1] * 0.8))
    (weights,) = [one for one in found.measures if isinstance(one, MemoryMeasure)]
    weighed = dict(weights.weights)
    assert weighed["end"].low > 0.6
    assert weighed["end"].low <= weighed["end"].value <= weighed["end"].high
    assert abs(weighed["worst moment"].value) < 0.15
    assert weights.gain.low > 0.2
    assert weights.verdict == Verdict.SHOWN
    assert weights.own == pytest.approx(6 / 7)
    stages = {one.stage: one for one in found.measures if isinstance(one, RememberedMeasure)}
    assert stages["pay"].readings == pytest.approx(0.2)
    assert stages["pay"].memory.low > 0.6
    assert stages["pay"].memory.value + stages["ask"].memory.value == pytest.approx(1)
    assert [one.stage for one in found.insights] == [None, "pay"]
    whole, stage = (one.words for one in found.insights)
    assert whole.startswith("In stars (1 to 5) weigh the best moment ")
    assert stage.startswith("Pay is 20.0 % of what was felt and ")
    assert " of what is remembered in stars (1 to 5) (" in stage


def test_where_the_average_decides_no_peak_is_claimed(world: Any) -> None:
    found = Memory().run(remembering(world, 600, lambda felt: sum(felt) / 5 * 1.5))
    (claim,) = found.insights
    assert claim.verdict == Verdict.SUGGESTED
    assert "no better than the average alone" in claim.words


def test_few_answers_say_mostly_what_others_found(world: Any) -> None:
    found = Memory().run(remembering(world, 60, lambda _felt: 0.0))
    (weights,) = [one for one in found.measures if isinstance(one, MemoryMeasure)]
    assert weights.verdict == Verdict.SUGGESTED
    assert weights.own == pytest.approx(60 / 160)
    said = sum(weight.value for _, weight in weights.weights)
    assert 0.3 < said < 0.9, "answers by dice say 0, the studies say 1"


def test_too_few_answers_get_no_number(world: Any) -> None:
    found = Memory().run(remembering(world, 29, lambda felt: felt[-1]))
    assert not found.measures
    assert not [one for one in found.insights if one.value is not None]


def test_intervals_of_weights_cover_the_truth_where_much_is_known() -> None:
    """With 2,000 answers the pull of the meta-analysis is small against what is there."""
    truth = np.array([0.3, 0.1, 0.4, 0.2, 0.0])
    rng = np.random.default_rng(3)
    covered = []
    for _ in range(100):
        who = np.repeat(np.arange(2000), 6)
        x = parts(who, rng.uniform(-1, 1, len(who)))
        fit = fit_weights(x, x @ truth + rng.normal(0, 0.4, 2000))
        covered += list(np.abs(fit.beta - truth)[:4] <= fit.reach[:4])
    assert 0.9 <= np.mean(covered) <= 0.99

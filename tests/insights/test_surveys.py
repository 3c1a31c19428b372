"""Survey scores of those who were asked, when the angry answer more often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.silence.surveys import Surveys

DAY = 24 * 60


def answered(world: Any, n: int, *, glad: int, late: int) -> Any:
    """Half are late and would give 2, the others 5; of the late every `late`-th answers, of the others every `glad`-th."""
    journeys = []
    for i in range(n):
        is_late = i % 2 == 0
        answers = (i // 2) % (late if is_late else glad) == 0
        path = f"Order@{i % 50} Delivery@{3 * DAY + i % 60}"
        path += f" Survey@{4 * DAY}*{2 if is_late else 5}" if answers else f" Use@{5 * DAY}"
        journey = world.journey(i, path)
        steps = [
            replace(step, attributes={"late": is_late}) if step.touchpoint == "Delivery" else step
            for step in journey.steps
        ]
        journeys.append(replace(journey, steps=steps))
    return world(journeys)


def test_the_silent_count_as_those_like_them(world: Any) -> None:
    (found,) = Surveys().run(answered(world, 800, glad=5, late=2)).measures
    # 200 late and 80 others answer: (200 x 2 + 80 x 5) / 280, while half of those asked are late
    assert found.raw == pytest.approx(800 / 280)
    assert found.estimate.value == pytest.approx(3.5, abs=0.1)
    assert found.estimate.low < 3.5 < found.estimate.high
    assert found.response == pytest.approx(280 / 800)
    assert found.about == "Delivery"


def test_where_hardly_anybody_answers_no_score_is_weighted(world: Any) -> None:
    assert Surveys().run(answered(world, 100, glad=10, late=5)).measures == []


def test_a_call_and_its_call_back_are_asked_once(world: Any) -> None:
    journeys = []
    for i in range(400):
        path = f"Call@{i}" + (f" Back@{i + 300}/2" if i % 2 else "")
        if (i // 2) % 4 == 0:
            path += f" Survey@{i + 500}*{2 if i % 2 else 5}"
        journeys.append(world.journey(i, path))
    (found,) = Surveys().run(world(journeys)).measures
    assert found.response == pytest.approx(100 / 400)
    assert found.raw == pytest.approx(3.5)


def test_two_calls_that_are_asked_about_both_stay_two(world: Any) -> None:
    journeys = []
    for i in range(400):
        first = f" Survey@{i + 60}*4" if i % 4 == 0 else ""
        second = f" Survey@{i + 400}*2" if i % 4 == 1 else ""
        journeys.append(world.journey(i, f"Call@{i}{first} Call@{i + 300}{second}"))
    (found,) = Surveys().run(world(journeys)).measures
    assert found.response == pytest.approx(200 / 800)

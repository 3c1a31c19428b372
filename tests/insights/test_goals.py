"""Goals: how far they are, what holds them back, and every ranking by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from desireline import insights
from desireline.insights.model import Verdict
from desireline.insights.pains.goals import Goals
from desireline.recipe import GoalRule, Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=30
)


def goal(target: float, **more: Any) -> GoalRule:
    return GoalRule(
        name="keep", title="Nine in ten stay", metric="stays", target=target,
        date=dt.date(2026, 12, 31), owner="Service", **more,
    )  # fmt: skip


def shop(world: Any, rule: GoalRule, n: int = 480) -> Any:
    """Every 4th delivery is late and half of those cancel, else a tenth: 20 % in all."""
    journeys = []
    for i in range(n):
        late = i % 4 == 0
        goes = (i // 12) % 2 == 0 if late else (i // 12) % 10 == 1
        start = (i % 60) * DAY
        path = f"Order@{start + i} Delivery@{start + 3 * DAY + i} "
        path += f"Cancel@{start + 20 * DAY}" if goes else f"Use@{start + 20 * DAY}"
        journey = world.journey(i, path)
        steps = [
            replace(s, attributes={"late": late} if s.touchpoint == "Delivery" else None)
            for s in journey.steps
        ]
        journeys.append(replace(journey, steps=steps))
    return world(journeys, days=100, recipe=Recipe(successes=(STAYS,), goals=(rule,)))


def test_a_goal_that_is_missed_says_how_far_it_is_who_owns_it_and_what_holds_it_back(
    world: Any,
) -> None:
    facts = shop(world, goal(0.95))
    result = Goals().run(facts)
    progress, lever, *_ = result.insights
    assert (progress.kind, progress.verdict, progress.date) == (
        "goal",
        Verdict.SHOWN,
        "2026-12-31",
    )
    assert "is not reached" in progress.words
    assert "Owner: Service" in progress.words
    assert progress.value == pytest.approx(0.8, abs=0.1)
    assert (lever.kind, lever.condition, lever.rank) == ("goal_lever", "late", 1)
    # half of a quarter instead of a tenth of it: .4 x .25
    assert lever.value == pytest.approx(0.1, abs=0.02)
    assert lever.low is not None
    assert lever.low > 0.05


def test_a_goal_near_its_target_is_only_suggested_and_one_surely_passed_is_reached(
    world: Any,
) -> None:
    now = Goals().run(shop(world, goal(0.8))).measures[0].now.value
    near = Goals().run(shop(world, goal(now))).insights[0]
    assert near.verdict == Verdict.SUGGESTED
    assert "may be reached" in near.words
    reached = Goals().run(shop(world, goal(0.5))).insights[0]
    assert reached.verdict == Verdict.SHOWN
    assert "is reached" in reached.words


def test_a_goal_without_a_metric_or_of_another_purpose_is_no_number(world: Any) -> None:
    (found,) = (
        Goals().run(shop(world, goal(0.5).model_copy(update={"metric": "smiles"}), 60)).insights
    )
    assert (found.verdict, found.reason, found.value) == (Verdict.UNKNOWN, "no metric", None)
    assert Goals().run(shop(world, goal(0.5, purpose="leave"), 60)).insights == []


def test_every_ranking_can_be_by_the_effect_on_a_goal(world: Any) -> None:
    facts = shop(world, goal(0.95))
    book = insights.run(facts.data, facts.purpose, ["goals", "moments", "pains"])
    told = book.toward("keep").insights
    assert [one.kind for one in told[:2]] == ["goal", "goal_lever"]
    assert next(one for one in told if one.kind == "moment").condition == "late"
    assert {one.rank for one in told if one.condition == "late" and one.verdict == "shown"} == {1}
    assert sorted(one.words for one in told) == sorted(one.words for one in book.insights)

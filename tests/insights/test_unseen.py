"""What the data cannot see, and the one thing that would tell most."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.silence.unseen import Unseen
from desireline.recipe import DeclaredTouchpoint, Recipe

STAGES = {"Home": "look", "Call": "use", "Chat": "use", "Survey": "use"}


def company(world: Any, **more: Any) -> Any:
    """Forty look; all call, ten write; of the callers four are heard, of the writers nine."""
    journeys = [
        world.journey(c, f"Home@0 Call@{5 + c}" + (":-400" if c < 4 else ""), channel="phone")
        for c in range(40)
    ]
    journeys += [
        world.journey(40 + c, "Home@0 Chat@9" + (f":{300 + 20 * c}" if c < 9 else ""), channel="chat")
        for c in range(10)
    ]  # fmt: skip
    return world(journeys, stages=STAGES, **more)


def test_who_was_heard_is_told_by_stage_and_channel(world: Any) -> None:
    rows = {(one.stage, one.channel): one.heard for one in Unseen().run(company(world)).measures}
    assert rows["use", "phone"].value == pytest.approx(4 / 40)
    assert rows["use", "chat"].value == pytest.approx(9 / 10)
    assert rows["use", None].value == pytest.approx(13 / 50)
    assert rows["look", None].value == 0
    assert rows["look", None].low == 0 < rows["look", None].high


def test_a_survey_right_after_a_visit_speaks_of_that_visit(world: Any) -> None:
    journeys = [
        world.journey(c, f"Home@0 Call@5 Survey@{9 if c < 6 else 30_000}*4") for c in range(12)
    ]
    result = Unseen().run(world(journeys, stages=STAGES, days=60))
    (use,) = [one for one in result.measures if (one.stage, one.channel) == ("use", None)]
    assert (use.heard.value, use.heard.n) == (0.5, 12)


def test_the_next_question_is_asked_where_most_customers_are_silent(world: Any) -> None:
    first = Unseen().run(company(world)).insights[0]
    assert first.metric == "next question"
    assert first.stage == "look", "fifty pass here and nobody says a word"
    # nobody told: off by 1; a hundred answers of sd .5 leave 1.96 * .05
    assert first.value == pytest.approx(50 * (1 - 1.96 * 0.05), abs=0.01)
    assert "100 answers of customers drawn by lot" in first.words


def test_where_the_end_is_unknown_recording_it_may_tell_more(world: Any) -> None:
    told = [world.journey(c, "Home@12:100", state=2) for c in range(100)]
    told[0] = world.journey(0, "Home@12:140", state=2)
    result = Unseen().run(world(told, days=0.01, stages=STAGES))
    assert "recording after Home who went on" in result.insights[0].words


def test_a_declared_touchpoint_without_data_is_named(world: Any) -> None:
    friend = DeclaredTouchpoint(name="Asks a friend", stage="look", guess=0.3, by="Sales")
    known = DeclaredTouchpoint(name="Home", stage="look")
    recipe = Recipe(declared=(friend, known))
    told = [
        one
        for one in Unseen().run(company(world, recipe=recipe)).insights
        if one.metric == "declared without data"
    ]
    (one,) = told
    assert (one.touchpoint, one.verdict, one.value) == ("Asks a friend", "unknown", None)
    assert "Sales believes that 30.0 % meet it" in one.words


def test_least_is_heard_only_where_more_is_heard_elsewhere(world: Any) -> None:
    def least(facts: Any) -> list[str | None]:
        return [one.stage for one in Unseen().run(facts).insights if one.metric == "heard"]

    assert least(company(world)) == ["look"]
    silent = [world.journey(c, "Home@0 Call@5") for c in range(40)]
    assert least(world(silent, stages=STAGES)) == []

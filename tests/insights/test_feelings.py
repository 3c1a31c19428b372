"""Feelings, ratings and coverage."""

from __future__ import annotations

from typing import Any

import pytest
from tests.insights.conftest import J, S

from desireline.insights.heard.feelings import Feelings
from desireline.insights.heard.ratings import Ratings
from desireline.insights.model import Verdict
from desireline.insights.silence.coverage import Coverage
from desireline.language import Learnt


def test_a_feeling_is_the_mean_of_answers_with_its_customers(world: Any) -> None:
    facts = world([world.journey(c, f"Call@0:{f}") for c, f in enumerate([-800, -400, 0, 0, 200])])
    (measure,) = Feelings().run(facts).measures
    assert measure.feeling.value == pytest.approx(-0.2)
    assert (measure.feeling.n, measure.customers) == (5, 5)
    assert -1 <= measure.feeling.low < -0.2 < measure.feeling.high <= 1
    assert measure.sources == ("words",)


def test_feelings_of_four_customers_are_not_shown(world: Any) -> None:
    result = Feelings().run(world([world.journey(c, "Call@0:-800") for c in range(4)]))
    assert list(result.measures) == []
    assert result.insights == []
    assert result.suppressed == 1


def test_where_nobody_was_heard_that_is_said(world: Any) -> None:
    (claim,) = Feelings().run(world([world.journey(c, "Home@0") for c in range(9)])).insights
    assert claim.verdict == Verdict.UNKNOWN
    assert "unknown" in claim.words


def test_twenty_answers_of_five_people_are_wider_than_of_twenty(world: Any) -> None:
    feelings = [-900, -300, 0, 500, 900]
    few = [world.journey(c, f"Call@{k}:{feelings[c]}") for c in range(5) for k in range(4)]
    many = [
        world.journey(c * 4 + k, f"Call@{k}:{feelings[c]}") for c in range(5) for k in range(4)
    ]
    (one,), (two,) = (Feelings().run(world(j)).measures for j in (few, many))
    assert one.feeling.value == two.feeling.value
    assert one.feeling.n == two.feeling.n == 20
    assert one.feeling.high - one.feeling.low > 1.5 * (two.feeling.high - two.feeling.low)


def test_stars_have_a_mean_and_a_top_two_share(world: Any) -> None:
    facts = world([world.journey(c, f"Review@0*{s}") for c, s in enumerate([1, 2, 4, 5, 5])])
    told = {one.metric: one for one in Ratings().run(facts).measures}
    assert told["mean"].estimate.value == pytest.approx(3.4)
    assert told["top two"].estimate.value == pytest.approx(0.6)
    assert told["mean"].scale == "stars 1-5"


def test_nps_is_promoters_minus_detractors(world: Any) -> None:
    # five promoters would need two digits: 9 five times, 3 three times, 7 twice
    answers = [9, 9, 9, 9, 9, 3, 3, 3, 7, 7]
    facts = world(
        [world.journey(c, f"Survey@0*{s}") for c, s in enumerate(answers)],
        rating_kinds=[("nps", 0, 10)],
    )
    told = {one.metric: one.estimate for one in Ratings().run(facts).measures}
    assert told["nps"].value == pytest.approx(20)
    assert -100 <= told["nps"].low < 20 < told["nps"].high <= 100
    assert told["mean"].value == pytest.approx(6.8)


def test_the_direction_of_a_scale_is_told(world: Any) -> None:
    facts = world([world.journey(c, "Survey@0*2") for c in range(6)], rating_kinds=[("ces", 7, 1)])
    (mean,) = Ratings().run(facts).measures
    assert mean.scale == "ces 1-7, 1 is best"
    assert 1 <= mean.estimate.low <= 2 <= mean.estimate.high <= 7


def test_coverage_says_who_was_heard_and_what_would_help(world: Any) -> None:
    journeys = [world.journey(c, "Home@0" + (":300" if c < 3 else "")) for c in range(12)]
    result = Coverage().run(world(journeys))
    (measure,), (claim,) = result.measures, result.insights
    assert measure.heard.value == 0.25
    assert (measure.customers, measure.journeys, measure.steps) == (12, 12, 12)
    assert claim.n == 12
    assert "ratings" in " ".join(measure.would_add)
    assert measure.understood is None  # nobody wrote anything


def test_texts_and_calls_that_were_not_understood_are_counted_with_the_reason(world: Any) -> None:
    said = [S(touchpoint="Call", minute=0, text="It broke", feeling=-500)] * 6
    other = [
        S(touchpoint="Call", minute=0, text="\u0645\u0631\u062d\u0628\u0627", unread="language")
    ] * 3
    silent = S(touchpoint="Call", minute=0)
    journeys = [J(customer=c, steps=[s]) for c, s in enumerate([*said, *other, silent])]
    calls = [{"event_key": 10, "subject": "u9", "customer": 9, "unread": "silent"}]
    result = Coverage().run(world(journeys, calls=calls))
    (measure,) = result.measures
    assert measure.understood.value == 0.6
    assert measure.understood.n == 10
    assert 0.2 < measure.understood.low < 0.6 < measure.understood.high < 1
    assert measure.unread == (
        ("in a language that is not read", 3),
        ("calls that were not heard", 1),
    )
    claim = next(one for one in result.insights if one.metric == "understood")
    assert "in a language that is not read (3), calls that were not heard (1)" in claim.words
    assert claim.value == 0.6


def test_a_feeling_says_how_often_reading_is_right_or_that_nobody_tested_it(world: Any) -> None:
    said = [S(touchpoint="Call", minute=0, text="It broke", feeling=-500)]
    journeys = [J(customer=c, steps=said) for c in range(5)]
    learnt = Learnt(
        labels=60, rated=0, tested=50, accuracy=0.8, low=0.67, high=0.89, before=0.6,
        calibration_error=0.04,
    )  # fmt: skip
    untested = Feelings().run(world(journeys))
    tested = Feelings().run(world(journeys, learnt=learnt))
    assert "not tested on your own texts" in untested.insights[0].words
    assert untested.measures[0].reading is None
    assert (
        "right in 80.0 % of 50 of your own labelled or rated texts (67.0 % to 89.0 %)"
        in tested.insights[0].words
    )
    assert (tested.measures[0].reading.value, tested.measures[0].reading.n) == (0.8, 50)
    assert "80.0 %" in tested.evidence[0].method
    assert tested.evidence[0].id != untested.evidence[0].id


def test_a_place_with_few_answers_is_pulled_to_its_stage_and_one_with_many_is_not(
    world: Any,
) -> None:
    many = [-300, -100, 0, 100, 300] * 30
    journeys = [
        world.journey(place * 1000 + c, f"{name}@0:{felt + f}")
        for place, (name, felt, spread) in enumerate(
            [("Web", 500, many), ("App", 450, many), ("Call", -500, many), ("Chat", -450, many)]
        )
        for c, f in enumerate(spread)
    ]
    # six people in a stage of upset ones, glad by chance
    journeys += [
        world.journey(9000 + c, f"Mail@0:{f}") for c, f in enumerate([900, 700, -800] * 2)
    ]
    stages = {"Web": "buy", "App": "buy", "Call": "help", "Chat": "help", "Mail": "help"}
    told = {one.touchpoint: one for one in Feelings().run(world(journeys, stages=stages)).measures}
    assert told["Call"].feeling.value == pytest.approx(-0.5, abs=0.01)
    assert told["Web"].feeling.value == pytest.approx(0.5, abs=0.01)
    assert told["Mail"].feeling.value < 0.15  # 0.27 by itself
    assert told["Mail"].feeling.n == 6
    assert told["Mail"].feeling.low < -0.5 < 0 < told["Mail"].feeling.high


def test_a_text_that_was_cut_has_a_feeling_and_is_said(world: Any) -> None:
    said = [S(touchpoint="Call", minute=0, text="It broke", feeling=-500)] * 5
    cut = S(touchpoint="Call", minute=0, text="A long story", feeling=-500, unread="cut")
    journeys = [J(customer=c, steps=[s]) for c, s in enumerate([*said, cut])]
    result = Coverage().run(world(journeys))
    claim = next(one for one in result.insights if one.metric == "understood")
    assert claim.value == 1
    assert "All were read; 1 were read up to their 20,000th letter" in claim.words

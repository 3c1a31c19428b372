"""Late or not, long wait or not: associations with answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desireline.insights import facts as facts_module
from desireline.insights.model import Verdict
from desireline.insights.pains.candidates import flags
from desireline.insights.pains.conditions import Conditions
from desireline.insights.pains.pains import Pains

DAY = 24 * 60


def with_attribute(journey: Any, **attributes: Any) -> Any:
    return replace(journey, steps=[replace(step, attributes=attributes) for step in journey.steps])


def orders(world: Any, *, late_stars: Sequence[int], good_stars: Sequence[int]) -> list[Any]:
    late = [
        world.journey(c, f"Delivered@{DAY} Reviewed@{2 * DAY}*{s}")
        for c, s in enumerate(late_stars)
    ]
    good = [
        world.journey(100 + c, f"Delivered@{DAY} Reviewed@{2 * DAY}*{s}")
        for c, s in enumerate(good_stars)
    ]
    return [with_attribute(j, late=True, note="x") for j in late] + [
        with_attribute(j, late=False, note="y") for j in good
    ]


def test_late_orders_score_lower_by_the_hand_checked_difference(world: Any) -> None:
    facts = world(
        orders(world, late_stars=[1, 2, 1, 2, 3, 1] * 2, good_stars=[5, 4, 5, 4, 4, 5, 5, 4] * 3)
    )
    late = next(one for one in Conditions().run(facts).measures if one.condition == "late")
    assert late.share.value == pytest.approx(12 / 36)
    assert late.with_condition.value == pytest.approx(10 / 6)
    assert late.without.value == pytest.approx(4.5)
    assert late.difference.value == pytest.approx(10 / 6 - 4.5)
    assert (late.with_condition.n, late.without.n) == (12, 24)
    assert late.verdict == Verdict.SHOWN


def test_the_claim_says_share_both_scores_and_that_it_is_no_cause(world: Any) -> None:
    facts = world(
        orders(world, late_stars=[1, 2, 1, 2, 3, 1] * 2, good_stars=[5, 4, 5, 4, 4, 5, 5, 4] * 3)
    )
    claim = next(one for one in Conditions().run(facts).insights if one.condition == "late")
    assert "33.3 % of 36 journeys" in claim.words
    assert "score 1.7, not 4.5" in claim.words
    assert "not a proven cause" in claim.words
    assert claim.touchpoint == "Delivered"
    pain = Pains().run(facts).insights[0]
    assert (pain.kind, pain.condition, pain.rank) == ("pain", "late", 1)


def test_yes_and_no_are_read_in_other_languages(world: Any) -> None:
    made = orders(
        world, late_stars=[1, 2, 1, 2, 3, 1] * 2, good_stars=[5, 4, 5, 4, 4, 5, 5, 4] * 3
    )
    words = {True: "ja", False: "Nein"}
    told = [with_attribute(one, zu_spaet=words[one.steps[0].attributes["late"]]) for one in made]
    late = next(one for one in Conditions().run(world(told)).measures)
    assert (late.condition, late.with_condition.n, late.without.n) == ("zu_spaet", 12, 24)


def test_four_late_customers_are_not_compared(world: Any) -> None:
    facts = world(orders(world, late_stars=[1, 1, 1, 1], good_stars=[5] * 20))
    result = Conditions().run(facts)
    assert [one for one in result.measures if one.condition == "late"] == []
    assert result.suppressed >= 1


def test_a_condition_that_changes_nothing_is_not_claimed(world: Any) -> None:
    rng = np.random.default_rng(1)
    stars = rng.integers(1, 6, 200)
    facts = world(orders(world, late_stars=stars[:60], good_stars=stars[60:]))
    claims = [one for one in Conditions().run(facts).insights if one.condition == "late"]
    assert [one.verdict for one in claims] == [Verdict.UNKNOWN]
    assert "unknown" in claims[0].words


def test_the_longest_waits_are_tried_and_only_later_answers_count(world: Any) -> None:
    rng = np.random.default_rng(2)
    journeys = []
    for c in range(200):
        wait = float(rng.exponential(60)) + 1
        stars = 1 if wait > 140 else 5 - (c % 2)
        journeys.append(
            world.journey(c, f"Ask@{DAY}*3 Answer@{DAY + wait} Rate@{DAY + wait + 9}*{stars}")
        )
    claim = Conditions().run(world(journeys)).insights[0]
    assert claim.condition == "long wait: Ask to Answer"
    assert claim.verdict == Verdict.SHOWN
    assert claim.n == 200
    assert claim.value < -2


def test_outcomes_are_a_condition(world: Any) -> None:
    journeys = [
        world.journey(c, f"Order@{DAY} Rate@{2 * DAY}*{1 + c % 2}", state=1, outcome="canceled")
        for c in range(20)
    ]
    journeys += [
        world.journey(c, f"Order@{DAY} Rate@{2 * DAY}*{4 + c % 2}", outcome="delivered")
        for c in range(20, 90)
    ]
    _, conditions = flags(world(journeys))
    assert {one.name for one in conditions} == {"outcome: canceled"}
    claim = Conditions().run(world(journeys)).insights[0]
    assert claim.value == pytest.approx(-3)
    assert not [one for one in Pains().run(world(journeys)).insights if one.condition]


def test_a_difference_that_only_comes_from_the_channel_is_told_within_it(world: Any) -> None:
    """Phone customers rate low and are often `vip`; inside each channel vip changes nothing."""
    rng = np.random.default_rng(3)
    journeys = []
    for c in range(600):
        phone = c % 2 == 0
        vip = rng.random() < (0.8 if phone else 0.1)
        stars = int(np.clip(round(rng.normal(2 if phone else 4.4, 0.7)), 1, 5))
        journey = world.journey(
            c, f"Start@{DAY} Rate@{2 * DAY}*{stars}", channel="phone" if phone else "web"
        )
        journeys.append(with_attribute(journey, vip=bool(vip)))
    measure = next(
        one for one in Conditions().run(world(journeys)).measures if one.condition == "vip"
    )
    claim = next(
        one for one in Conditions().run(world(journeys)).insights if one.condition == "vip"
    )
    assert measure.stratum == "entry channel"
    assert abs(measure.difference.value) > 1
    assert "Within the same entry channel" in claim.words


def test_words_that_look_like_yes_and_no_are_conditions_and_others_are_not(world: Any) -> None:
    journeys = [
        with_attribute(
            world.journey(c, f"Rate@{DAY}*{1 + c % 5}"), gift="yes" if c % 3 else "no", city="A"
        )
        for c in range(30)
    ]
    _, conditions = flags(world(journeys))
    assert [one.name for one in conditions] == ["gift"]


def test_six_late_customers_are_at_most_a_suggestion(world: Any) -> None:
    facts = world(orders(world, late_stars=[1, 2, 1, 2, 3, 1], good_stars=[5, 4, 5, 4] * 9))
    late = next(one for one in Conditions().run(facts).measures if one.condition == "late")
    assert late.verdict == Verdict.SUGGESTED


def test_a_sample_of_customers_finds_the_same_and_says_its_n(world: Any, monkeypatch: Any) -> None:
    journeys = orders(world, late_stars=[1, 2] * 60, good_stars=[5, 4] * 240)
    journeys = [replace(j, customer=k) for k, j in enumerate(journeys)]
    monkeypatch.setattr(facts_module, "SAMPLE", 300)
    facts = world(journeys)
    late = next(one for one in Conditions().run(facts).measures if one.condition == "late")
    assert facts.weight == pytest.approx(2, rel=0.2)
    assert 200 < late.difference.n < 400
    assert late.difference.low < -3 < late.difference.high
    assert late.verdict == Verdict.SHOWN


def test_a_long_queue_goes_with_the_answer_to_that_very_call(world: Any) -> None:
    journeys = []
    for c in range(200):
        call = world.journey(c, f"Call@{DAY + c}*{1 if c % 10 == 0 else 4 + c % 2}")
        journeys.append(
            replace(
                call,
                steps=[replace(s, queue_s=900 if c % 10 == 0 else c % 60) for s in call.steps],
            )
        )
    claim = Conditions().run(world(journeys)).insights[0]
    assert (claim.condition, claim.verdict) == ("long queue: Call", Verdict.SHOWN)
    assert claim.value == pytest.approx(1 - 4.5, abs=0.1)


def test_a_few_who_say_the_same_are_not_surer_than_everybody_else_differs(world: Any) -> None:
    # 7 late ones say 3, one says 4; of the others, of whom a third is content, the mean is 3.67
    facts = world(orders(world, late_stars=[3] * 7 + [4], good_stars=[3, 3, 5] * 40))
    late = next(one for one in Conditions().run(facts).measures if one.condition == "late")

    # by themselves the error of the eight is .13; with everybody's spread of .92 it is .33, and -.54 is less than two of them
    assert late.difference.value == pytest.approx(25 / 8 - 11 / 3)
    assert late.difference.high > 0
    assert late.verdict is not Verdict.SHOWN

"""What customers talk about, and how they feel who do: texts with meanings that stand apart by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.heard.topics import Topics
from desireline.insights.model import Verdict
from desireline.language import Topic
from desireline.language.told.topics import meaning_width

TOPICS = ("parcel", "invoice", "thanks")


def direction(number: int) -> tuple[int, ...]:
    """One of the axes of meaning."""
    return tuple(100 * (place == number) for place in range(meaning_width()))


def spoken(world: Any, about: Any, feeling: Any, people: int = 90) -> Any:
    """Each customer writes once at the help desk, about one of the topics or about none."""
    journeys = []
    for i in range(people):
        journey = world.journey(i, f"Help@{i}:{feeling(i)}")
        said = f"I write about {about(i)}" if about(i) else "I write"
        journeys.append(replace(journey, steps=[replace(journey.steps[0], text=said)]))
    facts = world(journeys)
    for number, name in enumerate(TOPICS):
        facts.engine.execute(
            f"UPDATE utterances SET meaning = {list(direction(number))}::TINYINT[]"
            f" WHERE text_masked LIKE '%{name}'"
        )
    found = tuple(
        Topic(id=number + 1, name=name, centre=direction(number))
        for number, name in enumerate(TOPICS)
    )
    facts.data = replace(facts.data, topics=found)
    return facts


def test_shares_are_of_those_who_spoke_and_a_topic_that_feels_worse_is_told_first(
    world: Any,
) -> None:
    """A third each speak of the parcel and the invoice, a sixth give thanks and a sixth say nothing of these."""
    about = ("parcel", "invoice", "parcel", "invoice", "thanks", None)
    feels = {"parcel": -600, "invoice": 0, "thanks": 0, None: 0}
    facts = spoken(
        world, lambda i: about[i % 6], lambda i: feels[about[i % 6]] + (i // 6 % 3 - 1) * 30
    )
    result = Topics().run(facts)
    shares = {one.topic: (one.share.value, one.share.n) for one in result.measures}
    assert shares == {
        "invoice": (pytest.approx(1 / 3), 90),
        "parcel": (pytest.approx(1 / 3), 90),
        "thanks": (pytest.approx(1 / 6), 90),
    }
    parcel = next(one for one in result.measures if one.topic == "parcel")
    assert parcel.feeling == pytest.approx(-0.6)
    assert parcel.gap is not None
    assert parcel.gap.value == pytest.approx(-0.6)
    assert parcel.gap.low < -0.6 < parcel.gap.high
    first = result.insights[0]
    assert (first.kind, first.topic, first.verdict) == ("topic", "parcel", Verdict.SHOWN)
    assert first.words.startswith("33.3 % of the 90 customers who spoke speak of “parcel” (")
    assert "they feel -0.60, -0.60 against other texts at the same touchpoint" in first.words


def test_what_all_feel_alike_about_has_no_gap_and_four_customers_are_not_shown(world: Any) -> None:
    facts = spoken(
        world,
        lambda i: "thanks" if i < 4 else TOPICS[i % 2],
        lambda i: (i // 2 % 5 - 2) * 200,
    )
    result = Topics().run(facts)
    assert [one.topic for one in result.measures] == ["invoice", "parcel"]
    assert [one.gap for one in result.measures] == [None, None]


def test_before_topics_are_found_nothing_is_said(world: Any) -> None:
    result = Topics().run(world([world.journey(i, f"Help@{i}:10") for i in range(40)]))
    assert not result.insights
    assert not result.measures

"""The whole book, its registry, its schema and its pages."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from desireline import insights
from desireline.errors import InputError
from desireline.insights.registry import BUILT_IN

DOCS = Path(__file__).parents[2] / "docs" / "reference"
DAY = 24 * 60


@pytest.fixture
def book(world: Any) -> insights.Book:
    facts = world(
        [
            world.journey(
                c,
                f"Home@{DAY + c} Cart@{DAY + c + 5}:{(c % 7) * 100} Order@{DAY + c + 9}*{1 + c % 5}",
            )
            for c in range(40)
        ]
        + [world.journey(c, f"Home@{DAY + c}", state=1 + c % 2) for c in range(40, 60)]
    )
    return insights.run(facts.data, facts.purpose)


def test_every_built_in_module_answers_under_its_own_name(book: Any) -> None:
    assert tuple(book.results) == tuple(BUILT_IN) == insights.names()


def test_every_claim_and_measure_points_to_evidence(book: Any) -> None:
    assert book.insights
    assert {one.evidence for one in book.insights} <= set(book.evidence)
    told = [
        one.evidence
        for result in book.results.values()
        for one in result.measures
        if hasattr(one, "evidence") and isinstance(one.evidence, str)
    ]
    assert told
    assert set(told) <= set(book.evidence)


def test_every_claim_has_words_with_its_n_and_an_interval_round_its_value(book: Any) -> None:
    for one in book.insights:
        assert one.words.endswith(".")
        assert one.n is not None
        if one.value is not None and one.low is not None:
            assert one.low <= one.value <= one.high


def test_the_unknown_comes_last(book: Any) -> None:
    unknown = [one.verdict == "unknown" for one in book.insights]
    assert unknown == sorted(unknown)


def test_the_same_data_make_the_same_book(world: Any) -> None:
    journeys = [
        world.journey(c, f"Home@{DAY + c} Order@{DAY + c + 9}*{1 + c % 5}") for c in range(40)
    ]
    one, two = (world(j) for j in (journeys, list(reversed(journeys))))
    first, second = (insights.run(facts.data, facts.purpose) for facts in (one, two))
    assert asdict(first) == asdict(second)


def test_insights_follow_their_published_schema(book: Any) -> None:
    listed = json.loads(json.dumps([asdict(one) for one in book.insights]))
    jsonschema.validate(listed, insights.json_schema())


def test_the_published_schema_is_not_stale() -> None:
    """`python tests/insights/write_schema.py` writes it anew."""
    published = json.loads((DOCS / "insights.schema.json").read_text(encoding="utf-8"))
    assert published == insights.json_schema()


def test_every_insight_has_its_page() -> None:
    pages = {page.stem for page in (DOCS / "insights").glob("*.md")}
    assert set(BUILT_IN) <= pages


def test_an_unknown_insight_is_an_error_that_names_the_known(world: Any) -> None:
    facts = world([world.journey(1, "Home@0")])
    with pytest.raises(InputError, match="no insight called weather") as caught:
        insights.run(facts.data, facts.purpose, names=["weather"])
    assert "reach" in caught.value.hint


def test_some_insights_can_be_asked_for_alone(world: Any) -> None:
    facts = world([world.journey(c, "Home@0") for c in range(6)])
    assert set(insights.run(facts.data, facts.purpose, names=["reach"]).results) == {"reach"}


@pytest.mark.parametrize("customers", [0, 1, 4])
def test_almost_no_data_is_no_error(world: Any, customers: int) -> None:
    facts = world([world.journey(c, "Home@0 Cart@1:100") for c in range(customers)])
    found = insights.run(facts.data, facts.purpose)
    assert all(one.n is None or one.n < 5 or one.verdict == "unknown" for one in found.insights)


def test_evidence_of_one_module_is_complete_by_itself(world: Any) -> None:
    late = [
        replace_attributes(
            world.journey(c, f"Get@{DAY} Rate@{2 * DAY}*{1 if c % 3 else 5}"), c % 3 > 0
        )
        for c in range(60)
    ]
    facts = world(late)
    alone = insights.run(facts.data, facts.purpose, names=["pains"])
    assert any(one.condition == "late" for one in alone.insights)
    assert {one.evidence for one in alone.insights} <= set(alone.evidence)


def replace_attributes(journey: Any, late: bool) -> Any:  # noqa: FBT001
    return replace(journey, steps=[replace(s, attributes={"late": late}) for s in journey.steps])

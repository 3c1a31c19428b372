"""Who was told two things about one order, product or store, and who only seems to have been."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.model import Verdict
from desireline.insights.pains.conditions import findings
from desireline.insights.pains.pains import Pains
from desireline.insights.paths.contradictions import Contradictions
from desireline.language.told.otherwise import read_otherwise

DAY = 24 * 60


def told(
    world: Any, *pairs: tuple[dict[str, Any], dict[str, Any]], people: int = 40, later: float = 2
) -> Any:
    """Each customer hears from the website, then from somebody else; `pairs` take turns."""
    journeys = []
    for c in range(people):
        first, then = pairs[c % len(pairs)]
        path = world.journey(c, f"Look@{c} Ask@{c + later * DAY}", state=2)
        steps = [
            replace(
                step,
                channel=one.get("channel", channel),
                attributes=one.get("says"),
                stars=one.get("stars"),
                event={
                    "source": one.get("source", source),
                    "record": one.get("record", f"{source}-{c}"),
                    "object_ids": one.get("things", [f"order:{c}"]),
                    "activity": one.get("activity", source),
                },
            )
            for step, one, channel, source in zip(
                path.steps, (first, then), ("web", "phone"), ("shop", "calls"), strict=True
            )
        ]
        journeys.append(replace(path, steps=steps))
    return world(journeys, days=60)


def shares(facts: Any) -> dict[str, tuple[float, int]]:
    found = Contradictions().run(facts).measures
    return {one.fact: (one.share.value, one.share.n) for one in found}


DUE, OTHER_DAY = {"says": {"due_date": "2026-03-03"}}, {"says": {"due_date": "2026-03-06"}}


def test_two_days_for_one_order_are_a_contradiction_with_its_share(world: Any) -> None:
    facts = told(world, (DUE, OTHER_DAY), (DUE, DUE), (DUE, DUE), (DUE, DUE))
    (found,) = Contradictions().run(facts).insights
    assert (found.kind, found.condition, found.verdict) == (
        "contradiction",
        "contradiction: due",
        Verdict.SUGGESTED,
    )
    assert (found.value, found.n) == (0.25, 40)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.25 < found.high
    assert "“2026-03-03” (web)" in found.words
    assert "“2026-03-06” (phone)" in found.words
    assert "within 14 days" in found.words


@pytest.mark.parametrize(
    ("then", "why"),
    [
        (OTHER_DAY | {"things": ["order:other"]}, "another order"),
        (OTHER_DAY | {"source": "shop", "channel": "web"}, "the same speaker"),
        (OTHER_DAY | {"source": "shop", "record": "", "channel": "phone"}, "the same row"),
        ({"says": {"due_date": "soon"}}, "no day"),
        ({"says": {"note": "2026-03-06"}}, "nothing that is known as a day"),
        (OTHER_DAY | {"things": ["call:7"]}, "a call is no thing"),
    ],
)
def test_what_only_looks_like_one_is_none(world: Any, then: dict[str, Any], why: str) -> None:
    first = (
        DUE
        | ({"record": ""} if "record" in then else {})
        | ({"things": ["call:7"]} if "call:7" in then.get("things", ()) else {})
    )
    facts = told(world, (first, then))
    assert shares(facts) == {}, why
    assert findings(facts) == [], why


def test_what_lies_beyond_the_window_is_another_matter(world: Any) -> None:
    assert shares(told(world, (DUE, OTHER_DAY), later=15)) == {}


def test_a_day_that_the_first_speaker_takes_on_is_an_update(world: Any) -> None:
    # the shop says the new day too, a minute after the call
    both = [
        replace(
            path,
            steps=[
                *path.steps,
                replace(
                    path.steps[0],
                    minute=path.steps[1].minute + 1,
                    attributes=path.steps[1].attributes,
                ),
            ],
        )
        for path in world_of(world, DUE, OTHER_DAY)
    ]
    assert shares(world(both, days=60)) == {}


def world_of(world: Any, first: dict[str, Any], then: dict[str, Any]) -> Any:
    """Journeys of ten who hear both."""
    journeys = []
    for c in range(10):
        path = world.journey(c, f"Look@{c} Ask@{c + DAY}", state=2)
        one, two = path.steps
        event = {"object_ids": [f"order:{c}"]}
        journeys.append(
            replace(
                path,
                steps=[
                    replace(
                        one,
                        attributes=first["says"],
                        event=event | {"source": "shop", "record": "a"},
                    ),
                    replace(
                        two,
                        attributes=then["says"],
                        channel="phone",
                        event=event | {"source": "calls", "record": "b"},
                    ),
                ],
            )
        )
    return journeys


def test_what_becomes_true_later_is_progress(world: Any) -> None:
    no, yes = {"says": {"refund_status": "pending"}}, {"says": {"refund_status": "done"}}
    assert shares(told(world, (no, yes))) == {}
    # the bot says it is done, the table says it is not
    assert shares(told(world, (yes, no), (yes, yes))) == {"refund": (0.5, 40)}


def test_prices_that_differ_by_less_than_a_hundredth_are_the_same(world: Any) -> None:
    def price(amount: float) -> dict[str, Any]:
        return {"says": {"price": amount, "sku": "X1"}, "things": []}

    facts = told(world, (price(100), price(100.5)), (price(100), price(120)))
    assert shares(facts) == {"price": (0.5, 40)}


def test_one_visit_in_which_the_website_said_yes_and_the_shop_has_none(world: Any) -> None:
    said = {
        "says": {"online_says": "true", "in_store": "0", "store": "Leeds", "sku": "X1"},
        "things": [],
    }
    kept = {
        "says": {"online_says": "true", "in_store": "3", "store": "Leeds", "sku": "X1"},
        "things": [],
    }
    nothing: dict[str, Any] = {}
    assert shares(told(world, (said, nothing), (kept, nothing))) == {"availability": (0.5, 40)}


def test_it_is_a_pain_with_the_answers_of_those_who_were_told_otherwise(world: Any) -> None:
    facts = told(
        world,
        (DUE, OTHER_DAY | {"stars": 1}),
        (DUE, DUE | {"stars": 5}),
        (DUE, DUE | {"stars": 4}),
        people=90,
    )
    (found,) = [one for one in findings(facts) if one.condition.name == "contradiction: due"]
    assert (found.difference.value, found.verdict) == (-3.5, Verdict.SHOWN)
    pains = [one for one in Pains().run(facts).insights if one.condition == "contradiction: due"]
    assert pains[0].touchpoint == "Ask"
    assert "Being told otherwise about when it comes" in pains[0].words


def wrote(world: Any, say: int, *, people: int = 40, language: str = "en", **later: Any) -> Any:
    """Everybody writes once; the first `say` of them that they were told two things. A day later all answer."""
    journeys = []
    for c in range(people):
        text = (
            f"The app says on time and the website says {c} minutes late."
            if c < say
            else f"My {c} bags are here."
        )
        told = {"language": language, "told_otherwise": read_otherwise(text, language)}
        path = world.journey(c, f"Mail@{c} Review@{c + DAY}*{1 if c < say else 5}", state=2)
        one, two = path.steps
        journeys.append(replace(path, steps=[replace(one, text=text, told=told, **later), two]))
    return world(journeys, days=60)


def test_what_customers_say_of_it_is_suggested_with_its_share_and_three_quotes(world: Any) -> None:
    found = Contradictions().run(wrote(world, 10))
    (insight,) = found.insights
    assert (insight.value, insight.n, insight.verdict) == (0.25, 40, Verdict.SUGGESTED)
    assert insight.low is not None
    assert insight.high is not None
    # Wilson or Jeffreys: .25 of 40 lies between .14 and .40
    assert 0.12 < insight.low < 0.16
    assert 0.37 < insight.high < 0.42
    assert insight.touchpoint == "Mail"
    assert insight.reason == "read by its wording, which is right in most texts and not in all"
    assert "10 journeys, 10 customers" in insight.words
    (measure,) = found.measures
    assert insight.quotes == tuple(one.id for one in measure.quotes)
    assert len(measure.quotes) == 3
    assert all("website says" in one.text_masked for one in measure.quotes)


def test_five_customers_must_say_so_in_a_language_that_is_read(world: Any) -> None:
    few = Contradictions().run(wrote(world, 4))
    assert (few.insights, few.measures, few.suppressed) == ([], [], 1)
    other = Contradictions().run(wrote(world, 10, language="nl"))
    assert (other.insights, other.suppressed) == ([], 0)


def test_what_is_said_is_a_pain_by_later_answers_and_not_by_its_own_anger(world: Any) -> None:
    name = "contradiction: told two things"
    (found,) = [one for one in findings(wrote(world, 30, people=90)) if one.condition.name == name]
    assert (found.difference.value, found.share.value) == (-4, pytest.approx(1 / 3))
    told = [
        one for one in Pains().run(wrote(world, 30, people=90)).insights if one.condition == name
    ]
    assert "Being told two things, in customers' words" in told[0].words
    # the text feels bad in itself: with nothing after it nothing goes with it
    angry = wrote(world, 30, people=90, feeling=-900)
    kinds = {one.scale.label for one in findings(angry) if one.condition.name == name}
    assert kinds == {found.scale.label}


def test_fewer_than_five_customers_are_not_told_of(world: Any) -> None:
    found = Contradictions().run(told(world, (DUE, OTHER_DAY), *[(DUE, DUE)] * 9))
    assert (found.insights, found.suppressed) == ([], 1)

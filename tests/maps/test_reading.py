"""The reading view: no stronger than its evidence, at most twelve numbers, told in sentences too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desireline.insights import (
    Book,
    DriverMeasure,
    Estimate,
    Insight,
    TopicMeasure,
    TouchpointMeasure,
    Verdict,
    WaitMeasure,
)
from desireline.insights.model import ConditionMeasure, StageMeasure
from desireline.journeys.data import JourneyData
from desireline.maps import MapFile, build, from_text
from desireline.maps.assembling import assemble
from desireline.maps.draft import draft
from desireline.maps.facts import Facts, StageFact, TouchpointFact
from desireline.maps.findings import Findings
from desireline.maps.headline import Headline, headline
from desireline.maps.model import CellState, Reading
from desireline.maps.reading import MOST_NUMBERS, numbers
from desireline.maps.resolve import Context
from desireline.maps.words import numbers_in

EXAMPLE = Path(__file__).with_name("example.journey.json")
Shop = tuple[Book, JourneyData]
NB = "\u00a0"


@pytest.fixture(scope="module")
def view(shop: Shop) -> Reading:
    """The shop's reading view."""
    book, data = shop
    return build(book, data, book.purpose).snapshot.reading


def test_the_headline_says_what_loses_most_and_how_much(view: Reading) -> None:
    assert view.headline == (
        f"More leave after \u201cSearch\u201d than at its neighbours: 50{NB}% go no further."
    )
    assert view.verdict == "shown"


def test_the_subtitle_says_who_why_how_many_and_when(view: Reading) -> None:
    assert view.subtitle == (
        f"Everybody \u00b7 Buy something \u00b7 240 journeys, 50{NB}% of customers heard"
        " \u00b7 January to June 2026"
    )


def test_the_curve_breaks_where_nobody_was_heard(view: Reading) -> None:
    assert [point.value is None for point in view.curve] == [True, False, True, False, False]


def test_the_worst_and_the_best_are_called_out_with_one_number_and_n(view: Reading) -> None:
    told = [(callout.kind, callout.title, callout.number, callout.n) for callout in view.callouts]
    assert told == [
        ("pain", "Call back", "rating 1.6", 40),
        ("delight", "Delivered", "rating 4.4", 80),
    ]
    assert view.callouts[0].quote is not None


def test_only_the_two_largest_exits_carry_a_number(view: Reading) -> None:
    assert [point.text for point in view.river] == [
        f"50{NB}% leave",
        f"17{NB}% leave",
        None,
        None,
        None,
    ]
    assert [round(point.remaining or 0, 3) for point in view.river] == [
        0.5,
        0.333,
        0.333,
        0.333,
        0.333,
    ]


def test_a_wait_between_stages_knows_that_it_is_a_rule(view: Reading) -> None:
    assert [(stage.wait_s, stage.wait_fixed) for stage in view.stages][:4] == [
        (86_400.0, True)
    ] * 4
    assert view.stages[4].wait_s is None


def test_suggestions_are_marked_and_promise_nobody(shop: Shop) -> None:
    book, data = shop
    actions = build(book, data, book.purpose).document.actions.values()
    assert [action.title for action in actions] == [
        "Ask those who stop at \u201cSearch\u201d",
        "Find out why \u201cCall back\u201d hurts",
        "Ask at \u201cCheckout\u201d: how was it?",
    ]
    assert all(
        action.suggested and action.owner is None and action.due is None for action in actions
    )


def test_the_view_tells_itself_in_sentences(view: Reading) -> None:
    assert view.story[0] == view.headline
    assert "Worst moment: Call back, rating 1.6, n 40." in view.story[4]
    assert "Nobody was heard in: I look around, I order." in view.story


@pytest.mark.parametrize("fixture", ["shop", "silent_shop", "tiny_shop"])
def test_no_view_prints_more_than_twelve_numbers(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    book, data = request.getfixturevalue(fixture)
    assert len(numbers(build(book, data, book.purpose).snapshot.reading)) <= MOST_NUMBERS


def test_the_example_prints_no_more_than_twelve_numbers() -> None:
    example = from_text(EXAMPLE.read_text(encoding="utf-8"))
    assert len(numbers(example.snapshot.reading)) <= MOST_NUMBERS


# --- made by hand: one claim at a time ------------------------------------------------------------


def estimate(
    value: float, *, half: float = 0.05, n: int = 300, unit: str | None = None
) -> Estimate:
    """An estimate with an interval of `half` to either side."""
    return Estimate(value=value, low=value - half, high=value + half, n=n, unit=unit)


def measure(
    name: str, *, feeling: float | None = None, rating: float | None = None
) -> TouchpointMeasure:
    """A touchpoint that a fifth of the journeys pass."""
    return TouchpointMeasure(
        touchpoint=name, stage="only", channels=(("web", 1.0),), actor="customer", customers=300,
        visits=300, reach=estimate(0.2), feeling=None if feeling is None else estimate(feeling),
        feeling_sources=("ratings",), rating=None if rating is None else estimate(rating),
        rating_kind="stars 1-5", exit=estimate(0.4), exit_horizon_days=30, exit_identified=True,
        queue_median_s=None, queue_p90_s=None,
    )  # fmt: skip


def claim(kind: str, verdict: Verdict, **fields: object) -> Insight:
    """A claim about the touchpoint `door`."""
    parts: dict[str, object] = {
        "words": "At door customers feel 0.4 below their usual (n 300).", "touchpoint": "door",
        "metric": "feeling", "value": -0.4, "low": -0.5, "high": -0.3, "n": 300, "rank": 1,
        "rank_low": 1, "rank_high": 1, **fields,
    }  # fmt: skip
    return Insight(kind=kind, verdict=verdict, evidence="e1", purpose="buy", **parts)  # type: ignore[arg-type]


def facts(*names: str) -> Facts:
    """One stage with these touchpoints."""
    return Facts(
        purpose="buy", purpose_title="Buy",
        stages=(StageFact(name="only", title="Only", verb="I do"),),
        touchpoints=tuple(
            TouchpointFact(name=name, stage="only", channel="web", position=float(place), steps=300)
            for place, name in enumerate(names)
        ),
        customers=1500, journeys=1500, events=3000, sources={"shop": 3000}, channels=("web",),
        data_version=1, recipe="r", period_start=None, period_end=None, generated_sample=False,
    )  # fmt: skip


def headed(*insights: Insight, **parts: object) -> str:
    """The headline of a map with these claims."""
    findings = Findings(
        touchpoints={"door": measure("door", feeling=-0.5, rating=1.9)}, insights=list(insights)
    )
    for name, part in parts.items():
        setattr(findings, name, part)
    known = facts(*findings.touchpoints)
    context = Context(document=draft(findings, known), findings=findings, facts=known, now=None)
    return headline(context).text


def test_a_shown_pain_goes_with_ratings_and_never_causes_them() -> None:
    said = headed(claim("pain", Verdict.SHOWN))
    assert (
        said
        == f"\u201cDoor\u201d goes with our worst ratings: 1.9 of 5, and 20{NB}% of journeys come to it."
    )


def test_worst_is_said_only_where_the_rank_leaves_no_other_place() -> None:
    assert "some of our worst" in headed(claim("pain", Verdict.SHOWN, rank_high=2))
    assert "hurts much" in headed(
        claim("pain", Verdict.SHOWN, rank_high=2),
        touchpoints={"door": measure("door", feeling=-0.5)},
    )


def test_where_customers_are_less_glad_and_not_upset_nothing_hurts() -> None:
    glad = {"door": measure("door", feeling=0.19)}
    said = headed(claim("pain", Verdict.SHOWN), touchpoints=glad)
    assert (
        said
        == f"Customers are least glad at \u201cDoor\u201d: neither glad nor upset, and 20{NB}% of journeys come to it."
    )
    assert headed(claim("pain", Verdict.SHOWN, rank_high=2), touchpoints=glad).startswith(
        "Customers are less glad than elsewhere at"
    )
    known = facts("door")
    for feeling, title in (
        (0.19, "customers are less glad at \u201cDoor\u201d"),
        (-0.5, "\u201cDoor\u201d hurts"),
    ):
        there = {"door": measure("door", feeling=feeling)}
        found = Findings(touchpoints=there, insights=[claim("pain", Verdict.SHOWN)])
        told = sorted(draft(found, known).actions.values(), key=lambda one: one.order)
        assert told[0].title == f"Find out why {title}"


def test_a_leak_that_is_worth_nothing_is_told_without_a_price() -> None:
    leak = {"metric": "exit", "value": 0.3, "unit": "EUR of sales"}
    assert "loses at most 5 EUR" in headed(claim("drop_off", Verdict.SHOWN, money=5.0, **leak))
    free = headed(claim("drop_off", Verdict.SHOWN, money=0.0, **leak))
    assert free.startswith("More leave after \u201cDoor\u201d than at its neighbours")


def test_a_suggested_pain_says_may_and_how_few_answered() -> None:
    assert (
        headed(claim("pain", Verdict.SUGGESTED))
        == "\u201cDoor\u201d may be where it hurts: not yet sure."
    )
    few = headed(claim("pain", Verdict.SUGGESTED, n=12))
    assert few == "\u201cDoor\u201d may be where it hurts: only 12 answers so far."


def test_a_shown_claim_comes_before_a_suggested_one() -> None:
    said = headed(
        claim("pain", Verdict.SUGGESTED),
        claim("drop_off", Verdict.SHOWN, metric="exit", value=0.3),
    )
    assert (
        said == f"More leave after \u201cDoor\u201d than at its neighbours: 40{NB}% go no further."
    )


def remains(stage: str, share: float) -> StageMeasure:
    """A stage after which this share of 1,500 journeys is left."""
    return StageMeasure(
        stage=stage, reached=None, remaining=estimate(share, n=1500), feeling=None,
        duration_median_s=None, duration_p90_s=None, heard=None, evidence={},
    )  # fmt: skip


def lost_in_stages(first: float, second: float, leak: float) -> str:
    """The headline where stages leave these shares of 1,500 journeys, and a door, passed by one in five, leaks."""
    findings = Findings(
        touchpoints={"door": measure("door")},
        stages={"only": remains("only", first), "next": remains("next", second)},
        insights=[
            claim("drop_off", Verdict.SHOWN, metric="exit", value=leak),
            claim("stage", Verdict.SHOWN, metric="remaining", stage="only", touchpoint=None),
            claim("stage", Verdict.SHOWN, metric="stability", stage=None, touchpoint=None),
        ],
    )
    stages = (
        StageFact(name="only", title="Choice", verb="I choose"),
        StageFact(name="next", title="Order", verb="I order"),
    )
    known = replace(facts("door"), stages=stages)
    context = Context(document=draft(findings, known), findings=findings, facts=known, now=None)
    return headline(context).text


def test_a_leak_that_takes_hardly_anybody_is_no_headline_where_a_stage_loses_many() -> None:
    # a fifth come to the door and 2 in 100 of them are lost there: 4 of 1,000; the stage loses 210
    small = lost_in_stages(0.79, 0.76, leak=0.02)
    assert (
        small
        == f"More journeys fail in \u201cChoice\u201d than in any other stage: 21{NB}% of all."
    )
    # 6 in 100 of them: 12 of 1,000
    assert lost_in_stages(0.79, 0.76, leak=0.06).startswith("More leave after \u201cDoor\u201d")


def test_a_stage_loses_more_than_any_other_only_beyond_chance() -> None:
    # 21 % against 19 % of 1,500: 2 points, 1.96 errors of sqrt((.21 + .19 - .0004) / 1500) are 3.2
    assert lost_in_stages(0.79, 0.60, leak=0.02).startswith("More leave after \u201cDoor\u201d")
    # against 17 %: 4 points, and 1.96 errors are 3.1
    assert lost_in_stages(0.79, 0.62, leak=0.02).startswith("More journeys fail in")


def test_an_effect_on_success_without_a_price_says_how_many_fewer_succeed() -> None:
    meets = claim(
        "pain", Verdict.SHOWN, condition="meets door", metric="share", value=-0.36, rank_high=4
    )
    assert (
        headed(meets)
        == "\u201cDoor\u201d costs success: where it strikes, 36 points fewer succeed."
    )
    doubtful = headed(replace(meets, reason="association: not all checks were passed"))
    assert doubtful.startswith("\u201cDoor\u201d goes with less success: where it strikes")


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.REFUSED])
def test_what_is_not_known_makes_no_headline(verdict: Verdict) -> None:
    said = headed(claim("pain", verdict), touchpoints={"door": measure("door")})
    assert said == "Not enough evidence yet: ask customers at \u201cDoor\u201d next."


def test_a_condition_is_told_as_a_comparison() -> None:
    late = ConditionMeasure(
        condition="late", metric="stars 1-5", share=estimate(0.0952, n=2984),
        with_condition=estimate(2.24, n=266), without=estimate(4.26, n=2600),
        difference=estimate(-2.02), stratum=None, verdict=Verdict.SHOWN, evidence="e1",  # type: ignore[arg-type]
    )  # fmt: skip
    said = headed(
        claim("pain", Verdict.SHOWN, condition="late", metric="stars 1-5", value=-2.02),
        conditions=[late],
    )
    assert (
        said
        == f"\u201cDoor: late\u201d goes with worse ratings: 9.5{NB}% of journeys, rated 2.2 instead of 4.3."
    )


def test_a_condition_that_goes_with_worse_feelings_is_no_rating_and_needs_a_hundredth_of_the_journeys() -> (
    None
):
    told = ConditionMeasure(
        condition="late", metric="feeling", share=estimate(0.05, n=2984),
        with_condition=estimate(-0.7, n=266), without=estimate(0.1, n=2600),
        difference=estimate(-0.8), stratum=None, verdict=Verdict.SHOWN, evidence="e1",  # type: ignore[arg-type]
    )  # fmt: skip
    pain = claim("pain", Verdict.SHOWN, condition="late", metric="feeling", value=-0.8)
    assert headed(pain, conditions=[told]) == (
        f"\u201cDoor: late\u201d goes with worse feelings: 5{NB}% of journeys have it, and customers are upset."
    )
    rare = replace(told, share=estimate(0.004, n=2984))
    assert "late" not in headed(pain, conditions=[rare])


def test_a_priced_pain_is_told_by_its_money_and_costs_only_where_nothing_made_the_effect_go_away() -> (
    None
):
    priced = claim(
        "pain", Verdict.SHOWN, condition="late", metric="share", value=-0.4, money=29_200.0,
        unit="GBP of sales", rank=1, rank_high=1,
    )  # fmt: skip
    said = headed(priced)
    assert (
        said
        == "\u201cDoor: late\u201d costs most: about 29,200 GBP of sales a year; where it strikes, 40 points fewer succeed."
    )
    doubtful = headed(replace(priced, rank_high=3, reason="association: they differed before"))
    assert doubtful.startswith(
        "\u201cDoor: late\u201d goes with a loss of about 29,200 GBP of sales a year"
    )
    may = headed(replace(priced, verdict=Verdict.SUGGESTED, rank_high=3))
    assert may.startswith("\u201cDoor: late\u201d may cost about 29,200 GBP of sales a year")


def test_where_pains_have_prices_the_dearest_leads_and_not_the_surest_rank() -> None:
    dear = claim(
        "pain",
        Verdict.SHOWN,
        condition="late",
        value=-0.4,
        money=9e4,
        unit="GBP",
        rank=1,
        rank_high=6,
    )
    near = replace(dear, condition="muddled", money=2e4, rank=2, rank_high=3)
    assert "Door: late" in headed(near, dear)


def test_that_the_lost_answer_worse_goes_without_saying() -> None:
    said = headed(claim("pain", Verdict.SHOWN, condition="outcome: lost", metric="stars 1-5"))
    assert said == "\u201cDoor\u201d is rated 1.9 of 5; what led there is not in the data."


def topic(gap: float | None, name: str = "late parcels") -> tuple[Insight, TopicMeasure]:
    """A topic of a third of 90 speakers whose texts feel so much other than the rest."""
    row = TopicMeasure(
        topic=name, share=estimate(1 / 3, n=90), feeling=-0.6, gap=None if gap is None else estimate(gap, n=90),
        verdict=Verdict.SHOWN, evidence="e1",  # type: ignore[arg-type]
    )  # fmt: skip
    told = claim(
        "topic", Verdict.SHOWN, touchpoint=None, stage=None, topic=name, metric="share of speakers", value=1 / 3
    )  # fmt: skip
    return told, row


def test_where_nothing_hurts_by_place_the_topic_that_feels_worst_is_told() -> None:
    told, row = topic(-0.4)
    said = headed(told, topics={row.topic: row})
    assert (
        said
        == f"Who speaks of \u201clate parcels\u201d feels worse than others: 33{NB}% of those who spoke."
    )
    for gap in (None, 0.4):
        told, row = topic(gap)
        assert "late parcels" not in headed(told, topics={row.topic: row})


def test_what_explains_hardly_anything_is_no_headline() -> None:
    told = claim("driver", Verdict.SHOWN, touchpoint=None, condition="age", outcome="stays")
    row = DriverMeasure(
        factor="age", outcome="stays", importance=estimate(1.0), explained=0.006, known=1.0, strength=0.08,
        association_only=True, verdict=Verdict.SHOWN, evidence="e1",  # type: ignore[arg-type]
    )  # fmt: skip
    little = headed(told, drivers=[row], touchpoints={"door": measure("door")})
    assert little == "Not enough evidence yet: ask customers at \u201cDoor\u201d next."
    much = headed(told, drivers=[replace(row, explained=0.06)])
    assert much == "At door customers feel 0.4 below their usual."


def declared(*insights: Insight, **parts: object) -> tuple[Headline, list[str]]:
    """Headline and actions where people said what counts as success."""
    findings = Findings(
        touchpoints={"door": measure("door", feeling=-0.5)}, insights=list(insights), **parts
    )  # type: ignore[arg-type]
    known = replace(facts("door"), success_declared=True)
    document = draft(findings, known)
    context = Context(document=document, findings=findings, facts=known, now=None)
    actions = sorted(document.actions.values(), key=lambda one: one.order)
    return headline(context), [one.title for one in actions]


def test_where_success_is_declared_what_is_only_disliked_is_no_claim_of_a_loss() -> None:
    felt = claim("pain", Verdict.SHOWN)
    first, actions = declared(felt)
    assert first.verdict == "unknown"
    assert first.text == (
        "What costs success is not known yet; customers are uneasy at \u201cDoor\u201d,"
        f" and 20{NB}% of journeys come to it."
    )
    assert actions[0] == "Find out what \u201cDoor\u201d costs"
    # what may cost comes before what is surely disliked
    may = claim(
        "pain", Verdict.SUGGESTED, condition="late", metric="share", value=-0.2, outcome="stays", rank=2
    )  # fmt: skip
    first, actions = declared(felt, may)
    assert first.verdict == "suggested"
    assert "Door: late" in first.text
    assert actions[0] == "Check whether \u201cDoor: late\u201d hurts"


def test_a_feeling_told_where_customers_ask_for_help_stands_behind_what_may_cost() -> None:
    told = claim("pain", Verdict.SHOWN, touchpoint="desk")
    may = claim(
        "pain", Verdict.SUGGESTED, condition="meets door", metric="share", value=-0.2, outcome="done", rank=2
    )  # fmt: skip
    spots = {name: measure(name, feeling=-0.5) for name in ("door", "desk")}
    known = facts(*spots)
    for stage, first in (("help", "Door"), ("only", "Desk")):
        at = tuple(
            replace(spot, stage=stage) if spot.name == "desk" else spot
            for spot in known.touchpoints
        )
        findings = Findings(touchpoints=spots, insights=[told, may])
        context = Context(
            document=draft(findings, known), findings=findings, facts=replace(known, touchpoints=at), now=None
        )  # fmt: skip
        assert f"\u201c{first}\u201d" in headline(context).text


def test_only_what_surely_costs_success_is_to_be_made_rarer() -> None:
    costs = claim(
        "pain", Verdict.SHOWN, condition="late", metric="share", value=-0.2, outcome="stays"
    )  # fmt: skip
    lasting = replace(costs, touchpoint=None, condition="broken promise", rank=2, rank_high=2)
    assert declared(costs, lasting)[1][:2] == [
        "Make \u201cDoor: late\u201d rarer",
        "Make \u201cBroken promise\u201d rarer",
    ]
    goes_with = replace(costs, reason="association: not all checks were passed")
    assert declared(goes_with)[1][0] == "Check whether \u201cDoor: late\u201d hurts"
    disliked = replace(costs, metric="csat 1-5", outcome=None)
    assert declared(disliked)[1][0] == "Check whether \u201cDoor: late\u201d hurts"


def test_a_condition_and_the_touchpoint_that_it_is_called_after_are_one_action() -> None:
    felt = claim("pain", Verdict.SHOWN, touchpoint="door")
    same = claim(
        "pain", Verdict.SHOWN, touchpoint="desk", condition="door", metric="feeling", rank=2
    )  # fmt: skip
    assert sum("oor" in title for title in declared(felt, same)[1]) == 1


def test_one_stage_loses_no_more_than_another() -> None:
    lost = claim("stage", Verdict.SHOWN, metric="remaining", stage="only", touchpoint=None)
    said = headed(
        lost, stages={"only": remains("only", 0.7)}, touchpoints={"door": measure("door")}
    )
    assert said.startswith("Not enough evidence yet")


def test_where_all_were_heard_and_nothing_is_sure_that_is_said() -> None:
    heard = {name: measure(name, feeling=0.1) for name in ("door", "desk")}
    assert (
        headed(touchpoints=heard)
        == "Nothing stands out: no touchpoint surely hurts more than the others."
    )


def test_a_wait_says_how_long_and_not_that_it_hurts() -> None:
    wait = WaitMeasure(
        source="door", target="desk", n=300, customers=300, median=estimate(345_600.0, half=9000.0),
        p90=estimate(600_000.0, half=9000.0), fixed_timer=False, evidence="e1",  # type: ignore[arg-type]
    )  # fmt: skip
    told = claim("wait", Verdict.SHOWN, condition="door to desk", metric="median wait, s")
    said = headed(told, waits={("door", "desk"): wait})
    assert said == f"The typical wait from \u201cDoor\u201d to \u201cDesk\u201d is 4{NB}days."
    # whoever comes back to where journeys begin was not kept waiting
    spots = {
        "door": measure("door"),
        "desk": replace(measure("desk"), stage="first", channels=(("phone", 1.0),)),
    }
    stages = {name: remains(name, 0.9) for name in ("first", "only")}
    again = headed(told, waits={("door", "desk"): wait}, touchpoints=spots, stages=stages)
    assert again.startswith("Not enough evidence yet")
    later = headed(
        told,
        waits={("door", "desk"): wait},
        touchpoints=spots,
        stages=dict(reversed(stages.items())),
    )
    assert later == said


def test_who_customers_are_makes_a_headline_only_where_nothing_that_they_met_does() -> None:
    who = claim(
        "driver", Verdict.SHOWN, touchpoint=None, metric="share",
        words="Plan makes up 49.1 % of what goes with completed. An association.",
    )  # fmt: skip
    assert headed(who, touchpoints={}).startswith("Plan makes up")
    wait = WaitMeasure(
        source="door", target="desk", n=300, customers=300, median=estimate(345_600.0, half=9000.0),
        p90=estimate(600_000.0, half=9000.0), fixed_timer=False, evidence="e1",  # type: ignore[arg-type]
    )  # fmt: skip
    said = headed(
        who,
        claim("wait", Verdict.SHOWN, condition="door to desk", metric="median wait, s"),
        waits={("door", "desk"): wait},
    )
    assert said.startswith("The typical wait")


def crowded(count: int) -> MapFile:
    """A map with many touchpoints, each of which somebody rated."""
    names = [f"spot {chr(97 + number)}" for number in range(count)]
    findings = Findings(
        touchpoints={
            name: measure(name, feeling=-0.5 + number / count, rating=2.0)
            for number, name in enumerate(names)
        }
    )
    known = facts(*names)
    return assemble(draft(findings, known), findings, known)


def test_three_touchpoints_are_labelled_and_the_rest_counted() -> None:
    stage = crowded(8).snapshot.reading.stages[0]
    assert sum(spot.labelled for spot in stage.touchpoints) == 3
    assert (stage.more, stage.more_text) == (5, "+5")


def test_too_many_touchpoints_are_left_out_and_counted() -> None:
    many = crowded(12)
    assert len(many.document.touchpoints) == 8
    assert (
        "4 rarer touchpoints are not drawn; the exported tables have them."
        in many.snapshot.notices
    )


def test_the_curve_stays_calm_with_many_touchpoints() -> None:
    assert len(crowded(8).snapshot.reading.curve) == 4


def test_where_no_claim_was_made_the_ends_of_the_curve_are_only_suggested() -> None:
    callouts = crowded(8).snapshot.reading.callouts
    assert [(callout.kind, callout.verdict) for callout in callouts] == [
        ("pain", "suggested"), ("delight", "suggested"),
    ]  # fmt: skip
    assert all(callout.state is CellState.SUPPORTED for callout in callouts)


def test_no_single_moment_is_said_only_where_a_test_said_so() -> None:
    def moments(verdict: Verdict) -> list[str]:
        findings = Findings(
            touchpoints={"door": measure("door")},
            insights=[claim("moment", verdict, touchpoint=None)],
        )
        made = assemble(draft(findings, facts("door")), findings, facts("door"))
        return [callout.title for callout in made.snapshot.reading.callouts]

    assert moments(Verdict.CONTINUUM) == ["No single moment decides"]
    assert moments(Verdict.UNKNOWN) == []


def test_numbers_are_left_out_before_a_thirteenth_is_printed() -> None:
    """A moment, a pain and a delight with n, over two years: the river gives way."""
    names = ["door", "desk", "gate"]
    findings = Findings(
        touchpoints={
            name: measure(name, feeling=0.5 - index / 2, rating=3.0)
            for index, name in enumerate(names)
        },
        insights=[
            claim("pain", Verdict.SHOWN, touchpoint="gate"),
            claim("delight", Verdict.SHOWN, touchpoint="door"),
            claim("moment", Verdict.SHOWN, touchpoint="desk"),
        ],
    )
    known = replace(facts(*names), purpose_title="Buy 1 or 2 or 3 or 4")
    made = assemble(draft(findings, known), findings, known)
    printed = numbers(made.snapshot.reading)
    assert len(printed) <= MOST_NUMBERS
    assert len([callout for callout in made.snapshot.reading.callouts if callout.n]) == 3
    assert numbers_in(made.snapshot.reading.headline) == ["3.0", "5"]


def test_a_touchpoint_named_like_a_format_is_only_a_name() -> None:
    findings = Findings(
        touchpoints={"{value.__class__}": measure("{value.__class__}", feeling=-0.5)}
    )
    known = facts("{value.__class__}")
    made = assemble(draft(findings, known), findings, known)
    said = [answer.words or "" for answer in made.snapshot.values.values()]
    assert any("{value. class }" in sentence for sentence in said)


def test_an_estimate_that_came_to_nothing_is_said_to_be_missing() -> None:
    nothing = float("nan")
    broken = replace(
        measure("door"), feeling=Estimate(value=0.1, low=nothing, high=nothing, n=5, unit=None)
    )
    findings = Findings(touchpoints={"door": broken})
    made = assemble(draft(findings, facts("door")), findings, facts("door"))
    felt = [value for value in made.snapshot.values.values() if value.label == "feeling"]
    assert {value.value for value in felt} == {None}
    assert "cannot be computed from so few" in {value.reason for value in felt}

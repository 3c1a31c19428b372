"""Curves beside that of everybody: broken where nobody was heard, dashed where too little is known, at most five personas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desireline.ids import EvidenceId
from desireline.insights import (
    Book,
    Estimate,
    InsightResult,
    PersonaFeelingMeasure,
    RememberedMeasure,
    Verdict,
)
from desireline.journeys.data import JourneyData
from desireline.maps import CellState, MapFile, build, with_personas

Shop = tuple[Book, JourneyData]
EVIDENCE = EvidenceId("e-personas")


def felt(value: float, half: float, n: int) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half, n=n, unit_of_n="answers")


def of_persona(
    rank: int, stage: str, touchpoint: str | None, feeling: Estimate
) -> PersonaFeelingMeasure:
    return PersonaFeelingMeasure(
        persona=f"Kind {rank}", rank=rank, touchpoint=touchpoint, stage=stage,
        customers=feeling.n, feeling=feeling, evidence=EVIDENCE,
    )  # fmt: skip


def remembered(outcome: str, stage: str, answers: int, verdict: Verdict) -> RememberedMeasure:
    return RememberedMeasure(
        outcome=outcome, stage=stage, lived=felt(0.4, 0.1, 80), remembered=felt(-0.1, 0.1, 80),
        readings=0.2, memory=felt(0.6, 0.1, 80), answers=answers, verdict=verdict, evidence=EVIDENCE,
    )  # fmt: skip


def drawn(shop: Shop, *measures: PersonaFeelingMeasure | RememberedMeasure) -> MapFile:
    """The shop's map with these measures in its book, and none of its own of this kind."""
    book, data = shop
    kept = {name: one for name, one in book.results.items() if name != "memory"}
    told = replace(book, results={**kept, "test": InsightResult(measures=measures)})
    return build(told, data, book.purpose)


def test_a_line_follows_the_touchpoints_and_breaks_where_nobody_of_the_persona_was_heard(
    shop: Shop,
) -> None:
    file = drawn(
        shop,
        of_persona(0, "choose", "product_page", felt(0.5, 0.05, 40)),
        of_persona(0, "help", "call_back", felt(-0.6, 0.5, 9)),
        of_persona(0, "receive", None, felt(0.2, 0.05, 60)),
    )
    (curve,) = file.snapshot.curves
    stages = {stage.key: stage.id for stage in file.document.stages.values()}
    places = {spot.key: spot.id for spot in file.document.touchpoints.values()}
    told = [(point.column, point.value, point.state) for point in curve.points]
    assert told == [
        (stages["discover"], None, CellState.UNMEASURED),
        (places["product_page"], 0.5, CellState.SUPPORTED),
        (stages["order"], None, CellState.UNMEASURED),
        (stages["receive"], 0.2, CellState.SUPPORTED),  # no touchpoint of its own: the stage
        (places["call_back"], -0.6, CellState.ASSUMPTION),
        (places["rare_door"], None, CellState.UNMEASURED),
    ]
    assert (curve.id, curve.title) == ("persona-1", "Kind 0")
    assert curve.points[1].words == (
        "\u201cKind 0\u201d at Product page: +0.50 on a scale from \u22121 to 1"
        " (95\u00a0% interval +0.45 to +0.55; n 40 answers)."
    )


def test_the_band_holds_as_a_whole_and_the_words_keep_the_interval_of_the_point(
    shop: Shop,
) -> None:
    file = drawn(
        shop,
        of_persona(0, "choose", "product_page", felt(0.5, 0.1, 40)),
        of_persona(0, "help", "call_back", felt(-0.5, 0.1, 40)),
    )
    (curve,) = file.snapshot.curves
    heard = [point for point in curve.points if point.value is not None]
    # Sidak for two points: each holds at sqrt(.95), so 2.2365 of the normal's 1.95996
    wide = 0.1 * 2.2365 / 1.95996
    assert [point.high - (point.value or 0) for point in heard if point.high] == pytest.approx(
        [wide, wide], rel=1e-3
    )


def test_the_five_largest_personas_are_drawn_in_their_order(shop: Shop) -> None:
    many = [
        of_persona(rank, "help", "call_back", felt(0.1, 0.05, 40))
        for rank in (6, 3, 0, 5, 2, 1, 4)
    ]
    assert [curve.title for curve in drawn(shop, *many).snapshot.curves] == [
        f"Kind {rank}" for rank in range(5)
    ]


def test_what_is_remembered_is_drawn_by_stage_of_the_answer_that_is_surest(shop: Shop) -> None:
    file = drawn(
        shop,
        remembered("csat 1-5", "choose", 900, Verdict.SUGGESTED),
        remembered("nps 0-10", "choose", 200, Verdict.SHOWN),
        remembered("nps 0-10", "help", 200, Verdict.SHOWN),
    )
    (curve,) = file.snapshot.curves
    assert (curve.id, curve.title) == ("remembered", "nps 0-10")
    assert [point.value for point in curve.points] == [None, -0.1, None, None, -0.1]
    assert "200 answers" in curve.words
    assert "suggestion" not in curve.words
    told = curve.points[1].words or ""
    assert told.startswith(
        "What nps 0-10 remembers of \u201cI choose\u201d, where the same customers lived +0.40: \u22120.10"
    )
    assert told.endswith(
        "20\u00a0% of what they felt and 60\u00a0% of what they remember is of this stage."
    )


def test_a_memory_that_is_no_better_than_the_average_is_dashed_and_says_so(shop: Shop) -> None:
    (curve,) = drawn(shop, remembered("nps 0-10", "help", 200, Verdict.SUGGESTED)).snapshot.curves
    (point,) = [one for one in curve.points if one.value is not None]
    assert point.state is CellState.ASSUMPTION
    assert "no better" in curve.words


def test_personas_that_are_found_later_come_onto_the_map_and_replace_the_old_ones(
    shop: Shop,
) -> None:
    book, _ = shop
    before = drawn(
        shop,
        remembered("nps 0-10", "help", 200, Verdict.SHOWN),
        of_persona(0, "help", "call_back", felt(0.1, 0.05, 40)),
    )
    one = of_persona(1, "help", "call_back", felt(0.3, 0.05, 40))
    found = replace(book, results={"persona_feelings": InsightResult(measures=[one])})
    after = with_personas(before, found)
    assert [curve.id for curve in after.snapshot.curves] == ["remembered", "persona-2"]
    assert after.snapshot.reading == before.snapshot.reading

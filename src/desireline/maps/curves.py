"""Lines beside the feeling curve: one per persona, up to five, and how the journey is remembered.

In: a document and what was found.  Out: curves over the columns of the map. A persona's line runs through the touchpoints at which
enough of its customers were heard, and through a stage as a whole where that is so for none of its touchpoints; the remembered line has one
point a stage, because a memory is of a stretch and not of a click. A line breaks where nobody was heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights import Verdict
from desireline.maps import words
from desireline.maps.band import point_of, widen
from desireline.maps.model import CellState, Curve, CurvePoint
from desireline.maps.resolve import escape, estimated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desireline.insights import Estimate, PersonaFeelingMeasure, RememberedMeasure
    from desireline.maps.model import Stage, Touchpoint
    from desireline.maps.resolve import Context

MOST_PERSONAS = 5
_SCALE = f"{{value}} on a scale from {words.MINUS}1 to 1"


def curves(context: Context) -> list[Curve]:
    """The remembered line, where answers tell it, and those of the largest personas."""
    remembered = _remembered(context)
    return [*([] if remembered is None else [remembered]), *persona_curves(context)]


def persona_curves(context: Context) -> list[Curve]:
    """One line for each of the largest personas; none where the data hold one way to choose."""
    found: dict[int, list[PersonaFeelingMeasure]] = {}
    for one in context.findings.persona_feelings:
        found.setdefault(one.rank, []).append(one)
    return [_of_persona(context, rank, found[rank]) for rank in sorted(found)[:MOST_PERSONAS]]


def _of_persona(context: Context, rank: int, measures: list[PersonaFeelingMeasure]) -> Curve:
    by_place = {one.touchpoint: one for one in measures if one.touchpoint is not None}
    by_stage = {one.stage: one for one in measures if one.touchpoint is None}
    persona = measures[0].persona

    def point(column: str, stage: Stage, place: str, one: PersonaFeelingMeasure) -> CurvePoint:
        said = f"\u201c{escape(persona)}\u201d at {escape(place)}: {_SCALE}"
        return _point(context, stage, one.feeling, said, column=column, evidence=one.evidence)

    points: list[CurvePoint] = []
    for stage, spots in _columns(context):
        whole = by_stage.get(stage.key or "")
        if any(spot.key in by_place for spot in spots):
            points += [
                point(spot.id, stage, spot.title, by_place[spot.key])
                if spot.key in by_place
                else _silent(stage, spot.id)
                for spot in spots
            ]
        elif whole is not None:
            points.append(point(stage.id, stage, f"\u201c{stage.verb}\u201d", whole))
        else:
            points.append(_silent(stage, stage.id))
    return Curve(
        id=f"persona-{rank + 1}",
        kind="persona",
        title=persona,
        points=widen(points),
        words=(
            "Of customers who surely belong to it and said how they felt. Whether personas differ from each other is"
            " not tested here."
        ),
        evidence=measures[0].evidence,
    )


def _remembered(context: Context) -> Curve | None:
    """By the answer that most gave, of those whose weights are surest."""
    told = context.findings.remembered
    if not told:
        return None
    best = max(told, key=lambda one: (one.verdict is Verdict.SHOWN, one.answers, one.outcome))
    by_stage = {one.stage: one for one in told if one.outcome == best.outcome}
    points = [
        _kept_of(context, stage, by_stage[stage.key or ""])
        if (stage.key or "") in by_stage
        else _silent(stage, stage.id)
        for stage, _ in _columns(context)
    ]
    doubt = (
        ""
        if best.verdict is Verdict.SHOWN
        else " Answers held out are told no better by it than by the average alone, or answers are few: a suggestion."
    )
    return Curve(
        id="remembered",
        kind="remembered",
        title=best.outcome,
        points=widen(points),
        words=(
            f"How the journey is remembered in {best.outcome}: each feeling by what the best moment, the worst, the end"
            f" and the average weigh in {words.count(best.answers)} answers.{doubt}"
        ),
        evidence=best.evidence,
    )


def _kept_of(context: Context, stage: Stage, one: RememberedMeasure) -> CurvePoint:
    lived = words.value_text(one.lived.value, "feeling")
    said = (
        f"What {escape(one.outcome)} remembers of \u201c{escape(stage.verb)}\u201d, where the same customers lived"
        f" {lived}: {_SCALE}"
    )
    point = _point(context, stage, one.remembered, said, column=stage.id, evidence=one.evidence)
    shares = (
        f"{words.share(one.readings)} of what they felt and {words.share(one.memory.value)} of what they remember"
        " is of this stage."
    )
    unsure = {} if one.verdict is Verdict.SHOWN else {"state": CellState.ASSUMPTION}
    return point.model_copy(update={"words": f"{point.words} {shares}", **unsure})


def _point(
    context: Context, stage: Stage, estimate: Estimate, said: str, *, column: str, evidence: str
) -> CurvePoint:
    value = estimated(
        context, estimate, unit="feeling", label="feeling", sentence=said, evidence=evidence
    )
    return point_of(column, stage.id, value).model_copy(update={"words": value.words})


def _silent(stage: Stage, column: str) -> CurvePoint:
    return CurvePoint(column=column, stage=stage.id, value=None, state=CellState.UNMEASURED)


def _columns(context: Context) -> Iterable[tuple[Stage, list[Touchpoint]]]:
    """Stages in order, with their touchpoints in order."""
    document = context.document
    spots = sorted(document.touchpoints.values(), key=lambda spot: (spot.order, spot.id))
    for stage in sorted(document.stages.values(), key=lambda stage: (stage.order, stage.id)):
        yield stage, [spot for spot in spots if spot.stage == stage.id]

"""Touchpoints that people declare in the recipe because nothing measures them: word of mouth, a poster.

In: a drafted document and what is declared.  Out: the document with these touchpoints, unmeasured, at
the front of their stage. A guess becomes words with its author and no number: it has no n and no
interval, so its cell stays an assumption whatever the data say. A touchpoint that the data show
by the same name is measured, and the declaration gives way to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.maps import names
from desireline.maps.model import Cell, Document, LaneKind, Stage, Touchpoint
from desireline.maps.order import between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.recipe import DeclaredTouchpoint

_WORD_OF_MOUTH = "word of mouth"


def place(document: Document, declared: Sequence[DeclaredTouchpoint]) -> list[str]:
    """Draw declared touchpoints.

    Returns:
        Words on those that stand in a stage that this map does not have.
    """
    homeless: list[str] = []
    seen = {spot.title.casefold() for spot in document.touchpoints.values() if spot.measured}
    seen |= {(spot.key or "").casefold() for spot in document.touchpoints.values()}
    for one in reversed(declared):
        if one.purpose not in {None, document.purpose.id} or one.name.casefold() in seen:
            continue
        stage = _stage(document, one.stage)
        if stage is None:
            homeless.insert(
                0,
                f"“{one.name}” is declared in the stage “{one.stage}”, which this map does not "
                "have: it is not drawn.",
            )
            continue
        _draw(document, one, stage)
    return homeless


def _stage(document: Document, wanted: str) -> Stage | None:
    said = wanted.casefold()
    for stage in document.stages.values():
        if said in {(stage.key or "").casefold(), stage.title.casefold(), stage.verb.casefold()}:
            return stage
    return None


def _draw(document: Document, one: DeclaredTouchpoint, stage: Stage) -> None:
    if one.channel == _WORD_OF_MOUTH:  # what people say takes the place of what every map assumes
        document.touchpoints.pop("tp-word-of-mouth", None)
    first = min((spot.order for spot in document.touchpoints.values()), default=None)
    spot = Touchpoint(
        id=names.touchpoint_id(f"declared: {one.name}"),
        order=between(None, first),
        stage=stage.id,
        title=one.name,
        channel=one.channel,
        measured=False,
    )
    document.touchpoints[spot.id] = spot
    if one.guess is not None:
        lane = names.lane_id(LaneKind.METRICS.value)
        cell = Cell(
            id=names.cell_id(lane, spot.id),
            column=spot.id,
            lane=lane,
            words=f"A guess: {one.guess:.0%} of customers",
            author=one.by,
        )
        document.cells[cell.id] = cell

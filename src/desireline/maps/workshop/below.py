"""A map that tells one stage of another map in detail.

In: a map's document and one of its stages.  Out: a board: the stage's touchpoints, each a stage of its own, and empty lanes for
what people know. Where the stage has fewer than two, it is told as before, during and after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.errors import InputError
from desireline.maps.workshop.board import Board, BoardCard

if TYPE_CHECKING:
    from desireline.maps.model import Document

_TOUCHPOINTS = "Touchpoints"
_LANES = ("What they do", "What they think", "What they need", "Pains", "Ideas")
_PARTS = ("Before", "During", "After")
_FEWEST = 2


def board_below(document: Document, stage: str, *, title: str | None = None) -> Board:
    """Make the board of a stage.

    Raises:
        InputError: the map has no such stage.
    """
    if stage not in document.stages:
        raise no_stage(stage)
    of_stage = [one for one in document.touchpoints.values() if one.stage == stage]
    spots = sorted(of_stage, key=lambda one: (one.order, one.id))
    name = title or document.stages[stage].title
    if len(spots) < _FEWEST:
        return Board(title=name, stages=list(_PARTS), empty=list(_LANES))
    cards = [
        BoardCard(stage=number, lane=_TOUCHPOINTS, words=one.title)
        for number, one in enumerate(spots)
    ]
    return Board(
        title=name,
        stages=[one.title for one in spots],
        empty=list(_LANES),
        cards=cards,
        channels={one.title: one.channel for one in spots},
    )


def no_stage(stage: str) -> InputError:
    """Say that a map has no such stage."""
    return InputError(
        f"The map has no stage {stage[:80]!r}.",
        hint="Load the map again: somebody may have removed it.",
        code="map.stage-unknown",
    )

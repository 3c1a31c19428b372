"""Confirming: what a person says a card speaks of becomes a binding and a claim; taking it back removes both.

In: a document and answers: part -> touchpoint of the data, or None.  Out: a new document. A touchpoint that is confirmed gets
its columns of answers, so that people's words and the data's numbers stand under each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.errors import InputError
from desireline.maps import names
from desireline.maps.model import Binding, Card, Cell, Claim, Document, LaneKind, Touchpoint
from desireline.maps.order import between
from desireline.maps.words import title_of
from desireline.maps.workshop.claiming import claimed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desireline.maps.workshop.matching import Spot

_ASKED = {LaneKind.FEELINGS: ("feeling",), LaneKind.METRICS: ("reach", "rating")}


def confirm(
    document: Document, answers: Mapping[str, str | None], spots: Sequence[Spot]
) -> Document:
    """Bind what was confirmed, and unbind what was taken back.

    Raises:
        InputError: there is no such part, or the data have no such touchpoint.
    """
    known = {spot.key: spot for spot in spots}
    made = document.model_copy(deep=True)
    homes = {card: cell for cell in made.cells.values() for card in cell.cards}
    for part, key in answers.items():
        if key is not None and key not in known:
            raise InputError(
                f"The data have no touchpoint {key[:80]!r}.",
                hint="Choose among those that are proposed.",
                code="map.match-unknown",
            )
        spot = None if key is None else known[key]
        if part in made.touchpoints:
            _touchpoint(made, made.touchpoints[part], spot)
        elif part in homes:
            _card(made, homes[part], homes[part].cards[part], spot)
        else:
            raise InputError(
                f"The map has no card {part[:80]!r}.",
                hint="Load the matches again: somebody may have removed it.",
                code="map.match-unknown",
            )
    return made


def _touchpoint(document: Document, own: Touchpoint, spot: Spot | None) -> None:
    own.key = None if spot is None else spot.key
    own.measured = spot is not None
    if spot is not None:
        own.channel = spot.channel
        _ask(document, own.id, spot)
    else:
        for cell in [one for one in document.cells.values() if one.column == own.id]:
            if cell.words is None and not cell.cards:
                del document.cells[cell.id]


def _card(document: Document, cell: Cell, card: Card, spot: Spot | None) -> None:
    if spot is None:
        card.binding = card.claim = None
        return
    _draw(document, cell, spot)
    said = claimed(document.lanes[cell.lane].kind, card.words or "")
    binding = _bind(document, said.metric, spot)
    card.binding = binding
    card.claim = Claim(binding=binding, low=said.low, high=said.high)


def _draw(document: Document, cell: Cell, spot: Spot) -> None:
    """Draw the touchpoint that a card speaks of, where no touchpoint of the map is it yet."""
    if any(one.key == spot.key for one in document.touchpoints.values()):
        return
    last = max((one.order for one in document.touchpoints.values()), default=None)
    column = document.touchpoints.get(cell.column)
    drawn = Touchpoint(
        id=names.touchpoint_id(spot.key),
        order=between(last, None),
        stage=column.stage if column is not None else cell.column,
        title=title_of(spot.key),
        channel=spot.channel,
        key=spot.key,
    )
    document.touchpoints[drawn.id] = drawn
    _ask(document, drawn.id, spot)


def _ask(document: Document, column: str, spot: Spot) -> None:
    """Cells by which the touchpoint's own numbers are seen."""
    for lane in document.lanes.values():
        if lane.id == names.lane_id(lane.kind.value) and lane.kind in _ASKED:
            name = names.cell_id(lane.id, column)
            bindings = [_bind(document, metric, spot) for metric in _ASKED[lane.kind]]
            document.cells[name] = Cell(id=name, column=column, lane=lane.id, bindings=bindings)


def _bind(document: Document, metric: str, spot: Spot) -> str:
    column = next(one.id for one in document.touchpoints.values() if one.key == spot.key)
    name = names.binding_id(metric, column)
    document.bindings[name] = Binding(
        id=name, insight=metric, metric=metric, stage=spot.stage, touchpoint=spot.key
    )
    return name

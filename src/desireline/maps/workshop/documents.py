"""A map of assumptions: the document of a board, before any data spoke.

In: a board.  Out: a `Document` in which every card stands where people hung it, with nothing bound. Cards of a lane
that names touchpoints become touchpoints that nobody measures yet, drawn hatched.
"""

from __future__ import annotations

from desireline.maps import names
from desireline.maps.model import (
    EVERYBODY,
    Card,
    Cell,
    Document,
    Lane,
    LaneKind,
    Reference,
    Stage,
    Touchpoint,
)
from desireline.maps.order import spread
from desireline.maps.words import clip
from desireline.maps.workshop.board import Board, kind_of, names_touchpoints

ANSWERED = ((LaneKind.FEELINGS, "How they feel, by the data"), (LaneKind.METRICS, "Numbers"))
"""Lanes that the data fill once touchpoints are matched."""
_NO_CHANNEL = "unknown"
_TITLE = 60


def document_of(board: Board, *, id: str, purpose: Reference) -> Document:  # noqa: A002
    """Make the document of a board.

    Args:
        board: what people made.
        id: of the new map.
        purpose: why customers come, as the data call it; else the board's own.
    """
    document = Document(
        id=id,
        title=board.title,
        goal=board.goal,
        purpose=purpose,
        personas=[Reference(id=EVERYBODY, title="Everybody")],
    )
    _add_stages(document, board)
    lanes = _add_lanes(document, board)
    _add_touchpoints(document, board)
    _add_cards(document, board, lanes)
    return document


def stage_ids(board: Board) -> list[str]:
    """Ids of a board's stages, in order; two of one name stay two."""
    return [names.stage_id(f"{number}: {name}") for number, name in enumerate(board.stages)]


def _add_stages(document: Document, board: Board) -> None:
    for number, (id_, order) in enumerate(
        zip(stage_ids(board), spread(len(board.stages)), strict=True)
    ):
        name = board.stages[number]
        verb = board.verbs[number] if number < len(board.verbs) else name
        document.stages[id_] = Stage(
            id=id_, order=order, title=clip(name, _TITLE), verb=clip(verb, _TITLE)
        )


def _add_lanes(document: Document, board: Board) -> dict[str, str]:
    """Lanes as people named them, then those that the data will fill; lane name -> id."""
    wanted = [name for name in board.lanes if not names_touchpoints(name)]
    answered = [(kind, title) for kind, title in ANSWERED]
    orders = spread(len(wanted) + len(answered))
    ids: dict[str, str] = {}
    for name in wanted:
        id_ = f"l-own-{names.slug(name)}"
        ids[name] = id_
        document.lanes[id_] = Lane(
            id=id_, order=orders[len(ids) - 1], kind=kind_of(name), title=clip(name, _TITLE)
        )
    for (kind, title), order in zip(answered, orders[len(wanted) :], strict=True):
        id_ = names.lane_id(kind.value)
        document.lanes[id_] = Lane(id=id_, order=order, kind=kind, title=title)
    return ids


def _add_touchpoints(document: Document, board: Board) -> None:
    ids = stage_ids(board)
    cards = [card for card in board.cards if names_touchpoints(card.lane)]
    for card, order in zip(cards, spread(len(cards)), strict=True):
        id_ = names.touchpoint_id(f"own: {card.stage} {card.words}")
        document.touchpoints[id_] = Touchpoint(
            id=id_,
            order=order,
            stage=ids[card.stage],
            title=clip(card.words, _TITLE),
            channel=board.channels.get(card.words, _NO_CHANNEL),
            measured=False,
        )


def _add_cards(document: Document, board: Board, lanes: dict[str, str]) -> None:
    ids = stage_ids(board)
    cards = [card for card in board.cards if card.lane in lanes]
    for number, (card, order) in enumerate(zip(cards, spread(len(cards)), strict=True)):
        lane, column = lanes[card.lane], ids[card.stage]
        cell_id = names.cell_id(lane, column)
        cell = document.cells.setdefault(cell_id, Cell(id=cell_id, column=column, lane=lane))
        id_ = f"k-own-{number}"
        cell.cards[id_] = Card(id=id_, order=order, words=card.words, author=card.author)

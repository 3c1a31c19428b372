"""Where journeys go next: every move of a purpose, kept when its map was drawn, for a graph with a choice of detail.

In: the insights of a purpose, of everybody or of one persona.  Out: plain moves, the largest first. A map asks for a few of
them; a graph shows as many as somebody wants, which is a choice of drawing and no question to the data.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desireline import insights as insight_package
from desireline.insights import TransitionMeasure
from desireline.pipeline.choosing import choose_one
from desireline.pipeline.context import opened

if TYPE_CHECKING:
    from desireline.insights import Book
    from desireline.pipeline.context import Context
    from desireline.stores import Tables

_KIND = "moves"
_INSIGHT = "transitions"
_TOLD = ("source", "target", "n", "customers", "share", "median_s", "p90_s", "fixed_timer", "detail")  # fmt: skip
Move = dict[str, Any]


def moves_of(book: Book) -> list[Move]:
    """The moves that a book measured."""
    found = [one for one in book.results[_INSIGHT].measures if isinstance(one, TransitionMeasure)]
    plain = [asdict(one) for one in sorted(found, key=lambda it: (-it.n, it.source, it.target))]
    return [{name: one[name] for name in _TOLD} for one in plain]


def keep_moves(tables: Tables, purpose: str, moves: list[Move], *, persona: str = "") -> None:
    """Keep moves beside the map that was drawn of the same data."""
    tables.documents.put(_KIND, _name(purpose, persona), {"moves": moves}, keep=1)


def kept_moves(context: Context, purpose: str, *, persona: str = "") -> list[Move]:
    """The moves as they were kept; those of everybody are counted where nothing was kept.

    Raises:
        InputError: there is no such purpose.
    """
    kept = context.store.documents.get(_KIND, _name(purpose, persona))
    if kept is not None:
        return kept.body["moves"]
    if persona:
        return []
    with opened(context) as data:
        return moves_of(insight_package.run(data, choose_one(data, purpose), [_INSIGHT]))


def _name(purpose: str, persona: str) -> str:
    return f"{purpose}/{persona}" if persona else purpose

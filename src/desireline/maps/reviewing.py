"""When people should look at a map again, and why.

In: a map, and what the data show that people have not looked at since.  Out: a day with its reasons. A map is due some
months after it was looked at last, or, where nobody has, after its newest data; sooner where the data speak: they contradict or
have left what stands on it, a level changed, a persona drifted. The debatable choice: on a map that nobody has
reviewed yet, changes older than one review period call nobody back, because the map was drawn with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desireline.maps.model import CellState, MapFile

Why = Literal["contradicted", "stale", "change", "drift"]
_BY_CELLS: tuple[tuple[CellState, Why], ...] = (
    (CellState.CONTRADICTED, "contradicted"),
    (CellState.STALE, "stale"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something in the data that calls people back."""

    why: Why
    on: date
    """The day from which on it could be seen."""
    words: str
    n: int
    """How many cells it is about; 1 for a change or a drift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When a map is due."""

    on: date | None
    """None: it has no data, and nobody has looked at it."""
    last: date | None
    """When people looked at it last."""
    regular: date | None
    """When it would be due if the data were silent."""
    signals: tuple[Signal, ...] = ()
    """Why it is due sooner, the earliest first."""


def review(file: MapFile, found: Sequence[Signal] = ()) -> Review:
    """Say when a map is due.

    Args:
        file: the map with its newest answers.
        found: changes and drifts of its purpose; cells are looked at here.
    """
    document, newest = file.document, file.snapshot.newest_event
    last = document.reviewed
    until = None if newest is None else newest.date()
    begin = last or until
    if begin is None:
        return Review(on=None, last=None, regular=None)
    regular = later(begin, document.review_months)
    since = last or later(begin, -document.review_months)
    told = [*found, *(_of_cells(file, until) if until is not None else ())]
    signals = sorted((one for one in told if one.on > since), key=lambda one: (one.on, one.why))
    sooner = [one for one in signals if one.on < regular]
    on = min((one.on for one in sooner), default=regular)
    return Review(on=on, last=last, regular=regular, signals=tuple(sooner))


def _of_cells(file: MapFile, until: date) -> list[Signal]:
    """Cells that the data contradict or have left; seen with the newest data."""
    made: list[Signal] = []
    states = file.snapshot.cell_states
    for state, why in _BY_CELLS:
        cells = [id_ for id_, one in states.items() if one is state and id_ in file.document.cells]
        if cells:
            names = [_name(file, id_) for id_ in sorted(cells)[:2]]
            more = f" and {len(cells) - 2} more" if len(cells) > 2 else ""
            made.append(Signal(why=why, on=until, n=len(cells), words="; ".join(names) + more))
    return made


def _name(file: MapFile, id_: str) -> str:
    document = file.document
    cell = document.cells[id_]
    lane = document.lanes.get(cell.lane)
    stage, spot = document.stages.get(cell.column), document.touchpoints.get(cell.column)
    place = stage.verb if stage is not None else spot.title if spot is not None else cell.column
    return f"{lane.title if lane is not None else cell.lane}, {place}"


def later(day: date, months: int) -> date:
    """So many calendar months later; in a shorter month its last days are the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))

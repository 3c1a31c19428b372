"""A day and its clock time in two columns are one time: `Fecha cita` and `Hora cita`, `Scandatum` and `Scantijd`.

In: columns.  Out: the same, where a day that has its clock time beside it holds both. Which clock is whose the names say, else
the place: a plain `Hora` is the day's on its left. How long something lasted is written like a clock time and is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desireline.sources import dates
from desireline.sources.wizard.columns import TIMES, Column

_CLOCK_TIME = re.compile(
    r"([01]?\d|2[0-3])([:.]| ?[hH] ?)[0-5]\d([:.][0-5]\d)?( ?[AaPp]\.? ?[Mm]\.?)?( ?([Uu]hr|[Uu]ur|[hH]))?"
)
_NAME = re.compile(r"time|zeit|(^|_)(hora|heure|ora|tijd|godzina|start|begin|uur)(_|$)|tijd|uhr")
_LASTED = re.compile(
    r"talk|wait|duration|handl|hold|elapsed|respon[sc]e|spent|dauer|warte|attente|durée|espera|duraci|attesa|durata|wacht|duur"
)
_OF_TIME = frozenset([
    "at", "on", "of", "the", "date", "time", "datetime", "timestamp", "day", "hour", "clock", "datum", "zeit",
    "uhrzeit", "tag", "fecha", "hora", "horas", "día", "dia", "jour", "heure", "heures", "data", "ora", "giorno",
    "tijd", "tijdstip", "dag", "godzina", "de", "del", "du", "d", "di", "da", "do", "la", "le", "el", "il", "van",
    "der", "des", "am", "um", "start", "begin",
])  # fmt: skip
_SUFFIX = re.compile(r"s?(datum|uhrzeit|zeitpunkt|zeit|tag|tijdstip|tijd|dag|date|time)$")
_LOOK = 200


def joined(columns: Sequence[Column]) -> list[Column]:
    """Give each day the clock time that is its own."""
    days = [
        one for one in columns if one.is_time and one.clock is not None and one.clock.date_only
    ]
    clocks = [one for one in columns if _is_clock(one)]
    owners: dict[str, Column] = {}
    for clock in clocks:
        day = _day_of(clock, days, columns, alone=len(clocks) == 1)
        if day is not None:
            owners.setdefault(day.name, clock)
    return [_with(one, owners[one.name]) if one.name in owners else one for one in columns]


def _is_clock(column: Column) -> bool:
    named = _NAME.search(column.normal) and not _LASTED.search(column.normal)
    return bool(named and column.values) and all(map(_CLOCK_TIME.fullmatch, column.values[:_LOOK]))


def _day_of(
    clock: Column, days: Sequence[Column], columns: Sequence[Column], *, alone: bool
) -> Column | None:
    own = _own(clock)
    alike = [day for day in days if own & _own(day)]
    if alike:
        return max(alike, key=lambda day: len(own & _own(day)))
    if own and not (alone and len(days) == 1):
        return None
    place = list(columns).index(clock)
    left = columns[place - 1] if place else None
    if left in days:
        return left
    return min(days, key=_rank, default=None)


def _rank(day: Column) -> int:
    return TIMES.index(day.normal) if day.normal in TIMES else len(TIMES)


def _own(column: Column) -> set[str]:
    """The words of a name but those for time: `Scantijd` is scan."""
    words = {_SUFFIX.sub("", word) for word in (*column.words, *column.meant)}
    return words - _OF_TIME - {""}


def _with(day: Column, clock: Column) -> Column:
    cells = tuple(
        f"{one} {other}".strip() if one else ""
        for one, other in zip(day.cells, clock.cells, strict=True)
    )
    written = dates.detect([cell for cell in cells if cell][:_LOOK])
    if written is None or written.date_only or day.clock is None:
        return day
    return replace(day, cells=cells, clock=written, hour=clock.name)

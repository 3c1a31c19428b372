"""How a row ended, by the word in its state column: what was agreed and never came did not happen.

In: columns.  Out: a `State`: the column and which of its words say that nothing came of it. A table of appointments has the time of
each, also of those that nobody came to: only the word beside it says so. Words of eight languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desireline.sources.wizard.columns import Column

_NAMED = re.compile(
    r"(^|_)(status|state|outcome|stato|estado|statut|état|etat|estatus|situação|toestand|zustand|terminstatus|esito|resultado|resultaat|résultat)(_|$)"
    r"|status$"
)
_MISSED = re.compile(
    r"no[- ]?show|missed|\bdna\b|did ?n.t (come|attend|arrive|show)|did not (come|attend|arrive|show)|not (arrived|attended|present)"
    r"|nicht (erschienen|wahrgenommen|gekommen)|versäumt|no (se )?present|no asist|no acudi|ausente|\babsente?\b|non présent|pas venu"
    r"|faltou|não compareceu|non presentat|assente|niet (verschenen|gekomen|op komen dagen)|nieobecn|nie (przysz|stawi)"
)
_OFF = re.compile(
    r"cancel|annul|storn|abgesagt|abgebrochen|anulad|anulowan|geannuleerd|afgezegd|disdett|odwołan|withdrawn|called off"
)
_AHEAD = re.compile(
    r"planned|scheduled|pending|booked|confirm|geplant|offen|gebucht|bestätigt|pendiente|programad|planifi|prévu|en attente|a venir|à venir"
    r"|in attesa|programmat|prenotat|agendad|pendente|marcad|gepland|bevestigd|geboekt|zaplanowan|potwierdzon|oczekuj"
)
_MOST = 12
_ENOUGH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state column, and its words by what they say."""

    column: Column
    missed: tuple[str, ...]
    off: tuple[str, ...]
    ahead: tuple[str, ...]

    @property
    def nothing(self) -> tuple[str, ...]:
        """Words of rows in which nothing came of it, or nothing yet."""
        return (*self.missed, *self.off, *self.ahead)

    def was_set(self, time: Column) -> bool:
        """Whether rows in which nothing came of it have this time as well: it was agreed, and does not say that it came."""
        never = [
            cell
            for word, cell in zip(self.column.cells, time.cells, strict=True)
            if word in self.missed or word in self.off
        ]
        filled = sum(map(bool, never))
        return len(never) >= _ENOUGH and filled >= 0.8 * len(never)


def find(columns: Sequence[Column]) -> State | None:
    """The column that says how each row ended, where some of its words say that nothing came of it."""
    for column in columns:
        words = Counter(column.values)
        if not _NAMED.search(column.normal) or not 2 <= len(words) <= _MOST or column.is_time:
            continue
        missed = _saying(words, _MISSED)
        off = [word for word in _saying(words, _OFF) if word not in missed]
        ahead = [word for word in _saying(words, _AHEAD) if word not in {*missed, *off}]
        if (missed or off) and len({*missed, *off, *ahead}) < len(words):
            return State(column=column, missed=(*missed,), off=(*off,), ahead=(*ahead,))
    return None


def _saying(words: Counter[str], pattern: re.Pattern[str]) -> list[str]:
    return sorted(word for word in words if pattern.search(word.casefold()))

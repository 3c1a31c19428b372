"""What was seen of a customer before a moment: one look for all the trials that ask about the same moments.

In: customers, each with a moment.  Out: for each of them numbers of the steps before it, how they came, the newest note of each kind.
Strictly before the moment, and never after. Many conditions and every result ask about the same moments, so `look_ahead`
reads those of several conditions at once; what nobody announced is read when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.engines import literal
from desireline.insights.paths.noted import NUMBER, YES_OR_NO, YES_WORDS, keys, notes
from desireline.insights.people.personas import learn_kinds, seemed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.paths.noted import Key

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_AT_ONCE = 60_000
"""Moments of which a look is kept: some hundred numbers each."""
TOTALS = ("steps", "contacts", "share of ")
"""How columns begin that are sums over others."""
_MOST_TOUCHPOINTS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One column for each moment. NaN: not known."""

    steps: Floats
    """Shape (names of `parts`, moments)."""
    doors: Floats
    """Shape (2, moments): the first touchpoint and the first channel, as codes."""
    notes: Floats
    """Shape (`keys`, moments): a number, or which of the key's `words`; -1 for another word."""
    kinds: Floats
    """Shape (groups, moments): how much they seemed to be one of a kind of customers; no groups where none are found."""

    def at(self, chosen: Ints) -> Seen:
        """Some of the moments."""
        return Seen(
            steps=self.steps[:, chosen],
            doors=self.doors[:, chosen],
            notes=self.notes[:, chosen],
            kinds=self.kinds[:, chosen],
        )


class _Kept:
    """The last look and the moments it was about, in their order."""

    def __init__(self, who: Ints, moment_us: Ints, seen: Seen) -> None:
        self.seen = seen
        self._times = np.unique(moment_us)
        self._codes = self._code(who, moment_us)

    def find(self, who: Ints, moment_us: Ints) -> Seen | None:
        """None where it was not about all of them."""
        if not np.isin(moment_us, self._times).all():
            return None
        wanted = self._code(who, moment_us)
        place = np.minimum(np.searchsorted(self._codes, wanted), len(self._codes) - 1)
        return self.seen.at(place) if (self._codes[place] == wanted).all() else None

    def _code(self, who: Ints, moment_us: Ints) -> Ints:
        return who * len(self._times) + np.searchsorted(self._times, moment_us)


def seen_before(facts: Facts, who: Ints, moment_us: Ints) -> Seen:
    """What was seen of each customer before each moment, in the order given."""
    kept: list[_Kept] = facts.memo("seen before", lambda _: [])
    found = kept[0].find(who, moment_us) if kept and len(who) else None
    return _look(facts, who, moment_us) if found is None else found


def look_ahead(facts: Facts, moments: str) -> None:
    """Look at the moments of a SELECT DISTINCT customer, known_us once; they take the place of those before."""
    found = facts.engine.query(f"{moments} ORDER BY ALL")
    who, moment_us = (np.asarray(found[name], dtype=np.int64) for name in found.column_names)
    kept: list[_Kept] = facts.memo("seen before", lambda _: [])
    kept[:] = [_Kept(who, moment_us, _look(facts, who, moment_us))] if len(who) else []


def parts(facts: Facts) -> dict[str, str]:
    """What is told of the steps before: its name, and how it is computed."""
    return facts.memo("parts seen before", _parts)


def _parts(facts: Facts) -> dict[str, str]:
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {facts.sample} WHERE {facts.drawn} GROUP BY touchpoint"
        f" ORDER BY count(DISTINCT customer) DESC, touchpoint LIMIT {_MOST_TOUCHPOINTS}"
    )
    hour = "2 * pi() * (s.at_us % 86400000000) / 86400000000"
    out = {
        "steps": "ln(1 + count(s.at_us))",
        "days from first to last": "ln(1 + coalesce(max(s.at_us) - min(s.at_us), 0) / 864e8)",
        "pace": "avg(ln(1 + s.wait_us / 6e7)) FILTER (s.wait_us IS NOT NULL AND s.at_us + s.wait_us < u.known_us)",
        "hour, sine": f"avg(sin({hour})) FILTER (s.actor = 0)",
        "hour, cosine": f"avg(cos({hour})) FILTER (s.actor = 0)",
        "feeling": "avg(s.feeling_milli)",
        "contacts": "count(s.at_us) FILTER (s.actor = 2)",
        "queue": "ln(1 + max(s.queue_s))",
        "value": "ln(1 + coalesce(sum(s.value_e4), 0))",
    }
    out |= {
        f"visits of {facts.places[code].name}": f"ln(1 + count(s.at_us) FILTER (s.touchpoint = {code}))"
        for (code,) in rows
    }
    return out | {
        f"share of {facts.channels[code]}": f"avg((s.channel = {code})::INTEGER)"
        for code in list(facts.channels)[:8]
    }


def _look(facts: Facts, who: Ints, moment_us: Ints) -> Seen:
    moments = facts.offer(
        "moments",
        pa.table({"unit": np.arange(len(who)), "customer": who, "known_us": moment_us}),
    )
    chosen = ", ".join(f"({sql})::DOUBLE AS c{i}" for i, sql in enumerate(parts(facts).values()))
    found = facts.engine.query(
        f"""
        SELECT {chosen}, arg_min(s.touchpoint, s.at_us)::DOUBLE AS place, arg_min(s.channel, s.at_us)::DOUBLE AS door
        FROM {moments} AS u LEFT JOIN {facts.sample} AS s
            ON s.customer = u.customer AND s.at_us < u.known_us
        GROUP BY u.unit, u.known_us ORDER BY u.unit
        """
    )
    columns = np.array([_floats(column) for column in found.columns])
    kinds = facts.memo("kinds of customers", lambda it: learn_kinds(it.data))
    return Seen(
        steps=columns[:-2],
        doors=columns[-2:],
        notes=_noted(facts, moments, len(who)),
        kinds=np.empty((0, len(who)))
        if kinds is None
        else seemed(facts.data, kinds, moments, len(who)),
    )


def _noted(facts: Facts, moments: str, rows: int) -> Floats:
    """The newest note of each kind, as a number."""
    known = keys(facts)
    out = np.full((len(known), rows), np.nan)
    if not known:
        return out
    told = " ".join(f"WHEN {literal(key.name)} THEN {_as_number(key)}" for key in known)
    place = ", ".join(literal(key.name) for key in known)
    found = facts.engine.query(
        f"""
        SELECT list_position([{place}], key) - 1 AS key, unit, (CASE key {told} END)::DOUBLE AS value FROM (
            SELECT key, unit, arg_max(value, n.at_us) AS value FROM {moments} AS u
            JOIN {notes(facts)} AS n ON n.customer = u.customer AND n.at_us < u.known_us
            WHERE key IN ({place}) GROUP BY key, unit)
        """
    )
    out[np.asarray(found["key"]), np.asarray(found["unit"])] = _floats(found["value"])
    return out


def _as_number(key: Key) -> str:
    if key.kind == NUMBER:
        return "TRY_CAST(value AS DOUBLE)"
    levels = ", ".join(literal(level) for level in words(key))
    return f"coalesce(list_position([{levels}], value), 0) - 1"


def words(key: Key) -> tuple[str, ...]:
    """Words of a note that are told apart."""
    return YES_WORDS if key.kind == YES_OR_NO else key.levels


def _floats(column: pa.ChunkedArray) -> Floats:
    return column.to_numpy().astype(np.float64)

"""What sources noted beside an event, one row for each note: the columns that nobody asked for.

In: events' attributes, on the sample of customers.  Out: a table (customer, journey, step_no, at_us,
touchpoint, key, value) and, for each key, whether it is yes or no, a few words, or a number.
Empty cells are no notes. Keys with many different words (names, addresses) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.engines import literal

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

MOST_KEYS = 60
MOST_LEVELS = 12
YES_WORDS = ("true", "yes", "y", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "sim")
NO_WORDS = ("false", "no", "n", "nein", "falsch", "non", "faux", "não", "nee")
"""As sources write them in English, German, French, Spanish, Portuguese and Dutch."""
YES, NO = (f"({', '.join(map(literal, words))})" for words in (YES_WORDS, NO_WORDS))
YES_OR_NO, WORDS, NUMBER = "yes or no", "words", "number"
_FEWEST = 30
_BOOKKEEPING = re.compile(
    r"(?:^|[_ .])(?:session_?(?:id|number)|session_engaged|engagement_time_msec|(?:sequence|ordering|page|instance)_id|event_index|offset)$|^\."
)
"""What trackers and tools count for themselves: sessions, batches, rows."""
_ALWAYS = 0.99
"""Share of a key's notes that are the usual ones of their touchpoint, from which it is another name of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A kind of note."""

    name: str
    kind: str
    levels: tuple[str, ...]
    """The words, most frequent first; empty for numbers."""

    @property
    def title(self) -> str:
        """As it reads in a sentence; seconds are told with their own unit."""
        name = self.name.removesuffix("_s") if self.kind == NUMBER else self.name
        said = re.sub(r"[_.\s]+", " ", name).strip() or name
        return re.sub(r"\b(\w+) \1\b", r"\1", said)  # `traffic_source.source`


def notes(facts: Facts) -> str:
    """Table of all notes."""
    return facts.table(
        "notes",
        f"""
        WITH pairs AS (
            SELECT event_key, unnest(map_entries(from_json(attributes, '"MAP(VARCHAR, VARCHAR)"')),
                recursive := true)
            FROM events WHERE attributes IS NOT NULL
                AND event_key IN (SELECT event_key FROM {facts.sample})
        )
        SELECT customer, journey, step_no, at_us, touchpoint, rating_kind IS NOT NULL AS rated,
            key, lower(trim(value)) AS value
        FROM pairs JOIN {facts.sample} USING (event_key)
        WHERE value IS NOT NULL AND trim(value) <> ''
        """,
    )


def note_path(key: str) -> str:
    """SQL literal: where a note of this name stands in an event's attributes."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return literal(f'$."{escaped}"')


def keys(facts: Facts) -> list[Key]:
    """Keys that tell something, most noted first."""
    return facts.memo("note keys", _keys)


def _keys(facts: Facts) -> list[Key]:
    rows = facts.engine.rows(
        f"""
        SELECT key, bool_and(value IN {YES} OR value IN {NO}) AS answered,
            avg((TRY_CAST(value AS DOUBLE) IS NOT NULL)::INTEGER) AS numeric,
            count(DISTINCT value) AS levels, approx_top_k(value, {MOST_LEVELS})
        FROM {notes(facts)} GROUP BY key HAVING count(*) >= {_FEWEST} AND count(DISTINCT value) >= 2
        ORDER BY count(*) DESC, key LIMIT {MOST_KEYS}
        """
    )
    out: list[Key] = []
    for name, answered, numeric, levels, top in rows:
        if _BOOKKEEPING.search(name.lower()):
            continue
        if answered and levels <= 6:
            out.append(Key(name=name, kind=YES_OR_NO, levels=("yes", "no")))
        elif numeric > 0.95:
            out.append(Key(name=name, kind=NUMBER, levels=()))
        elif levels <= MOST_LEVELS:
            out.append(Key(name=name, kind=WORDS, levels=tuple(top)))
    places = _names_of_places(facts, [one.name for one in out])
    return [one for one in out if one.name not in places]


def _names_of_places(facts: Facts, names: list[str]) -> set[str]:
    """Keys whose words only say again at which touchpoint they were noted: the title of a page, its path."""
    rows = facts.engine.rows(
        f"""
        WITH words AS (
            SELECT key, touchpoint, value, count(*) AS n FROM {notes(facts)}
            WHERE list_contains(?, key) GROUP BY ALL),
        usual AS (
            SELECT key, touchpoint, arg_max(value, n) AS value, max(n) AS most, sum(n) AS n FROM words
            GROUP BY key, touchpoint)
        SELECT key FROM usual GROUP BY key
        HAVING count(DISTINCT value) > 1 AND sum(most) >= {_ALWAYS} * sum(n)
        """,
        [names],
    )
    return {str(name) for (name,) in rows}

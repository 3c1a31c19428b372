"""Which conditions to try: generated from the data, never listed by hand.

In: events' attributes, waits, outcomes.  Out: a table of (condition, customer, journey, hit).
Five kinds: an attribute that is true or false (`late`), a wait or a measured queue in its longest
tenth (answers after it only), being told otherwise by another source or channel or by one's own words, a stated outcome. All but outcomes on the sample of customers; fixed
timers are no condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from desireline.insights.heard.told_otherwise import (
    TITLE,
    in_words,
    journeys_told,
)
from desireline.insights.paths.contradictions import IN_WORDS
from desireline.insights.paths.noted import NO, YES, note_path
from desireline.insights.paths.queues import queues
from desireline.insights.paths.statements import TOLD_OTHERWISE, pairs, statable
from desireline.insights.paths.waits import measure_waits, own_pace

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_OUTCOME = "outcome: "
_LONG_WAIT, _LONG_QUEUE = "long wait: ", "long queue: "
MOST_ATTRIBUTES = 30
MOST_WAITS = 20
_FEWEST_MOVES = 100
_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that a journey has or has not."""

    number: int
    name: str
    """`late`, `long wait: A to B`, `outcome: lost`."""
    title: str
    """Inside a sentence."""
    touchpoint: int | None
    """Code of the touchpoint where it shows."""

    @property
    def is_outcome(self) -> bool:
        """It says how the journey ended: worth knowing, and no pain by itself."""
        return self.name.startswith(_OUTCOME)

    @property
    def is_read(self) -> bool:
        """It is read off what customers write, by a wording that is right in most texts and not in all."""
        return self.name == IN_WORDS

    @property
    def is_attribute(self) -> bool:
        """It comes from a source's own field: somebody thought it worth noting."""
        return not self.name.startswith((_OUTCOME, _LONG_WAIT, _LONG_QUEUE, TOLD_OTHERWISE))


def flags(facts: Facts) -> tuple[str, list[Condition]]:
    """Table (condition, customer, journey, hit, after_us) and the conditions by number."""
    return facts.memo("flags", _flags)


def _flags(facts: Facts) -> tuple[str, list[Condition]]:
    parts: list[str] = []
    conditions: list[Condition] = []
    for make in (
        _attributes,
        _long_waits,
        _long_queues,
        _contradictions,
        _told_two_things,
        _outcomes,
    ):
        for name, title, touchpoint, sql in make(facts):
            number = len(conditions)
            conditions.append(
                Condition(number=number, name=name, title=title, touchpoint=touchpoint)
            )
            parts.append(f"SELECT {number}::INTEGER AS condition, * FROM ({sql})")
    if not parts:
        return "", []
    return facts.table("flags", " UNION ALL ".join(parts)), conditions


_Candidate = tuple[str, str, int | None, str]
"""Name, title, touchpoint, SELECT customer, journey, hit, after_us."""


def _attributes(facts: Facts) -> list[_Candidate]:
    """Attributes that are only true or false, on the sample of customers."""
    noted = facts.table(
        "noted",
        f"""
        SELECT customer, journey, step_no, touchpoint, rating_kind, event_key, attributes
        FROM (SELECT event_key, attributes FROM events WHERE attributes IS NOT NULL)
        JOIN (SELECT customer, journey, step_no, touchpoint, rating_kind, event_key
            FROM {facts.sample}) USING (event_key)
        """,
    )
    out: list[_Candidate] = []
    for key in _boolean_keys(facts, noted):
        told = f"lower(json_extract_string(attributes, {note_path(key)}))"
        table = facts.table(
            f"attribute_{len(out)}",
            f"""
            SELECT customer, journey, step_no, touchpoint, rating_kind, told IN {YES} AS yes
            FROM (SELECT *, {told} AS told FROM {noted}) WHERE told IN {YES} OR told IN {NO}
            """,
        )
        sql = (
            f"SELECT customer, journey, bool_or(yes) AS hit, 0::BIGINT AS after_us FROM {table}"
            " GROUP BY customer, journey"
        )
        out.append((key, key.replace("_", " "), _where_it_shows(facts, table), sql))
    return out


def _where_it_shows(facts: Facts, table: str) -> int | None:
    """The last touchpoint that carries the attribute, those that only rate left out."""
    rows = facts.engine.rows(
        f"""
        SELECT touchpoint FROM {table} WHERE {facts.drawn} GROUP BY touchpoint
        ORDER BY count(rating_kind) = 0 DESC, avg(step_no) DESC, touchpoint LIMIT 1
        """
    )
    if rows:
        return int(rows[0][0])
    outcome = facts.engine.rows(f"SELECT max(touchpoint) FROM {table}")
    return outcome[0][0] if outcome else None


def _boolean_keys(facts: Facts, noted: str) -> list[str]:
    every = facts.engine.rows(f"SELECT count(*) // {_LOOKED_AT} + 1 FROM {noted}")[0][0]
    rows = facts.engine.rows(
        f"""
        WITH looked_at AS (
            SELECT attributes FROM {noted} WHERE event_key % {every} = 0
        ), pairs AS (
            SELECT unnest(map_entries(from_json(attributes, '"MAP(VARCHAR, VARCHAR)"')),
                recursive := true) FROM looked_at
        ), told AS (
            SELECT key, lower(value) AS value FROM pairs WHERE key NOT LIKE '%"%'
        )
        SELECT key FROM told WHERE value IS NOT NULL AND value <> '' GROUP BY key
        HAVING bool_and(value IN {YES} OR value IN {NO}) AND count(DISTINCT value) >= 2
        ORDER BY count(*) DESC, key LIMIT {MOST_ATTRIBUTES}
        """
    )
    return [str(key) for (key,) in rows]


def _long_waits(facts: Facts) -> list[_Candidate]:
    own = own_pace(facts)  # for their own next step customers do not wait
    waits = [
        wait
        for wait in measure_waits(facts).values()
        if wait.edge.target not in own
        and wait.keeps_waiting
        and wait.edge.n >= _FEWEST_MOVES
        and wait.p90.value > 0
    ]
    waits.sort(key=lambda wait: (-wait.edge.n, wait.edge.group))
    waits = waits[:MOST_WAITS]
    if not waits:
        return []
    limits = facts.offer(
        "limits",
        pa.table(
            {
                "g": pa.array([wait.edge.group for wait in waits], pa.int64()),
                "most_us": pa.array([int(wait.p90.value * 1e6) for wait in waits], pa.int64()),
            }
        ),
    )
    # the first of each journey: what is said after it may be what a later, longer wait was for
    moves = facts.table(
        "long_waits",
        f"""
        SELECT g, customer, journey, arg_min(wait_us > most_us, at_us) AS hit,
            min(at_us + wait_us) AS after_us
        FROM (SELECT touchpoint::BIGINT * 65536 + next_touchpoint AS g, customer, journey, at_us,
                wait_us FROM {facts.sample})
        JOIN {limits} USING (g) GROUP BY g, customer, journey
        """,
    )
    out: list[_Candidate] = []
    for wait in waits:
        source, target = facts.places[wait.edge.source], facts.places[wait.edge.target]
        sql = f"SELECT customer, journey, hit, after_us FROM {moves} WHERE g = {wait.edge.group}"
        name = f"{source.name} to {target.name}"
        title = f"waiting longest (one in ten) from {name}"
        out.append((f"{_LONG_WAIT}{name}", title, target.code, sql))
    return out


def _long_queues(facts: Facts) -> list[_Candidate]:
    """Measured queues in their longest tenth; the answer to that very visit counts."""
    out: list[_Candidate] = []
    for code, (middle, p90) in queues(facts).items():
        if middle.n < _FEWEST_MOVES or p90 <= middle.value:
            continue
        sql = f"""
            SELECT customer, journey, bool_or(queue_s > {p90!r}) AS hit, min(at_us) AS after_us
            FROM {facts.sample} WHERE touchpoint = {code} AND queue_s IS NOT NULL
            GROUP BY customer, journey
        """
        name = facts.places[code].name
        title = f"the longest queue (one in ten) at {name}"
        out.append((f"{_LONG_QUEUE}{name}", title, code, sql))
    return out


def _contradictions(facts: Facts) -> list[_Candidate]:
    """Told otherwise or the same; answers after the second statement count."""
    table = pairs(facts)
    if table is None:
        return []
    shows = facts.engine.rows(
        f"SELECT fact, mode(touchpoint ORDER BY touchpoint) FROM {table} WHERE otherwise GROUP BY fact ORDER BY fact"
    )
    known = statable()
    return [
        (
            known[fact].condition,
            known[fact].condition_title,
            int(touchpoint),
            (
                f"SELECT customer, journey, bool_or(otherwise) AS hit, min(at_us) AS after_us FROM {table}"
                f" WHERE fact = {fact} GROUP BY customer, journey"
            ),
        )
        for fact, touchpoint in shows
    ]


def _told_two_things(facts: Facts) -> list[_Candidate]:
    """Who says so, among those who spoke; the text itself is no answer."""
    table = journeys_told(facts)
    if table is None:
        return []
    return [
        (
            IN_WORDS,
            TITLE,
            in_words(facts).touchpoint,
            f"SELECT customer, journey, hit, after_us FROM {table}",
        )
    ]


def _outcomes(facts: Facts) -> list[_Candidate]:
    rows = facts.engine.rows(
        f"""
        SELECT outcome, o.name FROM journeys JOIN outcomes AS o ON outcome = o.code
        WHERE {facts.where} AND state = 1 GROUP BY ALL ORDER BY ALL
        """
    )
    return [
        (
            f"{_OUTCOME}{name}",
            f"the outcome {name}",
            None,
            (
                f"SELECT customer, journey, outcome IS NOT DISTINCT FROM {code} AS hit,"
                f" 0::BIGINT AS after_us FROM journeys WHERE {facts.where} AND state <> 2"
            ),
        )
        for code, name in rows
    ]

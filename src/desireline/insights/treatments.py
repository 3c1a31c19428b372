"""Conditions that a journey may meet, each with its time zero: when it was decided, and for whom.

In: notes of sources, queues, waits, moves, promises.  Out: a table (treatment, customer, journey,
known_us, t0_us, hit, dose): the first time that a journey could meet the condition; what is known
before `known_us` cannot be its consequence, and from `t0_us` on both sides are followed.
Only who could meet it is compared (who had a delivery, who called, who was promised a call-back),
from the moment at which it was decided: so nobody is counted as unharmed for having left early.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from desireline.engines import literal
from desireline.insights.moves import measure_edges
from desireline.insights.noted import NO, YES, YES_OR_NO, keys, notes
from desireline.insights.queues import queues
from desireline.insights.waits import measure_waits
from desireline.journeys import resolve_promises
from desireline.tables import STATES

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

MOST_OF_A_KIND = 20
_RAREST, _COMMONEST = 0.02, 0.98
_FEWEST = 60
_USUAL_WAY = 3
"""A touchpoint is compared from where a third or more of its visits come."""
_SAME = 0.97
_WAY = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A condition that may act on what comes of a journey."""

    number: int
    name: str
    """`late`, `long queue: Call`, `broken promise`, `meets Login failure`."""
    title: str
    """Inside a sentence, as a subject."""
    touchpoint: int | None
    eligible: str
    """`journeys with Installed`: who could meet it."""
    dose: str | None = None
    """Unit of the dose, where there is one: `s`."""


_Candidate = tuple[Treatment, str]


def treatments(facts: Facts) -> tuple[str, list[Treatment]]:
    """The table and its treatments; an empty list where nothing can be compared."""
    return facts.memo("treatments", _treatments)


def _treatments(facts: Facts) -> tuple[str, list[Treatment]]:
    made: list[_Candidate] = []
    for make in (_noted, _queued, _promised, _waited, _passed):
        made += make(facts, len(made))
    if not made:
        return "", []
    parts = [
        f"SELECT {one.number}::INTEGER AS treatment, customer, journey, known_us, t0_us::BIGINT AS t0_us,"
        f" hit, dose::DOUBLE AS dose FROM ({sql})"
        for one, sql in made
    ]
    table = facts.table("treatments", " UNION ALL ".join(parts))
    return table, _worth_trying(facts, table, [one for one, _ in made])


def _worth_trying(facts: Facts, table: str, made: list[Treatment]) -> list[Treatment]:
    """Neither nearly everybody nor nearly nobody, and each only once under its first name."""
    rows = facts.engine.rows(
        f"SELECT treatment, count(*), avg(hit::INTEGER) FROM {table} GROUP BY ALL ORDER BY ALL"
    )
    sizes = {number: (n, share) for number, n, share in rows}
    kept = [
        one
        for one in made
        if one.number in sizes
        and sizes[one.number][0] >= _FEWEST
        and _RAREST <= sizes[one.number][1] <= _COMMONEST
    ]
    twins = {
        (a, b)
        for a, b in facts.engine.rows(
            f"""
            SELECT a.treatment, b.treatment FROM {table} AS a JOIN {table} AS b
            ON a.customer = b.customer AND a.journey = b.journey AND a.treatment < b.treatment
            GROUP BY ALL HAVING count(*) >= {_FEWEST} AND corr(a.hit::INTEGER, b.hit::INTEGER) > {_SAME}
            """
        )
    }
    out: list[Treatment] = []
    for one in kept:
        if not any((other.number, one.number) in twins for other in out):
            out.append(one)
    return out


def _noted(facts: Facts, start: int) -> list[_Candidate]:
    """Yes or no, as a source noted it, where it shows last (ratings left out)."""
    out: list[_Candidate] = []
    for key in [one for one in keys(facts) if one.kind == YES_OR_NO][:MOST_OF_A_KIND]:
        mine = f"SELECT * FROM {notes(facts)} WHERE key = {literal(key.name)}"
        places = facts.engine.rows(
            f"SELECT touchpoint FROM ({mine}) WHERE {facts.drawn} AND NOT rated GROUP BY touchpoint"
            " ORDER BY avg(step_no) DESC, touchpoint LIMIT 1"
        )
        if not places:
            continue
        code = int(places[0][0])
        sql = f"""
            SELECT customer, journey, min(decided_us) AS known_us, min(decided_us) AS t0_us,
                bool_or(value IN {YES}) AS hit, NULL AS dose
            FROM (SELECT *, rank() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM ({_decided(facts, mine, key.name)})
                WHERE touchpoint = {code} AND (value IN {YES} OR value IN {NO}))
            WHERE place = 1 GROUP BY customer, journey
        """
        treatment = Treatment(
            number=start + len(out),
            name=key.name,
            title=key.title,
            touchpoint=code,
            eligible=f"journeys with {facts.places[code].name}",
        )
        out.append((treatment, sql))
    return out


def _decided(facts: Facts, mine: str, name: str) -> str:
    """Notes with the time at which they were decided: what is late was late from the deadline on."""
    by = f"SELECT customer, journey, step_no, value AS by_s FROM {notes(facts)} WHERE key = {literal(name + '_by_s')}"
    return f"""
        SELECT n.*, at_us - greatest(coalesce(TRY_CAST(by_s AS DOUBLE), 0), 0)::BIGINT * 1000000 AS decided_us
        FROM ({mine}) AS n LEFT JOIN ({by}) USING (customer, journey, step_no)
    """


def _queued(facts: Facts, start: int) -> list[_Candidate]:
    """A queue in its longest tenth."""
    out: list[_Candidate] = []
    for code, (_, p90) in list(queues(facts).items())[:MOST_OF_A_KIND]:
        name = facts.places[code].name
        sql = f"""
            SELECT customer, journey, at_us AS known_us, at_us AS t0_us, queue_s > {p90} AS hit, queue_s AS dose
            FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM {facts.sample} WHERE touchpoint = {code} AND queue_s IS NOT NULL)
            WHERE place = 1
        """
        treatment = Treatment(
            number=start + len(out),
            name=f"long queue: {name}",
            title=f"a queue of the longest tenth at {name}",
            touchpoint=code,
            eligible=f"journeys with {name}",
            dose="s",
        )
        out.append((treatment, sql))
    return out


def _promised(facts: Facts, start: int) -> list[_Candidate]:
    """Promises with a deadline: broken or kept, from the deadline on."""
    rows = [
        (row["customer_id"], _us(row["made_at"]), _us(row["due_at"]), row["state"] == "broken")
        for row in resolve_promises(facts.data)
        if row["due_at"] is not None and row["state"] in ("kept", "broken")
    ]
    if not rows:
        return []
    who, made, due, broken = zip(*rows, strict=True)
    offered = facts.offer(
        "promises",
        pa.table(
            {
                "customer_id": list(who),
                "known_us": pa.array([one + 1 for one in made], pa.int64()),
                "t0_us": pa.array(due, pa.int64()),
                "hit": list(broken),
            }
        ),
    )
    sql = f"""
        SELECT customer, journey, known_us, t0_us, hit, NULL AS dose FROM (
            SELECT c.code AS customer, j.journey, p.known_us, p.t0_us, p.hit,
                row_number() OVER (PARTITION BY c.code, j.journey ORDER BY p.t0_us, p.hit) AS place
            FROM {offered} AS p JOIN customers AS c USING (customer_id)
            JOIN (SELECT customer, journey, start_us, lead(start_us) OVER (PARTITION BY customer
                    ORDER BY start_us) AS next_us FROM journeys WHERE {facts.where} AND {facts.sampled}) AS j
                ON j.customer = c.code AND p.t0_us >= j.start_us
                AND (j.next_us IS NULL OR p.t0_us < j.next_us)
            ) WHERE place = 1
    """
    treatment = Treatment(
        number=start,
        name="broken promise",
        title="a broken promise",
        touchpoint=None,
        eligible="journeys with a promise that fell due",
    )
    return [(treatment, sql)]


def _us(moment: str) -> int:
    from datetime import datetime, timedelta

    from desireline.insights.facts import EPOCH

    at: datetime = datetime.fromisoformat(moment)
    return (at - EPOCH) // timedelta(microseconds=1)


def _waited(facts: Facts, start: int) -> list[_Candidate]:
    """A wait for the company in its longest tenth; what customers take their time for is no wait."""
    company = _company_acts(facts)
    waits = [
        wait
        for wait in measure_waits(facts).values()
        if not wait.fixed_timer
        and wait.edge.n >= _FEWEST
        and wait.p90.value > 0
        and wait.edge.target in company
    ]
    waits.sort(key=lambda wait: (-wait.edge.n, wait.edge.group))
    out: list[_Candidate] = []
    for wait in waits[:MOST_OF_A_KIND]:
        source, target = facts.places[wait.edge.source], facts.places[wait.edge.target]
        sql = f"""
            SELECT customer, journey, at_us + 1 AS known_us, at_us + wait_us AS t0_us,
                wait_us > {int(wait.p90.value * 1e6)} AS hit, wait_us / 1e6 AS dose
            FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM {facts.sample} WHERE touchpoint = {source.code} AND next_touchpoint = {target.code})
            WHERE place = 1
        """
        treatment = Treatment(
            number=start + len(out),
            name=f"long wait: {source.name} to {target.name}",
            title=f"a wait of the longest tenth from {source.name} to {target.name}",
            touchpoint=target.code,
            eligible=f"journeys that went from {source.name} to {target.name}",
            dose="s",
        )
        out.append((treatment, sql))
    return out


def _company_acts(facts: Facts) -> set[int]:
    """Touchpoints that the company brings about."""
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {facts.sample} GROUP BY touchpoint"
        " HAVING avg((actor <> 0)::INTEGER) > 0.5"
    )
    return {int(code) for (code,) in rows}


def _passed(facts: Facts, start: int) -> list[_Candidate]:
    """Meets a touchpoint right after the one from which most come to it, instead of another."""
    arrivals: dict[int, list[tuple[int, int]]] = {}
    departures: dict[int, int] = {}
    for edge in measure_edges(facts):
        arrivals.setdefault(edge.target, []).append((edge.n, edge.source))
        departures[edge.source] = departures.get(edge.source, 0) + edge.n
    no_condition = _answered(facts) | _on_the_way(facts)
    out: list[_Candidate] = []
    ordered = sorted(arrivals.items(), key=lambda item: (-sum(n for n, _ in item[1]), item[0]))
    for code, edges in ordered:
        n, source = max(edges, key=lambda pair: (pair[0], -pair[1]))
        place, share = facts.places[code], n / max(departures[source], 1)
        usual = _USUAL_WAY * n >= sum(count for count, _ in edges)
        if (
            place.outcome
            or code in no_condition
            or source == code
            or not usual
            or n < _FEWEST // 2
        ):
            continue
        if not _RAREST <= share <= 0.6 or len(out) == MOST_OF_A_KIND:
            continue
        sql = f"""
            SELECT customer, journey, at_us + 1 AS known_us, at_us + wait_us AS t0_us, next_touchpoint = {code} AS hit,
                NULL AS dose
            FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM {facts.sample} WHERE touchpoint = {source} AND next_touchpoint IS NOT NULL)
            WHERE place = 1
        """
        treatment = Treatment(
            number=start + len(out),
            name=f"meets {place.name}",
            title=f"meeting {place.name} after {facts.places[source].name}",
            touchpoint=code,
            eligible=f"journeys that went on from {facts.places[source].name}",
        )
        out.append((treatment, sql))
    return out


def _answered(facts: Facts) -> set[int]:
    """Touchpoints whose visits are mostly answers: who answers is no condition."""
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {facts.sample} GROUP BY touchpoint"
        " HAVING avg((rating_milli IS NOT NULL)::INTEGER) > 0.5"
    )
    return {int(code) for (code,) in rows}


def _on_the_way(facts: Facts) -> set[int]:
    """Touchpoints of nearly every completed journey: steps of the way to the goal, so that meeting them decides nothing."""
    rows = facts.engine.rows(
        f"""
        WITH reached AS (SELECT customer, journey FROM journeys
            WHERE {facts.where} AND {facts.sampled} AND state = {STATES.index("completed")})
        SELECT touchpoint FROM {facts.sample} SEMI JOIN reached USING (customer, journey)
        GROUP BY touchpoint
        HAVING count(DISTINCT (customer, journey)) >= {_WAY} * (SELECT count(*) FROM reached)
        """
    )
    return {int(code) for (code,) in rows}

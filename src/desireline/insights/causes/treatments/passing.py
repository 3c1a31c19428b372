"""Touchpoints that are met right after the one from which most come to them, instead of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments.base import (
    FEWEST,
    MOST_OF_A_KIND,
    RAREST,
    Made,
    Treatment,
    mostly,
)
from desireline.insights.efforts.ledger import contact_places
from desireline.insights.facts import DAY_US
from desireline.insights.paths.excess import feedback
from desireline.insights.paths.moves import measure_edges
from desireline.journeys import is_look, is_success, is_trouble
from desireline.tables import STATES

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_USUAL_WAY = 3
"""A touchpoint is compared from where a third or more of its visits come."""
_WAY = 0.9
_DOOR = 0.05
"""Share of the journeys from which a touchpoint is a usual beginning."""
_SOON = 0.95
"""Both sides went on within a day, or three times as late as most who met it: what comes much later comes only
to those who stayed."""


def passed(facts: Facts, start: int) -> list[Made]:
    """Meets a touchpoint right after the one from which most come to it, instead of another."""
    arrivals: dict[int, list[tuple[int, int]]] = {}
    departures: dict[int, int] = {}
    for edge in measure_edges(facts):
        arrivals.setdefault(edge.target, []).append((edge.n, edge.source))
        departures[edge.source] = departures.get(edge.source, 0) + edge.n
    own = mostly(facts, "actor = 0")
    # who answers is no condition, nor is what they chose to look at: who looks on has not decided yet, and the others
    # are those who went to the next step of the way instead
    looks = {code for code, place in facts.places.items() if is_look(place.name)}
    # nor is the loss itself: that a deal was lost makes no deal be lost
    no_condition = (
        feedback(facts) | _on_the_way(facts) | contact_places(facts) | looks | facts.losing
    )
    ends, anew = facts.data.reaching | facts.losing, _beginnings(facts)
    out: list[Made] = []
    ordered = sorted(arrivals.items(), key=lambda item: (-sum(n for n, _ in item[1]), item[0]))
    for code, edges in ordered:
        n, source = max(edges, key=lambda pair: (pair[0], -pair[1]))
        place, share = facts.places[code], n / max(departures[source], 1)
        usual = _USUAL_WAY * n >= sum(count for count, _ in edges)
        if place.outcome or code in no_condition or source == code or not usual or n < FEWEST // 2:
            continue
        # another deal may be lost; where none began nothing can be
        if source in ends and code in anew:
            continue
        if not RAREST <= share <= 0.6 or len(out) == MOST_OF_A_KIND:
            continue
        sql = f"""
            SELECT customer, journey, at_us + 1 AS known_us, at_us + wait_us AS t0_us, next_touchpoint = {code} AS hit,
                NULL AS dose
            FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM {facts.sample} WHERE touchpoint = {source} AND next_touchpoint IS NOT NULL)
            WHERE place = 1 AND wait_us <= (SELECT greatest({DAY_US}, 3 * quantile_disc(wait_us, {_SOON}))
                FROM {facts.sample} WHERE touchpoint = {source} AND next_touchpoint = {code})
        """
        treatment = Treatment(
            number=start + len(out),
            name=f"meets {place.name}",
            title=f"meeting {place.name} right after {facts.places[source].name}",
            touchpoint=code,
            eligible=f"journeys that went on from {facts.places[source].name}",
            source=source,
            chosen=code in own and not is_trouble(place.name),
            reaches=is_success(place.name),
        )
        out.append((treatment, sql))
    return out


def _beginnings(facts: Facts) -> set[int]:
    """Touchpoints with which many journeys begin."""
    rows = facts.engine.rows(
        f"""SELECT touchpoint FROM {facts.sample} WHERE step_no = 0 GROUP BY touchpoint
        QUALIFY count(*) >= {_DOOR} * sum(count(*)) OVER ()"""
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

"""Conditions that sources note themselves: yes or no, from when it was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.engines import literal
from desireline.insights.causes.treatments.base import MOST_OF_A_KIND, Made, Treatment
from desireline.insights.paths.noted import NO, YES, YES_OR_NO, keys, notes

if TYPE_CHECKING:
    from desireline.insights.facts import Facts


def noted(facts: Facts, start: int) -> list[Made]:
    """Yes or no, as a source noted it, where it shows last (ratings left out)."""
    out: list[Made] = []
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

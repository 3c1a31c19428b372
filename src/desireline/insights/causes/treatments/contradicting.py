"""Being told otherwise: from the second statement on, among those whom two spoke to of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments.base import Made, Treatment
from desireline.insights.paths.statements import pairs, statable

if TYPE_CHECKING:
    from desireline.insights.facts import Facts


def contradicted(facts: Facts, start: int) -> list[Made]:
    """Each fact that anybody was told otherwise, where it shows most."""
    table = pairs(facts)
    if table is None:
        return []
    shows = dict(
        facts.engine.rows(
            f"SELECT fact, mode(touchpoint ORDER BY touchpoint) FROM {table} WHERE otherwise GROUP BY fact"
        )
    )
    out: list[Made] = []
    for fact in statable():
        if fact.number not in shows:
            continue
        sql = f"""
            SELECT customer, journey, min(at_us) AS known_us, min(at_us) AS t0_us, bool_or(otherwise) AS hit, NULL AS dose
            FROM (SELECT *, rank() OVER (PARTITION BY customer, journey ORDER BY at_us) AS place FROM {table}
                WHERE fact = {fact.number})
            WHERE place = 1 GROUP BY customer, journey
        """
        treatment = Treatment(
            number=start + len(out),
            name=fact.condition,
            title=fact.condition_title,
            touchpoint=int(shows[fact.number]),
            eligible=f"journeys in which two spoke about {fact.title}",
        )
        out.append((treatment, sql))
    return out

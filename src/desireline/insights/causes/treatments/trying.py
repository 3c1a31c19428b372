"""The table of all conditions, and which of them are worth trying.

In: conditions as each maker gives them.  Out: the table and its treatments, commonest reasons first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments.base import COMMONEST, FEWEST, RAREST, Made, Treatment
from desireline.insights.causes.treatments.contacting import contacted
from desireline.insights.causes.treatments.contradicting import contradicted
from desireline.insights.causes.treatments.noting import noted
from desireline.insights.causes.treatments.passing import passed
from desireline.insights.causes.treatments.promising import promised
from desireline.insights.causes.treatments.waiting import queued, waited

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_SAME = 0.97


def treatments(facts: Facts) -> tuple[str, list[Treatment]]:
    """The table and its treatments; an empty list where nothing can be compared."""
    return facts.memo("treatments", _treatments)


def _treatments(facts: Facts) -> tuple[str, list[Treatment]]:
    made: list[Made] = []
    for make in (noted, queued, promised, contradicted, contacted, waited, passed):
        made += make(facts, len(made))
    if not made:
        return "", []
    parts = [
        f"SELECT {one.number}::INTEGER AS treatment, customer, journey, known_us, t0_us::BIGINT AS t0_us,"
        f" hit, dose::DOUBLE AS dose FROM ({sql})"
        for one, sql in made
    ]
    table = facts.table("treatments", " UNION ALL ".join(parts))
    rows = facts.engine.rows(
        f"SELECT treatment, count(*), avg(hit::INTEGER) FROM {table} GROUP BY ALL ORDER BY ALL"
    )
    sizes = {number: (n, share) for number, n, share in rows if n >= FEWEST}
    tried = [
        one
        for one, _ in made
        if one.number in sizes and RAREST <= sizes[one.number][1] <= COMMONEST
    ]
    return table, _once(facts, table, tried)


def _once(facts: Facts, table: str, kept: list[Treatment]) -> list[Treatment]:
    """Each only once, under its first name.

    Where only those who met one could meet the other, nothing correlates, and NaN is above every number.
    """
    twins = {
        (a, b)
        for a, b in facts.engine.rows(
            f"""
            SELECT a.treatment, b.treatment FROM {table} AS a JOIN {table} AS b
            ON a.customer = b.customer AND a.journey = b.journey AND a.treatment < b.treatment
            GROUP BY ALL HAVING count(*) >= {FEWEST} AND corr(a.hit::INTEGER, b.hit::INTEGER) BETWEEN {_SAME} AND 2
            """
        )
    }
    out: list[Treatment] = []
    for one in kept:
        if not any((other.number, one.number) in twins for other in out):
            out.append(one)
    return out

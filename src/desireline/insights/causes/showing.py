"""Where a condition shows: touchpoints that nearly all who meet it come to, and hardly anybody else.

In: conditions, steps.  Out: touchpoint code -> the condition that brings customers there.
So that a set-up error and the page that reports it are one pain, valued once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments import treatments

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_NEARLY_ALL, _HARDLY_ANY = 0.85, 0.1
_SHOWS_SQL = """
    WITH sides AS (
        SELECT treatment, count(*) FILTER (hit) AS hits, count(*) FILTER (NOT hit) AS others
        FROM {table} GROUP BY treatment
    ), came AS (
        SELECT t.treatment, s.touchpoint, count(DISTINCT (t.customer, t.journey)) FILTER (t.hit) AS hits,
            count(DISTINCT (t.customer, t.journey)) FILTER (NOT t.hit) AS others
        FROM {table} AS t JOIN {sample} AS s
            ON s.customer = t.customer AND s.journey = t.journey AND s.at_us >= t.known_us
        GROUP BY ALL
    )
    SELECT touchpoint, treatment, came.hits / sides.hits AS met
    FROM came JOIN sides USING (treatment)
    WHERE came.hits >= {nearly_all} * sides.hits AND came.others <= {hardly_any} * sides.others
    ORDER BY touchpoint, met DESC, treatment
"""


def shows_at(facts: Facts) -> dict[int, str]:
    """The condition behind a touchpoint, where there is one that was tried."""
    return facts.memo("shows at", _shows_at)


def _shows_at(facts: Facts) -> dict[int, str]:
    table, tried = treatments(facts)
    if not tried:
        return {}
    names = {one.number: one.name for one in tried}
    sql = _SHOWS_SQL.format(
        table=table, sample=facts.sample, nearly_all=_NEARLY_ALL, hardly_any=_HARDLY_ANY
    )
    out: dict[int, str] = {}
    for code, number, _ in facts.engine.rows(sql):
        if number in names:
            out.setdefault(int(code), names[number])
    return out

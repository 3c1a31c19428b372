"""Who comes to a success from where: the share of those who went on from each touchpoint.

In: visits, results.  Out: by touchpoint the share of visits that went on and came to the success; touchpoints
that lie before its clock.
Only visits old enough that the clock could have run out since. Where the clock starts at a touchpoint
(an order), visits after that are left out: whoever stops there has not stopped short of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.numbers.clusters import shares
from desireline.insights.paths.results import results

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.insights.numbers.clusters import Cell
    from desireline.insights.paths.results import Result

_BEFORE = 0.8
"""Share of its visits that must lie before the clock."""
_LATER_SQL = """
    SELECT s.touchpoint, s.customer, s.next_touchpoint, r.y, r.from_us, s.at_us
    FROM {sample} AS s LEFT JOIN ({result}) AS r USING (customer, journey)
    WHERE s.actor = 0 AND {drawn} AND s.at_us <= (
        SELECT max(from_us) - coalesce(quantile_disc(from_us - start_us, 0.9), 0)
        FROM ({result}) JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where})
        USING (customer, journey))
"""


def on_the_way(facts: Facts) -> set[int]:
    """Touchpoints before the clock of the first success that starts at a touchpoint."""
    first = next((one for one in results(facts) if one.starts), None)
    if first is None:
        return set()
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM ({_later(facts, first)}) GROUP BY touchpoint"
        f" HAVING avg((from_us IS NULL OR at_us < from_us)::INTEGER) >= {_BEFORE} ORDER BY touchpoint"
    )
    return {int(code) for (code,) in rows}


def success_after(facts: Facts, result: Result) -> dict[int, Cell]:
    """By touchpoint: of the visits that went on, the share that came to the success."""
    before = "from_us IS NULL OR at_us < from_us" if result.starts else "y IS NOT NULL"
    sql = f"""
        SELECT touchpoint AS cell, customer, count(*) AS n, coalesce(sum(y), 0) AS x
        FROM ({_later(facts, result)}) WHERE next_touchpoint IS NOT NULL AND ({before})
        GROUP BY ALL
    """
    return facts.memo(
        f"success after {result.name}", lambda it: shares(it, sql, unit_of_n="visits")
    )


def _later(facts: Facts, result: Result) -> str:
    return _LATER_SQL.format(
        sample=facts.sample, result=result.sql, drawn=facts.drawn, where=facts.where
    )

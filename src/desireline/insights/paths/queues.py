"""Waiting inside a touchpoint, where the source measured it: the queue of a call, the hold.

In: steps with `queue_s`.  Out: median with interval and p90 by touchpoint code, in seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.numbers.order import middles

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate

METHOD = "exact quantiles of measured waiting inside the touchpoint; v1"
SIZES_SQL = """
    SELECT touchpoint, count(*), count(DISTINCT customer) FROM steps
    WHERE {where} AND {drawn} AND queue_s IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
ROWS_SQL = """
    SELECT touchpoint::BIGINT AS g, queue_s::BIGINT AS v FROM steps
    WHERE {where} AND {drawn} AND queue_s IS NOT NULL
"""


def queue_sizes(facts: Facts) -> dict[int, tuple[int, int]]:
    """Visits and customers with a measured queue, by touchpoint code."""
    return facts.memo("queue sizes", _sizes)


def queues(facts: Facts) -> dict[int, tuple[Estimate, float]]:
    """Median and p90 by touchpoint code; touchpoints of fewer than five customers left out."""
    return facts.memo("queues", _queues)


def _sizes(facts: Facts) -> dict[int, tuple[int, int]]:
    rows = facts.engine.rows(SIZES_SQL.format(where=facts.where, drawn=facts.drawn))
    return {code: (n, customers) for code, n, customers in rows}


def _queues(facts: Facts) -> dict[int, tuple[Estimate, float]]:
    sizes = {code: size for code, size in queue_sizes(facts).items() if size[1] >= SMALLEST_GROUP}
    rows = ROWS_SQL.format(where=facts.where, drawn=facts.drawn)
    return middles(facts, rows, sizes, unit_of_n="visits")

"""Shares and means by cell from sums by customer, in one query.

In: SQL with (cell, customer, n, x): observations and their sum in a customer.  Out: estimates by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.insights.estimates import estimate
from desireline.insights.statistics import ClusterSums, Interval, clustered_mean, clustered_share

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate

_SUMS = """
    SELECT cell, count(*), sum(n), sum(x), sum(x * x), sum(x * n), sum(n * n)
    FROM ({people}) WHERE n > 0 GROUP BY cell ORDER BY cell
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell's estimate, with what a test needs."""

    estimate: Estimate
    customers: int
    se: float


def shares(facts: Facts, people: str, *, unit_of_n: str, level: float = 0.95) -> dict[Any, Cell]:
    """Share by cell: `x` of `n` observations of each customer."""
    cells, sums = _sums(facts, people)
    if not cells:
        return {}
    return _cells(
        cells, clustered_share(sums, level=level), sums, unit_of_n=unit_of_n, unit="share"
    )


def averages(
    facts: Facts, people: str, *, unit_of_n: str, unit: str | None = None
) -> dict[Any, Cell]:
    """Mean by cell of values that are not negative: sum `x` over `n` observations."""
    cells, sums = _sums(facts, people)
    if not cells:
        return {}
    highest = facts.engine.rows(f"SELECT max(x / n) FROM ({people}) WHERE n > 0")[0][0]
    mean = clustered_mean(sums, lowest=0.0, highest=float(highest))
    return _cells(cells, mean, sums, unit_of_n=unit_of_n, unit=unit)


def _sums(facts: Facts, people: str) -> tuple[list[Any], ClusterSums]:
    rows = facts.engine.rows(_SUMS.format(people=people))
    names = ("clusters", "n", "total", "total2", "total_n", "n2")
    columns = [[float(row[i + 1]) for row in rows] for i in range(len(names))]
    sums = ClusterSums.of(**dict(zip(names, columns, strict=True)))
    return [row[0] for row in rows], sums


def _cells(
    cells: list[Any],
    interval: Interval,
    sums: ClusterSums,
    *,
    unit_of_n: str,
    unit: str | None,
) -> dict[Any, Cell]:
    return {
        cell: Cell(
            estimate=estimate(interval, i, n=int(sums.n[i]), unit_of_n=unit_of_n, unit=unit),
            customers=int(sums.clusters[i]),
            se=float(interval.se[i]),
        )
        for i, cell in enumerate(cells)
    }

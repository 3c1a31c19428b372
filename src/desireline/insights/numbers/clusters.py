"""Shares and means by cell from sums by customer, in one query.

In: SQL with (cell, customer, n, x): observations and their sum in a customer.  Out: estimates by cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.numbers.estimates import estimate
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import (
    ClusterSums,
    Interval,
    clustered_mean,
    clustered_share,
    t_p_value,
)

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate

_PEOPLE = "SELECT cell, n::BIGINT AS n, x::DECIMAL(18, 4) AS x FROM ({people}) WHERE n > 0"
"""Decimals, because sums of doubles end differently with the order in which threads finish."""
_SUMS = """
    SELECT cell, count(*), sum(n), sum(x), sum(x * x), sum(x * n), sum(n * n)
    FROM ({people}) GROUP BY cell ORDER BY cell
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
    """Mean by cell: sum `x` over `n` observations; the interval keeps to what customers have, and 0."""
    cells, sums = _sums(facts, people)
    if not cells:
        return {}
    ends = facts.engine.rows(
        f"SELECT min(x / n), max(x / n) FROM ({_PEOPLE.format(people=people)})"
    )[0]
    mean = clustered_mean(sums, lowest=min(0.0, float(ends[0])), highest=float(ends[1]))
    return _cells(cells, mean, sums, unit_of_n=unit_of_n, unit=unit)


def guarded(cells: dict[Any, Cell]) -> dict[Any, Cell]:
    """Shares whose error knows that all of twenty prove no certainty: one half added to both sides."""
    out: dict[Any, Cell] = {}
    for key, cell in cells.items():
        smooth = (cell.estimate.value * cell.customers + 0.5) / (cell.customers + 1)
        least = float(np.sqrt(smooth * (1 - smooth) / cell.customers))
        out[key] = replace(cell, se=max(cell.se, least))
    return out


def above(cells: dict[Any, Cell], whole: float) -> set[Any]:
    """Cells of five customers or more that lie above the whole, as one family (BH q .10)."""
    known = [key for key, cell in cells.items() if cell.customers >= SMALLEST_GROUP]
    if not known:
        return set()
    gap = np.array([cells[key].estimate.value - whole for key in known])
    se = np.array([cells[key].se for key in known])
    degrees = np.array([cells[key].customers - 1 for key in known])
    found = benjamini_hochberg(t_p_value(gap, se, degrees))
    return {key for key, more, one in zip(known, gap, found, strict=True) if one and more > 0}


def _sums(facts: Facts, people: str) -> tuple[list[Any], ClusterSums]:
    rows = facts.engine.rows(_SUMS.format(people=_PEOPLE.format(people=people)))
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

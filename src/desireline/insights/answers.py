"""What customers answered and said, summed by customer: the base of feelings and ratings.

In: steps that carry a feeling or a rating.  Out: clustered means, cell by cell.
One pass keeps integer sums by customer, touchpoint and kind of rating; every mean afterwards reads
that small table. Cells of 10 to 200 customers get a bootstrap-t interval (answers are skewed),
larger and smaller ones the cluster-robust t.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.statistics import ClusterSums, bootstrap_t, clustered_mean

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

FEW, MANY = 10, 200
"""Customers between which an interval is bootstrapped."""
WORDS_ONLY = 255
"""Rating kind of answers that are words alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The mean of one cell, the customers behind it and its standard error."""

    estimate: Estimate
    customers: int
    se: float


def answers(facts: Facts) -> str:
    """Table of integer sums by customer, touchpoint, half of the period and rating kind."""
    return facts.table(
        "answers",
        f"""
        SELECT customer, touchpoint, half, coalesce(rating_kind, {WORDS_ONLY}) AS kind,
            count(feeling_milli) AS feelings, coalesce(sum(feeling_milli), 0)::BIGINT AS feeling,
            count(rating_milli) AS ratings, coalesce(sum(rating_milli), 0)::BIGINT AS rating,
            count(*) FILTER (rating_milli >= 9000) AS nines,
            count(*) FILTER (rating_milli <= 6000) AS sixes,
            coalesce(sum(abs(rating_milli - k.high) <= 1000), 0)::BIGINT AS top_two
        FROM (
            SELECT customer, touchpoint, rating_kind, feeling_milli, rating_milli,
                (at_us >= {facts.middle_us})::UTINYINT AS half FROM steps
            WHERE {facts.where} AND {facts.drawn}
            AND (feeling_milli IS NOT NULL OR rating_milli IS NOT NULL)
        ) LEFT JOIN (SELECT code, (high * 1000)::INTEGER AS high FROM rating_kinds) AS k
        ON rating_kind = k.code
        GROUP BY ALL
        """,
    )


def means(
    facts: Facts,
    *,
    cell: str,
    n: str,
    total: str,
    where: str = "true",
    scale: float,
    lowest: float,
    highest: float,
    unit: str,
) -> dict[int, Cell]:
    """Clustered mean of each cell.

    Args:
        facts: whose answers are read.
        cell: SQL for the cell's number, over the columns of `answers`.
        n: SQL for a row's number of observations.
        total: SQL for a row's sum of values, an integer.
        where: which rows.
        scale: one unit of `total` in units of the answer (0.001 for thousandths).
        lowest: smallest possible answer.
        highest: largest possible answer.
        unit: of the estimate.
    """
    people = f"""
        SELECT {cell} AS cell, customer, sum({n})::BIGINT AS n, sum({total})::BIGINT AS total
        FROM {answers(facts)} WHERE {where} GROUP BY ALL HAVING sum({n}) > 0
    """
    rows = facts.engine.rows(
        f"""
        SELECT cell, count(*), sum(n), sum(total), sum(total::HUGEINT * total),
            sum(total::HUGEINT * n), sum(n::HUGEINT * n)
        FROM ({people}) GROUP BY cell ORDER BY cell
        """
    )
    if not rows:
        return {}
    columns = [[float(value) for value in column] for column in zip(*rows, strict=True)]
    sums = ClusterSums.of(
        clusters=columns[1],
        n=columns[2],
        total=np.array(columns[3]) * scale,
        total2=np.array(columns[4]) * scale**2,
        total_n=np.array(columns[5]) * scale,
        n2=columns[6],
    )
    interval = clustered_mean(sums, lowest=lowest, highest=highest)
    booted = _bootstrapped(facts, people, rows, scale=scale, lowest=lowest, highest=highest)
    out: dict[int, Cell] = {}
    for index, row in enumerate(rows):
        low, high = booted.get(
            int(row[0]), (float(interval.low[index]), float(interval.high[index]))
        )
        out[int(row[0])] = Cell(
            estimate=Estimate(
                value=float(interval.value[index]),
                low=low,
                high=high,
                n=int(row[2]),
                unit_of_n="answers",
                unit=unit,
            ),
            customers=int(row[1]),
            se=float(interval.se[index]),
        )
    return out


def _bootstrapped(
    facts: Facts,
    people: str,
    rows: list[tuple[int, ...]],
    *,
    scale: float,
    lowest: float,
    highest: float,
) -> dict[int, tuple[float, float]]:
    cells = [int(row[0]) for row in rows if FEW <= row[1] <= MANY]
    if not cells:
        return {}
    listed = ", ".join(map(str, cells))
    found = facts.engine.query(
        f"SELECT cell, n, total FROM ({people}) WHERE cell IN ({listed}) ORDER BY cell, customer"
    )
    cell, n, total = (np.asarray(found[name]) for name in ("cell", "n", "total"))
    out: dict[int, tuple[float, float]] = {}
    for one in cells:
        mine = cell == one
        bounds = bootstrap_t(n[mine], total[mine] * scale, lowest=lowest, highest=highest)
        if bounds is not None:
            out[one] = bounds
    return out

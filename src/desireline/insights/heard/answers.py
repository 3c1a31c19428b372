"""What customers answered and said: the base of feelings and ratings.

In: steps that carry a feeling or a rating.  Out: clustered means, cell by cell.
One pass keeps the answers, coded; every mean afterwards reads that small table, sums by customer
first and by cell then, all in integers. Cells of 10 to 200 customers get a bootstrap-t interval (answers are skewed),
larger and smaller ones the cluster-robust t.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.statistics import ClusterSums, bootstrap_t, clustered_mean

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


ANSWERS_SQL = """
    SELECT customer, journey, at_us, touchpoint, coalesce(rating_kind, {words}) AS kind,
        feeling_milli AS feeling, rating_milli AS rating, (at_us >= {middle})::UTINYINT AS half
    FROM steps WHERE {where} AND {drawn}
    AND (feeling_milli IS NOT NULL OR rating_milli IS NOT NULL)
"""


def answers(facts: Facts) -> str:
    """Table of all answers: who, when, where, what; a rating of no known kind counts as words."""
    return facts.table(
        "answers",
        ANSWERS_SQL.format(
            words=WORDS_ONLY, middle=facts.middle_us, where=facts.where, drawn=facts.drawn
        ),
    )


def means(
    facts: Facts,
    *,
    cell: str,
    value: str,
    where: str = "true",
    among: str | None = None,
    scale: float,
    lowest: float,
    highest: float,
    unit: str,
) -> dict[int, Cell]:
    """Clustered mean of each cell.

    Args:
        facts: whose answers are read.
        cell: SQL for the cell's number, over the columns of `answers`.
        value: SQL for one answer's value, an integer; NULL is no answer.
        where: which rows.
        among: a table like `answers`, with more columns or fewer rows; all answers when None.
        scale: one unit of `value` in units of the answer (0.001 for thousandths).
        lowest: smallest possible answer.
        highest: largest possible answer.
        unit: of the estimate.
    """
    people = f"""
        SELECT {cell} AS cell, customer, count({value}) AS n, sum({value})::BIGINT AS total
        FROM {among or answers(facts)} WHERE {where} AND {value} IS NOT NULL GROUP BY ALL
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
        f"SELECT cell, n, total FROM ({people}) WHERE cell IN ({listed}) ORDER BY ALL"
    )
    cell, n, total = (np.asarray(found[name]) for name in ("cell", "n", "total"))
    out: dict[int, tuple[float, float]] = {}
    for one in cells:
        mine = cell == one
        bounds = bootstrap_t(n[mine], total[mine] * scale, lowest=lowest, highest=highest)
        if bounds is not None:
            out[one] = bounds
    return out

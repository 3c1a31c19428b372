"""A metric at one scope, day by day.

In: counts and sums by day.  Out: `Watched`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.changes.breaks import Series
from desireline.insights.changes.observed import days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]


EVERYBODY = "all"
"""Scope of a success of all customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One metric at one scope, day by day."""

    metric: str
    """`queue`, `wait`, `exit`, `next step`, `visits`, `feeling`, a rating, a note, a success."""
    scope: str
    """A touchpoint, `A to B`, or whose results: `all`, `region: north`."""
    touchpoint: str | None
    stage: str | None
    series: Series
    n: Floats
    """Observations by day."""
    unit: str
    """`s` (of a logarithm), `share`, `score`, `visits a journey`, or a rating's scale."""
    seen: Series | None = None
    """The level as it was seen, where `series` is what it would be with another mix, which may lie beyond 0 and 1."""
    at: tuple[int, int, int] | None = None
    """Metric, a, b of `observed`, where its rows are there."""


def by_day(facts: Facts, day: Any, values: Any) -> Floats:
    """Sums of values by day; days before the period are none of it."""
    out = np.zeros(days(facts))
    day, values = np.asarray(day, dtype=np.int64), np.asarray(values, dtype=np.float64)
    np.add.at(out, day[day >= 0], values[day >= 0])
    return out


def share_by_day(
    facts: Facts,
    told: NDArray[Any],
    *,
    metric: str,
    scope: str,
    touchpoint: str | None,
    stage: str | None,
) -> Watched:
    """A share over time, of rows (day, n, how many of them)."""
    count = by_day(facts, told[:, 0], told[:, 1])
    total = by_day(facts, told[:, 0], told[:, 2])
    return Watched(
        metric=metric,
        scope=scope,
        touchpoint=touchpoint,
        stage=stage,
        series=Series(value=total / np.maximum(count, 1), weight=count),
        n=count,
        unit="share",
    )

"""Two sides compared within what else differs: means by stratum, weighted by how many stand in it.

In: rows with customer, side, stratum and a number.  Out: a `Gap` with its error by customer, or None where too few.
Only strata count in which both sides have five customers; where more than a fifth of a side stands in others, the two
cannot be compared. Each cell has its own mean, on which its few customers pull: their residuals are taken for as much
as they would be without. The error of a share is at least what it would be if both sides were alike (score): none of
twenty looks certain, and is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.statistics import freed, t_p_value, t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FEWEST = 20
"""Customers on either side."""
_CELL, _MOST_LEFT_OUT = 5, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One side minus the other, over the strata that both have."""

    value: float
    se: float
    people: int
    """Customers of the smaller side."""
    n: int
    here: float
    elsewhere: float
    left_out: float


def gap_within(who: Ints, here: NDArray[np.bool_], stratum: Ints, y: Floats) -> Gap | None:
    """The difference between those `here` and the others; None where too few."""
    if min(len(np.unique(who[here])), len(np.unique(who[~here]))) < FEWEST:
        return None
    influence, used = np.zeros(len(y)), np.zeros(len(y), dtype=bool)
    means: list[tuple[float, float, float]] = []
    for one in np.unique(stratum).tolist():
        a, b = (stratum == one) & here, (stratum == one) & ~here
        if min(len(np.unique(who[a])), len(np.unique(who[b]))) < _CELL:
            continue
        used |= a | b
        means.append((float((a | b).sum()), float(y[a].mean()), float(y[b].mean())))
        influence[a] = (a | b).sum() * _own(who[a], y[a])
        influence[b] = -(a | b).sum() * _own(who[b], y[b])
    left_out = 1 - float(used[here].mean())
    if not means or left_out > _MOST_LEFT_OUT:
        return None
    weight = np.array([row[0] for row in means]) / sum(row[0] for row in means)
    ones, rest = weight @ [row[1] for row in means], weight @ [row[2] for row in means]
    people, back = np.unique(who[used], return_inverse=True)
    sums = np.bincount(back, weights=influence[used] / used.sum())
    variance = len(people) / max(len(people) - 1, 1) * float((sums**2).sum())
    if np.isin(y[used], (0, 1)).all():
        share = float(y[used].mean())
        sides = 1 / (used & here).sum() + 1 / (used & ~here).sum()
        variance = max(variance, share * (1 - share) * float(sides))
    return Gap(
        value=float(ones - rest),
        se=float(np.sqrt(variance)),
        people=min(len(np.unique(who[here])), len(np.unique(who[~here]))),
        n=int(used.sum()),
        here=float(ones),
        elsewhere=float(rest),
        left_out=left_out,
    )


def _own(who: Ints, y: Floats) -> Floats:
    """What each row adds to the mean of its cell."""
    _, back = np.unique(who, return_inverse=True)
    return (y - y.mean()) / len(y) * freed(np.bincount(back) / len(y))[back]


def one_family(
    gaps: Sequence[Gap], units: Sequence[str], *, unit_of_n: str = "contacts"
) -> tuple[list[tuple[Estimate, bool]], float]:
    """Each gap with its interval and whether it is a discovery (BH q .10), and the level of those that are."""
    if not gaps:
        return [], 0.95
    value, se = np.array([one.value for one in gaps]), np.array([one.se for one in gaps])
    found = benjamini_hochberg(t_p_value(value, se, np.array([one.people - 1 for one in gaps])))
    level = level_after_selection(int(found.sum()), len(gaps))
    out: list[tuple[Estimate, bool]] = []
    for gap, unit, selected in zip(gaps, units, found.tolist(), strict=True):
        reach = float(t_quantile(gap.people - 1, level=level if selected else 0.95)[0]) * gap.se
        told = Estimate(
            value=gap.value, low=gap.value - reach, high=gap.value + reach, n=gap.n,
            unit_of_n=unit_of_n, unit=unit,
        )  # fmt: skip
        out.append((told, selected))
    return out, level

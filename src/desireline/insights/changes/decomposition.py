"""A difference of two means, parted into who was there and what they did.

In: sums by (customer, side, stratum).  Out: the difference, its part by mix and its part by behaviour,
each with a standard error by customer. Kitagawa's decomposition, symmetric: behaviour is the difference
within strata at the mean of both mixes; the rest is mix. Strata with fewer than five customers on a side
have nobody to be held against: they are left out of the parts, and how many is told. The few customers of a stratum
pull on its mean: their residuals are taken for as much as they would be without. The error of a difference of shares is
at least what it would be if both sides were alike (score): one that left of a hundred, and none of a hundred, is no news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.numbers.statistics import freed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_SMALLEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A difference and its standard error by customer."""

    value: float
    se: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Side 1 minus side 0."""

    means: tuple[Part, Part]
    whole: Part
    mix: Part
    behaviour: Part
    n: tuple[int, int]
    customers: tuple[int, int]
    """By side: observations, and customers behind them."""
    outside: float
    """Share of the observations that were left out."""


def decompose(who: Ints, side: Ints, stratum: Ints, n: Floats, total: Floats) -> Parts | None:
    """Part the difference of two means; None where no stratum has five customers a side.

    Args:
        who: customer of each row.
        side: 0 or 1.
        stratum: what was fixed before the sides part: entry, persona ...
        n: observations of the row.
        total: their sum.
    """
    kept, stratum, strata = _on_both(who, side, stratum)
    if strata == 0:
        return None
    outside = 1 - n[kept].sum() / n.sum()
    who, side, n, total = who[kept], side[kept], n[kept], total[kept]
    cell = side * strata + stratum
    size, sums = (
        np.bincount(cell, weights=one, minlength=2 * strata).astype(np.float64).reshape(2, strata)
        for one in (n, total)
    )
    share = size / size.sum(axis=1, keepdims=True)
    whole, rate = sums.sum(axis=1) / size.sum(axis=1), sums / size
    gap, weight = rate[1] - rate[0], share.mean(axis=0)
    behaviour = float(weight @ gap)
    _, back = np.unique(who, return_inverse=True)
    sign, all_of = np.where(side == 1, 1, -1), size.sum(axis=1)[side]
    of_mean = sign * (total - whole[side] * n) / all_of
    of_mix = (gap[stratum] - (share @ gap)[side]) * n / (2 * all_of)
    own = n / size[side, stratum]
    within = (total - rate[side, stratum] * n) / size[side, stratum] * freed(own)
    of_behaviour = of_mix + sign * weight[stratum] * within
    least = least_whole = 0.0
    if ((total >= 0) & (total <= n) & (total == np.rint(total))).all():
        least = _if_alike(size, sums, weight)
        least_whole = _if_alike(size.sum(axis=1)[:, None], sums.sum(axis=1)[:, None], np.ones(1))
    return Parts(
        means=(
            Part(value=float(whole[0]), se=_se(of_mean[side == 0], back[side == 0])),
            Part(value=float(whole[1]), se=_se(of_mean[side == 1], back[side == 1])),
        ),
        whole=Part(value=float(whole[1] - whole[0]), se=max(_se(of_mean, back), least_whole)),
        mix=Part(
            value=float(whole[1] - whole[0]) - behaviour, se=_se(of_mean - of_behaviour, back)
        ),
        behaviour=Part(value=behaviour, se=max(_se(of_behaviour, back), least)),
        n=(int(n[side == 0].sum()), int(n[side == 1].sum())),
        customers=(len(np.unique(back[side == 0])), len(np.unique(back[side == 1]))),
        outside=float(outside),
    )


def _on_both(who: Ints, side: Ints, stratum: Ints) -> tuple[NDArray[np.bool_], Ints, int]:
    """Which rows stand in a stratum with enough customers on both sides; their strata from 0 on."""
    levels, of = np.unique(stratum, return_inverse=True)
    pairs = np.unique(np.column_stack([who, side, of]), axis=0)
    people = np.bincount(pairs[:, 1] * len(levels) + pairs[:, 2], minlength=2 * len(levels))
    usable = people.reshape(2, -1).min(axis=0) >= _SMALLEST
    kept = usable[of]
    return kept, (np.cumsum(usable) - 1)[of[kept]], int(usable.sum())


def _if_alike(size: Floats, sums: Floats, weight: Floats) -> float:
    """Error of the difference of shares (by side and stratum), were both sides alike and all observations independent."""
    share = sums.sum(axis=0) / size.sum(axis=0)
    return float(np.sqrt((weight**2 * share * (1 - share) * (1 / size).sum(axis=0)).sum()))


def _se(influence: Floats, who: Ints) -> float:
    sums = np.bincount(who, weights=influence)
    m = len(np.unique(who))
    return float(np.sqrt(m / max(m - 1, 1) * np.square(sums).sum()))

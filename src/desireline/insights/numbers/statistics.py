"""Intervals for shares and means when observations come in clusters.

In: integer sums over customers.  Out: arrays (value, low, high).
The unit of uncertainty is the customer: twenty visits of one person are not twenty people. A share
is narrowed to its effective n (DEFF by customer) and given a Jeffreys interval; a mean gets the
cluster-robust t interval, cut to its scale. One choice to question: DEFF is never allowed below 1,
so that clustering can only widen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95
NORMAL = 1.959964
"""Standard errors on either side of an estimate that make a 95 % interval."""
_ROUNDING = 1e-12
"""Of means of numbers that are all the same."""
_MOST_PULL = 0.9
"""Of a customer on the own fit: what would be all of it says nothing of the error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Values with their interval, cell by cell."""

    value: Floats
    low: Floats
    high: Floats
    se: Floats
    """Standard error on the scale of `value`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSums:
    """What a clustered share or mean needs, cell by cell; sums over the customers of the cell.

    `total` and `n` are a customer's sum of values and number of observations; for a share the
    values are 0 and 1.
    """

    clusters: Floats
    n: Floats
    total: Floats
    total2: Floats
    """Sum over customers of total squared."""
    total_n: Floats
    """Sum over customers of total times n."""
    n2: Floats
    """Sum over customers of n squared."""

    @classmethod
    def of(cls, **columns: ArrayLike) -> ClusterSums:
        """Build from anything that becomes an array of floats."""
        return cls(**{name: as_floats(column) for name, column in columns.items()})


def as_floats(values: ArrayLike) -> Floats:
    """Any column as an array of floats, NULL as NaN."""
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def divide(top: ArrayLike, bottom: ArrayLike) -> Floats:
    """Divide cell by cell; 0 where the bottom is 0."""
    top, bottom = np.broadcast_arrays(as_floats(top), as_floats(bottom))
    out = np.zeros_like(top)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def jeffreys(x: ArrayLike, n: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Jeffreys interval of `x` of `n`; both may be fractional. n = 0 gives 0 to 1."""
    x, n = np.broadcast_arrays(as_floats(x), as_floats(n))
    tail = (1 - level) / 2
    low = special.betaincinv(x + 0.5, n - x + 0.5, tail)
    high = special.betaincinv(x + 0.5, n - x + 0.5, 1 - tail)
    return np.where(x <= 0, 0.0, low), np.where(x >= n, 1.0, high)


def wilson(x: ArrayLike, n: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Wilson's score interval, which has a closed form; n = 0 gives 0 to 1."""
    x, n = np.broadcast_arrays(as_floats(x), as_floats(n))
    z = special.ndtri(0.5 + level / 2)
    p = divide(x, n)
    spread = z * np.sqrt(divide(p * (1 - p), n) + divide(z * z, 4 * n * n))
    middle, scale = p + divide(z * z, 2 * n), 1 + divide(z * z, n)
    low, high = (middle - spread) / scale, (middle + spread) / scale
    low = np.where((x <= 0) | (n == 0), 0.0, low)
    high = np.where((x >= n) | (n == 0), 1.0, high)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def newcombe(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> tuple[float, float, float]:
    """Difference of two shares of different customers, from (value, low, high) of each."""
    (p1, l1, u1), (p2, l2, u2) = first, second
    d = p1 - p2
    low = d - float(np.hypot(p1 - l1, u2 - p2))
    high = d + float(np.hypot(u1 - p1, p2 - l2))
    return d, low, high


def fisher(tables: Sequence[tuple[int, int, int, int]]) -> Floats:
    """Two-sided p-values of Fisher's exact test, one for each (x, n) against (x, n).

    As usual: the chance of all tables with the same margins that are no more likely than the one seen.
    """
    out = np.empty(len(tables))
    for i, (x1, n1, x0, n0) in enumerate(tables):
        both = x1 + x0
        x = np.arange(max(0, both - n0), min(both, n1) + 1)
        log = -_log_ways(x, n1 - x) - _log_ways(both - x, n0 - both + x)
        chance = np.exp(log - log.max())
        seen = chance[x1 - x[0]]
        # two that are equally likely differ by rounding
        out[i] = chance[chance <= seen * (1 + 1e-7)].sum() / chance.sum()
    return out


def _log_ways(one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
    """Logarithm of both factorials."""
    return special.gammaln(one + 1) + special.gammaln(other + 1)


def design_effect(sums: ClusterSums) -> Floats:
    """How many times wider the variance of a share is than if visits were independent; >= 1.

    NaN where a share of 0 or 1 leaves nothing to compare.
    """
    p = divide(sums.total, sums.n)
    binomial = divide(p * (1 - p), sums.n)
    robust = _robust_variance(sums, p)
    ratio = np.full_like(p, np.nan)
    np.divide(robust, binomial, out=ratio, where=binomial > 0)
    return np.maximum(ratio, 1.0)


def effective_n(n: ArrayLike, clusters: ArrayLike, deff: ArrayLike) -> Floats:
    """Independent observations that say as much as these; as many as customers where unknown."""
    n, clusters, deff = np.broadcast_arrays(as_floats(n), as_floats(clusters), as_floats(deff))
    kept = np.where(np.isnan(deff), clusters, divide(n, np.where(np.isnan(deff), 1, deff)))
    return np.minimum(kept, n) * (NORMAL / t_quantile(clusters - 1)) ** 2


def clustered_share(
    sums: ClusterSums, *, deff: ArrayLike | None = None, level: float = LEVEL
) -> Interval:
    """Share with a Jeffreys interval at the effective n.

    Args:
        sums: of 0/1 values.
        deff: design effects learnt on a sample of customers; computed from `sums` when None.
        level: of the interval.
    """
    p = divide(sums.total, sums.n)
    if deff is None:
        deff = design_effect(sums)
    n_eff = effective_n(sums.n, sums.clusters, deff)
    low, high = jeffreys(p * n_eff, n_eff, level=level)
    se = np.sqrt(divide(p * (1 - p), n_eff))
    return Interval(value=p, low=np.minimum(low, p), high=np.maximum(high, p), se=se)


def clustered_mean(
    sums: ClusterSums, *, lowest: ArrayLike, highest: ArrayLike, level: float = LEVEL
) -> Interval:
    """Mean with the cluster-robust t interval (m - 1 degrees of freedom), cut to the scale.

    Where all answers agree the variance is 0 and proves nothing: then the place on the scale is
    treated as a share among as many people as there are customers.
    """
    lowest, highest = as_floats(lowest), as_floats(highest)
    mean = divide(sums.total, sums.n)
    se = np.sqrt(_robust_variance(sums, mean))
    reach = t_quantile(sums.clusters - 1, level=level) * se
    place = divide(mean - lowest, highest - lowest)
    flat_low, flat_high = jeffreys(place * sums.clusters, sums.clusters, level=level)
    flat = (se <= _ROUNDING) | (sums.clusters < 2)
    span = highest - lowest
    low = np.where(flat, lowest + flat_low * span, mean - reach)
    high = np.where(flat, lowest + flat_high * span, mean + reach)
    flat_se = (flat_high - flat_low) * span / (2 * NORMAL)
    return Interval(
        value=mean,
        low=np.minimum(np.clip(low, lowest, highest), mean),
        high=np.maximum(np.clip(high, lowest, highest), mean),
        se=np.where(flat, flat_se, se),
    )


def bootstrap_t(
    n: ArrayLike,
    total: ArrayLike,
    *,
    lowest: float,
    highest: float,
    replicates: int = 999,
    level: float = LEVEL,
) -> tuple[float, float] | None:
    """Bootstrap-t interval of one mean over customers, for skewed answers of few people.

    `n` and `total` hold one entry for each customer, ordered by these values and not by names: who
    else was ever known must not move the interval. The draw is seeded: the same data give the same. None where fewer than 10 customers or no spread leave no footing.
    """
    n, total = as_floats(n), as_floats(total)
    clusters = len(n)
    mean = total.sum() / n.sum()
    se = _ratio_se(n, total, mean)
    if clusters < 10 or se <= _ROUNDING:
        return None
    draw = _draws(clusters, replicates)
    weight_n, weight_total = draw @ n, draw @ total
    means = weight_total / weight_n
    residual = total[None, :] - means[:, None] * n[None, :]
    variance = (draw * residual**2).sum(axis=1) * clusters / (clusters - 1) / weight_n**2
    usable = variance > 1e-18
    if usable.mean() < 0.9:
        return None
    t = (means[usable] - mean) / np.sqrt(variance[usable])
    tail = (1 - level) / 2
    t_low, t_high = np.quantile(t, [tail, 1 - tail])
    low, high = mean - t_high * se, mean - t_low * se
    return float(max(lowest, min(low, mean))), float(min(highest, max(high, mean)))


@lru_cache(maxsize=48)
def _draws(clusters: int, replicates: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """How often each replicate draws each customer: the same for all means of as many customers."""
    return np.random.Generator(np.random.PCG64(7)).multinomial(
        clusters, np.full(clusters, 1 / clusters), size=replicates
    )


def t_quantile(degrees: ArrayLike, *, level: float = LEVEL) -> Floats:
    """Two-sided quantile of Student's t; at least one degree of freedom."""
    degrees = np.maximum(as_floats(degrees), 1.0)
    return np.asarray(special.stdtrit(degrees, 0.5 + level / 2), dtype=np.float64)


def t_p_value(estimate: ArrayLike, se: ArrayLike, degrees: ArrayLike) -> Floats:
    """Two-sided p of estimate / se; 1 where there is no spread to judge by, what rounding leaves of none included."""
    estimate, se = np.broadcast_arrays(as_floats(estimate), as_floats(se))
    t = divide(np.abs(estimate), se)
    return np.where(
        se > _ROUNDING, 2 * special.stdtr(np.maximum(as_floats(degrees), 1.0), -t), 1.0
    )


def freed(pull: ArrayLike) -> Floats:
    """Factor on a residual that has `pull` (0 to 1) on what was fitted to it: as it would be without (HC2)."""
    return 1 / np.sqrt(1 - np.minimum(as_floats(pull), _MOST_PULL))


def _robust_variance(sums: ClusterSums, mean: Floats) -> Floats:
    spread = sums.total2 - 2 * mean * sums.total_n + mean**2 * sums.n2
    return divide(sums.clusters, sums.clusters - 1) * divide(np.maximum(spread, 0), sums.n**2)


def _ratio_se(n: Floats, total: Floats, mean: float) -> float:
    clusters = len(n)
    if clusters < 2:
        return 0.0
    spread = float(((total - mean * n) ** 2).sum())
    return float(np.sqrt(clusters / (clusters - 1) * spread) / n.sum())

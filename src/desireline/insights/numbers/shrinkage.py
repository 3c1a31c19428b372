"""Empirical Bayes for many small cells: a few answers are pulled towards their family.

In: counts or means of a family of cells.  Out: posterior mean, sd, interval and the sure sign.
Averaged over a grid of the family's spread instead of taking its most likely value: with few cells
that value is often 0 and the intervals far too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.numbers.statistics import as_floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_FLAT = 10.0
"""Sd of what all cells have in common: so wide that it pulls nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """Posterior of each cell of a family."""

    value: Floats
    low: Floats
    high: Floats
    sd: Floats


def shrink_shares(x: ArrayLike, n: ArrayLike, *, level: float | None = 0.95) -> Shrunk:
    """Shares of a family (x of n, both already divided by the design effect).

    Bounds take most of the time: with `level` None they are NaN.
    """
    x, n = as_floats(x), as_floats(n)
    logit = np.arange(-6, 6.001, 0.2)
    size = np.geomspace(0.5, 2000, 31)
    mean, strength = (grid.ravel() for grid in np.meshgrid(special.expit(logit), size))
    a, b = mean * strength, (1 - mean) * strength
    fit = special.betaln(a[:, None] + x, b[:, None] + n - x) - special.betaln(a, b)[:, None]
    log_weight = fit.sum(axis=1) + np.log(strength) - 1.5 * np.log(strength + 1)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    keep = weight > 1e-5
    weight, a, b = weight[keep] / weight[keep].sum(), a[keep], b[keep]
    pa, pb = a[:, None] + x, b[:, None] + n - x
    means = pa / (pa + pb)
    value = weight @ means
    variance = weight @ (means * (1 - means) / (pa + pb + 1) + means**2) - value**2
    low = high = np.full_like(value, np.nan)
    if level is not None:
        low = _mixture_quantile(weight, pa, pb, (1 - level) / 2)
        high = _mixture_quantile(weight, pa, pb, (1 + level) / 2)
    return Shrunk(value=value, low=low, high=high, sd=np.sqrt(np.maximum(variance, 0)))


def shrink_means(y: ArrayLike, se: ArrayLike, *, level: float = 0.95) -> Shrunk:
    """Means of a family with their standard errors (clustered already)."""
    y, se = as_floats(y), np.maximum(as_floats(se), 1e-9)
    top = 6 * max(float(np.std(y, ddof=1)) if len(y) > 1 else 0.0, float(np.median(se)))
    tau = np.linspace(0, top, 81)
    precision = 1 / (tau[:, None] ** 2 + se**2)
    mu = (precision * y).sum(axis=1) / precision.sum(axis=1)
    var_mu = 1 / precision.sum(axis=1)
    log_weight = 0.5 * (
        np.log(precision).sum(axis=1)
        + np.log(var_mu)
        - (precision * (y - mu[:, None]) ** 2).sum(axis=1)
    )
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    pull = tau[:, None] ** 2 * precision
    means = pull * y + (1 - pull) * mu[:, None]
    variances = pull * se**2 + (1 - pull) ** 2 * var_mu[:, None]
    value = weight @ means
    sd = np.sqrt(np.maximum(weight @ (variances + means**2) - value**2, 0.0))
    z = special.ndtri(0.5 + level / 2)
    return Shrunk(value=value, low=value - z * sd, high=value + z * sd, sd=sd)


def shrink_nested(y: ArrayLike, se: ArrayLike, group: ArrayLike, *, level: float = 0.95) -> Shrunk:
    """Means of a family in groups: each is pulled to its group, and the groups to each other.

    Normal throughout; how much groups differ and how much their members do is averaged over a grid, so that
    few cells do not pretend to know it. Cells with a small error hardly move.
    """
    y, se, group = as_floats(y), np.maximum(as_floats(se), 1e-6), np.asarray(group)
    together = (group[:, None] == group[None, :]).astype(float)
    top = max(float(np.std(y)), float(np.median(se))) * 2
    grid = np.linspace(0.02, 1, 12) * top
    middle, noise = float(np.average(y, weights=1 / se**2)), np.diag(se**2)
    everybody = np.full_like(together, _FLAT**2)
    fits: list[tuple[float, Floats, Floats]] = []
    for within in grid:
        for between in grid:
            prior = within**2 * np.eye(len(y)) + between**2 * together + everybody
            inverse = np.linalg.inv(prior + noise)
            found = prior @ inverse @ (y - middle)
            variance = np.diag(prior) - np.einsum("ij,ij->i", prior @ inverse, prior)
            fit = np.linalg.slogdet(inverse)[1] - (y - middle) @ inverse @ (y - middle)
            fits.append((0.5 * float(fit), found, variance))
    weight = np.exp(np.array([fit for fit, _, _ in fits]) - max(fit for fit, _, _ in fits))
    weight /= weight.sum()
    means = np.stack([found for _, found, _ in fits])
    variances = np.stack([variance for _, _, variance in fits])
    value = weight @ means
    sd = np.sqrt(np.maximum(weight @ (variances + means**2) - value**2, 0))
    z = special.ndtri(0.5 + level / 2)
    return Shrunk(
        value=middle + value, low=middle + value - z * sd, high=middle + value + z * sd, sd=sd
    )


def sure_sign(estimate: ArrayLike, se: ArrayLike) -> Floats:
    """Probability that the sign of each estimate is right, the mass at 0 counted as wrong."""
    alive, mean, sd = _spike_and_slab(estimate, se)
    return alive * special.ndtr(np.abs(mean) / sd)


def harmless_chance(estimate: ArrayLike, se: ArrayLike, *, margin: float) -> Floats:
    """Probability that the truth lies within `margin` of 0, by the same prior as `sure_sign`."""
    alive, mean, sd = _spike_and_slab(estimate, se)
    inside = special.ndtr((margin - mean) / sd) - special.ndtr((-margin - mean) / sd)
    return (1 - alive) + alive * inside


def _spike_and_slab(
    estimate: ArrayLike, se: ArrayLike, *, rounds: int = 60
) -> tuple[Floats, Floats, Floats]:
    """Chance of not being 0, and mean and sd if so.

    Prior p0 at 0 and normal(0, tau) beside it, both fitted to the family by EM, p0 at least .5:
    a flat prior would call 20 % of true nulls sure.
    """
    y, se = as_floats(estimate), np.maximum(as_floats(se), 1e-12)
    null, tau2 = 0.5, max(float(np.mean(y**2 - se**2)), float(np.mean(se**2)) * 0.1)
    alive = np.zeros_like(y)
    for _ in range(rounds):
        zero = null * _normal(y, se)
        some = (1 - null) * _normal(y, np.sqrt(se**2 + tau2))
        alive = some / (zero + some)
        null = max(0.5, float(1 - alive.mean()))
        pull = tau2 / (tau2 + se**2)
        second = (pull * y) ** 2 + pull * se**2
        tau2 = max(float((alive * second).sum() / max(alive.sum(), 1e-12)), 1e-12)
    pull = tau2 / (tau2 + se**2)
    return alive, pull * y, np.sqrt(pull) * se


def _normal(y: Floats, sd: Floats) -> Floats:
    return np.exp(-0.5 * (y / sd) ** 2) / sd + 1e-300


def _mixture_quantile(weight: Floats, a: Floats, b: Floats, at: float) -> Floats:
    low, high = np.zeros(a.shape[1]), np.ones(a.shape[1])
    for _ in range(40):
        middle = (low + high) / 2
        below = weight @ special.betainc(a, b, middle) < at
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2

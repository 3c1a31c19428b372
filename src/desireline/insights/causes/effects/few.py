"""The effect of a condition that few have met: a Bayesian logistic model, averaged over people.

In: as in `aipw`.  Out: an `Effect`. Weak priors (coefficients N(0, 1) on standardised columns, narrower where there are many,
so that they never make chances near 0 or 1 by themselves; the condition N(0, 2.5^2)) and draws of the posterior times a Bayesian bootstrap of the people, because
a bootstrap of a shrunk estimate is centred on the shrunk value. Never more than `suggested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from desireline.insights.causes.effects.aipw import EVERYBODY, Effect
from desireline.insights.causes.effects.logistic import as_chance, chances, fit, with_intercept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DRAWS, _AT_ONCE = 500, 20
_MOST_SPREAD = 4.0
"""Prior variance of all columns together: a chance of one half becomes one of .02 to .98."""


def estimate_few(x: Floats, d: Floats, y: Floats) -> Effect:
    """Estimate the average effect; its error is the spread of the posterior."""
    with threadpool_limits(1):
        return _estimate(x, d, y)


def _estimate(x: Floats, d: Floats, y: Floats) -> Effect:
    columns = np.column_stack([d - d.mean(), x])
    each = max(1.0, x.shape[1] / _MOST_SPREAD)
    ridge = np.concatenate([[1 / 2.5**2], np.full(x.shape[1], each)])
    beta = fit(columns, y, ridge)
    design = with_intercept(columns)
    p = chances(design, beta)
    curvature = (design * (p * (1 - p))[:, None]).T @ design
    curvature[np.diag_indices_from(curvature)] += np.concatenate([[1e-6], ridge])
    rng = np.random.Generator(np.random.PCG64(23))
    lower = np.linalg.cholesky(np.linalg.inv(curvature)).astype(np.float64, copy=False)
    design[:, 1] = -d.mean()  # as if nobody met it; whoever does is one coefficient away
    drawn = np.concatenate([_gaps(rng, design, beta, lower) for _ in range(_DRAWS // _AT_ONCE)])
    return Effect(
        value=float(drawn.mean()),
        se=float(drawn.std(ddof=1)),
        n=len(y),
        treated=int(d.sum()),
        without=float(chances(design, beta).mean()),
        whose=EVERYBODY,
        outside=0.0,
        imbalance=None,
        apart=0,
        prognosis=0.0,
        naive=float(y[d == 1].mean() - y[d == 0].mean()),
    )


def _gaps(rng: np.random.Generator, design: Floats, beta: Floats, lower: Floats) -> Floats:
    """Weighted mean differences under some draws of coefficients and of people."""
    normal = np.empty((_AT_ONCE, len(beta)))
    weight = np.empty((_AT_ONCE, len(design)))
    for i in range(_AT_ONCE):
        normal[i] = rng.standard_normal(len(beta))
        weight[i] = rng.exponential(size=len(design))
    drawn = beta + normal @ lower.T
    without = drawn @ design.T
    gap = as_chance(without + drawn[:, [1]]) - as_chance(without)
    return (weight * gap).sum(axis=1) / weight.sum(axis=1)

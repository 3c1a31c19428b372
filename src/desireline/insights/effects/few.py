"""The effect of a condition that few have met: a Bayesian logistic model, averaged over people.

In: as in `aipw`.  Out: an `Effect`. Weak priors (coefficients N(0, 1) on standardised columns, the
condition N(0, 2.5^2)) and draws of the posterior times a Bayesian bootstrap of the people, because
a bootstrap of a shrunk estimate is centred on the shrunk value. Never more than `suggested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.effects.aipw import EVERYBODY, Effect
from desireline.insights.effects.logistic import chances, fit, with_intercept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DRAWS = 500


def estimate_few(x: Floats, d: Floats, y: Floats) -> Effect:
    """Estimate the average effect; its error is the spread of the posterior."""
    columns = np.column_stack([d - d.mean(), x])
    ridge = np.concatenate([[1 / 2.5**2], np.ones(x.shape[1])])
    beta = fit(columns, y, ridge)
    design = with_intercept(columns)
    p = chances(design, beta)
    curvature = (design * (p * (1 - p))[:, None]).T @ design
    curvature[np.diag_indices_from(curvature)] += np.concatenate([[1e-6], ridge])
    rng = np.random.Generator(np.random.PCG64(23))
    lower = np.linalg.cholesky(np.linalg.inv(curvature))
    with_, without = design.copy(), design.copy()
    with_[:, 1], without[:, 1] = 1 - d.mean(), -d.mean()
    drawn = np.empty(_DRAWS)
    for i in range(_DRAWS):
        one = beta + lower @ rng.standard_normal(len(beta))
        weight = rng.exponential(size=len(y))
        gap = chances(with_, one) - chances(without, one)
        drawn[i] = float(weight @ gap / weight.sum())
    return Effect(
        value=float(drawn.mean()),
        se=float(drawn.std(ddof=1)),
        n=len(y),
        treated=int(d.sum()),
        without=float(chances(without, beta).mean()),
        whose=EVERYBODY,
        outside=0.0,
        imbalance=None,
        naive=float(y[d == 1].mean() - y[d == 0].mean()),
    )

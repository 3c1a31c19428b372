"""Logistic regression with a ridge, for shares as well as for yes and no.

In: a matrix, answers between 0 and 1.  Out: coefficients, and fitted chances.
The ridge is chosen on held-out fifths. Columns come standardised (`design.standardise`), so that one
ridge means the same for all of them; the intercept carries none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RIDGES = (0.5, 3.0, 15.0, 60.0)
_ROUNDS = 12
_ENOUGH = 1e-5


def fit(x: Floats, y: Floats, ridge: float | Floats) -> Floats:
    """Coefficients, the intercept first.

    Args:
        x: shape (n, p), without a column of ones.
        y: between 0 and 1.
        ridge: penalty on each squared coefficient; one for all or one each.
    """
    design = with_intercept(x)
    penalty = np.concatenate([[1e-6], np.broadcast_to(ridge, x.shape[1])])
    beta = np.zeros(design.shape[1])
    middle = float(np.clip(y.mean(), 0.001, 0.999)) if len(y) else 0.5
    beta[0] = np.log(middle / (1 - middle))
    for _ in range(_ROUNDS):
        p = chances(design, beta)
        weight = np.maximum(p * (1 - p), 1e-6)
        gradient = design.T @ (y - p) - penalty * beta
        hessian = (design * weight[:, None]).T @ design
        hessian[np.diag_indices_from(hessian)] += penalty
        step = np.linalg.solve(hessian, gradient)
        longest = float(np.abs(step).max())
        beta += step if longest < 5 else step * (5 / longest)
        if longest < _ENOUGH:
            break
    return beta


def chances(design: Floats, beta: Floats) -> Floats:
    """Fitted values; `design` has the column of ones."""
    return 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))


def with_intercept(x: Floats) -> Floats:
    """Put a column of ones before the others."""
    return np.column_stack([np.ones(len(x)), x])


def choose_ridge(x: Floats, y: Floats, fold: NDArray[np.int64]) -> float:
    """The ridge under which held-out answers are most likely."""
    losses: list[float] = []
    for ridge in RIDGES:
        loss = 0.0
        for one in np.unique(fold):
            held = fold == one
            if held.all() or not held.any():
                continue
            p = chances(with_intercept(x[held]), fit(x[~held], y[~held], ridge))
            loss -= float((y[held] * np.log(p) + (1 - y[held]) * np.log1p(-p)).sum())
        losses.append(loss)
    return RIDGES[int(np.argmin(losses))]

"""Logistic regression with a ridge, for shares as well as for yes and no.

In: a matrix, answers between 0 and 1.  Out: coefficients, and fitted chances.
The ridge is chosen on held-out fifths. Columns come standardised (`design.standardise`), so that one
ridge means the same for all of them; the intercept carries none.
A trial fits some eighty such models to nearly the same rows. Each begins where the last one ended (`Near`), with its
curvature, which is measured again only where steps stop shrinking: the optimum is one and the same, the way to it short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RIDGES = (0.5, 3.0, 15.0, 60.0)
_ROUNDS = 60
_ENOUGH = 1e-6
_SHRINKS = 0.3
"""A step that is no shorter than this part of the last one asks for the curvature anew."""
_LONGEST = 5.0
_TOO_FAR = 0.5
"""A step beyond the top, after which it falls by more than this part of what it rose, is halved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Where a fit ended: what the next one to similar rows begins with."""

    beta: Floats
    curvature: Floats
    """Of a row, without the ridge."""


def fit(x: Floats, y: Floats, ridge: float | Floats) -> Floats:
    """Coefficients, the intercept first.

    Args:
        x: shape (n, p), without a column of ones.
        y: between 0 and 1.
        ridge: penalty on each squared coefficient; one for all or one each.
    """
    return fit_near(with_intercept(x), y, ridge, None).beta


def fit_near(design: Floats, y: Floats, ridge: float | Floats, near: Near | None) -> Near:
    """As `fit`, beginning at another fit; `design` has the column of ones."""
    rows, columns = design.shape
    penalty = np.concatenate([[1e-6], np.broadcast_to(ridge, columns - 1)])
    if near is None:
        middle = float(np.clip(y.mean(), 0.001, 0.999)) if rows else 0.5
        beta = np.zeros(columns)
        beta[0] = np.log(middle / (1 - middle))
        curvature = inverse = None
    else:
        beta, curvature = near.beta.copy(), near.curvature
        inverse = _inverse(curvature, rows, penalty)

    def looked_at(point: Floats) -> tuple[Floats, Floats]:
        """Chances and slope there."""
        p = chances(design, point)
        return p, design.T @ (y - p) - penalty * point

    (p, slope), last = looked_at(beta), np.inf
    for _ in range(_ROUNDS):
        if inverse is None:
            curvature = _curvature(design, p)
            inverse = _inverse(curvature, rows, penalty)
        step = inverse @ slope
        longest = float(np.abs(step).max())
        step *= min(1.0, _LONGEST / max(longest, _ENOUGH))
        uphill = float(slope @ step)
        p, slope = looked_at(beta + step)
        while float(slope @ step) < -_TOO_FAR * uphill and longest >= _ENOUGH:
            step, uphill, longest = step / 2, uphill / 2, longest / 2
            p, slope = looked_at(beta + step)
            inverse = None  # of the next point
        beta += step
        if longest < _ENOUGH:
            break
        if longest > _SHRINKS * last:
            inverse = None
        last = longest
    assert curvature is not None
    return Near(beta=beta, curvature=curvature)


def _curvature(design: Floats, p: Floats) -> Floats:
    weighted = design * np.sqrt(np.maximum(p * (1 - p), 1e-6))[:, None]
    return weighted.T @ weighted / max(len(p), 1)


def _inverse(curvature: Floats, rows: int, penalty: Floats) -> Floats:
    hessian = curvature * rows
    hessian[np.diag_indices_from(hessian)] += penalty
    return np.linalg.inv(hessian).astype(np.float64, copy=False)


def chances(design: Floats, beta: Floats) -> Floats:
    """Fitted values; `design` has the column of ones."""
    return as_chance(design @ beta)


def as_chance(score: Floats) -> Floats:
    """A score on the line as a chance."""
    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))


def with_intercept(x: Floats) -> Floats:
    """Put a column of ones before the others."""
    return np.column_stack([np.ones(len(x)), x])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """The ridge that was chosen, and a fit with it."""

    value: float
    near: Near | None


def choose_ridge(design: Floats, y: Floats, fold: NDArray[np.int64]) -> Ridge:
    """The ridge under which held-out answers are most likely; `design` has the column of ones."""
    losses = np.zeros(len(RIDGES))
    ends: list[Near | None] = [None] * len(RIDGES)
    for one in np.unique(fold):
        held = fold == one
        if held.all() or not held.any():
            continue
        train, answers = design[~held], y[~held]
        rest, told = design[held], y[held]
        for i in reversed(range(len(RIDGES))):  # the strongest first: it is nearest to the start
            near = ends[i] or (ends[i + 1] if i + 1 < len(RIDGES) else None)
            ends[i] = found = fit_near(train, answers, RIDGES[i], near)
            p = chances(rest, found.beta)
            losses[i] -= float((told * np.log(p) + (1 - told) * np.log1p(-p)).sum())
    best = int(np.argmin(losses))
    return Ridge(value=RIDGES[best], near=ends[best])

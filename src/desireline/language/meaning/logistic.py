"""Logistic regression for several classes: the one learner behind every head.

In: rows of numbers, and for each row how much of each class it is.  Out: weights that give chances.
Ridge penalty, no penalty on the constant; solved by L-BFGS, so that the same data give the same weights.
A *prior* head may be given: then the penalty is on the distance to it, which is how a workspace's few
labels bend the shipped head instead of replacing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Weights (k classes x f features) and constants (k)."""

    weights: Numbers
    constants: Numbers

    def logits(self, rows: Any) -> Numbers:
        """One number for each row and class; rows may be sparse."""
        import numpy as np

        return np.asarray(rows @ self.weights.T) + self.constants

    def chances(self, rows: Any) -> Numbers:
        """Chances of each class; every row adds up to 1."""
        return softmax(self.logits(rows))


def softmax(logits: Any) -> Numbers:
    """Logits as chances, row by row."""
    import numpy as np

    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def fit(
    rows: Any,
    shares: Numbers,
    *,
    penalty: float,
    row_weights: Numbers | None = None,
    prior: Head | None = None,
    rounds: int = 200,
) -> Head:
    """Fit a head.

    Args:
        rows: shape (n, f), dense or sparse.
        shares: shape (n, k): how much of each class a row is; a row adds up to 1.
        penalty: of the squared distance of the weights to the prior, against the *sum* of losses.
        row_weights: how much each row counts; 1 where not given.
        prior: where the weights start from and are pulled to; zero where not given.
        rounds: most steps of the solver.
    """
    import numpy as np
    from scipy.optimize import minimize

    n, features = rows.shape
    classes = shares.shape[1]
    counts = np.ones(n) if row_weights is None else np.asarray(row_weights, float)
    start = np.zeros((classes, features + 1))
    if prior is not None:
        start[:, :-1], start[:, -1] = prior.weights, prior.constants
    turned = rows.T.tocsr() if hasattr(rows, "tocsr") else rows.T

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        table = flat.reshape(classes, features + 1)
        logits = np.asarray(rows @ table[:, :-1].T) + table[:, -1]
        logits -= logits.max(axis=1, keepdims=True)
        totals = np.log(np.exp(logits).sum(axis=1, keepdims=True))
        chances = np.exp(logits - totals)
        missed = (chances - shares) * counts[:, None]
        away = table - start
        away[:, -1] = 0.0
        value = -float((counts[:, None] * shares * (logits - totals)).sum())
        slope = np.empty_like(table)
        slope[:, :-1] = np.asarray(turned @ missed).T + penalty * away[:, :-1]
        slope[:, -1] = missed.sum(axis=0)
        return value + penalty / 2 * float((away**2).sum()), slope.ravel()

    solved: Any = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": rounds}
    )
    table = solved.x.reshape(classes, features + 1)
    return Head(table[:, :-1].copy(), table[:, -1].copy())


def fit_temperature(logits: Numbers, shares: Numbers, row_weights: Numbers | None = None) -> float:
    """Divide logits by this, and the chances of held-out rows are as good as one number makes them."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    counts = np.ones(len(logits)) if row_weights is None else np.asarray(row_weights, float)

    def loss(log_temperature: float) -> float:
        chances = softmax(logits / np.exp(log_temperature))
        return -float((counts[:, None] * shares * np.log(chances + 1e-12)).sum())

    found: Any = minimize_scalar(loss, bounds=(-2, 2), method="bounded")
    return float(np.exp(found.x))

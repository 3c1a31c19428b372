"""Shares of what a regression explains, fair among factors that go together (LMG, Shapley of R²).

In: columns by factor, a result, customers.  Out: R² and each factor's part of it, with intervals.
Orders are drawn: one Cholesky of the correlations in that order gives what each factor adds to those
before it. With many orders this is the mean over all of them. Intervals by a bootstrap of customers, in
the same orders each time: which orders were drawn must not look like doubt about the customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ORDERS, FEW_ORDERS, REPLICATES = 600, 40, 120
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """R², and each factor's part of it with the ends of its 95 % interval."""

    explained: float
    part: Floats
    low: Floats
    high: Floats


def shapley(blocks: Sequence[Floats], y: Floats, who: Ints) -> Shares:
    """Parts of R²; `blocks` are the columns of each factor, without NaN."""
    x = np.column_stack([*blocks, y])
    owner = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    rng = np.random.Generator(np.random.PCG64(31))
    _, back = np.unique(who, return_inverse=True)
    orders = _orders(owner, ORDERS)
    with threadpool_limits(1):  # small matrices: threads would only wait for each other
        part = _parts(_moments(x, np.ones(len(y))), owner, orders)
        drawn = np.array(
            [
                _parts(
                    _moments(x, rng.poisson(1, back.max() + 1)[back]), owner, orders[:FEW_ORDERS]
                )
                for _ in range(REPLICATES)
            ]
        )
    total = part.sum()
    share = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1e-12)
    spread = 1.96 * share.std(axis=0, ddof=1)
    value = part / max(total, 1e-12)
    return Shares(
        explained=float(total),
        part=value,
        low=np.maximum(value - spread, 0.0),
        high=np.minimum(value + spread, 1.0),
    )


def _moments(x: Floats, weight: Floats) -> Floats:
    """Weighted correlations of all columns, the result last."""
    total = weight.sum()
    centred = (x - (weight @ x) / total) * np.sqrt(weight)[:, None]
    covariance = centred.T @ centred / total
    scale = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
    return covariance / np.outer(scale, scale)


def _orders(owner: Ints, orders: int) -> Ints:
    """Columns in drawn orders of their factors, one order a row."""
    rng = np.random.Generator(np.random.PCG64(29))
    count = int(owner.max()) + 1
    return np.array(
        [np.argsort(rng.permutation(count)[owner], kind="stable") for _ in range(orders)]
    )


def _parts(r: Floats, owner: Ints, orders: Ints) -> Floats:
    """What each factor adds to those before it, the mean over all orders."""
    inside = r + _RIDGE * np.eye(len(r))
    inside[-1, -1] = len(r)  # enough to be positive: of the result only its row is read
    rows = np.column_stack([orders, np.full(len(orders), len(r) - 1)])
    lower = np.linalg.cholesky(inside[rows[:, :, None], rows[:, None, :]])
    gain = lower[:, -1, :-1] ** 2
    out = np.bincount(owner[orders].ravel(), weights=gain.ravel(), minlength=int(owner.max()) + 1)
    return out / len(orders)

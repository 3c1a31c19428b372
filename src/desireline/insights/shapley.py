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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ORDERS, FEW_ORDERS, REPLICATES = 600, 40, 120
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """R², and each factor's part of it with the ends of its 95 % interval."""

    explained: float
    part: Floats
    low: Floats
    high: Floats


def shapley(blocks: Sequence[Floats], y: Floats, who: NDArray[np.int64]) -> Shares:
    """Parts of R²; `blocks` are the columns of each factor, without NaN."""
    x = np.column_stack([*blocks, y])
    owner = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    rng = np.random.Generator(np.random.PCG64(31))
    part = _parts(_moments(x, np.ones(len(y))), owner, ORDERS)
    _, back = np.unique(who, return_inverse=True)
    drawn = np.array(
        [
            _parts(_moments(x, rng.poisson(1, back.max() + 1)[back]), owner, FEW_ORDERS)
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
    centred = x - (weight @ x) / total
    covariance = (centred * weight[:, None]).T @ centred / total
    scale = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
    return covariance / np.outer(scale, scale)


def _parts(r: Floats, owner: NDArray[np.int64], orders: int) -> Floats:
    rng = np.random.Generator(np.random.PCG64(29))
    inside, with_y = r[:-1, :-1] + _RIDGE * np.eye(len(r) - 1), r[:-1, -1]
    count = int(owner.max()) + 1
    out = np.zeros(count)
    for _ in range(orders):
        rank = rng.permutation(count)
        order = np.argsort(rank[owner], kind="stable")
        lower = np.linalg.cholesky(inside[np.ix_(order, order)])
        gain = np.linalg.solve(lower, with_y[order]) ** 2
        out += np.bincount(owner[order], weights=gain, minlength=count)
    return out / orders

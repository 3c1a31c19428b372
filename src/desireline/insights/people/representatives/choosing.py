"""Which real journeys stand for the others: one nearest to all, and others for those it leaves out.

In: distances of candidates from members, weights.  Out: up to three candidates.
The first is the medoid among candidates of usual length: without that bound short journeys win, being
near to everything. Each further one covers most of those who are not yet near any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST = 3
_WORTH = 0.1
"""Share of the members that a further journey must cover."""


def usual(length: Ints, weight: Floats) -> Ints:
    """Rows whose length lies between the quartiles."""
    order = np.argsort(length, kind="stable")
    place = np.cumsum(weight[order]) / weight.sum()
    low, high = (length[order][np.searchsorted(place, q)] for q in (0.25, 0.75))
    return np.flatnonzero((length >= low) & (length <= high))


def choose(apart: Floats, weight: Floats) -> list[int]:
    """Rows of `apart` (candidates by members), the most typical first."""
    first = int(np.argmin(apart @ weight))
    near = apart <= np.quantile(apart, 0.1)
    chosen, open_ = [first], ~near[first]
    while len(chosen) < MOST:
        gain = (near & open_) @ weight / weight.sum()
        best = int(np.argmax(gain))
        if gain[best] < _WORTH:
            break
        chosen.append(best)
        open_ &= ~near[best]
    return chosen

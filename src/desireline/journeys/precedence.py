"""Places on a line that say best which of two comes first.

In: for each pair, in how many streams the one is met before the other.  Out: a place each (HodgeRank: Jiang, Lim, Yao and Ye, 2011; least
squares over all pairs, a pair weighing the root of its streams). A mean place in journeys would be stretched by those who leave early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def places(before: NDArray[np.float64]) -> list[float | None]:
    """Place of each; None for one that is never met with another.

    Args:
        before: shape (n, n): streams in which the row is met before the column.
    """
    import numpy as np

    both = before + before.T
    weight = np.sqrt(both)
    leads = (weight * (before.T - before) / np.maximum(both, 1)).sum(axis=1)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    found = np.linalg.lstsq(laplacian, leads, rcond=None)[0]
    # rounded, so that ties stay ties
    return [
        round(float(place), 6) if known.any() else None
        for place, known in zip(found, weight, strict=True)
    ]

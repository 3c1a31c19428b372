"""Saying several things at once: which claims stand, and how sure a rank is.

In: p-values or estimates of one family.  Out: who is selected, at which level to report, ranks.
Ranks compare all pairs with one simultaneous critical value (the largest |t|): plain bootstrap
ranks miss among near-ties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.numbers.statistics import as_floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FALSE_DISCOVERY = 0.10


def benjamini_hochberg(p: ArrayLike, *, q: float = FALSE_DISCOVERY) -> NDArray[np.bool_]:
    """Which of a family are discoveries at false discovery rate `q`. NaN is never one."""
    p = as_floats(p)
    tried = ~np.isnan(p)
    order = np.argsort(np.where(tried, p, 2.0), kind="stable")
    count = int(tried.sum())
    bars = q * np.arange(1, count + 1) / max(count, 1)
    below = np.flatnonzero(p[order][:count] <= bars)
    chosen = np.zeros(len(p), dtype=bool)
    if len(below):
        chosen[order[: below[-1] + 1]] = True
    return chosen


def level_after_selection(selected: int, tried: int, *, q: float = FALSE_DISCOVERY) -> float:
    """Level at which the selected are reported, so that they cover 1 - q on average."""
    return 1 - q * selected / tried if selected else 1 - q


def rank_intervals(
    scores: ArrayLike, errors: ArrayLike, *, level: float = 0.95, draws: int = 2000
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rank (1 = largest score), with the lowest and highest rank it may have.

    Args:
        scores: estimates.
        errors: their standard errors; cells are taken as independent.
        level: simultaneous over all pairs.
        draws: of the largest |t|, seeded.
    """
    scores, errors = as_floats(scores), as_floats(errors)
    count = len(scores)
    order = np.argsort(-scores, kind="stable")
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(1, count + 1)
    spread = np.sqrt(errors[:, None] ** 2 + errors[None, :] ** 2)
    spread[spread == 0] = 1e-12
    critical = _largest_t(errors, spread, level=level, draws=draws)
    sure = (scores[:, None] - scores[None, :]) / spread > critical
    return rank, 1 + sure.sum(axis=0), count - sure.sum(axis=1)


def _largest_t(
    errors: NDArray[np.float64], spread: NDArray[np.float64], *, level: float, draws: int
) -> float:
    if len(errors) < 2:
        return np.inf
    noise = np.random.Generator(np.random.PCG64(11)).standard_normal((draws, len(errors))) * errors
    largest = np.zeros(draws)
    for one in range(len(errors)):
        t = np.abs(noise - noise[:, [one]]) / spread[one]
        largest = np.maximum(largest, t.max(axis=1))
    return float(np.quantile(largest, level))

"""How long a repeat stays a repeat: the valley between coming back soon and coming with something new.

In: gaps between the contacts of a customer, the open last gaps censored.  Out: days, 3 to 30.
Two lognormals are fitted by EM; where one says as much (BIC), there is no valley and 14 days are taken.
Gaps are counted by steps of 2 %: a fit costs the same for a thousand and for a million of them.
"""

from __future__ import annotations

import numpy as np
from scipy import special

USUAL_DAYS, SHORTEST_DAYS, LONGEST_DAYS = 14.0, 3.0, 30.0
_ENOUGH = 100
_ROUNDS = 200
_STEP = 0.02


def repeat_window(gaps_days: np.ndarray, open_days: np.ndarray) -> float:
    """Days within which a contact about the same thing is a repeat.

    Args:
        gaps_days: from one contact of a customer to the next.
        open_days: from each customer's last contact to the end of the data.
    """
    gaps = np.log(gaps_days[gaps_days > 1e-3])
    censored = np.log(open_days[open_days > 1e-3])
    if len(gaps) < _ENOUGH:
        return USUAL_DAYS
    one, two = (_fit(_counted(gaps), _counted(censored), parts) for parts in (1, 2))
    n = len(gaps) + len(censored)
    if -2 * two[0] + 5 * np.log(n) >= -2 * one[0] + 2 * np.log(n):
        return USUAL_DAYS
    valley = _crossing(two[1], two[2], two[3])
    return USUAL_DAYS if valley is None else float(np.clip(valley, SHORTEST_DAYS, LONGEST_DAYS))


def _counted(logs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values in steps of 2 %, and how many lie at each."""
    steps, counts = np.unique(np.round(logs / _STEP), return_counts=True)
    return steps * _STEP, counts


def _fit(
    closed: tuple[np.ndarray, np.ndarray], censored: tuple[np.ndarray, np.ndarray], parts: int
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Log-likelihood, weights, means and sds of log gaps; values come with their counts."""
    (gaps, times), (still, open_times) = closed, censored
    share = np.full(parts, 1 / parts)
    mean = _quantiles(gaps, times, [0.5] if parts == 1 else [0.25, 0.85])
    centre = np.average(gaps, weights=times)
    sd = np.full(parts, max(np.sqrt(np.average((gaps - centre) ** 2, weights=times)) / parts, 0.1))
    counts = np.concatenate([times, open_times])
    likelihood = -np.inf
    for _ in range(_ROUNDS):
        seen = np.log(share) + _log_density(gaps, mean, sd)
        z = (still[:, None] - mean) / sd
        unseen = np.log(share) + special.log_ndtr(-z)
        both = np.concatenate([seen, unseen])
        likelihood = float(counts @ np.logaddexp.reduce(both, axis=1))
        r = special.softmax(seen, axis=1) * times[:, None]
        c = special.softmax(unseen, axis=1) * open_times[:, None]
        ratio = np.exp(-0.5 * z**2 - special.log_ndtr(-z)) / np.sqrt(2 * np.pi)
        first = mean + sd * ratio
        second = sd**2 * (1 + z * ratio - ratio**2)
        weight = r.sum(axis=0) + c.sum(axis=0)
        moved = ((r * gaps[:, None]).sum(axis=0) + (c * first).sum(axis=0)) / weight
        spread = (r * (gaps[:, None] - moved) ** 2).sum(axis=0)
        spread = spread + (c * (second + (first - moved) ** 2)).sum(axis=0)
        share, mean = weight / weight.sum(), moved
        sd = np.sqrt(np.maximum(spread / weight, 0.01))
    return likelihood, share, mean, sd


def _quantiles(values: np.ndarray, counts: np.ndarray, at: list[float]) -> np.ndarray:
    reached = np.cumsum(counts) / counts.sum()
    return values[np.searchsorted(reached, at)]


def _log_density(x: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    return -0.5 * ((x[:, None] - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)


def _crossing(share: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> float | None:
    """Where coming with something new becomes likelier, in days; None where it never turns."""
    low, high = np.argsort(mean)
    at = np.linspace(mean[low], mean[high], 400)
    density = np.log(share) + _log_density(at, mean, sd)
    turned = np.flatnonzero(density[:, high] > density[:, low])
    return float(np.exp(at[turned[0]])) if len(turned) and turned[0] > 0 else None

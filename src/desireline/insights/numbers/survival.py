"""How many go no further: the plateau of Kaplan-Meier, competing ends apart, by customer.

In: visits counted by time bin and by how they ended.  Out: exit probability by the horizon.
A visit ends by going on, by a stated loss, or not yet (censored). Going on is the event of
interest; a stated loss competes with it; exit = 1 - cumulative incidence of going on, so that a
running journey is neither lost nor thrown away. Bins are fine near 0 (square-root scale) and a
visit censored inside a bin counts half in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.numbers.statistics import divide, jeffreys, t_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BINS = 512
"""Bins of [0, horizon); bin BINS holds every visit that reached the horizon."""
ON, LOST, CENSORED = 0, 1, 2
"""How a visit ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """Exit probability of one touchpoint, and what its variance by customer needs."""

    value: float
    falling: float
    """How much the curve still fell over the last quarter of the horizon."""
    influence: Floats
    """Shape (3, BINS + 1): pull of one visit that ended so, in that bin, on `value`."""
    independent_se: float
    """Standard error if visits were independent."""


def exit_probability(counts: NDArray[np.int64]) -> Exit:
    """Share that never goes on within the horizon.

    Args:
        counts: shape (3, BINS + 1); counts[ON, 4] visits went on in bin 4. The last bin is
            `beyond the horizon`, whatever happened there.
    """
    on, lost, censored = (row[:-1].astype(np.float64) for row in counts)
    ended = counts.sum(axis=0).astype(np.float64)
    at_risk = ended.sum() - np.concatenate([[0.0], np.cumsum(ended[:-2])])
    at_risk = at_risk - censored / 2
    hazard, hazard_on = divide(on + lost, at_risk), divide(on, at_risk)
    alive = np.concatenate([[1.0], np.cumprod(1 - hazard)])
    incidence = np.cumsum(alive[:-1] * hazard_on)
    total = float(incidence[-1])
    quarter = incidence[int(BINS * np.sqrt(0.75)) - 1]
    influence = _influence(at_risk, hazard, hazard_on, alive[:-1], incidence)
    return Exit(
        value=min(max(1 - total, 0.0), 1.0),
        falling=total - float(quarter),
        influence=-influence,
        independent_se=float(np.sqrt((counts * influence**2).sum())),
    )


def exit_interval(
    value: float, se: float, *, clusters: float, followed: float
) -> tuple[float, float]:
    """Interval on the log(-log) scale; Jeffreys among the followed customers at 0 and 1."""
    if value <= 1e-12 or value >= 1 - 1e-12 or se <= 0:
        edge = jeffreys(round(value) * followed, followed)
        return float(min(edge[0][0], value)), float(max(edge[1][0], value))
    scale = np.log(-np.log(value))
    reach = float(t_quantile(clusters - 1)[0]) * se / (value * abs(np.log(value)))
    ends = np.exp(-np.exp(np.array([scale + reach, scale - reach])))
    return float(ends[0]), float(ends[1])


def _influence(
    at_risk: Floats, hazard: Floats, hazard_on: Floats, alive: Floats, incidence: Floats
) -> Floats:
    """Derivative of the incidence at the horizon by one more visit of each kind and bin."""
    later = incidence[-1] - incidence
    gain_on = divide(alive, at_risk)
    loss_any = divide(later, at_risk * (1 - hazard))
    price = hazard_on * gain_on - hazard * loss_any
    paid = np.cumsum(price)
    half = paid - price / 2
    out = np.empty((3, BINS + 1))
    out[ON, :-1] = gain_on - loss_any - paid
    out[LOST, :-1] = -loss_any - paid
    out[CENSORED, :-1] = -half
    out[:, -1] = -paid[-1]
    return out

"""The mean answer of everybody who was asked, from those who answered: cross-fitted AIPW for silence.

In: what was known of each before (x), who answered (r), the answer (y, 0 to 1), customers.
Out: the mean if all had answered as those alike did, with its error by customer.
The silent are taken to be like those who answered and were alike in x: that cannot be tested, so
`swing` says how far the mean would move if they differed by half a standard deviation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from desireline.insights.causes.effects.aipw import clustered_se, cross_fitted, fifths, telling
from desireline.insights.causes.effects.logistic import choose_ridge, with_intercept
from desireline.jobs import breathe

if TYPE_CHECKING:
    from desireline.insights.causes.effects.aipw import Floats, Ints

_MOST_WEIGHT = 20
"""Weights above so many times their mean are cut."""
_UNLIKE = 0.1
"""A chance of answering under so much of the mean one is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Means of answers between 0 and 1."""

    value: float
    se: float
    raw: float
    """Of those who answered."""
    asked: int
    answers: int
    cut: int
    """Weights that were cut."""
    swing: float
    """What half a standard deviation between the silent and the others would change."""
    unlike: float
    """Share of the silent whose chance of answering is so small that nobody who answered is like them."""


def mean_of_asked(x: Floats, r: Floats, y: Floats, who: Ints) -> Answered:
    """Estimate; `y` of the silent is not read."""
    breathe()
    with threadpool_limits(1):
        return _mean_of_asked(x, r, y, who)


def _mean_of_asked(x: Floats, r: Floats, y: Floats, who: Ints) -> Answered:
    told = r == 1
    raw = float(y[told].mean())
    y = np.where(told, y, raw)
    x = x[:, telling(x, r, y)]
    fold = fifths(r, y, who, np.random.Generator(np.random.PCG64(29)))
    design = with_intercept(x)
    chance = choose_ridge(design, r, fold % 3)
    answer = choose_ridge(design[told], y[told], fold[told] % 3)
    e = cross_fitted(design, r, np.ones(len(r), dtype=bool), fold, chance)
    m = cross_fitted(design, y, told, fold, answer)
    weight = 1 / np.clip(e, 1e-4, 1)
    most = _MOST_WEIGHT * float(weight[told].mean())
    psi = m + r * (y - m) * np.minimum(weight, most)
    value = float(psi.mean())
    return Answered(
        value=value,
        se=clustered_se(psi - value, who),
        raw=raw,
        asked=len(y),
        answers=int(told.sum()),
        cut=int((weight[told] > most).sum()),
        swing=0.5 * float(y[told].std()) * (1 - float(r.mean())),
        unlike=float((e[~told] < _UNLIKE * float(r.mean())).mean()) if (~told).any() else 0.0,
    )

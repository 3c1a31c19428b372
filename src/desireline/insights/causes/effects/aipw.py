"""The effect of a condition on an outcome: cross-fitted AIPW.

In: what was known before (x), who met the condition (d), what came of it (y, 0 to 1), customers.
Out: an `Effect` with its standard error by customer and how alike the two groups were.
Chances of meeting the condition and of the outcome are each learnt on four fifths and used on the
other; the median over three ways to cut. Where more than 2 % of people could hardly have met, or
missed, the condition, the effect is that on the overlap (weights e(1 - e)), and says so. So it is where
everybody's effect is known much less well: those whom nearly nobody resembles on the other side make it so
(Crump, Hotz, Imbens and Mitnik, 2009). The choice looks at errors alone, never at effects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special
from threadpoolctl import threadpool_limits

from desireline.insights.causes.effects.logistic import (
    chances,
    choose_ridge,
    fit_near,
    with_intercept,
)
from desireline.jobs import breathe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.causes.effects.logistic import Ridge

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FOLDS, SPLITS = 5, 3
FEWEST_COLUMNS, PEOPLE_A_COLUMN = 8, 6
_EDGE, _OUTSIDE = 0.02, 0.02
_STRETCH = 5.0
"""A column that is stretched so much meets a 25th of the ridge."""
_DEARER = 1.1
"""Error of everybody's effect, in errors of the overlap's, from which the overlap's is told: a fifth more people for the same."""
_WORTH = 1.3
"""Standard errors under which one cut will do: the effect is unknown whichever cut is taken."""
ALIKE = 0.1
"""Standardised difference under which two sides are alike."""
EVERYBODY = "all who could meet it"
OVERLAP = "those who might have met it or not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Mean outcome with the condition minus without, for the people whom `whose` names."""

    value: float
    se: float
    n: int
    treated: int
    without: float
    """Mean outcome if nobody met it."""
    whose: str
    outside: float
    """Share of people who could hardly have met, or missed, the condition."""
    imbalance: float | None
    """Largest standardised difference left after weighting, over everything known before; None where nothing was weighted."""
    apart: int
    """Columns whose difference is left at .1 or more, and beyond what chance leaves among so many columns (5 % for all)."""
    prognosis: float
    """How much more often, after weighting, the outcome was to be expected without the condition on the side that met it."""
    naive: float
    """Difference of plain means."""


def estimate_effect(x: Floats, d: Floats, y: Floats, who: Ints, *, splits: int = SPLITS) -> Effect:
    """Estimate.

    Args:
        x: standardised columns of what was known before.
        d: 1 met the condition, 0 did not.
        y: outcome, 0 to 1.
        who: customer of each row; rows of one customer are dependent.
        splits: how many ways to cut into fifths.

    Raises:
        CancelledError: nobody wants it any more.
    """
    breathe()
    with threadpool_limits(1):  # small matrices: threads would only wait for each other
        return _estimate(x, d, y, who, splits)


def _estimate(x: Floats, d: Floats, y: Floats, who: Ints, splits: int) -> Effect:
    x = x[:, telling(x, d, y)]
    rng = np.random.Generator(np.random.PCG64(17))
    first = fifths(d, y, who, rng)
    third = first % 3  # a ridge needs no more than a rough choice
    design = with_intercept(x * _heeded(x, d, y))
    ridges = (
        choose_ridge(design, d, third),
        choose_ridge(design[d == 1], y[d == 1], third[d == 1]),
        choose_ridge(design[d == 0], y[d == 0], third[d == 0]),
    )
    rounds: list[tuple[float, float]] = []
    fitted = [_nuisances(design, d, y, first, ridges)]
    outside = float(np.mean(np.abs(fitted[0][0] - 0.5) > 0.5 - _EDGE))
    of_all, of_some = (one(d, y, fitted[0], who) for one in (_average, _overlap))
    far = outside > _OUTSIDE
    overlap = far or of_all[1] > _DEARER * of_some[1]
    estimate = _overlap if overlap else _average
    rounds.append(of_some if overlap else of_all)
    if abs(rounds[0][0]) > _WORTH * rounds[0][1]:
        for _ in range(splits - 1):
            fitted.append(_nuisances(design, d, y, fifths(d, y, who, rng), ridges))
            rounds.append(estimate(d, y, fitted[-1], who))
    values = np.array([one[0] for one in rounds])
    value = float(np.median(values))
    spare = np.sqrt(len(y) / max(len(y) - x.shape[1], 1))  # what was learnt from the same people
    se = float(spare * np.sqrt(np.median([s**2 + (v - value) ** 2 for v, s in rounds])))
    e, _, m0 = fitted[0]
    # the overlap's weights make sides alike however wrong the chances are: they judge only where no others can
    weight = np.where(d == 1, 1 - e, e) if far else np.where(d == 1, 1 / e, 1 / (1 - e))
    heed = e * (1 - e) if overlap else np.ones_like(e)
    imbalance, apart = _left(x, d, weight)
    return Effect(
        value=value,
        se=se,
        n=len(y),
        treated=int(d.sum()),
        without=float((heed * m0).sum() / heed.sum()),
        whose=OVERLAP if overlap else EVERYBODY,
        outside=outside,
        imbalance=imbalance,
        apart=apart,
        prognosis=_gap(m0, d, weight),
        naive=float(y[d == 1].mean() - y[d == 0].mean()),
    )


def telling(x: Floats, d: Floats, y: Floats) -> Ints:
    """Columns that go with the condition or the outcome: as many as the smaller side can carry."""
    smaller = min(int(d.sum()), int((1 - d).sum()))
    most = max(FEWEST_COLUMNS, smaller // PEOPLE_A_COLUMN)
    if x.shape[1] <= most:
        return np.arange(x.shape[1])
    with_d = np.abs((d - d.mean()) @ x) / max(float(d.std()), 1e-9)
    rest = _within_sides(d, y)
    with_y = np.abs(rest @ x) / max(float(rest.std()), 1e-9)
    return np.sort(np.argsort(-np.maximum(with_d, with_y), kind="stable")[:most])


def _heeded(x: Floats, d: Floats, y: Floats) -> Floats:
    """By how much each column is stretched before a ridge holds it back.

    A ridge that foretells best holds back the very columns that make the two sides differ, and what it holds back
    stays in the effect. Columns that go with the condition or the outcome beyond what chance leaves among so many,
    and beyond what those taken before them tell, are hardly held back (double selection: Belloni, Chernozhukov and
    Hansen, 2014). The rest are: each column that is let free makes the weights wilder.
    """
    out = np.ones(x.shape[1])
    for left in (d - d.mean(), _within_sides(d, y)):
        out[_telling_most(x, left)] = _STRETCH
    return out


def _telling_most(x: Floats, left: Floats) -> list[int]:
    """Columns that tell more of what is left than chance would, each beside those taken before."""
    taken: list[int] = []
    bar, rest = _critical(x.shape[1]), left
    while len(taken) < x.shape[1]:
        strength = np.abs(rest @ x) / max(float(rest.std()), 1e-9) / np.sqrt(len(rest))
        strength[taken] = 0
        best = int(strength.argmax())
        if strength[best] <= bar:
            break
        taken.append(best)
        mine = with_intercept(x[:, taken])
        rest = left - mine @ np.linalg.lstsq(mine, left, rcond=None)[0]
    return taken


def _within_sides(d: Floats, y: Floats) -> Floats:
    """The outcome without what its side has on average."""
    return y - np.where(d == 1, y[d == 1].mean(), y[d == 0].mean())


def _critical(columns: int) -> float:
    """Standard errors that chance leaves somewhere among so many columns, in one of twenty cases."""
    return float(special.ndtri(0.5 + 0.5 * 0.95 ** (1 / max(columns, 1))))


def fifths(d: Floats, y: Floats, who: Ints, rng: np.random.Generator) -> Ints:
    """Fifths by customer, each with its share of the condition and of the outcome."""
    people, first, back = np.unique(who, return_index=True, return_inverse=True)
    order = np.lexsort((rng.random(len(people)), np.round(y[first]), d[first]))
    fold = np.empty(len(people), dtype=np.int64)
    fold[order] = np.arange(len(people)) % FOLDS
    return fold[back]


def _nuisances(
    design: Floats, d: Floats, y: Floats, fold: Ints, ridges: tuple[Ridge, Ridge, Ridge]
) -> tuple[Floats, Floats, Floats]:
    chance = cross_fitted(design, d, np.ones(len(d), dtype=bool), fold, ridges[0])
    m1 = cross_fitted(design, y, d == 1, fold, ridges[1])
    m0 = cross_fitted(design, y, d == 0, fold, ridges[2])
    return np.clip(chance, 0.005, 0.995), m1, m0


def cross_fitted(
    design: Floats, y: Floats, mine: NDArray[np.bool_], fold: Ints, ridge: Ridge
) -> Floats:
    """Chances for every row, each learnt from the rows of other folds that are `mine`."""
    out, near = np.empty(len(y)), ridge.near
    for one in range(FOLDS):
        held = fold == one
        if held.any():
            train = mine & ~held
            near = fit_near(design[train], y[train], ridge.value, near)
            out[held] = chances(design[held], near.beta)
    return out


def _average(
    d: Floats, y: Floats, fitted: tuple[Floats, Floats, Floats], who: Ints
) -> tuple[float, float]:
    e, m1, m0 = fitted
    psi = m1 - m0 + d * (y - m1) / e - (1 - d) * (y - m0) / (1 - e)
    value = float(psi.mean())
    return value, clustered_se(psi - value, who)


def _overlap(
    d: Floats, y: Floats, fitted: tuple[Floats, Floats, Floats], who: Ints
) -> tuple[float, float]:
    e, m1, m0 = fitted
    heed = e * (1 - e)
    psi = heed * (m1 - m0) + d * (1 - e) * (y - m1) - (1 - d) * e * (y - m0)
    value = float(psi.sum() / heed.sum())
    return value, clustered_se((psi - value * heed) / float(heed.mean()), who)


def clustered_se(influence: Floats, who: Ints) -> float:
    """Standard error of a mean of influences, customers as clusters."""
    _, back = np.unique(who, return_inverse=True)
    sums = np.bincount(back, weights=influence)
    m = len(sums)
    return float(np.sqrt(m / max(m - 1, 1) * (sums**2).sum()) / len(influence))


def _left(x: Floats, d: Floats, weight: Floats) -> tuple[float, int]:
    """The largest standardised difference after weighting, and how many are too large to be chance.

    Two sides drawn by lot differ too: by 2.5 standard errors somewhere among sixty columns, as a rule.
    """
    if x.shape[1] == 0:
        return 0.0, 0
    spread = np.maximum(np.sqrt((x[d == 1].var(axis=0) + x[d == 0].var(axis=0)) / 2), 1e-6)
    gap, error = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for sign, side in ((1, d == 1), (-1, d == 0)):
        w = weight[side] / weight[side].sum()
        mean = w @ x[side]
        gap += sign * mean
        error += w**2 @ (x[side] - mean) ** 2
    apart = np.abs(gap) / spread
    by_chance = _critical(x.shape[1]) * np.sqrt(error)
    return float(apart.max()), int(((apart >= ALIKE) & (np.abs(gap) > by_chance)).sum())


def _gap(values: Floats, d: Floats, weight: Floats) -> float:
    w1, w0 = weight * d, weight * (1 - d)
    return float(w1 @ values / w1.sum() - w0 @ values / w0.sum())

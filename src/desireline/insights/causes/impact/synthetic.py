"""Synthetic difference in differences (Arkhangelsky and others, 2021): for groups that moved apart before.

In: units with groups and times.  Out: an answer.
Controls are weighted so that together they moved as those who got the change did, weeks before it so
that they foretell those after. The error is that of the same estimate on controls, each taken in turn
for the one that got it: so it needs many of them, and takes all groups as equally noisy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from desireline.insights.causes.impact.answer import SYNTHETIC, Answer
from desireline.insights.causes.impact.differences import periods_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.causes.impact.units import Units

    Floats = NDArray[np.float64]

FEWEST_CONTROLS, FEWEST_BEFORE = 8, 6
_HEAVY, _APART = 1e3, 2.0


def synthetic(units: Units, why: str) -> Answer | None:
    """The effect on those who got it; None where controls are few, or no mix of them moved alike."""
    table = _table(units)
    if table is None:
        return None
    means, sizes, before = table
    got = np.array(units.got, dtype=bool)
    controls = np.flatnonzero(~got)
    if len(controls) < FEWEST_CONTROLS or before < FEWEST_BEFORE:
        return None
    ours = (means[got] * sizes[got]).sum(axis=0) / sizes[got].sum(axis=0)
    value, slope = _estimate(ours, means[controls], before)
    # a placebo is as noisy as one group; ours is as noisy as its size says
    tried = [_estimate(means[one], means[controls[controls != one]], before) for one in controls]
    placebo, slopes = zip(*tried, strict=True)
    if abs(slope) > _APART * float(np.sqrt(np.mean(np.square(slopes)))):
        return None
    ratio = float(sizes[controls].sum(axis=1).mean() / sizes[got].sum())
    spread = float(np.sqrt(np.mean(np.square(placebo))))
    exposed = units.treated & units.after
    return Answer(
        design=SYNTHETIC,
        why=why,
        value=value,
        se=spread * float(np.sqrt(min(max(ratio, 0.1), 1.0))),
        degrees=len(controls),
        n=len(units.y),
        exposed=int(exposed.sum()),
        without=float(units.y[exposed].mean()) - value,
        controls=len(controls),
        p_floor=1 / (len(controls) + 1),
    )


def _table(units: Units) -> tuple[Floats, Floats, int] | None:
    """Means and sizes by group and four weeks, and how many periods lie before; None with an empty cell."""
    period = periods_of(units)
    first, last = int(period.min()), int(period.max())
    count = last - first + 1
    cell = units.group * count + (period - first)
    size = np.bincount(cell, minlength=len(units.groups) * count).reshape(-1, count)
    total = np.bincount(cell, weights=units.y, minlength=size.size).reshape(size.shape)
    kept = np.flatnonzero((size > 0).all(axis=0))
    before = int((kept + first < 0).sum())
    if before == 0 or before == len(kept):
        return None
    return total[:, kept] / size[:, kept], size[:, kept].astype(np.float64), before


def _estimate(ours: Floats, others: Floats, before: int) -> tuple[float, float]:
    """The estimate, and the trend before that the weights leave."""
    after = others.shape[1] - before
    noise = float(np.diff(others[:, :before], axis=1).std()) if before > 1 else 0.0
    omega = _simplex(others[:, :before].T, ours[:before], (after**0.25) * noise * np.sqrt(before))
    lam = _simplex(others[:, :before], others[:, before:].mean(axis=1), 1e-3)
    gap = ours - omega @ others
    at = np.arange(before) - (before - 1) / 2
    slope = float(at @ gap[:before] / (at @ at))
    return float(gap[before:].mean() - lam @ gap[:before]), slope


def _simplex(x: Floats, y: Floats, ridge: float) -> Floats:
    """Weights that are not negative and sum to 1, a level apart, near to equal by `ridge`."""
    centred, target = x - x.mean(axis=0), y - y.mean()
    k = x.shape[1]
    rows = np.vstack([centred, ridge * np.eye(k), _HEAVY * np.ones((1, k))])
    wanted = np.concatenate([target, np.zeros(k), [_HEAVY]])
    weights, _ = optimize.nnls(rows, wanted)
    total = weights.sum()
    return weights / total if total > 0 else np.full(k, 1 / k)

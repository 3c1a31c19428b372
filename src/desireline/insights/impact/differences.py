"""Difference in differences: groups that got a change against groups that did not, before and after.

In: units with groups and times.  Out: an answer, or the trend that speaks against it.
Each group has its own level, each four weeks their own; customers are the clusters. Where groups swing on
their own (controls differ among each other by more than chance), that swing is in the error, with the
degrees of freedom that it deserves; few groups cannot show anything whatever
the number of customers, and `p_floor` says so.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.facts import DAY_US
from desireline.insights.impact.answer import DID, Answer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.impact.units import Units

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

PERIOD_US = 28 * DAY_US
_SWING = 0.1
"""p of the differences among controls under which they count as swings of their own."""
_MANY = 1e6


def periods_of(units: Units) -> Ints:
    """Four weeks of each unit, counted from the change: -1 is the last before it."""
    return (units.from_us - units.change_us) // PERIOD_US


def pre_trend_p(units: Units) -> float:
    """Chance of such a different trend before, where those who got it and those who did not moved alike."""
    before = units.only(~units.after)
    at = periods_of(before).astype(np.float64)
    if len(np.unique(at)) < 3:
        return 1.0
    value, se = _effect(before, before.treated * (at - at.mean()))
    return 1.0 if se <= 0 else 2 * float(special.ndtr(-abs(value) / se))


def difference(units: Units, why: str) -> Answer:
    """The effect on those who got it."""
    treated, after = units.treated, units.after
    value, se = _effect(units, (treated & after).astype(np.float64))
    swing, controls = _swing(units)
    got = sum(units.got)
    own = swing / max(got, 1) + swing / max(controls, 1)
    # Satterthwaite: only the swing is learnt from few
    degrees = (se**2 + own) ** 2 / own**2 * max(controls - 1, 1) if own > 0 else _MANY
    groups = len(units.groups)
    exposed = treated & after
    return Answer(
        design=DID,
        why=why,
        value=value,
        se=float(np.hypot(se, np.sqrt(own))),
        degrees=degrees,
        n=len(units.y),
        exposed=int(exposed.sum()),
        without=float(units.y[exposed].mean()) - value,
        controls=controls,
        p_floor=1 / comb(groups, got),
    )


def _effect(units: Units, d: Floats) -> tuple[float, float]:
    """Coefficient of d beside a level for each group and each four weeks, with its error by customer."""
    period = periods_of(units)
    _, time = np.unique(period, return_inverse=True)
    groups, periods = len(units.groups), int(time.max()) + 1
    rest_d = _without_levels(d, units.group, time, groups, periods)
    rest_y = _without_levels(units.y, units.group, time, groups, periods)
    size = float(rest_d @ rest_d)
    if size < 1e-9:
        return 0.0, 0.0
    value = float(rest_d @ rest_y) / size
    _, who = np.unique(units.who, return_inverse=True)
    pull = np.bincount(who, weights=rest_d * (rest_y - value * rest_d))
    m = len(pull)
    return value, float(np.sqrt(m / max(m - 1, 1) * np.square(pull).sum())) / size


def _without_levels(v: Floats, group: Ints, time: Ints, groups: int, periods: int) -> Floats:
    """What levels of groups and of periods leave of v: by least squares on the table of cell sums."""
    cell = group * periods + time
    n = np.bincount(cell, minlength=groups * periods).astype(np.float64)
    s = np.bincount(cell, weights=v, minlength=groups * periods)
    one = np.repeat(np.eye(groups), periods, axis=0)
    other = np.tile(np.eye(periods)[:, 1:], (groups, 1))
    x = np.hstack([one, other])
    levels = np.linalg.lstsq(x.T @ (x * n[:, None]), x.T @ s, rcond=None)[0]
    return v - (x @ levels)[cell]


def _swing(units: Units) -> tuple[float, int]:
    """Variance of the controls' own changes beyond chance, and how many controls have both sides."""
    after, treated = units.after, units.treated
    changes: list[float] = []
    errors: list[float] = []
    for one in range(len(units.groups)):
        mine = (units.group == one) & ~treated
        sides = [units.y[mine & ~after], units.y[mine & after]]
        if min(len(side) for side in sides) < 5:
            continue
        changes.append(float(sides[1].mean() - sides[0].mean()))
        spread = [max(float(side.var(ddof=1)), 0.25 / len(side)) / len(side) for side in sides]
        errors.append(sum(spread))
    count = len(changes)
    if count < 3:
        return 0.0, count
    change, variance = np.array(changes), np.array(errors)
    weight = 1 / variance
    middle = float(weight @ change / weight.sum())
    q = float(weight @ np.square(change - middle))
    if special.chdtrc(count - 1, q) > _SWING:
        return 0.0, count
    scale = float(weight.sum() - np.square(weight).sum() / weight.sum())
    return max((q - (count - 1)) / scale, 0.0), count

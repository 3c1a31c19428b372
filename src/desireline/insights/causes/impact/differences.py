"""Difference in differences: groups that got a change against groups that did not, before and after.

In: units with groups and times.  Out: an answer, or the trend that speaks against it.
Each group has its own level, each four weeks their own; customers are the clusters. Few got it, and what few pull
on pulls back: each residual is taken for as much as it would be without its own pull (HC2), with as many degrees of
freedom as customers carry the estimate. Where groups swing on their own (controls differ among each other by more
than chance), that swing is in the error, with the degrees of freedom that it deserves; few groups cannot show
anything whatever the number of customers, and `p_floor` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.causes.impact.answer import DID, Answer
from desireline.insights.facts import DAY_US
from desireline.insights.numbers.statistics import freed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.causes.impact.units import Units

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

PERIOD_US = 28 * DAY_US
_SWING = 0.1
"""p of the differences among controls under which they count as swings of their own."""


def periods_of(units: Units) -> Ints:
    """Four weeks of each unit, counted from the change: -1 is the last before it."""
    return (units.from_us - units.change_us) // PERIOD_US


def pre_trend_p(units: Units) -> float:
    """Chance of such a different trend before, where those who got it and those who did not moved alike."""
    before = units.only(~units.after)
    at = periods_of(before).astype(np.float64)
    if len(np.unique(at)) < 3:
        return 1.0
    found = _effect(before, before.treated * (at - at.mean()))
    if found.se <= 0:
        return 1.0
    return 2 * float(special.stdtr(found.degrees, -abs(found.value) / found.se))


def difference(units: Units, why: str) -> Answer:
    """The effect on those who got it."""
    treated, after = units.treated, units.after
    found = _effect(units, (treated & after).astype(np.float64))
    swing, controls = _swing(units)
    got = sum(units.got)
    own = swing / max(got, 1) + swing / max(controls, 1)
    chance = found.se**2
    # Satterthwaite: what is learnt from few counts for few
    doubt = chance**2 / found.degrees + own**2 / max(controls - 1, 1)
    groups = len(units.groups)
    exposed = treated & after
    return Answer(
        design=DID,
        why=why,
        value=found.value,
        se=float(np.sqrt(chance + own)),
        degrees=(chance + own) ** 2 / doubt if doubt > 0 else found.degrees,
        n=len(units.y),
        exposed=int(exposed.sum()),
        without=float(units.y[exposed].mean()) - found.value,
        controls=controls,
        p_floor=1 / comb(groups, got),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coefficient:
    value: float
    se: float
    degrees: float


def _effect(units: Units, d: Floats) -> _Coefficient:
    """Coefficient of d beside a level for each group and each four weeks, with its error by customer."""
    _, time = np.unique(periods_of(units), return_inverse=True)
    periods = int(time.max()) + 1
    cell, x = units.group * periods + time, _levels(len(units.groups), periods)
    n = np.bincount(cell, minlength=len(x)).astype(np.float64)
    inverse = np.linalg.pinv(x.T @ (x * n[:, None])).astype(np.float64, copy=False)
    rest_d, rest_y = (_without(v, cell, x, inverse) for v in (d, units.y))
    size = float(rest_d @ rest_d)
    if size < 1e-9:
        return _Coefficient(value=0.0, se=0.0, degrees=1.0)
    value = float(rest_d @ rest_y) / size
    _, who = np.unique(units.who, return_inverse=True)
    pull = np.bincount(who, weights=rest_d * (rest_y - value * rest_d))
    fitted = ((x @ inverse) * x).sum(axis=1)[cell] + rest_d**2 / size
    pull *= freed(np.bincount(who, weights=fitted))
    carried = np.bincount(who, weights=rest_d**2)
    return _Coefficient(
        value=value,
        se=float(np.sqrt(np.square(pull).sum())) / size,
        degrees=float(carried.sum() ** 2 / np.square(carried).sum()),
    )


def _levels(groups: int, periods: int) -> Floats:
    """A row for each group and period: a column for each group, and for each period but the first."""
    one = np.repeat(np.eye(groups), periods, axis=0)
    return np.hstack([one, np.tile(np.eye(periods)[:, 1:], (groups, 1))])


def _without(v: Floats, cell: Ints, x: Floats, inverse: Floats) -> Floats:
    """What levels of groups and of periods leave of v: by least squares on the table of cell sums."""
    s = np.bincount(cell, weights=v, minlength=len(x))
    return v - (x @ (inverse @ (x.T @ s)))[cell]


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

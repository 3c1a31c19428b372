"""What a condition "does" to what lay before it, adjusted as its effect is: negative controls.

In: columns that the condition cannot have changed, the columns to adjust each of them for, who met it.
Out: how far the adjustment goes wrong as a rule, in standard deviations of what it is asked about.
Each control is held against all other columns: taking the whole history out of the adjustment would measure the very
confounding that the history takes care of. One control is mostly noise; together they have a spread beyond
chance, and its upper limit is what a doubter may hold against the effect (empirical calibration, Schuemie et al. 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from threadpoolctl import threadpool_limits

from desireline.insights.causes.effects.aipw import clustered_se, telling
from desireline.insights.causes.effects.logistic import with_intercept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.insights.causes.effects.aipw import Floats, Ints

FEWEST = 3
"""Controls under which nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """How far an adjustment goes wrong as a rule."""

    value: float
    """Standard deviation of the controls' differences beyond chance."""
    high: float
    """Its upper limit, 95 %."""
    controls: int


def astray(controls: Floats, others: Sequence[Floats], d: Floats, who: Ints) -> Astray | None:
    """Estimate; None where there are too few controls.

    Args:
        controls: standardised columns.
        others: for each control, what it is adjusted for.
        d: 1 met the condition, 0 did not.
        who: customer of each row.
    """
    if controls.shape[1] < FEWEST:
        return None
    with threadpool_limits(1):
        found = [
            _difference(column, x, d, who) for column, x in zip(controls.T, others, strict=True)
        ]
    gap, se = np.array([one[0] for one in found]), np.array([one[1] for one in found])
    rests = np.array([one[2] for one in found])
    count = len(gap)
    # controls that go together are fewer than they look
    free = count**2 / float((np.corrcoef(rests) ** 2).sum())
    beyond = float(((gap / se) ** 2).mean())
    typical = float(np.sqrt((se**2).mean()))
    # where they differ less than chance would let them, luck is no evidence: as if by chance alone
    most = max(beyond, 1.0) * free / float(stats.chi2.ppf(0.05, free))
    return Astray(
        value=typical * float(np.sqrt(max(beyond - 1, 0.0))),
        high=typical * float(np.sqrt(most - 1)),
        controls=count,
    )


def _difference(y: Floats, x: Floats, d: Floats, who: Ints) -> tuple[float, float, Floats]:
    """Difference of a control between both sides among those alike, its error, and what is left of the control."""
    design = with_intercept(x[:, telling(x, d, y)])
    left_d, left_y = (one - design @ np.linalg.lstsq(design, one, rcond=None)[0] for one in (d, y))
    value = float(left_d @ left_y / (left_d @ left_d))
    spare = np.sqrt(len(y) / max(len(y) - design.shape[1], 1))
    se = clustered_se(left_d * (left_y - value * left_d) / float((left_d**2).mean()), who)
    return value, max(se * float(spare), 1e-9), left_y

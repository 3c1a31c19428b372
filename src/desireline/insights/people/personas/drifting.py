"""Whether newcomers are still the same people.

In: `Found`, first steps.  Out: how well the personas foretell those who came in the last quarter of
the period against those before, and whose share moved. Compared among customers with as many choices:
a short history has other terms than a long one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import divide, t_p_value
from desireline.insights.people.personas.finding import ENOUGH_CHOICES, Found

if TYPE_CHECKING:
    from desireline.journeys import JourneyData

_QUARTER = 0.25
_FEWEST = 30
_STRATA = (ENOUGH_CHOICES, 8, 12, 20, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Newcomers against those before."""

    since: datetime
    newcomers: int
    fit: Estimate
    """Log likelihood a choice, newcomers minus those before, with as many choices."""
    before: tuple[float, ...]
    after: tuple[float, ...]
    moved: tuple[int, ...]
    """Personas whose share surely moved."""

    @property
    def strange(self) -> bool:
        """Newcomers are foretold less well."""
        return self.fit.high < 0


def drift(data: JourneyData, found: Found) -> Drift | None:
    """Compare; None where too few came lately, or before."""
    if data.period_start is None or data.period_end is None:
        return None
    since = data.period_end - (data.period_end - data.period_start) * _QUARTER
    rows = data.engine.query(
        "SELECT customer, min(start_us) AS came FROM journeys GROUP BY customer ORDER BY customer"
    )
    codes = np.asarray(rows["customer"]).astype(np.int64)
    came = np.asarray(rows["came"])[np.searchsorted(codes, found.people)]
    new = came >= since.timestamp() * 1e6
    known = found.terms >= ENOUGH_CHOICES
    if min((new & known).sum(), (~new & known).sum()) < _FEWEST:
        return None
    after, before = found.members[new & known], found.members[~new & known]
    gap = after.mean(axis=0) - before.mean(axis=0)
    error = np.hypot(
        after.std(axis=0) / len(after) ** 0.5, before.std(axis=0) / len(before) ** 0.5
    )
    chosen = benjamini_hochberg(t_p_value(gap, error, len(after) - 1))
    return Drift(
        since=since,
        newcomers=int(new.sum()),
        fit=_fit(found, new & known, ~new & known),
        before=tuple(before.mean(axis=0).tolist()),
        after=tuple(after.mean(axis=0).tolist()),
        moved=tuple(np.flatnonzero(chosen).tolist()),
    )


def _fit(found: Found, new: np.ndarray, old: np.ndarray) -> Estimate:
    each = divide(found.score, found.terms)
    stratum = np.searchsorted(_STRATA, found.terms, side="right")
    gap = variance = total = 0.0
    for one in np.unique(stratum):
        a, b = each[new & (stratum == one)], each[old & (stratum == one)]
        if min(len(a), len(b)) >= 5:
            gap += len(a) * float(a.mean() - b.mean())
            variance += len(a) ** 2 * float(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
            total += len(a)
    gap, error = gap / max(total, 1), variance**0.5 / max(total, 1)
    return Estimate(value=gap, low=gap - 2.58 * error, high=gap + 2.58 * error, n=int(total))

"""Is a difference really about the condition, or about who had it?

In: a condition and a kind of answer.  Out: the difference within strata, when it tells otherwise.
Strata are fixed before the condition: the channel in which the journey began, and its month. A
warning needs two things: the difference moves by more than half (or turns round), and 0 lies
outside the interval of the move. Without the second, noise fires it in a third of comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.pains.candidates import Condition

    Floats = NDArray[np.float64]

STRATA = {"entry channel": "entry.channel", "month": "(entry.at_us // 2629800000000)"}
DRAWS = 200
_SMALLEST_SIDE = 5
_MOST_LEFT_OUT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Confounded:
    """By what the difference is mixed up, and what it is within."""

    stratum: str
    within: float
    z: float


def confounding(facts: Facts, condition: Condition, kind: int) -> Confounded | None:
    """The stratum that explains most of a difference, where one does."""
    found = [
        one
        for name, column in STRATA.items()
        if (one := _within(facts, condition, kind, name, column)) is not None
    ]
    return max(found, key=lambda one: abs(one.z)) if found else None


def _within(
    facts: Facts, condition: Condition, kind: int, name: str, column: str
) -> Confounded | None:
    found = facts.engine.query(
        f"""
        SELECT customer, hit, {column} AS stratum, count(*) AS n, sum(coalesce(rating, feeling))::BIGINT AS s
        FROM _insight_flags JOIN _insight_answers AS told USING (customer, journey)
        JOIN (SELECT customer, journey, channel, at_us FROM {facts.sample}
            WHERE step_no = 0) AS entry
        USING (customer, journey)
        WHERE condition = ? AND kind = ? AND told.at_us >= after_us
        GROUP BY ALL ORDER BY ALL
        """,
        [condition.number, kind],
    )
    customer, hit, stratum, n, s = (
        np.asarray(found[name]) for name in ("customer", "hit", "stratum", "n", "s")
    )
    levels, of = np.unique(stratum, return_inverse=True)
    if len(levels) < 2:
        return None
    cell = of * 2 + hit.astype(int)
    sides = np.bincount(cell, minlength=2 * len(levels)).reshape(-1, 2)
    usable: NDArray[np.bool_] = np.all(sides >= _SMALLEST_SIDE, axis=1)
    kept = usable[of]
    if not kept.any() or n[~kept].sum() > _MOST_LEFT_OUT * n.sum():
        return None
    people, who = np.unique(customer[kept], return_inverse=True)
    cells = _Cells(
        who=who, cell=cell[kept], n=n[kept].astype(float), s=s[kept] / 1e3, count=2 * len(levels)
    )
    plain, within = cells.differences(np.ones((1, len(people))))
    draws = np.random.Generator(np.random.PCG64(13)).poisson(1, (DRAWS, len(people)))
    many_plain, many_within = cells.differences(draws.astype(float))
    moved = float(plain[0] - within[0])
    spread = float(np.nanstd(many_plain - many_within))
    critical = float(special.ndtri(1 - 0.025 / len(STRATA)))
    large = abs(moved) > abs(plain[0]) / 2 or plain[0] * within[0] < 0
    if spread == 0 or not large or abs(moved) / spread <= critical:
        return None
    return Confounded(stratum=name, within=float(within[0]), z=moved / spread)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """Sums of answers by customer and cell; cell = 2 x stratum + condition."""

    who: NDArray[np.int64]
    cell: NDArray[np.int64]
    n: Floats
    s: Floats
    count: int

    def differences(self, weights: Floats) -> tuple[Floats, Floats]:
        """Plain and within-stratum difference for each row of customer weights."""
        n = np.zeros((len(weights), self.count))
        s = np.zeros((len(weights), self.count))
        for cell in np.unique(self.cell):
            mine = self.cell == cell
            drawn = weights[:, self.who[mine]]
            n[:, cell], s[:, cell] = drawn @ self.n[mine], drawn @ self.s[mine]
        n, s = n.reshape(len(weights), -1, 2), s.reshape(len(weights), -1, 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            total = s.sum(axis=1) / n.sum(axis=1)
            mean = s / n
            both = (n > 0).all(axis=2)
            size = np.where(both, n.sum(axis=2), 0.0)
            gap = np.where(both, mean[:, :, 1] - mean[:, :, 0], 0.0)
            within = (size * gap).sum(axis=1) / size.sum(axis=1)
        return total[:, 1] - total[:, 0], within

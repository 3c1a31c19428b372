"""Doses: does more of it do steadily more, or is there a point where it turns?

In: factors that are numbers (minutes in a queue, days late, a rating of one thing) and a result.
Out: where the result breaks, with an interval, or the verdict *continuum*: no single point decides.
A step (one cut, two means) is compared with a straight line, and where the dose has more values than a scale with a
bend in it and one in its order. Told where it beats the smooth curve by more than the best of all cuts
does in worlds that have nothing but that curve (its residuals dealt out anew), all doses being one family, and where the
difference is not 0. How often it wins among bootstraps says little: the cut is chosen to win. Association.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.causes.drivers import told
from desireline.insights.model import Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, duration, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import NORMAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.ids import EvidenceId
    from desireline.insights.causes.drivers import Told
    from desireline.insights.causes.factors import Factor
    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

METHOD = (
    "one cut against a smooth curve by squared error, p by dealing out its residuals, BH q .10;"
    " bootstrap intervals; association; v2"
)
_MOST = 3
_CUTS = 40
_REPLICATES = 100
_DEALS = 199
"""Worlds with nothing but the smooth curve: p is never below 1 / 200."""
_SCALE = 10
_SIDE = 0.01
"""Smallest share of people beyond a cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a result breaks along a dose."""

    cut: float
    cut_low: float
    cut_high: float
    below: float
    above: float
    low: float
    """Ends of the 95 % interval of above - below."""
    high: float
    p: float
    """How often the best cut wins by so much where there is nothing but a smooth curve."""
    n: int

    @property
    def differs(self) -> bool:
        """Whether what lies beyond the cut is surely other than what lies below."""
        return self.low > 0 or self.high < 0


class Doses:
    """See the module."""

    name = "doses"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """A claim for each dose that goes with a result."""
        evidence = facts.evidence(self.name, method=METHOD, query="factors", n=facts.journeys)
        pairs = [
            (one, factor, find_break(factor.columns[factor.known, 0], one.table.y[factor.known]))
            for one in told(facts)
            for factor in _doses(one)
        ]
        sharp = benjamini_hochberg([found.p for _, _, found in pairs])
        insights = [
            _claim(facts, (one, factor), found, evidence.id, breaks=bool(it) and found.differs)
            for (one, factor, found), it in zip(pairs, sharp, strict=True)
        ]
        return InsightResult(insights=insights, evidence=[evidence])


def _doses(one: Told) -> list[Factor]:
    factors = [one.table.factors[i] for i in one.shown]
    return [factor for factor in factors if factor.numeric][:_MOST]


def find_break(x: Floats, y: Floats) -> Break:
    """The best cut, and how likely chance is to give one as good."""
    cuts = _cuts(x)
    beyond = np.searchsorted(cuts, x, "right")
    rng = np.random.Generator(np.random.PCG64(37))
    best = _best(beyond, y, np.ones(len(y)), cuts)
    drawn = [
        _best(beyond, y, rng.poisson(1, len(y)).astype(float), cuts) for _ in range(_REPLICATES)
    ]
    found = np.array([one[0] for one in drawn])
    gap = best[2] - best[1]
    spread = NORMAL * float(np.std([one[2] - one[1] for one in drawn], ddof=1))
    return Break(
        cut=best[0],
        cut_low=float(np.quantile(found, 0.025)),
        cut_high=float(np.quantile(found, 0.975)),
        below=best[1],
        above=best[2],
        low=gap - spread,
        high=gap + spread,
        p=_chance(x, y, beyond, cuts, rng),
        n=len(y),
    )


def _chance(x: Floats, y: Floats, beyond: Ints, cuts: Floats, rng: np.random.Generator) -> float:
    """Share of worlds with nothing but a smooth curve in which the best cut wins by as much."""
    even = np.ones(len(y))

    def among(basis: Floats) -> float:
        def won(values: Floats) -> float:
            curve = float(np.square(basis.T @ values).sum()) - float(values.sum() ** 2) / len(y)
            return _best(beyond, values, even, cuts)[3] - curve

        fitted = basis @ (basis.T @ y)
        rest = y - fitted
        least = won(y) - 1e-9 * max(float(np.square(y - y.mean()).sum()), 1e-9)
        more = sum(won(fitted + rng.permutation(rest)) >= least for _ in range(_DEALS))
        return (1 + more) / (1 + _DEALS)

    return max(among(basis) for basis in _smooth(x))


def _cuts(x: Floats) -> Floats:
    """Values at which the upper side may begin."""
    values = np.unique(x)
    if len(values) > _CUTS:
        values = np.unique(np.quantile(x, np.linspace(_SIDE, 1 - _SIDE, _CUTS)))
        # the far end is where harm begins more often than in the middle
        values = np.unique(np.concatenate([values, np.quantile(x, np.linspace(0.9, 0.99, 19))]))
    share = np.array([np.mean(x >= cut) for cut in values])
    return values[(share >= _SIDE) & (share <= 1 - _SIDE)]


def _best(beyond: Ints, y: Floats, w: Floats, cuts: Floats) -> tuple[float, float, float, float]:
    """Cut, mean below, mean above, squares explained. `beyond`: how many cuts each one is at or beyond."""
    total, middle = w.sum(), float(w @ y / w.sum())
    if not len(cuts):
        return 0.0, middle, middle, 0.0
    n1 = np.cumsum(np.bincount(beyond, w, len(cuts) + 1)[::-1])[::-1][1:]
    y1 = np.cumsum(np.bincount(beyond, w * y, len(cuts) + 1)[::-1])[::-1][1:]
    n0, y0 = total - n1, w @ y - y1
    both = (n1 > 0) & (n0 > 0)
    high = np.divide(y1, n1, out=np.full(len(cuts), middle), where=both)
    low = np.divide(y0, n0, out=np.full(len(cuts), middle), where=both)
    gain = n1 * (high - middle) ** 2 + n0 * (low - middle) ** 2
    best = int(np.argmax(gain))
    return float(cuts[best]), float(low[best]), float(high[best]), float(gain[best])


def _smooth(x: Floats) -> list[Floats]:
    """What is no break, as columns at right angles: a line along a scale, else bends in value and in order."""
    if len(np.unique(x)) <= _SCALE:
        return [_bent(x, 1)]
    ordered = np.sort(x)
    place = (np.searchsorted(ordered, x, "left") + np.searchsorted(ordered, x, "right")) / 2
    return [_bent(x, 2), _bent(special.ndtri(place / len(x)), 2)]


def _bent(x: Floats, degree: int) -> Floats:
    z = (x - x.mean()) / max(float(x.std()), 1e-12)
    return np.linalg.qr(np.column_stack([z**power for power in range(degree + 1)]))[0]


def _claim(
    facts: Facts, about: tuple[Told, Factor], found: Break, evidence: EvidenceId, *, breaks: bool
) -> Insight:
    one, factor = about
    place = facts.place(factor.touchpoint)
    span = one.result.span
    low, high = sorted((found.low * span, found.high * span))
    if breaks:
        words = (
            f"{capital(one.result.said)} breaks at {factor.name} {_told(factor, found.cut)} ({_told(factor, found.cut_low)} to"
            f" {_told(factor, found.cut_high)}): {_result(one, found.below)} below it, {_result(one, found.above)} from"
            f" there on (n {count(found.n)}). An association, not a proven cause."
        )
    else:
        words = (
            f"{factor.name} has no single point that decides {one.result.said}: it changes along the whole way"
            f" (n {count(found.n)}). A continuum."
        )
    return Insight(
        kind="moment",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=f"{factor.name} from {_told(factor, found.cut)} on" if breaks else factor.name,
        outcome=one.result.name,
        metric="threshold",
        estimand="mean from the threshold on minus mean below; association only",
        words=capital(words),
        verdict=Verdict.SHOWN if breaks else Verdict.CONTINUUM,
        reason=None if breaks else "a smooth curve fits as well",
        evidence=evidence,
        value=(found.above - found.below) * span if breaks else None,
        low=low if breaks else None,
        high=high if breaks else None,
        n=found.n,
    )


def _told(factor: Factor, value: float) -> str:
    if factor.unit == "s":
        return ("-" if value < 0 else "") + duration(abs(value))
    return f"{value:g}"


def _result(one: Told, y: float) -> str:
    if one.result.answers:
        low = one.result.lowest
        return f"{low + y * one.result.span:.2f}"
    return percent(y)

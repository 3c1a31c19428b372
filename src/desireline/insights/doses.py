"""Doses: does more of it do steadily more, or is there a point where it turns?

In: factors that are numbers (minutes in a queue, days late, a rating of one thing) and a result.
Out: where the result breaks, with an interval, or the verdict *continuum*: no single point decides.
A step (one cut, two means) is compared with a straight line, and where the dose has more values than a scale with a
parabola, which has as many parameters; it is told where it fits better in 95 % of bootstraps. Association.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from desireline.insights.drivers import told
from desireline.insights.estimates import capital, count, duration, percent
from desireline.insights.model import Insight, InsightResult, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.ids import EvidenceId
    from desireline.insights.drivers import Told
    from desireline.insights.factors import Factor
    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]

METHOD = (
    "one cut against a straight line by squared error; bootstrap over customers; association; v1"
)
_MOST = 3
_CUTS = 40
_REPLICATES = 100
_SURE = 0.95
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
    sure: float
    """Share of bootstraps in which the step fits better than a line or parabola."""
    n: int


class Doses:
    """See the module."""

    name = "doses"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """A claim for each dose that goes with a result."""
        evidence = facts.evidence(self.name, method=METHOD, query="factors", n=facts.journeys)
        insights: list[Insight] = []
        for one in told(facts):
            doses = [i for i in one.shown if one.table.factors[i].numeric][:_MOST]
            insights += [_claim(facts, one, one.table.factors[i], evidence.id) for i in doses]
        return InsightResult(insights=insights, evidence=[evidence])


def find_break(x: Floats, y: Floats) -> Break:
    """The best cut, and how sure it beats what is smooth."""
    cuts, powers = _cuts(x), _powers(x)
    rng = np.random.Generator(np.random.PCG64(37))
    beyond = np.searchsorted(cuts, x, "right")  # how many cuts each one is at or beyond
    with threadpool_limits(1):
        best = _best(beyond, powers, y, np.ones(len(y)), cuts)
        drawn = [
            _best(beyond, powers, y, rng.poisson(1, len(y)).astype(float), cuts)
            for _ in range(_REPLICATES)
        ]
    found = np.array([one[0] for one in drawn])
    gaps = np.array([one[2] - one[1] for one in drawn])
    gap = best[2] - best[1]
    spread = 1.96 * float(gaps.std(ddof=1))
    return Break(
        cut=best[0],
        cut_low=float(np.quantile(found, 0.025)),
        cut_high=float(np.quantile(found, 0.975)),
        below=best[1],
        above=best[2],
        low=gap - spread,
        high=gap + spread,
        sure=float(np.mean([one[3] for one in drawn])),
        n=len(y),
    )


def _cuts(x: Floats) -> Floats:
    """Values at which the upper side may begin."""
    values = np.unique(x)
    if len(values) > _CUTS:
        values = np.unique(np.quantile(x, np.linspace(_SIDE, 1 - _SIDE, _CUTS)))
        # the far end is where harm begins more often than in the middle
        values = np.unique(np.concatenate([values, np.quantile(x, np.linspace(0.9, 0.99, 19))]))
    share = np.array([np.mean(x >= cut) for cut in values])
    return values[(share >= _SIDE) & (share <= 1 - _SIDE)]


def _best(
    beyond: NDArray[np.int64], powers: Floats, y: Floats, w: Floats, cuts: Floats
) -> tuple[float, float, float, bool]:
    """Cut, mean below, mean above, whether the step beats what is smooth."""
    total, middle = w.sum(), float(w @ y / w.sum())
    spread = float(w @ (y - middle) ** 2)
    if not len(cuts):
        return 0.0, middle, middle, False
    n1 = np.cumsum(np.bincount(beyond, w, len(cuts) + 1)[::-1])[::-1][1:]
    y1 = np.cumsum(np.bincount(beyond, w * y, len(cuts) + 1)[::-1])[::-1][1:]
    n0, y0 = total - n1, w @ y - y1
    both = (n1 > 0) & (n0 > 0)
    high = np.divide(y1, n1, out=np.full(len(cuts), middle), where=both)
    low = np.divide(y0, n0, out=np.full(len(cuts), middle), where=both)
    gain = n1 * (high - middle) ** 2 + n0 * (low - middle) ** 2
    best = int(np.argmax(gain))
    surer = _smooth(powers, y, w) < gain[best] <= spread
    return float(cuts[best]), float(low[best]), float(high[best]), bool(surer)


def _powers(x: Floats) -> Floats:
    """Columns of a line, or of a parabola where the dose has more than a scale's few values: a bend is no break."""
    degree = 2 if len(np.unique(x)) > _SCALE else 1
    z = (x - x.mean()) / max(float(x.std()), 1e-12)
    return np.column_stack([z**power for power in range(degree + 1)])


def _smooth(powers: Floats, y: Floats, w: Floats) -> float:
    """What the line or parabola explains."""
    weighted = powers * w[:, None]
    fitted = powers @ np.linalg.lstsq(weighted.T @ powers, weighted.T @ y, rcond=None)[0]
    middle = float(w @ y / w.sum())
    return float(w @ (fitted - middle) ** 2)


def _claim(facts: Facts, one: Told, factor: Factor, evidence: EvidenceId) -> Insight:
    known = factor.known
    found = find_break(factor.columns[known, 0], one.table.y[known])
    place = facts.place(factor.touchpoint)
    span = one.result.span
    breaks = found.sure >= _SURE
    if breaks:
        words = (
            f"{one.result.name} breaks at {factor.name} {_told(factor, found.cut)} ({_told(factor, found.cut_low)} to"
            f" {_told(factor, found.cut_high)}): {_result(one, found.below)} below it, {_result(one, found.above)} from"
            f" there on (n {count(found.n)}). An association, not a proven cause."
        )
    else:
        words = (
            f"{factor.name} has no single point that decides {one.result.name}: it changes along the whole way"
            f" (n {count(found.n)}). A continuum."
        )
    return Insight(
        kind="moment",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=f"{factor.name} from {found.cut:g} on" if breaks else factor.name,
        outcome=one.result.name,
        metric="threshold",
        estimand="mean from the threshold on minus mean below; association only",
        words=capital(words),
        verdict=Verdict.SHOWN if breaks else Verdict.CONTINUUM,
        reason=None if breaks else "a smooth curve fits as well",
        evidence=evidence,
        value=(found.above - found.below) * span if breaks else None,
        low=found.low * span if breaks else None,
        high=found.high * span if breaks else None,
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

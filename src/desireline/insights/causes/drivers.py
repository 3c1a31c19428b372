"""Drivers: what goes with a result, and how much of it. A description, never a cause.

In: ratings of single things, notes, queues; each result.  Out: LMG shares of what
they explain together, with intervals; factors that are made of the outcome are refused.
A factor is told when it survives Benjamini-Hochberg and explains a half percent by itself: with
25,000 answers nearly everything is significant. Where no factor does, that is the finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.causes.factors import Factor, Table, factors_of
from desireline.insights.causes.leaks import leak
from desireline.insights.model import DriverMeasure, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.shapley import Shares, shapley
from desireline.insights.paths.results import results

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

METHOD = "LMG (Shapley of R²) of factors selected by BH q .10; bootstrap over customers; association; v1"
MATERIAL = 0.005
"""Of the result's variance, by the factor alone."""
_MOST = 16
_FEWEST = 60
_SAID = 5
"""Drivers of a result that are said in words; the table has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One result with its factors, judged."""

    result: Result
    table: Table
    alone: list[float]
    """Share of variance that each factor goes with by itself."""
    shown: list[int]
    """Which factors are told, most important first."""
    shares: Shares | None
    leaks: dict[int, str]


class Drivers:
    """See the module."""

    name = "drivers"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Drivers of each result, the most important first."""
        evidence = facts.evidence(self.name, method=METHOD, query="factors", n=facts.journeys)
        measures: list[DriverMeasure] = []
        insights: list[Insight] = []
        for one in told(facts):
            mine = _measures(one, evidence.id)
            measures += mine
            insights += [
                _claim(facts, one, place, measure)
                for place, measure in list(zip(one.shown, mine, strict=True))[:_SAID]
            ]
            insights += [_refusal(facts, one, i, evidence.id) for i in one.leaks]
            if not one.shown and len(one.leaks) < len(one.table.factors):
                insights.append(_none(facts, one, evidence.id))
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def told(facts: Facts) -> list[Told]:
    """Every result whose factors can be judged."""
    return facts.memo(
        "drivers", lambda f: [one for r in results(f) if not r.outlives and (one := _told(f, r))]
    )


def _told(facts: Facts, result: Result) -> Told | None:
    table = factors_of(facts, result)
    if len(table.y) < _FEWEST or np.ptp(table.y) == 0 or not table.factors:
        return None
    leaks = {
        i: why
        for i, one in enumerate(table.factors)
        if (why := leak(one, table.y, of_an_end=not result.answers))
    }
    alone, p = zip(*(_alone(one, table.y) for one in table.factors), strict=True)
    found = benjamini_hochberg([np.nan if i in leaks else v for i, v in enumerate(p)])
    chosen = [i for i in range(len(alone)) if found[i] and alone[i] >= MATERIAL]
    chosen = sorted(chosen, key=lambda i: (-alone[i], i))[:_MOST]
    shares, order = None, []
    if chosen:
        blocks = [_filled(table.factors[i].columns) for i in chosen]
        shares = shapley(blocks, table.y, table.who)
        order = [int(i) for i in np.argsort(-shares.part, kind="stable")]
        shares = Shares(
            explained=shares.explained,
            part=shares.part[order],
            low=shares.low[order],
            high=shares.high[order],
        )
    return Told(
        result=result,
        table=table,
        alone=list(alone),
        shown=[chosen[i] for i in order],
        shares=shares,
        leaks=leaks,
    )


def _alone(factor: Factor, y: np.ndarray) -> tuple[float, float]:
    """Adjusted R² of one factor among those who know it, times their share; its p."""
    known = factor.known
    n, x = int(known.sum()), factor.columns[known]
    x = x[:, x.std(axis=0) > 0]
    p = x.shape[1] - (1 if len(factor.levels) and np.all(x.sum(axis=1) == 1) else 0)
    spread = float(((y[known] - y[known].mean()) ** 2).sum())
    if n < _FEWEST or p < 1 or spread <= 0:
        return 0.0, 1.0
    design = np.column_stack([np.ones(n), x])
    rest = y[known] - design @ np.linalg.lstsq(design, y[known], rcond=None)[0]
    r2 = max(0.0, 1 - float(rest @ rest) / spread)
    f = (r2 / p) / max((1 - r2) / (n - p - 1), 1e-12)
    adjusted = max(0.0, 1 - (1 - r2) * (n - 1) / (n - p - 1))
    return adjusted * n / len(y), float(special.fdtrc(p, n - p - 1, f))


def _filled(columns: np.ndarray) -> np.ndarray:
    """Unknown as the mean: it says nothing either way. The last word of a factor follows from the others."""
    out = np.where(np.isnan(columns), np.nanmean(columns, axis=0), columns)
    return out[:, :-1] if out.shape[1] > 1 else out


def _measures(one: Told, evidence: EvidenceId) -> list[DriverMeasure]:
    out: list[DriverMeasure] = []
    for place, i in enumerate(one.shown):
        factor, shares = one.table.factors[i], one.shares
        assert shares is not None
        known = factor.known
        strength = one.alone[i] ** 0.5
        if factor.columns.shape[1] == 1:
            strength = float(np.corrcoef(factor.columns[known, 0], one.table.y[known])[0, 1])
        out.append(
            DriverMeasure(
                factor=factor.name,
                outcome=one.result.name,
                importance=Estimate(
                    value=float(shares.part[place]),
                    low=float(shares.low[place]),
                    high=float(shares.high[place]),
                    n=len(one.table.y),
                    unit_of_n="journeys",
                    unit="share of what is explained",
                ),
                explained=shares.explained,
                known=float(known.mean()),
                strength=strength,
                association_only=True,
                verdict=Verdict.SHOWN,
                evidence=evidence,
            )
        )
    return out


def _claim(facts: Facts, one: Told, i: int, measure: DriverMeasure) -> Insight:
    factor, share = one.table.factors[i], measure.importance
    place = facts.place(factor.touchpoint)
    few = f" Only {percent(measure.known)} know it." if measure.known < 0.5 else ""
    way = "" if factor.columns.shape[1] > 1 else f", r {measure.strength:+.2f}"
    told = (
        f"makes up {percent(share.value)} of what goes with {one.result.said} ({percent(share.low)} to"
        f" {percent(share.high)}{way}, n {count(share.n)}; all factors together explain {percent(measure.explained)})"
    )
    if len(one.shown) == 1:
        told = (
            f"is the only thing noted that goes with {one.result.said}; it explains {percent(measure.explained)} of it"
            f" (n {count(share.n)}{way})"
        )
    return Insight(
        kind="driver",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=factor.name,
        outcome=one.result.name,
        metric="importance",
        estimand="LMG share of what all factors explain together; association only",
        words=(f"{capital(factor.name)} {told}.{few} An association, not a proven cause."),
        verdict=measure.verdict,
        evidence=measure.evidence,
    ).measured(share)


def _refusal(facts: Facts, one: Told, i: int, evidence: EvidenceId) -> Insight:
    factor = one.table.factors[i]
    return Insight(
        kind="driver",
        purpose=facts.purpose.name,
        condition=factor.name,
        outcome=one.result.name,
        metric="importance",
        words=(
            f"{factor.name} is refused as a driver of {one.result.said}: {one.leaks[i]}, so it tells the outcome and"
            f" not what led to it (n {count(len(one.table.y))})."
        ),
        verdict=Verdict.REFUSED,
        reason="leaked outcome",
        evidence=evidence,
        n=len(one.table.y),
    )


def _none(facts: Facts, told_of: Told, evidence: EvidenceId) -> Insight:
    tried = [one.name for i, one in enumerate(told_of.table.factors) if i not in told_of.leaks]
    return Insight(
        kind="driver",
        purpose=facts.purpose.name,
        outcome=told_of.result.name,
        words=(
            f"Nothing that was noted goes with {told_of.result.said}: {', '.join(tried[:6])} were tried"
            f" (n {count(len(told_of.table.y))}). Changing them is not expected to change it."
        ),
        verdict=Verdict.UNKNOWN,
        reason="no driver",
        evidence=evidence,
        n=len(told_of.table.y),
    )

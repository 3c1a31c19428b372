"""Remembered against lived: how much the best moment, the worst, the end and the average weigh in an answer.

In: answers about the whole (NPS, CSAT), the feelings of the same customer in the half year before.
Out: weights with intervals, what they gain over the plain average on answers held out, and for each stage
how much of the memory it holds. Weights are fitted, not assumed: they shrink towards the published
meta-analysis (Alaybek et al. 2022) with the weight of 100 answers, and each number says how much is own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.ids import EvidenceId
from desireline.insights.facts import DAY_US
from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    Insight,
    InsightResult,
    RememberedMeasure,
    Verdict,
)
from desireline.insights.numbers.estimates import capital, count, estimate, percent
from desireline.insights.numbers.statistics import ClusterSums, clustered_mean, t_quantile
from desireline.insights.paths.results import results

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

METHOD = (
    "ridge towards the meta-analysis (peak .225, trough .225, end .35, mean .20; 100 answers); v1"
)
PARTS = ("best moment", "worst moment", "end", "average")
_PRIOR = np.array([0.225, 0.225, 0.35, 0.20, 0.0])
_PRIOR_ANSWERS = 100
_FEWEST, _READINGS, _FOLDS = 30, 3, 5
_BEFORE_DAYS = 180
READINGS_SQL = """
    WITH told AS (
        SELECT customer, decided_us AS at_us, y FROM ({answers})
        QUALIFY row_number() OVER (PARTITION BY customer ORDER BY decided_us DESC, y) = 1
    )
    SELECT told.customer, told.y::DOUBLE AS y, s.feeling_milli / 1000 AS v, s.stage
    FROM told JOIN {sample} AS s ON s.customer = told.customer
        AND s.at_us < told.at_us AND s.at_us >= told.at_us - {before}
    WHERE s.feeling_milli IS NOT NULL AND s.rating_kind IS DISTINCT FROM {kind}
    ORDER BY told.customer, s.at_us, s.journey, s.step_no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryMeasure:
    """What weighs in one answer."""

    outcome: str
    weights: tuple[tuple[str, Estimate], ...]
    """Change of the answer with a change of the part, both on -1 to 1."""
    own: float
    """Share of the weights that the own answers say; the rest is the meta-analysis."""
    gain: Estimate
    """Share of the answers' variance explained beyond the average alone, on answers held out."""
    verdict: Verdict
    evidence: EvidenceId

    @property
    def told(self) -> Verdict:
        """No more than suggested where the average alone tells as much."""
        return self.verdict if self.gain.low > 0 else Verdict.SUGGESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readings:
    """Readings of all customers in order; `who` counts customers from 0."""

    who: Ints
    v: Floats
    stage: Ints
    y: Floats
    """Of each customer, -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Weights, in the order of `PARTS`, the trend last."""

    beta: Floats
    reach: Floats
    """Half of each weight's 95 % interval."""


class Memory:
    """See the module."""

    name = "memory"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Weights and stages for each answer about the whole."""
        evidence = facts.evidence(self.name, method=METHOD, query=READINGS_SQL, n=facts.customers)
        measures: list[MemoryMeasure | RememberedMeasure] = []
        insights: list[Insight] = []
        for result in results(facts):
            readings = _readings(facts, result) if result.answers else None
            if readings is None:
                continue
            if len(readings.y) < _FEWEST or np.ptp(readings.y) == 0:
                insights.append(_too_few(facts, result, len(readings.y), evidence.id))
                continue
            measure, beta = _measured(result, readings, evidence.id)
            stages = _stages(facts, measure, readings, beta)
            measures += [measure, *stages]
            insights.append(_claim(facts, measure, result.said))
            insights += _heavier(facts, stages, measure, result.said)
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _readings(facts: Facts, result: Result) -> _Readings | None:
    found = facts.engine.query(
        READINGS_SQL.format(
            answers=result.sql,
            sample=facts.sample,
            before=_BEFORE_DAYS * DAY_US,
            kind="NULL" if result.kind is None else result.kind,
        )
    )
    customer = np.asarray(found["customer"], dtype=np.int64)
    if not len(customer):
        return None
    _, first, who, n = np.unique(
        customer, return_index=True, return_inverse=True, return_counts=True
    )
    enough = n >= _READINGS
    keep = enough[who]
    renumbered = np.cumsum(enough) - 1
    return _Readings(
        who=renumbered[who[keep]],
        v=np.asarray(found["v"], dtype=np.float64)[keep],
        stage=np.asarray(found["stage"], dtype=np.int64)[keep],
        y=np.asarray(found["y"], dtype=np.float64)[first[enough]] * 2 - 1,
    )


def parts(who: Ints, v: Floats) -> Floats:
    """Best, worst, end, mean and trend of each customer's readings: shape (customers, 5).

    `who` counts customers from 0 without gaps, in order; trend is the mean of the later half less
    that of the earlier half.
    """
    n = np.bincount(who)
    last = np.cumsum(n) - 1
    place = np.arange(len(who)) - (last - n + 1)[who]
    early = place < (n // 2)[who]
    late = place >= (n - n // 2)[who]
    mean = np.bincount(who, v) / n
    trend = (np.bincount(who, v * late) - np.bincount(who, v * early)) / (n // 2)
    peak, trough = np.full(len(n), -np.inf), np.full(len(n), np.inf)
    np.maximum.at(peak, who, v)
    np.minimum.at(trough, who, v)
    return np.column_stack([peak, trough, v[last], mean, trend])


def fit_weights(x: Floats, y: Floats) -> Fit:
    """Posterior mean of the weights and half of their 95 % interval.

    Columns of `x` as `parts` gives them, `y` on the same scale.
    """
    centred, rest = x - x.mean(axis=0), y - y.mean()
    strength = _PRIOR_ANSWERS * x.var(axis=0)
    strength[-1] = 1e-9
    inverse = np.linalg.inv(centred.T @ centred + np.diag(np.maximum(strength, 1e-9)))
    beta = inverse @ (centred.T @ rest + strength * _PRIOR)
    degrees = max(len(y) - x.shape[1] - 1, 1)
    noise = float(((rest - centred @ beta) ** 2).sum()) / degrees
    reach = np.sqrt(noise * np.diag(inverse)) * float(t_quantile(degrees)[0])
    return Fit(beta=beta, reach=reach)


def _measured(
    result: Result, readings: _Readings, evidence: EvidenceId
) -> tuple[MemoryMeasure, Floats]:
    x, n = parts(readings.who, readings.v), len(readings.y)
    fit = fit_weights(x, readings.y)
    weights = tuple(
        (
            name,
            Estimate(
                value=float(fit.beta[i]),
                low=float(fit.beta[i] - fit.reach[i]),
                high=float(fit.beta[i] + fit.reach[i]),
                n=n,
                unit_of_n="answers",
                unit="weight",
            ),
        )
        for i, name in enumerate(PARTS)
    )
    gain = _gain(x, readings.y)
    measure = MemoryMeasure(
        outcome=result.name,
        weights=weights,
        own=n / (n + _PRIOR_ANSWERS),
        gain=gain,
        verdict=Verdict.SHOWN if n >= _PRIOR_ANSWERS else Verdict.SUGGESTED,
        evidence=evidence,
    )
    return measure, fit.beta


def _gain(x: Floats, y: Floats) -> Estimate:
    """Errors of the average alone less those of all parts, over the variance, on answers held out."""
    fold = np.arange(len(y)) % _FOLDS
    better = np.zeros(len(y))
    for one in range(_FOLDS):
        train, test = fold != one, fold == one
        fit = fit_weights(x[train], y[train])
        middle = y[train].mean()
        told = middle + (x[test] - x[train].mean(axis=0)) @ fit.beta
        mean = x[train, 3] - x[train, 3].mean()
        slope = float(mean @ (y[train] - middle)) / max(float(mean @ mean), 1e-12)
        plain = middle + (x[test, 3] - x[train, 3].mean()) * slope
        better[test] = (y[test] - plain) ** 2 - (y[test] - told) ** 2
    better /= max(float(y.var()), 1e-12)
    reach = float(t_quantile(len(y) - 1)[0]) * float(better.std(ddof=1)) / len(y) ** 0.5
    middle = float(better.mean())
    return Estimate(
        value=middle,
        low=middle - reach,
        high=middle + reach,
        n=len(y),
        unit_of_n="answers",
        unit="share of variance",
    )


def _weights(readings: _Readings, beta: Floats) -> Floats:
    """What each reading weighs in its customer's memory; adds up to 1 for each customer."""
    n = np.bincount(readings.who)
    positive = np.maximum(beta[:4], 0)
    positive = positive / max(float(positive.sum()), 1e-12)
    by_value = np.lexsort((readings.v, readings.who))
    last = np.cumsum(n) - 1
    out = positive[3] / n[readings.who]
    out[by_value[last]] += positive[0]
    out[by_value[last - n + 1]] += positive[1]
    out[last] += positive[2]
    return out


def _stages(
    facts: Facts, measure: MemoryMeasure, readings: _Readings, beta: Floats
) -> list[RememberedMeasure]:
    weight, people = _weights(readings, beta), len(readings.y)
    out: list[RememberedMeasure] = []
    for code, stage in facts.stages.items():
        here = (readings.stage == code).astype(float)
        customers = len(np.unique(readings.who[here > 0]))
        if customers < SMALLEST_GROUP:
            continue

        one, held, lived, kept = (
            np.bincount(readings.who, values, minlength=people).astype(np.float64)
            for values in (here, here * weight, here * readings.v, here * weight * readings.v)
        )
        out.append(
            RememberedMeasure(
                outcome=measure.outcome,
                stage=stage,
                lived=_ratio(lived, one, lowest=-1),
                remembered=_ratio(kept, held, lowest=-1),
                readings=float(here.mean()),
                memory=_ratio(held, np.ones(people), lowest=0),
                answers=measure.gain.n,
                verdict=measure.told,
                evidence=measure.evidence,
            )
        )
    return out


def _ratio(total: Floats, n: Floats, *, lowest: float) -> Estimate:
    """Sum over sum, customers as clusters."""
    mine = n > 0
    total, n = total[mine], n[mine]
    sums = ClusterSums.of(
        clusters=len(n),
        n=n.sum(),
        total=total.sum(),
        total2=(total**2).sum(),
        total_n=(total * n).sum(),
        n2=(n**2).sum(),
    )
    interval = clustered_mean(sums, lowest=lowest, highest=1)
    unit = "share" if lowest == 0 else "feeling"
    return estimate(interval, 0, n=len(n), unit_of_n="customers", unit=unit)


def _claim(facts: Facts, measure: MemoryMeasure, answer: str) -> Insight:
    told = ", ".join(
        f"the {name} {one.value:.2f} ({one.low:.2f} to {one.high:.2f})"
        for name, one in measure.weights
    )
    gain = measure.gain
    better = (
        f"They tell answers held out better than the average alone does, by {gain.value:.2f} of the variance"
        f" ({gain.low:.2f} to {gain.high:.2f})."
        if gain.low > 0
        else "They tell answers held out no better than the average alone does, as far as can be seen."
    )
    return Insight(
        kind="memory",
        purpose=facts.purpose.name,
        outcome=measure.outcome,
        metric="weight in the answer",
        estimand="change of the answer with a change of the part, both on -1 to 1; association",
        words=(
            f"In {answer} weigh {told}; n {count(gain.n)} answers, {percent(measure.own)} of it own data and"
            f" the rest from published studies. {better}"
        ),
        verdict=measure.told,
        evidence=measure.evidence,
    ).measured(gain)


def _heavier(
    facts: Facts, stages: list[RememberedMeasure], measure: MemoryMeasure, answer: str
) -> list[Insight]:
    """Stages that hold more of the memory than of the journey, where memory is more than the average."""
    if measure.gain.low <= 0:
        return []
    return [
        Insight(
            kind="memory",
            purpose=facts.purpose.name,
            stage=one.stage,
            outcome=measure.outcome,
            metric="share of the memory",
            words=(
                f"{capital(facts.column(one.stage))} is {percent(one.readings)} of what was felt and {percent(one.memory.value)} of what is"
                f" remembered in {answer} ({percent(one.memory.low)} to {percent(one.memory.high)},"
                f" n {count(one.memory.n)} customers)."
            ),
            verdict=measure.verdict,
            evidence=measure.evidence,
        ).measured(one.memory)
        for one in stages
        if one.memory.low > one.readings
    ]


def _too_few(facts: Facts, result: Result, n: int, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="memory",
        purpose=facts.purpose.name,
        outcome=result.name,
        words=(
            f"How a journey is remembered in {result.said} cannot be said: {count(n)} answers follow three"
            f" measured feelings or more; {_FEWEST} that differ are needed. Comments and ratings along the way would"
            " add them."
        ),
        verdict=Verdict.UNKNOWN,
        evidence=evidence,
        n=n,
        reason="too few answers",
    )

"""Survey scores of everybody who was asked, not of those who answered.

In: who was asked (`asked`), what was known of each.  Out: NPS and mean answers, raw and weighted for
silence, with what silence could still do.
Those who answer differ: here the silent count as those who answered and are alike in what was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.causes.effects import Covariate, build, mean_of_asked
from desireline.insights.causes.known_before import EARLIER, known_before
from desireline.insights.causes.treatments import treatments
from desireline.insights.heard.ratings import scales
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.silence.asked import asked

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.heard.ratings import Scale
    from desireline.insights.silence.asked import Asked

METHOD = (
    "cross-fitted AIPW for non-response: chance of answering and answer, on what was known before, "
    "customers as clusters; v1"
)
_FEWEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMeasure:
    """One score of one survey."""

    scale: str
    title: str
    """The scale, inside a sentence."""
    metric: str
    """`mean` or `nps`."""
    about: str
    raw: float
    """Of those who answered."""
    estimate: Estimate
    """Of those who were asked."""
    response: float
    swing: float
    """By how much it would move if the silent differed by half a standard deviation from those alike."""
    evidence: EvidenceId


class Surveys:
    """See the module."""

    name = "surveys"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Every survey with thirty answers or more."""
        evidence = facts.evidence(self.name, method=METHOD, query=METHOD, n=facts.customers)
        measures: list[SurveyMeasure] = []
        for scale in scales(facts):
            units = asked(facts, scale)
            if units is None or units.r.sum() < _FEWEST or (1 - units.r).sum() < _FEWEST:
                continue
            measures += _scores(facts, scale, units, evidence.id)
        return InsightResult(
            measures=measures,
            insights=[_claim(facts, one) for one in measures],
            evidence=[evidence],
        )


def _scores(facts: Facts, scale: Scale, units: Asked, evidence: EvidenceId) -> list[SurveyMeasure]:
    known = known_before(facts, units.who, units.known_us, units.r)
    x = build(known + _met(facts, units), len(units.r)).x
    low, high = sorted((scale.worst, scale.best))
    rating = units.rating
    kinds = [("mean", (rating - low) / (high - low), low, high)]
    if scale.is_nps:
        score = (rating >= 9).astype(np.float64) - (rating <= 6)
        kinds.append(("nps", (score + 1) / 2, -100.0, 100.0))
    out: list[SurveyMeasure] = []
    for metric, y, one, two in kinds:
        found, span = mean_of_asked(x, units.r, y, units.who), two - one
        reach = NORMAL * found.se
        estimate = Estimate(
            value=one + span * found.value,
            low=one + span * max(found.value - reach, 0.0),
            high=one + span * min(found.value + reach, 1.0),
            n=found.answers,
            unit_of_n="answers",
            unit="nps" if metric == "nps" else scale.label,
        )
        out.append(
            SurveyMeasure(
                scale=scale.label,
                title=scale.title,
                metric=metric,
                about=units.about,
                raw=one + span * found.raw,
                estimate=estimate,
                response=found.answers / found.asked,
                swing=span * found.swing,
                evidence=evidence,
            )
        )
    return out


def _met(facts: Facts, units: Asked) -> list[Covariate]:
    """Conditions that had been met by then: what moves people to answer, and their answer."""
    table, tried = treatments(facts)
    if not tried:
        return []
    rows = {"unit": np.arange(len(units.r)), "customer": units.who, "journey": units.journey}
    offered = facts.offer("asked", pa.table(rows | {"known_us": units.known_us}))
    found = facts.engine.query(
        f"""
        SELECT unit, treatment FROM {offered} AS u JOIN {table} AS t USING (customer, journey)
        WHERE t.hit AND t.t0_us <= u.known_us ORDER BY unit, treatment
        """
    )
    unit, treatment = np.asarray(found["unit"]), np.asarray(found["treatment"])
    out: list[Covariate] = []
    for one in tried:
        met = np.zeros(len(units.r))
        met[unit[treatment == one.number]] = 1
        out.append(Covariate(name=f"met {one.name}", block=EARLIER, values=met))
    return out


def _claim(facts: Facts, one: SurveyMeasure) -> Insight:
    e = one.estimate
    title = "NPS" if one.metric == "nps" else capital(one.title)
    moved = abs(one.raw - e.value) > (e.high - e.low) / 4
    return Insight(
        kind="survey_score",
        purpose=facts.purpose.name,
        metric=f"{one.scale}, {one.metric}",
        estimand="mean of all who were asked; the silent as those who answered and are alike",
        words=(
            f"{title} of {one.about}: {_short(e.value)} ({_short(e.low)} to {_short(e.high)}, n {count(e.n)}"
            f" answers) once the silent count as those like them who answered; {_short(one.raw)} among those who"
            f" answered, {percent(one.response)} of those who were asked."
            f"{' Who answered was not like who was asked.' if moved else ''} If the silent differ by half a standard"
            f" deviation more, it moves by {_short(one.swing)}."
        ),
        verdict=Verdict.SHOWN if e.n >= 2 * _FEWEST else Verdict.SUGGESTED,
        evidence=one.evidence,
    ).measured(e)


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 20 else f"{value:.2f}"

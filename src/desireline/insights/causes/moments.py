"""Moments of truth: what a condition does to what comes of a journey.

In: conditions with their time zero (`treatments`), results with their clock (`results`).
Out: for each pair the adjusted effect with its interval, what it was compared with, and its doubts.
Each result is a family, Benjamini-Hochberg. The words "costs", "adds" and "makes" stand only where both sides are alike after
weighting, an outcome that cannot have changed does not move, no block of what is known carries
the effect alone, and it is no step that customers took by their own choice; else it "goes with". What they chose is suggested at most where a
hidden reason for the choice would have to be less than twice as likely on both sides. Hidden causes are never ruled out: the E-value says how
strong they would have to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.judging import (
    Judged,
    alike,
    causes,
    judged,
    measure,
    quiet,
    trials,
)
from desireline.insights.causes.treatments import treatments
from desireline.insights.causes.trials import LEAK, NO_OVERLAP, TOO_FEW, UNITS_SQL
from desireline.insights.model import Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.ranking import Candidate, ranked
from desireline.insights.paths.results import results, snapshot

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.causes.trials import Trial
    from desireline.insights.facts import Facts
    from desireline.insights.model import MomentMeasure

METHOD = (
    "target trial: who could meet it, from when it was decided; cross-fitted AIPW on what was known"
    " before and the kind of customer it tells of, median of 3 splits, customers as clusters; BH q .10 for each"
    " result (a cause: .05), and 0 outside the interval; v5"
)
_WHY = {
    TOO_FEW: "fewer than 12 on one side",
    LEAK: "the condition is the outcome itself",
    NO_OVERLAP: "nobody comparable was spared",
    "constant outcome": "everybody came to the same end",
}


class Moments:
    """See the module."""

    name = "moments"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """All pairs that were tried, the largest shown effect first."""
        evidence = facts.evidence(self.name, method=METHOD, query=UNITS_SQL, n=facts.journeys)
        nothing = _nothing_to_try(facts, evidence.id)
        if nothing is not None:
            return InsightResult(insights=[nothing], evidence=[evidence])
        found = judged(facts)
        measures = [measure(one, evidence.id) for one in found]
        candidates = [
            _candidate(facts, one, row) for one, row in zip(found, measures, strict=True)
        ]
        refused = [
            _refused(facts, one, evidence.id) for one in trials(facts) if one.reason is not None
        ]
        return InsightResult(
            measures=measures, insights=ranked(candidates) + refused, evidence=[evidence]
        )


def _nothing_to_try(facts: Facts, evidence: EvidenceId) -> Insight | None:
    if snapshot(facts):
        reason = "no time order"
        words = (
            "What decides cannot be said: everything stands at one day, so nothing came before anything else. The"
            " drivers tell what goes with what."
        )
    elif not results(facts):
        reason = "no outcome"
        words = (
            "What decides cannot be said: nothing here tells success from failure. Orders, ratings, a stated"
            " end or [[successes]] in recipe.toml would."
        )
    elif not treatments(facts)[1]:
        reason = "no condition"
        words = (
            "What decides cannot be said: every journey meets the same. Waits, errors or notes of the sources"
            " that only some meet would tell."
        )
    else:
        return None
    return Insight(
        kind="moment",
        purpose=facts.purpose.name,
        words=words,
        verdict=Verdict.UNKNOWN,
        reason=reason,
        evidence=evidence,
        n=facts.journeys,
    )


def _candidate(facts: Facts, one: Judged, measure: MomentMeasure) -> Candidate:
    trial, effect, treatment = one.trial, one.effect, one.trial.treatment
    place = facts.place(treatment.touchpoint)
    met = effect.treated * facts.weight
    insight = Insight(
        kind="moment",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=treatment.name,
        outcome=trial.result.name,
        metric=trial.result.unit,
        estimand=(
            f"result with the condition minus without, among {treatment.eligible}, for {effect.whose}, adjusted for"
            f" {measure.adjusted_for} columns known before"
        ),
        words=_words(trial, measure),
        verdict=measure.verdict,
        reason=_why_not(trial, measure),
        evidence=measure.evidence,
    ).measured(measure.effect)
    return Candidate(insight=insight, score=met * abs(effect.value), error=met * effect.se)


def _why_not(trial: Trial, measure: MomentMeasure) -> str | None:
    """What keeps a claim from being shown, or a shown one from being called a cause."""
    if measure.verdict != Verdict.SHOWN:
        doubted = measure.chosen and measure.verdict == Verdict.SUGGESTED and not trial.few
        wide = "customers chose it" if doubted else "the interval is wide"
        return "few on one side" if trial.few else wide
    if measure.chosen:
        return "association: customers chose it"
    if not measure.firm:
        return "association: it is not firm enough to be called a cause"
    if measure.stable is False:
        return "association: it hangs on one block of what is known"
    if not alike(measure):
        return "association: the two sides are not quite alike"
    return None if quiet(measure) else "association: they differed before"


def _words(trial: Trial, measure: MomentMeasure) -> str:
    """The claim in a sentence, no stronger than its verdict."""
    effect, title = measure.effect, trial.treatment.title
    spread = f"{_told(trial, effect.low)} to {_told(trial, effect.high)}"
    if measure.verdict == Verdict.UNKNOWN:
        return (
            f"Whether {title} changes {_what(trial)} is unknown: {_told(trial, effect.value)} "
            f"({spread}, n {count(effect.n)}, {count(measure.treated)} met it)."
        )
    fewer = "fewer" if effect.value < 0 else "more"
    with_ = "goes with" if measure.verdict == Verdict.SHOWN else "may go with"
    if trial.result.answers:
        size = f"{abs(effect.value):.2f}"
        # on a scale on which 1 is the best, more is worse
        cause = "costs" if (effect.value < 0) == (trial.result.span > 0) else "adds"
        does = f"{cause} {size}" if causes(measure) else f"{with_} {size} {fewer}"
        told = f"{does} {trial.result.good}"
    else:
        low, high = measure.without, min(max(measure.without + effect.value, 0.0), 1.0)
        size = f"{abs(effect.value) * 100:.1f} points {fewer}"
        does = f"makes {size}" if causes(measure) else f"{with_} {size} who"
        told = f"{does} {trial.result.good}: {percent(high)}, not {percent(low)}"
    return (
        f"{capital(title)} {told} ({spread}; {count(effect.n)} {trial.treatment.eligible},"
        f" {count(measure.treated)} met it). Compared with others alike in {measure.adjusted_for} things known before;"
        f" without that it would read {_told(trial, measure.naive)}. A hidden cause would have to be"
        f" {measure.e_value:.1f} times as likely on both sides to explain it."
    )


def _what(trial: Trial) -> str:
    result = trial.result
    return result.said if result.answers else f"how many {result.good}"


def _told(trial: Trial, value: float) -> str:
    return f"{value:+.2f}" if trial.result.answers else f"{value * 100:+.1f} points"


def _refused(facts: Facts, trial: Trial, evidence: EvidenceId) -> Insight:
    reason = trial.reason or TOO_FEW
    place = facts.place(trial.treatment.touchpoint)
    refused = reason in (LEAK, NO_OVERLAP)
    return Insight(
        kind="moment",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=trial.treatment.name,
        outcome=trial.result.name,
        words=(
            f"What {trial.treatment.title} does to {_what(trial)} is not said: {_WHY[reason]}"
            f" (n {count(len(trial.units.y))})."
        ),
        verdict=Verdict.REFUSED if refused else Verdict.UNKNOWN,
        reason=reason,
        evidence=evidence,
        n=len(trial.units.y),
    )

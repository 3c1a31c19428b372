"""Moments of truth: what a condition does to what comes of a journey.

In: conditions with their time zero (`treatments`), results with their clock (`results`).
Out: for each pair the adjusted effect with its interval, what it was compared with, and its doubts.
One family, Benjamini-Hochberg. The word "costs" stands only where both sides are alike after
weighting, an outcome that cannot have changed does not move, and no block of what is known carries
the effect alone; else it "goes with". Hidden causes are never ruled out: the E-value says how
strong they would have to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.effects import e_value, estimate_effect
from desireline.insights.estimates import count, percent
from desireline.insights.known_before import CALENDAR, EARLIER, ENTRY, PROFILE
from desireline.insights.model import Estimate, Insight, InsightResult, MomentMeasure, Verdict
from desireline.insights.multiplicity import benjamini_hochberg
from desireline.insights.ranking import Candidate, ranked, verdict_of
from desireline.insights.results import results, snapshot
from desireline.insights.shrinkage import sure_sign
from desireline.insights.treatments import treatments
from desireline.insights.trials import LEAK, NO_OVERLAP, TOO_FEW, UNITS_SQL, Trial, run_trial

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.effects import Effect
    from desireline.insights.facts import Facts

METHOD = (
    "target trial: who could meet it, from when it was decided; cross-fitted AIPW on what was known"
    " before, median of 3 splits, customers as clusters; BH q .10; v1"
)
MATERIAL = 0.02
"""Share, or part of a scale, under which an effect is not worth a line."""
_NORMAL = 1.959964
_ALIKE = 0.1
_WHY = {
    TOO_FEW: "fewer than 12 on one side",
    LEAK: "the condition is the outcome itself",
    NO_OVERLAP: "nobody comparable was spared",
    "constant outcome": "everybody came to the same end",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What was tried to make the effect go away."""

    placebo: Estimate
    stable: bool


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
        trials = facts.memo("trials", _trials)
        judged = judge([one for one in trials if one.effect is not None])
        measures = [_measure(*one, evidence.id) for one in judged]
        candidates = [
            _candidate(facts, trial, measure)
            for (trial, _, _), measure in zip(judged, measures, strict=True)
        ]
        refused = [_refused(facts, one, evidence.id) for one in trials if one.reason is not None]
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


def _trials(facts: Facts) -> list[Trial]:
    return [
        trial
        for treatment in treatments(facts)[1]
        for result in results(facts)
        if len((trial := run_trial(facts, treatment, result)).units.y)
    ]


def judge(trials: list[Trial]) -> list[tuple[Trial, Verdict, Checks | None]]:
    """Verdicts of one family; checks for those that were selected."""
    if not trials:
        return []
    effects = [_effect(one) for one in trials]
    value, se = np.array([e.value for e in effects]), np.array([max(e.se, 1e-9) for e in effects])
    found = benjamini_hochberg(2 * special.ndtr(-np.abs(value) / se))
    sure = sure_sign(value, se)
    out: list[tuple[Trial, Verdict, Checks | None]] = []
    for i, trial in enumerate(trials):
        verdict = verdict_of(discovered=bool(found[i]), sure=float(sure[i]))
        checks = None
        if verdict == Verdict.SHOWN and (trial.few or abs(value[i]) < MATERIAL):
            verdict = Verdict.SUGGESTED
        elif verdict == Verdict.SHOWN:
            checks = _check(trial)
        out.append((trial, verdict, checks))
    return out


def _effect(trial: Trial) -> Effect:
    assert trial.effect is not None
    return trial.effect


def _check(trial: Trial) -> Checks:
    effect, units, design = _effect(trial), trial.units, trial.design
    assert design is not None
    stable = True
    for block in (EARLIER, PROFILE, CALENDAR, ENTRY):
        x = design.without(block)
        if x.shape[1] == design.x.shape[1]:
            continue
        other = estimate_effect(x, units.d, units.y, units.who, splits=1)
        stable = stable and other.value * effect.value > 0
    return Checks(placebo=_placebo(trial), stable=stable)


def _placebo(trial: Trial) -> Estimate:
    """How much the condition "changes" what lay before it: more steps than the middle, or not."""
    design, units = trial.design, trial.units
    assert design is not None
    if "steps" not in design.names:
        return Estimate(value=0.0, low=-1.0, high=1.0, n=len(units.y), unit_of_n="journeys")
    steps = design.x[:, design.names.index("steps")]
    before = (steps > np.median(steps)).astype(np.float64)
    found = estimate_effect(design.without(EARLIER), units.d, before, units.who, splits=1)
    return Estimate(
        value=found.value,
        low=found.value - _NORMAL * found.se,
        high=found.value + _NORMAL * found.se,
        n=found.n,
        unit_of_n="journeys",
        unit="share",
    )


def _measure(
    trial: Trial, verdict: Verdict, checks: Checks | None, evidence: EvidenceId
) -> MomentMeasure:
    effect, span = _effect(trial), trial.result.span
    assert trial.design is not None
    return MomentMeasure(
        condition=trial.treatment.name,
        result=trial.result.name,
        eligible=trial.treatment.eligible,
        treated=effect.treated,
        effect=Estimate(
            value=effect.value * span,
            low=(effect.value - _NORMAL * effect.se) * span,
            high=(effect.value + _NORMAL * effect.se) * span,
            n=effect.n,
            unit_of_n="journeys",
            unit=trial.result.unit,
        ),
        without=effect.without,
        naive=effect.naive * span,
        whose=effect.whose,
        outside=effect.outside,
        imbalance=effect.imbalance,
        adjusted_for=trial.design.x.shape[1],
        e_value=e_value(effect.value, effect.without),
        placebo=checks.placebo if checks else None,
        stable=checks.stable if checks else None,
        verdict=verdict,
        evidence=evidence,
    )


def _candidate(facts: Facts, trial: Trial, measure: MomentMeasure) -> Candidate:
    effect, treatment = _effect(trial), trial.treatment
    place = facts.places.get(treatment.touchpoint) if treatment.touchpoint is not None else None
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
        value=measure.effect.value,
        low=measure.effect.low,
        high=measure.effect.high,
        n=measure.effect.n,
    )
    return Candidate(insight=insight, score=met * abs(effect.value), error=met * effect.se)


def _why_not(trial: Trial, measure: MomentMeasure) -> str | None:
    """What keeps a claim from being shown, or a shown one from being called a cause."""
    if measure.verdict != Verdict.SHOWN:
        return "few on one side" if trial.few else "the interval is wide"
    if measure.stable is False:
        return "association: it hangs on one block of what is known"
    if not _alike(measure):
        return "association: the two sides are not quite alike"
    return None if _quiet(measure) else "association: they differed before"


def _alike(measure: MomentMeasure) -> bool:
    """Both sides differ by no more than chance would leave between so few."""
    sides = min(measure.treated, measure.effect.n - measure.treated)
    return measure.imbalance is not None and measure.imbalance < max(
        _ALIKE, 2.5 / float(np.sqrt(sides))
    )


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
    sure = measure.verdict == Verdict.SHOWN
    causes = sure and measure.stable is True and _alike(measure) and _quiet(measure)
    verb = (
        ("costs" if effect.value < 0 else "adds")
        if causes
        else "goes with"
        if sure
        else "may go with"
    )
    if trial.result.answers:
        size = f"{abs(effect.value):.2f} {fewer} {trial.result.good}"
    else:
        low, high = measure.without, min(max(measure.without + effect.value, 0.0), 1.0)
        size = (
            f"{abs(effect.value) * 100:.1f} points {fewer} who {trial.result.good}: {percent(high)}, not"
            f" {percent(low)}"
        )
    return (
        f"{title[:1].upper()}{title[1:]} {verb} {size} ({spread}; {count(effect.n)} {trial.treatment.eligible},"
        f" {count(measure.treated)} met it). Compared with others alike in {measure.adjusted_for} things known before;"
        f" without that it would read {_told(trial, measure.naive)}. A hidden cause would have to be"
        f" {measure.e_value:.1f} times as likely on both sides to explain it."
    )


def _quiet(measure: MomentMeasure) -> bool:
    placebo, scale = measure.placebo, abs(measure.effect.value) / 2
    return placebo is not None and max(abs(placebo.low), abs(placebo.high)) < scale


def _what(trial: Trial) -> str:
    result = trial.result
    return result.unit if result.answers else f"how many {result.good}"


def _told(trial: Trial, value: float) -> str:
    return f"{value:+.2f}" if trial.result.answers else f"{value * 100:+.1f} points"


def _refused(facts: Facts, trial: Trial, evidence: EvidenceId) -> Insight:
    reason = trial.reason or TOO_FEW
    place = facts.places.get(trial.treatment.touchpoint or -1)
    refused = reason in (LEAK, NO_OVERLAP)
    return Insight(
        kind="moment",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
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

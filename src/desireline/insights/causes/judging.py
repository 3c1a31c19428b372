"""How effects are judged: a family for each result, and what was tried to make each of them go away.

In: conditions and results.  Out: trials; for each with an effect its verdict and its checks.
Benjamini-Hochberg over all conditions that could be tried against one result: the many things that move a
rating must not make it easier to say that something decides who stays. A cause is only named (`causes`) where both sides
are alike after weighting, what cannot have changed does not move, and no block of what was known
carries the effect alone. Both checks allow for chance: sides drawn by lot differ too, somewhere among sixty columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.causes.beside import beside
from desireline.insights.causes.effects import SQUARED, astray, at_once, e_value, estimate_effect
from desireline.insights.causes.known_before import CALENDAR, EARLIER, ENTRY, KIND, PROFILE
from desireline.insights.causes.seen_before import MOST_AT_ONCE, TOTALS, look_ahead
from desireline.insights.causes.treatments import treatments
from desireline.insights.causes.trials import estimate, set_up
from desireline.insights.facts import JUDGED
from desireline.insights.model import Estimate, MomentMeasure, Verdict
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import verdict_of
from desireline.insights.numbers.shrinkage import sure_sign
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.results import results, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.ids import EvidenceId
    from desireline.insights.causes.effects import Effect
    from desireline.insights.causes.treatments import Treatment
    from desireline.insights.causes.trials import Trial
    from desireline.insights.facts import Facts

MATERIAL = 0.02
"""Share, or part of a scale, under which an effect is not worth a line."""
_CERTAIN = 0.05
"""Where much is found, the family's bar lies above this, and an interval that holds 0 would be shown."""
_FIRM = 0.05
"""False discovery rate at which an effect may be called a cause; at the family's own it only goes with a result."""
_STRONG = 2.0
"""E-value under which an ordinary reason to choose a step would explain what goes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What was tried to make the effect go away."""

    placebo: Estimate
    stable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A trial with an effect, as it may be told."""

    trial: Trial
    effect: Effect
    verdict: Verdict
    firm: bool
    """Found, too, where a family may claim something falsely in one company of twenty, not of ten."""
    checks: Checks | None

    @property
    def harms(self) -> bool:
        """Fewer come to the result."""
        return self.effect.value < 0


def trials(facts: Facts) -> list[Trial]:
    """Every condition against every result, where anybody could be compared; none where nothing came before anything else."""
    return facts.memo("trials", _trials)


def judged(facts: Facts) -> list[Judged]:
    """All trials with an effect, each result a family."""
    return facts.memo(JUDGED, _judged)


def _judged(facts: Facts) -> list[Judged]:
    tried = trials(facts)
    return judge(beside(tried, [one[:3] for one in _verdicts(tried)]))


def _trials(facts: Facts) -> list[Trial]:
    if snapshot(facts):
        return []
    table, tried = treatments(facts)
    out: list[Trial] = []
    for together in _together(facts, table, tried):
        numbers = ", ".join(str(one.number) for one in together)
        look_ahead(
            facts,
            f"SELECT DISTINCT customer, known_us FROM {table} WHERE treatment IN ({numbers})",
        )
        pairs = ((one, result) for one in together for result in results(facts))
        found = at_once(estimate, (set_up(facts, *pair) for pair in pairs))
        out += [one for one in found if len(one.units.y)]
    return out


def _together(facts: Facts, table: str, tried: list[Treatment]) -> list[list[Treatment]]:
    """Conditions whose moments are looked at once, in their order."""
    if not tried:
        return []
    sizes = dict(
        facts.engine.rows(
            f"SELECT treatment, count(DISTINCT (customer, known_us)) FROM {table} GROUP BY ALL"
        )
    )
    out: list[list[Treatment]] = []
    room = 0
    for one in tried:
        if room < sizes[one.number]:
            out.append([])
            room = MOST_AT_ONCE
        out[-1].append(one)
        room -= sizes[one.number]
    return out


def judge(trials: Sequence[Trial]) -> list[Judged]:
    """Verdicts, result by result; checks for those that were selected."""
    found = _verdicts(trials)
    shown = [i for i, one in enumerate(found) if one[2] == Verdict.SHOWN]
    checks = dict(zip(shown, at_once(_check, [found[i][:2] for i in shown]), strict=True))
    return [
        Judged(trial=trial, effect=effect, verdict=verdict, firm=firm, checks=checks.get(i))
        for i, (trial, effect, verdict, firm) in enumerate(found)
    ]


def _verdicts(trials: Sequence[Trial]) -> list[tuple[Trial, Effect, Verdict, bool]]:
    """Every trial with an effect, judged among those of the same result, and whether firmly."""
    pairs = [(one, one.effect) for one in trials if one.effect is not None]
    verdicts = [(Verdict.UNKNOWN, False)] * len(pairs)
    for name in {one.result.name for one, _ in pairs}:
        mine = [i for i, (one, _) in enumerate(pairs) if one.result.name == name]
        found = _family([pairs[i][1] for i in mine], [pairs[i][0].few for i in mine])
        for i, verdict in zip(mine, found, strict=True):
            verdicts[i] = verdict
    return [
        (
            *pair,
            Verdict.SUGGESTED if verdict == Verdict.SHOWN and _is_doubted(*pair) else verdict,
            firm,
        )
        for pair, (verdict, firm) in zip(pairs, verdicts, strict=True)
    ]


def _is_doubted(trial: Trial, effect: Effect) -> bool:
    """Whether customers chose it, and a reason to choose that is no stronger than many are would do to explain it."""
    return trial.treatment.chosen and e_value(effect.value, effect.without) < _STRONG


def _family(effects: list[Effect], few: list[bool]) -> list[tuple[Verdict, bool]]:
    """Verdict of each effect among all that were tried with it, and whether it is firm; few and slight ones are not shown."""
    if not effects:
        return []
    value = np.array([one.value for one in effects])
    se = np.array([max(one.se, 1e-9) for one in effects])
    p = 2 * special.ndtr(-np.abs(value) / se)
    # what cannot be shown pays for nothing else
    tried = np.where(few, np.nan, p)
    found = benjamini_hochberg(tried) & (p < _CERTAIN)
    firm = benjamini_hochberg(tried, q=_FIRM)
    sure = sure_sign(value, se)
    out: list[tuple[Verdict, bool]] = []
    for i, seldom in enumerate(few):
        verdict = verdict_of(discovered=bool(found[i]), sure=float(sure[i]))
        slight = seldom or abs(value[i]) < MATERIAL
        told = Verdict.SUGGESTED if verdict == Verdict.SHOWN and slight else verdict
        out.append((told, bool(firm[i])))
    return out


def _check(found: tuple[Trial, Effect]) -> Checks:
    trial, effect = found
    units, design = trial.units, trial.design
    assert design is not None
    stable = True
    for block in (EARLIER, PROFILE, CALENDAR, ENTRY, KIND):
        x = design.without(block)
        if x.shape[1] == design.x.shape[1]:
            continue
        other = estimate_effect(x, units.d, units.y, units.who, splits=1)
        stable = stable and other.value * effect.value > 0
    return Checks(placebo=_placebo(trial), stable=stable)


def _placebo(trial: Trial) -> Estimate:
    """How much the condition "changes" what lay before it, as a rule, on the result's scale.

    Each earlier column is adjusted for everything else that the effect is adjusted for, but for sums that hold it
    and for the kind of customer, which is told by it.
    """
    design, units = trial.design, trial.units
    assert design is not None
    names = [one.removesuffix(SQUARED) for one in design.names]
    whole = np.array(
        [
            not name.startswith(TOTALS) and block != KIND
            for name, block in zip(names, design.blocks, strict=True)
        ]
    )
    mine = [
        i
        for i, block in enumerate(design.blocks)
        if block == EARLIER and whole[i] and names[i] == design.names[i]
    ]
    others = [design.x[:, whole & np.array([one != names[i] for one in names])] for i in mine]
    found = astray(design.x[:, mine], others, units.d, units.who)
    if found is None:
        return Estimate(value=0.0, low=-1.0, high=1.0, n=len(units.y), unit_of_n="journeys")
    spread = float(units.y.std()) * abs(trial.result.span)
    return Estimate(
        value=found.value * spread,
        low=0.0,
        high=found.high * spread,
        n=len(units.y),
        unit_of_n="journeys",
        unit=trial.result.unit,
    )


def measure(one: Judged, evidence: EvidenceId) -> MomentMeasure:
    """The row of a judged trial."""
    trial, effect, checks = one.trial, one.effect, one.checks
    span = trial.result.span
    reach = NORMAL * effect.se * abs(span)  # a scale on which 1 is the best has a span below zero
    assert trial.design is not None
    return MomentMeasure(
        condition=trial.treatment.name,
        result=trial.result.name,
        eligible=trial.treatment.eligible,
        treated=effect.treated,
        effect=Estimate(
            value=effect.value * span,
            low=effect.value * span - reach,
            high=effect.value * span + reach,
            n=effect.n,
            unit_of_n="journeys",
            unit=trial.result.unit,
        ),
        without=effect.without,
        naive=effect.naive * span,
        whose=effect.whose,
        outside=effect.outside,
        imbalance=effect.imbalance,
        apart=effect.apart,
        prognosis=effect.prognosis * span,
        adjusted_for=trial.design.x.shape[1],
        e_value=e_value(effect.value, effect.without),
        placebo=checks.placebo if checks else None,
        stable=checks.stable if checks else None,
        chosen=trial.treatment.chosen,
        firm=one.firm,
        verdict=one.verdict,
        evidence=evidence,
    )


def causes(measure: MomentMeasure) -> bool:
    """Whether the effect is firm, nothing that was tried made it go away, and customers did not choose what is said to have it."""
    return (
        measure.verdict == Verdict.SHOWN
        and measure.firm
        and not measure.chosen
        and measure.stable is True
        and alike(measure)
        and quiet(measure)
    )


def alike(measure: MomentMeasure) -> bool:
    """Both sides differ by no more than chance leaves, and what was to be expected of them not by half the effect."""
    return (
        measure.imbalance is not None
        and measure.apart == 0
        and abs(measure.prognosis) < abs(measure.effect.value) / 2
    )


def quiet(measure: MomentMeasure) -> bool:
    """What lay before the condition does not move by half the effect."""
    placebo, scale = measure.placebo, abs(measure.effect.value) / 2
    return placebo is not None and max(abs(placebo.low), abs(placebo.high)) < scale

"""One condition against one result, as if it had been a trial.

In: a treatment, a result.  Out: a `Trial`: who was compared, the effect, or why there is none.
Reasons for which nothing is estimated: fewer than 12 on a side, a condition that is the result
itself (a leak), no overlap: nobody comparable was spared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.effects import Design, Effect, build, estimate_effect, estimate_few
from desireline.insights.causes.known_before import PROFILE, known_before
from desireline.insights.causes.leaks import written_later
from desireline.insights.causes.treatments import treatments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.causes.treatments import Treatment
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

TOO_FEW, LEAK, NO_OVERLAP, CONSTANT = "too few", "leaked outcome", "no overlap", "constant outcome"
UNITS_SQL = """
    SELECT customer, journey, known_us, t0_us, hit, dose, arg_min(y, coalesce(decided_us, t0_us)) AS y
    FROM {treatments} JOIN ({result}) AS result USING (customer, journey)
    WHERE treatment = {number} AND t0_us >= from_us AND t0_us < until_us
        AND (decided_us IS NULL OR decided_us {after} t0_us)
    GROUP BY ALL ORDER BY customer, journey
"""
_FEWEST, _FEW = 12, 60
_LEAKS = 0.95
_NEVER_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Journeys that could meet the condition, in the order of customers."""

    who: Ints
    journey: Ints
    known_us: Ints
    d: Floats
    y: Floats
    dose: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What was compared. `effect` is None where `reason` says why."""

    treatment: Treatment
    result: Result
    units: Units
    design: Design | None
    effect: Effect | None
    few: bool
    reason: str | None


def units_of(facts: Facts, treatment: Treatment, result: Result) -> Units:
    """Who could meet a condition and is known to have come to a result or not."""
    table, _ = treatments(facts)
    found = facts.engine.query(
        UNITS_SQL.format(
            treatments=table,
            result=result.sql,
            number=treatment.number,
            after=">=" if result.answers else ">",
        )
    )
    dose = [np.nan if one is None else one for one in found["dose"].to_pylist()]
    return Units(
        who=np.asarray(found["customer"], dtype=np.int64),
        journey=np.asarray(found["journey"], dtype=np.int64),
        known_us=np.asarray(found["known_us"], dtype=np.int64),
        d=np.asarray(found["hit"], dtype=np.float64),
        y=np.asarray(found["y"], dtype=np.float64),
        dose=np.array(dose, dtype=np.float64),
    )


def run_trial(facts: Facts, treatment: Treatment, result: Result) -> Trial:
    """Compare, or say why not."""
    return estimate(set_up(facts, treatment, result))


def set_up(facts: Facts, treatment: Treatment, result: Result) -> Trial:
    """Who would be compared, before anything is estimated; without a design where nothing can be."""
    units = units_of(facts, treatment, result)
    smallest = _smallest(units, answers=result.answers)
    reason = None
    if len(units.y) and np.ptp(units.y) == 0:
        reason = CONSTANT
    elif (treatment.reaches and result.ended) or (len(units.y) >= _FEW and _is_leak(units)):
        reason = LEAK
    elif smallest < _FEWEST:
        reason = TOO_FEW
    return Trial(
        treatment=treatment,
        result=result,
        units=units,
        design=design_of(facts, units, of_an_end=not result.answers) if reason is None else None,
        effect=None,
        few=reason is None and smallest < _FEW,
        reason=reason,
    )


def estimate(trial: Trial) -> Trial:
    """The same trial with its effect; asks the engine nothing."""
    if trial.design is None:
        return trial
    units, x = trial.units, trial.design.x
    if trial.few:
        effect = estimate_few(x, units.d, units.y)
    else:
        effect = estimate_effect(x, units.d, units.y, units.who)
    if effect.outside > _NEVER_ALIKE:
        return replace(trial, design=None, effect=None, few=False, reason=NO_OVERLAP)
    return replace(trial, effect=effect)


def estimate_again(trial: Trial) -> Trial:
    """The effect among fewer units than before; none where too few are left, or all came to the same."""
    smallest = _smallest(trial.units, answers=trial.result.answers)
    if smallest < _FEWEST or np.ptp(trial.units.y) == 0:
        return replace(trial, design=None, effect=None, few=False, reason=TOO_FEW)
    return estimate(replace(trial, few=smallest < _FEW))


def design_of(facts: Facts, units: Units, *, of_an_end: bool) -> Design:
    """What was known of the units before, but for notes that came later.

    An export writes how a record stands today beside its first day: a subscription's status would explain away whatever
    led to its end.
    """
    found = known_before(facts, units.who, units.known_us, units.d)
    if of_an_end:
        found = [
            one
            for one in found
            if one.block != PROFILE or not written_later(one.name, one.values, units.y)
        ]
    return build(found, len(units.y))


def _smallest(units: Units, *, answers: bool) -> int:
    """The smallest group that must carry the estimate."""
    sides = [int(units.d.sum()), int((1 - units.d).sum())]
    if not answers:
        sides += [int(units.y.sum()), int((1 - units.y).sum())]
    return min(sides)


def _is_leak(units: Units) -> bool:
    """Whether the condition sorts the results almost by itself: then it is the result."""
    met, spared = units.y[units.d == 1], units.y[units.d == 0]
    if min(len(met), len(spared)) < 5:
        return False
    if not (units.y > 0.5).any() or not (units.y <= 0.5).any():
        return False
    good, bad = units.d[units.y > 0.5].mean(), units.d[units.y <= 0.5].mean()
    return abs(float(good - bad)) / 2 + 0.5 > _LEAKS

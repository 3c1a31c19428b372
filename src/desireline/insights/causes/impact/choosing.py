"""Which design the data allow, strictest first.

In: a change, its units.  Out: an answer with the reason for its design, or a refusal.
Drawn by lot: holdout. Some groups spared, with time before: difference in differences; where these moved
apart before, synthetic controls if any mix of groups moved alike. Nobody spared: an interrupted series,
uncontrolled. Groups without a time before are never compared: they may always have differed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desireline.insights.causes.effects import build, estimate_effect
from desireline.insights.causes.impact.answer import (
    DIFFERED,
    HOLDOUT,
    NO_BEFORE,
    NO_CONTROL,
    NOT_RIPE,
    TOO_FEW,
    Answer,
    Refusal,
)
from desireline.insights.causes.impact.differences import difference, pre_trend_p
from desireline.insights.causes.impact.interrupted import interrupted
from desireline.insights.causes.impact.synthetic import synthetic
from desireline.insights.causes.impact.units import success_of, units_of
from desireline.insights.causes.known_before import known_before
from desireline.insights.paths.results import ripe_us

if TYPE_CHECKING:
    from desireline.insights.causes.impact.units import Units
    from desireline.insights.facts import Facts
    from desireline.recipe import ChangeRule

FEWEST = 30
_APART = 0.05


def judge(facts: Facts, rule: ChangeRule) -> tuple[Answer | Refusal, Units | None]:
    """Judge a change by the strictest design that the data allow."""
    result = success_of(facts, rule)
    if result is None:
        return Refusal(reason="no outcome", words="nothing tells success from failure"), None
    units = units_of(facts, rule, result)
    if result.ended:
        units = units.only(units.from_us < ripe_us(facts))
    if rule.by is not None and not any(units.got):
        words = f"nobody's {rule.by} is {', '.join(rule.got)}"
        return Refusal(reason=TOO_FEW, words=words, n=len(units.y)), None
    return choose(facts, rule, units), units


def choose(facts: Facts, rule: ChangeRule, units: Units) -> Answer | Refusal:
    """The answer of the strictest design."""
    treated, after = units.treated, units.after
    exposed = int((treated & after).sum())
    if exposed < FEWEST:
        late = len(units.y) >= FEWEST and not after.any()
        words = "no clock that began after it has run out" if late else f"only {exposed} got it"
        return Refusal(reason=NOT_RIPE if late else TOO_FEW, words=words, n=exposed)
    spared = sum(not one for one in units.got)
    if rule.drawn:
        return _holdout(facts, units)
    if spared == 0:
        why = "nobody was spared" if rule.by is None else "every group got it"
        return interrupted(units, why)
    if int((~treated & after).sum()) < FEWEST:
        return Refusal(reason=NO_CONTROL, words="hardly anybody was spared", n=len(units.y))
    if min(int((treated & ~after).sum()), int((~treated & ~after).sum())) < FEWEST:
        words = "there is no time before in which the groups could be compared"
        return Refusal(reason=NO_BEFORE, words=words, n=len(units.y))
    return _differences(units, spared)


def _differences(units: Units, spared: int) -> Answer:
    groups = (
        f"{spared} group{'s were' if spared > 1 else ' was'} spared, and all have a time before"
    )
    if pre_trend_p(units) >= _APART:
        return difference(units, f"{groups} in which they moved alike")
    found = synthetic(units, f"{groups}; they moved apart, but a mix of those spared moved alike")
    if found is not None:
        return found
    return replace(difference(units, groups), doubt=DIFFERED)


def _holdout(facts: Facts, units: Units) -> Answer | Refusal:
    """Drawn by lot: compared after the change, adjusted for what was known before to be more exact."""
    later = units.only(units.after)
    d = later.treated.astype(float)
    if int((1 - d).sum()) < FEWEST:
        return Refusal(reason=NO_CONTROL, words="hardly anybody was held out", n=len(later.y))
    x = build(known_before(facts, later.who, later.from_us, d), len(d)).x
    effect = estimate_effect(x, d, later.y, later.who)
    return Answer(
        design=HOLDOUT,
        why="who got it was drawn by lot",
        value=effect.value,
        se=effect.se,
        degrees=max(min(d.sum(), len(d) - d.sum()) - 1, 1),
        n=effect.n,
        exposed=effect.treated,
        without=effect.without,
        controls=1,
    )

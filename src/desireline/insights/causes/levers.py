"""Judged effects as goals need them, made once and kept: a goal that changes needs no new trial.

In: judged effects, or levers that were kept of the same data.  Out: `Lever`s, in the order in which they were judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.ids import EvidenceId
from desireline.insights.causes.judging import Judged, causes, judged, measure
from desireline.insights.facts import LEVERS
from desireline.insights.model import Lever, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.insights.facts import Facts


def levers(facts: Facts) -> Sequence[Lever]:
    """What moves any result."""
    return facts.memo(LEVERS, lambda it: [_lever(it, one) for one in judged(it)])


def _lever(facts: Facts, one: Judged) -> Lever:
    treatment, effect = one.trial.treatment, one.effect
    place = facts.place(treatment.touchpoint)
    return Lever(
        condition=treatment.name,
        title=treatment.title,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        result=one.trial.result.name,
        value=effect.value,
        se=effect.se,
        treated=effect.treated,
        n=effect.n,
        verdict=one.verdict,
        sure=one.verdict == Verdict.SHOWN and causes(measure(one, EvidenceId(""))),
    )

"""One ranked list out of candidates that were measured in different ways.

In: candidates with a score and its error.  Out: insights with rank and the ranks they may have.
The score counts people times feeling: a customer whose feeling falls by one (half the scale from
upset to glad) counts 1, and so does a journey lost beyond what its stage usually loses. That
exchange rate is the choice to question; money takes its place where orders tell it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desireline.insights.model import Insight, Verdict
from desireline.insights.numbers.multiplicity import rank_intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE_ENOUGH = 0.9
_ORDER = {Verdict.SHOWN: 0, Verdict.SUGGESTED: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that may be ranked. `score` > 0; larger is worse (or better, for delights)."""

    insight: Insight
    score: float
    error: float
    subject: int | str | None = None
    """What it is about: a touchpoint's code, or a condition's name."""


def verdict_of(*, discovered: bool, sure: float) -> Verdict:
    """Shown after correction for many, suggested when the sign is 90 % sure, else unknown."""
    if discovered:
        return Verdict.SHOWN
    return Verdict.SUGGESTED if sure >= SURE_ENOUGH else Verdict.UNKNOWN


def ranked(candidates: Sequence[Candidate]) -> list[Insight]:
    """Best supported first, by score; what is unknown comes last, without a rank."""
    known = [one for one in candidates if one.insight.verdict in _ORDER]
    known.sort(key=lambda one: (-one.score, _name(one)))
    unknown = [one for one in candidates if one.insight.verdict not in _ORDER]
    unknown.sort(key=lambda one: (-one.score, _name(one)))
    if not known:
        return [one.insight for one in unknown]
    rank, low, high = rank_intervals([one.score for one in known], [one.error for one in known])
    placed = [
        replace(one.insight, rank=int(rank[i]), rank_low=int(low[i]), rank_high=int(high[i]))
        for i, one in enumerate(known)
    ]
    return placed + [one.insight for one in unknown]


def _name(candidate: Candidate) -> tuple[str, str]:
    insight = candidate.insight
    return (insight.touchpoint or "", insight.condition or "")

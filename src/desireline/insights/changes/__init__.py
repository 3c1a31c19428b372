"""Change: when a level became another one, and how two periods differ.

In: one purpose.  Out: a dated change for each break (`dated`), a comparison of periods (`periods`), and
what is worth saying of both. Nothing here has a control: a change that somebody declared is judged by
`impact`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.changes.dated import METHOD, ChangeMeasure, change_claim, dated, too_short
from desireline.insights.changes.decomposition import Part, Parts, decompose
from desireline.insights.changes.observed import (
    OBSERVED_SQL,
    level_words,
    observed,
    step_words,
    title_of,
)
from desireline.insights.changes.periods import (
    PERIODS_SQL,
    PeriodMeasure,
    compared,
    is_material,
    period_claim,
)
from desireline.insights.model import Insight, InsightResult, Verdict

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

__all__ = [
    "ChangeMeasure",
    "Changes",
    "Part",
    "Parts",
    "PeriodMeasure",
    "dated",
    "decompose",
    "level_words",
    "observed",
    "step_words",
    "title_of",
]

_MOST_TOLD = 8


class Changes:
    """See the module."""

    name = "changes"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Dated changes first, then what differs between the periods."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=OBSERVED_SQL + PERIODS_SQL, n=facts.journeys
        )
        if too_short(facts):
            unsaid = _nothing(
                facts,
                evidence.id,
                words="Whether anything changed cannot be said: twelve weeks of data are needed.",
                reason="too short",
            )
            return InsightResult(insights=[unsaid], evidence=[evidence])
        changes, periods = dated(facts), compared(facts)
        told = [one for one in periods if one.verdict == Verdict.SHOWN and is_material(one)]
        insights = [change_claim(facts, one, evidence.id) for one in changes]
        insights += [period_claim(facts, one, evidence.id) for one in told[:_MOST_TOLD]]
        if not changes:
            insights.append(
                _nothing(
                    facts,
                    evidence.id,
                    words="No level is known to have changed on a day, trend and season apart.",
                    reason="no change found",
                )
            )
        return InsightResult(measures=[*changes, *periods], insights=insights, evidence=[evidence])


def _nothing(facts: Facts, evidence: EvidenceId, *, words: str, reason: str) -> Insight:
    return Insight(
        kind="change",
        purpose=facts.purpose.name,
        words=words,
        verdict=Verdict.UNKNOWN,
        reason=reason,
        evidence=evidence,
        n=facts.journeys,
    )

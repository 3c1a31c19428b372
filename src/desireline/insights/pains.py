"""What hurts, ranked by whom it reaches and how deep it goes, not by who is loudest.

In: feelings against each customer's usual, exits against the stage's usual, conditions.
Out: ranked pains. Three kinds of candidate share one list: a touchpoint that lowers the feeling of
those who answered, a touchpoint after which more journeys are lost than elsewhere in its stage, and
a condition (late, a long wait) that goes with worse answers. Fixed timers and stated outcomes are
no candidates. A survey reaches whom the touchpoint that it follows reaches, and feelings of those
who answered are taken for all who came: `coverage` says how many that are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.conditions import Finding, condition_evidence, findings
from desireline.insights.dropoffs import drop_off_candidates
from desireline.insights.estimates import count, level
from desireline.insights.excess import feedback
from desireline.insights.exits import WALK_SQL
from desireline.insights.model import SMALLEST_GROUP, Insight, InsightResult, Verdict
from desireline.insights.moves import measure_edges
from desireline.insights.ranking import Candidate, ranked, verdict_of
from desireline.insights.usual import USUAL_SQL, Gap, gaps
from desireline.insights.visits import measure_visits

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "customers reached x drop below their usual feeling, and excess lost journeys; BH q .10; v1"
)
MATERIAL_FEELING = 0.05
"""Difference of feeling (-1 to 1) from which it is worth a line, however sure it is."""


class Pains:
    """See the module."""

    name = "pains"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Ranked pains."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=USUAL_SQL + WALK_SQL, n=facts.customers
        )
        visits = measure_visits(facts)
        known = {code for code, one in visits.items() if one.customers >= SMALLEST_GROUP}
        below = {
            code: gap
            for code, gap in gaps(facts).items()
            if gap.shrunk < 0
            and gap.value <= -MATERIAL_FEELING
            and gap.customers >= SMALLEST_GROUP
            and code in known
        }
        candidates = [
            feeling_candidate(facts, code, gap, evidence.id, kind="pain")
            for code, gap in below.items()
        ]
        candidates += drop_off_candidates(facts, evidence.id)
        candidates += [
            _condition_candidate(facts, finding)
            for finding in findings(facts)
            if finding.drop >= MATERIAL_FEELING
            and finding.verdict != Verdict.UNKNOWN
            and not finding.condition.is_outcome
        ]
        tried = [condition_evidence(facts)] if findings(facts) else []
        return InsightResult(insights=ranked(candidates), evidence=[evidence, *tried])


def feeling_candidate(
    facts: Facts, code: int, gap: Gap, evidence: EvidenceId, *, kind: str
) -> Candidate:
    """A touchpoint at which customers feel other than they usually do."""
    place, about = facts.places[code], _asked_about(facts, code)
    reached = measure_visits(facts)[code if about is None else about].customers
    where = "here" if about is None else f"to {facts.places[about].name}, which it follows"
    side = "below" if gap.value < 0 else "above"
    insight = Insight(
        kind=kind,
        purpose=facts.purpose.name,
        touchpoint=place.name,
        stage=place.stage,
        metric="feeling",
        estimand="feeling minus the customer's usual feeling"
        + (", interval after selection" if gap.discovered else ""),
        words=(
            f"At {place.name} customers feel {abs(gap.value):.2f} {side} their usual, on a scale "
            f"of -1 to 1 ({level(gap.level)} interval {gap.low:+.2f} to {gap.high:+.2f}, n {count(gap.n)} answers); "
            f"{count(reached)} customers come {where}."
        ),
        verdict=verdict_of(discovered=gap.discovered, sure=gap.sure),
        evidence=evidence,
        value=gap.value,
        low=gap.low,
        high=gap.high,
        n=gap.n,
        reason=None
        if gap.discovered or gap.sure >= 0.9
        else "too few answers to tell from chance",
    )
    return Candidate(
        insight=insight, score=reached * abs(gap.shrunk), error=reached * gap.shrunk_sd
    )


def _asked_about(facts: Facts, code: int) -> int | None:
    """What a survey speaks of: the touchpoint that a third of its answers or more come after."""
    if code not in feedback(facts):
        return None
    arrivals = [edge for edge in measure_edges(facts) if edge.target == code]
    best = max(arrivals, key=lambda edge: (edge.n, -edge.source), default=None)
    if best is None or best.customers < SMALLEST_GROUP or best.source not in measure_visits(facts):
        return None
    return best.source if 3 * best.n >= sum(edge.n for edge in arrivals) else None


def _condition_candidate(facts: Facts, finding: Finding) -> Candidate:
    """The same finding as in `conditions`, told as a pain; its customers are of the sample."""
    reached = finding.customers * facts.weight
    return Candidate(
        insight=finding.as_pain(facts),
        score=reached * finding.drop,
        error=reached * finding.drop_se,
    )

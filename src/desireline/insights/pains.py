"""What hurts, ranked by whom it reaches and how deep it goes, not by who is loudest.

In: feelings against each customer's usual, exits against the stage's usual, conditions.
Out: ranked pains. Three kinds of candidate share one list: a touchpoint that lowers the feeling of
those who answered, a touchpoint after which more journeys are lost than elsewhere in its stage, and
a condition (late, a long wait) that goes with worse answers. Fixed timers and stated outcomes are
no candidates. A survey reaches whom the touchpoint that it follows reaches, and feelings of those
who answered are taken for all who came: `coverage` says how many that are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.answers import answers
from desireline.insights.conditions import Finding, condition_evidence, findings
from desireline.insights.estimates import count, level, percent
from desireline.insights.exits import WALK_SQL, TouchpointExit, measure_exits
from desireline.insights.model import SMALLEST_GROUP, Insight, InsightResult, Verdict
from desireline.insights.moves import measure_edges
from desireline.insights.multiplicity import benjamini_hochberg
from desireline.insights.ranking import Candidate, ranked, verdict_of
from desireline.insights.shrinkage import shrink_shares, sure_sign
from desireline.insights.usual import USUAL_SQL, Gap, gaps
from desireline.insights.visits import measure_visits

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "customers reached x drop below their usual feeling, and excess lost journeys; BH q .10; v1"
)
_NORMAL = 1.959964
_KNOWN_COMPLETED = 0.05
"""Share of the ended journeys that must be known as completed, where no outcome is stated."""
MATERIAL_FEELING = 0.05
"""Difference of feeling (-1 to 1) from which it is worth a line, however sure it is."""
_MATERIAL = 0.01
"""Excess exit from which a drop-off is worth a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Exit beyond what the other touchpoints of the stage lose."""

    value: float
    se: float
    shrunk: float
    shrunk_sd: float
    discovered: bool
    sure: float


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
        candidates += [
            _exit_candidate(facts, code, excess, evidence.id)
            for code, excess in excesses(facts).items()
            if excess.shrunk > 0 and excess.value >= _MATERIAL and code in known
        ]
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
    if code not in facts.memo("feedback", _feedback):
        return None
    arrivals = [edge for edge in measure_edges(facts) if edge.target == code]
    best = max(arrivals, key=lambda edge: (edge.n, -edge.source), default=None)
    if best is None or best.customers < SMALLEST_GROUP or best.source not in measure_visits(facts):
        return None
    return best.source if 3 * best.n >= sum(edge.n for edge in arrivals) else None


def excesses(facts: Facts) -> dict[int, Excess]:
    """Excess exit by touchpoint code.

    Empty where hardly any journey is known to be completed: then every end looks like a loss, and
    naming one would be a guess. Surveys and reviews are ends by nature and left out.
    """
    return facts.memo("excesses", _excesses)


def _ends_tell_losses(facts: Facts) -> bool:
    ended, completed, stated = facts.engine.rows(
        f"SELECT count(*) FILTER (state <> 2), count(*) FILTER (state = 0),"
        f" count(outcome) FROM journeys WHERE {facts.where}"
    )[0]
    return completed > 0 and (stated > 0 or completed >= _KNOWN_COMPLETED * ended)


def _feedback(facts: Facts) -> set[int]:
    """Touchpoints whose visits are mostly answers."""
    rows = facts.engine.rows(
        f"SELECT touchpoint, count(rating) FROM {answers(facts)} GROUP BY touchpoint"
    )
    visits = measure_visits(facts)
    return {code for code, n in rows if code in visits and 2 * n >= visits[code].visits}


def _excesses(facts: Facts) -> dict[int, Excess]:
    feedback = facts.memo("feedback", _feedback)
    exits = {
        code: one
        for code, one in measure_exits(facts).items()
        if one.identified and one.customers >= SMALLEST_GROUP and code not in feedback
    }
    if len(exits) < 2 or not _ends_tell_losses(facts):
        return {}
    codes = list(exits)
    value = np.array([exits[code].estimate.value for code in codes])
    n_eff = np.array([_independent_visits(exits[code]) for code in codes])
    # one half added to both sides: nobody lost among twenty does not prove that nobody leaves
    smooth = (value * n_eff + 0.5) / (n_eff + 1)
    se = np.sqrt(smooth * (1 - smooth) / n_eff)
    visits = np.array([float(exits[code].estimate.n) for code in codes])
    usual, usual_se = _usual_exit(facts, codes, value, se, visits)
    excess, error = value - usual, np.hypot(se, usual_se)
    p = 2 * special.ndtr(-np.abs(excess) / error)
    found, sure = benjamini_hochberg(p), sure_sign(excess, error)
    shrunk = shrink_shares(value * n_eff, n_eff, level=None)
    return {
        code: Excess(
            value=float(excess[i]),
            se=float(error[i]),
            shrunk=float(shrunk.value[i] - usual[i]),
            shrunk_sd=float(np.hypot(shrunk.sd[i], usual_se[i])),
            discovered=bool(found[i]),
            sure=float(sure[i]),
        )
        for i, code in enumerate(codes)
    }


def _independent_visits(exit_: TouchpointExit) -> float:
    """Visits that would say as much if each were another person's."""
    value = exit_.estimate.value
    if exit_.se <= 0 or value <= 0 or value >= 1:
        return float(exit_.customers)
    return min(value * (1 - value) / exit_.se**2, float(exit_.estimate.n))


def _usual_exit(
    facts: Facts, codes: list[int], value: np.ndarray, se: np.ndarray, visits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean exit of the other touchpoints of the stage, by visits; of all others where alone."""
    stage = np.array([facts.places[code].position for code in codes])
    usual, error = np.zeros(len(codes)), np.zeros(len(codes))
    for i in range(len(codes)):
        peers = (stage == stage[i]) & (np.arange(len(codes)) != i)
        if not peers.any():
            peers = np.arange(len(codes)) != i
        weight = visits[peers] / visits[peers].sum()
        usual[i] = float(weight @ value[peers])
        error[i] = float(np.sqrt((weight**2) @ (se[peers] ** 2)))
    return usual, error


def _exit_candidate(facts: Facts, code: int, excess: Excess, evidence: EvidenceId) -> Candidate:
    place, exit_ = facts.places[code], measure_exits(facts)[code]
    visits = exit_.estimate.n
    low, high = excess.value - _NORMAL * excess.se, excess.value + _NORMAL * excess.se
    insight = Insight(
        kind="drop_off",
        purpose=facts.purpose.name,
        touchpoint=place.name,
        stage=place.stage,
        metric="exit",
        estimand=f"exit within {exit_.horizon_us / 86_400e6:.3g} days minus that of the other touchpoints of the stage",
        words=(
            f"After {place.name}, {percent(exit_.estimate.value)} go no further, "
            f"{excess.value * 100:.1f} points more than elsewhere in {place.stage or 'the journey'} "
            f"({low * 100:+.1f} to {high * 100:+.1f}, n {count(visits)} visits)."
        ),
        verdict=verdict_of(discovered=excess.discovered, sure=excess.sure),
        evidence=evidence,
        value=excess.value,
        low=low,
        high=high,
        n=visits,
    )
    return Candidate(
        insight=insight, score=visits * excess.shrunk, error=visits * excess.shrunk_sd
    )


def _condition_candidate(facts: Facts, finding: Finding) -> Candidate:
    """The same finding as in `conditions`, told as a pain; its customers are of the sample."""
    reached = finding.customers * facts.weight
    return Candidate(
        insight=finding.as_pain(facts),
        score=reached * finding.drop,
        error=reached * finding.drop_se,
    )

"""What hurts, ranked by whom it reaches and how deep it goes, not by who is loudest.

In: feelings against each customer's usual, exits against the stage's usual, conditions.
Out: ranked pains. Three kinds of candidate share one list: a touchpoint that lowers the feeling of
those who answered, a touchpoint after which more journeys are lost than elsewhere in its stage, and
a condition (late, a long wait) that goes with worse answers. Fixed timers and stated outcomes are
no candidates. Feelings of those who answered are taken for all who came: `coverage` says how many
that are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.conditions import Finding, findings
from desireline.insights.estimates import count, percent
from desireline.insights.exits import WALK_SQL, measure_exits
from desireline.insights.model import SMALLEST_GROUP, Insight, InsightResult, Verdict
from desireline.insights.multiplicity import benjamini_hochberg
from desireline.insights.ranking import Candidate, ranked, verdict_of
from desireline.insights.shrinkage import shrink_means, sure_sign
from desireline.insights.statistics import divide
from desireline.insights.usual import USUAL_SQL, Gap, gaps
from desireline.insights.visits import measure_visits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = (
    "customers reached x drop below their usual feeling, and excess lost journeys; BH q .10; v1"
)
_NORMAL = 1.959964


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
            if gap.shrunk < 0 and gap.customers >= SMALLEST_GROUP and code in known
        }
        candidates = [
            feeling_candidate(facts, code, gap, evidence.id, kind="pain")
            for code, gap in below.items()
        ]
        candidates += [
            _exit_candidate(facts, code, excess, evidence.id)
            for code, excess in excesses(facts).items()
            if excess.shrunk > 0 and code in known
        ]
        candidates += [
            _condition_candidate(facts, finding)
            for finding in findings(facts)
            if finding.worse and finding.verdict != Verdict.UNKNOWN
        ]
        return InsightResult(insights=ranked(candidates), evidence=[evidence])


def feeling_candidate(facts: Facts, code: int, gap: Gap, evidence: str, *, kind: str) -> Candidate:
    """A touchpoint at which customers feel other than they usually do."""
    place, reached = facts.places[code], measure_visits(facts)[code].customers
    side = "below" if gap.value < 0 else "above"
    level = f"{gap.level * 100:.0f} % interval"
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
            f"of -1 to 1 ({level} {gap.low:+.2f} to {gap.high:+.2f}, n {count(gap.n)} answers); "
            f"{count(reached)} customers come here."
        ),
        verdict=verdict_of(discovered=gap.discovered, sure=gap.sure),
        evidence=evidence,  # pyright: ignore[reportArgumentType]
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


def excesses(facts: Facts) -> dict[int, Excess]:
    """Excess exit by touchpoint code; empty where no journey is known to be completed.

    Without a stated success every end looks like a loss, and naming one would be a guess.
    """
    return facts.memo("excesses", _excesses)


def _excesses(facts: Facts) -> dict[int, Excess]:
    completed = facts.engine.rows(
        f"SELECT count(*) FROM journeys WHERE {facts.where} AND state = 0"
    )[0][0]
    exits = {
        code: one
        for code, one in measure_exits(facts).items()
        if one.identified and one.customers >= SMALLEST_GROUP
    }
    if not completed or len(exits) < 2:
        return {}
    codes = list(exits)
    value = np.array([exits[code].estimate.value for code in codes])
    se = np.maximum([exits[code].se for code in codes], 1e-4)
    visits = np.array([float(exits[code].estimate.n) for code in codes])
    usual, usual_se = _usual_exit(facts, codes, value, se, visits)
    excess, error = value - usual, np.hypot(se, usual_se)
    p = 2 * _upper_tail(np.abs(excess) / error)
    found, sure, shrunk = (
        benjamini_hochberg(p),
        sure_sign(excess, error),
        shrink_means(excess, error),
    )
    return {
        code: Excess(
            value=float(excess[i]),
            se=float(error[i]),
            shrunk=float(shrunk.value[i]),
            shrunk_sd=float(shrunk.sd[i]),
            discovered=bool(found[i]),
            sure=float(sure[i]),
        )
        for i, code in enumerate(codes)
    }


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


def _upper_tail(z: np.ndarray) -> np.ndarray:
    from scipy import special

    return np.asarray(special.ndtr(-z))


def _exit_candidate(facts: Facts, code: int, excess: Excess, evidence: str) -> Candidate:
    place, exit_ = facts.places[code], measure_exits(facts)[code]
    visits = exit_.estimate.n
    low, high = excess.value - _NORMAL * excess.se, excess.value + _NORMAL * excess.se
    share = float(divide(exit_.horizon_us, 86_400e6)[0])
    insight = Insight(
        kind="drop_off",
        purpose=facts.purpose.name,
        touchpoint=place.name,
        stage=place.stage,
        metric="exit",
        estimand=f"exit within {share:.3g} days minus that of the other touchpoints of the stage",
        words=(
            f"After {place.name}, {percent(exit_.estimate.value)} go no further, "
            f"{excess.value * 100:.1f} points more than elsewhere in {place.stage or 'the journey'} "
            f"({low * 100:+.1f} to {high * 100:+.1f}, n {count(visits)} visits)."
        ),
        verdict=verdict_of(discovered=excess.discovered, sure=excess.sure),
        evidence=evidence,  # pyright: ignore[reportArgumentType]
        value=excess.value,
        low=low,
        high=high,
        n=visits,
    )
    return Candidate(
        insight=insight, score=visits * excess.shrunk, error=visits * excess.shrunk_sd
    )


def _condition_candidate(facts: Facts, finding: Finding) -> Candidate:
    """The same finding as in `conditions`, told as a pain."""
    return Candidate(
        insight=finding.as_pain(facts),
        score=finding.customers * finding.drop,
        error=finding.customers * finding.drop_se,
    )

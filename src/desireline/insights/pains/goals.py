"""Goals: how far a declared goal is, and what holds it back.

In: the recipe's goals, successes and ratings, judged effects.  Out: for each goal the newest value with its
interval beside the target, and levers: what the goal would gain if a condition never struck, ranked.
The newest value is that of the last quarter of the known journeys. A lever is the adjusted effect, shrunk within
its family, times the share of journeys that meet it; it moves the goal only if the effect is a cause, which the
words say as strongly as `moments` do. Journeys whose clock still runs count nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.book import LEVER
from desireline.insights.causes.levers import levers
from desireline.insights.model import Estimate, Insight, InsightResult, Lever, Verdict
from desireline.insights.numbers.clusters import Cell, averages
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.ranking import Candidate, ranked
from desireline.insights.numbers.shrinkage import shrink_means
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.results import results

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result
    from desireline.recipe import GoalRule

METHOD = (
    "value of the newest quarter of known journeys, customers as clusters; levers: effect, shrunk within the family,"
    " times the share that meets it; v1"
)
_FEWEST = 12
_KNOWN_SQL = """
    SELECT customer, journey, any_value(start_us) AS start_us, arg_min(y, from_us) AS y FROM ({result})
    JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where}) USING (customer, journey)
    WHERE y IS NOT NULL GROUP BY customer, journey
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMeasure:
    """How far one goal is."""

    goal: str
    result: str
    target: float
    now: Estimate
    """Of the newest quarter of known journeys."""
    before: Estimate | None
    """Of those before."""
    verdict: Verdict
    evidence: EvidenceId


class Goals:
    """See the module."""

    name = "goals"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Progress of each goal of this purpose, and its levers."""
        declared = [
            one for one in facts.data.recipe.goals if one.purpose in (None, facts.purpose.name)
        ]
        if not declared:
            return InsightResult()
        evidence = facts.evidence(self.name, method=METHOD, query=_KNOWN_SQL, n=facts.journeys)
        measures: list[GoalMeasure] = []
        insights: list[Insight] = []
        for goal in declared:
            result = next((one for one in results(facts) if _is_metric(one, goal.metric)), None)
            found = None if result is None else _progress(facts, goal, result, evidence.id)
            if result is None or found is None:
                insights.append(_unknown(facts, goal, result, evidence.id))
                continue
            measures.append(found)
            insights.append(_told(facts, goal, result, found))
            insights += _levers(facts, goal, result, evidence.id)
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _is_metric(result: Result, metric: str) -> bool:
    """Whether a goal means this result: by its name, or by the kind of rating before its scale."""
    return metric in (result.name, result.name.split(" ", maxsplit=1)[0])


def _progress(
    facts: Facts, goal: GoalRule, result: Result, evidence: EvidenceId
) -> GoalMeasure | None:
    known = _KNOWN_SQL.format(result=result.sql, where=facts.where)
    cells = averages(
        facts,
        f"""
        SELECT start_us >= newest AS cell, customer, count(*) AS n, sum(y) AS x FROM (
            SELECT *, quantile_disc(start_us, 0.75) OVER () AS newest FROM ({known})) GROUP BY ALL
        """,
        unit_of_n="journeys",
    )
    if True not in cells or cells[True].customers < _FEWEST:
        return None
    now = _on_scale(cells[True], result)
    earlier = _on_scale(cells[False], result) if False in cells else None
    up = result.span > 0
    sure = (now.low if up else now.high, now.high if up else now.low)
    reached = (sure[0] - goal.target) * (1 if up else -1) >= 0
    missed = (sure[1] - goal.target) * (1 if up else -1) < 0
    return GoalMeasure(
        goal=goal.name,
        result=result.name,
        target=goal.target,
        now=now,
        before=earlier,
        verdict=Verdict.SHOWN if reached or missed else Verdict.SUGGESTED,
        evidence=evidence,
    )


def _on_scale(cell: Cell, result: Result) -> Estimate:
    e = cell.estimate
    ends = sorted(result.lowest + value * result.span for value in (e.low, e.high))
    return Estimate(
        value=result.lowest + e.value * result.span, low=ends[0], high=ends[1], n=e.n,
        unit_of_n="journeys", unit=result.unit,
    )  # fmt: skip


def _told(facts: Facts, goal: GoalRule, result: Result, one: GoalMeasure) -> Insight:
    now, e = one.now, one.before
    better = (now.value - goal.target) * (1 if result.span > 0 else -1) >= 0
    how = {
        (Verdict.SHOWN, True): "is reached",
        (Verdict.SHOWN, False): "is not reached",
        (Verdict.SUGGESTED, True): "may be reached",
        (Verdict.SUGGESTED, False): "is probably not reached yet",
    }[one.verdict, better]
    came_from = f", {_say(result, e.value)} before ({count(e.n)})" if e is not None else ""
    until = f" by {goal.date.isoformat()}" if goal.date else ""
    owner = f" Owner: {goal.owner}." if goal.owner else ""
    return Insight(
        kind="goal",
        purpose=facts.purpose.name,
        rule=goal.name,
        outcome=result.name,
        metric=result.unit,
        estimand="value of the newest quarter of known journeys against the target",
        words=(
            f"“{goal.title}” {how}: {_say(result, now.value)} ({_say(result, now.low)} to {_say(result, now.high)}, n"
            f" {count(now.n)}) among the newest journeys{came_from}; the target{until} is {_say(result, goal.target)}."
            f"{owner}"
        ),
        verdict=one.verdict,
        date=goal.date.isoformat() if goal.date else None,
        evidence=one.evidence,
    ).measured(now)


def _levers(facts: Facts, goal: GoalRule, result: Result, evidence: EvidenceId) -> list[Insight]:
    """What the goal would gain if a condition never struck, or would lose, the most first."""
    mine = [one for one in levers(facts) if one.result == result.name]
    if not mine:
        return []
    shrunk = shrink_means([one.value for one in mine], [max(one.se, 1e-9) for one in mine])
    everybody = int(facts.engine.rows(f"SELECT count(*) FROM ({_KNOWN_SQL.format(result=result.sql, where=facts.where)})")[0][0])  # fmt: skip
    out: list[Candidate] = []
    for i, one in enumerate(mine):
        if one.verdict == Verdict.UNKNOWN:
            continue
        scale = one.treated / max(everybody, 1)
        value, sd = -float(shrunk.value[i]) * scale, float(shrunk.sd[i]) * scale
        insight = _lever(facts, goal, result, one, found=(value, sd), evidence=evidence)
        out.append(Candidate(insight=insight, score=abs(value), error=sd))
    return ranked(out)


def _lever(
    facts: Facts,
    goal: GoalRule,
    result: Result,
    one: Lever,
    *,
    found: tuple[float, float],
    evidence: EvidenceId,
) -> Insight:  # fmt: skip
    (value, sd), verdict = found, one.verdict
    low, high = value - NORMAL * sd, value + NORMAL * sd
    verb = "holds back" if value > 0 else "carries"
    told = verb if one.sure else f"may {verb.replace('holds', 'hold').replace('carries', 'carry')}"
    return Insight(
        kind=LEVER,
        purpose=facts.purpose.name,
        touchpoint=one.touchpoint,
        stage=one.stage,
        condition=one.condition,
        rule=goal.name,
        outcome=result.name,
        metric=result.unit,
        estimand="change of the goal's value if nobody met the condition: effect times the share that meets it",
        words=(
            f"{capital(one.title)} {told} “{goal.title}” by {_move(result, abs(value))} ({_move(result, low)} to"
            f" {_move(result, high)}; {count(one.treated)} met it, n {count(one.n)})."
        ),
        verdict=verdict,
        reason=None if one.sure else "association: not all checks were passed" if verdict == Verdict.SHOWN else "the interval is wide",
        evidence=evidence,
        value=value * result.span,
        low=min(low * result.span, high * result.span),
        high=max(low * result.span, high * result.span),
        n=one.n,
    )  # fmt: skip


def _say(result: Result, value: float) -> str:
    return f"{value:.2f}" if result.answers else percent(value)


def _move(result: Result, value: float) -> str:
    return f"{value * abs(result.span):.2f}" if result.answers else f"{value * 100:.1f} points"


def _unknown(facts: Facts, goal: GoalRule, result: Result | None, evidence: EvidenceId) -> Insight:
    why = (
        f"nothing here is called {goal.metric!r}: a success of recipe.toml or a kind of rating"
        if result is None
        else f"fewer than {_FEWEST} customers are known to the end"
    )
    return Insight(
        kind="goal",
        purpose=facts.purpose.name,
        rule=goal.name,
        words=f"How far “{goal.title}” is cannot be said: {why}.",
        verdict=Verdict.UNKNOWN,
        reason="no metric" if result is None else "too few",
        date=goal.date.isoformat() if goal.date else None,
        evidence=evidence,
        n=facts.journeys,
    )

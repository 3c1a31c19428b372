"""Redundancies: steps that lead nowhere, and steps that are done twice.

In: customers' own steps, the first success.  Out: by touchpoint the share of visits after which customers go
straight back to where they came from, and of journeys that pass it again; those above the rest are told.
A detour is only called one where those who took it come to the goal no more often than the others who stood
where they came from: looking twice before buying is no waste. An association: nobody was told to skip the step.
Surveys, stated outcomes and the company's own steps are left out: customers did not walk them. So is what customers
pay, what failed or did not come about (whoever misses an appointment books again), and what they use again and again: a renewed subscription and a board that is opened daily are no waste.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, above, guarded, shares
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.excess import feedback
from desireline.insights.paths.results import successes
from desireline.insights.paths.worth import per_year
from desireline.journeys import is_mishap, moves_money

if TYPE_CHECKING:
    from collections.abc import Collection

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

METHOD = (
    "share of visits that go back to where they came from, and of journeys that pass again, above all others (BH q"
    " .10); told where they come to the goal no more often; customers as clusters; v1"
)
BACK, TWICE = "leads nowhere", "done twice"
_MATERIAL = 0.2
"""Share from which it is worth a line."""
_HELPS = 0.05
"""Points of success by which a detour may help and is still called one."""
_MAY_HELP = 0.15
"""The same, where it is only suggested."""
_FEWEST = 12
_HELP = "help"
"""The stage of contacts, where stages go by names."""
_MOST_TIMES = 3
"""Median visits of those who come again, beyond which a touchpoint is used and not done twice."""
_STEPS_SQL = """
    SELECT customer, journey, step_no, touchpoint,
        lag(touchpoint) OVER way AS came_from, lead(touchpoint) OVER way AS went_to,
        row_number() OVER (PARTITION BY customer, journey, touchpoint ORDER BY step_no) > 1
            AND lag(touchpoint) OVER way <> touchpoint
            AND lag(touchpoint, 2) OVER way IS DISTINCT FROM touchpoint AS again
    FROM (SELECT customer, journey, step_no, touchpoint FROM {sample}
        WHERE actor = 0 AND {drawn} AND rating_kind IS NULL AND NOT {owned})
    WINDOW way AS (PARTITION BY customer, journey ORDER BY step_no)
"""
_BACK_SQL = """
    SELECT touchpoint AS cell, customer, count(*) AS n,
        count(*) FILTER (came_from = went_to AND came_from <> touchpoint) AS x
    FROM {steps} WHERE came_from IS NOT NULL AND went_to IS NOT NULL GROUP BY ALL
"""
_TWICE_SQL = """
    SELECT touchpoint AS cell, customer, count(*) AS n, count(*) FILTER (again) AS x
    FROM (SELECT touchpoint, customer, journey, bool_or(again) AS again FROM {steps} GROUP BY ALL) GROUP BY ALL
"""
_HABITS_SQL = """
    SELECT touchpoint FROM (
        SELECT touchpoint, customer, journey, count(*) AS times FROM {steps} GROUP BY ALL HAVING bool_or(again))
    GROUP BY touchpoint HAVING median(times) > {most}
"""
"""Where those who come again come many times: that is use, and nobody counts how often a product is used as waste."""
_WENT_BACK_SQL = """
    WITH back AS (
        SELECT touchpoint AS place, came_from, customer, journey FROM {steps}
        WHERE came_from = went_to AND came_from <> touchpoint
    ), stood AS (
        SELECT DISTINCT place, s.customer, s.journey
        FROM (SELECT place, mode(came_from) AS came_from FROM back GROUP BY place) AS b
        JOIN {steps} AS s ON s.touchpoint = b.came_from
    )
    SELECT place, customer, journey, w.place IS NOT NULL AS wasted FROM stood
    LEFT JOIN (SELECT DISTINCT place, customer, journey FROM back) AS w USING (place, customer, journey)
"""
"""Of those who stood where most detours begin: who took it."""
_CAME_AGAIN_SQL = """
    SELECT touchpoint AS place, customer, journey, bool_or(again) AS wasted FROM {steps} GROUP BY ALL
"""
_GOAL_SQL = """
    SELECT place::INTEGER * 2 + coalesce(wasted, false)::INTEGER AS cell, p.customer, count(*) AS n, sum(y) AS x
    FROM ({journeys}) AS p
    JOIN ({result})
    USING (customer, journey) GROUP BY ALL
"""
_WASTED = {BACK: _WENT_BACK_SQL, TWICE: _CAME_AGAIN_SQL}


@dataclass(frozen=True, slots=True, kw_only=True)
class RedundancyMeasure:
    """How often one touchpoint is passed for nothing."""

    touchpoint: str
    stage: str
    kind: str
    """`leads nowhere` or `done twice`."""
    share: Estimate
    """Of visits (leads nowhere) or of the journeys that pass (done twice)."""
    goal: Estimate | None
    """Share that come to the first success, with the detour minus without; None where that is not known."""
    verdict: Verdict
    evidence: EvidenceId


class Redundancies:
    """See the module."""

    name = "redundancies"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Both kinds, the most frequent first."""
        steps = facts.table(
            "own_steps",
            _STEPS_SQL.format(sample=facts.sample, drawn=facts.drawn, owned=facts.owned),
        )
        evidence = facts.evidence(
            self.name,
            method=METHOD,
            query=_STEPS_SQL + _BACK_SQL + _TWICE_SQL + _GOAL_SQL,
            n=facts.journeys,
        )
        result = next(iter(successes(facts)), None)
        found: list[RedundancyMeasure] = []
        for kind, sql in ((BACK, _BACK_SQL), (TWICE, _TWICE_SQL)):
            found += _found(
                facts,
                kind,
                sql.format(steps=steps),
                _ends(facts, kind, steps, result),
                evidence.id,
                no_waste=facts.paid
                | _needed(facts)
                | (_habits(facts, steps) if kind == TWICE else set[int]()),
            )
        # who only has to stay is on no way that a step could lead away from: going to and fro is use
        stays = result is not None and result.outlives
        known = [] if stays else [one for one in found if one.verdict != Verdict.UNKNOWN]
        known.sort(
            key=lambda one: (
                one.verdict != Verdict.SHOWN,
                -one.share.value * one.share.n,
                one.touchpoint,
            )
        )
        insights = [_claim(facts, one, result) for one in known if result is not None]
        if not found or result is None:
            insights = [_unknown(facts, evidence.id, has_success=result is not None)]
        return InsightResult(measures=found, insights=insights, evidence=[evidence])


def _found(
    facts: Facts,
    kind: str,
    people: str,
    ends: dict[int, Cell],
    evidence: EvidenceId,
    *,
    no_waste: Collection[int],
) -> list[RedundancyMeasure]:
    cells = shares(facts, people, unit_of_n="visits" if kind == BACK else "journeys")
    mishaps = {code for code, place in facts.places.items() if is_mishap(place.name)}
    answering = feedback(facts) | mishaps
    cells = {
        code: one
        for code, one in cells.items()
        if one.customers >= max(_FEWEST, SMALLEST_GROUP)
        and code not in answering
        and code not in no_waste
    }
    if len(cells) < 2:
        return []
    n = sum(one.estimate.n for one in cells.values())
    whole = sum(one.estimate.value * one.estimate.n for one in cells.values()) / n
    more = above(guarded(cells), whole)
    out: list[RedundancyMeasure] = []
    for code, one in cells.items():
        goal = _goal(ends, code)
        often = code in more and one.estimate.value >= _MATERIAL
        measure = RedundancyMeasure(
            touchpoint=facts.places[code].name,
            stage=facts.places[code].stage,
            kind=kind,
            share=one.estimate,
            goal=goal,
            verdict=_for_nothing(goal) if often else Verdict.UNKNOWN,
            evidence=evidence,
        )
        out.append(measure)
    return out


def _needed(facts: Facts) -> set[int]:
    """Where money moves by name, though no source says how much; and where customers ask for help: they needed it again."""
    return {
        code
        for code, place in facts.places.items()
        if moves_money(place.name) or place.stage == _HELP
    }


def _habits(facts: Facts, steps: str) -> set[int]:
    rows = facts.engine.rows(_HABITS_SQL.format(steps=steps, most=_MOST_TIMES))
    return {int(code) for (code,) in rows}


def _ends(facts: Facts, kind: str, steps: str, result: Result | None) -> dict[int, Cell]:
    """Success of the journeys with the detour (odd) and without it (even), by touchpoint."""
    if result is None:
        return {}
    sql = _GOAL_SQL.format(journeys=_WASTED[kind].format(steps=steps), result=result.by_journey)
    return shares(facts, sql, unit_of_n="journeys")


def _goal(ends: dict[int, Cell], code: int) -> Estimate | None:
    with_, without = ends.get(2 * code + 1), ends.get(2 * code)
    if with_ is None or without is None or min(with_.customers, without.customers) < _FEWEST:
        return None
    value = with_.estimate.value - without.estimate.value
    if with_.estimate.value == without.estimate.value in {0.0, 1.0}:
        return None  # nobody there comes to it, or everybody: that it makes no difference says nothing
    reach = NORMAL * float(np.hypot(with_.se, without.se))
    return Estimate(
        value=value,
        low=value - reach,
        high=value + reach,
        n=with_.estimate.n + without.estimate.n,
        unit_of_n="journeys",
        unit="share",
    )


def _for_nothing(goal: Estimate | None) -> Verdict:
    """Whether it is known that the detour brings next to nothing."""
    if goal is None or goal.value > _HELPS / 2 or goal.high > _MAY_HELP:
        return Verdict.UNKNOWN
    return Verdict.SHOWN if goal.high < _HELPS else Verdict.SUGGESTED


def _claim(facts: Facts, one: RedundancyMeasure, result: Result) -> Insight:
    share, goal = one.share, one.goal
    assert goal is not None
    what = (
        f"after {percent(share.value)} of visits to {one.touchpoint} customers go straight back to where they came from"
        if one.kind == BACK
        else f"{percent(share.value)} of the journeys that pass {one.touchpoint} come to it again"
    )
    save = "A step to save" if one.verdict == Verdict.SHOWN else "Perhaps a step to save"
    a_year = count(round(share.value * share.n * facts.weight * per_year(facts)))
    return Insight(
        kind="redundancy",
        purpose=facts.purpose.name,
        touchpoint=one.touchpoint,
        stage=one.stage,
        condition=one.kind,
        outcome=result.name,
        metric="share",
        estimand="share of visits that return, or of journeys that pass again; success beside it is an association",
        words=capital(
            f"{what} ({percent(share.low)} to {percent(share.high)}, n {count(share.n)}), about {a_year} a year; of"
            f" them no more {result.good} than of the others there ({goal.value * 100:+.1f} points,"
            f" {goal.low * 100:+.1f} to {goal.high * 100:+.1f}). {save}."
        ),
        verdict=one.verdict,
        evidence=one.evidence,
    ).measured(share)


def _unknown(facts: Facts, evidence: EvidenceId, *, has_success: bool) -> Insight:
    why = (
        f"fewer than {_FEWEST} customers pass any two touchpoints"
        if has_success
        else "nothing here tells success from failure"
    )
    return Insight(
        kind="redundancy",
        purpose=facts.purpose.name,
        words=f"Whether steps lead nowhere is not known: {why}.",
        verdict=Verdict.UNKNOWN,
        reason="too few" if has_success else "no outcome",
        evidence=evidence,
        n=facts.journeys,
    )

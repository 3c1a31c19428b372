"""The point of no return: after which what comes of a journey is practically fixed; or a continuum.

In: journeys whose outcome is known, with the touchpoints that they passed before it was decided.  Out: for each
success the earliest touchpoint after which fewer than a tenth, or more than nine tenths, come to it, surely.
One family over touchpoints and both sides (BH q .10). What states the outcome itself is left out (it ends the journey, or
all who succeed pass it and nobody else does), so is where half or more of those who pass it begin (nothing lies before it to
act on, and who comes by an invitation may want something else), so is a share that is hardly further from even than
everybody's, and so is what came after the decision, or in the second half of the clock: who is there then has outlived most
of it. Under a clock "decided for" is only suggested all the same: who gets far has stayed so long. Where no touchpoint fixes
it, the verdict is *continuum*: it is decided along the whole way. A boundary says when it is too late, not what made it so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.efforts.ledger import contact_places
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, shares
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.statistics import jeffreys
from desireline.insights.paths.later import after_success
from desireline.insights.paths.results import comes_at, snapshot, successes

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

METHOD = (
    "share that comes to success after passing, surely under a tenth or over nine tenths (Jeffreys at the effective"
    " n, BH q .10 over touchpoints and sides); the earliest on the way that is not their first step; v2"
)
FIXED = 0.10
"""Share of successes, or of failures, under which an outcome is practically fixed."""
_FEWEST, _MOST_RESULTS = 30, 2
_STATES_IT, _IS_IT = 0.5, 0.95
_BEGINS = 0.5
"""Share of the journeys that pass it which begin with it."""
_HALVED = 0.5
"""What is still open after passing, against what is open for all: a point leaves at most half of it."""
_OPEN = 0.2
"""Share of all that must be able to go the other way: where nearly all stay, that they stay is decided nowhere."""
_PASSED_SQL = """
    SELECT s.touchpoint, s.customer, s.journey, min(s.step_no) AS step_no, bool_and(s.next_touchpoint IS NULL) AS last,
        any_value(r.y) AS y
    FROM {sample} AS s JOIN (
        SELECT customer, journey, arg_min(y, from_us) AS y, arg_min(coalesce(decided_us, until_us), from_us) AS decided,
            min(from_us) + (arg_min(until_us, from_us) - min(from_us)) / 2 AS half
        FROM ({result}) WHERE y IS NOT NULL GROUP BY ALL) AS r
        ON r.customer = s.customer AND r.journey = s.journey AND s.at_us < r.decided
    LEFT JOIN (SELECT customer, journey, min(at_us) AS reached_us FROM {sample}
        WHERE touchpoint IN ({reaching}) GROUP BY ALL) AS came ON came.customer = s.customer AND came.journey = s.journey
    WHERE (reached_us IS NULL OR s.at_us <= reached_us) AND {drawn} AND s.rating_kind IS NULL AND ({ended} OR s.at_us <= r.half) GROUP BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryMeasure:
    """What comes of the journeys that pass one touchpoint."""

    touchpoint: str
    stage: str
    result: str
    success: Estimate
    side: str
    """`won`, `lost` or `open`."""
    position: float
    """Mean step at which it is passed first."""
    evidence: EvidenceId


class NoReturn:
    """See the module."""

    name = "no_return"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """A point of no return, or a continuum, for each success."""
        evidence = facts.evidence(self.name, method=METHOD, query=_PASSED_SQL, n=facts.journeys)
        known = successes(facts)[:_MOST_RESULTS]
        if not known or snapshot(facts):
            told = _cannot(
                facts,
                None,
                "nothing here tells when success was decided",
                "no outcome",
                evidence.id,
            )
            return InsightResult(insights=[told], evidence=[evidence])
        measures: list[BoundaryMeasure] = []
        insights: list[Insight] = []
        for number, result in enumerate(known):
            rows, claim = _one(facts, number, result, evidence.id)
            measures += rows
            insights.append(claim)
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _one(
    facts: Facts, number: int, result: Result, evidence: EvidenceId
) -> tuple[list[BoundaryMeasure], Insight]:
    table = facts.table(
        f"passed_{number}",
        _PASSED_SQL.format(
            sample=facts.sample,
            result=result.sql,
            drawn=facts.drawn,
            ended=str(result.ended).lower(),
            # what comes after the success itself decides nothing
            reaching=", ".join(map(str, sorted(facts.data.reaching))) or "NULL",
        ),
    )
    n, base = facts.engine.rows(
        f"SELECT count(*), avg(y) FROM (SELECT DISTINCT customer, journey, y FROM {table})"
    )[0]
    cells, places = _cells(
        facts, table, behind=after_success(facts) if result.ended else frozenset()
    )
    if n < _FEWEST or len(cells) < 2:
        return [], _cannot(
            facts, result, "too few journeys are known to the end", "too few", evidence
        )
    if not FIXED <= base <= 1 - FIXED:
        why = f"{percent(base)} {result.good} whatever they pass"
        return [], _cannot(facts, result, why, "nearly all come to the same end", evidence)
    found, level = _fixed(cells)
    left = {code: min(one.estimate.value, 1 - one.estimate.value) for code, one in cells.items()}
    open_ = {"lost": float(base), "won": float(1 - base)}
    found = {
        code: side
        for code, side in found.items()
        if open_[side] >= _OPEN and left[code] <= _HALVED * open_[side]
    }
    rows = [
        _measure(
            facts,
            result,
            code,
            one,
            side=found.get(code, ""),
            level=level,
            place=places[code],
            evidence=evidence,
        )
        for code, one in cells.items()
    ]
    fixed = sorted(
        (row for row in rows if row.side != "open"), key=lambda row: (row.position, row.touchpoint)
    )
    if fixed:
        return rows, _point(facts, result, fixed[0], float(base), evidence)
    return rows, _continuum(facts, result, rows, evidence)


def _cells(
    facts: Facts, table: str, *, behind: frozenset[int]
) -> tuple[dict[int, Cell], dict[int, float]]:
    """Touchpoints that enough pass, those left out at which most journeys end, or customers end it (they state it), or begin.

    Those `behind` the success are left out, too.
    """
    stated = {
        int(code): (float(last), float(first), float(place))
        for code, last, first, place in facts.engine.rows(
            "SELECT touchpoint, avg(last::INTEGER), avg((step_no = 0)::INTEGER), avg(step_no)"
            f" FROM {table} GROUP BY touchpoint"
        )
    }
    contacts = contact_places(
        facts
    )  # who asks comes because of something else, and with another end in mind
    won = facts.engine.rows(
        f"SELECT count(*) FROM (SELECT DISTINCT customer, journey FROM {table} WHERE y = 1)"
    )[0][0]
    cells = shares(
        facts,
        f"SELECT touchpoint AS cell, customer, count(*) AS n, sum(y) AS x FROM {table} GROUP BY ALL",
        unit_of_n="journeys",
    )
    kept = {
        int(code): one
        for code, one in cells.items()
        if one.customers >= _FEWEST
        and stated[int(code)][0] < _STATES_IT
        and stated[int(code)][1] < _BEGINS
        and int(code)
        not in facts.losing | facts.data.reaching | comes_at(facts) | contacts | behind
        and not _is_success(one, won)
    }
    return kept, {code: place for code, (*_, place) in stated.items()}


def _is_success(one: Cell, won: int) -> bool:
    """Whether nearly all who succeed pass it and nearly nobody else: it is what success is called here."""
    e = one.estimate
    return e.value >= _IS_IT and e.value * e.n >= _IS_IT * won > 0


def _independent(one: Cell) -> float:
    """Journeys that would say as much if each were another person's."""
    p = one.estimate.value
    if one.se <= 0 or not 0 < p < 1:
        return float(one.customers)
    return min(p * (1 - p) / one.se**2, float(one.estimate.n))


def _fixed(cells: dict[int, Cell]) -> tuple[dict[int, str], float]:
    """Which touchpoints lie surely beyond a boundary, and the level at which they are told."""
    codes = list(cells)
    p = np.array([cells[code].estimate.value for code in codes])
    n = np.array([_independent(cells[code]) for code in codes])
    lost = 1 - special.betainc(p * n + 0.5, (1 - p) * n + 0.5, FIXED)
    won = special.betainc(p * n + 0.5, (1 - p) * n + 0.5, 1 - FIXED)
    found = benjamini_hochberg(np.concatenate([lost, won]))
    sides = {
        codes[i % len(codes)]: "lost" if i < len(codes) else "won" for i in np.flatnonzero(found)
    }
    return sides, level_after_selection(int(found.sum()), len(found))


def _measure(
    facts: Facts, result: Result, code: int, one: Cell, *,
    side: str, level: float, place: float, evidence: EvidenceId,
) -> BoundaryMeasure:  # fmt: skip
    e, n = one.estimate, _independent(one)
    low, high = jeffreys(e.value * n, n, level=level if side else 0.95)
    return BoundaryMeasure(
        touchpoint=facts.places[code].name,
        stage=facts.places[code].stage,
        result=result.name,
        success=Estimate(
            value=e.value, low=min(float(low[0]), e.value), high=max(float(high[0]), e.value), n=e.n,
            unit_of_n="journeys", unit="share",
        ),
        side=side or "open",
        position=place,
        evidence=evidence,
    )  # fmt: skip


def _point(
    facts: Facts, result: Result, one: BoundaryMeasure, base: float, evidence: EvidenceId
) -> Insight:
    e, outlived = one.success, one.side == "won" and not result.ended
    return Insight(
        kind="point_of_no_return",
        purpose=facts.purpose.name,
        touchpoint=one.touchpoint,
        stage=one.stage,
        condition=one.side,
        outcome=result.name,
        metric="share",
        estimand=f"share that comes to success after passing; fixed is under {FIXED:.0%} or over {1 - FIXED:.0%}",
        words=(
            f"After {one.touchpoint} it is practically decided: {percent(e.value)} {result.good} ({percent(e.low)} to"
            f" {percent(e.high)}, n {count(e.n)}), {percent(base)} of all. Where to act is before it."
        ),
        verdict=Verdict.SUGGESTED if outlived else Verdict.SHOWN,
        reason="association: who gets there has outlived part of the clock"
        if outlived
        else "association: what fixed it may lie before",
        evidence=evidence,
    ).measured(e)


def _continuum(
    facts: Facts, result: Result, rows: list[BoundaryMeasure], evidence: EvidenceId
) -> Insight:
    least = min(rows, key=lambda row: (row.success.value, row.touchpoint))
    most = max(rows, key=lambda row: (row.success.value, row.touchpoint))
    return Insight(
        kind="point_of_no_return",
        purpose=facts.purpose.name,
        outcome=result.name,
        metric="share",
        estimand=f"share that comes to success after passing; fixed is under {FIXED:.0%} or over {1 - FIXED:.0%}",
        words=(
            f"No single point decides how many {result.good}: from {percent(least.success.value)} after"
            f" {least.touchpoint} to {percent(most.success.value)} after {most.touchpoint} it stays open (n"
            f" {count(max(row.success.n for row in rows))}). A continuum."
        ),
        verdict=Verdict.CONTINUUM,
        reason="no touchpoint fixes it",
        evidence=evidence,
        n=max(row.success.n for row in rows),
    )


def _cannot(
    facts: Facts, result: Result | None, why: str, reason: str, evidence: EvidenceId
) -> Insight:
    return Insight(
        kind="point_of_no_return",
        purpose=facts.purpose.name,
        outcome=result.name if result else None,
        words=f"Whether there is a point of no return is not known: {why}.",
        verdict=Verdict.UNKNOWN,
        reason=reason,
        evidence=evidence,
        n=facts.journeys,
    )

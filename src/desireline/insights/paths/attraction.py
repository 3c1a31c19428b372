"""What attracts and converts: doors and beginnings after which more come to success, and what customers say of why.

In: first steps of all journeys, prospects included; success; what customers say of how they came.  Out: by door and
by first two steps the share that comes to the first success, held against all others who began no later and came as far as its
stage (one family, BH q .10): who is first seen at the checkout is nearly decided.
A description: who comes by a door differs from who comes by another, so "brings" is never said. What mostly comes
after success, or after its clock has begun, is no door, nor is a payment: a journey that is first seen there (the order of somebody whose
looking around nobody saw) would be told as one that leads to the order. Why they came is told in clauses that five
customers used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, guarded, shares
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.statistics import t_p_value, t_quantile
from desireline.insights.paths.results import snapshot, successes
from desireline.language import common_clauses

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

METHOD = "share that comes to success by first step, or first two, minus all others who began no later and came to the same stage; BH q .10; customers as clusters; v3"
_FEWEST = 30
_MATERIAL = 0.03
_MOST = 40
_TOLD, _SAME = 4, 0.8
_NEARLY_ALL = 0.95
_BEFORE = 0.5
"""Share of those who come that far who pass a touchpoint before: under it, it is no way in."""
_PATHS_SQL = """
    WITH first AS (
        SELECT customer, journey, list(touchpoint ORDER BY step_no)[:2] AS path, arg_min(channel, step_no) AS channel
        FROM (SELECT *, lag(touchpoint) OVER (PARTITION BY customer, journey ORDER BY step_no) AS before
            FROM {sample} WHERE {drawn} AND rating_kind IS NULL)
        WHERE before IS DISTINCT FROM touchpoint GROUP BY customer, journey
    ), known AS ({result})
    SELECT f.customer, f.path, f.channel, far.begun, far.reached, coalesce(k.y, 0) AS y
    FROM first AS f JOIN ({far}) AS far USING (customer, journey) JOIN (SELECT customer, journey FROM journeys WHERE {where} AND {old_enough}) USING (customer, journey)
    LEFT JOIN known AS k USING (customer, journey) WHERE f.path[1] NOT IN ({late})
"""
_LATE_SQL = """
    SELECT touchpoint FROM (
        SELECT customer, journey, touchpoint, min(at_us) AS at_us FROM {sample} WHERE {drawn} GROUP BY ALL)
    JOIN (SELECT customer, journey, min({mark}) AS mark_us FROM ({result}) GROUP BY ALL) USING (customer, journey)
    WHERE mark_us IS NOT NULL GROUP BY touchpoint HAVING avg((at_us < mark_us)::INTEGER) < {share}
"""
_FAR_SQL = """
    SELECT customer, journey, arg_min({position}, step_no) AS begun, max({position}) AS reached
    FROM {sample} WHERE {drawn} AND rating_kind IS NULL GROUP BY ALL
"""
_DOOR = "SELECT path[1]::BIGINT * 65536 + channel AS cell, customer, count(*) AS n, sum(y) AS x FROM {t} GROUP BY ALL"
_START = (
    "SELECT path[1]::BIGINT * 65536 + path[2] AS cell, customer, count(*) AS n, sum(y) AS x FROM {t}"
    " WHERE len(path) = 2 AND path[2] NOT IN ({late}) GROUP BY ALL"
)
_WHY_SQL = """
    SELECT s.channel, u.customer, coalesce(u.heard_from, u.entry_reason, u.chosen_for) AS told
    FROM utterances AS u JOIN (SELECT event_key, channel FROM {sample}) AS s USING (event_key)
    WHERE u.speaker = 'customer' AND told IS NOT NULL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttractionMeasure:
    """Journeys that begin in one way."""

    kind: str
    """`door` (first touchpoint and channel) or `beginning` (first two touchpoints)."""
    path: tuple[str, ...]
    channel: str | None
    success: Estimate
    """Share of them that come to it."""
    difference: Estimate
    """From all other journeys that began no later and came as far."""
    stage: str | None
    """How far: the later stage of the path; None where all of them came so far."""
    verdict: Verdict
    evidence: EvidenceId


class Attraction:
    """See the module."""

    name = "attraction"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Doors and beginnings, the most successful first; what customers say of why they came."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=_PATHS_SQL + _WHY_SQL, n=facts.journeys
        )
        result = next(iter(successes(facts)), None)
        insights = _why(facts, evidence.id)
        if result is None or snapshot(facts):
            why, reason = ("nothing here tells success from failure", "no outcome")
            if snapshot(facts):
                why, reason = "everything stands at one day, so nobody began anywhere", "no order"
            insights.append(_nothing(facts, why, evidence.id, reason=reason))
            return InsightResult(insights=insights, evidence=[evidence])
        measures = _measures(facts, result, evidence.id)
        told = _once([one for one in measures if one.verdict == Verdict.SHOWN])
        told.sort(key=lambda one: (-one.difference.value, one.path))
        better = [one for one in told if one.difference.value > 0][:_TOLD]
        worse = [one for one in told if one.difference.value < 0][-_TOLD:]
        insights = [_claim(facts, result, one) for one in better + worse] + insights
        if not measures:
            insights.append(
                _nothing(
                    facts, f"fewer than {_FEWEST} customers began in any two ways", evidence.id
                )
            )
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _once(told: list[AttractionMeasure]) -> list[AttractionMeasure]:
    """A beginning that nearly all who come by its door take is told with the door."""
    doors = {one.path[0]: one.success.n for one in told if one.kind == "door"}
    return [
        one
        for one in told
        if one.kind == "door" or one.success.n < _SAME * doors.get(one.path[0], one.success.n * 9)
    ]


def _measures(facts: Facts, result: Result, evidence: EvidenceId) -> list[AttractionMeasure]:
    late = _late(facts, result)
    table = facts.table(
        "beginnings",
        _PATHS_SQL.format(
            sample=facts.sample,
            drawn=facts.drawn,
            where=facts.where,
            result=result.by_journey,
            old_enough=_old_enough(facts, result),
            late=late,
            far=_FAR_SQL.format(position=_position(facts), sample=facts.sample, drawn=facts.drawn),
        ),
    )
    cells: list[tuple[str, int, Cell]] = []
    for kind, sql in (("door", _DOOR), ("beginning", _START)):
        found = guarded(shares(facts, sql.format(t=table, late=late), unit_of_n="journeys"))
        cells += [(kind, int(key), one) for key, one in found.items() if one.customers >= _FEWEST]
    cells = sorted(cells, key=lambda one: (-one[2].estimate.n, one[0], one[1]))[:_MOST]
    if len(cells) < 2:
        return []
    return _judged(facts, cells, table, evidence)


def _position(facts: Facts) -> str:
    """SQL over steps: position of the stage."""
    cases = " ".join(f"WHEN {code} THEN {one.position}" for code, one in facts.places.items())
    return f"CASE touchpoint {cases} ELSE 0 END"


def _as_far(facts: Facts, table: str) -> list[tuple[int, float]]:
    """By position of a stage: journeys that began no later and came at least so far, and successes of them."""
    rows = facts.engine.rows(
        f"SELECT begun, reached, count(*), coalesce(sum(y), 0) FROM {table} GROUP BY begun, reached"
    )
    return [
        (
            sum(int(n) for begun, reached, n, _ in rows if begun <= position <= reached),
            sum(float(y) for begun, reached, _, y in rows if begun <= position <= reached),
        )
        for position in range(max(len(facts.stages), 1))
    ]


def _late(facts: Facts, result: Result) -> str:
    """Touchpoints that mostly come once success, or a clock that not all come to, has begun: as a list of SQL."""
    begun, all_ = facts.engine.rows(
        f"SELECT n, (SELECT count(*) FROM journeys WHERE {facts.where} AND {facts.sampled} AND start_us <= last)"
        f" FROM (SELECT count(DISTINCT (customer, journey)) AS n, max(from_us) AS last FROM ({result.sql}))"
    )[0]
    hurdle = result.starts and begun < _NEARLY_ALL * all_
    # a journey that has ended was decided by its last step, which is thus no way to its end
    decided = "decided_us - 1" if result.ended else "decided_us"
    rows = facts.engine.rows(
        _LATE_SQL.format(
            sample=facts.sample,
            drawn=facts.drawn,
            mark="from_us" if hurdle else f"CASE WHEN y = 1 THEN {decided} END",
            result=result.sql,
            share=_BEFORE,
        )
    )
    late = {int(code) for (code,) in rows} | facts.paid | _after_paying(facts) | facts.losing
    return ", ".join(map(str, sorted(late))) or "-1"


def _after_paying(facts: Facts) -> set[int]:
    """Touchpoints to which customers come after they have paid, where they do not begin there.

    Who begins a new journey at one would be held against those who have just paid, who nearly all succeed.
    """
    paid = ", ".join(map(str, sorted(facts.paid)))
    if not paid:
        return set()
    rows = facts.engine.rows(
        f"""
        WITH paid AS (SELECT customer, journey, min(step_no) AS paid_at FROM {facts.sample}
            WHERE touchpoint IN ({paid}) GROUP BY ALL)
        SELECT touchpoint FROM {facts.sample} LEFT JOIN paid USING (customer, journey) WHERE step_no > 0
        GROUP BY touchpoint HAVING avg(coalesce(step_no > paid_at, false)::INTEGER) > {_BEFORE}
        """
    )
    return {int(code) for (code,) in rows}


def _old_enough(facts: Facts, result: Result) -> str:
    """Prospects who never came to the clock count as no success once its usual time has passed."""
    if not result.starts:
        return f"(customer, journey) IN (SELECT (customer, journey) FROM ({result.sql}))"
    return (
        f"start_us <= (SELECT max(from_us) - coalesce(quantile_disc(from_us - start_us, 0.9), 0) FROM ({result.sql})"
        f" JOIN (SELECT customer, journey, start_us FROM journeys WHERE {facts.where}) USING (customer, journey))"
    )


def _judged(
    facts: Facts,
    cells: list[tuple[str, int, Cell]],
    table: str,
    evidence: EvidenceId,
) -> list[AttractionMeasure]:
    everybody, far = (
        facts.engine.rows(f"SELECT count(*) FROM {table}")[0][0],
        _as_far(facts, table),
    )
    paths = [_path(key, is_door=kind == "door") for kind, key, _ in cells]
    stages = [max(facts.places[code].position for code in path) for path in paths]
    n, successes = np.array([far[stage] for stage in stages], dtype=np.float64).T
    own = np.array([one.estimate.value for _, _, one in cells])
    size = np.array([float(one.estimate.n) for _, _, one in cells])
    others = np.maximum(n - size, 1)
    rest = np.where(n > size, (successes - own * size) / others, own)
    people = np.array([float(one.customers) for _, _, one in cells])
    error = np.array([one.se for _, _, one in cells])
    other = np.sqrt(np.maximum(rest * (1 - rest), 0.25 / others) / others)
    alike = np.sqrt(rest * (1 - rest) / people)  # score: a small share among few is no small error
    gap, se = own - rest, np.hypot(np.maximum(error, alike), other)
    degrees = people - 1
    # where nearly all begin alike, a handful of others is nobody to be held against
    found = benjamini_hochberg(np.where(others < _FEWEST, np.nan, t_p_value(gap, se, degrees)))
    level = level_after_selection(int(found.sum()), len(cells))
    out: list[AttractionMeasure] = []
    for i, (kind, key, one) in enumerate(cells):
        reach = float(t_quantile(degrees[i], level=level if found[i] else 0.95)[0]) * float(se[i])
        told = bool(found[i]) and abs(gap[i]) >= _MATERIAL
        out.append(
            AttractionMeasure(
                kind=kind,
                path=tuple(facts.places[code].name for code in paths[i]),
                channel=facts.channels.get(key % 65536) if kind == "door" else None,
                success=one.estimate,
                difference=Estimate(
                    value=float(gap[i]), low=float(gap[i]) - reach, high=float(gap[i]) + reach,
                    n=int(n[i]), unit_of_n="journeys", unit="share",
                ),
                stage=None if n[i] == everybody else list(facts.stages.values())[stages[i]],
                verdict=Verdict.SHOWN if told else Verdict.UNKNOWN,
                evidence=evidence,
            )
        )  # fmt: skip
    return out


def _path(key: int, *, is_door: bool) -> tuple[int, ...]:
    """The touchpoints of a cell's number."""
    return (key // 65536,) if is_door else (key // 65536, key % 65536)


def _claim(facts: Facts, result: Result, one: AttractionMeasure) -> Insight:
    d, share = one.difference, one.success
    way = (
        f"at {one.path[0]} by {one.channel}"
        if one.channel
        else f"with {' and then '.join(one.path)}"
    )
    side = "more" if d.value > 0 else "fewer"
    others = "others" if one.stage is None else "others who came as far"
    return Insight(
        kind="attraction",
        purpose=facts.purpose.name,
        touchpoint=one.path[0],
        channel=one.channel,
        condition=" > ".join(one.path),
        outcome=result.name,
        metric=one.kind,
        estimand="share that comes to success minus that of other journeys that came as far; association only",
        words=(
            f"Of journeys that begin {way}, {percent(share.value)} {result.good}: {abs(d.value) * 100:.1f} points {side}"
            f" than of {others} ({d.low * 100:+.1f} to {d.high * 100:+.1f}, n {count(share.n)}). Who comes so may differ: no"
            " proven cause."
        ),
        verdict=one.verdict,
        evidence=one.evidence,
        value=d.value,
        low=d.low,
        high=d.high,
        n=share.n,
    )


def _why(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    """What customers say of why they came, by channel."""
    said: dict[int, list[tuple[int, str]]] = {}
    rows: list[Any] = facts.engine.rows(_WHY_SQL.format(sample=facts.sample))
    for channel, customer, told in rows:
        said.setdefault(int(channel), []).append((int(customer), str(told)))
    out: list[Insight] = []
    for channel, own in sorted(said.items(), key=lambda one: -len(one[1])):
        clauses, n = common_clauses(own)[:3], len({who for who, _ in own})
        if not clauses:
            continue
        name = facts.channels.get(channel, "")
        told = ", ".join(f"“{clause}” ({count(people)})" for clause, people in clauses)
        out.append(
            Insight(
                kind="attraction",
                purpose=facts.purpose.name,
                channel=name,
                metric="why",
                estimand="customers who say so, among those who say how or why they came",
                words=f"Why they came by {name}, in their words: {told}, of {count(n)} who said so.",
                verdict=Verdict.SUGGESTED,
                evidence=evidence,
                n=n,
            )
        )
    return out


def _nothing(facts: Facts, why: str, evidence: EvidenceId, *, reason: str = "too few") -> Insight:
    return Insight(
        kind="attraction",
        purpose=facts.purpose.name,
        words=f"What attracts and converts cannot be said: {why}.",
        verdict=Verdict.UNKNOWN,
        reason=reason,
        evidence=evidence,
        n=facts.journeys,
    )

"""What goes with which emotion: at each touchpoint, conditions against the emotions that customers voice there.

In: the conditions that `candidates` generates, the emotions in customers' words.  Out: one contrast for each condition,
touchpoint and emotion: the share of customers who voice it with the condition and without. Customers are counted once a side,
who stands on both sides stands with the condition. One family of exact tests (Fisher), Benjamini-Hochberg; only what is
a discovery is said, as an association.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.ids import EvidenceId
from desireline.insights.heard.understood import trust
from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, level, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.statistics import fisher, newcombe, wilson
from desireline.insights.pains.candidates import Condition, flags

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "share of customers voicing an emotion with and without a condition, Fisher, BH q .10, Newcombe; v1"
_FEW = 12
"""Customers on a side below which a difference is at most suggested."""
TRIGGER_SQL = """
    WITH said AS (
        SELECT s.customer, s.journey, s.touchpoint, s.at_us, u.emotion
        FROM utterances AS u JOIN (
            SELECT event_key, customer, journey, touchpoint, at_us FROM steps WHERE {where} AND {drawn}
        ) AS s USING (event_key)
        WHERE u.speaker = 'customer' AND u.label IS NOT NULL
    ), people AS (
        SELECT condition, touchpoint, customer, bool_or(hit) AS hit,
            list_distinct(list(emotion) FILTER (emotion IS NOT NULL)) AS voiced
        FROM {flags} JOIN said USING (customer, journey) WHERE at_us >= after_us GROUP BY ALL
    ), sides AS (
        SELECT condition, touchpoint, count(*) FILTER (hit) AS with_n,
            count(*) FILTER (NOT hit) AS without_n FROM people GROUP BY ALL
        HAVING with_n >= {few} AND without_n >= {few}
    ), voices AS (
        SELECT condition, touchpoint, emotion, count(*) FILTER (hit) AS with_x,
            count(*) FILTER (NOT hit) AS without_x
        FROM (SELECT * EXCLUDE (voiced), unnest(voiced) AS emotion FROM people) GROUP BY ALL
        HAVING with_x + without_x >= {few}
    )
    SELECT condition, touchpoint, emotion, with_x, with_n, without_x, without_n
    FROM voices JOIN sides USING (condition, touchpoint) ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerMeasure:
    """One emotion at one touchpoint with and without one condition: an association, no cause."""

    condition: str
    touchpoint: str
    stage: str
    emotion: str
    with_condition: Estimate
    without: Estimate
    difference: Estimate
    verdict: Verdict
    evidence: EvidenceId


class Triggers:
    """See the module."""

    name = "triggers"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """All contrasts that were tried; the discoveries in words."""
        table, conditions = flags(facts)
        if not conditions:
            return InsightResult()
        rows = facts.engine.rows(
            TRIGGER_SQL.format(
                where=facts.where, drawn=facts.drawn, flags=table, few=SMALLEST_GROUP
            )
        )
        if not rows:
            return InsightResult()
        evidence = facts.evidence(
            self.name, method=METHOD + trust(facts), query=TRIGGER_SQL, n=facts.customers
        )
        found = benjamini_hochberg(fisher([row[3:] for row in rows]))
        shown_at = level_after_selection(int(found.sum()), len(rows))
        measures: list[TriggerMeasure] = []
        insights: list[Insight] = []
        for row, discovered in zip(rows, found.tolist(), strict=True):
            one = _measure(
                facts,
                conditions[row[0]],
                row,
                discovered=discovered,
                shown_at=shown_at,
                evidence=evidence.id,
            )
            measures.append(one)
            if one.verdict != Verdict.UNKNOWN:
                insights.append(_claim(facts, conditions[row[0]], one, shown_at))
        insights.sort(key=lambda one: (one.verdict != Verdict.SHOWN, -abs(one.value or 0.0)))
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _measure(
    facts: Facts,
    condition: Condition,
    row: tuple[Any, ...],
    *,
    discovered: bool,
    shown_at: float,
    evidence: EvidenceId,
) -> TriggerMeasure:
    _, touchpoint, emotion, with_x, with_n, without_x, without_n = row
    place = facts.places[touchpoint]
    wide = shown_at if discovered else 0.95
    one, other = _share(with_x, with_n, wide), _share(without_x, without_n, wide)
    difference, low, high = newcombe(
        (one.value, one.low, one.high), (other.value, other.low, other.high)
    )
    enough = min(with_n, without_n) >= _FEW
    return TriggerMeasure(
        condition=condition.name,
        touchpoint=place.name,
        stage=place.stage,
        emotion=emotion,
        with_condition=one,
        without=other,
        difference=Estimate(
            value=difference, low=low, high=high, n=with_n + without_n, unit="share"
        ),
        verdict=Verdict.UNKNOWN
        if not discovered
        else Verdict.SHOWN
        if enough
        else Verdict.SUGGESTED,
        evidence=evidence,
    )


def _share(x: int, n: int, wide: float) -> Estimate:
    low, high = wilson(x, n, level=wide)
    return Estimate(value=x / n, low=float(low[0]), high=float(high[0]), n=n, unit="share")


def _claim(facts: Facts, condition: Condition, one: TriggerMeasure, shown_at: float) -> Insight:
    d, has, has_not = one.difference, one.with_condition, one.without
    title = capital(condition.title)
    goes = "goes" if one.verdict == Verdict.SHOWN else "may go"
    more = "more" if d.value > 0 else "less"
    words = (
        f"{title} {goes} with {more} {one.emotion} at “{one.touchpoint}”: {percent(has.value)} of {count(has.n)} "
        f"customers who had it and spoke there voice it, {percent(has_not.value)} of {count(has_not.n)} others "
        f"(difference {d.value * 100:+.0f} points, {level(shown_at)} interval {d.low * 100:+.0f} to {d.high * 100:+.0f}). "
        "An association, not a proven cause."
    )
    return Insight(
        kind="trigger",
        purpose=facts.purpose.name,
        touchpoint=one.touchpoint,
        stage=one.stage,
        condition=one.condition,
        metric=one.emotion,
        estimand="share voicing the emotion with the condition minus without; association only",
        words=words,
        verdict=one.verdict,
        evidence=one.evidence,
    ).measured(d)

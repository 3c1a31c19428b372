"""Contradictions: customers who were told one thing, and another one by somebody else, about the same order, product or appointment.

In: what two sources or channels stated within the window (`statements`), and what customers say of being told two
things (`told_otherwise`).  Out: by fact the share of journeys told twice that were told otherwise, and the two places where it is said
most often; in customers' words the share of journeys in which they spoke, suggested at most: it is read by its wording.
The same condition stands among pains with its price, and among reasons with customers' words. A source's own update is no contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.heard.told_otherwise import (
    SAID_SQL,
    SPOKE_SQL,
    TOLD_TWO_THINGS,
    in_words,
)
from desireline.insights.model import SMALLEST_GROUP, Insight, InsightResult, Quote, Verdict
from desireline.insights.numbers.clusters import shares
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.paths.statements import PAIRS_SQL, TOLD_OTHERWISE, pairs, statable

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate
    from desireline.insights.paths.statements import Fact

METHOD = (
    "journeys told otherwise among those told twice by two sources or channels, about one thing and within the declared"
    " window; customers as clusters; v1"
)
WORDS_METHOD = (
    "journeys in which customers say that they were told two things, by wording, among those in which they spoke;"
    " customers as clusters; v1"
)
IN_WORDS = f"{TOLD_OTHERWISE}{TOLD_TWO_THINGS}"
"""The condition that customers say so, as claims and candidates call it."""
READ_BY_WORDING = "read by its wording, which is right in most texts and not in all"
_SHARE_SQL = """
    SELECT fact AS cell, customer, count(*) AS n, count(*) FILTER (hit) AS x
    FROM (SELECT fact, customer, journey, bool_or(otherwise) AS hit FROM {pairs} GROUP BY ALL) GROUP BY ALL
"""
_OFTEN_SQL = """
    SELECT first_touchpoint, touchpoint, first_speaker, speaker, first_said, said, count(DISTINCT customer) AS people,
        quantile_disc(at_us - first_us, 0.5) / 864e8 AS days
    FROM {pairs} WHERE otherwise AND fact = {fact} GROUP BY ALL HAVING people >= {few} ORDER BY people DESC, 1, 2, 3, 4, 5, 6 LIMIT 1
"""
_HIT_SQL = "SELECT fact, count(DISTINCT customer), count(DISTINCT (customer, journey)) FROM {pairs} WHERE otherwise GROUP BY ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionMeasure:
    """One fact that was told otherwise."""

    fact: str
    share: Estimate
    """Of the journeys in which two spoke of it."""
    journeys: int
    """Told otherwise."""
    customers: int
    first: str | None
    """Touchpoint of what is said first, most often; None where nothing is said by five customers."""
    then: str | None
    evidence: EvidenceId
    quotes: tuple[Quote, ...] = ()
    """Three customers' words, where words tell it."""


class Contradictions:
    """See the module."""

    name = "contradictions"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Each fact by which five customers or more were told otherwise, and what five or more say of it."""
        columns, words = _in_columns(facts), _in_words(facts)
        return InsightResult(
            measures=[*columns.measures, *words.measures],
            insights=[*columns.insights, *words.insights],
            evidence=[*columns.evidence, *words.evidence],
            suppressed=columns.suppressed + words.suppressed,
        )


def _in_columns(facts: Facts) -> InsightResult:
    """What sources and channels state."""
    table = pairs(facts)
    if table is None:
        return InsightResult()
    cells = shares(facts, _SHARE_SQL.format(pairs=table), unit_of_n="journeys")
    hit = {fact: (c, j) for fact, c, j in facts.engine.rows(_HIT_SQL.format(pairs=table))}
    evidence = facts.evidence(
        Contradictions.name,
        method=METHOD,
        query=PAIRS_SQL + _SHARE_SQL,
        n=sum(one.estimate.n for one in cells.values()),
    )
    measures: list[ContradictionMeasure] = []
    insights: list[Insight] = []
    suppressed = 0
    for fact in statable():
        customers, journeys = hit.get(fact.number, (0, 0))
        if customers < SMALLEST_GROUP:
            suppressed += int(customers > 0)
            continue
        measure, insight = _told(
            facts, table, fact, (cells[fact.number].estimate, customers, journeys), evidence.id
        )
        measures.append(measure)
        insights.append(insight)
    return InsightResult(
        measures=measures,
        insights=insights,
        evidence=[evidence] if cells else [],
        suppressed=suppressed,
    )


def _in_words(facts: Facts) -> InsightResult:
    """What customers say of it: of them all, those who spoke."""
    found = in_words(facts)
    if found.share is None:
        return InsightResult(suppressed=int(found.customers > 0))
    share = found.share
    evidence = facts.evidence(
        Contradictions.name, method=WORDS_METHOD, query=SPOKE_SQL + SAID_SQL, n=share.n
    )
    place = None if found.touchpoint is None else facts.places[found.touchpoint]
    often = f" Most often at {place.name} ({count(found.people)} customers)." if place else ""
    measure = ContradictionMeasure(
        fact=TOLD_TWO_THINGS,
        share=share,
        journeys=found.journeys,
        customers=found.customers,
        first=None,
        then=place.name if place else None,
        evidence=evidence.id,
        quotes=found.quotes,
    )
    insight = Insight(
        kind="contradiction",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=IN_WORDS,
        metric="share of journeys in which the customer spoke",
        estimand="journeys in which the customer says that they were told two things, among those in which they wrote or spoke",
        words=(
            f"In {percent(share.value)} of {count(share.n)} journeys in which customers wrote or spoke they seem to say that they were"
            f" told two things ({percent(share.low)} to {percent(share.high)}; {count(found.journeys)} journeys,"
            f" {count(found.customers)} customers).{often}"
        ),
        verdict=Verdict.SUGGESTED,
        reason=READ_BY_WORDING,
        evidence=evidence.id,
        quotes=tuple(one.id for one in found.quotes),
    ).measured(share)
    return InsightResult(measures=[measure], insights=[insight], evidence=[evidence])


def _told(
    facts: Facts,
    table: str,
    fact: Fact,
    found: tuple[Estimate, int, int],
    evidence: EvidenceId,
) -> tuple[ContradictionMeasure, Insight]:
    share, customers, journeys = found
    rows = facts.engine.rows(_OFTEN_SQL.format(pairs=table, fact=fact.number, few=SMALLEST_GROUP))
    first = then = stage = channel = None
    often = ""
    if rows:
        a, b, speaker, other, said, otherwise, people, days = rows[0]
        first, then, stage = facts.places[a].name, facts.places[b].name, facts.places[b].stage
        channel = f"{speaker} > {other}"
        often = (
            f" Most often {first} says “{said}” ({speaker}) and {then} “{otherwise}” ({other}),"
            f" {days:.1f} days later at the median ({count(people)} customers)."
        )
    words = (
        f"{percent(share.value)} of {count(share.n)} journeys in which two sources or channels speak about {fact.title} are told"
        f" {fact.said} and then {fact.otherwise} ({percent(share.low)} to {percent(share.high)};"
        f" {count(journeys)} journeys, {count(customers)} customers, within {fact.window_days} days).{often}"
    )
    measure = ContradictionMeasure(
        fact=fact.name,
        share=share,
        journeys=journeys,
        customers=customers,
        first=first,
        then=then,
        evidence=evidence,
    )
    insight = Insight(
        kind="contradiction",
        purpose=facts.purpose.name,
        touchpoint=then,
        stage=stage,
        condition=fact.condition,
        channel=channel,
        metric="share of journeys told twice",
        estimand="journeys told otherwise among those in which two sources or channels spoke of one thing within the window",
        words=words,
        verdict=descriptive_verdict(customers),
        evidence=evidence,
    ).measured(share)
    return measure, insight

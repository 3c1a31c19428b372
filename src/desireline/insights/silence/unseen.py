"""What the data cannot see, stage by stage and channel by channel, and the one thing that would tell most.

In: steps, feelings, exits, what people declared.  Out: who was heard where; declared touchpoints without data;
the question, survey or event that would make most customers' journeys known.
Uncertainty of a stage counts customers times how far its feeling may be off: the interval, and half a standard
deviation for each who was silent, as no interval of those who answered holds the others. What a survey would
leave is computed for 100 answers of people drawn by lot. An exit that is not identified counts customers times
the share that may have left; one journey weighs as much there as a fall of feeling by 1 does here (as in `pains`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.heard import feelings
from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    Insight,
    InsightResult,
    Verdict,
)
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent, share_of
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.excess import feedback
from desireline.insights.paths.exits import measure_exits
from desireline.insights.silence.asked import SOON_US
from desireline.insights.silence.who_acts import who_acts

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "share of customers heard by stage and channel, Jeffreys; expected fall of (customers x uncertainty) by"
    " 100 answers drawn by lot, or by an event that states the end; v1"
)
HEARD_SQL = """
    SELECT stage, channel, count(DISTINCT customer), count(DISTINCT customer) FILTER (heard)
    FROM (SELECT stage, channel, customer, feeling_milli IS NOT NULL OR rating_milli IS NOT NULL
            OR (coalesce(next_touchpoint IN ({surveys}), false) AND wait_us <= {soon}) AS heard
        FROM steps WHERE {where} AND {drawn} AND touchpoint NOT IN ({surveys}))
    GROUP BY GROUPING SETS ((stage, channel), (stage)) ORDER BY stage, channel NULLS FIRST
"""
"""A survey right after a visit speaks of that visit; surveys themselves are no place to be heard at."""
_ANSWERS = 100
_USUAL_SD = 0.5
"""Of feelings from -1 to 1, where nobody has told any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenMeasure:
    """Who passes a stage (in one channel), and who of them was heard there."""

    stage: str
    channel: str | None
    """None: all channels."""
    heard: Estimate
    """Share of its customers who said or rated anything there, or right after."""
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What could be asked or recorded, and what it would tell."""

    words: str
    stage: str
    touchpoint: str | None
    n: int
    """Customers whom it is about."""
    now: float
    """How far off what is known may be."""
    then: float

    @property
    def gain(self) -> float:
        """Customers times uncertainty that would go."""
        return self.n * (self.now - self.then)


class Unseen:
    """See the module."""

    name = "unseen"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Rows by stage and channel; declared touchpoints; the next question."""
        evidence = facts.evidence(self.name, method=METHOD, query=HEARD_SQL, n=facts.customers)
        measures = heard(facts, evidence.id)
        insights = [_declared(facts, one, evidence.id) for one in _without_data(facts)]
        asked = max(questions(facts, measures), key=lambda one: one.gain, default=None)
        if asked is not None and asked.gain > 0:
            insights.insert(0, _next(facts, asked, evidence.id))
        by_channel = [one for one in measures if one.channel is not None]
        quiet = min(by_channel, key=lambda one: (one.heard.high, -one.heard.n), default=None)
        # least is heard where more is heard elsewhere
        if quiet is not None and any(one.heard.low > quiet.heard.high for one in by_channel):
            insights.append(_quiet(facts, quiet))
        insights += who_acts(facts, evidence.id)
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def heard(facts: Facts, evidence: EvidenceId) -> list[UnseenMeasure]:
    """By stage, then by stage and channel; groups under five left out."""
    surveys = ", ".join(map(str, sorted(feedback(facts)))) or "NULL"
    sql = HEARD_SQL.format(where=facts.where, drawn=facts.drawn, surveys=surveys, soon=SOON_US)
    if surveys == "NULL":
        sql = sql.replace("touchpoint NOT IN (NULL)", "true")
    return [
        UnseenMeasure(
            stage=facts.stages.get(int(stage), ""),
            channel=None if channel is None else facts.channels.get(int(channel)),
            heard=share_of(spoke, customers),
            evidence=evidence,
        )
        for stage, channel, customers, spoke in facts.engine.rows(sql)
        if customers >= SMALLEST_GROUP
    ]


def questions(facts: Facts, measures: list[UnseenMeasure]) -> list[Question]:
    """Everything that could be asked or recorded."""
    return [*_surveys(facts, measures), *_events(facts)]


def _surveys(facts: Facts, measures: list[UnseenMeasure]) -> list[Question]:
    told = feelings.by_stage(facts)
    out: list[Question] = []
    for one in measures:
        if one.channel is not None:
            continue
        cell = told.get(one.stage)
        known = cell is not None and cell.customers >= SMALLEST_GROUP
        sd = cell.se * float(np.sqrt(cell.customers)) if cell and known else _USUAL_SD
        sd = sd if sd > 0 else _USUAL_SD
        now = 1.0
        if cell and known:
            silent = 0.5 * sd * (1 - one.heard.value)
            now = min(1.0, (cell.estimate.high - cell.estimate.low) / 2 + silent)
        then = min(now, NORMAL * sd / float(np.sqrt(_ANSWERS)))
        answers = f"{_ANSWERS} answers of customers drawn by lot"
        out.append(
            Question(
                words=f"asking in {facts.column(one.stage)} how it went ({answers})",
                stage=one.stage,
                touchpoint=None,
                n=one.heard.n,
                now=now,
                then=then,
            )
        )
    return out


def _events(facts: Facts) -> list[Question]:
    """Recording how it ended, where nobody knows how many left."""
    answering = feedback(facts)
    return [
        Question(
            words=f"recording after {facts.places[code].name} who went on, and who gave up",
            stage=facts.places[code].stage,
            touchpoint=facts.places[code].name,
            n=one.customers,
            now=one.estimate.high / 2,
            then=0.0,
        )
        for code, one in measure_exits(facts).items()
        if not one.identified and one.customers >= SMALLEST_GROUP and code not in answering
    ]


def _without_data(facts: Facts) -> list[tuple[str, str, str]]:
    """Name, stage, what people believe: of declared touchpoints that no step is at."""
    seen = {place.name.casefold() for place in facts.places.values()}
    return [
        (one.name, one.stage, f"; {one.by or 'somebody'} believes that {percent(one.guess)} meet it" if one.guess else "")
        for one in facts.data.recipe.declared
        if one.name.casefold() not in seen and one.purpose in {None, facts.purpose.name}
    ]  # fmt: skip


def _next(facts: Facts, one: Question, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="coverage",
        purpose=facts.purpose.name,
        stage=one.stage or None,
        touchpoint=one.touchpoint,
        metric="next question",
        estimand="customers times uncertainty, now minus then",
        words=(
            f"What would tell most: {one.words}. What is known of these {count(one.n)} customers may now be off by {one.now:.2f}"
            f" ({'feeling, -1 to 1, the silent included' if one.touchpoint is None else 'share that left'});"
            f" it would be {'known' if one.then == 0 else f'{one.then:.2f}'} then."
        ),
        verdict=descriptive_verdict(one.n),
        evidence=evidence,
        value=one.gain,
        n=one.n,
    )


def _declared(facts: Facts, told: tuple[str, str, str], evidence: EvidenceId) -> Insight:
    name, stage, belief = told
    return Insight(
        kind="coverage",
        purpose=facts.purpose.name,
        touchpoint=name,
        stage=stage,
        metric="declared without data",
        words=f"{name} ({facts.column(stage)}) is declared and no source sees it{belief}.",
        verdict=Verdict.UNKNOWN,
        reason="nothing can see it",
        evidence=evidence,
        n=0,
    )


def _quiet(facts: Facts, one: UnseenMeasure) -> Insight:
    e = one.heard
    return Insight(
        kind="coverage",
        purpose=facts.purpose.name,
        stage=one.stage or None,
        channel=one.channel,
        metric="heard",
        words=(
            f"Least is heard of {one.channel} in {facts.column(one.stage)}: {percent(e.value)} of {count(e.n)} customers there said or"
            f" rated anything ({percent(e.low)} to {percent(e.high)}). How it feels there is not known from the others."
        ),
        verdict=descriptive_verdict(e.n),
        evidence=one.evidence,
    ).measured(e)

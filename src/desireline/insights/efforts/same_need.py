"""Same need, different answer: the reason for which customers turn to the company, by channel.

In: the effort ledger (reason, channel, minutes, what came of it), topics of customers' words.  Out: for each reason and
channel how much more often customers come back, how many more minutes they spend, how many more are passed on than in the
other channels of the same reason, standardised by month (by quarter where months are thin). One family
(Benjamini-Hochberg). A reason is what the source files a contact under. Channels of which nothing files reasons, as chats
mostly are, are compared by the topic of the words with which the contact begins. Who comes back is told by the reason
alone, or by any contact after one that is known by its words: how contacts are linked depends on their tools, and who asks
again uses other words. Without a reason nothing is compared: hard questions choose their channel, and comparing
channels as a whole would blame the channel that takes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import DAY_US
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.strata import FEWEST, Gap, gap_within, one_family
from desireline.language import topic_sql

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "difference from the other channels of the same reason, or of the same topic where no reason is filed, standardised by"
    " month, or quarter (both sides five customers or more), customers as clusters; BH q .10 over reasons, channels and"
    " metrics; v4"
)
_PERIODS = {"month": 30 * DAY_US, "quarter": 90 * DAY_US}
_REASON, _TOPIC = "reason", "topic"
_METRICS = {
    "comes back": ("coalesce(next_us <= at_us + {window}, false)::INTEGER", 0.05),
    "passed on": ("(transfers > 0)::INTEGER", 0.05),
    "tells it again": ("(retells > 0)::INTEGER", 0.05),
    "minutes": ("CASE WHEN measured THEN minutes END", 2.0),
}
"""SQL of what is compared, and the difference from which it is worth a line."""
_ROWS_SQL = """
    SELECT customer, reason, channel, at_us, {value}::DOUBLE AS y
    FROM ({named}) WHERE at_us + {window} <= {end} ORDER BY ALL
"""
_NAMED_SQL = {
    _REASON: """
    SELECT *, lower(trim(label)) AS reason,
        lead(at_us) OVER (PARTITION BY customer, lower(trim(label)) ORDER BY at_us, event_key) AS next_us
    FROM {ledger} WHERE label IS NOT NULL
""",
    _TOPIC: """
    SELECT l.*, {topic}[1] AS reason
    FROM (SELECT *, lead(at_us) OVER (PARTITION BY customer ORDER BY at_us, event_key) AS next_us FROM {ledger}) AS l
    JOIN (SELECT event_key, any_value(meaning) AS meaning FROM utterances
        WHERE speaker = 'customer' AND meaning IS NOT NULL GROUP BY event_key) AS u USING (event_key)
    WHERE reason IS NOT NULL
""",
}
"""Contacts with what they are about, and when the customer turned to the company again."""
_UNFILED = 0.5
"""Share of a channel's contacts with a reason, below which its words say what they are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameNeedMeasure:
    """One reason in one channel against the other channels of the same reason."""

    reason: str
    channel: str
    metric: str
    difference: Estimate
    here: float
    elsewhere: float
    left_out: float
    """Share of its contacts in months, or quarters, that only one side serves."""
    told_by: str
    """`reason`: as the source files it; `topic`: as the customers' words say."""
    period: str
    """`month` or `quarter`: what is compared within."""
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    reason: str
    channel: int
    metric: str
    told_by: str
    period: str
    gap: Gap


class SameNeed:
    """See the module."""

    name = "same_need"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Differences within a reason."""
        booked = ledger(facts)
        if not booked.contacts:
            return InsightResult()
        evidence = facts.evidence(self.name, method=METHOD, query=_ROWS_SQL, n=booked.contacts)
        gaps = [gap for metric in _METRICS for gap in _gaps(facts, metric, _REASON)]
        unfiled = _unfiled(facts)
        if unfiled and facts.data.topics:
            by_words = [gap for metric in _METRICS for gap in _gaps(facts, metric, _TOPIC)]
            about = {gap.reason for gap in by_words if gap.channel in unfiled}
            gaps += [gap for gap in by_words if gap.reason in about]
        measures, level = _judged(facts, gaps, evidence.id)
        told = _once([one for one in measures if one.verdict == Verdict.SHOWN])
        told.sort(key=lambda one: (-abs(one.difference.value), one.reason, one.channel))
        insights = [_claim(facts, one, level) for one in told]
        if not gaps:
            insights.append(_nothing(facts, booked.contacts, evidence.id))
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _once(told: list[SameNeedMeasure]) -> list[SameNeedMeasure]:
    """Of two channels that are compared with each other alone, the worse one."""
    worse = {
        (one.reason, one.metric, round(one.difference.value, 9))
        for one in told
        if one.difference.value > 0
    }
    return [
        one
        for one in told
        if (one.reason, one.metric, round(-one.difference.value, 9)) not in worse
    ]


def _unfiled(facts: Facts) -> set[int]:
    """Channels to which customers turn and of which hardly a contact has a reason."""
    return {
        int(channel)
        for (channel,) in facts.engine.rows(
            f"SELECT channel FROM {ledger(facts).table} GROUP BY channel HAVING count(label) < {_UNFILED} * count(*)"
        )
    }


def _gaps(facts: Facts, metric: str, told_by: str) -> list[_Compared]:
    booked = ledger(facts)
    window = int(booked.window_days * DAY_US) if metric == "comes back" else 0
    named = _NAMED_SQL[told_by].format(
        ledger=booked.table, topic=topic_sql(facts.data.topics, "u.meaning")
    )
    rows = facts.engine.query(
        _ROWS_SQL.format(
            value=_METRICS[metric][0].format(window=window),
            named=named,
            window=window,
            end=facts.end_us,
        )
    )
    y = np.array([np.nan if one is None else one for one in rows["y"].to_pylist()], dtype=float)
    known = ~np.isnan(y)
    who, channel, at_us = (
        np.asarray(rows[name]).astype(np.int64)[known] for name in ("customer", "channel", "at_us")
    )
    reason = np.asarray(rows["reason"].to_pylist(), dtype=object)[known]
    y = y[known]
    out: list[_Compared] = []
    for one in sorted(set(reason.tolist())):
        mine = reason == one
        for code in np.unique(channel[mine]).tolist():
            here = channel[mine] == code
            by_period = (
                (period, gap_within(who[mine], here, at_us[mine] // length, y[mine]))
                for period, length in _PERIODS.items()
            )
            found = next(((period, gap) for period, gap in by_period if gap is not None), None)
            if found is not None:
                period, gap = found
                out.append(
                    _Compared(
                        reason=one, channel=code, metric=metric, told_by=told_by, period=period, gap=gap
                    )
                )  # fmt: skip
    return out


def _judged(
    facts: Facts, compared: list[_Compared], evidence: EvidenceId
) -> tuple[list[SameNeedMeasure], float]:
    units = ["min" if one.metric == "minutes" else "share" for one in compared]
    told, level = one_family([one.gap for one in compared], units)
    out = [
        SameNeedMeasure(
            reason=one.reason,
            channel=facts.channels.get(one.channel, ""),
            metric=one.metric,
            difference=difference,
            here=one.gap.here,
            elsewhere=one.gap.elsewhere,
            left_out=one.gap.left_out,
            told_by=one.told_by,
            period=one.period,
            verdict=Verdict.SHOWN
            if sure and abs(difference.value) >= _METRICS[one.metric][1]
            else Verdict.UNKNOWN,
            evidence=evidence,
        )
        for one, (difference, sure) in zip(compared, told, strict=True)
    ]
    return out, level


def _claim(facts: Facts, one: SameNeedMeasure, level: float) -> Insight:
    d = one.difference
    minutes = one.metric == "minutes"
    told = (
        f"takes {one.here:.1f} minutes, not {one.elsewhere:.1f}"
        if minutes
        else f"{percent(one.here)} {_VERBS[one.metric]}, not {percent(one.elsewhere)}"
    )
    scale, unit = (1.0, "minutes") if minutes else (100.0, "points")
    return Insight(
        kind="channel_difference",
        purpose=facts.purpose.name,
        channel=one.channel,
        topic=one.reason,
        metric=one.metric,
        estimand="contacts in this channel minus the other channels of the same reason, standardised by month or quarter",
        words=(
            f"The same need, another answer: about “{one.reason}” by {one.channel} {told} as in the other channels of the"
            f" same {one.told_by} and {one.period} ({d.value * scale:+.1f} {unit}, {level * 100:.0f} % interval {d.low * scale:+.1f} to"
            f" {d.high * scale:+.1f}, n {count(d.n)}). An association: the hard ones may choose it."
        ),
        verdict=one.verdict,
        evidence=one.evidence,
    ).measured(d)


_VERBS = {
    "comes back": "come back",
    "passed on": "are passed on",
    "tells it again": "tell it again",
}


def _nothing(facts: Facts, contacts: int, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="channel_difference",
        purpose=facts.purpose.name,
        words=(
            f"Whether the same need is answered alike in every channel is not known: no reason that sources note is brought"
            f" by {FEWEST} customers to two channels in the same months (n {count(contacts)} contacts)."
        ),
        verdict=Verdict.UNKNOWN,
        reason="no common reason",
        evidence=evidence,
        n=contacts,
    )

"""What customers talk about, and how they feel who do.

In: meanings and feelings of masked texts, the workspace's topics.  Out: by topic the share of those who spoke who speak of it,
and how its texts feel against the other texts at the same touchpoint (one family, BH q .10). What somebody writes
about is no random sample of what happened to them, so a topic is a place to look and never a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.model import SMALLEST_GROUP, Insight, InsightResult, TopicMeasure
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent, share_of
from desireline.insights.numbers.strata import gap_within, one_family
from desireline.language import topic_sql

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = "share of speakers, Jeffreys; feelings by text within the touchpoint, customers as clusters, BH q .10 over topics; v1"
_MOST_SAID = 5
_SAID_SQL = """
    SELECT {topic} AS topic, s.touchpoint, s.customer, u.feeling::DOUBLE AS feeling
    FROM utterances AS u JOIN (SELECT event_key, customer, touchpoint FROM {sample} WHERE {drawn}) AS s USING (event_key)
    WHERE u.speaker = 'customer' AND u.text_masked IS NOT NULL ORDER BY ALL
"""


class Topics:
    """See the module."""

    name = "topics"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """All topics of five customers or more; those that feel worst or best are said in words, then the most frequent."""
        if not facts.data.topics:
            return InsightResult()
        query = _SAID_SQL.format(
            topic=f"{topic_sql(facts.data.topics, 'u.meaning')}[1]",
            sample=facts.sample,
            drawn=facts.drawn,
        )
        said = facts.engine.query(query)
        evidence = facts.evidence(self.name, method=METHOD, query=_SAID_SQL, n=len(said))
        measures = _measures(said, evidence.id)
        if not measures:
            return InsightResult()
        return InsightResult(
            measures=measures,
            insights=[_claim(facts, one) for one in _telling(measures)],
            evidence=[evidence],
        )


def _measures(said: Any, evidence: EvidenceId) -> list[TopicMeasure]:
    """By topic, the most frequent first."""
    topic = np.array(said["topic"].to_pylist(), dtype=object)
    who, touchpoint = (
        np.asarray(said[name], dtype=np.int64) for name in ("customer", "touchpoint")
    )
    feeling = np.array(
        [np.nan if one is None else one for one in said["feeling"].to_pylist()], dtype=np.float64
    )
    spoke, read = len(np.unique(who)), ~np.isnan(feeling)
    sizes = {
        name: people
        for name in sorted({one for one in topic if one is not None})
        if (people := len(np.unique(who[topic == name]))) >= SMALLEST_GROUP
    }
    compared = {
        name: gap
        for name in sizes
        if (gap := gap_within(who[read], topic[read] == name, touchpoint[read], feeling[read]))
    }
    told, _ = one_family(list(compared.values()), ["feeling"] * len(compared), unit_of_n="texts")
    gaps = {name: gap for name, (gap, found) in zip(compared, told, strict=True) if found}
    return sorted(
        (
            TopicMeasure(
                topic=name,
                share=share_of(people, spoke),
                feeling=_mean(who, feeling, read & (topic == name)),
                gap=gaps.get(name),
                verdict=descriptive_verdict(people),
                evidence=evidence,
            )
            for name, people in sizes.items()
        ),
        key=lambda one: (-one.share.value, one.topic),
    )


def _mean(
    who: NDArray[np.int64], feeling: NDArray[np.float64], mine: NDArray[np.bool_]
) -> float | None:
    return float(feeling[mine].mean()) if len(np.unique(who[mine])) >= SMALLEST_GROUP else None


def _telling(measures: list[TopicMeasure]) -> list[TopicMeasure]:
    """Five that feel other than the rest, by how many say it times how far; then the most frequent."""
    felt = [one for one in measures if one.gap is not None]
    felt.sort(key=lambda one: -one.share.value * abs(one.gap.value if one.gap else 0.0))
    chosen = felt[:_MOST_SAID]
    return chosen + [one for one in measures if one not in chosen][:_MOST_SAID]


def _claim(facts: Facts, one: TopicMeasure) -> Insight:
    e = one.share
    felt = "" if one.feeling is None else f"; they feel {one.feeling:+.2f}"
    if one.gap is not None:
        felt += f", {one.gap.value:+.2f} against other texts at the same touchpoint ({one.gap.low:+.2f} to {one.gap.high:+.2f})"
    return Insight(
        kind="topic",
        purpose=facts.purpose.name,
        topic=one.topic,
        metric="share of speakers",
        estimand="share of the customers who spoke who speak of the topic",
        words=(
            f"{percent(e.value)} of the {count(e.n)} customers who spoke speak of “{one.topic}” ({percent(e.low)} to"
            f" {percent(e.high)}){felt}."
        ),
        verdict=one.verdict,
        evidence=one.evidence,
    ).measured(e)

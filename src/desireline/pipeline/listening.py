"""Listening better: people's labels and ratings teach the workspace, and topics get names.

In: a workspace.  Out: texts to label, what was learnt from them, topics. What is learnt is used by the next
refresh, which reads every text again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desireline import language
from desireline.engines import open_engine
from desireline.insights import Estimate, share_of
from desireline.language import KnownName, Learnt, Question, Topic
from desireline.pipeline.context import Context, opened

_RATED = """
SELECT u.text_masked, u.language,
    ((e.rating - e.rating_low) / nullif(e.rating_high - e.rating_low, 0))::DOUBLE AS share
FROM {events} AS e JOIN {utterances} AS u USING (event_key)
WHERE e.rating IS NOT NULL AND u.speaker = 'customer' AND u.label IS NOT NULL
    AND e.rating_kind <> 'ces' AND share BETWEEN 0 AND 1
"""


_SPOKEN = """
SELECT customer, text_masked FROM utterances
WHERE speaker = 'customer' AND text_masked IS NOT NULL AND customer IS NOT NULL
ORDER BY customer, "at", event_id, text_masked
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and the share of the customers who said anything that asked it."""

    question: Question
    share: Estimate


def texts_to_label(context: Context, most: int) -> list[tuple[str, bool]]:
    """Masked texts that are worth a label, with whether they were drawn at random."""
    utterances, _ = _sources(context)
    engine = open_engine()
    try:
        return language.texts_to_label(engine, context.store, utterances=utterances, most=most)
    finally:
        engine.close()


def add_labels(context: Context, labels: Iterable[tuple[str, str, bool]]) -> int:
    """Keep labels; return how many the workspace has."""
    return language.add_labels(context.store, labels)


def learn(context: Context) -> Learnt:
    """Fit the workspace's own head to its labels and ratings."""
    utterances, events = _sources(context)
    engine = open_engine()
    try:
        rated = _RATED.format(events=events, utterances=f"({utterances})")
        return language.learn(engine, context.store, utterances=utterances, rated=rated)
    finally:
        engine.close()


def find_topics(context: Context, *, again: bool = False) -> list[Topic]:
    """Topics of the workspace, found when there are none yet or when asked to."""
    topics = language.read_topics(context.store)
    if topics and not again:
        return topics
    utterances, _ = _sources(context)
    engine = open_engine()
    try:
        return language.refit_topics(engine, context.store, utterances=utterances)
    finally:
        engine.close()


def find_names(context: Context, *, again: bool = False) -> list[KnownName]:
    """The workspace's gazetteer, learnt when there is none yet or when asked to."""
    known = language.read_gazetteer(context.store)
    if known and not again:
        return known
    with opened(context) as data:
        return language.learn_gazetteer(data.engine, context.store)


def questions(context: Context) -> list[Asked]:
    """What customers ask most, in chats, calls and wherever else they speak."""
    with opened(context) as data:
        said = data.engine.rows(_SPOKEN)
        speakers = len({customer for customer, _ in said})
        found = language.most_asked(said)
    return [
        Asked(
            question=one, share=share_of(one.customers, speakers, unit_of_n="customers who spoke")
        )
        for one in found
    ]


def _sources(context: Context) -> tuple[str, str]:
    snapshot = context.segments.snapshot()
    return f"SELECT * FROM {snapshot.source('utterances')}", snapshot.source("events")

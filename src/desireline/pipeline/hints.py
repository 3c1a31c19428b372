"""Hints: what one more kind of export would add to the map.

In: which channels the log speaks of, and whether anybody was heard.  Out: sentences, the most useful
first. One file alone gives a map; this says what it cannot show.
"""

from __future__ import annotations

from desireline.engines import open_engine
from desireline.events import Snapshot
from desireline.pipeline.context import Context

_ADDS = (
    (
        "heard",
        "A survey or review export would add what customers feel, touchpoint by touchpoint.",
    ),
    (
        "service",
        "Tickets, chats or a call log would add where customers need help, and the waits.",
    ),
    ("orders", "An orders export would add who bought, what was delivered, and when."),
    ("web", "Web or app events would add what customers do before they buy or write."),
)


def next_files(context: Context) -> list[str]:
    """Say what is missing."""
    there = context.segments.read(_what_is_there)
    return [words for name, words in _ADDS if name not in there]


def _what_is_there(snapshot: Snapshot) -> set[str]:
    engine = open_engine()
    try:
        channels, rated, ordered = engine.rows(f"""
            SELECT list(DISTINCT channel),
                bool_or(rating IS NOT NULL),
                bool_or(len(list_filter(coalesce(object_ids, []), lambda x: starts_with(x, 'order:'))) > 0)
            FROM {snapshot.source("events")}""")[0]
    finally:
        engine.close()
    names = set(channels or ())
    there: set[str] = set()
    if rated:
        there.add("heard")
    if names & {"phone", "chat", "email", "ticket"}:
        there.add("service")
    if ordered:
        there.add("orders")
    if names & {"web", "app"}:
        there.add("web")
    return there

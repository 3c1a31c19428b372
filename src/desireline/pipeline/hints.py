"""Hints: what one more kind of export would add to the map.

In: which channels and tools the log speaks of, and whether anybody was heard.  Out: sentences, the most useful
first. One file alone gives a map; this says what it cannot show. A log of cases alone is of a process: nothing is bought in it.
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


_SERVICE = frozenset({"phone", "chat", "email", "ticket", "social"})
_WEB = frozenset({"web", "app"})
_CLICKS = "clickstream"
"""Source of a table of who, what and when that no tool is known of: it has no channel."""


def _what_is_there(snapshot: Snapshot) -> set[str]:
    engine = open_engine()
    try:
        channels, sources, rated, ordered, cases = engine.rows(f"""
            SELECT list(DISTINCT channel), list(DISTINCT source), bool_or(rating IS NOT NULL),
                bool_or({_about("order:")}), bool_and({_about("case:")})
            FROM {snapshot.source("events")}""")[0]
    finally:
        engine.close()
    names = set(channels or ())
    told = {
        "heard": rated,
        "service": names & _SERVICE,
        "orders": ordered or cases,
        "web": names & _WEB or _CLICKS in (sources or ()) or cases,
    }
    return {name for name, there in told.items() if there}


def _about(kind: str) -> str:
    """SQL: the event is about an object of this kind."""
    return f"len(list_filter(coalesce(object_ids, []), lambda x: starts_with(x, '{kind}'))) > 0"

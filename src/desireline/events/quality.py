"""The quality report: what to know about the log's events before believing them.

In: a snapshot.  Out: counts for each source. Nothing is mended here: the log keeps what the sources
said, and whoever computes with a value looks at these counts first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desireline.engines import open_engine
from desireline.events.segments import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuality:
    """Counts of one source."""

    source: str
    events: int
    subjects: int
    first_at: datetime
    last_at: datetime
    date_only: int
    """The source gave a day and no time of day: waits are only known to the day."""
    without_touchpoint: int
    """The mapping does not know the map's word; the vocabulary decides."""
    negative_durations: int
    """`duration_s` or `wait_s` below zero: a clock or an export is wrong."""
    ratings: int
    ratings_off_scale: int
    """Outside the scale's ends: often 0 or 6 for `not applicable`."""
    at_midnight: int
    """Exactly 00:00 UTC without being marked as a day only: maybe days in disguise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The whole report."""

    sources: tuple[SourceQuality, ...]
    quarantined: dict[str, int] = field(default_factory=dict[str, int])
    """Rows that could not be read, by code of the reason."""


def quality(snapshot: Snapshot) -> Quality:
    """Count, in one pass over the narrow columns."""
    engine = open_engine()
    try:
        rows = engine.rows(
            f"""SELECT source, count(*), count(DISTINCT subject), min("at"), max("at"),
                count(*) FILTER (WHERE date_only),
                count(*) FILTER (WHERE touchpoint IS NULL),
                count(*) FILTER (WHERE duration_s < 0 OR wait_s < 0),
                count(rating),
                count(*) FILTER (WHERE rating NOT BETWEEN least(rating_low, rating_high)
                    AND greatest(rating_low, rating_high)),
                count(*) FILTER (WHERE epoch_us("at") % 86400000000 = 0
                    AND NOT coalesce(date_only, false))
            FROM {snapshot.source("events")} GROUP BY source ORDER BY source"""
        )
        bad = engine.rows(
            f"SELECT code, count(*) FROM {snapshot.source('quarantine')} GROUP BY code ORDER BY code"
        )
    finally:
        engine.close()
    return Quality(
        sources=tuple(
            SourceQuality(
                source=row[0],
                events=row[1],
                subjects=row[2],
                first_at=row[3],
                last_at=row[4],
                date_only=row[5],
                without_touchpoint=row[6],
                negative_durations=row[7],
                ratings=row[8],
                ratings_off_scale=row[9],
                at_midnight=row[10],
            )
            for row in rows
        ),
        quarantined=dict(bad),
    )

"""Status: what a workspace holds, counted from the newest snapshot."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from desireline.engines import Engine, open_engine
from desireline.events import Snapshot
from desireline.pipeline.context import Context, opened

_TOLD = "\"at\" <> TIMESTAMPTZ '1970-01-01 00:00:00+00'"
"""A list of people says of nobody when: no period begins there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a workspace holds."""

    events: int
    customers: int
    journeys: int
    """Of all purposes."""
    touchpoints: int
    variants: int
    """Different paths, over all purposes."""
    first_at: datetime | None
    last_at: datetime | None
    sources: dict[str, int]
    """Events per source."""
    quarantined: int

    def as_dict(self) -> dict[str, Any]:
        """The object that `status --json` prints."""
        plain = asdict(self)
        for name in ("first_at", "last_at"):
            at = plain[name]
            plain[name] = None if at is None else at.isoformat()
        return plain


def status(context: Context) -> Status:
    """Count what the workspace holds."""
    return context.segments.read(lambda snapshot: _count(context, snapshot))


def _count(context: Context, snapshot: Snapshot) -> Status:
    if not snapshot.of("events"):
        return Status(
            events=0, customers=0, journeys=0, touchpoints=0, variants=0, first_at=None,
            last_at=None, sources={}, quarantined=snapshot.rows("quarantine"),
        )  # fmt: skip
    engine = open_engine()
    try:
        sources, first_at, last_at = _log(engine, snapshot)
    finally:
        engine.close()
    with opened(context) as data:
        customers, touchpoints = data.engine.rows(
            "SELECT count(DISTINCT customer), count(DISTINCT touchpoint) FROM steps"
        )[0]
        journeys, variants = data.engine.rows(
            "SELECT count(*), count(DISTINCT (purpose, variant)) FILTER (WHERE steps > 0) FROM journeys"
        )[0]
    return Status(
        events=snapshot.rows("events"),
        customers=customers,
        journeys=journeys,
        touchpoints=touchpoints,
        variants=variants,
        first_at=first_at,
        last_at=last_at,
        sources=sources,
        quarantined=snapshot.rows("quarantine"),
    )


def _log(
    engine: Engine, snapshot: Snapshot
) -> tuple[dict[str, int], datetime | None, datetime | None]:
    rows = engine.rows(
        f"""SELECT source, count(*), min("at") FILTER ({_TOLD}), max("at") FILTER ({_TOLD})
        FROM {snapshot.source("events")}"""
        " GROUP BY source ORDER BY count(*) DESC, source"
    )
    sources = {source: count for source, count, _, _ in rows}
    first = [row[2] for row in rows if row[2] is not None]
    last = [row[3] for row in rows if row[3] is not None]
    return sources, min(first, default=None), max(last, default=None)

"""Claims: what untrusted senders say about who is whom, for a person to accept or reject.

In: the log.  Out: one `Claim` per subject and identifier, with how often it was said. Nothing here joins
anybody: identifiers of untrusted senders stand among an event's attributes, where `identity` does not
look. This is the seam to the review of identities: each claim is a proposal to make there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from desireline.engines import open_engine
from desireline.pipeline.context import Context
from desireline.sources import CLAIMED, HAS_CLAIMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody unproven said that a subject is also known by an identifier."""

    subject: str
    identifier: str
    source: str
    events: int
    """How many events said so."""
    first_at: datetime
    last_at: datetime


def claims(context: Context) -> list[Claim]:
    """Collect the claims of the log, by subject and identifier."""
    return context.segments.read(
        lambda snapshot: _collect(snapshot.source("events")) if snapshot.of("events") else []
    )


def _collect(events: str) -> list[Claim]:
    engine = open_engine()
    try:
        rows = engine.rows(
            f"""SELECT subject, source, attributes, count(*), min("at"), max("at") FROM {events}
            WHERE {HAS_CLAIMS} GROUP BY ALL ORDER BY ALL"""
        )
    finally:
        engine.close()
    found: dict[tuple[str, str, str], Claim] = {}
    for subject, source, attributes, events_, first, last in rows:
        for identifier in json.loads(attributes).get(CLAIMED, ()):
            key = (subject, identifier, source)
            old = found.get(key)
            found[key] = Claim(
                subject=subject,
                identifier=identifier,
                source=source,
                events=events_ + (old.events if old else 0),
                first_at=min(first, old.first_at) if old else first,
                last_at=max(last, old.last_at) if old else last,
            )
    # a subject's own name is no claim about somebody else
    return [
        claim for (subject, identifier, _), claim in sorted(found.items()) if subject != identifier
    ]

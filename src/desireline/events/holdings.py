"""What the event log keeps of people, and how they leave it."""

from __future__ import annotations

from desireline.events.withdrawn import WITHDRAWN
from desireline.stores import DatasetHolding, Holdings, PlaceHolding
from desireline.tables import EVENTS, QUARANTINE

HOLDINGS = Holdings(
    datasets=(
        DatasetHolding(
            name="events",
            why="what happened and was said: the person's rows go; other people's words about the "
            "person are masked",
            personal=EVENTS.personal,
            goes="r.subject IN (SELECT subject FROM erased)",
            masked=("text", "attributes"),
        ),
        DatasetHolding(
            name="quarantine",
            why="rows as they came: those that quote the person go, a mere name is masked",
            personal=(*QUARANTINE.personal, "reason"),
            masked=("content", "reason"),
            quotes="content",
        ),
        DatasetHolding(
            name="ambiguous_ids",
            why="fingerprints of ids of events: those of the person's events go",
            personal=("event_key",),
            goes="r.event_key IN (SELECT event_key FROM erased_events)",
        ),
        DatasetHolding(
            name=WITHDRAWN,
            why="whose events a later export replaced, until what is derived has followed: the person's rows go",
            personal=("event_key", "subject", "object_ids", "customer"),
            goes="r.subject IN (SELECT subject FROM erased) "
            "OR r.customer IN (SELECT customer FROM erased_customers)",
        ),
    ),
    places=(
        PlaceHolding(
            pattern="data", why="the datasets, and unfinished files: emptied by every writer"
        ),
    ),
)

"""App: the event stream as Segment and RudderStack write it, one JSON object a line.

Planted untidiness: 0.5 % delivered twice with the same `messageId`; phones that were offline deliver
hours or days later (`receivedAt` against `timestamp`).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

from desireline.sample.company import COMPANY, HOUR
from desireline.sample.exports.files import iso_ms
from desireline.sample.ledger import AppEvent, Ledger, Person


def rows(ledger: Ledger, rng: Random) -> Iterator[dict[str, Any]]:
    """Rows in the order of arrival: an `identify` when a person first opens the app, then tracks."""
    events = sorted(ledger.app, key=lambda event: (event.at, event.person.number))
    seen: set[int] = set()
    late: list[tuple[int, int, dict[str, Any]]] = []
    for number, event in enumerate(events):
        delay = rng.randrange(300, 4000) if rng.random() > 0.02 else rng.randrange(HOUR, 60 * HOUR)
        if event.person.number not in seen:
            seen.add(event.person.number)
            late.append((event.at + 200, 2 * number, _identify(event.at - 50, event.person, rng)))
        row = _row(event, rng, delay)
        late.append((event.at + delay, 2 * number + 1, row))
        if rng.random() < 0.005:
            late.append((event.at + delay + 30_000, 2 * number + 1, row))
    for _, _, row in sorted(late, key=lambda item: item[:2]):
        yield row


def _identify(at: int, person: Person, rng: Random) -> dict[str, Any]:
    row = _envelope("identify", at, person, rng, 250)
    row["traits"] = {"email": person.email, "firstName": person.first, "lastName": person.last}
    return row


def _row(event: AppEvent, rng: Random, delay: int) -> dict[str, Any]:
    row = _envelope(event.kind, event.at, event.person, rng, delay)
    row["event"] = event.name
    row["properties"] = event.properties
    return row


def _envelope(kind: str, at: int, person: Person, rng: Random, delay: int) -> dict[str, Any]:
    ios = person.number % 5 < 3
    return {
        "type": kind,
        "messageId": str(UUID(int=rng.getrandbits(128), version=4)),
        "anonymousId": person.anonymous_app_id,
        "userId": person.customer_id,
        "timestamp": iso_ms(at),
        "originalTimestamp": iso_ms(at),
        "sentAt": iso_ms(at + delay - 120),
        "receivedAt": iso_ms(at + delay),
        "context": {
            "app": {"name": COMPANY, "version": "4.2.1"},
            "os": {"name": "iOS" if ios else "Android"},
            "locale": "en-GB",
            "timezone": "Europe/London",
        },
    }

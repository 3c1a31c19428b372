"""Promises resolved: kept, broken or open, from the events that follow.

In: an opened data version.  Out: one promise per record and kind, said by an employee or noted by the source
(`Callback promised`). It is kept by the company's next act of that kind for this customer, in any record, after
the talk in which it was made; what comes within half an hour in the same record is still that talk. A noted
promise without a day falls due as the said ones of its kind usually do, else after two days; a said one
without a day is open until it is kept. `Within 24 hours` ends with the next day: that choice is debatable.
Whether what was done is *what* was promised nothing here can tell: `kept` means that they did come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import mode
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from desireline.journeys.promise_kinds import (
    CONTACT,
    IS_PROMISED_CONTACT,
    KEEPS,
    promise_kind,
)
from desireline.language import due_at

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desireline.journeys.data import JourneyData

KEPT, BROKEN, OPEN = "kept", "broken", "open"
_USUALLY = "days:2"
_SAID = """
SELECT u.source, u.record, u.part, i.customer_id, i.customer, u."at", u.event_id, u.promises
FROM utterances u JOIN identities i USING (subject)
WHERE u.promises IS NOT NULL ORDER BY u."at", u.event_id, u.part
"""
_NOTED = f"""
SELECT e.source, e.record, e.part, i.customer_id, i.customer, e."at", e.event_id, e.activity
FROM (SELECT source, record, part, subject, "at", event_id, activity FROM events
    WHERE {IS_PROMISED_CONTACT}) e JOIN identities i USING (subject)
ORDER BY e."at", e.event_id
"""
_FOLLOWED = """
WITH acts AS (
    SELECT e."at", e.source, e.record, i.customer, {flags}
    FROM events e JOIN identities i USING (subject)
    WHERE i.customer IN (SELECT customer FROM promises_made) AND ({any})
)
SELECT m.number, min(a."at") FROM promises_made m JOIN acts a ON m.customer = a.customer
    AND a."at" > m."at" AND ({kept})
    AND (a.source <> m.source OR a.record IS DISTINCT FROM m.record
        OR a."at" > m."at" + INTERVAL 30 MINUTE)
GROUP BY m.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise and what became of it. Times are UTC."""

    source: str
    record: str | None
    part: str | None
    customer_id: str
    customer: int
    kind: str
    """contact, refund, delivery, other."""
    words: str
    made_at: datetime
    due_at: datetime | None
    latest: datetime | None
    """After this moment it is broken: the end of the day where whole days were said in hours."""
    kept_at: datetime | None = None
    state: str = OPEN

    @property
    def owes_contact(self) -> bool:
        """A promised contact that did not come in time."""
        return self.state == BROKEN and self.kind == CONTACT

    def overdue(self, at: datetime) -> bool:
        """Whether it should have been kept by then, and was not."""
        if self.latest is None or self.latest >= at:
            return False
        return self.kept_at is None or self.kept_at > at


def read_promises(data: JourneyData) -> list[Promise]:
    """Promises in the order in which they were made."""
    said = _said(data)
    known = {(one.source, one.record, one.kind): one for one in said}
    usual = _usual(data, said)
    promises: list[Promise] = []
    for one in _noted(data, usual):
        spoken = known.get((one.source, one.record, one.kind))
        if one.record is None or spoken is None:
            promises.append(one)
        elif spoken.due_at is None:
            known[one.source, one.record, one.kind] = replace(
                spoken, due_at=one.due_at, latest=one.latest
            )
    promises += known.values()
    promises.sort(key=lambda one: (one.made_at, one.source, one.record or "", one.kind))
    return _resolved(data, promises)


def resolve_promises(data: JourneyData) -> Iterator[dict[str, Any]]:
    """Rows of `export promises`, in the order in which they were made."""
    for one in read_promises(data):
        yield {
            "source": one.source,
            "record": one.record,
            "part": one.part,
            "customer_id": one.customer_id,
            "made_at": one.made_at.isoformat(),
            "due_at": one.due_at.isoformat() if one.due_at else None,
            "kept_at": one.kept_at.isoformat() if one.kept_at else None,
            "state": one.state,
            "kind": one.kind,
            "words": one.words,
        }


def _said(data: JourneyData) -> list[Promise]:
    """Promises in words: one per record and kind, the first with a day before those without."""
    found: dict[tuple[Any, ...], Promise] = {}
    keys = ("source", "record", "part", "customer_id", "customer")
    for row in data.engine.rows(_SAID):
        names = dict(zip(keys, row[:5], strict=True))
        for words, within in json.loads(row[7]):
            kind = promise_kind(words)
            one = _made(data.zone, row[5], within, kind=kind, words=words, **names)
            key = (one.source, one.record or row[6], kind)
            if key not in found or (found[key].due_at is None and one.due_at is not None):
                found[key] = one
    return list(found.values())


def _noted(data: JourneyData, within: str) -> list[Promise]:
    keys = ("source", "record", "part", "customer_id", "customer")
    return [
        _made(
            data.zone,
            row[5],
            within,
            kind=CONTACT,
            words=row[7],
            **dict(zip(keys, row[:5], strict=True)),
        )
        for row in data.engine.rows(_NOTED)
    ]


def _made(zone: ZoneInfo, at: datetime, within: str | None, **names: Any) -> Promise:
    due = due_at(at.astimezone(zone), within) if within else None
    kind, _, count = (within or "").partition(":")
    whole_days = kind == "hours" and int(count) >= 24 and int(count) % 24 == 0
    latest = due.replace(hour=23, minute=59, second=59) if due and whole_days else due
    utc = [None if moment is None else moment.astimezone(at.tzinfo) for moment in (due, latest)]
    return Promise(made_at=at, due_at=utc[0], latest=utc[1], **names)


def _usual(data: JourneyData, said: list[Promise]) -> str:
    """How long it usually takes where a day was named."""
    days = [
        (one.latest.astimezone(data.zone).date() - one.made_at.astimezone(data.zone).date()).days
        for one in said
        if one.kind == CONTACT and one.latest is not None
    ]
    return f"days:{mode(days)}" if days else _USUALLY


def _resolved(data: JourneyData, promises: list[Promise]) -> list[Promise]:
    if not promises:
        return []
    data.engine.register(
        "promises_made",
        pa.table(
            {
                "number": pa.array(range(len(promises)), pa.int64()),
                "customer": pa.array([one.customer for one in promises], pa.int64()),
                "kind": [one.kind for one in promises],
                "source": [one.source for one in promises],
                "record": pa.array([one.record for one in promises], pa.string()),
                "at": pa.array([one.made_at for one in promises], pa.timestamp("us", "UTC")),
            }
        ),
    )
    sql = _FOLLOWED.format(
        flags=", ".join(f"{rule} AS keeps_{kind}" for kind, rule in KEEPS.items()),
        any=" OR ".join(KEEPS.values()),
        kept=" OR ".join(f"(m.kind = '{kind}' AND a.keeps_{kind})" for kind in KEEPS),
    )
    followed: dict[int, datetime] = dict(data.engine.rows(sql))
    now: datetime | None = data.engine.rows('SELECT max("at") FROM events')[0][0]
    return [
        replace(one, kept_at=followed.get(n), state=_state(one.latest, followed.get(n), now))
        for n, one in enumerate(promises)
    ]


def _state(latest: datetime | None, came: datetime | None, now: datetime | None) -> str:
    if came is not None and (latest is None or came <= latest):
        return KEPT
    if latest is not None and now is not None and now > latest:
        return BROKEN
    return OPEN

"""Notes of employees: what a sales rep or an agent believes about customers, at a touchpoint.

In: a note, as a form sends it.  Out: a delivery in the inbox, which becomes an event of source `notes` with the
activity `employee note`. A note is a hypothesis about customers and never evidence of them: the activity marks
it. It goes through the inbox, so that nobody on a phone waits for another process that writes.
`keep_note` is the one place that knows how notes are kept.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from desireline.errors import InputError
from desireline.pipeline.context import Context, opened
from desireline.stores import Delivery
from desireline.tables import EMPLOYEE_NOTE

SOURCE = "notes"
_LONGEST = {"author": 120, "touchpoint": 200, "words": 4_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """What an employee says."""

    author: str
    touchpoint: str
    words: str
    on: date | None = None
    """The day that it is about; today when nothing is said."""
    id: str | None = None
    """Made by the sender, so that sending it twice keeps it once."""


def keep_note(
    note: NewNote, *, offer: Callable[[Delivery], Future[bool]], now: datetime
) -> Future[bool]:
    """Keep a note; the future tells, once it is durable, whether it was new.

    Raises:
        InputError: a field is empty, too long, or a day that has not come.
    """
    _check(note, now)
    number = note.id or uuid.uuid4().hex
    at = now if note.on in (None, now.date()) else datetime.combine(note.on or now, time(12), UTC)
    event = {
        "event_id": f"{SOURCE}:{number}",
        "record": number,
        "subject": f"note:{number}",  # about customers in general: nobody is meant, nobody is joined
        "at": at.isoformat(),
        "activity": EMPLOYEE_NOTE,
        "actor": "employee",
        "text": note.words.strip(),
        "attributes": {"touchpoint": note.touchpoint.strip(), "author": note.author.strip()},
    }
    return offer(
        Delivery(
            kind="note",
            source=SOURCE,
            trusted=True,
            received_us=int(now.timestamp() * 1e6),
            events=1,
            body=json.dumps(event, ensure_ascii=False).encode(errors="replace"),
            key=f"{SOURCE}\n{number}"[:120],
        )
    )


def touchpoint_names(context: Context) -> list[str]:
    """Return the touchpoints that notes can be pinned to, by name."""
    if not context.segments.snapshot().of("plan"):
        return []
    with opened(context) as data:
        return [
            name
            for (name,) in data.engine.rows(
                "SELECT DISTINCT name FROM touchpoints WHERE NOT outcome ORDER BY name"
            )
        ]


def _check(note: NewNote, now: datetime) -> None:
    for name, longest in _LONGEST.items():
        said = getattr(note, name).strip()
        if not said or len(said) > longest:
            found = "is empty" if not said else f"has {len(said):,} characters"
            raise InputError(
                f"The note's {name} {found}.",
                hint=f"Say it in 1 to {longest:,} characters.",
                code="live.note",
            )
    if note.on is not None and (note.on > now.date() or note.on.year < 2000):
        raise InputError(
            f"The note's day is {note.on.isoformat()}.",
            hint="Name a day from 2000 to today.",
            code="live.note",
        )
    if note.id is not None and not (note.id.replace("-", "").isalnum() and len(note.id) <= 40):
        raise InputError(
            "The note's id is no plain word.",
            hint="Use at most 40 letters, digits and -, or leave it out.",
            code="live.note",
        )

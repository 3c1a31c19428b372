"""Notes: what an employee says about customers at a touchpoint, kept as a hypothesis.

In: a sentence, the touchpoint it is about, who says it.  Out: an event of the source `notes` with the
activity `tables.EMPLOYEE_NOTE`, and a list of notes with masked text. The activity marks it everywhere:
no step, no utterance, no source of a number (`tables.IS_HYPOTHESIS`). So nothing is computed again when one is
added, and a sales rep on a phone does not wait. Writing it into the log, and not into a document, lets the
erasure of a customer find the notes about them.
"""

from __future__ import annotations

import difflib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from desireline.engines import open_engine
from desireline.errors import InputError
from desireline.events import Snapshot, arrow_schema
from desireline.jobs import Job
from desireline.language import mask
from desireline.pipeline.context import Context, opened
from desireline.pipeline.leftovers import staging
from desireline.tables import EMPLOYEE_NOTE, IS_HYPOTHESIS, STAGED_EVENTS

SOURCE = "notes"
LONGEST = 5_000
_KINDS = ("email", "phone", "user", "crm", "requester", "account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A hypothesis about customers; `text` is masked."""

    id: str
    kind: str
    """`employee note` or `cited research`."""
    at: datetime
    text: str
    touchpoint: str | None
    stage: str | None
    author: str | None
    role: str | None
    about_customer: bool
    """Whether it names one customer; who that is stays in the log."""
    title: str | None = None
    url: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The object that programs get."""
        return {**asdict(self), "at": self.at.isoformat(), "evidence": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    """What became of a new note."""

    id: str
    touchpoint: str | None
    """As the map calls it."""
    known: bool
    """Whether the map has this touchpoint; else nothing measures it, and the note waits for it."""
    similar: tuple[str, ...] = ()
    """Touchpoints with a similar name, when it is not known."""


def add_note(
    context: Context,
    text: str,
    *,
    touchpoint: str | None = None,
    stage: str | None = None,
    author: str | None = None,
    role: str | None = None,
    about: str | None = None,
    at: datetime | None = None,
    job: Job,
) -> NoteAdded:
    """Keep what an employee says about customers.

    Args:
        context: the workspace.
        text: what they say, up to 5,000 characters.
        touchpoint: where it happens, as the map calls it; upper and lower case alike.
        stage: where it belongs when it is about no single touchpoint.
        author: who says it: a name or an address of the employee.
        role: sales, agent, store, engineer ...
        about: one customer it is about: `email:...`, `phone:...`, `user:...`, or an address. Without it, the
            note is about customers in general.
        at: when it was seen; now by default. Must know its zone.
        job: told about progress.

    Raises:
        InputError: there are no words, too many, a time in the future, or `about` is none of these.
        WorkspaceError: another process is writing.
    """
    said, now = _checked(text), datetime.now(UTC)
    if at is not None and (at.tzinfo is None or at > now):
        raise InputError(
            f"A note cannot be from {at.isoformat()}.",
            hint="Give a time that is past, with its zone: 2026-03-04T10:00+01:00.",
            code="note.time",
        )
    name, known, similar = _place(context, touchpoint)
    number = uuid.uuid4().hex
    row = {
        "event_id": f"{SOURCE}:{number}",
        "source": SOURCE,
        "source_file": "note",
        "record": number,
        "subject": _subject(about) or f"note:{number}",
        "at": at or now,
        "activity": EMPLOYEE_NOTE,
        "actor": "employee",
        "text": said,
        "attributes": json.dumps(
            {
                key: value.strip()
                for key, value in (
                    ("touchpoint", name), ("stage", stage), ("author", author), ("role", role),
                )
                if value and value.strip()
            },
            ensure_ascii=False,
        ),
    }  # fmt: skip
    _append(context, row, received_at=now, job=job)
    return NoteAdded(id=number, touchpoint=name, known=known, similar=similar)


def notes(context: Context, *, touchpoint: str | None = None) -> list[Note]:
    """List the hypotheses, the newest first, or those about one touchpoint. Texts are masked."""
    found = context.segments.read(_read)
    wanted = touchpoint.casefold() if touchpoint else None
    return [one for one in found if wanted in (None, (one.touchpoint or "").casefold())]


def _checked(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST:
        found = f"{len(said):,} characters" if said else "no words"
        raise InputError(
            f"The note has {found}.",
            hint=f"Say in a sentence or two what you saw; {LONGEST:,} characters at most.",
            code="note.text",
        )
    return said


def _subject(about: str | None) -> str | None:
    if about is None or not about.strip():
        return None
    kind, separator, value = about.strip().partition(":")
    if separator and kind in _KINDS and value.strip():
        return f"{kind}:{value.strip().lower() if kind == 'email' else value.strip()}"
    if "@" in about and not separator:
        return f"email:{about.strip().lower()}"
    raise InputError(
        "The note is about somebody, but not by an address or number.",
        hint=f"Write an e-mail address, or one of {', '.join(f'{kind}:...' for kind in _KINDS)}.",
        code="note.about",
    )


def _place(context: Context, touchpoint: str | None) -> tuple[str | None, bool, tuple[str, ...]]:
    """The touchpoint as the map spells it, whether there is one, and names close to it."""
    if touchpoint is None or not touchpoint.strip():
        return None, True, ()
    with opened(context) as data:
        names = {
            str(name).casefold(): str(name)
            for (name,) in data.engine.rows("SELECT name FROM touchpoints WHERE NOT outcome")
        }
    said = touchpoint.strip()
    if said.casefold() in names:
        return names[said.casefold()], True, ()
    close = difflib.get_close_matches(said.casefold(), names, n=3)
    return said, False, tuple(names[one] for one in close)


def _append(context: Context, row: dict[str, Any], *, received_at: datetime, job: Job) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(STAGED_EVENTS)
    with staging(context.temporary, "note") as folder:
        path = folder / "note.parquet"
        pq.write_table(pa.Table.from_pylist([row], schema=schema), path)
        context.log.append([path], received_at=received_at, job=job)


def _read(snapshot: Snapshot) -> list[Note]:
    if not snapshot.of("events"):
        return []
    engine = open_engine()
    try:
        log = snapshot.source("events")
        rows = engine.rows(f"""
            WITH told AS MATERIALIZED (SELECT * FROM {log} WHERE {IS_HYPOTHESIS}),
            named AS (SELECT subject, list(DISTINCT name) AS names FROM (
                SELECT subject, unnest(identifiers) AS name FROM {log}
                WHERE subject IN (SELECT subject FROM told)) WHERE starts_with(name, 'name:')
                GROUP BY subject)
            SELECT event_id, activity, "at", text, subject, names, attributes
            FROM told LEFT JOIN named USING (subject) ORDER BY "at" DESC, event_id""")
    finally:
        engine.close()
    return [_note(row) for row in rows]


def _note(row: tuple[Any, ...]) -> Note:
    event_id, activity, at, text, subject, known, attributes = row
    about: dict[str, Any] = json.loads(attributes) if attributes else {}
    names = [one.removeprefix("name:") for one in known or ()]
    return Note(
        id=str(event_id).partition(":")[2],
        kind=activity,
        at=at,
        text=mask(text or "", " ".join(names).lower().split()).text,
        touchpoint=about.get("touchpoint"),
        stage=about.get("stage"),
        author=about.get("author"),
        role=about.get("role"),
        about_customer=str(subject).split(":", 1)[0] in _KINDS,
        title=about.get("title"),
        url=about.get("url"),
    )

"""What people wrote down: interviews, workshops, notes, studies, as Markdown, text or Word document.

In: a document that says in its first lines who wrote it and when (`Author:`, `Date:`; in Word its properties
do).  Out: of an interview the participant's own words, as one answer of a customer; of everything else
hypotheses: `employee note`, one a paragraph or list item, and `cited research`, one a study, attached to
the stage it names. A researcher's reading of an interview is a note as well. The debatable choice: words count as
the customer's only behind a name that is the participant's or in a quote (`> ...`); in doubt it is a note.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desireline.errors import FileError
from desireline.sources.documents import NOTES, note_head
from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, slashed, values
from desireline.sources.readers.records import Event
from desireline.sources.readers.word import text_of
from desireline.tables import CITED_RESEARCH, EMPLOYEE_NOTE

_LONGEST = 4 << 20
_LONGEST_NOTE = 5_000
_KINDS = {
    "interview": ("interview", "interviews"),
    "workshop": ("workshop", "workshops"),
    "note": ("note", "notes", "notiz", "notizen", "field note", "observation"),
    "research": ("research", "study", "report", "market research", "marktforschung", "studie"),
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words}
_SOURCES = {"interview": "interviews", "research": "research"}
_SAME = {"autor": "author", "autorin": "author", "verfasser": "author", "verfasserin": "author", "moderator": "author", "datum": "date",
         "titel": "title", "art": "kind", "teilnehmer": "participant", "teilnehmerin": "participant", "kunde": "participant",
         "kundin": "participant", "customer": "participant", "interviewee": "participant", "befragte": "participant",
         "befragter": "participant", "berührungspunkt": "touchpoint", "kontaktpunkt": "touchpoint", "phase": "stage",
         "herausgeber": "publisher", "quelle": "source", "sprache": "language"}  # fmt: skip
_CUSTOMERS = frozenset("customer participant interviewee respondent user p a kunde kundin teilnehmer teilnehmerin befragte befragter antwort".split())  # fmt: skip  # noqa: SIM905
_ASKERS = frozenset("interviewer interviewerin moderator moderatorin researcher q i me frage".split())  # fmt: skip  # noqa: SIM905
_SPOKEN = re.compile(r"\**([^\W\d][\w .'-]{0,40}?)\s?\d?\**\s*:\**\s+(\S.*)")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATED = re.compile(
    r"(?:\w+,? )?(\d{1,2})(?:\.|st|nd|rd|th)? ([^\W\d]+)\.?,? (\d{4})((?: \d{1,2}:\d{2})?)(?: Uhr)?"
)
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, word in enumerate(names.split(), 1)
    for name in (word, word[:3])
}
_ITEM = re.compile(r"(?:[-*+\u2022]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")


class NotesReader:
    """Reads documents of people who talked to customers, or about them."""

    name = "notes"

    def match(self, sample: Sample) -> Match | None:
        """Claim texts that say who wrote them and when, and Word documents."""
        if sample.container != NOTES:
            return None
        if sample.head.startswith(b"PK"):
            return Match(confidence=0.8, why="a Word document with its author and date")
        head, _ = note_head(sample.text)
        kind = _kind({_SAME.get(key, key): said for key, said in head.items()})
        why = f"author and date in its first lines: {kind}"
        return Match(confidence=0.9, why=why, source=_SOURCES.get(kind))

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            document = _open(sample, unit)
            sink.row()
            sink.detected("kind", document.kind)
            for event in document.events():
                sink.event(source_line=None, **event)


READER = NotesReader()


@dataclass(slots=True, kw_only=True)
class _Document:
    kind: str
    head: dict[str, str]
    body: str
    at: datetime
    zone: str | None
    is_day: bool
    id: str
    _number: int = field(default=0)

    def events(self) -> Iterator[Event]:
        """Yield what the document says, by who says it."""
        if self.kind == "research":
            yield self._told(CITED_RESEARCH, "company", self.body.strip()[:_LONGEST_NOTE], None)
            return
        words: list[str] = []
        for heading, voice, said in _passages(self):
            if voice == "customer":
                words.append(said)
            elif voice == "note":
                yield self._told(EMPLOYEE_NOTE, "employee", said[:_LONGEST_NOTE], heading)
        if words:
            yield self._answer("\n".join(words))

    def _when(self) -> dict[str, Any]:
        return {"at": self.at, "zone": self.zone, "date_only": self.is_day or None}

    def _told(self, activity: str, actor: str, text: str, heading: str | None) -> Event:
        """A hypothesis: a note or a study."""
        self._number += 1
        digest = hashlib.sha256(f"{self.id}\n{heading}\n{text}".encode()).hexdigest()[:16]
        kept = ("author", "title", "publisher", "source", "url", "stage", "role")
        return {
            "event_id": f"notes:{digest}",
            "record": self.id,
            "part": str(self._number),
            "subject": _person(self.head) or f"note:{self.id}",
            **self._when(),
            "activity": activity,
            "actor": actor,
            "text": text or None,
            "attributes": values.leftovers(
                {
                    **{key: self.head.get(key) for key in kept},
                    "touchpoint": self.head.get("touchpoint") or heading,
                    "kind": self.kind,
                }
            ),
        }

    def _answer(self, text: str) -> Event:
        """What the participant of an interview said, as one answer."""
        person = _person(self.head)
        name = self.head.get("participant")
        return {
            "event_id": f"notes:{self.id}:answer",
            "record": self.id,
            "subject": person or f"interview:{self.id}",
            "identifiers": values.names(name=None if person else name),
            **self._when(),
            "channel": "survey",
            "activity": "interview",
            "actor": "customer",
            "direction": "outbound",
            "text": text,
            "language": self.head.get("language"),
            "attributes": values.leftovers(
                {key: self.head.get(key) for key in ("author", "title", "touchpoint", "stage")}
            ),
        }


def _open(sample: Sample, unit: Unit) -> _Document:
    """Read a document and what its first lines say.

    Raises:
        FileError: it does not say who wrote it and when.
        AmbiguityError: day and month of its date could change places.
    """
    known: dict[str, str] = {}
    if sample.head.startswith(b"PK"):
        text, known = text_of(sample)
    else:
        with content.reading_text(sample) as stream:
            text = stream.read(_LONGEST)
    said, body = note_head(text)
    head = {**known, **{_SAME.get(key, key): value for key, value in said.items()}}
    kind = _kind(head)
    author = values.first(head, ("author", "interviewer", "publisher", "source"))
    if not head.get("date") or not author:
        missing = "no date" if not head.get("date") else "no author"
        raise FileError(
            sample.shown,
            f"the {kind} says {missing}",
            hint="Put lines such as `Date: 2026-03-04` and `Author: Kim` at its top.",
            code="input.file.note-head",
        )
    order = slashed.Order()
    order.see(head["date"])
    try:
        written = _numbered(head["date"])
        at, zone = slashed.read(written, order.decide(sample, unit), where="Date")
    except values.UnreadableError as error:
        raise FileError(
            sample.shown,
            f"its date cannot be read: {head['date'][:60]!r}",
            hint="Write it as 2026-03-04.",
            code="input.file.note-head",
        ) from error
    return _Document(
        kind=kind,
        head={**head, "author": str(author)},
        body=body,
        at=at,
        zone=zone,
        is_day=re.search(r"\d:\d\d", head["date"]) is None,
        id=hashlib.sha256(f"{kind}\n{head['date']}\n{author}\n{body}".encode()).hexdigest()[:16],
    )


def _numbered(written: str) -> str:
    """`9. Januar 2026`, `9 January 2026 14:30` as people date a document, with the month as a number."""
    found = _DATED.fullmatch(written.strip())
    month = _MONTHS.get(found.group(2).lower()) if found else None
    if found is None or month is None:
        return written
    return f"{found.group(3)}-{month:02}-{int(found.group(1)):02}{found.group(4) or ''}"


def _kind(head: dict[str, str]) -> str:
    """As the document calls itself, else by what it knows; a note in doubt."""
    said = head.get("kind", "").strip().lower()
    if said in _KIND:
        return _KIND[said]
    if head.keys() & {"participant", "interviewer"}:
        return "interview"
    if "participants" in head:
        return "workshop"
    return "research" if head.keys() & {"publisher", "url"} else "note"


def _person(head: dict[str, str]) -> str | None:
    """The customer whom it is about, where an address or number says so."""
    said = (head.get("participant") or "").strip()
    if _ADDRESS.fullmatch(said):
        return f"email:{said.lower()}"
    return said if re.fullmatch(r"(?:email|phone|user|account):\S+", said) else None


def _passages(document: _Document) -> Iterator[tuple[str | None, str, str]]:
    """Yield (heading, voice, words): voice is customer, asker or note; blank lines end a passage."""
    heading: str | None = None
    voice, words = "note", list[str]()
    is_interview = document.kind == "interview"
    for line in [*document.body.splitlines(), ""]:
        plain = line.strip()
        is_heading = plain.startswith("#")
        spoken = _SPOKEN.fullmatch(plain) if is_interview else None
        who = _voice(spoken.group(1), document.head) if spoken else None
        if spoken and who is None and words and voice == "asker":
            # somebody who is not the interviewer answers: kept as a note, never lost with the question
            yield heading, voice, " ".join(words)
            voice, words = "note", []
        starts = who is not None or _ITEM.match(plain) or plain.startswith(">")
        if words and (not plain or is_heading or starts):
            yield heading, voice, " ".join(words)
            words = []
        if not plain:
            voice = "note"
        elif is_heading:
            heading = plain.lstrip("#").strip() or None
        elif spoken and who is not None:
            voice, words = who, [spoken.group(2)]
        elif is_interview and plain.startswith(">"):
            voice, words = "customer", [plain.lstrip("> ")]
        elif not plain.strip("-_=* "):
            voice = "note"
        else:
            voice = "note" if starts else voice
            words.append(_ITEM.sub("", plain).lstrip("> "))


def _voice(name: str, head: dict[str, str]) -> str | None:
    """Whose turn it is in an interview; None when the name is nobody's (`Topic: ...`)."""
    said = name.strip().lower()
    if said in _CUSTOMERS or _is(said, head.get("participant")):
        return "customer"
    if said in _ASKERS or _is(said, head.get("author")) or _is(said, head.get("interviewer")):
        return "asker"
    return None


def _is(said: str, full: str | None) -> bool:
    """`Ann`, `Ann Lee` and `AL` are Ann Lee, and so is `ann.lee@example.org`."""
    name = (full or "").lower().strip()
    if _ADDRESS.fullmatch(name):
        name = re.sub(r"[\W\d_]+", " ", name.partition("@")[0])
    parts = name.split()
    return bool(parts) and said in {" ".join(parts), *parts, "".join(part[0] for part in parts)}

"""Help Scout conversations: API pages (`_embedded.conversations`) with their threads embedded.

In: conversations of the Mailbox API 2.0, threads inside (`embed=threads`).  Out: how each began, every
message, notes, closing, ratings. `type` says who speaks: customer, message (an agent's reply), note,
lineitem (a log line, not read). The API sorts threads newest first; they are put in order here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.channels import channel_word
from desireline.sources.readers.helpdesk import Case, Voice, number_of
from desireline.sources.readers.markup import plain
from desireline.sources.readers.records import (
    Event,
    Record,
    hand_over,
    inner,
    listed,
    objects,
)

_RATINGS = {"great": 3, "okay": 2, "not good": 1, "notgood": 1, "bad": 1}
_SILENT = frozenset({"lineitem", "forwardparent"})


class HelpScoutReader:
    """Reads Help Scout conversations."""

    name = "helpscout"

    def match(self, sample: Sample) -> Match | None:
        """Claim conversations with a mailbox and a primary customer."""
        for one in content.first_objects(sample):
            if any(map(_is_one, _conversations(one)[:3])):
                why = "mailboxId, primaryCustomer and threads: Help Scout conversations"
                return Match(confidence=0.97, why=why)
        start = sample.text[:20_000]
        if '"primaryCustomer"' in start and '"mailboxId"' in start:
            return Match(confidence=0.95, why="mailboxId and primaryCustomer: Help Scout")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, record in objects(sample, sink):
                found = _conversations(record)
                sink.row(len(found) - 1)
                for one in found:
                    hand_over(sink, line, one, lambda one=one: _events(one))


READER = HelpScoutReader()


def _conversations(value: Record) -> list[Record]:
    """A page holds several, a line one."""
    embedded = inner(value, "_embedded")
    return listed(embedded, "conversations") if "conversations" in embedded else [value]


def _is_one(value: Record) -> bool:
    return "mailboxId" in value and bool(value.keys() & {"primaryCustomer", "customer"})


def _events(record: Record) -> Iterator[Event]:
    person = inner(record, "primaryCustomer") or inner(record, "customer")
    full = " ".join(
        piece for piece in (values.text(person.get(n)) for n in ("first", "last")) if piece
    )
    case = Case(
        source="helpscout",
        kind="conversation",
        id=number_of(record, "a conversation"),
        names=values.names(
            helpscout=person.get("id") or None,
            email=person.get("email"),
            phone=person.get("phone"),
            name=full,
        ),
        channel=channel_word(record.get("type")) or "email",
    )
    threads = listed(inner(record, "_embedded"), "threads") or listed(record, "threads")
    threads = sorted(threads, key=lambda one: str(one.get("createdAt") or ""))
    spoken = [one for one in threads if one.get("type") not in _SILENT]
    for number, thread in enumerate(spoken):
        yield _said(case, thread, record, is_first=number == 0)
        yield from _rated(case, thread, inner(thread, "rating"))
    if not spoken:
        yield _opened(case, record)
    yield from _closed(case, record)


def _opened(case: Case, record: Record) -> Event:
    """Without threads there is a preview of the latest one, which may be anybody's: no words."""
    by = values.text(inner(record, "createdBy").get("type"))
    return case.event(
        "started", record.get("createdAt"), "createdAt",
        activity="conversation started",
        actor="employee" if by == "user" else "customer",
        attributes=_about(record),
    )  # fmt: skip


def _about(record: Record) -> str | None:
    tags = [tag.get("tag") for tag in listed(record, "tags")]
    return values.leftovers(
        {"status": record.get("status"), "mailbox": record.get("mailboxId"), "tags": tags}
    )


def _voice(thread: Record) -> Voice:
    kind = values.text(thread.get("type")) or ""
    by = values.text(inner(thread, "createdBy").get("type"))
    if kind == "note":
        return "note"
    if by == "system_user" or inner(thread, "source").get("type") in {"autoreply", "workflow"}:
        return "bot"
    return "customer" if kind == "customer" or by == "customer" else "agent"


def _said(case: Case, thread: Record, record: Record, *, is_first: bool) -> Event:
    voice = _voice(thread)
    text = plain(values.text(thread.get("body")), quotes=False)
    more: dict[str, Any] = {}
    if is_first and voice != "note":
        subject = values.text(record.get("subject"))
        text = "\n".join(piece for piece in (subject, text) if piece) or None
        first = {"customer": "conversation started", "agent": "agent writes first"}
        more = {"activity": first.get(voice, "automatic message"), "attributes": _about(record)}
    return case.said(
        values.text(thread.get("id")), thread.get("createdAt"), "thread's createdAt",
        voice=voice, text=text, **more,
    )  # fmt: skip


def _rated(case: Case, thread: Record, rating: Record) -> Iterator[Event]:
    said = (values.text(rating.get("rating")) or "").lower().replace("_", " ")
    score = _RATINGS.get(said)
    if score is None:
        return
    at = values.first(rating, ("createdAt", "modifiedAt")) or thread.get("createdAt")
    yield case.event(
        f"{thread.get('id')}:rated", at, "rating's createdAt",
        activity="conversation rated", actor="customer", channel="survey", part="rating",
        text=plain(values.text(rating.get("comments"))),
        rating_kind="csat", rating=score, rating_low=1, rating_high=3,
    )  # fmt: skip


def _closed(case: Case, record: Record) -> Iterator[Event]:
    if values.text(record.get("closedAt")) is None:
        return
    yield case.event(
        "closed", record.get("closedAt"), "closedAt",
        activity="conversation closed", actor="employee", channel="system", outcome="resolved",
    )  # fmt: skip

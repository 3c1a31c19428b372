"""Intercom conversations: API pages, single conversations, JSON Lines of the data export.

In: conversations with their parts (`conversation_parts`).  Out: how each began, every message, internal
notes, closing and reopening, the rating. Customers are `user`, `lead` or `contact`; `admin` and `team`
are the company; `bot` (and an admin's message that the AI agent wrote) is the system. Layout: Intercom's
reference, models `conversation` and `conversation_part`.
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

_CUSTOMERS = frozenset({"user", "lead", "contact"})
_STAFF = frozenset({"admin", "team"})
_KEPT = ("state", "priority", "admin_assignee_id", "team_assignee_id", "title")
_SPOKEN = frozenset({"comment", "note", "assignment", "note_and_reopen", "quick_reply", "close", "open"})  # fmt: skip


class IntercomReader:
    """Reads Intercom conversations."""

    name = "intercom"

    def match(self, sample: Sample) -> Match | None:
        """Claim conversations that have a `source` with an author, and their parts."""
        for value in content.first_values(sample):
            found = value if content.is_array(value) else _of_page(value)
            if any(content.is_object(one) and _is_conversation(one) for one in found[:3]):
                why = "source, conversation_parts and author: Intercom conversations"
                return Match(confidence=0.97, why=why)
        start = sample.text[:20_000]
        if '"conversation_parts"' in start and '"delivered_as"' in start:
            return Match(confidence=0.95, why="conversation_parts and delivered_as: Intercom")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("conversations", "data")):
                hand_over(sink, line, record, lambda record=record: _events(record))


READER = IntercomReader()


def _of_page(value: Any) -> list[Any]:
    if not content.is_object(value):
        return []
    return next((value[n] for n in ("conversations", "data") if content.is_array(value.get(n))), [value])  # fmt: skip


def _is_conversation(value: Record) -> bool:
    author = inner(inner(value, "source"), "author")
    return "type" in author and bool(
        value.keys() & {"conversation_parts", "conversation_rating", "admin_assignee_id"}
    )


def _events(record: Record) -> Iterator[Event]:
    case = _case(record)
    yield _began(case, record)
    for part in listed(inner(record, "conversation_parts"), "conversation_parts"):
        yield from _part(case, part)
    yield from _rated(case, record)


def _case(record: Record) -> Case:
    source = inner(record, "source")
    people = [
        *listed(inner(record, "contacts"), "contacts"),
        *[inner(part, "author") for part in (source, *_parts(record))],
    ]
    known: dict[str, Any] = {}
    for person in people:
        if person.get("type", "contact") in _CUSTOMERS:
            said = {name: value for name, value in person.items() if value}
            known = {**said, **known}
    return Case(
        source="intercom",
        kind="conversation",
        id=number_of(record, "a conversation"),
        names=values.names(
            intercom=known.get("id"),
            user=known.get("external_id"),
            email=known.get("email"),
            phone=known.get("phone"),
            name=known.get("name"),
        ),
        channel=channel_word(source.get("type")) or "chat",
    )


def _parts(record: Record) -> list[Record]:
    return listed(inner(record, "conversation_parts"), "conversation_parts")


def _voice(author: Record) -> Voice:
    kind = values.text(author.get("type")) or ""
    if author.get("from_ai_agent") or author.get("is_ai_answer"):
        return "bot"
    if kind in _CUSTOMERS:
        return "customer"
    return "agent" if kind in _STAFF else "bot"


def _began(case: Case, record: Record) -> Event:
    source = inner(record, "source")
    voice = _voice(inner(source, "author"))
    if source.get("delivered_as") in {"automated", "campaigns_initiated", "operator_initiated"}:
        voice = "bot"
    subject = plain(values.text(source.get("subject")))
    body = plain(values.text(source.get("body")), quotes=False)
    return case.said(
        "started",
        record.get("created_at"),
        "created_at",
        voice=voice,
        text="\n".join(piece for piece in (subject, body) if piece) or None,
        part=values.text(source.get("id")),
        activity={"customer": "conversation started", "agent": "agent writes first"}.get(
            voice, "automatic message"
        ),
        attributes=values.leftovers(
            {
                **{name: record.get(name) for name in _KEPT},
                "delivered_as": source.get("delivered_as"),
            }
        ),
    )


def _part(case: Case, part: Record) -> Iterator[Event]:
    kind = values.text(part.get("part_type")) or "comment"
    author = inner(part, "author")
    text = plain(values.text(part.get("body")), quotes=False)
    key, at = values.text(part.get("id")), part.get("created_at")
    if text is not None and (kind in _SPOKEN or kind.endswith("comment")):
        voice = "note" if kind.startswith("note") else _voice(author)
        yield case.said(
            key, at, "part's created_at", voice=voice, text=text,
            attributes=values.leftovers({"part_type": kind, "author_id": author.get("id")}),
        )  # fmt: skip
    changed = {"close": "conversation closed", "open": "conversation reopened", "note_and_reopen": "conversation reopened"}.get(kind)  # fmt: skip
    if changed is not None:
        actor = {"customer": "customer", "agent": "employee"}.get(_voice(author), "system")
        yield case.event(
            f"{key}:{kind}", at, "part's created_at",
            activity=changed, actor=actor, channel="system",
            outcome="resolved" if kind == "close" else None,
        )  # fmt: skip


def _rated(case: Case, record: Record) -> Iterator[Event]:
    rating = inner(record, "conversation_rating")
    score = values.number(rating.get("rating"))
    if score is None:
        return
    yield case.event(
        "rated",
        rating.get("created_at"),
        "conversation_rating.created_at",
        activity="conversation rated",
        actor="customer",
        channel="survey",
        part="rating",
        text=plain(values.text(rating.get("remark"))),
        rating_kind="csat",
        rating=score,
        rating_low=1,
        rating_high=5,
    )

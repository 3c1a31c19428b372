"""Freshdesk tickets as JSON: the account export, API pages, tickets with their conversations.

In: tickets (`requester_id`, `responder_id`, numbers for status and source) with `conversations` and
`satisfaction_ratings` where the file has them.  Out: opened, each reply, internal notes, solved, rated.
`incoming` tells the customer's words from the agent's, `private` the notes. Layout: Freshdesk's API
reference, Tickets, Conversations and Satisfaction Ratings. A conversation of a file of its own
(`ticket_id`) is not joined: export tickets with `include=conversations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
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

_TICKET = frozenset({"requester_id", "responder_id", "status", "created_at"})
_CHANNELS = {1: "email", 2: "web", 3: "phone", 5: "social", 6: "social", 7: "chat", 9: "web", 10: "email", 13: "chat"}  # fmt: skip
_OUTBOUND = 10
_STATUS = {2: "open", 3: "pending", 4: "resolved", 5: "closed"}
_PRIVATE_NOTE = 2
_AUTOMATIC = frozenset({4, 10})
"""Sources of a conversation: 4 a survey's mail, 10 an automation."""
_RATINGS: dict[int | None, int] = {103: 3, 102: 2, 101: 1, 100: 0, -101: -1, -102: -2, -103: -3}
_KEPT = ("subject", "priority", "type", "tags", "group_id", "responder_id", "product_id", "is_escalated")  # fmt: skip


class FreshdeskReader:
    """Reads Freshdesk tickets with their conversations."""

    name = "freshdesk"

    def match(self, sample: Sample) -> Match | None:
        """Claim tickets that know a responder and a source in numbers."""
        if any(_is_ticket(_ticket(one)) for one in content.first_objects(sample)):
            why = "requester_id, responder_id and a numbered source: Freshdesk tickets"
            return Match(confidence=0.97, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("tickets", "results")):
                hand_over(sink, line, record, lambda record=record: _events(_ticket(record), sink))


READER = FreshdeskReader()


def _ticket(record: Record) -> Record:
    return inner(record, "helpdesk_ticket") or inner(record, "ticket") or record


def _is_ticket(value: Record) -> bool:
    return value.keys() >= _TICKET and isinstance(value.get("source"), int)


def _events(ticket: Record, sink: Sink) -> Iterator[Event]:
    person = inner(ticket, "requester")
    source = ticket.get("source")
    case = Case(
        source="freshdesk",
        kind="ticket",
        id=number_of(ticket, "a ticket", "display_id", "id"),
        names=values.names(
            freshdesk=ticket.get("requester_id"),
            email=values.first({**person, "own": ticket.get("email")}, ("email", "own")),
            phone=values.first(person, ("mobile", "phone")),
            user=person.get("unique_external_id"),
            name=person.get("name"),
        ),
        channel=_CHANNELS.get(source, "email") if isinstance(source, int) else "email",
    )
    yield _opened(case, ticket)
    notes = listed(ticket, "conversations") or listed(ticket, "notes")
    yield from (_said(case, note) for note in notes)
    yield from _solved(case, ticket, sink)
    yield from _rated(case, ticket)


def _opened(case: Case, ticket: Record) -> Event:
    by_agent = ticket.get("source") == _OUTBOUND
    description = values.text(ticket.get("description_text")) or values.text(ticket.get("description"))  # fmt: skip
    return case.event(
        "opened",
        ticket.get("created_at"),
        "created_at",
        activity="ticket opened",
        actor="employee" if by_agent else "customer",
        text="\n".join(
            piece
            for piece in (values.text(ticket.get("subject")), plain(description, quotes=False))
            if piece
        )
        or None,
        attributes=values.leftovers(
            {
                **{name: ticket.get(name) for name in _KEPT if name != "subject"},
                "status": _STATUS.get(ticket.get("status") or 0, ticket.get("status")),
            }
        ),
    )


def _said(case: Case, note: Record) -> Event:
    body = values.text(note.get("body_text")) or values.text(note.get("body"))
    return case.said(
        values.text(note.get("id")),
        note.get("created_at"),
        "conversation's created_at",
        voice=_voice(note),
        text=plain(body, quotes=False),
        attributes=values.leftovers({"user_id": note.get("user_id")}),
    )


def _voice(note: Record) -> Voice:
    """A private note of a customer does not exist: who is `incoming` is always the customer."""
    if values.truth(note.get("incoming")):
        return "customer"
    if values.truth(note.get("private")):
        return "note"
    return "bot" if note.get("source") in _AUTOMATIC else "agent"


def _solved(case: Case, ticket: Record, sink: Sink) -> Iterator[Event]:
    if ticket.get("status") not in {4, 5}:
        return
    stats = inner(ticket, "stats") or inner(ticket, "ticket_states")
    at = values.first(stats, ("resolved_at", "closed_at"))
    if at is None:
        at = ticket.get("updated_at")
        sink.warn(
            "Tickets without stats: the last update stands in for when they were solved. "
            "Export with include=stats to have the real time."
        )
    yield case.event(
        "solved", at, "stats.resolved_at",
        activity="ticket solved", actor="employee", channel="system", outcome="resolved",
        attributes=values.leftovers({"first_responded_at": stats.get("first_responded_at")}),
    )  # fmt: skip


def _rated(case: Case, ticket: Record) -> Iterator[Event]:
    for rating in listed(ticket, "satisfaction_ratings"):
        answers = inner(rating, "ratings")
        score = _RATINGS.get(_whole(values.first(answers, ("default_question",)) or rating.get("rating")))  # fmt: skip
        yield case.event(
            f"rated:{rating.get('id')}", rating.get("created_at"), "satisfaction rating's created_at",
            activity="ticket rated", actor="customer", channel="survey",
            part=values.text(rating.get("id")),
            text=plain(values.text(rating.get("feedback"))),
            rating_kind="csat" if score is not None else None,
            rating=score,
            rating_low=-3 if score is not None else None,
            rating_high=3 if score is not None else None,
        )  # fmt: skip


def _whole(value: Any) -> int | None:
    found = values.number(value)
    return None if found is None else int(found)

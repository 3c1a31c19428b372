"""Zendesk tickets: API pages, the account's JSON export (one ticket a line), arrays of tickets.

In: tickets with their comments, and users where the file has them.  Out: per ticket: opened, each
reply, internal notes, reassigned, solved, reopened, rated. The customer is `zendesk:<requester_id>`,
with the e-mail, phone and name that the file's users give.
The first comment of a ticket repeats its description; both are one event, *ticket opened*. Zendesk
writes no time on a rating inside a ticket: the ticket's last update stands in, and the report says
so. Status changes have times only where the audits are exported; else the metric set's last
`solved_at` is all that is known, and earlier reopenings are a number in the attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.channels import channel_word
from desireline.sources.readers.records import (
    Event,
    Record,
    hand_over,
    inner,
    listed,
    objects,
)

_TICKET = frozenset({"requester_id", "status", "created_at"})
_USER = frozenset({"role", "email", "created_at"})
_EMBEDDED = ("requester", "submitter", "assignee")
_DONE = frozenset({"solved", "closed"})
_GOOD = {"good": 1, "good with comment": 1, "bad": 0, "bad with comment": 0}
_UNRATED = frozenset({"offered", "unoffered"})
_KEPT = ("subject", "status", "priority", "type", "tags", "group_id", "assignee_id", "brand_id", "ticket_form_id", "organization_id")  # fmt: skip
_METRICS = ("reopens", "replies", "group_stations", "assignee_stations")
_MINUTES = (
    "reply_time_in_minutes",
    "full_resolution_time_in_minutes",
    "requester_wait_time_in_minutes",
    "on_hold_time_in_minutes",
)

Person = dict[str, str]
"""What is known of a user: id, email, phone, name, external_id, role, organization_id."""


class ZendeskReader:
    """Reads Zendesk tickets with their comments."""

    name = "zendesk"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON with tickets (requester_id, status, created_at), or with Zendesk's users."""
        for one in content.first_objects(sample):
            if why := _recognised(one):
                return Match(confidence=0.97, why=why)
        if '"tickets"' in sample.text and '"requester_id"' in sample.text:
            return Match(confidence=0.9, why="tickets with requester_id: a Zendesk API page")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        people, requesters = _people(unit)
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("tickets", "users")):
                ticket = inner(record, "ticket") or record
                if _is_user(ticket) and values.text(ticket.get("id")) in requesters:
                    continue  # their tickets say who they are
                if _is_user(ticket):
                    hand_over(sink, line, ticket, lambda ticket=ticket: _user_events(ticket))
                else:
                    hand_over(
                        sink, line, ticket, lambda t=ticket: _Ticket(t, people, sink).events()
                    )


READER = ZendeskReader()


def _recognised(value: Record) -> str | None:
    for name in ("ticket", "tickets", "users"):
        held = value.get(name)
        first = held[0] if content.is_array(held) and held else held
        if content.is_object(first) and (why := _recognised(first)):
            return why
    if value.keys() >= _TICKET and value.keys() & {
        "via",
        "submitter_id",
        "comments",
        "assignee_id",
    }:
        return "requester_id, status, created_at and via: Zendesk tickets"
    if _is_user(value):
        return "role, email and organization_id: Zendesk users"
    return None


def _is_user(value: Record) -> bool:
    """Tell users from tickets; `organization_id` and `role` together are Zendesk's."""
    return value.keys() >= _USER and "organization_id" in value and "requester_id" not in value


def _people(unit: Unit) -> tuple[dict[str, Person], set[str]]:
    """First pass: who the ids are, and who has a ticket. Users stand after tickets in an API page."""
    found: dict[str, Person] = {}
    requesters: set[str] = set()
    for sample in unit.samples:
        for _, record in content.json_values(sample, members=("tickets", "users")):
            if not content.is_object(record):
                continue
            ticket = inner(record, "ticket") or record
            requesters.add(values.text(ticket.get("requester_id")) or "")
            embedded = [inner(ticket, name) for name in _EMBEDDED]
            for user in [ticket] if _is_user(ticket) else embedded:
                known = _person(user)
                if "id" in known:
                    found[known["id"]] = {**found.get(known["id"], {}), **known}
    return found, requesters


def _person(user: Record) -> Person:
    fields = ("id", "email", "phone", "name", "external_id", "role", "organization_id")
    return {field: said for field in fields if (said := values.text(user.get(field)))}


def _identifiers(person: Person) -> list[str]:
    return values.names(
        email=person.get("email"),
        phone=person.get("phone"),
        user=person.get("external_id"),
        name=person.get("name"),
    )


def _user_events(user: Record) -> Iterator[Event]:
    """A customer's profile: no touchpoint, but the file that ties an id to an e-mail address."""
    person = _person(user)
    if person.get("role", "end-user") != "end-user" or "id" not in person:
        return
    yield {
        "event_id": f"zendesk:user:{person['id']}",
        "record": person["id"],
        "subject": f"zendesk:{person['id']}",
        "identifiers": _identifiers(person),
        **_when(user.get("created_at"), "created_at"),
        "activity": "contact created",
        "actor": "system",
        "channel": "system",
        "attributes": values.leftovers({"locale": user.get("locale"), "tags": user.get("tags")}),
    }


class _Ticket:
    """One ticket and what happened in it."""

    def __init__(self, ticket: Record, people: dict[str, Person], sink: Sink) -> None:
        self._ticket = ticket
        self._people = people
        self._sink = sink
        number = values.text(ticket.get("id"))
        requester = values.text(ticket.get("requester_id"))
        requester = requester or values.text(inner(ticket, "requester").get("id"))
        if number is None:
            raise values.UnreadableError("no-record", "a ticket without an id")
        if requester is None:
            raise values.UnreadableError("no-subject", f"ticket {number} has no requester_id")
        self._id, self._requester = number, requester
        self._channel = channel_word(inner(ticket, "via").get("channel")) or "email"

    def events(self) -> Iterator[Event]:
        """Yield the ticket's events; not sorted, the log does that. A deleted ticket (spam, mostly) has none."""
        if values.text(self._ticket.get("status")) == "deleted":
            return
        comments = self._comments()
        first = comments[0] if comments and self._is_opening(comments[0]) else None
        yield self._opened(first)
        for comment in comments[1:] if first else comments:
            yield self._said(comment)
        changes = list(self._status_changes())
        yield from changes
        if not any(change["activity"] == "ticket solved" for change in changes):
            yield from self._solved()
        yield from self._rated()

    def _comments(self) -> list[Record]:
        found = listed(self._ticket, "comments")
        return sorted(found, key=lambda comment: str(comment.get("created_at") or ""))

    def _is_opening(self, comment: Record) -> bool:
        """The earliest comment opens the ticket when it says the same or is as old."""
        said, description = _body(comment), values.text(self._ticket.get("description"))
        return description is None or said == description or (
            comment.get("created_at") == self._ticket.get("created_at")
        )  # fmt: skip

    def _opened(self, comment: Record | None) -> Event:
        submitter = values.text(self._ticket.get("submitter_id")) or self._requester
        by_customer = submitter == self._requester or not self._is_staff(submitter)
        return self._event(
            "opened",
            self._ticket.get("created_at"),
            "created_at",
            part=values.text(comment.get("id")) if comment else None,
            activity="ticket opened",
            actor="customer" if by_customer else "employee",
            direction="inbound" if by_customer else "outbound",
            text=_body(comment) if comment else values.text(self._ticket.get("description")),
            attributes=values.leftovers({key: self._ticket.get(key) for key in _KEPT}),
        )

    def _said(self, comment: Record) -> Event:
        author = values.text(comment.get("author_id")) or ""
        is_public = values.truth(comment.get("public")) is not False
        if author == self._requester or not self._is_staff(author):
            activity, actor, direction = "customer reply", "customer", "inbound"
        elif is_public:
            activity, actor, direction = "agent reply", "employee", "outbound"
        else:
            activity, actor, direction = "internal note", "company", None
        number = values.text(comment.get("id"))
        # an agent always writes in the web application: the customer hears it in the ticket's channel
        own = channel_word(inner(comment, "via").get("channel")) if actor == "customer" else None
        return self._event(
            number,
            comment.get("created_at"),
            "comment's created_at",
            part=number,
            activity=activity,
            actor=actor,
            direction=direction,
            channel="system" if activity == "internal note" else own or self._channel,
            text=_body(comment),
            attributes=values.leftovers({"author_id": author, "public": is_public}),
        )

    def _is_staff(self, author: str) -> bool:
        """Agents are known by role; without users, everybody but the requester is an agent."""
        role = self._people.get(author, {}).get("role")
        return role in {"agent", "admin"} if role else author != self._requester

    def _status_changes(self) -> Iterator[Event]:
        """Read the audits, where exported: what changed, when, and from what."""
        for audit in listed(self._ticket, "audits"):
            for change in listed(audit, "events"):
                activity = _change(change)
                if activity is None:
                    continue
                yield self._event(
                    f"{values.text(change.get('id')) or audit.get('id')}",
                    audit.get("created_at"),
                    "audit's created_at",
                    activity=activity,
                    actor="customer" if activity == "ticket reopened" else "employee",
                    direction="outbound" if activity == "ticket solved" else None,
                    outcome="resolved" if activity == "ticket solved" else None,
                    attributes=values.leftovers(
                        {"from": change.get("previous_value"), "to": change.get("value")}
                    ),
                )

    def _solved(self) -> Iterator[Event]:
        metrics = inner(self._ticket, "metric_set") or inner(self._ticket, "metric_sets")
        if values.text(self._ticket.get("status")) not in _DONE:
            return
        solved = metrics.get("solved_at") or self._ticket.get("solved_at")
        if solved is None:
            solved = self._ticket.get("updated_at")
            self._sink.warn(
                "Tickets without a metric set: the last update stands in for when they were "
                "solved. Export with include=metric_sets to have the real time."
            )
        if values.text(solved) is None:
            return
        yield self._event(
            "solved",
            solved,
            "solved_at",
            activity="ticket solved",
            actor="employee",
            direction="outbound",
            outcome="resolved",
            attributes=values.leftovers(_measures(metrics)),
        )

    def _rated(self) -> Iterator[Event]:
        rating = inner(self._ticket, "satisfaction_rating")
        said = (values.text(rating.get("score")) or "unoffered").lower().replace("_", " ")
        score = values.number(said)
        if said in _UNRATED or (said not in _GOOD and score is None):
            return
        low, high = (0, 1) if said in _GOOD else (1, 5)
        at = values.first(rating, ("updated_at", "created_at"))
        if at is None:
            at = self._ticket.get("updated_at")
            self._sink.warn(
                "Ratings inside tickets carry no time: the ticket's last update stands in."
            )
        yield self._event(
            "rated",
            at,
            "satisfaction_rating.updated_at",
            part=values.text(rating.get("id")) or "rating",
            activity="ticket rated",
            actor="customer",
            direction="inbound",
            channel="survey",
            text=values.text(rating.get("comment")),
            rating_kind="csat",
            rating=_GOOD.get(said, score),
            rating_low=low,
            rating_high=high,
            attributes=values.leftovers({"reason": rating.get("reason")}),
        )

    def _event(self, key: str | None, at: Any, field: str, **columns: Any) -> Event:
        person = self._people.get(self._requester, {})
        return {
            "event_id": None if key is None else f"zendesk:{self._id}:{key}",
            "record": self._id,
            "subject": f"zendesk:{self._requester}",
            "identifiers": _identifiers(person),
            **_when(at, field),
            "channel": self._channel,
            "object_ids": [f"ticket:{self._id}"],
            **columns,
        }


def _change(change: Record) -> str | None:
    """Name a change of an audit; None for the many that no journey shows."""
    if change.get("type") != "Change":
        return None
    before, after = values.text(change.get("previous_value")), values.text(change.get("value"))
    field = change.get("field_name")
    if field == "status" and after == "solved":
        return "ticket solved"
    if field == "status" and before in _DONE and after not in _DONE:
        return "ticket reopened"
    if field == "group_id" and before and after:
        return "ticket transferred"
    return None


def _measures(metrics: Record) -> dict[str, Any]:
    """Keep what Zendesk measured: hand-overs and the customer's waiting, in calendar minutes."""
    minutes = {name: inner(metrics, name).get("calendar") for name in _MINUTES}
    return {**{name: metrics.get(name) for name in _METRICS}, **minutes}


def _body(comment: Record) -> str | None:
    return values.text(values.first(comment, ("plain_body", "body", "html_body")))


def _when(value: Any, field: str) -> dict[str, datetime | str | None]:
    found = values.moment(value, field=field)
    if found is None:
        raise values.UnreadableError("no-time", f"{field} is empty")
    return {"at": found[0], "zone": found[1]}

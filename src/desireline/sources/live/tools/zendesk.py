"""Zendesk: events that a webhook subscribes to, and tickets that a trigger sends.

Columns as in developer.zendesk.com, "Ticket events" and "Webhook event types" (`type`, `time`,
`detail`, `event`); the members of `event.comment` and `event.current` are *unverified* beyond what that page
and open-source receivers show. Each event becomes a ticket with just that change, for the reader of
Zendesk's files; its ids are those of a file, so that a later export adds nothing twice.
"""

from __future__ import annotations

from typing import Any

from desireline.sources.live.model import Json, Reading, Record, inner, state_us
from desireline.sources.readers import values

_READING = Reading("zendesk", "zendesk")
_PREFIX = "zen:event-type:"
_OVER = frozenset({"solved", "closed"})


def read(body: Any) -> list[Record]:
    """Turn a delivery into tickets or users; nothing for changes that no journey shows."""
    what = values.text(inner(body).get("type")) or ""
    if not what.startswith(_PREFIX):
        ticket = inner(body, "ticket") or inner(body)
        return [
            Record(reading=_READING, body=ticket, version_us=state_us(ticket.get("updated_at")))
        ]
    detail, event, at = dict(inner(body, "detail")), inner(body, "event"), inner(body).get("time")
    version = state_us(at)
    what = what.removeprefix(_PREFIX)
    if what.startswith("user."):
        user = {"organization_id": None, "role": "end-user", **detail}
        return [Record(reading=_READING, body=user, version_us=version)]
    number = values.text(detail.get("id"))
    if not what.startswith("ticket.") or number is None:
        return []
    status = (values.text(detail.get("status")) or "open").lower()
    ticket = {**detail, "status": "open", "via": inner(detail, "via")}
    change = _Change(ticket=ticket, number=number, at=at, key=values.text(inner(body).get("id")))
    return change.records(what, event, status, version)


class _Change:
    """One change of a ticket."""

    def __init__(self, *, ticket: dict[str, Any], number: str, at: Any, key: str | None) -> None:
        self._ticket, self._number, self._at, self._key = ticket, number, at, key

    def records(self, what: str, event: Json, status: str, version: int | None) -> list[Record]:
        """Say the change in the words of a ticket's export."""
        if what == "ticket.created":
            return [self._record({"status": status}, "opened", version)]
        if what == "ticket.comment_added":
            return self._commented(inner(event, "comment"), version)
        if what == "ticket.status_changed":
            return self._status(_word(event.get("previous")), _word(event.get("current")), version)
        if what == "ticket.group_assignment_changed":
            return [self._audited("group_id", event.get("previous"), event.get("current"))]
        return []

    def _commented(self, comment: Json, version: int | None) -> list[Record]:
        author, number = inner(comment, "author"), values.text(comment.get("id"))
        said, opening = (
            values.text(comment.get("body")),
            values.text(self._ticket.get("description")),
        )
        if number is None or (said is not None and said == opening):
            return []  # the ticket's own first words: `ticket.created` brings them
        person = {
            "id": author.get("id"),
            "name": author.get("name"),
            "role": "agent" if values.truth(author.get("is_staff")) else "end-user",
        }
        written = {
            "id": number,
            "author_id": author.get("id"),
            "body": said,
            "public": comment.get("is_public"),
            "created_at": self._at,
        }
        # a ticket without a description would take its first comment for the opening
        more = {"comments": [written], "assignee": person, "description": opening or "(not told)"}
        return [self._record(more, number, version)]

    def _status(self, before: str, after: str, version: int | None) -> list[Record]:
        if after == "solved":
            more = {"status": "solved", "metric_set": {"solved_at": self._at}}
            return [self._record(more, "solved", version)]
        if before in _OVER and after not in _OVER:
            return [self._audited("status", before, after)]
        return []

    def _audited(self, field: str, before: Any, after: Any) -> Record:
        change = {
            "id": self._key,
            "type": "Change",
            "field_name": field,
            "previous_value": before,
            "value": after,
        }
        audits = [{"id": self._key, "created_at": self._at, "events": [change]}]
        return self._record({"audits": audits}, f"{self._key}", None)

    def _record(self, more: Json, part: str, version: int | None) -> Record:
        return Record(
            reading=_READING,
            body={**self._ticket, **more},
            version_us=version,
            only=(f"zendesk:{self._number}:{part}",),
        )


def _word(value: object) -> str:
    return (values.text(value) or "").lower()

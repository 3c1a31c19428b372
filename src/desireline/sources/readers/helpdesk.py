"""What help desks have in common: a case of one customer, in which people, bots and rules speak.

In: who a case belongs to, then what was said in it and by whom.  Out: events. An internal note is the
company talking to itself: actor `company`, channel `system`, so that no word of it passes for the
customer's, whoever is quoted in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from desireline.sources.readers import values
from desireline.sources.readers.records import Event

Voice = Literal["customer", "agent", "bot", "note"]
_VOICES: Mapping[str, tuple[str, str, str | None]] = {
    "customer": ("customer", "customer {noun}", "inbound"),
    "agent": ("employee", "agent {noun}", "outbound"),
    "bot": ("system", "automatic {noun}", "outbound"),
    "note": ("company", "internal note", None),
}
_DIRECTIONS = {"customer": "inbound", "employee": "outbound"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A ticket or conversation: whose it is, and where it takes place."""

    source: str
    kind: Literal["ticket", "conversation"]
    id: str
    names: list[str] = field(default_factory=list[str])
    """Identifiers of the customer; the first that is no name is the subject."""
    channel: str

    @property
    def subject(self) -> str:
        """Who the customer is; the case itself where nothing says it."""
        keys = [name for name in self.names if not name.startswith("name:")]
        return keys[0] if keys else f"{self.kind}:{self.source}-{self.id}"

    def event(
        self, key: str | None, at: Any, where: str, *, activity: str, actor: str, **columns: Any
    ) -> Event:
        """Build an event of the case.

        Args:
            key: the event's own id inside the case; None has its content hashed.
            at: the time as the tool wrote it.
            where: the name of that field, for the quarantine.
            activity: what happened.
            actor: who did it.
            columns: everything else.
        """
        return {
            "event_id": None if key is None else f"{self.source}:{self.id}:{key}",
            "record": self.id,
            "subject": self.subject,
            "identifiers": self.names,
            **when(at, where),
            "activity": activity,
            "actor": actor,
            "channel": self.channel,
            "direction": _DIRECTIONS.get(actor),
            "object_ids": [f"{self.kind}:{self.id}"],
            **columns,
        }

    def said(
        self,
        key: str | None,
        at: Any,
        where: str,
        *,
        voice: Voice,
        text: str | None,
        **columns: Any,
    ) -> Event:
        """Build the event of somebody who writes: the customer, an agent, a bot, or a note."""
        actor, activity, direction = _VOICES[voice]
        noun = "reply" if self.kind == "ticket" else "message"
        if voice == "note":
            columns = {**columns, "channel": "system"}
        known: dict[str, Any] = {
            "activity": activity.format(noun=noun),
            "actor": actor,
            "direction": direction,
            "part": key,
            "text": text,
        }
        return self.event(key, at, where, **{**known, **columns})


def when(at: Any, where: str) -> dict[str, Any]:
    """Read a time that must be there.

    Raises:
        UnreadableError: it is blank or no time.
    """
    found = values.moment(at, field=where)
    if found is None:
        raise values.UnreadableError("no-time", f"{where} is empty")
    return {"at": found[0], "zone": found[1]}


def number_of(record: Mapping[str, Any], what: str, *fields: str) -> str:
    """Read the id of a record.

    Raises:
        UnreadableError: it has none.
    """
    found = values.text(values.first(record, fields or ("id",)))
    if found is None:
        raise values.UnreadableError("no-record", f"{what} without an id")
    return found

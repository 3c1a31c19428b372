"""Amazon Connect contact records: one JSON record a contact, as its stream or S3 delivers them.

In: records with `ContactId`, `InitiationMethod`, `Queue`, `Agent`.  Out: one event a contact: answered,
abandoned, transferred, called out; waiting and talking as Connect measured them. Contacts of one call
(`InitialContactId`) are one record. Connect delivers a record again when it learns more: the latest
(`LastUpdateTimestamp`) of a file counts. Layout: AWS, *Data model for contact records*.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.helpdesk import number_of, when
from desireline.sources.readers.records import (
    Event,
    Record,
    hand_over,
    inner,
    listed,
    objects,
)

_CHANNELS = {"VOICE": "phone", "CHAT": "chat", "TASK": "system", "EMAIL": "email"}
_OUT = frozenset({"OUTBOUND", "CALLBACK", "EXTERNAL_OUTBOUND"})
_MOVED = frozenset({"TRANSFER", "QUEUE_TRANSFER"})
_WORDS = {"phone": "call", "chat": "chat", "email": "e-mail", "system": "task"}


class AmazonConnectReader:
    """Reads contact records."""

    name = "amazon_connect"

    def match(self, sample: Sample) -> Match | None:
        """Claim records with a contact id and how the contact began."""
        if any(map(_is_record, content.first_objects(sample))):
            why = "ContactId, InitiationMethod and Channel: Amazon Connect contact records"
            return Match(confidence=0.98, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            latest: dict[str, str] = {}
            for _, value in content.json_values(sample):
                if content.is_object(value):
                    number = str(value.get("ContactId"))
                    latest[number] = max(latest.get(number, ""), _updated(value))
            older = 0
            for line, record in objects(sample, sink):
                if latest.get(str(record.get("ContactId"))) != _updated(record):
                    older += 1
                    continue
                hand_over(sink, line, record, lambda record=record: _events(record))
            if older:
                sink.warn(f"{older} records were delivered again later: the latest one counts.")


READER = AmazonConnectReader()


def _is_record(value: Record) -> bool:
    return {"ContactId", "InitiationMethod", "Channel"} <= value.keys()


def _updated(value: Record) -> str:
    return values.text(value.get("LastUpdateTimestamp")) or ""


def _events(record: Record) -> Iterator[Event]:
    number = number_of(record, "a contact", "ContactId")
    first = values.text(record.get("InitialContactId")) or number
    channel = _CHANNELS.get(values.text(record.get("Channel")) or "", "phone")
    method = values.text(record.get("InitiationMethod")) or ""
    queue, agent = inner(record, "Queue"), inner(record, "Agent")
    names = _names(record)
    keys = [name for name in names if not name.startswith("name:")]
    answered = values.text(agent.get("ConnectedToAgentTimestamp")) is not None
    activity, actor, direction = _what(method, _WORDS[channel], is_answered=answered, is_queued=bool(queue))  # fmt: skip
    talk = values.seconds(agent.get("AgentInteractionDuration"))
    held = values.seconds(agent.get("CustomerHoldDuration"))
    yield {
        "event_id": f"amazon_connect:{number}",
        "record": first,
        "part": number if number != first else None,
        "subject": keys[0] if keys else f"call:{first}",
        "identifiers": names,
        **when(record.get("InitiationTimestamp"), "InitiationTimestamp"),
        "channel": channel,
        "activity": activity,
        "actor": actor,
        "direction": direction,
        "duration_s": None if talk is None else talk + (held or 0),
        "wait_s": values.seconds(queue.get("Duration")),
        "object_ids": [f"call:{first}"],
        "attributes": values.leftovers(
            {
                **{str(k): v for k, v in inner(record, "Attributes").items()},
                "queue": queue.get("Name"),
                "agent": agent.get("Username"),
                "hold_s": held,
                "disconnect": record.get("DisconnectReason"),
                "transferred_to": inner(record, "TransferredToEndpoint").get("Address"),
                "recording": _recording(record),
            }
        ),
    }


def _what(
    method: str, word: str, *, is_answered: bool, is_queued: bool
) -> tuple[str, str, str | None]:
    """Name what happened: (activity, actor, direction). Who never queued nor spoke used the menu only."""
    if method in _OUT:
        return f"company {word}s" if word != "e-mail" else "agent e-mail", "employee", "outbound"
    if method in _MOVED:
        return f"{word} transferred", "employee", None
    if word == "task":
        return "task", "system", None
    if is_answered:
        return word, "customer", "inbound"
    return (f"abandoned {word}" if is_queued else f"{word} with the menu"), "customer", "inbound"


def _names(record: Record) -> list[str]:
    endpoint = inner(record, "CustomerEndpoint")
    address = values.text(endpoint.get("Address"))
    kind = "email" if address and "@" in address else "phone"
    known = {
        key.lower().replace("_", ""): value for key, value in inner(record, "Attributes").items()
    }
    return values.names(
        **{kind: address},
        user=values.first(known, ("customerid", "userid", "accountid")),
        **({} if kind == "email" else {"email": values.first(known, ("email", "customeremail"))}),
    )


def _recording(record: Record) -> Any:
    for found in (*listed(record, "Recordings"), inner(record, "Recording")):
        if location := values.text(found.get("Location")):
            return location
    return None

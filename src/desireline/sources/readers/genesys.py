"""Genesys Cloud conversation details: the answer of the analytics API, or the bulk job's results.

In: `conversations` with participants, sessions, metrics and segments.  Out: one event a conversation:
answered, abandoned or called out, with waiting (`tAcd`) and talking (`tTalk`) in whole seconds, holds,
transfers and the wrap-up code. Metrics are milliseconds. Layout: Genesys Cloud, *Analytics conversation
detail*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.helpdesk import number_of, when
from desireline.sources.readers.records import Event, Record, hand_over, listed, objects

_CHANNELS = {"voice": "phone", "callback": "phone", "chat": "chat", "webmessaging": "chat", "message": "chat", "email": "email"}  # fmt: skip
_WORDS = {"phone": "call", "chat": "chat", "email": "e-mail"}


class GenesysReader:
    """Reads conversation details."""

    name = "genesys"

    def match(self, sample: Sample) -> Match | None:
        """Claim conversations whose participants have a purpose and sessions."""
        for one in content.first_objects(sample):
            inside = listed(one, "conversations") or [one]
            if any({"conversationId", "conversationStart", "participants"} <= c.keys() for c in inside[:3]):  # fmt: skip
                why = "conversationId, conversationStart and participants: Genesys Cloud"
                return Match(confidence=0.97, why=why)
        start = sample.text[:20_000]
        if '"conversationStart"' in start and '"originatingDirection"' in start:
            return Match(confidence=0.95, why="conversationStart: Genesys Cloud conversations")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("conversations",)):
                hand_over(sink, line, record, lambda record=record: _events(record))


READER = GenesysReader()


def _events(record: Record) -> Iterator[Event]:
    number = number_of(record, "a conversation", "conversationId")
    people = listed(record, "participants")
    customer = next((one for one in people if one.get("purpose") in {"customer", "external"}), {})
    sessions = [session for one in people for session in listed(one, "sessions")]
    media = next((str(s["mediaType"]).lower() for s in sessions if s.get("mediaType")), "voice")
    channel = _CHANNELS.get(media, media)
    times = _times(sessions)
    is_out = str(record.get("originatingDirection")).lower() == "outbound"
    names = _names(customer, is_out=is_out)
    keys = [name for name in names if not name.startswith("name:")]
    word = _WORDS.get(channel, "contact")
    answered = "tTalk" in times or "tAnswered" in times or _spoke(people)
    activity = f"company {word}s" if is_out else word if answered else f"abandoned {word}"
    talked = [times[name] for name in ("tTalk", "tHeld") if name in times]
    yield {
        "event_id": f"genesys:{number}",
        "record": number,
        "subject": keys[0] if keys else f"call:{number}",
        "identifiers": names,
        **when(record.get("conversationStart"), "conversationStart"),
        "channel": channel,
        "activity": activity,
        "actor": "employee" if is_out else "customer",
        "direction": "outbound" if is_out else "inbound",
        "duration_s": round(sum(talked) / 1000) if talked else None,
        "wait_s": round(times["tAcd"] / 1000) if "tAcd" in times else None,
        "object_ids": [f"call:{number}"],
        "attributes": values.leftovers(
            {
                "transfers": times.get("nTransferred"),
                "hold_s": round(times["tHeld"] / 1000) if "tHeld" in times else None,
                "wrap_up": _wrap_up(sessions),
                "agents": sum(1 for one in people if one.get("purpose") == "agent"),
            }
        ),
    }


def _spoke(people: list[Record]) -> bool:
    """Whether an agent was connected, where the metrics do not say so."""
    sessions = (
        s for one in people if one.get("purpose") == "agent" for s in listed(one, "sessions")
    )
    return any(
        part.get("segmentType") == "interact" for s in sessions for part in listed(s, "segments")
    )


def _times(sessions: list[Record]) -> Counter[str]:
    """Add up the metrics of all sessions: a caller who is moved waits in each queue."""
    total: Counter[str] = Counter()
    for session in sessions:
        for metric in listed(session, "metrics"):
            name, value = metric.get("name"), values.number(metric.get("value"))
            if isinstance(name, str) and value is not None:
                total[name] += int(value)
    return total


def _names(customer: Record, *, is_out: bool) -> list[str]:
    """Who called: `ani` is the caller's number, `dnis` the one that was called."""
    session = next(iter(listed(customer, "sessions")), {})
    fields = ("dnis", "ani") if is_out else ("ani", "dnis")
    said = values.text(values.first(session, ("addressFrom", *fields) if not is_out else ("addressTo", *fields)))  # fmt: skip
    said = (said or "").removeprefix("tel:").removeprefix("sip:").removeprefix("mailto:")
    is_phone = said.lstrip("+").isdecimal()
    return values.names(
        phone=said if is_phone else None,
        email=said if "@" in said and not is_phone else None,
        genesys=customer.get("externalContactId"),
        name=customer.get("participantName") if not is_phone else None,
    )


def _wrap_up(sessions: list[Record]) -> str | None:
    codes = [s.get("wrapUpCode") for one in sessions for s in listed(one, "segments")]
    return next((str(code) for code in reversed(codes) if code), None)

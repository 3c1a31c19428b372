"""Chatwoot conversations with their messages: API answers, one conversation a line or in an array.

In: conversations (`inbox_id`, `messages` with `message_type` 0 incoming, 1 outgoing, 2 activity, 3
template), or the answer of `/conversations/ID/messages` (`meta` and `payload`).  Out: each message by
who said it, private notes, resolved and reopened, the CSAT answer. Chatwoot has no export of its own
with messages: this is its API's layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.channels import channel_word
from desireline.sources.readers.helpdesk import Case, Voice
from desireline.sources.readers.markup import plain
from desireline.sources.readers.records import (
    Event,
    Record,
    hand_over,
    inner,
    listed,
    objects,
)

_KINDS = {"0": "incoming", "1": "outgoing", "2": "activity", "3": "template"}
_BOTS = frozenset({"agent_bot", "agentbot", "captain", "captain_assistant", "captain::assistant"})
_CHANGES = (
    (re.compile(r"marked resolved|was resolved|als gelöst", re.IGNORECASE), "conversation closed"),
    (re.compile(r"was reopened|wieder geöffnet", re.IGNORECASE), "conversation reopened"),
)


class ChatwootReader:
    """Reads Chatwoot conversations."""

    name = "chatwoot"

    def match(self, sample: Sample) -> Match | None:
        """Claim messages that have a `message_type`, a `content` and an inbox or conversation."""
        for one in _unwrapped(content.first_objects(sample)):
            if any(map(_is_message, _messages(one)[:5])):
                why = "message_type, content and inbox_id: Chatwoot conversations"
                return Match(confidence=0.96, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("conversations",)):
                whole = list(_unwrapped([record]))
                sink.row(len(whole) - 1)
                for one in whole:
                    hand_over(sink, line, one, lambda one=one: _events(one))


READER = ChatwootReader()


def _unwrapped(records: Iterable[Record]) -> Iterator[Record]:
    """The list of conversations comes as `{"data": {"payload": [...]}}`, as it is saved."""
    for record in records:
        listing = listed(inner(record, "data"), "payload")
        yield from listing or [record]


def _messages(value: Record) -> list[Record]:
    for name in ("messages", "payload"):
        found = listed(value, name)
        if found and any(_is_message(one) for one in found[:5]):
            return found
    return []


def _is_message(value: Record) -> bool:
    return {"message_type", "content"} <= value.keys() and bool(
        value.keys() & {"conversation_id", "inbox_id", "content_type"}
    )


def _events(record: Record) -> Iterator[Event]:
    messages = sorted(_messages(record), key=lambda one: str(one.get("created_at") or ""))
    if not messages:
        raise values.UnreadableError("no-messages", "a conversation without messages")
    case = _case(record, messages)
    for message in messages:
        yield from _said(case, message)


def _case(record: Record, messages: list[Record]) -> Case:
    number = values.text(
        values.first(messages[0], ("conversation_id",))
        or values.first(record, ("display_id", "id"))
    )
    if number is None:
        raise values.UnreadableError("no-record", "a conversation without an id")
    meta = inner(record, "meta")
    person: dict[str, Any] = dict(inner(meta, "sender") or inner(meta, "contact"))
    for message in messages:
        sender = inner(message, "sender")
        if _kind(message) == "incoming" and sender.get("type") != "user":
            person = {**{k: v for k, v in sender.items() if v}, **{k: v for k, v in person.items() if v}}  # fmt: skip
    channel = values.text(record.get("channel")) or values.text(meta.get("channel")) or ""
    return Case(
        source="chatwoot",
        kind="conversation",
        id=number,
        names=values.names(
            chatwoot=person.get("id"),
            user=person.get("identifier"),
            email=person.get("email"),
            phone=person.get("phone_number"),
            name=person.get("name"),
        ),
        channel=channel_word(re.sub(r"^Channel::|(?<!^)Widget|Page$|Profile$", "", channel))
        or "chat",
    )


def _kind(message: Record) -> str:
    said = values.text(message.get("message_type")) or ""
    return _KINDS.get(said, said)


def _voice(message: Record) -> Voice:
    if _kind(message) == "incoming":
        return "customer"
    if values.truth(message.get("private")):
        return "note"
    sender = (values.text(inner(message, "sender").get("type")) or "").lower()
    is_bot = _kind(message) == "template" or sender in _BOTS or not inner(message, "sender")
    return "bot" if is_bot else "agent"


def _said(case: Case, message: Record) -> Iterator[Event]:
    key, at = values.text(message.get("id")), message.get("created_at")
    text = plain(values.text(message.get("content")), quotes=False)
    if _kind(message) == "activity":
        changed = next((name for found, name in _CHANGES if found.search(text or "")), None)
        if changed is not None:
            is_closed = changed == "conversation closed"
            yield case.event(
                key, at, "message's created_at", activity=changed, actor="system",
                channel="system", outcome="resolved" if is_closed else None,
            )  # fmt: skip
        return
    if message.get("content_type") == "input_csat":
        yield from _rated(case, message)
        return
    yield case.said(key, at, "message's created_at", voice=_voice(message), text=text)


def _rated(case: Case, message: Record) -> Iterator[Event]:
    """The question was put; only an answer is an event. Its time is the message's last update."""
    submitted = inner(inner(message, "content_attributes"), "submitted_values")
    answer = inner(submitted, "csat_survey_response")
    score = values.number(answer.get("rating"))
    if score is None:
        return
    yield case.event(
        f"{message.get('id')}:rated",
        message.get("updated_at") or message.get("created_at"),
        "message's updated_at",
        activity="conversation rated", actor="customer", channel="survey", part="rating",
        text=plain(values.text(answer.get("feedback_message"))),
        rating_kind="csat", rating=score, rating_low=1, rating_high=5,
    )  # fmt: skip

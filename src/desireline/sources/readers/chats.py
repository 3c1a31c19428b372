"""Chat transcripts: conversations with their messages, as JSON or JSON Lines.

In: conversations whose messages are objects (who, what, when under any of the usual names) or lists
`[speaker, text, time]`; the layouts of two published sets are read too (ABCD: `convo_id` and
`original`; IBM's Twitter support: `dialogHeader` and `dialogContent`).
Out: one event per message, `conversation:<id>` as the object. Messages without times take the time at
which the conversation began, a microsecond apart so that they keep their order, and the report says
so; a conversation without any time is quarantined, because a journey needs to know when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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

_MESSAGES = ("messages", "turns", "transcript", "conversation", "dialog", "dialogue", "utterances", "original")  # fmt: skip
_NUMBERS = ("id", "conversation_id", "conversationId", "chat_id", "chatId", "session_id", "sessionId", "convo_id", "thread_id", "ticket_id")  # fmt: skip
_STARTS = ("started_at", "startedAt", "start_time", "startTime", "created_at", "createdAt", "created", "timestamp", "datetime", "date", "time")  # fmt: skip
_SPEAKERS = ("speaker", "role", "author", "sender", "from", "participant", "author_type", "sender_type", "direction", "type")  # fmt: skip
_TEXTS = ("text", "message", "body", "content", "utterance", "msg")
_TIMES = ("time", "timestamp", "created_at", "createdAt", "datetime", "date", "sent_at", "sentAt", "ts", "at")  # fmt: skip
_PEOPLE = ("customer", "contact", "visitor", "user", "requester", "client", "personal")
_ACTORS = {
    "customer": "customer client user visitor end_user enduser guest consumer caller contact lead human member buyer requester inbound in incoming shopper subscriber kunde",
    "employee": "agent operator support employee staff representative rep admin advisor teammate outbound out outgoing seller human_agent csr mitarbeiter",
    "system": "system bot assistant action trigger chatbot virtual_agent workflow automation event ivr",
}  # fmt: skip
_ACTOR = {word: actor for actor, words in _ACTORS.items() for word in words.split()}
_ACTIVITY = {
    "customer": "customer message",
    "employee": "agent message",
    "system": "system message",
}
_TWITTER_EPOCH_MS = 1_288_834_974_657
"""When Twitter began to put the time into its ids, in milliseconds since 1970."""
_FIRST_TIMED_TWEET = 1 << 55


@dataclass(slots=True, kw_only=True)
class _Message:
    speaker: str
    actor: str
    text: str | None
    time: Any
    part: str
    who: str | None = None
    """Handle or id of the person, where a message names its own."""


@dataclass(slots=True, kw_only=True)
class _Conversation:
    id: str
    start: Any
    subject: str
    identifiers: list[str]
    channel: str
    messages: list[_Message]
    about: dict[str, Any] = field(default_factory=dict[str, Any])
    rating: Any = None


@dataclass(slots=True)
class _Tally:
    """What the report should say about the times of a file."""

    untimed: int = 0
    negative: int = 0

    def report(self, sink: Sink) -> None:
        if self.untimed:
            sink.warn(
                f"{self.untimed} conversations have messages without a time of their own: these "
                "take the beginning of their conversation, a microsecond apart to keep their "
                "order. Waits inside such chats are not known."
            )
        if self.negative:
            sink.warn(
                f"{self.negative} conversations have a negative duration: the closing turn's time "
                "is read from its id instead."
            )


class ChatReader:
    """Reads chat transcripts."""

    name = "chats"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON objects that hold a list of messages with a speaker and a text."""
        for one in content.first_objects(sample):
            if found := _layout(one):
                return Match(confidence=found[0], why=found[1])
        return None if sample.value is not None else _match_text(sample.text)

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        tally = _Tally()
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("conversations", "chats", "data")):
                hand_over(sink, line, record, lambda record=record: _events(record, tally))
        tally.report(sink)


READER = ChatReader()


def _match_text(text: str) -> Match | None:
    """Recognise a document that is longer than the sample by its first record's words."""
    start = text[:20_000]
    if '"dialogHeader"' in start and '"dialogContent"' in start:
        return Match(confidence=0.97, why="dialogHeader and dialogContent: support conversations")
    if '"convo_id"' in start and '"original"' in start:
        return Match(confidence=0.97, why="convo_id and original: ABCD chats")
    has_messages = any(f'"{name}"' in start for name in _MESSAGES[:4])
    has_speaker = any(f'"{name}"' in start for name in ("speaker", "sender", "author", "role"))
    has_text = any(f'"{name}"' in start for name in _TEXTS)
    if has_messages and has_speaker and has_text:
        return Match(confidence=0.7, why="messages with a speaker and a text: chat transcripts")
    return None


def _layout(value: Record) -> tuple[float, str] | None:
    if "dialogHeader" in value and "dialogContent" in value:
        return 0.97, "dialogHeader and dialogContent: support conversations on Twitter (IBM)"
    if "convo_id" in value and "original" in value:
        return 0.97, "convo_id and original: chats of the ABCD set"
    for name in ("conversations", "chats"):
        held = value.get(name)
        if content.is_array(held) and held and content.is_object(held[0]):
            return _layout(held[0])
    raw = _raw_messages(value)
    spoken = [one for one in raw[:5] if _message(one, 1) is not None]
    if spoken and values.first(value, _NUMBERS) is not None:
        return 0.9, "messages with a speaker and a text: chat transcripts"
    return None


def _raw_messages(record: Record) -> list[Any]:
    held = values.first(record, _MESSAGES)
    if content.is_object(held):
        held = values.first(held, _MESSAGES)
    return held if content.is_array(held) else []


def _events(record: Record, tally: _Tally) -> Iterator[Event]:
    talk = _ibm(record, tally) if "dialogHeader" in record else _generic(record)
    start = values.moment(talk.start, field="the conversation's time")
    is_untimed = False
    for number, message in enumerate(talk.messages):
        when = values.moment(message.time, field="a message's time")
        if when is None and start is None:
            raise values.UnreadableError(
                "no-time", f"conversation {talk.id} has no time, nor have its messages"
            )
        is_untimed |= when is None
        yield _event(talk, message, when or _spaced(start, number), when is None)
    tally.untimed += is_untimed
    if talk.messages and (rating := values.number(talk.rating)) is not None:
        last = values.moment(talk.messages[-1].time, field="a message's time") or start
        if last is not None:
            yield _rated(talk, rating, last)


def _spaced(start: tuple[datetime, str | None] | None, number: int) -> tuple[datetime, str | None]:
    assert start is not None
    return start[0] + timedelta(microseconds=number), start[1]


def _event(
    talk: _Conversation,
    message: _Message,
    when: tuple[datetime, str | None],
    is_assumed: bool,  # noqa: FBT001
) -> Event:
    own = message.actor == "customer" and message.who is not None
    return {
        "event_id": f"chats:{talk.id}:{message.part}",
        "record": talk.id,
        "part": message.part,
        "subject": f"handle:{message.who}" if own else talk.subject,
        "identifiers": [] if own else talk.identifiers,
        "at": when[0],
        "zone": when[1],
        "date_only": True if is_assumed and values.is_day(talk.start) else None,
        "channel": talk.channel,
        "activity": _ACTIVITY[message.actor],
        "actor": message.actor,
        "direction": {"customer": "inbound", "employee": "outbound"}.get(message.actor),
        "text": message.text,
        "object_ids": [f"conversation:{talk.id}"],
        "attributes": values.leftovers({**talk.about, "speaker": message.speaker}),
    }


def _rated(talk: _Conversation, rating: Any, when: tuple[datetime, str | None]) -> Event:
    return {
        "event_id": f"chats:{talk.id}:rating",
        "record": talk.id,
        "part": "rating",
        "subject": talk.subject,
        "identifiers": talk.identifiers,
        "at": when[0],
        "zone": when[1],
        "channel": "survey",
        "activity": "chat rated",
        "actor": "customer",
        "direction": "inbound",
        "rating_kind": "csat",
        "rating": rating,
        "rating_low": 1,
        "rating_high": 5 if rating <= 5 else 10,
        "object_ids": [f"conversation:{talk.id}"],
    }


def _generic(record: Record) -> _Conversation:
    number = values.text(values.first(record, _NUMBERS))
    if number is None:
        raise values.UnreadableError("no-record", "a conversation without an id")
    messages = [
        message
        for place, raw in enumerate(_raw_messages(record), start=1)
        if (message := _message(raw, place)) is not None
    ]
    if not messages:
        raise values.UnreadableError("no-messages", f"conversation {number} has no messages")
    person = _person(record)
    names = values.names(
        user=values.first(person, ("customer_id", "user_id", "username")),
        email=person.get("email"),
        phone=person.get("phone"),
        name=values.first(person, ("name", "customer_name", "full_name")),
    )
    keys = [name for name in names if not name.startswith("name:")]
    scenario = inner(record, "scenario")
    return _Conversation(
        id=number,
        start=values.first(record, _STARTS),
        subject=keys[0] if keys else f"chats:{number}",
        identifiers=names,
        channel=channel_word(record.get("channel")) or "chat",
        messages=messages,
        rating=values.first(record, ("csat", "rating", "satisfaction", "csat_score")),
        about={
            "topic": values.first(record, ("topic", "subject", "queue")) or scenario.get("flow"),
            "agent": values.text(values.first(record, ("agent", "agent_id", "operator"))),
        },
    )


def _person(record: Record) -> dict[str, Any]:
    """Collect who the customer is, from the conversation and the object that describes them."""
    found: dict[str, Any] = {}
    for holder in (record, inner(record, "scenario")):
        for name in _PEOPLE:
            held = inner(holder, name)
            found.update(held)
            if held and "id" in held:
                found.setdefault("customer_id", held["id"])
            if values.text(holder.get(name)):
                found.setdefault("name", holder[name])
    wanted = ("customer_id", "user_id", "email", "phone", "customer_name", "name")
    found.update({key: record[key] for key in wanted if values.text(record.get(key))})
    found.setdefault("email", values.first(record, ("customer_email", "user_email")))
    found.setdefault("phone", values.first(record, ("customer_phone", "phone_number")))
    return found


def _message(raw: Any, place: int) -> _Message | None:
    """Read one message: an object, or a list of speaker, text and perhaps time."""
    if content.is_array(raw):
        if len(raw) < 2:
            return None
        speaker, said, at = values.text(raw[0]), raw[1], raw[2] if len(raw) > 2 else None
        number = None
    elif content.is_object(raw):
        speaker, at = _speaker(raw), values.first(raw, _TIMES)
        said = values.first(raw, _TEXTS)
        number = values.text(values.first(raw, ("id", "message_id", "tweet_ID")))
    else:
        return None
    if speaker is None or not isinstance(said, str):
        return None
    return _Message(
        speaker=speaker,
        actor=_actor(speaker),
        text=values.text(said),
        time=at,
        part=number or str(place),
    )


def _speaker(raw: Record) -> str | None:
    """Find who speaks; of several fields, the first with a known role."""
    said: list[str] = []
    for name in _SPEAKERS:
        held = raw.get(name)
        if content.is_object(held):
            held = values.first(held, ("type", "role", "name"))
        if text := values.text(held):
            said.append(text)
    known = [one for one in said if _plain(one) in _ACTOR]
    return (known or said or [None])[0]


def _actor(speaker: str) -> str:
    """Map a role to the contract's; a name that is no role is taken for an employee's."""
    return _ACTOR.get(_plain(speaker), "employee")


def _plain(speaker: str) -> str:
    return re.sub(r"[\W\d]+", "_", speaker.lower()).strip("_")


def _ibm(record: Record, tally: _Tally) -> _Conversation:
    """Read IBM's layout: the speaker is the key, the closing turn of the agent stands apart."""
    header, closing = inner(record, "dialogHeader"), inner(record, "agentURL")
    number = values.text(header.get("sessionID"))
    if number is None:
        raise values.UnreadableError("no-record", "a conversation without a sessionID")
    messages = [_ibm_message(turn, place) for place, turn in enumerate(_turns(record), start=1)]
    handle = next((one.who for one in messages if one.who and one.speaker == "client"), None)
    for message in messages:
        message.who = message.who if message.who != handle else None
    if values.text(closing.get("url_utterance")):
        messages.append(_ibm_closing(header, closing, tally))
    return _Conversation(
        id=number,
        start=header.get("conversationDateTime"),
        subject=f"handle:{handle}" if handle else f"chats:{number}",
        identifiers=[],
        channel="social",
        messages=messages,
        about={"company": header.get("company"), "url": closing.get("url")},
    )


def _turns(record: Record) -> list[Record]:
    return listed(record, "dialogContent")


def _ibm_message(turn: Record, place: int) -> _Message:
    speaker = next((key for key in turn if _plain(key) in {"client", "agent"}), "client")
    is_client = _plain(speaker) == "client"
    return _Message(
        speaker=speaker,
        actor="customer" if is_client else "employee",
        text=values.text(turn.get("message")),
        time=turn.get("datetime"),
        part=values.text(turn.get("tweet_ID")) or str(place),
        who=values.text(turn.get(speaker)) if is_client else None,
    )


def _ibm_closing(header: Record, closing: Record, tally: _Tally) -> _Message:
    """Read the closing turn. Its time is in its id; the duration that should give it can be negative."""
    number = values.text(closing.get("tweet_ID")) or "closing"
    took = values.seconds(str(header.get("duration") or "").rstrip("."))
    if took is not None and took < 0:
        tally.negative += 1
    return _Message(
        speaker="agent",
        actor="employee",
        text=values.text(closing.get("url_utterance")),
        time=_tweet_time(number) or _after(header.get("conversationDateTime"), took),
        part=number,
    )


def _tweet_time(number: str) -> str | None:
    """Read the time in a tweet's id: milliseconds in its upper bits, since late 2010."""
    if not number.isdecimal() or int(number) < _FIRST_TIMED_TWEET:
        return None
    return str((int(number) >> 22) + _TWITTER_EPOCH_MS)


def _after(start: Any, took: int | None) -> str | None:
    begun = values.moment(start, field="conversationDateTime")
    if begun is None or took is None or took < 0:
        return None
    return (begun[0] + timedelta(seconds=took)).isoformat()

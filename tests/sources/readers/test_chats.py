"""Chat transcripts. No vendor owns the layout: the generic one covers the names that exports use;
IBM's and ABCD's are those of the published sets (their SOURCE files name the repositories)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desireline.sources.readers.chats import READER


def _chat(**more: Any) -> dict[str, Any]:
    return {
        "conversation_id": "c-1",
        "customer": {"id": "u7", "email": "Ann@x.org", "name": "Ann Lee"},
        "messages": [
            {
                "sender": "customer",
                "text": "Where is it?",
                "timestamp": "2026-04-01T09:00:00+02:00",
            },
            {"sender": "bot", "text": "One moment.", "timestamp": "2026-04-01T09:00:02+02:00"},
            {"sender": "agent", "text": "On its way.", "timestamp": "2026-04-01T09:05:00+02:00"},
        ],
        **more,
    }


def test_each_message_is_an_event_of_its_conversation(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    kept = read(READER, lines(_chat(csat=4)))

    assert kept.column("activity") == [
        "customer message",
        "system message",
        "agent message",
        "chat rated",
    ]
    assert kept.column("direction") == ["inbound", None, "outbound", "inbound"]
    first = kept.events[0]
    assert first["subject"] == "user:u7"
    assert first["identifiers"] == ["user:u7", "email:ann@x.org", "name:Ann Lee"]
    assert first["object_ids"] == ["conversation:c-1"]
    assert (first["zone"], first["at"].astimezone(UTC).hour) == ("+02:00", 7)
    assert kept.column("part") == ["1", "2", "3", "rating"]
    rated = kept.events[-1]
    assert (rated["rating"], rated["rating_low"], rated["rating_high"]) == (4, 1, 5)


def test_turns_without_times_keep_their_order_and_the_report_says_so(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    turns = [["customer", "hi"], ["agent", "hello"], ["customer", "bye"]]
    chats = [{"chat_id": n, "date": "2026-04-01", "turns": turns} for n in (1, 2)]

    kept = read(READER, document(chats))

    start = datetime(2026, 4, 1)  # noqa: DTZ001 - as the file says it
    assert kept.column("at")[:3] == [start + timedelta(microseconds=n) for n in range(3)]
    assert set(kept.column("date_only")) == {True}
    assert kept.warnings[0].startswith("2 conversations have messages without a time")


def test_a_conversation_without_any_time_is_quarantined_whole(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    abcd = {"convo_id": 3592, "original": [["agent", "Hi!"], ["action", "Account pulled up."]],
            "scenario": {"personal": {"email": "a@b.org"}}}  # fmt: skip

    kept = read(READER, document([abcd, {**abcd, "date": "2026-01-01"}]))

    assert [row["code"] for row in kept.refused] == ["no-time"]
    assert "conversation 3592 has no time" in kept.refused[0]["reason"]
    assert kept.column("actor") == ["employee", "system"]
    assert set(kept.column("subject")) == {"email:a@b.org"}


def test_conversations_inside_an_object_are_found(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    kept = read(READER, document({"exported": "today", "conversations": [_chat()]}))

    assert len(kept.events) == 3


def test_ibms_525_conversations_hold_1211_messages_and_22_negative_durations(
    read: Callable[..., Any], shared_data: Path
) -> None:
    kept = read(READER, shared_data / "twitter_support_ibm" / "dev.json")

    assert kept.rows == 525
    assert len(kept.events) == 1211
    assert len({event["record"] for event in kept.events}) == 525
    assert kept.refused == []
    assert kept.warnings[0].startswith("22 conversations have a negative duration")
    assert len(set(kept.column("event_id"))) == 1211


def test_the_time_in_a_tweets_id_agrees_with_the_duration_where_that_is_right(
    read: Callable[..., Any], shared_data: Path
) -> None:
    kept = read(READER, shared_data / "twitter_support_ibm" / "dev.json")

    opened, closing = kept.events[:2]
    took = closing["at"].replace(microsecond=0) - opened["at"]
    assert took == timedelta(hours=1, minutes=26, seconds=55)


def test_the_abcd_sample_says_why_nothing_came_in(
    read: Callable[..., Any], shared_data: Path
) -> None:
    kept = read(READER, shared_data / "abcd_chats" / "abcd_sample.json")

    assert (kept.rows, kept.events) == (3, [])
    assert {row["code"] for row in kept.refused} == {"no-time"}

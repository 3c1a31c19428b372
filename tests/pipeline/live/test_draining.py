"""From the inbox to the log: each event once, at the right time, whatever order deliveries come in."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.pipeline.live.conftest import RECEIVED, Taking

from desireline import pipeline
from desireline.errors import WorkspaceError

Call = dict[str, Any]


def track(number: int, *, user: str = "u1", at: str = "2026-11-20T10:00:00Z", **more: Any) -> Call:
    return {
        "type": "track",
        "event": f"Step {number % 5}",
        "userId": user,
        "messageId": f"m{number}",
        "timestamp": at,
        **more,
    }


def test_calls_become_events_and_leave_the_inbox(taking: Taking) -> None:
    taking.calls(track(1), track(2, user="u2"))
    drained = taking.drain()
    assert (drained.deliveries, drained.events, drained.quarantined) == (1, 2, 0)
    assert taking.events() == [
        ("segment:m1", "user:u1", "Step 1"),
        ("segment:m2", "user:u2", "Step 2"),
    ]
    assert taking.store.inbox.waiting() == (0, 0)
    assert taking.events("source_file, source_line") == [("live:segment", 1)] * 2


def test_the_same_message_twice_is_one_event_also_days_apart(taking: Taking) -> None:
    taking.calls(track(1), track(1))
    taking.drain()
    taking.calls(track(1, event="Something else"))
    drained = taking.drain()
    assert drained.events == 0
    assert taking.events("activity") == [("Step 1",)]


def test_a_wrong_clock_is_corrected_as_segment_does(taking: Taking) -> None:
    # the device believes it is 2001; it sent the event ten minutes after it happened
    wrong = {"originalTimestamp": "2001-01-01T00:00:00Z", "sentAt": "2001-01-01T00:10:00Z"}
    taking.calls(track(1, timestamp=None, **wrong))
    taking.drain()
    assert taking.events('"at"') == [(RECEIVED - timedelta(minutes=10),)]


def test_a_time_without_sentat_is_believed_and_none_at_all_is_now(taking: Taking) -> None:
    taking.calls(track(1, at="2019-02-03T04:05:06Z"), {**track(2), "timestamp": None})
    taking.drain()
    assert [str(at)[:19] for (at,) in taking.events('"at"')] == [
        "2019-02-03 04:05:06",
        "2026-11-20 12:00:00",
    ]


def test_clocks_that_were_never_set_or_run_ahead_are_quarantined(taking: Taking) -> None:
    taking.calls(track(1, at="1970-01-01T00:00:05Z"), track(2, at="2031-01-01T00:00:00Z"))
    drained = taking.drain()
    assert (drained.events, drained.quarantined) == (0, 2)
    assert taking.quarantine() == [
        ("bad-time", "live:segment", 1),
        ("future-time", "live:segment", 1),
    ]


def test_a_call_that_is_no_event_is_kept_with_its_reason_and_the_others_go_on(
    taking: Taking,
) -> None:
    taking.calls(track(1), {"type": "track", "userId": "u"}, "what?", {"type": "dance"}, track(2))
    drained = taking.drain()
    assert (drained.events, drained.quarantined) == (2, 3)
    assert {code for code, _, _ in taking.quarantine()} == {"no-activity", "not-a-record", "bad-type"}  # fmt: skip


def test_what_nobody_knows_is_kept_in_the_attributes(taking: Taking) -> None:
    taking.calls(track(1, weird={"x": 1}, context={"planet": "Mars"}, properties={"size": "XL"}))
    taking.drain()
    [(attributes,)] = taking.events("attributes")
    assert json.loads(attributes) == {"weird": {"x": 1}, "context.planet": "Mars", "size": "XL"}


def test_half_a_character_and_a_null_byte_lose_nothing(taking: Taking) -> None:
    taking.calls(track(1, properties={"a": "\ud800", "b": "\x00"}), track(2))
    assert taking.drain().events == 2


def test_an_older_state_that_comes_later_does_not_undo_the_newer(taking: Taking) -> None:
    def ticket(status: str, minute: int) -> Call:
        return {
            "id": 7, "requester_id": 1, "status": status, "subject": "Help", "via": {"channel": "email"},
            "created_at": "2026-11-20T09:00:00Z", "updated_at": f"2026-11-20T09:{minute:02d}:00Z",
        }  # fmt: skip

    taking.webhook("zendesk", {"ticket": ticket("solved", 30)})
    taking.drain()
    taking.webhook("zendesk", {"ticket": ticket("open", 10)})
    assert taking.drain().events == 0
    rows = taking.events("event_id, json_extract_string(attributes, '$.status')")
    assert ("zendesk:7:opened", "solved") in rows


def _story() -> list[Call]:
    calls: list[Call] = []
    for number in range(60):
        year = 2019 if number % 11 == 0 else 2026
        calls.append(
            track(
                number,
                user=f"u{number % 7}",
                at=f"{year}-11-{1 + number % 19:02d}T{number % 24:02d}:00:00Z",
                properties={"n": number},
                context={"traits": {"email": f"p{number % 3}@example.org"}},
            )
        )
    calls.append(track(90, at="1970-01-01T00:00:00Z"))
    calls.append({"type": "track", "userId": "u0", "messageId": "none"})
    return calls


def _state(taking: Taking) -> dict[str, Any]:
    """Everything that the data came to, bit for bit; when and in which delivery it came left out."""
    taking.context.log.fold()
    pipeline.refresh(taking.context, job=pipeline_job())
    snapshot = taking.context.segments.snapshot()
    hashes = {
        name: [s.sha256 for s in snapshot.of(name)]
        for name in ("steps", "journeys", "identities", "utterances")
    }
    return {
        "events": taking.events("* EXCLUDE (source_line, received_at)"),
        "quarantine": sorted({(code, file) for code, file, _ in taking.quarantine()}),
        **hashes,
    }


def pipeline_job() -> Any:
    from desireline.jobs import QuietJob

    return QuietJob()


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_repetition_and_batching_ends_like_the_sorted_run(
    open_taking: Callable[[], Taking], seed: int
) -> None:
    story = _story()
    straight = open_taking()
    straight.calls(*sorted(story, key=lambda call: str(call.get("timestamp"))))
    straight.drain()
    choose = random.Random(seed)
    shuffled = open_taking()
    waiting = [call for call in story for _ in range(choose.randint(1, 3))]
    choose.shuffle(waiting)
    while waiting:
        size = choose.randint(1, 25)
        shuffled.calls(*waiting[:size])
        del waiting[:size]
        if choose.random() < 0.3:
            shuffled.drain()
    shuffled.drain()
    assert _state(shuffled) == _state(straight)


def test_a_crash_before_the_commit_leaves_everything_in_the_inbox(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desireline.stores.inbox import SqlInbox

    taking.calls(track(1), track(2))
    settle = SqlInbox.settle

    def fail(self: SqlInbox, *arguments: Any, **named: Any) -> None:
        settle(self, *arguments, **named)
        raise ZeroDivisionError

    monkeypatch.setattr(SqlInbox, "settle", fail)
    with pytest.raises(ZeroDivisionError):
        taking.drain()
    assert taking.events() == []
    assert taking.store.inbox.waiting()[0] == 2
    monkeypatch.undo()
    assert taking.drain().events == 2


def test_two_that_drain_the_same_deliveries_bring_them_once(taking: Taking) -> None:
    taking.calls(track(1))
    [delivery] = taking.store.inbox.take(limit_bytes=1)
    taking.drain()
    with pytest.raises(WorkspaceError, match="another process"):
        taking.store.inbox.settle([delivery.number], [], at_us=0)
    assert len(taking.events()) == 1


def test_a_delivery_that_kills_its_reader_is_set_aside_alone(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desireline.errors import FileError
    from desireline.sources.live import staging

    parse = staging.parse

    def poisoned(unit: Any, **named: Any) -> Any:
        if "poison" in unit.samples[0].path.read_text():
            raise FileError(
                "x", "the process that read it was ended", hint="", code="input.file.crash"
            )
        return parse(unit, **named)

    monkeypatch.setattr(staging, "parse", poisoned)
    taking.calls(*(track(n) for n in range(5)), track(66, properties={"a": "poison"}))
    drained = taking.drain()
    assert (drained.events, drained.quarantined) == (5, 1)
    assert taking.quarantine() == [("live-unreadable", "live:segment", 1)]


def test_an_import_brings_what_a_crash_left_in_the_inbox(taking: Taking, tmp_path: Any) -> None:
    taking.calls(track(1))
    file = tmp_path / "calls.jsonl"
    file.write_text(json.dumps(track(2)) + "\n")
    taking.workspace.add(file)
    assert [row[0] for row in taking.events()] == ["segment:m1", "segment:m2"]


def test_small_segments_fold_into_one_with_the_same_rows(taking: Taking) -> None:
    for number in range(4):
        taking.calls(track(number, user=f"u{number % 2}"))
        taking.drain()
    before = taking.events("*")
    assert taking.context.log.fold()
    assert len(taking.context.segments.snapshot().of("events")) == 1
    assert taking.events("*") == before
    assert not taking.context.log.fold()

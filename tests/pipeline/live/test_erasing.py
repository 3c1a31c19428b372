"""A person who is erased is gone from what waits, too, and from the bytes of the database."""

from __future__ import annotations

import json

from tests.pipeline.live.conftest import Taking
from tests.pipeline.live.test_draining import track

from desireline import pipeline

MARKER = "wilhelmine.mueller@example.org"


def _bytes(taking: Taking) -> bytes:
    folder = taking.workspace.folder
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_batch_loses_the_person_and_keeps_the_others(taking: Taking) -> None:
    taking.calls(
        track(1, context={"traits": {"email": MARKER}}),
        track(2, user="other"),
        track(3, properties={"note": f"write to {MARKER.upper()}, please"}),
    )
    taking.webhook("billing", {"type": "paid", "data": {"email": MARKER}})
    assert MARKER.encode() in _bytes(taking)

    assert pipeline.erase_inbox(taking.store, [f"email:{MARKER}"]) == 3

    assert MARKER.encode() not in _bytes(taking).lower()
    taking.drain()
    assert taking.events("subject") == [("user:other",)]


def test_a_short_id_is_looked_for_as_a_whole_only(taking: Taking) -> None:
    taking.calls(
        track(1, user="42"), track(2, user="421"), track(3, user="x", properties={"n": 42})
    )
    assert pipeline.erase_inbox(taking.store, ["user:42"]) == 2
    assert pipeline.erase_inbox(taking.store, ["user:42"]) == 0
    [left] = taking.store.inbox.take(limit_bytes=1)
    assert [call["userId"] for call in json.loads(left.body)["batch"]] == ["421"]

"""Amazon Connect contact records and Genesys Cloud conversations.

Layouts: docs.aws.amazon.com/connect, *Data model for contact records*, and published records (format
version 2017-03-10); developer.genesys.cloud, *Analytics conversation detail*.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def _contact(number: str, method: str, at: str, **more: Any) -> dict[str, Any]:
    return {
        "AWSAccountId": "1", "AWSContactTraceRecordFormatVersion": "2017-03-10", "Agent": None,
        "Attributes": {"greetingPlayed": "true"}, "Channel": "VOICE", "ContactId": number,
        "CustomerEndpoint": {"Address": "+17208401003", "Type": "TELEPHONE_NUMBER"},
        "InitialContactId": None, "PreviousContactId": None, "InitiationMethod": method,
        "InitiationTimestamp": at, "LastUpdateTimestamp": at, "Queue": None, "Recordings": None,
        **more,
    }  # fmt: skip


@pytest.mark.parametrize("between", ["\n", ""], ids=["a line each", "as Firehose joins them"])
def test_connect_tells_answered_abandoned_moved_and_outbound_contacts(
    read_here: Callable[..., Any], tmp_path: Path, between: str
) -> None:
    agent = {"AgentInteractionDuration": 239, "CustomerHoldDuration": 21, "Username": "kim",
             "ConnectedToAgentTimestamp": "2026-03-04T10:02:00Z"}  # fmt: skip
    records = [
        _contact("a1", "INBOUND", "2026-03-04T10:00:00Z", Queue={"Name": "Help", "Duration": 95}, Agent=agent,
                 Recordings=[{"Location": "bucket/a1.wav", "MediaStreamType": "AUDIO"}]),
        _contact("a2", "TRANSFER", "2026-03-04T10:06:00Z", InitialContactId="a1", PreviousContactId="a1"),
        _contact("b1", "INBOUND", "2026-03-04T11:00:00Z", Queue={"Name": "Help", "Duration": 300}),
        _contact("c1", "INBOUND", "2026-03-04T12:00:00Z"),
        _contact("d1", "OUTBOUND", "2026-03-04T13:00:00Z", Agent=agent),
        # delivered again with what was learnt since
        _contact("b1", "INBOUND", "2026-03-04T11:00:00Z", Queue={"Name": "Help", "Duration": 301},
                 LastUpdateTimestamp="2026-03-05T11:00:00Z"),
    ]  # fmt: skip
    path = tmp_path / "stream"
    path.write_text(between.join(json.dumps(record) for record in records))

    read = read_here(path)

    assert read.report.source == "amazon_connect"
    assert read.rows(
        'SELECT record, activity, actor, direction, wait_s, duration_s FROM staged ORDER BY "at"'
    ) == [
        ("a1", "call", "customer", "inbound", 95, 260),
        ("a1", "call transferred", "employee", None, None, None),
        ("b1", "abandoned call", "customer", "inbound", 301, None),
        ("c1", "call with the menu", "customer", "inbound", None, None),
        ("d1", "company calls", "employee", "outbound", None, 260),
    ]
    assert read.rows("SELECT DISTINCT subject FROM staged") == [("phone:+17208401003",)]
    first = json.loads(read.one("SELECT attributes FROM staged WHERE event_id LIKE '%:a1'"))
    assert (first["recording"], first["queue"], first["hold_s"]) == ("bucket/a1.wav", "Help", 21)
    assert "1 records were delivered again later: the latest one counts." in read.report.warnings


def test_genesys_adds_up_waiting_and_talking_over_queues(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    def participant(purpose: str, metrics: dict[str, int], **more: Any) -> dict[str, Any]:
        named = [{"name": name, "value": value} for name, value in metrics.items()]
        return {"purpose": purpose, "sessions": [{"mediaType": "voice", "metrics": named, **more}]}

    def conversation(number: str, way: str, at: str, *people: Any) -> dict[str, Any]:
        return {"conversationId": number, "conversationStart": at, "originatingDirection": way,
                "participants": list(people)}  # fmt: skip

    caller = participant("customer", {}, ani="tel:+4930123456", dnis="tel:+49800")
    called = participant("customer", {}, ani="tel:+49800", dnis="tel:+4930123456")
    page = {
        "conversations": [
            conversation("g1", "inbound", "2026-03-04T10:00:00.000Z", caller,
                         participant("acd", {"tAcd": 60_400, "nTransferred": 1}),
                         participant("acd", {"tAcd": 30_000}),
                         participant("agent", {"tTalk": 120_000, "tHeld": 5_000}, segments=[{"wrapUpCode": "solved"}])),
            conversation("g2", "inbound", "2026-03-04T11:00:00.000Z", caller,
                         participant("acd", {"tAcd": 200_000, "tAbandon": 200_000})),
            conversation("g3", "outbound", "2026-03-04T12:00:00.000Z", called,
                         participant("agent", {"tTalk": 10_000})),
        ],
        "totalHits": 3,
    }  # fmt: skip
    path = tmp_path / "details.json"
    path.write_text(json.dumps(page))

    read = read_here(path)

    assert read.report.source == "genesys"
    assert read.rows('SELECT record, activity, actor, wait_s, duration_s FROM staged ORDER BY "at"') == [
        ("g1", "call", "customer", 90, 125),
        ("g2", "abandoned call", "customer", 200, None),
        ("g3", "company calls", "employee", None, 10),
    ]  # fmt: skip
    assert read.rows("SELECT DISTINCT subject FROM staged") == [("phone:+4930123456",)]
    assert json.loads(read.one("SELECT attributes FROM staged WHERE record = 'g1'")) == {
        "agents": 1, "hold_s": 5, "transfers": 1, "wrap_up": "solved"}  # fmt: skip

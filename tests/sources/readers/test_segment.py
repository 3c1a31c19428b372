"""Segment's common fields: segment.com/docs/connections/spec/common, .../spec/ecommerce/v2."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from desireline.sources.readers.segment import READER


def _call(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "messageId": f"m-{kind}",
        "anonymousId": "dev-1",
        "timestamp": "2026-02-03T10:00:00.500Z",
        "originalTimestamp": "2026-02-03T11:00:00.500Z",
        "receivedAt": "2026-02-03T12:00:00.000Z",
        "context": {"library": {"name": "analytics.js"}},
        **more,
    }


def test_the_corrected_time_wins_over_the_devices_own(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    kept = read(READER, lines(_call("track", event="Product Viewed")))

    assert kept.events[0]["at"] == datetime(2026, 2, 3, 10, 0, 0, 500_000, tzinfo=UTC)
    assert kept.events[0]["event_id"] == "segment:m-track"
    assert kept.events[0]["part"] == "m-track"


def test_a_known_visitor_is_the_user_and_brings_the_device_along(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    traits = {"email": "Ann@Example.org", "firstName": "Ann", "lastName": "Lee", "phone": "+3161"}
    before = _call("page", name="Home")
    known = _call("identify", userId="u9", traits=traits)

    kept = read(READER, lines(before, known))

    assert kept.column("subject") == ["segment:dev-1", "user:u9"]
    assert kept.events[0]["identifiers"] == []
    assert set(kept.events[1]["identifiers"]) == {
        "user:u9",
        "segment:dev-1",
        "email:ann@example.org",
        "phone:+3161",
        "name:Ann Lee",
    }
    assert kept.column("actor") == ["customer", "system"]


def test_an_alias_offers_the_old_name(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    kept = read(READER, lines(_call("alias", userId="u9", previousId="old")))

    assert {"user:old", "segment:old"} <= set(kept.events[0]["identifiers"])


def test_channels_come_from_the_library_the_device_or_rudderstack(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    phone = _call("track", event="Opened", context={"os": {"name": "iOS"}})
    server = _call("track", event="Paid", context={"library": {"name": "analytics-node"}})
    rudder = _call("track", event="Opened", channel="mobile", context={})

    kept = read(READER, lines(_call("track", event="Seen"), phone, server, rudder))

    assert kept.column("channel") == ["web", "app", "system", "app"]


def test_an_order_moves_its_revenue(read: Callable[..., Any], lines: Callable[..., Path]) -> None:
    order = {"order_id": "o1", "total": 30, "revenue": 25, "currency": "USD"}
    kept = read(
        READER,
        lines(
            _call("track", event="Order Completed", properties=order),
            _call("track", event="Order Refunded", properties=order),
            _call("track", event="Product Added", properties={"price": 30, "value": 30}),
        ),
    )

    assert kept.column("value") == [Decimal(25), Decimal(-25), None]
    assert kept.events[0]["object_ids"] == ["order:o1"]


def test_a_batch_of_one_document_and_a_call_from_nobody(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    nobody = _call("track", event="Seen")
    del nobody["anonymousId"]
    path = document([_call("track", event="Seen"), nobody, _call("track")])

    kept = read(READER, path)

    assert len(kept.events) == 1
    assert [row["code"] for row in kept.refused] == ["no-subject", "no-activity"]

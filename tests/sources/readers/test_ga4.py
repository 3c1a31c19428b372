"""GA4's BigQuery export. Columns: support.google.com/analytics/answer/7029846 (export schema)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from desireline.sources.readers.ga4 import READER, page_path


def _row(name: str, second: int, **more: Any) -> dict[str, Any]:
    """64-bit numbers are strings in an extract of BigQuery."""
    parameters: dict[str, Any] = {"ga_session_id": 1_767_225_600, **more.pop("parameters", {})}
    listed = [
        {"key": key, "value": {"string_value" if isinstance(said, str) else "int_value": said}}
        for key, said in parameters.items()
    ]
    return {
        "event_date": "20260101",
        "event_timestamp": str((1_767_225_600 + second) * 1_000_000 + 250),
        "event_name": name,
        "event_params": listed,
        "user_pseudo_id": "12.34",
        "platform": "WEB",
        **more,
    }


def test_a_page_view_is_named_by_its_path_without_numbers(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    address = "https://shop.example/orders/4711/track?utm_source=x#top"
    kept = read(READER, lines(_row("page_view", 5, parameters={"page_location": address})))

    event = kept.events[0]
    assert event["activity"] == "page_view /orders/:id/track"
    assert event["touchpoint"] == "Page /orders/:id/track"
    assert event["at"] == datetime(2026, 1, 1, 0, 0, 5, 250, tzinfo=UTC)
    assert event["subject"] == "ga4:12.34"
    assert event["object_ids"] == ["session:12.34.1767225600"]
    assert json.loads(event["attributes"])["page_location"] == address


def test_a_purchase_moves_money_and_belongs_to_an_order(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    bought = _row(
        "purchase",
        9,
        user_id="C7",
        parameters={"transaction_id": "T1", "value": 49, "currency": "EUR"},
    )
    basket = _row("add_to_cart", 8, parameters={"value": 49, "currency": "EUR"})
    back = _row("refund", 10, parameters={"transaction_id": "T1", "value": 9, "currency": "EUR"})

    kept = read(READER, lines(basket, bought, back))

    assert kept.column("value") == [None, Decimal(49), Decimal(-9)]
    assert kept.events[1]["currency"] == "EUR"
    assert "order:T1" in kept.events[1]["object_ids"]
    assert kept.events[1]["identifiers"] == ["user:C7"]


def test_a_row_with_its_place_in_the_batch_has_a_name_of_its_own(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    placed = {"event_bundle_sequence_id": 5, "batch_event_index": 2}

    kept = read(READER, lines(_row("scroll", 1, **placed), _row("scroll", 1)))

    assert kept.column("event_id") == ["ga4:12.34:1767225601000250:scroll:5.2..", None]


def test_an_app_screen_is_app_and_the_trackers_own_events_are_nobodys(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    screen = _row("screen_view", 1, platform="IOS", parameters={"firebase_screen": "Basket"})

    kept = read(READER, lines(screen, _row("session_start", 0)))

    assert kept.column("channel") == ["app", "web"]
    assert kept.column("activity") == ["screen_view Basket", "session_start"]
    assert kept.column("actor") == ["customer", "system"]


def test_a_bad_line_is_quarantined_and_the_rest_is_read(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    good = _row("login", 1)
    refused = _row("login", 2, user_pseudo_id=None)
    late = _row("login", 3, event_timestamp="yesterday")

    kept = read(READER, lines(good, '{"event_name": "cut', refused, late, good))

    assert kept.rows == 5
    assert len(kept.events) == 2
    codes = [(row["source_line"], row["code"]) for row in kept.refused]
    assert codes == [(2, "bad-json"), (3, "no-subject"), (4, "bad-time")]


def test_words_in_paths_stay_and_hashes_do_not() -> None:
    assert page_path("https://a.example/de/hilfe/rueckgabe") == "/de/hilfe/rueckgabe"
    assert page_path("https://a.example/p/6f1ed002ab5595859014ebf0951522d9") == "/p/:id"
    assert page_path("https://a.example/orders/TL100131-01/track") == "/orders/:id/track"
    assert page_path("https://a.example/model-3/top-10") == "/model-3/top-10"
    assert page_path("https://a.example") == "/"
    assert page_path("http://[broken") is None

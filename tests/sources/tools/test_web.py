"""Web and product analytics. Each test names the page that its columns are from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Events, Read


def test_posthog_keeps_the_device_the_user_and_its_own_person(tool: Callable[..., Events]) -> None:
    """posthog.com/docs/data-pipelines/batch-exports/s3: events model."""
    events = tool("posthog")

    assert events.column("at", "subject", "activity", "actor", "channel") == [
        ("2026-03-02 09:00:00", "posthog:018d-anon", "page_view /pricing", "customer", "web"),
        ("2026-03-02 09:01:00", "posthog:U-1001", "$identify", "system", "web"),
        ("2026-03-02 09:02:00", "posthog:U-1001", "plan upgraded", "customer", "web"),
        ("2026-03-02 09:05:00", "posthog:U-1001", "survey sent", "customer", "web"),
        ("2026-03-02 10:00:00", "posthog:dev-9", "screen_view Cart", "customer", "app"),
    ]
    assert events.read.report.duplicates == 1
    assert set(events.of("$identify")["identifiers"]) == {
        "user:U-1001", "email:ann.lee@example.org", "posthog:018d-anon", "name:Ann Lee",
        "posthog_person:018-p1"}  # fmt: skip
    upgraded = events.of("plan upgraded")
    assert (upgraded["value"], upgraded["currency"]) == (49.5, "EUR")
    assert '"plan":"pro"' in upgraded["attributes"]["properties"]
    assert events.of("survey sent")["text"] == "Upgrading was easy"
    assert events.rows[0]["touchpoint"] == "Page /pricing"
    assert events.rows[0]["object_ids"] == ["session:s1"]
    assert "properties" not in events.rows[0]["attributes"]


def test_amplitude_tells_pages_from_bookkeeping_and_joins_device_and_user(
    tool: Callable[..., Events],
) -> None:
    """amplitude.com/docs/apis/analytics/export."""
    events = tool("amplitude")

    assert events.column("activity", "touchpoint", "actor", "channel", "subject") == [
        ("page_view /shop/:id", "Page /shop/:id", "customer", "web", "amplitude:777"),
        ("session_start", None, "system", "web", "amplitude:777"),
        ("Checkout Completed", None, "customer", "web", "amplitude:777"),
        ("Button Tapped", None, "customer", "app", "amplitude:778"),
    ]
    bought = events.of("Checkout Completed")
    assert (bought["value"], bought["currency"]) == (1049.9, "EUR")
    assert set(bought["identifiers"]) == {
        "user:U-1001", "email:ann.lee@example.org", "amplitude_device:dev-1"}  # fmt: skip
    assert "order:701" in bought["object_ids"]
    assert "email:bo@example.org" in events.rows[3]["identifiers"]


def test_umami_has_pages_and_events_and_who_signed_in(tool: Callable[..., Events]) -> None:
    """docs.umami.is; columns of website_event in umami-software/umami, db/clickhouse/schema.sql."""
    events = tool("umami")

    assert events.column("at", "activity", "touchpoint") == [
        ("2026-03-02 09:00:00", "page_view /", "Home page"),
        ("2026-03-02 09:01:00", "page_view /orders/:id", "Page /orders/:id"),
        ("2026-03-02 09:02:00", "download invoice", None),
    ]
    assert set(events.column("subject")) == {"umami:ses-1"}
    assert events.rows[0]["identifiers"] == ["gclid:Cj0abc"]
    assert "email:ann.lee@example.org" in events.rows[2]["identifiers"]


def test_plausibles_events_are_known_for_a_day(tool: Callable[..., Events]) -> None:
    """plausible/analytics, priv/ingest_repo: table events_v2."""
    events = tool("plausible")

    assert events.column("activity", "actor", "value") == [
        ("page_view /pricing", "customer", None),
        ("Purchase", "customer", 29.9),
        ("engagement", "system", None),
    ]
    assert set(events.column("subject")) == {"plausible:9001"}


def test_mixpanel_keeps_device_and_user_and_quarantines_a_broken_time(
    tool: Callable[..., Events],
) -> None:
    """docs.mixpanel.com/reference/raw-event-export."""
    events = tool("mixpanel")

    assert events.column("at", "subject", "activity", "channel") == [
        ("2026-03-02 09:00:00", "mixpanel:dev-1", "page_view /pricing", "web"),
        ("2026-03-02 09:01:00", "mixpanel:U-1001", "Plan Purchased", "web"),
        ("2026-03-02 09:01:01", "mixpanel:U-1001", "$identify", "web"),
        ("2026-03-02 10:00:00", "mixpanel:bo@example.org", "Opened", "app"),
    ]
    bought = events.of("Plan Purchased")
    assert set(bought["identifiers"]) == {
        "user:U-1001", "email:ann.lee@example.org", "mixpanel:dev-1"}  # fmt: skip
    assert (bought["value"], bought["attributes"]["plan"]) == (49.5, "pro")
    assert events.rows[3]["identifiers"] == ["email:bo@example.org"]
    assert events.quarantined == 1


def test_a_matomo_visit_is_one_event_per_action(tool: Callable[..., Events]) -> None:
    """developer.matomo.org/api-reference/reporting-api: Live.getLastVisitsDetails."""
    events = tool("matomo")

    assert events.column("at", "activity", "value") == [
        ("2026-03-02 09:00:00", "page_view /", None),
        ("2026-03-02 09:00:20", "site search", None),
        ("2026-03-02 09:00:30", "page_view /product/:id", None),
        ("2026-03-02 09:00:40", "Video: Play", None),
        ("2026-03-02 09:00:50", "goal Newsletter", None),
        ("2026-03-02 09:00:55", "cart left", None),
        ("2026-03-02 09:01:30", "order created", 39.9),
    ]
    assert set(events.column("subject")) == {"matomo:c1a2b3d4e5f60718"}
    assert events.rows[0]["identifiers"] == [
        "user:ann.lee@example.org",
        "email:ann.lee@example.org",
    ]
    assert events.rows[6]["object_ids"] == ["session:98", "order:701"]
    assert events.rows[6]["currency"] == "EUR"


def test_ga4s_parquet_is_its_json(tool: Callable[..., Events]) -> None:
    """support.google.com/analytics/answer/7029846."""
    events = tool("ga4")

    assert events.column("at", "activity", "subject", "value") == [
        ("2026-03-02 09:00:00", "page_view /pricing", "ga4:123.456", None),
        ("2026-03-02 09:01:00", "purchase", "ga4:123.456", 39.9),
    ]
    assert events.rows[1]["identifiers"] == ["user:U-1001"]
    assert events.rows[1]["object_ids"] == ["session:123.456.17", "order:701"]
    assert events.read.report.rows == 2


def test_ga4_keeps_the_ad_click_that_led_here(tmp_path: Path, tool: Callable[..., Events]) -> None:
    row = {
        "event_timestamp": 1772442000000000,
        "event_name": "page_view",
        "event_params": [],
        "user_pseudo_id": "1.2",
        "collected_traffic_source": {"gclid": "Cj0abc"},
    }
    (tmp_path / "ga4.jsonl").write_text(json.dumps(row) + "\n")

    assert tool("ga4", tmp_path / "ga4.jsonl").column("identifiers") == [["gclid:Cj0abc"]]


def test_lists_that_bigquery_wrapped_are_unwrapped(
    tmp_path: Path, tool: Callable[..., Events]
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    value = {"string_value": "https://shop.example/faq", "int_value": None}
    row = {
        "event_timestamp": 1772442000000000,
        "event_name": "page_view",
        "event_params": {"list": [{"element": {"key": "page_location", "value": value}}]},
        "user_pseudo_id": "1.2",
    }
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "old.parquet")

    assert tool("ga4", tmp_path / "old.parquet").column("activity") == ["page_view /faq"]


def test_rudderstacks_stream_is_segments(tool: Callable[..., Events]) -> None:
    """www.rudderstack.com/docs/event-spec/standard-events/common-fields."""
    (event,) = tool("segment")

    assert (event["activity"], event["value"], event["currency"]) == (
        "Order Completed", 39.9, "EUR")  # fmt: skip
    assert set(event["identifiers"]) == {
        "user:U-1001", "segment:dev-1", "email:ann.lee@example.org"}  # fmt: skip


def test_the_tables_of_a_warehouse_say_what_the_stream_says_and_an_event_of_two_tables_is_one(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    """www.rudderstack.com/docs/warehouse-schemas: guessed alone, whoever had not signed in was set aside."""
    stamps = "original_timestamp,sent_at,received_at,timestamp"
    seen = "2026-01-05 10:2{0}:33.123,2026-01-05 10:22:34,2026-01-05 10:22:35,2026-01-05 10:2{0}:33.500"
    files = {
        "tracks": f"id,anonymous_id,user_id,event,event_text,{stamps},channel\n"
        f"m1,a1,,button_clicked,Button Clicked,{seen.format(1)},web\n"
        f"m2,a1,C-12,order_completed,Order Completed,{seen.format(3)},web\n",
        "order_completed": f"id,anonymous_id,user_id,event,event_text,order_id,revenue,currency,{stamps},channel\n"
        f"m2,a1,C-12,order_completed,Order Completed,O-1,49.90,eur,{seen.format(3)},web\n",
        "pages": f"id,anonymous_id,user_id,name,path,url,{stamps},channel\n"
        f"p1,a1,,,/shoes,https://shop.example/shoes,{seen.format(0)},web\n",
        "screens": f"id,anonymous_id,user_id,name,{stamps},channel\ns1,a2,,Cart,{seen.format(4)},mobile\n",
        "identifies": f"id,anonymous_id,user_id,email,{stamps},channel\n"
        f"i1,a1,C-12,ida.berg@example.org,{seen.format(2)},web\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)

    read = read_here(*(tmp_path / f"{name}.csv" for name in files))

    assert {(unit.mapping, unit.source) for unit in read.units} == {("segment_tables", "segment")}
    assert read.rows(
        'SELECT event_id, subject, activity, channel, CAST(value AS DOUBLE), currency FROM staged ORDER BY "at"'
    ) == [
        ("segment:p1", "segment:a1", "page /shoes", "web", None, None),
        ("segment:m1", "segment:a1", "Button Clicked", "web", None, None),
        ("segment:i1", "user:C-12", "identify", "system", None, None),
        ("segment:m2", "user:C-12", "Order Completed", "web", 49.9, "EUR"),
        ("segment:s1", "segment:a2", "screen Cart", "app", None, None),
    ]
    assert read.one("SELECT identifiers FROM staged WHERE event_id = 'segment:i1'") == [
        "user:C-12", "segment:a1", "email:ida.berg@example.org"]  # fmt: skip
    assert sum(report.quarantined for report in read.reports.values()) == 0

"""Shops and payments. Each test names the page or public code that its columns are from."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Events, Read


def test_shopifys_own_export_with_its_transactions_says_when_money_went_back(
    tool: Callable[..., Events],
) -> None:
    """help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders."""
    events = tool("shopify", mapping="shopify_orders_csv")

    assert events.column("at", "record", "activity", "value", "channel", "actor") == [
        ("2026-03-02 09:00:58", "5001", "order created", 39.9, "web", "customer"),
        ("2026-03-02 09:01:00", "5001", "order paid", None, "web", "customer"),
        ("2026-03-03 08:00:00", "5001", "order shipped", None, "post", "company"),
        ("2026-03-04 19:15:00", "5002", "order created", 20, "web", "customer"),
        ("2026-03-04 19:16:00", "5002", "payment declined", None, "web", "customer"),
        ("2026-03-04 20:00:00", "5002", "order cancelled", None, "system", "company"),
        ("2026-03-05 11:00:00", "5003", "order created", 9.5, "store", "customer"),
        ("2026-03-05 11:00:00", "5003", "order shipped", None, "store", "company"),
        ("2026-03-05 11:00:00", "5003", "order paid", None, "store", "customer"),
        ("2026-03-09 13:30:00", "5001", "order refunded", -15, "system", "company"),
    ]
    assert {event["subject"] for event in events if event["record"] == "5001"} == {
        "email:ann.lee@example.org"
    }
    first, *_, last = events
    assert {"phone:+49 30 1234567", "name:Ann Lee"} <= set(first["identifiers"])
    assert first["text"] == "Please leave it with the neighbour"
    assert (first["currency"], last["currency"]) == ("EUR", "EUR")
    assert events.rows[6]["subject"] == "order:5003"
    assert events.of("order cancelled")["outcome"] == "lost"


def test_an_order_has_one_name_in_shopifys_export_and_in_its_webhooks(
    tool: Callable[..., Events], tmp_path: Path
) -> None:
    """`Id` is the order's number in Shopify; an export without it still has the shop's name of the order."""
    folder = Path(__file__).parent / "files" / "shopify_orders_csv"
    created = tool("shopify", mapping="shopify_orders_csv").rows[0]
    assert created["event_id"] == "shopify:5001:created"
    assert created["object_ids"] == ["order:5001"]

    with (folder / "orders_export_1.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    old = tmp_path / "old.csv"
    with old.open("w", encoding="utf-8", newline="") as file:
        kept = [name for name in rows[0] if name != "Id"]
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    created = tool("shopify", old, mapping="shopify_orders_csv").rows[0]
    assert (created["event_id"], created["record"]) == ("shopify:#1001:created", "#1001")
    assert created["object_ids"] == ["order:#1001"]


def test_shopifys_tables_tell_the_parcels_story_to_its_customer(
    tool: Callable[..., Events],
) -> None:
    """Columns of Fivetran's Shopify connector: fivetran/dbt_shopify_source, integration_tests/seeds."""
    events = tool("shopify", mapping="shopify_orders")

    assert events.column("at", "activity", "subject", "value") == [
        ("2026-03-01 12:00:00", "contact created", "shopify:901", None),
        ("2026-03-01 12:10:00", "checkout left", "shopify:901", None),
        ("2026-03-02 09:00:00", "order created", "shopify:901", 28.5),
        ("2026-03-04 08:00:00", "delivery failed", "shopify:901", None),
        ("2026-03-05 10:00:00", "order delivered", "shopify:901", None),
        ("2026-03-10 16:00:00", "order refunded", "shopify:901", -28.5),
    ]
    assert events.of("order delivered")["outcome"] == "completed"
    assert events.of("order refunded")["currency"] == "GBP"


@pytest.mark.parametrize(
    ("table", "activity", "count"),
    [
        ("customer", "contact created", 4),
        ("fulfillment_event", "order delivered", 1),
        ("abandoned_checkout", "checkout left", 3),
        ("order", "order created", 8),
        ("gql_order", "order created", 7),
        ("gql_transaction", "order refunded", 1),
        ("gql_customer", "contact created", 10),
        ("gql_abandoned_checkout", "checkout left", 5),
    ],
)
def test_the_publishers_shopify_tables_are_read(
    shared_data: Path, tool: Callable[..., Events], table: str, activity: str, count: int
) -> None:
    folder = shared_data / "connector_exports" / "shopify"
    events = tool("shopify", folder / f"shopify_{table}_data.csv", mapping="shopify_orders")
    assert events.column("activity").count(activity) == count
    assert events.quarantined == 0


def test_a_stripe_payment_was_a_payment_before_it_was_refunded(
    tool: Callable[..., Events],
) -> None:
    """Columns as public importers of the file name them; Stripe lists no columns of its own."""
    events = tool("stripe", mapping="stripe_payments")

    assert events.column("at", "subject", "activity", "value", "currency") == [
        ("2026-03-02 09:00:00", "stripe:cus_ann", "payment made", 1049.9, "EUR"),
        ("2026-03-02 09:05:00", "stripe:cus_ann", "payment made", 20, "USD"),
        ("2026-03-03 10:00:00", "stripe:cus_bo", "payment declined", None, None),
        ("2026-03-09 11:00:00", "stripe:cus_ann", "payment refunded", -5, "USD"),
    ]
    first = events.rows[0]
    assert first["identifiers"] == ["email:ann.lee@example.org"]
    assert "order:701" in first["object_ids"]
    assert events.of("payment declined")["attributes"]["decline_reason"] == "insufficient_funds"


def test_a_stripe_subscription_has_a_trial_a_start_and_an_end(tool: Callable[..., Events]) -> None:
    events = tool("stripe", mapping="stripe_subscriptions")

    told = [row["activity"] for row in events if row["record"] == "sub_1"]
    assert sorted(told) == [
        "subscription cancelled", "subscription ended", "subscription started", "trial ended",
        "trial started"]  # fmt: skip
    assert events.of("subscription ended")["outcome"] == "lost"
    assert [row["at"] for row in events if row["record"] == "sub_2"] == ["2026-02-02 09:00:00"]


def test_a_subscription_that_bills_again_is_renewed_and_not_bought_again(
    tool: Callable[..., Events],
) -> None:
    """Of four invoices one is void: one was paid first, one renewed, and one is only sent."""
    events = tool("stripe", mapping="stripe_invoices")
    assert events.column("subject", "activity", "actor", "value") == [
        ("stripe:cus_ann", "invoice paid", "customer", 60.0),
        ("stripe:cus_bo", "invoice sent", "company", None),
        ("stripe:cus_ann", "subscription renewed", "customer", 66.0),
    ]
    assert events.rows[0]["object_ids"] == ["invoice:in_1", "subscription:sub_1"]
    assert events.rows[0]["identifiers"] == ["email:ann.lee@example.org"]


def test_stripes_customers_tie_the_customer_number_to_the_address(
    tool: Callable[..., Events],
) -> None:
    (event,) = tool("stripe", mapping="stripe_customers")
    assert (event["subject"], event["actor"]) == ("stripe:cus_ann", "system")
    assert event["identifiers"] == ["email:ann.lee@example.org", "name:Ann Lee"]


def test_a_woocommerce_order_that_nobody_paid_moved_no_money(tool: Callable[..., Events]) -> None:
    """woocommerce.github.io/woocommerce-rest-api-docs/#order-properties."""
    events = tool("woocommerce", mapping="woocommerce_orders")

    assert events.column("at", "activity", "value") == [
        ("2026-03-02 14:28:02", "order created", 1029.35),
        ("2026-03-02 14:28:08", "order paid", None),
        ("2026-03-03 14:00:00", "order placed, not paid", None),
        ("2026-03-03 14:00:30", "payment declined", None),
        ("2026-03-04 11:00:00", "order shipped", None),
        ("2026-03-09 12:00:00", "order refunded", -1029.35),
    ]
    first = events.rows[0]
    assert first["subject"] == "email:ann.lee@example.org"
    assert first["identifiers"] == [
        "email:ann.lee@example.org", "phone:+49 30 1234567", "name:Ann Lee"]  # fmt: skip
    assert (first["currency"], first["text"]) == ("USD", "Is it gift wrapped?")
    assert first["attributes"]["refund_reason"] == "Arrived broken"


def test_stripes_older_header_is_known_and_what_cannot_be_read_of_a_payment_is_said(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    """`Created (UTC)` is what the column was called before; a row without any time was called left out."""
    (tmp_path / "payments.csv").write_text(
        "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Fee,Mode,Status,Customer ID,Customer Email\n"
        "ch_1,,2026-01-05 10:22,49.00,0.00,eur,1.67,Live,Paid,cus_A,ida.berg@example.org\n"
        "ch_2,,2026-01-06 10:22,n. a.,0.00,eur,1.67,Live,Paid,cus_A,ida.berg@example.org\n"
        "ch_3,,,19.00,0.00,eur,1.67,Live,Paid,cus_B,jo.lind@example.org\n"
        "pi_4,,2026-01-07 10:22,19.00,0.00,eur,,Live,Incomplete,cus_B,jo.lind@example.org\n"
    )
    read = read_here(tmp_path / "payments.csv")
    assert read.rows(
        "SELECT record, activity, CAST(value AS DOUBLE), currency FROM staged ORDER BY record"
    ) == [("ch_1", "payment made", 49.0, "EUR"), ("ch_2", "payment made", None, None)]
    assert read.rows("SELECT source_line, code, reason FROM quarantine") == [
        (4, "no-time", "none of Created (UTC), Refunded date (UTC), Dispute Date (UTC) is filled")
    ]
    assert read.report.warnings == [
        "1 cells in {Amount} are no number (for instance 'n. a.'): their events came in without it"
    ]

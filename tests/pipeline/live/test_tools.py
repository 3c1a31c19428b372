"""Webhooks of Zendesk, Intercom, Stripe and Shopify: the events that a file would have given."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.pipeline.live.conftest import Taking

Json = dict[str, Any]


def _zendesk(what: str, event: Json, **detail: Any) -> Json:
    return {
        "account_id": 1, "id": f"ev-{what}", "time": "2026-11-20T10:00:00Z", "subject": "zen:ticket:13",
        "type": f"zen:event-type:ticket.{what}", "zendesk_event_version": "2022-11-06", "event": event,
        "detail": {"id": "13", "requester_id": "77", "submitter_id": "77", "status": "OPEN",
                   "subject": "Late", "description": "Where is it?", "created_at": "2026-11-20T09:00:00Z",
                   "updated_at": "2026-11-20T10:00:00Z", "via": {"channel": "email"}, **detail},
    }  # fmt: skip


def test_zendesk_tells_a_ticket_step_by_step(taking: Taking) -> None:
    reply = {"id": "901", "body": "We are on it.", "is_public": True, "author": {"id": "5", "is_staff": True, "name": "Eva"}}  # fmt: skip
    thanks = {"id": "902", "body": "Thank you!", "is_public": True, "author": {"id": "77", "is_staff": False, "name": "Anna"}}  # fmt: skip
    for body in (
        _zendesk("created", {}),
        _zendesk("comment_added", {"comment": reply}),
        _zendesk("comment_added", {"comment": thanks}) | {"id": "ev-2"},
        _zendesk("status_changed", {"previous": "OPEN", "current": "SOLVED"}, status="SOLVED"),
        _zendesk("status_changed", {"previous": "SOLVED", "current": "OPEN"}) | {"id": "ev-3"},
        _zendesk("tags_changed", {"tags_added": ["vip"]}),
    ):
        taking.webhook("zendesk", body)
    assert taking.drain().quarantined == 0
    rows = taking.events("event_id, activity, actor, text")
    assert sorted(rows) == [
        ("zendesk:13:901", "agent reply", "employee", "We are on it."),
        ("zendesk:13:902", "customer reply", "customer", "Thank you!"),
        ("zendesk:13:ev-3", "ticket reopened", "customer", None),
        ("zendesk:13:opened", "ticket opened", "customer", "Where is it?"),
        ("zendesk:13:solved", "ticket solved", "employee", None),
    ]


def test_the_file_of_a_ticket_that_came_live_adds_nothing_twice(
    taking: Taking, tmp_path: Path
) -> None:
    taking.webhook("zendesk", _zendesk("created", {}))
    taking.drain()
    ticket = _zendesk("created", {})["detail"] | {"id": 13, "status": "open"}
    file = tmp_path / "tickets.json"
    file.write_text(json.dumps({"tickets": [ticket]}))
    taking.workspace.add(file)
    assert [row[0] for row in taking.events()] == ["zendesk:13:opened"]


def test_intercom_tells_each_part_once(taking: Taking) -> None:
    def part(number: int, kind: str, who: str) -> Json:
        author = {"type": who, "id": f"{who}-1", "name": "N"}
        return {"id": number, "part_type": kind, "body": f"words {number}", "created_at": 1763630000 + number, "author": author}  # fmt: skip

    def notification(*parts: Json, updated: int) -> Json:
        item = {
            "type": "conversation", "id": "500", "created_at": 1763629000, "updated_at": updated,
            "source": {"type": "conversation", "id": "s1", "body": "Hello?", "author": {"type": "user", "id": "u9", "email": "Anna@Example.org"}},
            "contacts": {"contacts": [{"id": "u9", "external_id": "42"}]},
            "conversation_parts": {"conversation_parts": list(parts)},
            "conversation_rating": {"rating": 2, "remark": "slow", "created_at": 1763631000},
        }  # fmt: skip
        return {"type": "notification_event", "topic": "conversation.user.replied", "data": {"item": item}}  # fmt: skip

    taking.webhook("intercom", notification(part(1, "comment", "admin"), updated=1763630001))
    taking.webhook("intercom", notification(part(2, "close", "admin"), updated=1763630002))
    assert taking.drain().quarantined == 0
    rows = taking.events("activity, actor, outcome, rating, identifiers")
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("conversation started", "customer", None),
        ("agent message", "employee", None),
        ("agent message", "employee", None),
        ("conversation closed", "employee", "resolved"),
        ("conversation rated", "customer", None),
    ]
    assert rows[-1][3] == Decimal(2)
    assert set(rows[0][4]) >= {"user:42", "email:anna@example.org"}


def test_the_export_of_a_conversation_that_came_live_adds_nothing_twice(
    taking: Taking, tmp_path: Path
) -> None:
    author = {"type": "user", "id": "u9", "email": "anna@example.org"}
    item: Json = {
        "type": "conversation", "id": "500", "created_at": 1763629000, "updated_at": 1763630001,
        "source": {"type": "conversation", "id": "s1", "body": "Hello?", "author": author},
        "contacts": {"contacts": [{"id": "u9"}]},
        "conversation_parts": {"conversation_parts": [
            {"id": 1, "part_type": "comment", "body": "Hi!", "created_at": 1763630001, "author": {"type": "admin", "id": "a"}},
        ]},
    }  # fmt: skip
    taking.webhook("intercom", {"topic": "conversation.admin.replied", "data": {"item": item}})
    taking.drain()
    before = sorted(taking.events())
    file = tmp_path / "conversations.json"
    file.write_text(json.dumps({"conversations": [item]}))
    taking.workspace.add(file)
    assert sorted(taking.events()) == before
    assert len(before) == 2


def test_stripe_money_counts_once_in_the_right_unit(taking: Taking) -> None:
    def event(number: int, kind: str, **thing: Any) -> Json:
        return {"id": f"evt_{number}", "object": "event", "type": kind, "created": 1763630000 + number,
                "data": {"object": {"customer": "cus_1", "currency": "eur", **thing}}}  # fmt: skip

    for body in (
        event(1, "charge.succeeded", object="charge", id="ch_1", created=1763630001, amount=1250),
        event(2, "invoice.paid", object="invoice", id="in_1", amount_paid=1250),
        event(
            3,
            "charge.refunded",
            object="charge",
            id="ch_1",
            created=1763630001,
            amount=1250,
            amount_refunded=250,
        ),
        event(
            4,
            "charge.succeeded",
            object="charge",
            id="ch_2",
            created=1763630004,
            amount=500,
            currency="jpy",
        ),
        event(5, "product.created", object="product", id="p"),
    ):
        taking.webhook("stripe", body)
    taking.drain()
    assert taking.events("activity, value, currency") == [
        ("payment made", Decimal("12.5"), "EUR"),
        ("invoice paid", None, None),
        ("payment refunded", Decimal("-2.5"), "EUR"),
        ("payment made", Decimal(500), "JPY"),
    ]


def test_a_second_refund_of_a_charge_replaces_the_sum_of_the_first(taking: Taking) -> None:
    for number, refunded in ((1, 0), (2, 250), (3, 1000)):
        kind = "charge.refunded" if refunded else "charge.succeeded"
        charge = {"object": "charge", "id": "ch_1", "customer": "cus_1", "currency": "eur", "created": 1763630001, "amount": 1250, "amount_refunded": refunded}  # fmt: skip
        taking.webhook("stripe", {"id": f"evt_{number}", "type": kind, "created": 1763630000 + number, "data": {"object": charge}})  # fmt: skip
        taking.drain()
    assert taking.events("activity, value") == [
        ("payment made", Decimal("12.5")),
        ("payment refunded", Decimal(-10)),
    ]


def test_the_export_of_payments_that_came_live_adds_nothing_twice(
    taking: Taking, tmp_path: Path
) -> None:
    charge = {"object": "charge", "id": "ch_1", "customer": "cus_1", "currency": "eur", "created": 1763630000, "amount": 1250}  # fmt: skip
    subscription = {"object": "subscription", "id": "sub_1", "customer": "cus_1", "status": "active", "created": 1763630000, "start_date": 1763630000}  # fmt: skip
    customer = {"object": "customer", "id": "cus_1", "email": "anna@example.org", "name": "Anna", "created": 1763620000}  # fmt: skip
    for number, (kind, thing) in enumerate(
        (
            ("charge.succeeded", charge),
            ("customer.subscription.created", subscription),
            ("customer.created", customer),
        )
    ):
        taking.webhook("stripe", {"id": f"evt_{number}", "type": kind, "created": 1763630000, "data": {"object": thing}})  # fmt: skip
    taking.drain()
    before = sorted(taking.events())
    files = {
        "payments": "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer ID\nch_1,2025-11-20 09:13:20,12.50,0.00,eur,Paid,cus_1\n",
        "subscriptions": "id,Customer ID,Plan,Interval,Status,Created (UTC),Start (UTC)\nsub_1,cus_1,basic,month,active,2025-11-20 09:13,2025-11-20 09:13\n",
        "customers": "id,Email,Name,Created (UTC),Delinquent\ncus_1,anna@example.org,Anna,2025-11-20 06:26,false\n",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    taking.workspace.add(*(tmp_path / f"{name}.csv" for name in files))
    assert sorted(taking.events()) == before
    assert sorted(row[2] for row in before) == [
        "contact created",
        "payment made",
        "subscription started",
    ]


def test_a_shopify_order_is_read_by_the_mapping_of_its_table(taking: Taking) -> None:
    order = {
        "id": 450789469, "order_number": 1001, "created_at": "2026-11-19T10:00:00+01:00",
        "updated_at": "2026-11-20T10:00:00+01:00", "total_price": "59.90", "currency": "EUR",
        "financial_status": "paid", "email": "anna@example.org", "source_name": "web", "test": False,
        "customer": {"id": 7}, "shipping_address": {"name": "Anna Muster", "phone": "+4930123456"},
        "fulfillments": [{"id": 3, "created_at": "2026-11-20T09:00:00+01:00", "shipment_status": None}],
        "refunds": [{"id": 4, "created_at": "2026-11-20T10:00:00+01:00", "refund_line_items": [],
                     "transactions": [{"id": 44, "kind": "refund", "amount": "9.90", "currency": "EUR"}]}],
    }  # fmt: skip
    taking.webhook("shopify", order)
    assert taking.drain().quarantined == 0
    assert taking.events("event_id, subject, activity, value, source_file, source_line") == [
        ("shopify:450789469:created", "shopify:7", "order created", Decimal("59.9"), "webhook:shopify", 1),
        ("shopify:fulfillment:3:shipped", "shopify:7", "order shipped", None, "webhook:shopify", 1),
        ("shopify:refund:44", "shopify:7", "order refunded", Decimal("-9.9"), "webhook:shopify", 1),
    ]  # fmt: skip
    assert "email:anna@example.org" in taking.events("identifiers")[0][0]


def test_any_source_is_read_by_its_envelope(taking: Taking) -> None:
    body = {"type": "parcel.delivered", "timestamp": "2026-11-20T08:00:00Z", "data": {"customer_id": "42", "depot": "B"}}  # fmt: skip
    taking.webhook("parcels", body, trusted=False)
    taking.webhook("parcels", {"type": "parcel.lost", "data": {}}, trusted=False)
    drained = taking.drain()
    assert (drained.events, drained.quarantined) == (1, 1)
    assert taking.events("source, subject, activity, attributes") == [
        ("parcels", "user:42", "parcel.delivered", '{"customer_id": "42", "depot": "B"}')
    ]


def test_a_webhook_that_brings_a_segment_call_is_read_as_one(taking: Taking) -> None:
    call = {"type": "track", "event": "Viewed", "userId": "u", "messageId": "m", "timestamp": "2026-11-20T08:00:00Z"}  # fmt: skip
    taking.webhook("relay", call)
    taking.drain()
    assert taking.events() == [("segment:m", "user:u", "Viewed")]


def test_two_states_of_one_order_in_one_drain_are_one_order(taking: Taking) -> None:
    for updated, state in (("10:00:00", "pending"), ("11:00:00", "paid")):
        taking.webhook("shopify", {
            "id": 1, "order_number": 7, "created_at": "2026-11-19T10:00:00Z", "updated_at": f"2026-11-20T{updated}Z",
            "total_price": "5.00", "currency": "EUR", "financial_status": state, "customer": {"id": 7},
        })  # fmt: skip
    taking.drain()
    [(event_id, attributes)] = taking.events("event_id, attributes")
    assert event_id == "shopify:1:created"
    assert json.loads(attributes)["financial_status"] == "paid"

"""Calls, surveys, orders and contacts: four CSV files, each in its tool's own columns.

Planted untidiness: callers who hide their number, answers without an address, deliveries that the
carrier never scanned, contacts twice in the CRM, a store's phone number entered for many people.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from desireline.sample.company import AGENTS, COMPANY, PERIOD_END
from desireline.sample.exports.files import iso, pounds
from desireline.sample.ledger import Ledger, Order

_LONDON = ZoneInfo("Europe/London")
STORE_PHONE = "+448081570100"
"""Typed by store staff for customers who gave no number: it joins nobody."""

CALLS = (
    "call_id",
    "started_at",
    "direction",
    "customer_number",
    "queue",
    "agent",
    "wait_seconds",
    "talk_seconds",
    "transfers",
    "disposition",
    "order_ref",
    "transcript",
    "site",
)
SURVEYS = (
    "response_id",
    "survey",
    "sent_at",
    "submitted_at",
    "email",
    "order_id",
    "csat_1_to_5",
    "nps_0_to_10",
    "ces_1_to_7",
    "comment",
)
ORDERS = (
    "order_id",
    "customer_id",
    "email",
    "channel",
    "delivery_method",
    "store",
    "created_at",
    "promised_date",
    "paid_at",
    "picked_at",
    "shipped_at",
    "delivered_at",
    "ready_for_collection_at",
    "collection_failed_at",
    "collected_at",
    "cancelled_at",
    "returned_at",
    "refunded_at",
    "items",
    "total",
    "currency",
    "status",
    "brand",
)
CONTACTS = (
    "contact_id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "city",
    "created_at",
    "lead_source",
    "newsletter",
)
_TIMES = {
    "paid_at": "paid",
    "picked_at": "picked",
    "shipped_at": "shipped",
    "delivered_at": "delivered",
    "ready_for_collection_at": "ready",
    "collection_failed_at": "collection_failed",
    "collected_at": "collected",
    "cancelled_at": "cancelled",
    "returned_at": "returned",
    "refunded_at": "refunded",
}


def calls(ledger: Ledger, rng: Random) -> Iterator[tuple[Any, ...]]:
    """The call centre's log, in local time with its offset."""
    made = sorted(ledger.calls, key=lambda call: (call.at, call.person.number))
    for number, call in enumerate(made):
        hidden = call.person.phone is None or rng.random() < 0.02
        yield (
            f"CC{300_000 + number}",
            datetime.fromtimestamp(call.at // 1000, _LONDON).isoformat(),
            "inbound" if call.inbound else "outbound",
            "withheld" if hidden else call.person.phone,
            call.queue,
            AGENTS[call.agent][1] if call.agent is not None else None,
            call.wait,
            call.talk,
            call.transfers,
            call.disposition,
            call.order if rng.random() < 0.8 else None,
            "\n".join(f"{speaker}: {words}" for speaker, words in call.lines),
            COMPANY,
        )


def surveys(ledger: Ledger, rng: Random) -> Iterator[tuple[Any, ...]]:
    """Answered surveys; a few people answer without an address."""
    answers = sorted(ledger.answers, key=lambda answer: (answer.at, answer.person.number))
    for number, answer in enumerate(answers):
        yield (
            f"R-{20_000 + number}",
            answer.survey,
            iso(answer.sent_at),
            iso(answer.at),
            answer.person.email if rng.random() < 0.97 else None,
            answer.order,
            answer.csat,
            answer.nps,
            answer.ces,
            answer.comment,
        )


def orders(ledger: Ledger, rng: Random) -> Iterator[tuple[Any, ...]]:
    """One row per order, one column per thing that happened to it."""
    for order in sorted(ledger.orders, key=lambda order: (order.times["created"], order.order_id)):
        times = {name: _exported(order, key) for name, key in _TIMES.items()}
        if rng.random() < 0.01:
            times["delivered_at"] = None  # the carrier never scanned it
        row = (
            order.order_id,
            None if order.guest else order.person.customer_id,
            order.person.email,
            order.channel,
            order.method,
            order.store,
            iso(order.times["created"]),
            datetime.fromtimestamp(order.promised // 1000, UTC).date().isoformat(),
            *times.values(),
            len(order.products),
            pounds(order.total),
            "GBP",
            _status(order),
            COMPANY,
        )
        yield row
        if rng.random() < 0.003:
            yield row


def _exported(order: Order, key: str) -> str | None:
    moment = order.times.get(key)
    return iso(moment) if moment is not None and moment < PERIOD_END else None


def _status(order: Order) -> str:
    done = {key for key, moment in order.times.items() if moment < PERIOD_END}
    for key in ("returned", "cancelled", "collected", "delivered", "shipped", "ready", "paid"):
        if key in done:
            return key
    return "created"


def contacts(ledger: Ledger, rng: Random) -> Iterator[tuple[Any, ...]]:
    """The CRM's contacts: everybody who has an account, a few of them twice."""
    known = [
        person for person in ledger.people if person.customer_id and person.created < PERIOD_END
    ]
    for person in sorted(known, key=lambda person: person.number):
        phone = person.phone
        if phone is None and rng.random() < 0.5:
            phone = STORE_PHONE
        row = (
            person.customer_id,
            person.first,
            person.last,
            person.email if rng.random() < 0.98 else None,
            phone,
            person.city,
            iso(person.created),
            rng.choice(("web", "web", "store", "app", "referral")),
            "yes" if rng.random() < 0.6 else "no",
        )
        yield row
        if rng.random() < 0.01:
            yield (*row[:1], row[1].upper(), *row[2:])

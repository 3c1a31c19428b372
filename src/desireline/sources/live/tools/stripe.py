"""Stripe: events about charges, subscriptions and customers through the mappings of its exports; the rest as told.

Members as in docs.stripe.com, "The Event object" and the objects in `data.object`. A charge, a subscription or a
customer becomes a row of the export of its kind, so that a file of the same account adds nothing twice; a later state
replaces an earlier one (a second refund tells the sum of both). Money is moved by charges and refunds only: the
invoice and the checkout around a charge state the same money again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from desireline.sources.live.model import Json, Reading, Record, inner, listed, made, state_us
from desireline.sources.readers import values

_PAYMENTS = Reading("stripe", "table", "stripe_payments")
_SUBSCRIPTIONS = Reading("stripe", "table", "stripe_subscriptions")
_CUSTOMERS = Reading("stripe", "table", "stripe_customers")
_CHARGES = frozenset({"charge.succeeded", "charge.failed", "charge.refunded"})
_ACTIVITIES = {
    "invoice.paid": "invoice paid",
    "invoice.payment_failed": "invoice payment failed",
    "checkout.session.completed": "checkout completed",
    "checkout.session.expired": "checkout expired",
    "customer.subscription.trial_will_end": "trial about to end",
}
_PAYMENT_COLUMNS = ("id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Status", "Refunded date (UTC)", "Customer ID", "Customer Email", "Customer Name", "Customer Phone", "Description", "Decline Reason", "Seller Message", "Invoice ID", "order_id (metadata)", "user_id (metadata)", "Dispute Date (UTC)", "Dispute Reason")  # fmt: skip
_SUBSCRIPTION_COLUMNS = ("id", "Customer ID", "Plan", "Interval", "Status", "Created (UTC)", "Start (UTC)", "Product", "Amount", "Currency", "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)", "Cancellation Comment")  # fmt: skip
_CUSTOMER_COLUMNS = ("id", "Email", "Name", "Created (UTC)", "Delinquent", "Description", "Phone", "user_id (metadata)")  # fmt: skip
_WHOLE = frozenset(
    [
        "bif",
        "clp",
        "djf",
        "gnf",
        "jpy",
        "kmf",
        "krw",
        "mga",
        "pyg",
        "rwf",
        "ugx",
        "vnd",
        "vuv",
        "xaf",
        "xof",
        "xpf",
    ]
)  # currencies without a smaller unit
_THOUSANDTHS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
_KEPT = ("id", "status", "description", "amount_paid", "amount_total", "amount_due", "billing_reason", "mode")  # fmt: skip


def read(body: Any) -> list[Record]:
    """Turn a Stripe event into a row or an event; none for types that no journey shows, none of the test mode."""
    event = inner(body)
    kind, thing = str(event.get("type")), inner(event, "data", "object")
    if event.get("livemode") is False:
        return []
    if kind in _ACTIVITIES:
        return [made("stripe", _told(event, kind, thing))]
    found = _as_row(event, kind, thing)
    if found is None:
        return []
    reading, row = found
    return [Record(reading=reading, body=row, version_us=state_us(event.get("created")))]


def _as_row(event: Json, kind: str, thing: Json) -> tuple[Reading, Json] | None:
    if kind in _CHARGES:
        return _PAYMENTS, _charge(event, thing)
    if kind == "charge.dispute.created":
        dispute = {"id": thing.get("charge"), "Dispute Date (UTC)": _time(thing.get("created"))}
        return _PAYMENTS, _row(
            _PAYMENT_COLUMNS, {**dispute, "Dispute Reason": thing.get("reason")}
        )
    if kind.startswith("customer.subscription."):
        return _SUBSCRIPTIONS, _subscription(thing, now=event.get("created"))
    return (_CUSTOMERS, _customer(thing)) if kind == "customer.created" else None


def _row(columns: tuple[str, ...], known: Mapping[str, object]) -> Json:
    """A row of an export: every column, as text."""
    return {column: values.text(known.get(column)) for column in columns}


def _charge(event: Json, charge: Json) -> Json:
    about, metadata = inner(charge, "billing_details"), inner(charge, "metadata")
    refunded = values.number(charge.get("amount_refunded"))
    return _row(
        _PAYMENT_COLUMNS,
        {
            "id": charge.get("id"),
            "Created date (UTC)": _time(values.first({**event, **charge}, ("created",))),
            "Amount": _amount(charge.get("amount"), charge),
            "Amount Refunded": _amount(refunded, charge) if refunded else None,
            "Refunded date (UTC)": _time(event.get("created")) if refunded else None,
            "Currency": charge.get("currency"),
            "Status": "failed" if event.get("type") == "charge.failed" else "paid",
            "Customer ID": charge.get("customer"),
            "Customer Email": _email(charge),
            "Customer Name": about.get("name"),
            "Customer Phone": about.get("phone"),
            "Description": charge.get("description"),
            "Decline Reason": charge.get("failure_code"),
            "Seller Message": inner(charge, "outcome").get("seller_message"),
            "Invoice ID": charge.get("invoice"),
            "order_id (metadata)": metadata.get("order_id"),
            "user_id (metadata)": metadata.get("user_id"),
        },
    )


def _subscription(subscription: Json, *, now: object) -> Json:
    item = next(iter(listed(subscription, "items", "data")), {})
    price = inner(item, "price") or inner(item, "plan") or inner(subscription, "plan")
    recurring = inner(price, "recurring") or price
    end, sent = state_us(subscription.get("trial_end")), state_us(now)
    has_trial_ended = end is not None and sent is not None and end <= sent
    return _row(
        _SUBSCRIPTION_COLUMNS,
        {
            "id": subscription.get("id"),
            "Customer ID": subscription.get("customer"),
            "Plan": values.first(price, ("nickname", "id")),
            "Product": price.get("product"),
            "Interval": recurring.get("interval"),
            "Amount": _amount(price.get("unit_amount"), price),
            "Currency": price.get("currency"),
            "Status": subscription.get("status"),
            "Created (UTC)": _time(subscription.get("created")),
            "Start (UTC)": _time(values.first(subscription, ("start_date", "created"))),
            "Trial Start (UTC)": _time(subscription.get("trial_start")),
            "Trial End (UTC)": _time(subscription.get("trial_end")) if has_trial_ended else None,
            "Canceled At (UTC)": _time(subscription.get("canceled_at")),
            "Ended At (UTC)": _time(subscription.get("ended_at")),
            "Cancellation Comment": inner(subscription, "cancellation_details").get("comment"),
        },
    )


def _customer(customer: Json) -> Json:
    return _row(
        _CUSTOMER_COLUMNS,
        {
            "id": customer.get("id"),
            "Email": customer.get("email"),
            "Name": customer.get("name"),
            "Phone": customer.get("phone"),
            "Created (UTC)": _time(customer.get("created")),
            "Delinquent": customer.get("delinquent"),
            "Description": customer.get("description"),
            "user_id (metadata)": inner(customer, "metadata").get("user_id"),
        },
    )


def _told(event: Json, kind: str, thing: Json) -> Json:
    """What no export has a row for: an event of its own."""
    customer, email = values.text(thing.get("customer")), _email(thing)
    about = inner(thing, "customer_details")
    event_id = values.text(event.get("id"))
    is_checkout = kind.startswith("checkout")
    has_paid = kind == "checkout.session.completed"
    is_one = thing.get("object") == "subscription"
    return {
        "event_id": f"stripe:{event_id}" if event_id else None,
        "record": values.text(thing.get("id")),
        "subject": f"stripe:{customer}" if customer else f"email:{email.lower()}" if email else "",
        "identifiers": values.names(
            email=email,
            phone=about.get("phone"),
            name=values.first({**about, **thing}, ("customer_name", "name")),
        ),
        "at": event.get("created"),
        "activity": _ACTIVITIES[kind],
        "actor": "customer" if has_paid else "system",
        "direction": "inbound" if has_paid else None,
        "channel": "web" if is_checkout else "system",
        "object_ids": values.names(
            charge=thing.get("charge"),
            invoice=thing.get("id") if thing.get("object") == "invoice" else thing.get("invoice"),
            subscription=thing.get("id") if is_one else thing.get("subscription"),
        ),
        "attributes": {"type": kind, **{name: thing.get(name) for name in _KEPT}},
    }


def _email(thing: Json) -> str | None:
    places = (thing, inner(thing, "billing_details"), inner(thing, "customer_details"))
    fields = ("email", "receipt_email", "customer_email")
    found = (values.text(values.first(place, fields)) for place in places)
    return next((email for email in found if email), None)


def _time(seconds: object) -> str | None:
    """Write an epoch as an export does."""
    us = state_us(seconds)
    return None if us is None else datetime.fromtimestamp(us / 1e6, tz=UTC).isoformat(sep=" ")


def _amount(minor: object, thing: Json) -> str | None:
    """Write an amount of the smallest unit in whole units of the thing's currency."""
    amount, currency = values.number(minor), str(thing.get("currency") or "").lower()
    if amount is None or not currency:
        return None
    parts = 1 if currency in _WHOLE else 1000 if currency in _THOUSANDTHS else 100
    return str(Decimal(amount) / parts)

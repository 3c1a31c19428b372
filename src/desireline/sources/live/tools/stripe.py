"""Stripe: events about charges, invoices, checkouts, subscriptions and customers.

Members as in docs.stripe.com, "The Event object" and the objects in `data.object`. Money is moved by
charges and refunds only: the invoice and the checkout around a charge state the same money again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desireline.sources.live.model import Json, Record, inner, made
from desireline.sources.readers import values

_ACTIVITIES = {
    "charge.succeeded": "payment succeeded",
    "charge.failed": "payment failed",
    "charge.refunded": "payment refunded",
    "charge.dispute.created": "payment disputed",
    "invoice.paid": "invoice paid",
    "invoice.payment_failed": "invoice payment failed",
    "checkout.session.completed": "checkout completed",
    "checkout.session.expired": "checkout expired",
    "customer.created": "contact created",
    "customer.subscription.created": "subscription started",
    "customer.subscription.updated": "subscription changed",
    "customer.subscription.deleted": "subscription cancelled",
    "customer.subscription.trial_will_end": "trial about to end",
}
_BY_CUSTOMER = frozenset({"charge.succeeded", "charge.failed", "charge.dispute.created", "checkout.session.completed", "customer.subscription.created"})  # fmt: skip
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
)
_THOUSANDTHS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
_KEPT = ("id", "status", "description", "failure_code", "failure_message", "cancel_at_period_end", "amount", "amount_paid", "amount_total", "amount_due", "billing_reason", "mode", "reason")  # fmt: skip


def read(body: Any) -> list[Record]:
    """Turn a Stripe event into one event; none for types that no journey shows."""
    event = inner(body)
    kind = str(event.get("type"))
    thing = inner(event, "data", "object")
    if kind not in _ACTIVITIES:
        return []
    is_customer = thing.get("object") == "customer"
    customer = values.text(thing.get("id") if is_customer else thing.get("customer"))
    email = _email(thing)
    subject = f"stripe:{customer}" if customer else f"email:{email.lower()}" if email else ""
    about = inner(thing, "billing_details") or inner(thing, "customer_details")
    event_id = values.text(event.get("id"))
    made_event = {
        "event_id": f"stripe:{event_id}" if event_id else None,
        "record": values.text(thing.get("id")),
        "subject": subject,
        "identifiers": values.names(
            email=email,
            phone=values.first({**about, **thing}, ("phone",)),
            name=values.first({**about, **thing}, ("customer_name", "name")),
        ),
        "at": event.get("created"),
        "activity": _ACTIVITIES[kind],
        "actor": "customer" if kind in _BY_CUSTOMER else "system",
        "direction": "inbound" if kind in _BY_CUSTOMER else None,
        "channel": "web" if kind.startswith("checkout") else "system",
        "object_ids": values.names(
            charge=thing.get("id") if thing.get("object") == "charge" else thing.get("charge"),
            invoice=thing.get("id") if thing.get("object") == "invoice" else thing.get("invoice"),
            subscription=_subscription(thing),
        ),
        **_money(kind, thing),
        "attributes": {"type": kind, **{name: thing.get(name) for name in _KEPT}},
    }
    return [made("stripe", made_event)]


def _email(thing: Json) -> str | None:
    places = (thing, inner(thing, "billing_details"), inner(thing, "customer_details"))
    fields = ("email", "receipt_email", "customer_email")
    found = (values.text(values.first(place, fields)) for place in places)
    return next((email for email in found if email), None)


def _subscription(thing: Json) -> Any:
    is_one = thing.get("object") == "subscription"
    return thing.get("id") if is_one else thing.get("subscription")


def _money(kind: str, thing: Json) -> Json:
    fields = {"charge.succeeded": ("amount", 1), "charge.refunded": ("amount_refunded", -1)}
    if kind not in fields:
        return {}
    name, sign = fields[kind]
    amount, currency = values.number(thing.get(name)), str(thing.get("currency") or "").lower()
    if amount is None or not currency:
        return {}
    parts = 1 if currency in _WHOLE else 1000 if currency in _THOUSANDTHS else 100
    return {"value": str(sign * Decimal(amount) / parts), "currency": currency.upper()}

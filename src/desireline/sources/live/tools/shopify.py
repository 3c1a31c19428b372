"""Shopify: orders through the mapping of Shopify's tables, refunds, shipments and customers.

Members as in shopify.dev, the REST Admin API's Order, Refund, Fulfillment and Customer. What a body is
is told by its members, not by the header with its topic, because only the body is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desireline.sources.live.model import Json, Reading, Record, inner, listed, made, state_us
from desireline.sources.readers import values

_ORDERS = Reading("shopify", "table", "shopify_orders")
_COLUMNS = ("id", "created_at", "total_price", "financial_status", "order_number", "currency", "email", "processed_at", "cancelled_at", "closed_at", "source_name", "fulfillment_status", "cancel_reason", "test")  # fmt: skip


def read(body: Any) -> list[Record]:
    """Turn a delivery into records; nothing for products, themes and the like.

    Refunds and shipments are read where an order lists them: on their own they name no customer.
    """
    thing = inner(body)
    version = state_us(thing.get("updated_at"))
    if "total_price" in thing and "order_number" in thing:
        row = _order(thing)
        about = _about(row)
        return [
            Record(reading=_ORDERS, body=row, version_us=version),
            *(made("shopify", {**about, **one}) for one in _refunds(thing)),
            *(
                made("shopify", {**about, **_shipment(one)}, version_us=version)
                for one in listed(thing, "fulfillments")
            ),
        ]
    if "verified_email" in thing or "orders_count" in thing:
        return [made("shopify", _customer(thing), version_us=version)]
    return []


def _order(order: Json) -> Json:
    """Write an order as a row of the table that the mapping reads."""
    customer, address = inner(order, "customer"), inner(order, "shipping_address")
    row = {name: values.text(order.get(name)) for name in _COLUMNS}
    return {
        **row,
        "test": str(order.get("test") is True).lower(),
        "customer_id": values.text(customer.get("id")),
        "email": values.text(order.get("email")) or values.text(customer.get("email")),
        "shipping_address_name": values.text(address.get("name")),
        "shipping_address_phone": values.text(values.first({**order, **address}, ("phone",))),
    }


def _about(row: Json) -> Json:
    """Say whose the order is, as the mapping does."""
    customer, email, number = row["customer_id"], row["email"], row["id"]
    subject = (
        f"shopify:{customer}" if customer else f"email:{email}" if email else f"order:{number}"
    )
    return {
        "record": number,
        "subject": subject,
        "object_ids": [f"order:{number}"],
    }


def _refunds(order: Json) -> Iterator[Json]:
    """Each movement of money is one event, with the id that the table of transactions gives it."""
    for refund in listed(order, "refunds"):
        for transaction in listed(refund, "transactions"):
            amount = values.number(transaction.get("amount"))
            if transaction.get("kind") == "refund" and amount is not None:
                yield {
                    "event_id": f"shopify:refund:{values.text(transaction.get('id'))}",
                    "at": values.first({**refund, **transaction}, ("created_at", "processed_at")),
                    "activity": "order refunded",
                    "actor": "company",
                    "direction": "outbound",
                    "channel": "system",
                    "value": str(-amount),
                    "currency": transaction.get("currency"),
                    "attributes": {
                        "gateway": transaction.get("gateway"),
                        "note": refund.get("note"),
                    },
                }


def _shipment(shipment: Json) -> Json:
    status = values.text(shipment.get("shipment_status"))
    return {
        "event_id": f"shopify:fulfillment:{values.text(shipment.get('id'))}:{status or 'shipped'}",
        "at": shipment.get("updated_at") if status else shipment.get("created_at"),
        "activity": f"shipment {status.replace('_', ' ')}" if status else "order shipped",
        "actor": "company",
        "direction": "outbound",
        "channel": "post",
        "attributes": {
            "tracking_company": shipment.get("tracking_company"),
            "status": shipment.get("status"),
        },
    }


def _customer(customer: Json) -> Json:
    number = values.text(customer.get("id")) or ""
    names = [values.text(customer.get(part)) for part in ("first_name", "last_name")]
    return {
        "event_id": f"shopify:customer:{number}",
        "record": number,
        "subject": f"shopify:{number}",
        "identifiers": values.names(
            email=customer.get("email"),
            phone=customer.get("phone"),
            name=" ".join(name for name in names if name),
        ),
        "at": customer.get("created_at"),
        "activity": "contact created",
        "actor": "system",
        "channel": "system",
        "attributes": {"tags": customer.get("tags"), "state": customer.get("state")},
    }

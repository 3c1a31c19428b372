"""Web: the GA4 export to BigQuery, extracted as JSON Lines (64-bit numbers are strings there).

Planted untidiness: about 0.4 % of the lines come twice, and a device that was offline reports late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from desireline.sample.company import COMPANY, DAY, SITE, Product
from desireline.sample.ledger import Ledger, WebHit

_SOURCES = {
    "organic": "google",
    "cpc": "google",
    "email": "newsletter",
    "referral": "kitchen-notes.example",
    "(none)": "(direct)",
    "social": "instagram",
}


def rows(ledger: Ledger, rng: Random) -> Iterator[dict[str, Any]]:
    """One row per hit in the order of arrival, with a few repeated."""
    hits = sorted(ledger.web, key=lambda hit: (hit.at, hit.person.number))
    for hit in hits:
        row = _row(hit)
        yield row
        if rng.random() < 0.004:
            yield row


def _row(hit: WebHit) -> dict[str, Any]:
    web_id, category = hit.person.devices[hit.device]
    row: dict[str, Any] = {
        "event_date": datetime.fromtimestamp(hit.at // 1000, UTC).strftime("%Y%m%d"),
        "event_timestamp": str(hit.at * 1000 + hit.person.number % 997),
        "event_name": hit.name,
        "event_params": _params(hit),
    }
    if hit.known and hit.person.customer_id:
        row["user_id"] = hit.person.customer_id
    row["user_pseudo_id"] = web_id
    row["device"] = {"category": category, "language": "en-gb"}
    row["geo"] = {"country": "United Kingdom"}
    row["traffic_source"] = {"medium": hit.medium, "source": _SOURCES[hit.medium]}
    row["platform"] = "WEB"
    if hit.name == "purchase":
        row["ecommerce"] = {
            "transaction_id": hit.params["transaction_id"],
            "purchase_revenue": hit.params["value"],
            "total_item_quantity": str(len(hit.products)),
        }
    if hit.products:
        row["items"] = [_item(product) for product in hit.products]
    return row


def _params(hit: WebHit) -> list[dict[str, Any]]:
    number = 1 + (hit.session - 1_690_000_000) // (40 * DAY // 1000)
    title = hit.products[0].name if hit.products else hit.page.strip("/").split("/")[-1] or "Home"
    values: dict[str, Any] = {
        "ga_session_id": hit.session,
        "ga_session_number": number,
        "page_location": SITE + hit.page,
        "page_title": f"{title} | {COMPANY}",
        **hit.params,
    }
    return [{"key": key, "value": _value(value)} for key, value in values.items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, int):
        return {"int_value": str(value)}
    if isinstance(value, float):
        return {"double_value": value}
    return {"string_value": value}


def _item(product: Product) -> dict[str, Any]:
    return {
        "item_id": product.sku,
        "item_name": product.name,
        "item_category": product.category,
        "price": product.price / 100,
    }

"""The truth behind the sample: how often each planted fact happened, to whom, and what it did.

Counted in the simulation itself, never in the files, so that a test can compare what the product
finds with what was planted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from desireline.sample.company import DAY, PERIOD_END
from desireline.sample.ledger import Ledger, Order

FACTS = (
    "collection_failed",
    "callback_promised",
    "callback_broken",
    "pairing_trouble",
    "setup_abandoned",
    "invoice_complaint",
    "early_delivery",
    "late_delivery",
    "helpful_store",
)
_MATURE_DAYS = 120


def truth(ledger: Ledger) -> dict[str, Any]:
    """Facts -> orders and customers that they hit, and the share that ordered again."""
    orders = [order for order in ledger.orders if order.times["created"] < PERIOD_END]
    return {
        "orders": len(orders),
        "collections": sum(order.store is not None for order in orders),
        "facts": {fact: _fact(fact, orders) for fact in FACTS},
        "came_again": came_again(orders),
    }


def _fact(fact: str, orders: list[Order]) -> dict[str, Any]:
    hit = [order for order in orders if fact in order.truth]
    customers = sorted({order.person.customer_id or "" for order in hit})
    return {
        "orders": len(hit),
        "order_ids": sorted(order.order_id for order in hit),
        "customers": customers,
    }


def came_again(orders: list[Order]) -> dict[str, dict[str, Any]]:
    """For each fact: the share of orders that another followed within 120 days, with and without it.

    Only orders at least 120 days before the end of the data: for later ones nobody knows yet.
    """
    by_person: dict[int, list[Order]] = defaultdict(list)
    for order in orders:
        by_person[order.person.number].append(order)
    mature: list[tuple[Order, bool]] = []
    for own in by_person.values():
        own.sort(key=lambda order: order.times["created"])
        for order, after in zip(own, [*own[1:], None], strict=True):
            created = order.times["created"]
            if created < PERIOD_END - _MATURE_DAYS * DAY:
                soon = after is not None and after.times["created"] - created < _MATURE_DAYS * DAY
                mature.append((order, soon))
    return {fact: _compare(fact, mature) for fact in FACTS}


def _compare(fact: str, mature: list[tuple[Order, bool]]) -> dict[str, Any]:
    groups = {
        "with": [soon for order, soon in mature if fact in order.truth],
        "without": [soon for order, soon in mature if fact not in order.truth],
    }
    return {
        name: {"n": len(group), "share": round(sum(group) / len(group), 4) if group else None}
        for name, group in groups.items()
    }

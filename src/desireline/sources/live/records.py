"""What a delivery says, as records for a reader: calls, notes, and webhooks by source.

In: the JSON of a delivery.  Out: records, each with the reader that reads the tool's files (Segment's
calls, Zendesk's tickets, Shopify's orders through their mapping), or, for tools without one here, an
event that is made already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from desireline.sources.live import calls
from desireline.sources.live.model import Reading, Record, made
from desireline.sources.live.tools import envelope, intercom, shopify, stripe, zendesk

_ADAPTERS: dict[str, Callable[[Any], list[Record]]] = {
    "zendesk": zendesk.read,
    "intercom": intercom.read,
    "stripe": stripe.read,
    "shopify": shopify.read,
}


def records(kind: str, source: str, body: Any, received: datetime) -> list[Record]:
    """Turn the JSON of a delivery into records."""
    if kind == "calls":
        return [_call(source, call, received) for call in calls.split_calls(body, "")]
    if kind == "note":
        return [made(source, body)]
    if source in _ADAPTERS:
        return _ADAPTERS[source](body)
    if calls.is_call(body):
        return [_call(source, body, received)]
    return [envelope.read(source, body, received)]


def _call(source: str, call: object, received: datetime) -> Record:
    is_object = isinstance(call, Mapping)
    body = calls.corrected(cast("Mapping[str, Any]", call), received) if is_object else call
    return Record(reading=Reading(source, "segment"), body=body)

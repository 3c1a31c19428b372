"""Google Analytics 4: rows of the BigQuery export table `events_YYYYMMDD`, as JSON Lines or Parquet.

In: one event a line or row, parameters as a list of key and typed value.  Out: one event each; the visitor
is `ga4:<user_pseudo_id>`, joined to `user:<user_id>` where the site signed somebody in.
A page view's word is `page_view` and its path, with numbers and hashes in it replaced by `:id`:
a map cannot draw each product page as a touchpoint of its own. The whole address is in `attributes`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, parquet_rows, values
from desireline.sources.readers.records import Event, Record, hand_over, inner, listed, objects

_MARKS = frozenset({"event_name", "event_timestamp", "user_pseudo_id"})
_MONEY = {"purchase": 1, "in_app_purchase": 1, "ecommerce_purchase": 1, "refund": -1}
"""Events in which money moved, and which way: a value in a basket has not moved."""
_BOOKKEEPING = frozenset(
    {"session_start", "first_visit", "first_open", "user_engagement", "app_remove", "os_update"}
)
"""Events that the tracker writes by itself: nobody did anything."""
_SCREENS = ("firebase_screen", "screen_name", "firebase_screen_class")
_KNOWN_PARAMETERS = frozenset(
    {"ga_session_id", "value", "currency", "transaction_id", "engaged_session_event"}
)
_NUMBERED = re.compile(r"\d+|.*\d{4,}.*|[0-9a-f]{8,}(-[0-9a-f]{4,})*", re.IGNORECASE)
"""Parts of a path that name one thing among many: a number, an order, a hash."""


class Ga4Reader:
    """Reads the GA4 BigQuery export."""

    name = "ga4"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON or Parquet whose objects hold the export's three leading columns."""
        if sample.container == "parquet":
            if not set(sample.columns) >= _MARKS | {"event_params"}:
                return None
            why = "event_name, event_timestamp and event_params: a GA4 BigQuery export"
            return Match(confidence=0.99, why=why)
        for value in content.first_values(sample):
            if content.is_object(value) and value.keys() >= _MARKS:
                sure = 0.99 if "event_params" in value else 0.9
                why = "event_name, event_timestamp and user_pseudo_id: a GA4 BigQuery export"
                return Match(confidence=sure, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            nested = sample.container == "parquet"
            for line, row in parquet_rows.rows(sample, sink) if nested else objects(sample, sink):
                hand_over(sink, line, row, lambda row=row: [_event(row)])


READER = Ga4Reader()


def _event(row: Record) -> Event:
    """Turn one row of the export into the columns of one event."""
    parameters = _parameters(row.get("event_params"))
    name = values.text(row.get("event_name"))
    if name is None:
        raise values.UnreadableError("no-activity", "event_name is empty")
    when = values.moment(row.get("event_timestamp"), field="event_timestamp")
    if when is None:
        raise values.UnreadableError("no-time", "event_timestamp is empty")
    visitor = values.text(row.get("user_pseudo_id"))
    user = values.text(row.get("user_id"))
    if visitor is None and user is None:
        raise values.UnreadableError(
            "no-subject",
            "neither user_pseudo_id nor user_id: the visitor refused analytics storage",
        )
    order = _order(row, parameters)
    return {
        "event_id": _event_id(row, visitor),
        "record": visitor or user,
        "subject": f"ga4:{visitor}" if visitor else f"user:{user}",
        "identifiers": values.names(
            user=user, gclid=inner(row, "collected_traffic_source").get("gclid")
        ),
        "at": when[0],
        "zone": "UTC",
        **_activity(name, parameters),
        "actor": "system" if name in _BOOKKEEPING else "customer",
        "direction": "inbound",
        "channel": _channel(row),
        "language": values.text(inner(row, "device").get("language")),
        **_money(name, row, parameters),
        "object_ids": values.names(session=_session(visitor, parameters), order=order),
        "attributes": _attributes(row, parameters),
    }


def _parameters(listed: Any) -> Event:
    """Flatten `[{key, value: {string_value | int_value | ...}}]`."""
    if content.is_object(listed):
        return listed
    found: dict[str, Any] = {}
    for item in listed if content.is_array(listed) else []:
        if not content.is_object(item) or not isinstance(item.get("key"), str):
            continue
        typed = item.get("value")
        said = None
        for said in typed.values() if content.is_object(typed) else (typed,):
            if said is not None:
                break
        found[item["key"]] = said
    return found


def _event_id(row: Record, visitor: str | None) -> str | None:
    """Name a row by its place in the batch that the device sent; without one, there is no name.

    The daily table repeats the intraday table for up to three days, sometimes with late columns,
    so a hash of the content would count an event twice.
    """
    place = [row.get(key) for key in ("event_bundle_sequence_id", "batch_event_index")]
    if visitor is None or place[-1] is None:
        return None
    place += [row.get(key) for key in ("batch_page_id", "batch_ordering_id")]
    batch = ".".join("" if part is None else str(part) for part in place)
    return f"ga4:{visitor}:{row['event_timestamp']}:{row['event_name']}:{batch}"


def _activity(name: str, parameters: Record) -> Event:
    """Name what happened; pages and screens are told apart, and are touchpoints by their own names."""
    if name == "page_view":
        path = page_path(parameters.get("page_location"))
        return {"activity": name} if path is None else page_words(name, path)
    if name == "screen_view":
        screen = values.text(values.first(parameters, _SCREENS))
        if screen:
            return {"activity": f"{name} {screen}", "touchpoint": f"Screen {screen}"}
    return {"activity": name}


def page_words(name: str, path: str) -> Event:
    """Words for a page that was looked at: the tool's with the path, and the map's."""
    title = "Home page" if path == "/" else f"Page {path}"
    return {"activity": f"{name} {path}", "touchpoint": title}


def page_path(address: object) -> str | None:
    """Take the path of a page's address, with numbers and hashes as `:id`; None without one."""
    written = values.text(address)
    if written is None:
        return None
    try:
        path = urlsplit(written).path
    except ValueError:
        return None
    parts = [":id" if _NUMBERED.fullmatch(part) else part for part in path.split("/") if part]
    return "/" + "/".join(parts)


def _channel(row: Record) -> str:
    platform = (values.text(row.get("platform")) or "").upper()
    return "app" if platform in {"IOS", "ANDROID"} else "web"


def _session(visitor: str | None, parameters: Record) -> str | None:
    """Name the session; Google counts sessions per visitor, so that the number is not enough."""
    session = values.text(parameters.get("ga_session_id"))
    return f"{visitor or ''}.{session}" if session else None


def _order(row: Record, parameters: Record) -> str | None:
    commerce = values.text(inner(row, "ecommerce").get("transaction_id"))
    return values.text(parameters.get("transaction_id")) or commerce


def _money(name: str, row: Record, parameters: Record) -> Event:
    """Read the money that moved; a refund counts against the sum."""
    sign = _MONEY.get(name)
    if sign is None:
        return {}
    commerce = inner(row, "ecommerce")
    local = values.first(
        {"p": parameters.get("value"), "c": commerce.get("purchase_revenue"), "r": commerce.get("refund_value")},
        ("p", "c", "r"),
    )  # fmt: skip
    amount = values.number(local)
    currency = values.text(parameters.get("currency"))
    if amount is None:
        amount, currency = values.number(row.get("event_value_in_usd")), "USD"
    return {} if amount is None else {"value": sign * abs(Decimal(amount)), "currency": currency}


def _attributes(row: Record, parameters: Record) -> str | None:
    device, source = inner(row, "device"), inner(row, "traffic_source")
    return values.leftovers(
        {
            **{key: value for key, value in parameters.items() if key not in _KNOWN_PARAMETERS},
            **{f"user.{k}": v for k, v in _parameters(row.get("user_properties")).items()},
            "platform": row.get("platform"),
            "device.category": device.get("category"),
            "device.operating_system": device.get("operating_system"),
            "geo.country": inner(row, "geo").get("country"),
            "traffic_source.source": source.get("source"),
            "traffic_source.medium": source.get("medium"),
            "traffic_source.name": source.get("name"),
            "items": [
                values.first(item, ("item_name", "item_id")) for item in listed(row, "items")
            ],
        }
    )

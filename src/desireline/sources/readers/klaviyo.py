"""Klaviyo: events of its API (`GET /api/events?include=profile,metric`), a page or several as JSON.

In: `data` with events that name a profile and a metric, `included` with both.  Out: one event each. Profiles
and metrics may stand in another page than the event: without them the subject is Klaviyo's own id and the
metric's id the activity, and the report says so.
"""

from __future__ import annotations

from decimal import Decimal

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.records import Event, Record, hand_over, inner, objects

_SENT = frozenset({"received email", "received sms", "received push"})
_SYSTEM = frozenset({"bounced email", "dropped email", "failed to deliver sms"})
_COMPANY = frozenset({"fulfilled order", "refunded order", "cancelled order", "shipped order"})
_MONEY = {"placed order": 1, "refunded order": -1}
"""Metrics that move money; a checkout that was started has moved none."""
_OUTCOMES = {"cancelled order": "lost"}


class KlaviyoReader:
    """Reads events of Klaviyo's API."""

    name = "klaviyo"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON:API whose data are events with a metric."""
        for value in content.first_values(sample):
            data = value.get("data") if content.is_object(value) else None
            first = data[0] if content.is_array(data) and data else value
            if not content.is_object(first) or first.get("type") != "event":
                continue
            if "event_properties" in inner(first, "attributes"):
                why = "data of type event with event_properties: events of Klaviyo's API"
                return Match(confidence=0.99, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        known: dict[tuple[str, str], Record] = {}
        for sample in unit.samples:
            if sample.json == "object":
                for _, entry in content.json_entries(sample, "included"):
                    if content.is_object(entry):
                        key = (str(entry.get("type")), str(entry.get("id")))
                        known[key] = inner(entry, "attributes")
        for sample in unit.samples:
            for line, row in objects(sample, sink, members=("data",)):
                hand_over(sink, line, row, lambda row=row: [_event(row, known, sink)])


READER = KlaviyoReader()


def _event(row: Record, known: dict[tuple[str, str], Record], sink: Sink) -> Event:
    said, own = inner(row, "attributes"), values.text(row.get("id"))
    properties = inner(said, "event_properties")
    when = values.moment(values.first(said, ("datetime", "timestamp")), field="datetime")
    if when is None:
        raise values.UnreadableError("no-time", "neither datetime nor timestamp")
    profile_id, metric_id = (_related(row, kind) for kind in ("profile", "metric"))
    if profile_id is None:
        raise values.UnreadableError("no-subject", "the event names no profile")
    profile = known.get(("profile", profile_id), {})
    name = values.text(known.get(("metric", metric_id or ""), {}).get("name")) or metric_id
    if name is None:
        raise values.UnreadableError("no-activity", "the event names no metric")
    if not profile:
        sink.warn("some profiles are not included: ask the API for include=profile,metric")
    metric = name.lower()
    return {
        "event_id": f"klaviyo:{own}" if own else None,
        "record": own,
        "subject": f"klaviyo:{profile_id}",
        "identifiers": values.names(
            email=profile.get("email"),
            phone=profile.get("phone_number"),
            user=profile.get("external_id"),
            name=" ".join(
                part
                for key in ("first_name", "last_name")
                if (part := values.text(profile.get(key)))
            ),
        ),
        "at": when[0],
        "zone": when[1],
        "activity": name,
        **_who(metric),
        "channel": _channel(metric),
        **_money(metric, properties),
        "outcome": _OUTCOMES.get(metric),
        "object_ids": values.names(
            campaign=values.first(properties, ("$message", "Campaign Name")),
            order=values.first(properties, ("OrderId", "$event_id"))
            if "order" in metric
            else None,
        ),
        "attributes": values.leftovers(
            {
                "campaign": properties.get("Campaign Name"),
                "subject": properties.get("Subject"),
                "url": properties.get("URL"),
                "product": values.first(properties, ("ProductName", "Product Name", "Name")),
                "flow": properties.get("$flow"),
            }
        ),
    }


def _related(row: Record, kind: str) -> str | None:
    return values.text(inner(inner(inner(row, "relationships"), kind), "data").get("id"))


def _who(metric: str) -> Event:
    if metric in _SENT:
        return {"actor": "company", "direction": "outbound"}
    if metric in _SYSTEM:
        return {"actor": "system", "direction": "inbound"}
    if metric in _COMPANY:
        return {"actor": "company", "direction": "outbound"}
    return {"actor": "customer", "direction": "inbound"}


def _channel(metric: str) -> str:
    for word, channel in (("sms", "chat"), ("push", "app"), ("email", "email")):
        if word in metric:
            return channel
    return "web"


def _money(metric: str, properties: Record) -> Event:
    sign = _MONEY.get(metric)
    amount = values.number(values.first(properties, ("$value", "value")))
    if sign is None or amount is None:
        return {}
    currency = values.text(values.first(properties, ("$currency_code", "$value_currency")))
    return {"value": sign * abs(Decimal(amount)), "currency": currency}

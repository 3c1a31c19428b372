"""Segment and RudderStack: track, page, screen, identify, alias and group calls, as JSON Lines.

In: one call a line.  Out: one event each, `user:<userId>` where the visitor is known, else
`segment:<anonymousId>`; a known visitor's device is an identifier, so that `identity` can join what
the device did before, and can refuse to when several people shared it.
Of the four times in a call, `timestamp` is taken first: Segment has corrected it for a wrong clock
on the device (`timestamp = receivedAt - (sentAt - originalTimestamp)`).
"""

from __future__ import annotations

from decimal import Decimal

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.ga4 import page_path, page_words
from desireline.sources.readers.records import Event, Record, hand_over, inner, objects

_TYPES = frozenset({"track", "page", "screen", "identify", "alias", "group"})
_TIMES = ("timestamp", "originalTimestamp", "original_timestamp", "sentAt", "sent_at", "receivedAt", "received_at")  # fmt: skip
_MONEY = {"order completed": 1, "order refunded": -1, "order cancelled": 0}
_KNOWN = frozenset({"type", "event", "name", "properties", "traits", "context", "integrations", "userId", "anonymousId", "previousId", "groupId", "messageId", "channel", "version", "writeKey", "projectId", *_TIMES})  # fmt: skip
"""Fields of a call that are read, or say nothing about the person: what else there is, is kept."""
_KNOWN_CONTEXT = frozenset({"app", "campaign", "device", "ip", "library", "locale", "network", "os", "page", "screen", "timezone", "traits", "userAgent", "userAgentData", "sessionId", "session_id", "channel"})  # fmt: skip
_PHONES = ("phone", "phoneNumber", "phone_number", "mobile")


class SegmentReader:
    """Reads Segment's and RudderStack's event stream."""

    name = "segment"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON whose objects are calls: a known type and somebody who made it."""
        for value in content.first_values(sample):
            if not content.is_object(value) or str(value.get("type")) not in _TYPES:
                continue
            if "anonymousId" in value or "userId" in value:
                envelope = value.keys() & {"messageId", "context", "originalTimestamp", "sentAt"}
                why = f"type {value['type']!r} with anonymousId or userId: a Segment event stream"
                return Match(confidence=0.98 if envelope else 0.8, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, row in objects(sample, sink, members=("batch",)):
                hand_over(sink, line, row, lambda row=row: [_event(row)])


READER = SegmentReader()


def _event(call: Record) -> Event:
    kind = values.text(call.get("type"))
    if kind not in _TYPES:
        raise values.UnreadableError("bad-type", f"type is {kind!r}, not one of {sorted(_TYPES)}")
    when = values.moment(values.first(call, _TIMES), field="timestamp")
    if when is None:
        raise values.UnreadableError("no-time", f"none of {', '.join(_TIMES[:2])} ... is there")
    user, device = values.text(call.get("userId")), values.text(call.get("anonymousId"))
    if user is None and device is None:
        raise values.UnreadableError("no-subject", "neither userId nor anonymousId")
    message = values.text(call.get("messageId"))
    properties, context = inner(call, "properties"), inner(call, "context")
    return {
        "event_id": f"segment:{message}" if message else None,
        "record": device or user,
        "part": message,
        "subject": f"user:{user}" if user else f"segment:{device}",
        "identifiers": _identifiers(call, user, device),
        "at": when[0],
        "zone": when[1],
        **_activity(kind, call, properties),
        "actor": "system" if kind in {"identify", "alias", "group"} else "customer",
        "direction": "inbound",
        "channel": _channel(kind, call, context),
        "language": values.text(context.get("locale")),
        **_money(kind, call, properties),
        "object_ids": values.names(
            session=_session(properties, context, device or user),
            order=values.first(properties, ("order_id", "orderId", "checkout_id")),
        ),
        "attributes": _attributes(call, properties, context),
    }


def _identifiers(call: Record, user: str | None, device: str | None) -> list[str]:
    """Collect who else this is; `context.traits` carries what an earlier identify said."""
    traits = {**inner(inner(call, "context"), "traits"), **inner(call, "traits")}
    if call.get("type") == "group":
        traits = {}  # a group's traits describe a company, not the person
    before = values.text(call.get("previousId"))
    account = values.text(call.get("groupId"))
    full = " ".join(
        part
        for key in ("firstName", "lastName", "first_name", "last_name")
        if (part := values.text(traits.get(key)))
    )
    return [
        *values.names(
            user=user,
            segment=device if user else None,
            email=traits.get("email"),
            phone=values.first(traits, _PHONES),
            name=values.text(traits.get("name")) or full,
            account=account,
        ),
        # an alias may rename a user or a device: both readings are offered
        *(
            [f"user:{before}", f"segment:{before}"]
            if before and call.get("type") == "alias"
            else []
        ),
    ]


def _activity(kind: str, call: Record, properties: Record) -> Event:
    if kind == "track":
        name = values.text(call.get("event"))
        if name is None:
            raise values.UnreadableError("no-activity", "a track call without `event`")
        return {"activity": name}
    name = values.text(call.get("name")) or values.text(properties.get("name"))
    if kind == "page" and not name:
        page = inner(inner(call, "context"), "page")
        path = page_path(values.first({**page, **properties}, ("path", "url")))
        return {"activity": kind} if path is None else page_words(kind, path)
    if kind in {"page", "screen"} and name:
        return {"activity": f"{kind} {name}", "touchpoint": f"{kind.capitalize()} {name}"}
    return {"activity": kind}


def _channel(kind: str, call: Record, context: Record) -> str:
    """Tell app from web: RudderStack says so, Segment leaves it to the device and the library."""
    said = (values.text(call.get("channel")) or values.text(context.get("channel")) or "").lower()
    library = (values.text(inner(context, "library").get("name")) or "").lower()
    system = (values.text(inner(context, "os").get("name")) or "").lower()
    device = (values.text(inner(context, "device").get("type")) or "").lower()
    if said == "mobile" or kind == "screen" or device in {"ios", "android"}:
        return "app"
    if any(
        word in library
        for word in ("ios", "android", "react-native", "flutter", "swift", "kotlin")
    ):
        return "app"
    if (
        said in {"web", "client", "browser"}
        or kind == "page"
        or ".js" in library
        or "page" in context
    ):
        return "web"
    if system in {"ios", "android", "ipados"}:
        return "app"
    return "system" if said in {"server", "sources"} or library else "web"


def _money(kind: str, call: Record, properties: Record) -> Event:
    """Read the money that moved: `revenue` by the specification, else the order's total."""
    event = (values.text(call.get("event")) or "").lower().replace("_", " ")
    sign = _MONEY.get(event, 1 if "revenue" in properties else 0)
    if kind != "track" or not sign:
        return {}
    amount = values.number(values.first(properties, ("revenue", "total", "value")))
    if amount is None:
        return {}
    return {
        "value": sign * abs(Decimal(amount)),
        "currency": values.text(properties.get("currency")),
    }


def _session(properties: Record, context: Record, visitor: str | None) -> str | None:
    session = values.first({**context, **properties}, ("sessionId", "session_id"))
    written = values.text(session)
    return f"{visitor}.{written}" if written else None


def _attributes(call: Record, properties: Record, context: Record) -> str | None:
    campaign, page = inner(context, "campaign"), inner(context, "page")
    return values.leftovers(
        {
            **{key: value for key, value in call.items() if key not in _KNOWN},
            **{f"context.{k}": v for k, v in context.items() if k not in _KNOWN_CONTEXT},
            **properties,
            **{f"campaign.{key}": value for key, value in campaign.items()},
            "page.url": page.get("url"),
            "page.referrer": page.get("referrer"),
            "app.name": inner(context, "app").get("name"),
            "app.version": inner(context, "app").get("version"),
            "os.name": inner(context, "os").get("name"),
        }
    )

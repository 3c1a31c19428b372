"""Intercom: notifications about conversations and contacts.

Members as in developers.intercom.com, "Webhook notifications" and the REST API's Conversation model
(`topic`, `data.item`, `source`, `conversation_parts`, `conversation_rating`). A notification carries the
newest part of a conversation; each part is one event, whichever notification brings it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desireline.sources.live.model import Json, Record, inner, listed, made, state_us
from desireline.sources.readers import values

_CUSTOMERS = frozenset({"user", "lead", "contact", "visitor"})
_CHANNELS = {"email": "email", "conversation": "chat", "push": "app", "phone_call": "phone", "sms": "phone", "whatsapp": "chat", "facebook": "social", "instagram": "social", "twitter": "social"}  # fmt: skip
_PARTS = {"close": "conversation closed", "open": "conversation reopened", "assignment": "conversation assigned", "note": "internal note"}  # fmt: skip


def read(body: Any) -> list[Record]:
    """Turn a notification into events; none for topics that no journey shows."""
    item = inner(body, "data", "item")
    version = state_us(item.get("updated_at"))
    if item.get("type") == "conversation":
        return [made("intercom", event, version_us=version) for event in _conversation(item)]
    if item.get("type") in {"contact", "user", "lead"}:
        return [made("intercom", _contact(item), version_us=version)]
    return []


def _contact(item: Json) -> Json:
    number = values.text(item.get("id")) or ""
    return {
        "event_id": f"intercom:contact:{number}",
        "record": number,
        "subject": f"intercom:{number}",
        "identifiers": _names(item),
        "at": item.get("created_at"),
        "activity": "contact created",
        "actor": "system",
        "channel": "system",
        "attributes": {"role": item.get("role"), "custom": item.get("custom_attributes")},
    }


def _names(person: Json) -> list[str]:
    return values.names(
        user=values.first(person, ("external_id", "user_id")),
        email=person.get("email"),
        phone=person.get("phone"),
        name=person.get("name"),
    )


def _conversation(item: Json) -> Iterator[Json]:
    number = values.text(item.get("id")) or ""
    source = inner(item, "source")
    contact = next(iter(listed(item, "contacts", "contacts")), {})
    author = inner(source, "author")
    who = values.text(contact.get("id")) or (
        values.text(author.get("id")) if author.get("type") in _CUSTOMERS else None
    )
    known = author if author.get("id") == who else {}
    common = {
        "record": number,
        "subject": f"intercom:{who}" if who else "",
        "identifiers": _names({**contact, **known}),
        "object_ids": [f"conversation:{number}"],
        "channel": _CHANNELS.get(str(source.get("type")), "chat"),
    }
    by_customer = author.get("type") in _CUSTOMERS
    yield {
        **common,
        "event_id": f"intercom:{number}:opened",
        "part": values.text(source.get("id")),
        "at": item.get("created_at"),
        "activity": "conversation opened",
        "actor": "customer" if by_customer else "employee",
        "direction": "inbound" if by_customer else "outbound",
        "text": values.text(source.get("body")),
        "attributes": {"delivered_as": source.get("delivered_as"), "url": source.get("url")},
    }
    for part in listed(item, "conversation_parts", "conversation_parts"):
        yield {**common, **_part(number, part)}
    rating = inner(item, "conversation_rating")
    if values.number(rating.get("rating")) is not None:
        yield {**common, **_rated(number, rating)}


def _part(number: str, part: Json) -> Json:
    author = inner(part, "author")
    kind = str(part.get("part_type"))
    by_customer = author.get("type") in _CUSTOMERS
    said = "customer reply" if by_customer else "agent reply"
    activity = _PARTS.get(kind, said if kind == "comment" else kind)
    actor = "customer" if by_customer else "system" if author.get("type") == "bot" else "employee"
    return {
        "event_id": f"intercom:{number}:{values.text(part.get('id'))}",
        "part": values.text(part.get("id")),
        "at": part.get("created_at"),
        "activity": activity,
        "actor": "company" if kind == "note" else actor,
        "direction": None if kind in _PARTS else "inbound" if by_customer else "outbound",
        "text": values.text(part.get("body")),
        "outcome": "resolved" if kind == "close" else None,
        "attributes": {"author_id": author.get("id"), "part_type": kind},
    }


def _rated(number: str, rating: Json) -> Json:
    return {
        "event_id": f"intercom:{number}:rated",
        "part": "rating",
        "at": rating.get("created_at"),
        "activity": "conversation rated",
        "actor": "customer",
        "direction": "inbound",
        "channel": "survey",
        "text": values.text(rating.get("remark")),
        "rating_kind": "csat",
        "rating": rating.get("rating"),
        "rating_low": 1,
        "rating_high": 5,
    }

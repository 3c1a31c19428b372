"""Intercom: notifications about conversations and contacts.

Members as in developers.intercom.com, "Webhook notifications" and the REST API's Conversation model
(`topic`, `data.item`). A notification carries a conversation with its newest part; the reader of Intercom's files reads
it, so that a part is one event whichever notification or export brings it.
"""

from __future__ import annotations

from typing import Any

from desireline.sources.live.model import Json, Reading, Record, inner, made, state_us
from desireline.sources.readers import values

_READING = Reading("intercom", "intercom")


def read(body: Any) -> list[Record]:
    """Turn a notification into records; none for topics that no journey shows."""
    item = inner(body, "data", "item")
    version = state_us(item.get("updated_at"))
    if item.get("type") == "conversation":
        return [Record(reading=_READING, body=item, version_us=version)]
    if item.get("type") in {"contact", "user", "lead"}:
        return [made("intercom", _contact(item), version_us=version)]
    return []


def _contact(item: Json) -> Json:
    number = values.text(item.get("id")) or ""
    return {
        "event_id": f"intercom:contact:{number}",
        "record": number,
        "subject": f"intercom:{number}",
        "identifiers": values.names(
            user=values.first(item, ("external_id", "user_id")),
            email=item.get("email"),
            phone=item.get("phone"),
            name=item.get("name"),
        ),
        "at": item.get("created_at"),
        "activity": "contact created",
        "actor": "system",
        "channel": "system",
        "attributes": {"role": item.get("role"), "custom": item.get("custom_attributes")},
    }

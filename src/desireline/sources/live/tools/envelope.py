"""Any source: the envelope that Standard Webhooks suggests, `type`, `timestamp` and `data`.

Who it was is looked for under the names that most senders use; a body that names nobody goes to
quarantine. Everything that is not understood is kept in the attributes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desireline.sources.live.model import Record, inner, made
from desireline.sources.readers import values

_WHO = (
    ("user", ("userId", "user_id", "customerId", "customer_id", "customer", "user")),
    ("email", ("email", "customer_email", "user_email")),
    ("device", ("anonymousId", "anonymous_id", "visitor_id")),
    ("phone", ("phone", "phone_number")),
)
_WHEN = ("timestamp", "occurred_at", "created_at", "time")


def read(source: str, body: Any, received: datetime) -> Record:
    """Make one event of a body."""
    outer = inner(body)
    data = inner(outer, "data") or outer
    who = {
        kind: said.lower() if kind == "email" else said
        for kind, fields in _WHO
        if (said := values.text(values.first(data, fields))) is not None
    }
    rest = {**outer, **data}
    return made(
        source,
        {
            "subject": next((f"{kind}:{said}" for kind, said in who.items()), ""),
            "identifiers": values.names(
                user=who.get("user"),
                email=who.get("email"),
                phone=who.get("phone"),
                name=data.get("name"),
            ),
            "at": values.first({**data, **outer}, _WHEN) or received.isoformat(),
            "activity": values.text(values.first(outer, ("type", "event", "topic"))) or "",
            "actor": "customer",
            "channel": values.text(data.get("channel")) or "system",
            "attributes": {
                k: v for k, v in rest.items() if k not in {"type", "timestamp", "data"}
            },
        },
    )

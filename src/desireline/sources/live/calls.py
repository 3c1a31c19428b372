"""Segment's calls as they come over HTTP: one or many in a body, with the sender's clock in them.

In: the JSON of a request.  Out: calls as Segment would have exported them: `timestamp` corrected for a
wrong clock of the device (`received - (sentAt - originalTimestamp)`), what the batch says in common put
into each call. A device that was offline for years is right about how long ago something was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from desireline.sources.readers import values

PATHS = {
    "track": "track", "t": "track",
    "identify": "identify", "i": "identify",
    "page": "page", "p": "page",
    "screen": "screen", "s": "screen",
    "group": "group", "g": "group",
    "alias": "alias", "a": "alias",
}  # fmt: skip
"""Which call a path stands for: Segment's words, and the letters that its browser library uses."""
_COMMON = ("sentAt", "context", "integrations")
Call = dict[str, Any]


def broken_calls(value: object, path: str) -> str | None:
    """Say what is wrong with a body as a whole, or None. Single calls are judged later, one by one."""
    if isinstance(value, list):
        return None if value else "an empty list"
    if not isinstance(value, dict):
        return f"JSON that is {_kind(value)}, not an object"
    body = cast("Call", value)
    if path in {"batch", "b"} or "batch" in body:
        batch = body.get("batch")
        if not isinstance(batch, list):
            return f"`batch` is {_kind(batch)}, not a list"
        return None if batch else "`batch` is empty"
    return None


def split_calls(value: object, path: str) -> list[object]:
    """Return the calls of a body; `broken_calls` has seen it."""
    kind = PATHS.get(path)
    if isinstance(value, list):
        return list(cast("list[object]", value))
    body = cast("Call", value)
    if isinstance(body.get("batch"), list):
        common = {name: body[name] for name in _COMMON if name in body}
        return [_with(common, call) for call in cast("list[object]", body["batch"])]
    body = {name: inner for name, inner in body.items() if name != "writeKey"}
    return [{"type": kind, **body} if kind else body]


def is_call(value: object) -> bool:
    """Tell whether a webhook's body is one of Segment's calls, as its webhook destination sends them."""
    if not isinstance(value, dict):
        return False
    body = cast("Call", value)
    return body.get("type") in PATHS.values() and bool({"userId", "anonymousId"} & body.keys())


def _with(common: Call, call: object) -> object:
    if not isinstance(call, dict):
        return call
    own = {name: value for name, value in cast("Call", call).items() if name != "writeKey"}
    merged = {**common, **own}
    shared, mine = common.get("context"), own.get("context")
    if isinstance(shared, dict) and isinstance(mine, dict):
        merged["context"] = {**shared, **mine}
    return merged


def corrected(call: Mapping[str, Any], received: datetime) -> Call:
    """Return a call with the time at which it happened by our clock."""
    own = dict(call)
    said = values.first(own, ("originalTimestamp", "original_timestamp", "timestamp"))
    try:
        original = values.moment(said, field="timestamp")
        sent = values.moment(values.first(own, ("sentAt", "sent_at")), field="sentAt")
    except values.UnreadableError:
        return own  # the reader quarantines it, with the words for it
    own["receivedAt"] = received.isoformat()
    if original is None:
        own["timestamp"] = received.isoformat()
    elif sent is not None:
        ago = _utc(sent[0]) - _utc(original[0])
        own["originalTimestamp"] = said
        own["timestamp"] = (received - ago).isoformat()
    else:
        own["timestamp"] = said
    return own


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _kind(value: object) -> str:
    names: dict[type, str] = {type(None): "missing", str: "a text", bool: "true or false", dict: "an object"}  # fmt: skip
    return names.get(type(value), "a list" if isinstance(value, list) else "a number")

"""Erase people from the inbox: what they are named in must not reach the log any more.

In: subjects.  Out: how many events went. A batch loses the calls that name the person and keeps the
others; a webhook or a note that names the person goes as a whole. Values of fewer than four characters are
looked for as whole values only, because they stand inside too many others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

from desireline.stores import Delivery, Store

_MIN_VALUE = 4
_EVERYTHING = 1 << 62


def erase_inbox(store: Store, subjects: Sequence[str]) -> int:
    """Remove what waits of these subjects, and its bytes; return how many events went."""
    values = [subject.partition(":")[2].casefold() for subject in subjects]
    values = [value for value in values if value]
    gone = 0
    with store.transaction() as tables:
        for delivery in tables.inbox.take(limit_bytes=_EVERYTHING):
            left = _without(delivery, values)
            if left is None or len(left) == delivery.events:
                continue
            gone += delivery.events - len(left)
            body = json.dumps({"batch": left}, ensure_ascii=False).encode() if left else None
            tables.inbox.rewrite(delivery.number, body, len(left))
    if gone:
        store.scrub()
    return gone


def _without(delivery: Delivery, values: list[str]) -> list[Any] | None:
    """Return the calls that name nobody of these; None where nothing is to be done."""
    try:
        body = json.loads(delivery.body)
    except (ValueError, RecursionError):
        text = delivery.body.decode("utf-8", errors="replace").casefold()
        return [] if any(value in text for value in values) else None
    if delivery.kind != "calls":
        return [] if _names(body, values) else None
    return [call for call in body["batch"] if not _names(call, values)]


def _names(thing: Any, values: list[str]) -> bool:
    return any(
        word == value or (len(value) >= _MIN_VALUE and value in word)
        for word in _words(thing)
        for value in values
    )


def _words(thing: Any) -> Iterator[str]:
    """Every value and every member's name, as text."""
    if isinstance(thing, dict):
        for name, value in cast("dict[str, Any]", thing).items():
            yield name.casefold()
            yield from _words(value)
    elif isinstance(thing, list):
        for value in cast("list[Any]", thing):
            yield from _words(value)
    elif thing is not None:
        yield str(thing).casefold()

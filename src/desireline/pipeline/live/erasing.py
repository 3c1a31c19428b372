"""Erase people from the inbox: what they are named in must not reach the log any more.

In: subjects.  Out: how many events went. A batch loses the calls that name the person and keeps the
others; a webhook or a note that names the person goes as a whole. Values of fewer than four characters are
looked for as whole values only, because they stand inside too many others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from desireline.stores import Delivery, Store, Tables, Traces

_MIN_VALUE = 4
_EVERYTHING = 1 << 62
Names = Callable[[Any], bool]
"""Whether a JSON value, or the text of one that cannot be read, names the person."""


def erase_inbox(store: Store, subjects: Sequence[str]) -> int:
    """Remove what waits of these subjects, and its bytes; return how many events went."""
    with store.transaction() as tables:
        gone = _forget(tables, _named_by(subjects))
    if gone:
        store.scrub()
    return gone


def forget_in_inbox(tables: Tables, traces: Traces) -> int:
    """Remove what waits of a person, inside the transaction of an erasure."""
    by_subject = _named_by(traces.subjects)

    def names(thing: Any) -> bool:
        text = thing if isinstance(thing, str) else json.dumps(thing, ensure_ascii=False)
        return by_subject(thing) or traces.mask(text) != text

    return _forget(tables, names)


def _forget(tables: Tables, names: Names) -> int:
    gone = 0
    for delivery in tables.inbox.take(limit_bytes=_EVERYTHING):
        left = _without(delivery, names)
        if left is None or len(left) == delivery.events:
            continue
        gone += delivery.events - len(left)
        body = json.dumps({"batch": left}, ensure_ascii=False).encode() if left else None
        tables.inbox.rewrite(delivery.number, body, len(left))
    return gone


def _without(delivery: Delivery, names: Names) -> list[Any] | None:
    """Return the calls that name nobody of these; None where nothing is to be done."""
    try:
        body = json.loads(delivery.body)
    except (ValueError, RecursionError):
        text = delivery.body.decode("utf-8", errors="replace").casefold()
        return [] if names(text) else None
    if delivery.kind != "calls":
        return [] if names(body) else None
    return [call for call in body["batch"] if not names(call)]


def _named_by(subjects: Iterable[str]) -> Names:
    values = [subject.partition(":")[2].casefold() for subject in subjects]
    values = [value for value in values if value]

    def names(thing: Any) -> bool:
        if isinstance(thing, str):
            return any(value in thing for value in values)
        return any(
            word == value or (len(value) >= _MIN_VALUE and value in word)
            for word in _words(thing)
            for value in values
        )

    return names


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

"""The loop that readers of JSON share: count, quarantine what is broken, hand over the rest.

In: a file and a function that turns one record into events.  Out: events and quarantine rows in the
sink. A record is handed over whole or not at all: a ticket whose second comment has no readable
time is not half a ticket, unless its reader says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from desireline.sources.model import Sample, Sink
from desireline.sources.readers import content, values

Record = Mapping[str, Any]
Event = dict[str, Any]
"""Columns of one event, as keyword arguments of `Sink.event`, without `source_line`."""


def objects(
    sample: Sample, sink: Sink, *, members: Sequence[str] = ()
) -> Iterator[tuple[int, Record]]:
    """Yield (line, object), counting rows and quarantining what is no object."""
    for line, value in content.json_values(sample, members=members):
        sink.row()
        if content.is_object(value):
            yield line, value
        elif isinstance(value, content.Broken):
            refuse(sink, line, values.UnreadableError("bad-json", value.reason), value.content)
        else:
            error = values.UnreadableError("not-a-record", "a JSON value that is no object")
            refuse(sink, line, error, value)


def hand_over(sink: Sink, line: int, record: Any, build: Callable[[], Iterable[Event]]) -> None:
    """Put the events of one record into the sink, or the record into quarantine."""
    try:
        events = list(build())
    except values.UnreadableError as error:
        refuse(sink, line, error, record)
        return
    for event in events:
        sink.event(source_line=line, **event)


def refuse(sink: Sink, line: int | None, error: values.UnreadableError, record: Any) -> None:
    """Quarantine one record with its reason."""
    sink.quarantine(
        source_line=line, code=error.code, reason=error.reason, content=values.excerpt(record)
    )


def inner(record: Record, name: str) -> Record:
    """Return an object inside a record; empty when there is none."""
    value = record.get(name)
    return value if content.is_object(value) else {}


def listed(record: Record, name: str) -> list[Record]:
    """Return the objects of a list inside a record; empty when there are none."""
    value = record.get(name)
    if not content.is_array(value):
        return []
    return [item for item in value if content.is_object(item)]

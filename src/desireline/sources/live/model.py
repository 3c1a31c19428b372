"""A record: one object for a reader, and what the staging must know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from desireline.sources.readers import values

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """How records are read: the event log's `source`, a reader, and its mapping where it takes one."""

    source: str
    reader: str
    mapping: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One object for a reader."""

    reading: Reading
    body: Any
    version_us: int | None = None
    """The time of the state that it tells; None for what happened once."""
    only: tuple[str, ...] | None = None
    """Ids of the events to keep of those that the reader makes."""


def made(source: str, event: Json, *, version_us: int | None = None) -> Record:
    """Wrap an event that an adapter made: columns of STAGED_EVENTS, times as written."""
    return Record(reading=Reading(source, "live"), body=dict(event), version_us=version_us)


def inner(record: object, *names: str) -> Json:
    """Walk down objects; empty where there is none."""
    for name in names:
        record = cast("Json", record).get(name) if isinstance(record, Mapping) else None
    return cast("Json", record) if isinstance(record, Mapping) else {}


def listed(record: object, *names: str) -> list[Json]:
    """Return the objects of a list, after walking down to it; empty where there is none."""
    found = inner(record, *names[:-1]).get(names[-1])
    items = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Json", item) for item in items if isinstance(item, Mapping)]


def state_us(value: object) -> int | None:
    """Read the time of a state as microseconds; None where there is none to read."""
    try:
        found = values.moment(value, field="time")
    except values.UnreadableError:
        return None
    if found is None:
        return None
    at = found[0] if found[0].tzinfo else found[0].replace(tzinfo=UTC)
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)

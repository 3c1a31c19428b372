"""Withdrawing an import: a wrong file, or one that was misread, leaves the workspace as if it had not been read.

In: the name of an import.  Out: what went, and which files are to be read again. The ledger forgets what was
withdrawn, so that the same file can be read anew, by another mapping or answer. Events that two files said are in the log
from the first, and a later content replaced an earlier one: files that may have shared such events count as
unread from then on, and importing them again fills the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desireline.errors import InputError
from desireline.events import Arrival, Withdrawal
from desireline.jobs import Job
from desireline.pipeline.context import GENERATED_SAMPLE, Context
from desireline.pipeline.importing import READING, reading_key, unit_hashes
from desireline.pipeline.querying import CURSOR
from desireline.pipeline.refreshing import refresh
from desireline.sources import recognise
from desireline.stores import ImportRecord, Tables

_ROUNDED_US = 1_000
"""Times in the ledger may lie a microsecond before those of the events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Files that were read together, as one reading."""

    id: str
    at: datetime
    files: tuple[str, ...]
    source: str | None
    accepted: int
    revised: int
    duplicates: int
    quarantined: int
    to_read_again: bool
    """An import that shared events with it was withdrawn."""

    def as_dict(self) -> dict[str, Any]:
        """The object that `imports list --json` prints."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What withdrawing an import took out, or would take out."""

    id: str
    files: tuple[str, ...]
    events: int
    quarantined: int
    read_again: tuple[str, ...]
    """Files that may have said some of the same events, oldest first: they count as unread now."""
    done: bool

    def as_dict(self) -> dict[str, Any]:
        """The object that `imports withdraw --json` prints."""
        return asdict(self)


def imports(context: Context) -> list[Import]:
    """Return what was imported, oldest first."""
    return [_import(records) for records in _together(context.store.ledger.list()).values()]


def would_withdraw(context: Context, name: str) -> Withdrawn:
    """Say what `withdraw` would take out.

    Raises:
        InputError: there is no such import, or several.
    """
    records = context.store.ledger.list()
    mine = _named(records, name)
    found = context.log.would_withdraw(_arrivals(records, mine), _left(records, mine))
    return _withdrawn(mine, _shared(records, mine), found, done=False)


def withdraw(context: Context, name: str, *, job: Job) -> Withdrawn:
    """Take an import out of the log and bring everything up to it.

    Raises:
        InputError: there is no such import, or several.
    """
    records = context.store.ledger.list()
    mine = _named(records, name)
    found = _take_out(context, records, mine, job=job)
    refresh(context, job=job)
    return found


def withdraw_readings(
    context: Context, paths: Sequence[Path], *, mapping: Path | None, job: Job
) -> tuple[str, ...]:
    """Take out whatever the files under these paths brought, so that they are read anew; the caller reads and refreshes.

    Returns:
        Other files that may have said some of the same events and count as unread now, oldest first.
    """
    hashes = {
        one
        for unit in recognise(paths, mapping=mapping).units
        for one in unit_hashes(unit).values()
    }
    records = context.store.ledger.list()
    known = {record.import_id for record in records if record.sha256 in hashes}
    mine = [record for record in records if record.import_id in known]
    if not mine:
        return ()
    found = _take_out(context, records, mine, job=job)
    there = {record.path for record in mine if record.sha256 in hashes}
    together = [record.path for record in mine if record.path not in there]
    return tuple(dict.fromkeys([*together, *found.read_again]))


def _take_out(
    context: Context, records: Sequence[ImportRecord], mine: Sequence[ImportRecord], *, job: Job
) -> Withdrawn:
    files, again = _left(records, mine), _shared(records, mine)

    def forget(tables: Tables) -> None:
        for record in mine:
            tables.ledger.remove(record)
        for record in again:
            tables.ledger.remove(record)
            tables.ledger.put(record.unread())
        for file in files:
            tables.documents.delete(READING, reading_key(file))
        for cursor in tables.documents.list(CURSOR):
            if cursor.body.get("path") in {record.path for record in mine}:
                tables.documents.delete(CURSOR, cursor.id)
        if len(mine) == len(records):
            tables.settings.put(GENERATED_SAMPLE, False)  # noqa: FBT003

    found = context.log.withdraw(_arrivals(records, mine), files, job=job, also=forget)
    return _withdrawn(mine, again, found, done=True)


def _withdrawn(
    mine: Sequence[ImportRecord], again: Sequence[ImportRecord], found: Withdrawal, *, done: bool
) -> Withdrawn:
    return Withdrawn(
        id=mine[0].import_id,
        files=tuple(record.path for record in mine),
        events=found.events,
        quarantined=found.quarantined,
        read_again=tuple(dict.fromkeys(record.path for record in again)),
        done=done,
    )


def _together(records: Sequence[ImportRecord]) -> dict[str, list[ImportRecord]]:
    found: dict[str, list[ImportRecord]] = {}
    for record in records:
        found.setdefault(record.import_id, []).append(record)
    return found


def _import(records: Sequence[ImportRecord]) -> Import:
    told = [_told(record) for record in records]
    return Import(
        id=records[0].import_id,
        at=datetime.fromtimestamp(records[0].at_us / 1e6, tz=UTC),
        files=tuple(record.path for record in records),
        source=told[0].get("source"),
        accepted=sum(one.get("accepted", 0) for one in told),
        revised=sum(one.get("revised", 0) for one in told),
        duplicates=sum(one.get("duplicates", 0) for one in told),
        quarantined=sum(one.get("quarantined", 0) for one in told),
        to_read_again=any(record.to_read_again for record in records),
    )


def _named(records: Sequence[ImportRecord], name: str) -> list[ImportRecord]:
    """Find an import by its id, or by a file of it, as it was named or by the file's own name."""
    known = _together(records)
    if name in known:
        return known[name]
    found = {
        id_: mine
        for id_, mine in known.items()
        if any(name in {record.path, Path(record.path).name} for record in mine)
    }
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise InputError(
            f"Nothing was imported by the name {name}.",
            hint="`desireline imports list` shows imports with their ids.",
            code="import.unknown",
        )
    times = ", ".join(
        f"{id_} ({datetime.fromtimestamp(mine[0].at_us / 1e6, tz=UTC):%Y-%m-%d %H:%M})"
        for id_, mine in found.items()
    )
    raise InputError(
        f"{name} was imported {len(found)} times.",
        hint=f"Name one by its id: {times}.",
        code="import.several",
    )


def _arrivals(records: Sequence[ImportRecord], mine: Sequence[ImportRecord]) -> list[Arrival]:
    """When each file was taken in, until it was read the next time: what was mended between is this reading's."""
    found: list[Arrival] = []
    for record in mine:
        later = [
            one.at_us for one in records if one.path == record.path and one.at_us > record.at_us
        ]
        found.append(
            Arrival(
                file=record.path,
                since_us=record.at_us - _ROUNDED_US,
                until_us=min(later) - _ROUNDED_US if later else None,
            )
        )
    return found


def _left(records: Sequence[ImportRecord], mine: Sequence[ImportRecord]) -> set[str]:
    """Files of which nothing stays: rows aside do not say in which reading they were set aside."""
    others = {record.path for record in records if record not in mine}
    return {record.path for record in mine} - others


def _shared(records: Sequence[ImportRecord], mine: Sequence[ImportRecord]) -> list[ImportRecord]:
    """Imports that may have said an event that goes now, or whose event was replaced by one that goes.

    Reading an older file again would put its contents over newer ones, so that those that corrected it are read after it.
    """
    sources = {_told(record).get("source") for record in mine}
    replaced = any(_told(record).get("revised") for record in mine)
    ids = {record.import_id for record in mine}
    return [
        record
        for record in records
        if record.import_id not in ids
        and not record.to_read_again
        and _told(record).get("source") in sources
        and (
            _told(record).get("duplicates") or _told(record).get("revised")
            if record.at_us > mine[0].at_us
            else replaced
        )
    ]


def _told(record: ImportRecord) -> dict[str, Any]:
    return record.report or {}

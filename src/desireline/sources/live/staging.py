"""From deliveries to staged events, through the readers of files.

In: deliveries, and which readings of events the log holds.  Out: Parquet files of STAGED_EVENTS and
QUARANTINE, and the readings that they bring. Each event id occurs once: of several readings the newest state
wins, of equal ones the larger fingerprint, and of what happens once the first; so that the log ends the
same in whatever order, how often and in what batches deliveries come.
What an untrusted sender says about who is whom is put among the attributes as a claim: `identity` joins
by identifiers, and so it never joins by these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desireline.errors import FileError, InputError
from desireline.sources import mapping as mappings
from desireline.sources import table_reader
from desireline.sources.live.model import Reading, Record
from desireline.sources.live.records import records
from desireline.sources.model import Sample, Unit
from desireline.sources.parsing import parse
from desireline.sources.readers import values
from desireline.sources.sink import arrow_schema
from desireline.stores import Delivery, LiveEvent
from desireline.tables import QUARANTINE, STAGED_EVENTS

CLAIMED = "claimed_identifiers"
"""Attribute of an event: identifiers that its sender claims, and nobody has confirmed."""
HAS_CLAIMS = (
    "(starts_with(source_file, 'live:') OR starts_with(source_file, 'webhook:')) "
    f"AND contains(attributes, '\"{CLAIMED}\":')"
)
"""SQL condition on an event; by its file first, which costs little where a log was imported."""
_MISSING_BEFORE = datetime(1980, 1, 1, tzinfo=UTC)
_EXCERPT = 4_000
_PLACELESS = frozenset({"source_file", "source_line"})
Row = dict[str, Any]


@dataclass(slots=True)
class StagedDeliveries:
    """What `stage` gave. The files belong to the caller."""

    staged: list[Path] = field(default_factory=list[Path])
    quarantined: list[Path] = field(default_factory=list[Path])
    events: list[LiveEvent] = field(default_factory=list[LiveEvent])
    rows: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A record and the delivery that brought it."""

    record: Record
    delivery: Delivery


@dataclass(slots=True)
class _Found:
    """Rows of events and of quarantine, with the version of each event's state."""

    rows: list[tuple[Row, int | None]] = field(default_factory=list[tuple[Row, int | None]])
    bad: list[Row] = field(default_factory=list[Row])


def stage(
    deliveries: Sequence[Delivery],
    *,
    folder: Path,
    known: Callable[[Sequence[int]], Mapping[int, LiveEvent]],
) -> StagedDeliveries:
    """Read deliveries, oldest first.

    Args:
        deliveries: as the inbox gave them.
        folder: a folder of the caller's for the files.
        known: looks up which readings of events the log holds.

    Raises:
        DesirelineError: the machine cannot read now (no memory, no disk): nothing is lost by trying
            again. What is wrong with a delivery goes to quarantine instead.
    """
    found = _Found()
    for reading, waiting in _gather(deliveries, found).items():
        _read(reading, waiting, folder, found)
    staged = StagedDeliveries(bad=len(found.bad))
    rows = _settle(found, known, staged)
    staged.rows = len(rows)
    if rows:
        staged.staged.append(_write(rows, STAGED_EVENTS, folder / "live-events.parquet"))
    if found.bad:
        staged.quarantined.append(_write(found.bad, QUARANTINE, folder / "live-bad.parquet"))
    return staged


def _gather(deliveries: Sequence[Delivery], found: _Found) -> dict[Reading, list[_Waiting]]:
    gathered: dict[Reading, list[_Waiting]] = {}
    for delivery in deliveries:
        received = datetime.fromtimestamp(delivery.received_us / 1e6, tz=UTC)
        try:
            body = json.loads(delivery.body.decode("utf-8-sig"))
            said = records(delivery.kind, delivery.source, body, received)
        except Exception as error:  # noqa: BLE001 - whatever a sender wrote concerns that delivery only
            words = f"the delivery cannot be read ({type(error).__name__}: {error})"
            found.bad.append(_refused(delivery, "live-unreadable", words, delivery.body))
            continue
        for record in said:
            gathered.setdefault(record.reading, []).append(_Waiting(record, delivery))
    return gathered


def _read(reading: Reading, waiting: list[_Waiting], folder: Path, found: _Found) -> None:
    """Read records with the reader of files; halve them where it fails, to find the one to blame."""
    try:
        rows, bad = _parse(reading, waiting, folder)
    except InputError as error:
        if len(waiting) == 1:
            [one] = waiting
            words = error.found if isinstance(error, FileError) else error.message
            content = _text(one.record.body)
            found.bad.append(_refused(one.delivery, "live-unreadable", words, content))
            return
        middle = len(waiting) // 2
        _read(reading, waiting[:middle], folder, found)
        _read(reading, waiting[middle:], folder, found)
        return
    for row in rows:
        _take(row, waiting[(row["source_line"] or 1) - 1], found)
    for row in bad:
        place = row["source_line"]
        if place is not None:
            row["source_line"] = waiting[place - 1].delivery.number
        row["source_file"] = _door(waiting[(place or 1) - 1].delivery)
        found.bad.append(row)


def _parse(
    reading: Reading, waiting: Sequence[_Waiting], folder: Path
) -> tuple[list[Row], list[Row]]:
    import pyarrow.parquet as pq

    path = folder / "records.jsonl"
    lines = [_text(one.record.body) for one in waiting]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    parsed = parse(_unit(reading, path, lines), staging=folder, progress=lambda *_: None)
    rows = [row for file in parsed.staged for row in pq.read_table(file).to_pylist()]
    bad = [row for file in parsed.quarantined for row in pq.read_table(file).to_pylist()]
    for file in (path, *parsed.staged, *parsed.quarantined):
        file.unlink()
    return rows, bad


def _unit(reading: Reading, path: Path, lines: Sequence[str]) -> Unit:
    head = "\n".join(lines[:50])[:100_000]
    sample = Sample(
        path=path,
        shown=reading.source,
        size=path.stat().st_size,
        container="json",
        head=head.encode(),
        text=head,
        encoding="utf-8",
        json="lines",
    )
    options: dict[str, Any] = {}
    if reading.mapping is not None:
        mapping = next(one for one in mappings.built_in() if one.name == reading.mapping)
        table = next(iter(mapping.tables))  # what a delivery holds stands first
        columns = tuple(dict.fromkeys(name for line in lines for name in json.loads(line)))
        sample = replace(sample, columns=columns)
        options = {"mapping": mapping, "tables": {sample.shown: table}, table_reader.STATES: True}
    return Unit(
        source=reading.source,
        format="jsonl",
        reader=reading.reader if reading.mapping is None else table_reader.NAME,
        mapping=reading.mapping,
        samples=(sample,),
        why="a live delivery",
        options=options,
    )


def _take(row: Row, waiting: _Waiting, found: _Found) -> None:
    """Keep an event of a record: its place is the delivery, its claims are claims."""
    record, delivery = waiting.record, waiting.delivery
    if record.only is not None and row["event_id"] not in record.only:
        return
    row["source_file"], row["source_line"] = _door(delivery), delivery.number
    if row["at"] < _MISSING_BEFORE:
        words = f"the time {row['at'].isoformat()} is that of a clock that was never set"
        found.bad.append(_refused(delivery, "bad-time", words, _text(record.body)))
        return
    if not delivery.trusted:
        _claim(row)
    found.rows.append((row, record.version_us))


def _claim(row: Row) -> None:
    """Turn identifiers into claims, but for the subject's own name, which says nothing about others."""
    identifiers: list[str] = row["identifiers"] or []
    claimed = [one for one in identifiers if one != row["subject"]]
    if claimed:
        attributes = json.loads(row["attributes"] or "{}")
        row["attributes"] = values.leftovers({**attributes, CLAIMED: claimed})
        row["identifiers"] = [one for one in identifiers if one == row["subject"]]


def _door(delivery: Delivery) -> str:
    """Name the door that a delivery came through, as the event's file."""
    return f"{'webhook' if delivery.kind == 'webhook' else 'live'}:{delivery.source}"


def _settle(
    found: _Found,
    known: Callable[[Sequence[int]], Mapping[int, LiveEvent]],
    staged: StagedDeliveries,
) -> list[Row]:
    """Choose one reading of each event; leave out those that the log holds already, or better."""
    nameless = [row for row, _ in found.rows if row["event_id"] is None]
    named = [(_key(row["event_id"]), row, v) for row, v in found.rows if row["event_id"]]
    held = known(sorted({key for key, _, _ in named}))
    best: dict[int, tuple[LiveEvent, Row | None]] = {
        key: (event, None) for key, event in held.items()
    }
    for key, row, version in named:
        digest = "" if version is None else _digest(row)  # the first is kept, whatever it says
        event = LiveEvent(key=key, version_us=version, digest=digest)
        if key not in best or _beats(event, best[key][0]):
            best[key] = (event, row)
    chosen = {id(row) for _, row in best.values() if row is not None}
    staged.events = [event for event, row in best.values() if row is not None]
    return nameless + [row for _, row, _ in named if id(row) in chosen]


def _beats(event: LiveEvent, other: LiveEvent) -> bool:
    """Whether a reading replaces another. What happened once (no version) is never replaced by its like."""
    if event.version_us is None:
        return False
    return (event.version_us, event.digest) > (other.version_us or -1, other.digest)


def _key(event_id: str) -> int:
    """63 bits, because a database's integers have a sign."""
    return int.from_bytes(hashlib.md5(event_id.encode(), usedforsecurity=False).digest()[:8]) >> 1


def _digest(row: Row) -> str:
    content = {name: value for name, value in row.items() if name not in _PLACELESS}
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _refused(delivery: Delivery, code: str, words: str, content: str | bytes) -> Row:
    text = content.decode("utf-8", errors="replace") if isinstance(content, bytes) else content
    return {
        "source": delivery.source,
        "source_file": _door(delivery),
        "source_line": delivery.number,
        "code": code,
        "reason": words[:500],
        "content": text[:_EXCERPT],
    }


def _text(value: Any) -> str:
    """Write JSON; half a surrogate pair, which JSON allows and files do not, becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode(errors="replace").decode()


def _write(rows: Sequence[Row], table: Any, path: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(list(rows), schema=arrow_schema(table, strict=True)), path)
    return path

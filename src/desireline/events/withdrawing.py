"""Withdrawing: what one import brought leaves the log again.

In: files with the span of time in which they were taken in.  Out: segments without their events, in one commit. What
went is told to everything derived (`withdrawn.py`), as after a correction. An event that two exports said is the
log's from the first of them only: whoever withdraws that one has the other read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from desireline.engines import Engine, open_engine, quote_paths
from desireline.events.rewriting import without
from desireline.events.segments import SegmentWriter, Snapshot
from desireline.events.withdrawn import put_withdrawn_events
from desireline.jobs import Job
from desireline.stores import Segment, Tables
from desireline.tables import QUARANTINE

_NEVER = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One file, as it was taken in once."""

    file: str
    """As in `source_file`."""
    since_us: int
    until_us: int | None = None
    """Before its next reading: what was mended meanwhile belongs to this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What went, or would go."""

    events: int = 0
    quarantined: int = 0


def count(snapshot: Snapshot, arrivals: Sequence[Arrival], files: Collection[str]) -> Withdrawal:
    """Say what withdrawing would take out."""
    engine = open_engine()
    try:
        _name(engine, arrivals, files)
        return Withdrawal(
            events=sum(_hits(engine, snapshot, "events", _CAME).values()),
            quarantined=sum(_hits(engine, snapshot, "quarantine", _ASIDE).values()),
        )
    finally:
        engine.close()


def withdraw(
    writer: SegmentWriter,
    arrivals: Sequence[Arrival],
    files: Collection[str],
    *,
    job: Job,
    also: Callable[[Tables], None] | None,
) -> Withdrawal:
    """See EventLog.withdraw."""
    engine = open_engine(memory_limit="500MB", temporary=writer.temporary)
    snapshot = writer.snapshot
    add: list[Segment | None] = []
    successors: dict[str, str | None] = {}
    try:
        with job.stopping(engine):
            _name(engine, arrivals, files)
            events = _hits(engine, snapshot, "events", _CAME)
            aside = _hits(engine, snapshot, "quarantine", _ASIDE)
            touched = [s for s in snapshot.of("events") if s.path in events]
            for done, segment in enumerate(touched):
                job.progress(done, len(touched), "taking events out of the log")
                again = _without(engine, writer, segment)
                successors[segment.path] = None if again is None else again.path
                add.append(again)
            paths = [str(writer.folder / segment.path) for segment in touched]
            add.append(put_withdrawn_events(engine, writer, paths, _CAME))
            rows = [s for s in snapshot.of("quarantine") if s.path in aside]
            add += [_kept_aside(engine, writer, segment) for segment in rows]
    finally:
        engine.close()
    found = Withdrawal(events=sum(events.values()), quarantined=sum(aside.values()))

    def inside(tables: Tables) -> None:
        job.fence(tables)
        if also is not None:
            also(tables)

    writer.commit(
        add=add,
        remove=[*touched, *rows],
        kind="withdraw",
        changes_data=bool(events),
        note={"events": found.events, "quarantined": found.quarantined},
        successors=successors,
        also=inside,
    )
    return found


_CAME = (
    "EXISTS (FROM arrivals a WHERE a.file = r.source_file "
    "AND epoch_us(r.received_at) >= a.since_us AND epoch_us(r.received_at) < a.until_us)"
)
_ASIDE = "r.source_file IN (SELECT file FROM let_go)"


def _name(engine: Engine, arrivals: Sequence[Arrival], files: Collection[str]) -> None:
    import pyarrow as pa

    engine.register(
        "arrivals",
        pa.table(
            {
                "file": pa.array([one.file for one in arrivals], pa.string()),
                "since_us": pa.array([one.since_us for one in arrivals], pa.int64()),
                "until_us": pa.array([one.until_us or _NEVER for one in arrivals], pa.int64()),
            }
        ),
    )
    engine.register("let_go", pa.table({"file": pa.array(sorted(files), pa.string())}))


def _hits(engine: Engine, snapshot: Snapshot, dataset: str, gone: str) -> dict[str, int]:
    """Count the rows that go, by the segment that holds them."""
    by_file = {str(snapshot.folder / segment.path): segment for segment in snapshot.of(dataset)}
    if not by_file:
        return {}
    found = engine.rows(
        f"SELECT filename, count(*) FROM read_parquet({quote_paths(list(by_file))}, filename = true) r "
        f"WHERE {gone} GROUP BY ALL"
    )
    return {by_file[path].path: rows for path, rows in found}


def _without(engine: Engine, writer: SegmentWriter, segment: Segment) -> Segment | None:
    path = quote_paths([writer.folder / segment.path])
    gone = f"SELECT event_key, event_id FROM read_parquet({path}) r WHERE {_CAME}"
    return without(engine, writer, segment, engine.query(gone))


def _kept_aside(engine: Engine, writer: SegmentWriter, segment: Segment) -> Segment | None:
    path = quote_paths([writer.folder / segment.path])
    names = ", ".join(QUARANTINE.names)
    return writer.put(
        engine,
        "quarantine",
        f"SELECT {names} FROM read_parquet({path}) r WHERE NOT ({_ASIDE})",
        low=segment.low,
        high=segment.high,
        generation=segment.generation,
        sort=QUARANTINE.names,
    )

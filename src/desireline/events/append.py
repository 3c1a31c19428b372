"""Append: staged rows become events of the log, all or none of them.

In: Parquet files of STAGED_EVENTS.  Out: new segments, one version.

Each run of a quarter of a million rows is checked, keyed, sorted and written once, as one segment.
Cutting a bulk import along the subjects' hashes instead would need every row written twice, and would
save little: logs come in time order, and most subjects have fewer events than an import has runs.
Memory that is used again is cheap and fresh memory is dear, so runs are small. Rows whose id may have been seen before (`seen.py`: a few in a
hundred) are put aside and decided exactly at the end (`contested.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from desireline.engines import Engine, open_engine, quote_paths
from desireline.events import contested
from desireline.events.report import AppendReport
from desireline.events.rows import (
    CODED,
    EARLIEST,
    MISSING_BEFORE,
    arrow_schema,
    derived_id,
    events_schema,
    fault,
    key,
    quarantined,
)
from desireline.events.runs import count, runs
from desireline.events.seen import SeenKeys
from desireline.events.segments import HASH_END, SegmentWriter
from desireline.events.sorting import in_order
from desireline.events.tombstones import screen
from desireline.jobs import Job
from desireline.stores import Segment, Tables
from desireline.tables import EVENTS, QUARANTINE, STAGED_EVENTS

MEMORY = "500MB"


@dataclass(slots=True, kw_only=True)
class Appending:
    """The state of one append under the writer's lock."""

    writer: SegmentWriter
    engine: Engine
    received_at: datetime
    job: Job
    report: AppendReport
    added: list[Segment]
    removed: list[Segment]
    aside: list[Path]
    faulty: list[Path]


def append(
    writer: SegmentWriter,
    staged: Sequence[Path],
    *,
    quarantine: Sequence[Path],
    received_at: datetime,
    job: Job,
    also: Callable[[Tables, AppendReport], None] | None,
) -> AppendReport:
    """See EventLog.append."""
    engine = open_engine(memory_limit=MEMORY, temporary=writer.temporary)
    state = Appending(
        writer=writer,
        engine=engine,
        received_at=received_at.astimezone(UTC),
        job=job,
        report=AppendReport(),
        added=[],
        removed=[],
        aside=[],
        faulty=[],
    )
    try:
        with job.stopping(engine):
            screened = screen(writer, engine, staged, quarantine, report=state.report, also=also)
            state.faulty += screened.quarantine
            _write_runs(state, screened.staged)
            if state.aside:
                _settle(state)
            _write_quarantine(state, given=len(quarantine))
        _commit(state, screened.also)
    finally:
        engine.close()
    return state.report


def _write_runs(state: Appending, staged: Sequence[Path]) -> None:
    total = count(staged)
    seen = _seen(state, total)
    done = 0
    for run in runs(staged, arrow_schema(STAGED_EVENTS)):
        if not run.num_rows:
            continue  # a file may end with the run before
        first, done = done, done + run.num_rows
        keyed, fresh = _screen(state, run, seen, first)
        write_sorted(state, keyed, fresh)
        _count(state.report.accepted_by_file, keyed, fresh)
        state.job.progress(done, total, "writing events")


def _seen(state: Appending, total: int) -> SeenKeys:
    """Start with the keys of the log: what it holds is not new."""
    live = state.writer.snapshot
    seen = SeenKeys(total + live.rows("events") + live.rows(contested.AMBIGUOUS))
    for dataset in ("events", contested.AMBIGUOUS):
        for path in live.paths(dataset):
            for batch in pq.ParquetFile(path).iter_batches(1 << 20, columns=["event_key"]):
                seen.add(batch.column(0).to_numpy())
    return seen


def _screen(
    state: Appending, run: pa.Table, seen: SeenKeys, first: int
) -> tuple[pa.Table, NDArray[np.bool_]]:
    """Return the run, keyed, and which rows are certainly new; put the other rows aside."""
    state.engine.register("run", run)
    if run.column("event_id").null_count:
        run = _named(state.engine, run)
        state.engine.register("run", run)
    wrong = fault(_literal(state.received_at), earliest=_earliest(state.engine))
    found = state.engine.query(
        f"SELECT {key('event_id')} AS event_key, ({wrong}) IS NULL AS sound FROM run"
    ).combine_chunks()
    keys: NDArray[np.uint64] = found.column("event_key").to_numpy()
    sound: NDArray[np.bool_] = found.column("sound").to_numpy()
    if not sound.all():
        _put_faulty_aside(state, wrong)
    keyed = _with_key(run, keys, state.received_at)
    doubtful = np.zeros(len(keys), np.bool_)
    doubtful[sound] = seen.test_and_add(keys[sound])
    if doubtful.any():
        _put_doubtful_aside(state, keyed, doubtful, first)
    return keyed, sound & ~doubtful


def _named(engine: Engine, run: pa.Table) -> pa.Table:
    """Give events without an id of their own one that their content makes."""
    ids = engine.query(f"SELECT coalesce(event_id, {derived_id()}) AS event_id FROM run")
    place = run.schema.get_field_index("event_id")
    return run.set_column(place, "event_id", ids.column("event_id").combine_chunks())


def _earliest(engine: Engine) -> str:
    """Times of 1970 are missing values, unless the source keeps a clock of its own."""
    old = engine.rows(
        f'SELECT 2 * count(*) FILTER (WHERE "at" < {MISSING_BEFORE}) > count("at") FROM run'
    )[0][0]
    return EARLIEST if old else MISSING_BEFORE


def _with_key(run: pa.Table, keys: NDArray[np.uint64], received_at: datetime) -> pa.Table:
    schema = events_schema()
    received = pa.repeat(pa.scalar(received_at, schema.field("received_at").type), run.num_rows)
    return run.append_column("received_at", received).append_column("event_key", pa.array(keys))


def _literal(at: datetime) -> str:
    return f"TIMESTAMPTZ '{at.isoformat()}'"


def _put_faulty_aside(state: Appending, wrong: str) -> None:
    path = state.writer.unfinished()
    state.engine.copy(f"SELECT {quarantined(wrong)} FROM run WHERE ({wrong}) IS NOT NULL", path)
    state.faulty.append(path)


def _put_doubtful_aside(
    state: Appending, run: pa.Table, doubtful: NDArray[np.bool_], first: int
) -> None:
    rows = run.filter(pa.array(doubtful))
    numbers = pa.array(np.flatnonzero(doubtful) + first)
    path = state.writer.unfinished()
    rows = rows.append_column(contested.NUMBER, numbers)
    pq.write_table(
        rows, path, compression="lz4", use_dictionary=cast("bool", list(CODED)), store_schema=False
    )
    state.aside.append(path)


def write_sorted(state: Appending, run: pa.Table, chosen: NDArray[np.bool_] | None = None) -> None:
    """Sort keyed rows and write them as a segment; nobody sees it before the commit."""
    order = in_order(run, chosen)
    if not len(order):
        return
    rows = _plain(run.take(pa.array(order)))
    unfinished = state.writer.unfinished()
    pq.write_table(
        rows,
        unfinished,
        compression="zstd",
        compression_level=1,
        use_dictionary=cast("bool", [*CODED, "subject"]),  # the stubs know only the other form
        row_group_size=131_072,
        store_schema=False,
        store_decimal_as_integer=True,
        write_page_checksum=True,
    )
    state.added.append(
        state.writer.adopt(
            state.engine,
            "events",
            unfinished,
            rows=rows.num_rows,
            sort=EVENTS.sort,
            low=0,
            high=HASH_END,
            time_column="at",
        )
    )


def _plain(rows: pa.Table) -> pa.Table:
    """Write subjects out: a dictionary would carry those of other segments into this file."""
    place = rows.schema.get_field_index("subject")
    return rows.set_column(place, "subject", rows.column("subject").cast(pa.string()))


def _count(counter: Counter[str], run: pa.Table, fresh: NDArray[np.bool_]) -> None:
    files: Any = run.column("source_file").chunk(0)
    codes = files.indices.fill_null(0).to_numpy()[fresh]
    counts = np.bincount(codes, minlength=len(files.dictionary))
    for file, rows in zip(files.dictionary.to_pylist(), counts.tolist(), strict=True):
        if rows:
            counter[file] += rows


def _settle(state: Appending) -> None:
    """Decide about rows whose id may have been seen before."""
    late, outcome = contested.settle(
        state.engine,
        aside=state.aside,
        log=state.writer.snapshot,
        new=state.added,
        writer=state.writer,
        report=state.report,
    )
    for segment, successor in outcome.replaced:
        if segment in state.added:
            state.added.remove(segment)
        else:
            state.removed.append(segment)
        if successor is not None:
            state.added.append(successor)
    state.added += outcome.extra
    for run in runs(late, events_schema()):
        write_sorted(state, run)


def _write_quarantine(state: Appending, *, given: int) -> None:
    """Keep what could not be read; the same rows of the same file are kept once."""
    if not state.faulty:
        return
    made = state.faulty[given:]
    if made:
        for file, rows in state.engine.rows(
            f"SELECT source_file, count(*) FROM read_parquet({quote_paths(made)}) GROUP BY ALL"
        ):
            state.report.quarantined_by_file[file] += rows
    known = state.writer.snapshot.source("quarantine")
    columns = ", ".join(QUARANTINE.names)
    state.added.extend(
        segment
        for segment in [
            state.writer.put(
                state.engine,
                "quarantine",
                f"SELECT DISTINCT {columns} FROM read_parquet({quote_paths(state.faulty)}, "
                f"union_by_name = true) EXCEPT SELECT {columns} FROM {known}",
                sort=QUARANTINE.names,
            )
        ]
        if segment is not None
    )


def _commit(state: Appending, also: Callable[[Tables, AppendReport], None] | None) -> None:
    report = state.report

    def inside(tables: Tables) -> None:
        state.job.fence(tables)
        if also is not None:
            also(tables, report)

    report.version = state.writer.snapshot.version
    if state.added or state.removed:
        report.version += 1
        state.writer.commit(
            add=state.added,
            remove=state.removed,
            kind="import",
            changes_data=bool(report.accepted or report.revised),
            note={
                "accepted": report.accepted,
                "duplicates": report.duplicates,
                "revised": report.revised,
                "quarantined": report.quarantined,
            },
            also=inside,
        )
    else:
        state.writer.also(inside)

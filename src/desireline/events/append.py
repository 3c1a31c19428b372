"""Append: staged rows become events of the log, all or none of them.

In: run files that a reader's process made, or Parquet files of STAGED_EVENTS.  Out: new segments, one
version.

A run of an eighth of a million rows is checked, keyed, sorted and written once (`run_files.py`); here it
is checked to be in order, and becomes a segment as it stands. Cutting a bulk import along the subjects'
hashes instead would need every row written twice, and would save little: logs come in time order, and
most subjects have fewer events than an import has runs. Rows whose key repeats (`disputed.py`) are put
aside and decided at the end (`contested.py`); only the runs that hold such rows are written again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from desireline.engines import Engine, open_engine, quote_paths
from desireline.events import contested
from desireline.events.disputed import contains, disputed
from desireline.events.report import AppendReport
from desireline.events.rows import CODED, arrow_schema, events_schema
from desireline.events.run_files import (
    RunFile,
    RunFiles,
    count_files,
    read_keys,
    read_run,
    write_run,
)
from desireline.events.runs import count, runs
from desireline.events.segments import HASH_END, SegmentWriter
from desireline.events.sorting import in_order
from desireline.events.tombstones import screen
from desireline.jobs import Job
from desireline.stores import Segment, Tables
from desireline.tables import EVENTS, QUARANTINE, STAGED_EVENTS

MEMORY = "300MB"
Keys = NDArray[np.uint64]


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
    successors: dict[str, str | None]
    aside: list[Path]
    faulty: list[Path]


def append(
    writer: SegmentWriter,
    staged: Sequence[Path],
    *,
    prepared: Sequence[RunFile],
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
        successors={},
        aside=[],
        faulty=[],
    )
    try:
        with job.stopping(engine):
            sound, faulty = _sorted_out(state, prepared)
            screened = screen(
                writer, engine, staged, sound, [*quarantine, *faulty],
                report=state.report, also=also,
            )  # fmt: skip
            state.faulty += screened.quarantine
            _write_runs(state, [*screened.prepared, *_prepare(state, screened.staged)])
            if state.aside:
                _settle(state)
            _write_quarantine(state)
        _commit(state, screened.also)
    finally:
        engine.close()
    return state.report


def _prepare(state: Appending, staged: Sequence[Path]) -> list[RunFile]:
    """Make run files of what was staged as it came."""
    total, done = count(staged), 0
    files = RunFiles(state.writer.temporary, state.received_at)
    try:
        for run in runs(staged, arrow_schema(STAGED_EVENTS)):
            if run.num_rows:  # a file may end with the run before
                files.add(run)
            done += run.num_rows
            state.job.progress(done, 2 * total, "writing events")
    finally:
        files.close()
    sound, faulty = _sorted_out(state, files.runs)
    state.faulty += faulty
    return sound


def _sorted_out(state: Appending, files: Sequence[RunFile]) -> tuple[list[RunFile], list[Path]]:
    """Return the runs that hold events, and files of the rows that cannot be events, which are counted."""
    for run in files:
        state.report.quarantined_by_file.update(run.faulty_by_file)
    faulty = [run.faulty for run in files if run.faulty is not None]
    return [run for run in files if run.rows], faulty


def _write_runs(state: Appending, files: Sequence[RunFile]) -> None:
    keys = [read_keys(file.path) for file in files]
    repeated = disputed(keys, lambda: _known(state.writer))
    total, first = sum(file.given for file in files), 0
    for file, own in zip(files, keys, strict=True):
        doubtful = contains(repeated, own)
        if doubtful.any():
            _split(state, file, doubtful, first)
        else:
            _adopt(state, file.path, file.rows)
            state.report.accepted_by_file.update(file.by_file)
        first += file.given
        state.job.progress(total + first, 2 * total, "writing events")


def _known(writer: SegmentWriter) -> Generator[Keys]:
    """The keys of the log, a file at a time: what it holds is not new."""
    for dataset in ("events", contested.AMBIGUOUS):
        for path in writer.snapshot.paths(dataset):
            yield read_keys(path)


def _split(state: Appending, file: RunFile, doubtful: NDArray[np.bool_], first: int) -> None:
    """Put rows that may repeat others aside; the others of the run become a segment."""
    run = read_run(file.path)
    rows = run.filter(pa.array(doubtful))
    rows = rows.append_column(contested.NUMBER, pa.array(file.places()[doubtful] + first))
    path = state.writer.unfinished()
    pq.write_table(
        rows, path, compression="lz4", use_dictionary=cast("bool", list(CODED)), store_schema=False
    )
    state.aside.append(path)
    rest = run.filter(pa.array(~doubtful))
    if rest.num_rows:
        _write(state, rest)
        state.report.accepted_by_file.update(count_files(rest))


def write_sorted(state: Appending, run: pa.Table) -> None:
    """Sort keyed rows and write them as a segment; nobody sees it before the commit."""
    _write(state, run.take(pa.array(in_order(run))))


def _write(state: Appending, rows: pa.Table) -> None:
    path = state.writer.unfinished()
    write_run(rows, path)
    _adopt(state, path, rows.num_rows)


def _adopt(state: Appending, path: Path, rows: int) -> None:
    state.added.append(
        state.writer.adopt(
            state.engine,
            "events",
            path,
            rows=rows,
            sort=EVENTS.sort,
            low=0,
            high=HASH_END,
            time_column="at",
        )
    )


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
            state.successors[segment.path] = None if successor is None else successor.path
        if successor is not None:
            state.added.append(successor)
    state.added += outcome.extra
    for run in runs(late, events_schema()):
        write_sorted(state, run)


def _write_quarantine(state: Appending) -> None:
    """Keep what could not be read; the same rows of the same file are kept once."""
    if not state.faulty:
        return
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
            successors=state.successors,
            also=inside,
        )
    else:
        state.writer.also(inside)

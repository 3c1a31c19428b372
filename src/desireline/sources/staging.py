"""What a SELECT gives, brought into the staging folder: small results as one file, large ones as runs.

In: a stream of batches without the columns that every row shares.  Out: a `Staged`. A large result is
checked, keyed and sorted here, in the reader's process, so that nothing of it is encoded twice; a small
one is left as it is, because several of them make one run.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.events import RUN_BYTES, RUN_ROWS, RunFile, RunFiles, coded, count_files
from desireline.sources.making import Made, completed

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 4_096
"""A run ends at a multiple of so many rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What one SELECT gave; all paths have the columns of STAGED_EVENTS, and perhaps more."""

    paths: tuple[Path, ...]
    by_file: Mapping[str, int]
    """Rows by source file, those with a fault included."""
    runs: Sequence[RunFile] | None = None
    """Set when the rows became runs."""

    @property
    def rows(self) -> int:
        """Count the rows, those with a fault included."""
        return sum(self.by_file.values())

    @property
    def is_faulty(self) -> bool:
        """Whether the log would not take some of the rows."""
        return self.runs is not None and any(run.faulty for run in self.runs)


def stage(
    batches: Iterator[pa.RecordBatch],
    *,
    schema: pa.Schema,
    made: Made,
    folder: Path,
    received_at: datetime,
    rows: int = RUN_ROWS,
) -> Staged | None:
    """Write what a stream gives; None when it gives no rows.

    Args:
        batches: of any size up to `rows`.
        schema: of STAGED_EVENTS.
        made: how the columns are made that the stream lacks.
        folder: for the files: a new one.
        received_at: when the events came in.
        rows: how many make a run.
    """
    tables = (coded(completed(run, schema, made)) for run in _gathered(batches, rows))
    first = next(tables, None)
    if first is None:
        return None
    folder.mkdir()
    second = next(tables, None)
    if second is None:
        return _draft(first, folder / "events.parquet")
    runs = RunFiles(folder, received_at)
    try:
        for table in itertools.chain((first, second), tables):
            runs.add(table)
    finally:
        runs.close()
    by_file = Counter[str]()
    for run in runs.runs:
        by_file.update(run.by_file)
        by_file.update(run.faulty_by_file)
    paths = tuple(run.path for run in runs.runs if run.rows)
    return Staged(paths=paths, by_file=by_file, runs=runs.runs)


def _gathered(batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.Table]:
    """Join batches to runs of so many rows, or of fewer where texts are long; one chunk in each column.

    How the engine cuts its batches depends on its threads; where runs end must not.
    """
    import pyarrow as pa

    waiting: list[pa.RecordBatch] = []
    count = size = 0
    for batch in batches:
        start = 0
        while start < batch.num_rows:
            piece = batch.slice(start, rows - count)
            if size + piece.nbytes >= RUN_BYTES:
                # the run may end within it: small pieces tell where
                piece = batch.slice(start, min(_PIECE - count % _PIECE, rows - count))
            waiting.append(piece)
            start += piece.num_rows
            count, size = count + piece.num_rows, size + piece.nbytes
            if count >= rows or (size >= RUN_BYTES and count % _PIECE == 0):
                yield pa.Table.from_batches(waiting).combine_chunks()
                waiting, count, size = [], 0, 0
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


def _draft(rows: pa.Table, path: Path) -> Staged:
    """Write a file that is read once, soon."""
    import pyarrow.parquet as pq

    pq.write_table(rows, path, compression="lz4", store_schema=False)
    return Staged(paths=(path,), by_file=count_files(rows))

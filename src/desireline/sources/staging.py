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
from desireline.tables import STAGED_EVENTS

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 4_096
"""A run ends at a multiple of so many rows."""
Fixed = Mapping[str, str | bool | None]


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
    fixed: Fixed,
    folder: Path,
    received_at: datetime,
    rows: int = RUN_ROWS,
) -> Staged | None:
    """Write what a stream gives; None when it gives no rows.

    Args:
        batches: of any size up to `rows`.
        schema: of STAGED_EVENTS.
        fixed: columns that the stream lacks, because they hold one value throughout.
        folder: for the files: a new one.
        received_at: when the events came in.
        rows: how many make a run.
    """
    tables = _gathered((completed(batch, schema, fixed) for batch in batches), rows)
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


def _gathered(parts: Iterator[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Join parts to runs of so many rows, or of fewer where texts are long.

    How the engine cuts its batches depends on its threads; where runs end must not.
    """
    import pyarrow as pa

    waiting: list[pa.Table] = []
    count = size = 0
    for part in parts:
        start = 0
        while start < part.num_rows:
            piece = part.slice(start, _PIECE - count % _PIECE)
            waiting.append(piece)
            start += piece.num_rows
            count, size = count + piece.num_rows, size + piece.nbytes
            whole = count % _PIECE == 0
            if whole and (count >= rows or size >= RUN_BYTES):
                yield coded(pa.concat_tables(waiting))
                waiting, count, size = [], 0, 0
    if waiting:
        yield coded(pa.concat_tables(waiting))


def _draft(rows: pa.Table, path: Path) -> Staged:
    """Write a file that is read once, soon."""
    import pyarrow.parquet as pq

    pq.write_table(rows, path, compression="lz4", store_schema=False)
    return Staged(paths=(path,), by_file=count_files(rows))


def completed(batch: pa.RecordBatch, schema: pa.Schema, fixed: Fixed) -> pa.Table:
    """Add the fixed columns, without writing their value out for each row."""
    import numpy as np
    import pyarrow as pa

    columns: list[pa.Array] = []
    codes = pa.array(np.zeros(batch.num_rows, np.int32))
    for field in schema:
        value = fixed.get(field.name)
        if field.name not in fixed:
            columns.append(batch.column(field.name))
        elif isinstance(value, str):
            columns.append(pa.DictionaryArray.from_arrays(codes, pa.array([value])))
        elif value is None:
            columns.append(pa.nulls(batch.num_rows, field.type))
        else:
            columns.append(pa.repeat(pa.scalar(value, field.type), batch.num_rows))
    return pa.Table.from_arrays(columns, names=STAGED_EVENTS.names)

"""Tables: which tables can be exported, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.errors import InputError
from desireline.jobs import Listener
from desireline.journeys import EXPORTS, export_table, open_journeys
from desireline.pipeline.context import Context
from desireline.pipeline.exporting import write_table

if TYPE_CHECKING:
    import pyarrow as pa


def export(context: Context, table: str, path: Path, *, listener: Listener | None = None) -> int:
    """Write a table to a file; return the number of rows.

    Raises:
        InputError: there is no such table, or the path's ending is unknown.
    """
    if table not in EXPORTS:
        raise InputError(
            f"There is no table {table!r}.",
            hint=f"The tables are: {', '.join(sorted(EXPORTS))}.",
            code="export.unknown",
        )
    data = open_journeys(context.segments, context.store)
    try:
        reader = export_table(data, table)
        return write_table(reader.schema, _told(reader, table, listener), path)
    finally:
        data.engine.close()


def _told(
    batches: Iterable[pa.RecordBatch], table: str, listener: Listener | None
) -> Iterable[pa.RecordBatch]:
    rows = 0
    for batch in batches:
        yield batch
        rows += batch.num_rows
        if listener is not None:
            listener(rows, None, f"writing {table}: {rows:,} rows")

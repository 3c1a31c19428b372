"""Write a stream of Arrow batches as Parquet, for rows with many columns of text.

In: batches in their final order.  Out: one file, a row group for each batch. Whether a column of text
gets a dictionary is decided by the first batch: building one for a column of different values costs
more than it saves.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import pyarrow as pa

_LOOK_AT = 4_096


def write(batches: pa.RecordBatchReader, path: Path) -> int:
    """Write all batches and return the number of rows."""
    import pyarrow.parquet as pq

    first = next(iter(batches), None)
    rows = 0
    writer = pq.ParquetWriter(
        path,
        batches.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=cast("bool", _repeating(first)),  # the stubs know only the other form
        store_schema=False,
        store_decimal_as_integer=True,
    )
    with writer:
        if first is not None:
            rows += first.num_rows
            writer.write_batch(first)
        for batch in batches:
            rows += batch.num_rows
            writer.write_batch(batch)
    return rows


def _repeating(batch: pa.RecordBatch | None) -> list[str]:
    """Name the columns of text in which at most half of the first values are different."""
    import pyarrow as pa

    if batch is None:
        return []
    found: list[str] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_string(column.type):
            values = column.slice(0, _LOOK_AT).drop_null()
            if len(values.unique()) * 2 <= max(len(values), 2):
                found.append(name)
    return found

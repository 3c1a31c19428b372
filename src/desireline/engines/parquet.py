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

    from desireline.engines import Draft

_LOOK_AT = 4_096


def write(batches: pa.RecordBatchReader, path: Path, *, draft: Draft | None = None) -> int:
    """Write all batches and return the number of rows."""
    import pyarrow.parquet as pq

    first = next(iter(batches), None)
    rows = 0
    writer = pq.ParquetWriter(
        path,
        batches.schema if draft is None else _schema(batches.schema, draft),
        compression="zstd" if draft is None else "lz4",
        compression_level=1 if draft is None else None,
        use_dictionary=cast("bool", _repeating(first)),  # the stubs know only the other form
        store_schema=False,
        store_decimal_as_integer=True,
    )
    with writer:
        if first is not None:
            rows += first.num_rows
            writer.write_table(_completed(first, draft))
        for batch in batches:
            rows += batch.num_rows
            writer.write_table(_completed(batch, draft))
    return rows


def _schema(found: pa.Schema, draft: Draft) -> pa.Schema:
    """The draft's columns: the fixed ones as dictionaries where they hold a text."""
    import pyarrow as pa

    fields: list[pa.Field] = []
    for field in draft.schema:
        if field.name not in draft.fixed:
            fields.append(found.field(field.name))
        elif isinstance(draft.fixed[field.name], str):
            fields.append(pa.field(field.name, pa.dictionary(pa.int32(), pa.string())))
        else:
            fields.append(pa.field(field.name, field.type))
    return pa.schema(fields)


def _completed(batch: pa.RecordBatch, draft: Draft | None) -> pa.Table:
    """Add the fixed columns, without writing their value out for each row."""
    import numpy as np
    import pyarrow as pa

    if draft is None:
        return pa.Table.from_batches([batch])
    columns: list[pa.Array] = []
    schema = _schema(batch.schema, draft)
    codes = pa.array(np.zeros(batch.num_rows, np.int32))
    for field in schema:
        value = draft.fixed.get(field.name)
        if field.name not in draft.fixed:
            columns.append(batch.column(field.name))
        elif isinstance(value, str):
            columns.append(pa.DictionaryArray.from_arrays(codes, pa.array([value])))
        elif value is None:
            columns.append(pa.nulls(batch.num_rows, field.type))
        else:
            columns.append(pa.repeat(pa.scalar(value, field.type), batch.num_rows))
    return pa.Table.from_arrays(columns, schema=schema)


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

"""Export: one table of the workspace as CSV, Parquet or JSON, by the path's ending.

In: Arrow batches of a decoded table.  Out: a file, complete or absent (it is written beside its name and
moved at the end). In CSV, a text that a spreadsheet would run as a formula gets an apostrophe before
it; Parquet and JSON hold the text as it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

FORMULA_SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
"""What a spreadsheet would run begins with one of these; the last four are the first four, typed wide."""
_FORMULA = f"^([{re.escape(''.join(FORMULA_SIGNS))}])"


def write_table(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write the batches to a file; return the number of rows.

    Raises:
        InputError: the ending is unknown, or the file cannot be written.
    """
    writers: dict[str, Callable[[pa.Schema, Iterable[pa.RecordBatch], Path], int]] = {
        ".csv": _write_csv,
        ".parquet": _write_parquet,
        ".json": _write_json,
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise InputError(
            f"{path.name}: unknown ending {path.suffix!r}.",
            hint="End the file's name in .csv, .parquet or .json.",
            code="export.format",
        )
    with written_whole(path) as beside:
        return write(schema, batches, beside)


@contextlib.contextmanager
def written_whole(path: Path) -> Generator[Path]:
    """Name a file beside the path, to write to; it takes the path's place once it is complete.

    Raises:
        InputError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Name a file in a folder that you may write to.",
            code="export.not-writable",
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _write_parquet(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> int:
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _write_csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> int:
    import pyarrow as pa
    from pyarrow import csv

    flat = pa.schema([pa.field(f.name, _flat_type(f.type)) for f in schema])
    rows = 0
    with csv.CSVWriter(path, flat) as writer:
        for batch in batches:
            columns = [
                _flat(column, field.type) for column, field in zip(batch, flat, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=flat))
            rows += batch.num_rows
    return rows


def _flat_type(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    return pa.string() if pa.types.is_nested(kind) or pa.types.is_dictionary(kind) else kind


def _flat(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """Lists become JSON, texts become harmless to a spreadsheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_nested(column.type):
        column = pa.array(
            [None if v is None else json.dumps(v, ensure_ascii=False) for v in column.to_pylist()],
            pa.string(),
        )
    column = column.cast(kind)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        options = {"pattern": _FORMULA, "replacement": r"'\1"}
        column = pc.call_function(
            "replace_substring_regex", [column], pc.ReplaceSubstringOptions(**options)
        )
    return column


def _write_json(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> int:
    del schema
    rows = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for batch in batches:
            for row in batch.to_pylist():
                file.write(",\n" if rows else "\n")
                file.write(json.dumps(row, ensure_ascii=False, default=_plain))
                rows += 1
        file.write("\n]\n")
    return rows


def _plain(value: Any) -> Any:
    """Times as ISO 8601, decimals as numbers."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return float(value)

"""Staged Parquet files as runs of rows that fit in memory, with the types of the contract.

In: files of any number and size.  Out: Arrow tables of about an eighth of a million rows, in the order of
the files. Columns with few distinct values stay dictionaries: moving codes is cheaper than moving
strings.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from desireline.errors import InputError
from desireline.events.rows import CODED
from desireline.events.run_files import RUN_BYTES, RUN_ROWS, coded

compute: Any = pyarrow.compute  # its functions are made at run time


def count(paths: Sequence[Path]) -> int:
    """Count rows without reading them."""
    return sum(pq.read_metadata(path).num_rows for path in paths)


def runs(paths: Sequence[Path], schema: pa.Schema) -> Generator[pa.Table]:
    """Read files run by run.

    Raises:
        InputError: a file has a column that does not fit the contract.
    """
    waiting: list[pa.Table] = []
    rows = size = 0
    for path in paths:
        for part in _parts(path, schema):
            waiting.append(part)
            rows, size = rows + part.num_rows, size + part.nbytes
            if rows >= RUN_ROWS or size >= RUN_BYTES:
                yield coded(pa.concat_tables(waiting))
                waiting, rows, size = [], 0, 0
    if waiting:
        yield coded(pa.concat_tables(waiting))


def _parts(path: Path, schema: pa.Schema) -> Generator[pa.Table]:
    """Read a file some row groups at a time: decoded together, most columns need no joining."""
    coded = _dictionaries(path, [name for name in (*CODED, "subject") if name in schema.names])
    with pq.ParquetFile(path, read_dictionary=coded, memory_map=True, pre_buffer=False) as file:
        present = [name for name in schema.names if name in file.schema_arrow.names]
        for groups in _groups(file.metadata):
            if sum(file.metadata.row_group(group).num_rows for group in groups) <= 2 * RUN_ROWS:
                table = file.read_row_groups(groups, columns=present, use_threads=False)
                yield _fitted(table, schema, path)
                continue
            for batch in file.iter_batches(
                RUN_ROWS, row_groups=groups, columns=present, use_threads=False
            ):
                yield _fitted(pa.Table.from_batches([batch]), schema, path)


def _groups(file: Any) -> Generator[list[int]]:
    """Gather row groups until they make a run."""
    groups: list[int] = []
    rows = size = 0
    for number in range(file.num_row_groups):
        group = file.row_group(number)
        if groups and (rows + group.num_rows > 1.1 * RUN_ROWS or size > RUN_BYTES):
            yield groups
            groups, rows, size = [], 0, 0
        groups.append(number)
        rows, size = rows + group.num_rows, size + group.total_byte_size
    if groups:
        yield groups


def _dictionaries(path: Path, names: Sequence[str]) -> list[str]:
    """Return the columns that every row group holds as a dictionary or plain.

    Arrow cannot decode the other encodings of strings straight into codes.
    """
    file = pq.read_metadata(path)
    present = {file.schema.column(place).path for place in range(file.num_columns)}
    usual = {"PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY", "BIT_PACKED"}
    found = present.intersection(names)
    for group in range(file.num_row_groups):
        row_group = file.row_group(group)
        for place in range(row_group.num_columns):
            column = row_group.column(place)
            if not usual.issuperset(column.encodings):
                found.discard(column.path_in_schema)
    return sorted(found)


def _fitted(table: pa.Table, schema: pa.Schema, path: Path) -> pa.Table:
    """Bring a table to the contract's columns, keeping dictionaries."""
    columns: list[pa.ChunkedArray] = []
    for field in schema:
        if field.name not in table.column_names:
            columns.append(pa.chunked_array([pa.nulls(table.num_rows, field.type)]))
            continue
        column = table.column(field.name)
        wanted = field.type
        if field.name in CODED or field.name == "subject":
            wanted = pa.dictionary(pa.int32(), pa.string())
        if column.type != wanted:
            try:
                column = _cast(column, wanted)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise InputError(
                    f"{path.name}: column {field.name} is {column.type}, not {field.type}: {error}",
                    hint="Mend the reader or the mapping.",
                    code="input.staged",
                ) from error
        columns.append(column)
    return pa.table(columns, names=schema.names)


def _cast(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_dictionary(wanted):
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        return compute.dictionary_encode(column.cast(pa.string()))
    return column.cast(wanted)

"""Is a written file whole, and does it hold its rows in order?

In: a Parquet file and the columns that it is sorted by.  Out: the times that it spans, or an error. Engines have lost the order of
sorted rows without an error (see docs/adr/0001) and everything downstream depends on it, so each file proves its own.
A column is read only where rows are alike in those before it: of a log mostly the subject and the time, which costs a
third of what an engine takes to compare all columns.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.engines import quote, quote_paths
from desireline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from desireline.engines import Engine

MOST_ROWS = 4_000_000
"""A larger file is left to the engine, which reads it piece by piece."""
_CODES = {"PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY", "BIT_PACKED"}
"""How a dictionary, its codes and which cells are empty are written."""
_Span = tuple[int | None, int | None]


def prove(
    engine: Engine, path: Path, *, rows: int, sort: Sequence[str], time_column: str | None
) -> _Span:
    """Read a file back; return its least and greatest time in microseconds.

    Raises:
        EngineError: it has other rows, or they are out of order.
    """
    with closing(_File(path)) as file:
        count = file.rows
        wrong = _disorder(file, sort) if count <= MOST_ROWS else _disorder_by(engine, path, sort)
        if count != rows or wrong:
            raise EngineError(
                f"{wrong} of {count} rows were written out of order ({rows} expected).",
                hint="Report this: nothing was saved.",
                code="engine.order",
            )
        return (None, None) if time_column is None else _span(file.column(time_column))


def _disorder(file: _File, sort: Sequence[str]) -> int:
    """How many rows are less than the row before."""
    import numpy as np

    wrong = 0
    alike: Any = None  # whether rows equal the one before them in all columns so far
    for name in sort:
        column = file.column(name) if alike is not None else file.coded(name)
        numbers = _numbers(column)
        if alike is None:
            alike = np.ones(max(len(column) - 1, 0), dtype=np.bool_)
        if numbers is not None:
            wrong += int(np.count_nonzero(alike & (numbers[1:] < numbers[:-1])))
            alike &= numbers[1:] == numbers[:-1]
        else:
            less, same = _compared(column, np.flatnonzero(alike))
            wrong += less
            alike[alike] = same
        if not alike.any():
            break
    return wrong


def _numbers(column: pa.ChunkedArray) -> Any:
    """Whole numbers, times and codes of words in order, compared in place, all at once; None for whatever else."""
    import pyarrow as pa

    kind: Any = column.type
    if pa.types.is_dictionary(kind):
        return column.chunk(0).indices.to_numpy()
    if column.null_count or not (pa.types.is_integer(kind) or pa.types.is_timestamp(kind)):
        return None
    return (column.cast(pa.int64()) if pa.types.is_timestamp(kind) else column).to_numpy()


def _compared(column: pa.ChunkedArray, places: Any) -> tuple[int, Any]:
    """Of the rows after those places: how many are less than the row before, and which are the same."""
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute  # its functions are made at run time
    if len(places) == len(column) - 1:
        before, after = column.slice(0, len(places)), column.slice(1)
    else:
        before, after = column.take(pa.array(places)), column.take(pa.array(places + 1))
    less = compute.sum(compute.less(after, before)).as_py() or 0
    same = compute.fill_null(compute.equal(after, before), False)  # noqa: FBT003 - Arrow's own
    return less, same.to_numpy()


def _disorder_by(engine: Engine, path: Path, sort: Sequence[str]) -> int:
    """The same, as the engine tells it: the first column that differs must have grown."""
    names = [quote(name) for name in sort]
    lags = "".join(f", lag({name}) OVER () AS _{i}" for i, name in enumerate(names))
    wrong = "false"
    for i, name in reversed(list(enumerate(names))):
        wrong = f"({name} < _{i} OR ({name} = _{i} AND {wrong}))"
    return engine.rows(
        f"SELECT count(*) FILTER (WHERE {wrong}) FROM "
        f"(SELECT {', '.join(names) or '1'}{lags} FROM read_parquet({quote_paths([path])}))"
    )[0][0]


def _span(column: pa.ChunkedArray) -> _Span:
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute
    ends = compute.min_max(column.cast(pa.int64())).as_py()
    return ends["min"], ends["max"]


class _File:
    """A Parquet file whose columns are read once, when they are asked for."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self._path = path
        self._file = pq.ParquetFile(path)
        self._columns: dict[str, pa.ChunkedArray] = {}

    def close(self) -> None:
        """Let go of it."""
        self._file.close()

    @property
    def rows(self) -> int:
        """How many rows it says it has."""
        return self._file.metadata.num_rows

    def column(self, name: str) -> pa.ChunkedArray:
        """A column."""
        if name not in self._columns:
            table = self._file.read(columns=[name], use_threads=False)
            self._columns[name] = table.column(0)
        return self._columns[name]

    def coded(self, name: str) -> pa.ChunkedArray:
        """The same; words as codes, where each word stands once in one dictionary, in the order of words."""
        import pyarrow.parquet as pq

        if self._has_one_dictionary(name):
            with pq.ParquetFile(self._path, read_dictionary=[name]) as file:
                column = file.read(columns=[name], use_threads=False).column(0)
            if _ascends(column):
                return column
        return self.column(name)

    def _has_one_dictionary(self, name: str) -> bool:
        """Whether a column of words is kept as one dictionary: Arrow reads no other encoding of words as codes."""
        if self._file.metadata.num_row_groups != 1:
            return False
        group = self._file.metadata.row_group(0)
        columns = (group.column(place) for place in range(group.num_columns))
        kept = next((column for column in columns if column.path_in_schema == name), None)
        return (
            kept is not None
            and kept.physical_type == "BYTE_ARRAY"
            and set(kept.encodings) <= _CODES
        )


def _ascends(column: pa.ChunkedArray) -> bool:
    """Whether the codes of a column are in the order of its words."""
    import pyarrow.compute

    compute: Any = pyarrow.compute
    if column.num_chunks != 1 or column.null_count or not hasattr(column.chunk(0), "dictionary"):
        return False
    words = column.chunk(0).dictionary
    before = words.slice(0, max(len(words) - 1, 0))
    return not compute.any(compute.less_equal(words.slice(1), before)).as_py()

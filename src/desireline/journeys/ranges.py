"""Coded events laid aside by customer: what came in by time is read back a range of customers at a time.

In: batches of coded events as the log gives them, and where the ranges end.  Out: the events of one range, in memory. Rows are
put to their ranges by number and written as they lie in memory: sorting each part of the log by customer, and writing it as a
file of groups to skip by, cost the engine twice as much.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

BATCH_ROWS = 122_880
"""Rows that are put to their ranges at once: more of them cost fresh memory and save nothing."""


class Ranges:
    """A file for each range of customers. Removes them when the block ends."""

    def __init__(self, folder: Path, ends: Sequence[int]) -> None:
        """Begin with no rows. `ends` are the last customers of the ranges, ascending."""
        self._paths = [folder / f"coded-{number}.arrow" for number in range(len(ends))]
        self._ends = list(ends)
        self._writers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            with contextlib.suppress(OSError):
                writer.close()
        for path in self._paths:
            path.unlink(missing_ok=True)

    def add(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Put rows to their ranges."""
        import numpy as np
        import pyarrow as pa

        for batch in batches:
            ranges = np.searchsorted(self._ends, batch.column("customer").to_numpy())
            order = np.argsort(ranges.astype(np.uint16), kind="stable")
            sorted_ = batch.take(pa.array(order))
            counts = np.bincount(ranges, minlength=len(self._ends))
            start = 0
            for number, count in enumerate(counts.tolist()):
                if count:
                    self._writer(number, batch.schema).write_batch(sorted_.slice(start, count))
                start += count

    def read(self, number: int) -> pa.Table | None:
        """Take the rows of a range back, once; None when it has none. Nothing is added afterwards."""
        import pyarrow as pa

        writer = self._writers.pop(number, None)
        if writer is None:
            return None
        writer.close()
        with pa.memory_map(str(self._paths[number])) as file, pa.ipc.open_stream(file) as stream:
            rows = stream.read_all().combine_chunks()
        self._paths[number].unlink()
        return rows

    def _writer(self, number: int, schema: pa.Schema) -> Any:
        import pyarrow as pa

        if number not in self._writers:
            self._writers[number] = pa.ipc.new_stream(str(self._paths[number]), schema)
        return self._writers[number]


def by_time(rows: pa.Table) -> pa.Table | None:
    """Rows by customer and time; None where two of a customer share a time, so that more must settle their order."""
    import numpy as np
    import pyarrow as pa

    customers = rows.column("customer").to_numpy().astype(np.int64)
    times = rows.column("at_us").to_numpy()
    customers -= customers.min()
    first = int(times.min())
    bits = (int(times.max()) - first).bit_length()
    if bits + int(customers.max()).bit_length() > 63:
        return None
    key = (customers << bits) | (times - first)
    order = np.argsort(key)
    key = key[order]
    if bool((key[1:] == key[:-1]).any()):
        return None
    del customers, times, key
    return rows.take(pa.array(order))

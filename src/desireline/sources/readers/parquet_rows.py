"""Rows of a Parquet file whose columns nest, as the objects that the same export gives in JSON.

In: a sampled Parquet file.  Out: (row number, object), a batch at a time. Lists that a writer wrapped
(`{"list": [{"element": ...}]}`, as BigQuery did for years) are unwrapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from desireline.sources.model import Sample, Sink

_BATCH = 5_000
_WRAPPERS = frozenset({"list", "array", "bag"})
_ELEMENTS = frozenset({"element", "item", "array_element"})


def rows(sample: Sample, sink: Sink) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (row number from 1, object), counting rows."""
    import pyarrow.parquet as pq

    number = 0
    with pq.ParquetFile(sample.path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in cast("list[dict[str, Any]]", batch.to_pylist()):
                number += 1
                sink.row()
                yield number, {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    record = cast("dict[str, Any]", value)
    if len(record) == 1:
        (name, inner) = next(iter(record.items()))
        if name in _WRAPPERS and isinstance(inner, list):
            return [_plain(_element(item)) for item in cast("list[Any]", inner)]
    return {key: _plain(item) for key, item in record.items()}


def _element(item: Any) -> Any:
    if isinstance(item, dict):
        record = cast("dict[str, Any]", item)
        if len(record) == 1 and (name := next(iter(record))) in _ELEMENTS:
            return record[name]
    return cast("Any", item)

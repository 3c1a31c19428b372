"""Fold: many small segments of the log become one, with the same rows.

In: the writer.  Out: whether anything was merged. Live events come in batches of seconds, and a file for each
would make every reader slow. The content of the log does not change, only its files: what was derived from all
the parts is up with the whole.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from desireline.engines import open_engine, quote, quote_paths
from desireline.events.segments import SegmentWriter
from desireline.stores import Segment
from desireline.tables import EVENTS

_SMALL_ROWS = 50_000
_MOST_ROWS = 500_000


def fold(writer: SegmentWriter, among: AbstractSet[str] | None) -> bool:
    """See EventLog.fold."""
    small: list[Segment] = []
    for segment in writer.snapshot.of("events"):
        wanted = among is None or segment.path in among
        if wanted and segment.rows <= _SMALL_ROWS:
            small.append(segment)
        if sum(one.rows for one in small) >= _MOST_ROWS:
            break
    if len(small) < 2:
        return False
    columns = ", ".join(quote(name) for name in EVENTS.names)
    paths = [writer.folder / segment.path for segment in small]
    engine = open_engine(memory_limit="500MB", temporary=writer.temporary)
    try:
        merged = writer.put(
            engine,
            "events",
            f"SELECT {columns} FROM read_parquet({quote_paths(paths)})",
            sort=EVENTS.sort,
            low=min(segment.low for segment in small),
            high=max(segment.high for segment in small),
            time_column="at",
        )
    finally:
        engine.close()
    writer.join(small, merged, kind="fold")
    return True

"""Rewriting: a file of the log is written again without some of its events.

In: a segment, and the ids of what goes.  Out: its successor, in the same order, or None where nothing is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.engines import Engine
from desireline.events.run_files import read_without, write_run
from desireline.events.segments import SegmentWriter
from desireline.stores import Segment
from desireline.tables import EVENTS

if TYPE_CHECKING:
    import pyarrow as pa


def without(
    engine: Engine, writer: SegmentWriter, segment: Segment, gone: pa.Table
) -> Segment | None:
    """Write a segment of events again without the events `gone` (event_key, event_id)."""
    if gone.num_rows == segment.rows:
        return None
    rest, unfinished = read_without(writer.folder / segment.path, gone), writer.unfinished()
    if not rest.num_rows:
        return None
    write_run(rest, unfinished)
    return writer.adopt(
        engine,
        "events",
        unfinished,
        rows=rest.num_rows,
        sort=EVENTS.sort,
        low=segment.low,
        high=segment.high,
        generation=segment.generation,
        time_column="at",
    )

"""The event log: what happened, once, as the sources said it; and the segments that all data live in.

segments = SegmentStore(store)
log = open_log(folder, store)
report = log.append(staged, received_at=now)      # validated, deduplicated, all or nothing
log.snapshot().paths("events")
"""

from __future__ import annotations

from desireline.events.log import EventLog, open_log
from desireline.events.report import AppendReport
from desireline.events.run_files import RunFile, RunFiles, coded, count_files
from desireline.events.segments import HASH_END, SegmentStore, SegmentWriter, Snapshot, empty

__all__ = [
    "HASH_END",
    "AppendReport",
    "EventLog",
    "RunFile",
    "RunFiles",
    "SegmentStore",
    "SegmentWriter",
    "Snapshot",
    "coded",
    "count_files",
    "empty",
    "open_log",
]

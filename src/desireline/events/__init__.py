"""The event log: what happened, once, as the sources said it; and the segments that all data live in.

segments = SegmentStore(store)
log = open_log(folder, store)
report = log.append(staged, received_at=now)      # validated, deduplicated, all or nothing
log.snapshot().paths("events")
"""

from __future__ import annotations

from desireline.events.log import EventLog, open_log
from desireline.events.releasing import quarantine_key
from desireline.events.report import AppendReport
from desireline.events.rows import arrow_schema
from desireline.events.segments import HASH_END, SegmentStore, SegmentWriter, Snapshot, empty
from desireline.events.suspicion import Suspects, suspects
from desireline.events.timers import FixedTimer, fixed_timers

__all__ = [
    "HASH_END",
    "AppendReport",
    "EventLog",
    "FixedTimer",
    "SegmentStore",
    "SegmentWriter",
    "Snapshot",
    "Suspects",
    "arrow_schema",
    "empty",
    "fixed_timers",
    "open_log",
    "quarantine_key",
    "suspects",
]

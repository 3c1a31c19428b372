"""The event log: what happened, once, as the sources said it; and the segments that all data live in.

segments = SegmentStore(store)
log = open_log(folder, store)
report = log.append(staged, received_at=now)      # validated, deduplicated, all or nothing
log.snapshot().paths("events")
"""

from __future__ import annotations

from desireline.events.erase import ErasureReport, ErasureRequest
from desireline.events.holdings import HOLDINGS
from desireline.events.log import EventLog, open_log
from desireline.events.releasing import quarantine_key
from desireline.events.report import AppendReport
from desireline.events.rows import arrow_schema
from desireline.events.run_files import (
    RUN_BYTES,
    RUN_ROWS,
    RunFile,
    RunFiles,
    coded,
    count_files,
    repeat,
)
from desireline.events.segments import HASH_END, SegmentStore, SegmentWriter, Snapshot, empty
from desireline.events.successors import joined
from desireline.events.suspicion import Suspects, suspects
from desireline.events.timers import (
    TENTHS,
    FixedTimer,
    fixed_timers,
    shared_wait,
    timer_us,
)
from desireline.events.tombstones import hashed, hashes_of_person, secret, spelled, spelled_sql
from desireline.events.traces import PersonTraces
from desireline.events.withdrawing import Arrival, Withdrawal
from desireline.events.withdrawn import (
    WITHDRAWN,
    put_withdrawn_customers,
    was_withdrawn,
    withdrawn_files,
    withdrawn_since,
)

__all__ = [
    "HASH_END",
    "HOLDINGS",
    "RUN_BYTES",
    "RUN_ROWS",
    "TENTHS",
    "WITHDRAWN",
    "AppendReport",
    "Arrival",
    "ErasureReport",
    "ErasureRequest",
    "EventLog",
    "FixedTimer",
    "PersonTraces",
    "RunFile",
    "RunFiles",
    "SegmentStore",
    "SegmentWriter",
    "Snapshot",
    "Suspects",
    "Withdrawal",
    "arrow_schema",
    "coded",
    "count_files",
    "empty",
    "fixed_timers",
    "hashed",
    "hashes_of_person",
    "joined",
    "open_log",
    "put_withdrawn_customers",
    "quarantine_key",
    "repeat",
    "secret",
    "shared_wait",
    "spelled",
    "spelled_sql",
    "suspects",
    "timer_us",
    "was_withdrawn",
    "withdrawn_files",
    "withdrawn_since",
]

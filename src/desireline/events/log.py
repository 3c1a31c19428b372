"""The event log of one workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from desireline.events.report import AppendReport
from desireline.events.segments import SegmentStore, Snapshot
from desireline.jobs import Job, QuietJob
from desireline.stores import Store, Tables


class EventLog:
    """What happened, once, as the sources said it."""

    def __init__(self, segments: SegmentStore) -> None:
        self.segments = segments

    def snapshot(self) -> Snapshot:
        """Read the newest version."""
        return self.segments.snapshot()

    def append(
        self,
        staged: Sequence[Path],
        *,
        received_at: datetime,
        quarantined: Sequence[Path] = (),
        job: Job | None = None,
        also: Callable[[Tables, AppendReport], None] | None = None,
        wait_seconds: float = 10,
    ) -> AppendReport:
        """Add staged events: validated, deduplicated, all of them or none.

        Args:
            staged: Parquet files with the columns of STAGED_EVENTS, oldest first.
            received_at: when they came in; must know its zone.
            quarantined: Parquet files of QUARANTINE that the reader made.
            job: told about progress, and asked whether to stop.
            also: writes more in the transaction that makes the events visible, such as the ledger.
            wait_seconds: how long to wait for another process that is writing.

        Raises:
            WorkspaceError: another process is writing and did not finish in time.
            CancelledError: somebody stopped the job; nothing was added.
        """
        from desireline.events.append import append

        with self.segments.writer(wait_seconds=wait_seconds, purpose="import") as writer:
            return append(
                writer,
                staged,
                quarantine=quarantined,
                received_at=received_at,
                job=job or QuietJob(),
                also=also,
            )


def open_log(folder: Path, store: Store) -> EventLog:  # noqa: ARG001 - a seam: stores may share folders
    """Open the event log of a workspace."""
    return EventLog(SegmentStore(store))

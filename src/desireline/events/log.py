"""The event log of one workspace."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.events.report import AppendReport
from desireline.events.segments import SegmentStore, Snapshot
from desireline.jobs import Job, QuietJob
from desireline.stores import Store, Tables

if TYPE_CHECKING:
    from desireline.events.erase import ErasureReport
    from desireline.events.quality import Quality
    from desireline.events.run_files import RunFile


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
        prepared: Sequence[RunFile] = (),
        quarantined: Sequence[Path] = (),
        job: Job | None = None,
        also: Callable[[Tables, AppendReport], None] | None = None,
        wait_seconds: float = 10,
    ) -> AppendReport:
        """Add staged events: validated, deduplicated, all of them or none.

        Args:
            staged: Parquet files with the columns of STAGED_EVENTS, oldest first.
            received_at: when they came in; must know its zone.
            prepared: run files, older than what is staged; they are moved into the log.
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
                prepared=prepared,
                quarantine=quarantined,
                received_at=received_at,
                job=job or QuietJob(),
                also=also,
            )

    def erase_subjects(
        self,
        subjects: Sequence[str],
        *,
        more: Mapping[str, str] | None = None,
        also: Callable[[Tables], None] | None = None,
        wait_seconds: float = 10,
    ) -> ErasureReport:
        """Remove every row of the subjects, and the bytes, from all versions.

        Reaches all datasets of the contract that have a `subject`, and quarantined rows that quote
        one. A kill at any moment leaves either nothing done, or an erasure that the next writer ends.

        Args:
            subjects: as in the events.
            more: for other datasets, which rows to remove: an SQL condition on them.
            also: writes more in the same transaction: documents without the person, the audit.
            wait_seconds: how long to wait for another process that is writing.
        """
        from desireline.events.erase import erase

        with self.segments.writer(wait_seconds=wait_seconds, purpose="erase") as writer:
            return erase(writer, subjects, more=more or {}, erasure_id=uuid.uuid4().hex, also=also)

    def quality(self) -> Quality:
        """Say what to know about the events before believing them."""
        from desireline.events.quality import quality

        return self.segments.read(quality)


def open_log(folder: Path, store: Store) -> EventLog:  # noqa: ARG001 - a seam: stores may share folders
    """Open the event log of a workspace."""
    return EventLog(SegmentStore(store))

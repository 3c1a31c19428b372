"""The event log of one workspace."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.errors import WorkspaceError
from desireline.events.holdings import HOLDINGS
from desireline.events.report import AppendReport
from desireline.events.segments import SegmentStore, Snapshot
from desireline.jobs import Job, QuietJob
from desireline.stores import DatasetHolding, Json, Store, Tables

if TYPE_CHECKING:
    from desireline.events.erase import ErasureReport, ErasureRequest
    from desireline.events.quality import Quality
    from desireline.events.run_files import RunFile
    from desireline.events.withdrawing import Arrival, Withdrawal


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

    def fold(self, among: AbstractSet[str] | None = None, *, wait_seconds: float = 10) -> bool:
        """Merge small segments into one, so that live events do not leave a file per second.

        Args:
            among: only these paths; those that nobody has derived anything from cost nothing to merge.
            wait_seconds: how long to wait for another process that is writing.
        """
        from desireline.events.folding import fold

        with self.segments.writer(wait_seconds=wait_seconds, purpose="fold") as writer:
            return fold(writer, among)

    def erase_subjects(
        self,
        subjects: Sequence[str],
        *,
        more: Mapping[str, str] | None = None,
        also: Callable[[Tables], None] | None = None,
        wait_seconds: float = 10,
    ) -> ErasureReport:
        """Remove every row of the subjects from the log, and the bytes, from all versions.

        Reaches what the log itself keeps, also quarantined rows that quote a subject. Derived data are
        reached by `more`, or by `erase`, which is told of everything.

        Args:
            subjects: as in the events.
            more: for other datasets, which rows `r` to remove: an SQL condition.
            also: writes more in the same transaction.
            wait_seconds: how long to wait for another process that is writing.
        """
        from desireline.events.erase import ErasureRequest
        from desireline.events.traces import of_subjects

        others = (DatasetHolding(name=n, why="", goes=goes) for n, goes in (more or {}).items())
        request = ErasureRequest(
            id=uuid.uuid4().hex,
            traces=of_subjects(subjects),
            holdings=(*HOLDINGS.datasets, *others),
        )
        return self.erase(request, also=also, wait_seconds=wait_seconds)

    def erase(
        self,
        request: ErasureRequest,
        *,
        certificate: Callable[[ErasureReport], Json] | None = None,
        also: Callable[[Tables], None] | None = None,
        expected: int | None = None,
        wait_seconds: float = 10,
    ) -> ErasureReport:
        """Remove a person from every dataset, and the bytes, from all versions.

        A kill at any moment leaves either nothing done, or an erasure that the next writer ends.

        Args:
            request: who, and from which datasets.
            certificate: says what was done, after `also`; its words are kept beside the erasure,
                which then stays `following` until somebody calls `Manifest.finish_erasure`.
            also: writes more in the same transaction: documents without the person, tombstones.
            expected: number of the version in which the person was looked for.
            wait_seconds: how long to wait for another process that is writing.

        Raises:
            WorkspaceError: a dataset that nobody declared; the data moved on from `expected`; or
                another process is writing.
        """
        from desireline.events.erase import erase

        with self.segments.writer(wait_seconds=wait_seconds, purpose="erase") as writer:
            if expected not in (None, writer.snapshot.version):
                raise WorkspaceError(
                    "The data moved on while the person was looked for.",
                    hint="Run the command again.",
                    code="workspace.stale",
                )
            return erase(writer, request, certificate=certificate, also=also)

    def would_erase(self, request: ErasureRequest) -> ErasureReport:
        """Count what `erase` would remove; nothing is."""
        from desireline.events.erase import count

        return self.segments.read(lambda snapshot: count(snapshot, request))

    def release(
        self,
        keys: Sequence[str],
        *,
        also: Callable[[Tables], None] | None = None,
        wait_seconds: float = 10,
    ) -> int:
        """Take rows out of the quarantine, by their keys (`quarantine_key`); return how many went."""
        from desireline.events.releasing import release

        with self.segments.writer(wait_seconds=wait_seconds, purpose="repair") as writer:
            return release(writer, keys, also=also)

    def withdraw(
        self,
        arrivals: Sequence[Arrival],
        files: Collection[str],
        *,
        job: Job | None = None,
        also: Callable[[Tables], None] | None = None,
        wait_seconds: float = 10,
    ) -> Withdrawal:
        """Take out of the log what some files brought; derived tables follow with the next refresh.

        Args:
            arrivals: files, and when they were taken in.
            files: whose rows leave the quarantine.
            job: told about progress, and asked whether to stop.
            also: writes more in the same transaction, such as the ledger.
            wait_seconds: how long to wait for another process that is writing.

        Raises:
            WorkspaceError: another process is writing and did not finish in time.
            CancelledError: somebody stopped the job; nothing was taken out.
        """
        from desireline.events.withdrawing import withdraw

        with self.segments.writer(wait_seconds=wait_seconds, purpose="withdraw") as writer:
            return withdraw(writer, arrivals, files, job=job or QuietJob(), also=also)

    def would_withdraw(self, arrivals: Sequence[Arrival], files: Collection[str]) -> Withdrawal:
        """Count what `withdraw` would take out; nothing is."""
        from desireline.events.withdrawing import count

        return self.segments.read(lambda snapshot: count(snapshot, arrivals, files))

    def quality(self) -> Quality:
        """Say what to know about the events before believing them."""
        from desireline.events.quality import quality

        return self.segments.read(quality)


def open_log(folder: Path, store: Store) -> EventLog:  # noqa: ARG001 - a seam: stores may share folders
    """Open the event log of a workspace."""
    return EventLog(SegmentStore(store))

"""Immutable Parquet segments, named by the manifest in the workspace's database.

In: SELECTs to store.  Out: snapshots, lists of files that will never change. The commit protocol:
take the writer's lock; COPY to `data/tmp`; check that the rows are in order; SHA-256; fsync; rename to
a name made of range and content; fsync the folder; then one database transaction names the new files,
unnames the old ones and carries whatever else must be true together. That COMMIT is the only commit
point: before it nothing happened, after it everything did. Files that no row names are garbage.

Readers take no lock. A superseded file stays for ten minutes, so that running readers can finish;
`SegmentStore.read` starts again from a new snapshot where one vanished all the same (an erasure
removes files at once).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desireline.engines import Engine, quote, quote_paths
from desireline.errors import EngineError, WorkspaceError
from desireline.events.proving import prove
from desireline.events.successors import Successors, follow, joined
from desireline.stores import Erasure, Json, Segment, Store, Tables, Version, now_us
from desireline.tables import TABLES

HASH_END = 1 << 32
"""Ranges of segments are cut from the 32-bit hashes 0 (included) to this (excluded)."""
_DATA = "data"
_TEMPORARY = "data/tmp"
_KEEP_SECONDS = 600
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One version of the data: its segments never change, whatever is written meanwhile."""

    folder: Path
    version: int
    data_version: int
    segments: tuple[Segment, ...]

    def of(self, dataset: str, *, generation: int | None = None) -> tuple[Segment, ...]:
        """Return the segments of a dataset, by generation, range and when they were added."""
        return tuple(
            segment
            for segment in self.segments
            if segment.dataset == dataset and generation in (None, segment.generation)
        )

    def paths(self, dataset: str, *, generation: int | None = None) -> list[Path]:
        """Return the files of a dataset, in the order of `of`."""
        return [self.folder / segment.path for segment in self.of(dataset, generation=generation)]

    def rows(self, dataset: str) -> int:
        """Count the rows of a dataset without opening a file."""
        return sum(segment.rows for segment in self.of(dataset))

    def source(self, dataset: str, *, generation: int | None = None) -> str:
        """Write the dataset as something to say FROM: its files, or an empty table of the contract.

        Always the listed files: a pattern with `*` would read uncommitted and dead ones.
        """
        paths = self.paths(dataset, generation=generation)
        if paths:
            return f"read_parquet({quote_paths(paths)})"
        return f"({empty(dataset)})"

    @property
    def fingerprint(self) -> str:
        """Identify the bytes: the same fingerprint means the same files."""
        names = sorted(f"{segment.dataset}/{segment.sha256}" for segment in self.segments)
        return hashlib.sha256("\n".join(names).encode()).hexdigest()


def empty(dataset: str) -> str:
    """Write a SELECT with the columns of a table of the contract, and no rows."""
    for table in TABLES:
        if table.name == dataset:
            columns = ", ".join(f"NULL::{c.type} AS {quote(c.name)}" for c in table.columns)
            return f"SELECT {columns} WHERE false"
    raise KeyError(dataset)


class SegmentStore:
    """The segments of one workspace."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.folder = store.folder

    def snapshot(self, version: int | None = None) -> Snapshot:
        """Read the newest version, or an older one whose files still exist.

        Raises:
            WorkspaceError: the version was never written, or its files are gone: tidied or erased.
        """
        with self.store.reading() as tables:
            head = tables.manifest.head() if version is None else tables.manifest.version(version)
            if head is None:
                raise WorkspaceError(
                    f"There is no version {version} of the data.",
                    hint="Ask for the newest one.",
                    code="workspace.version",
                )
            segments = tuple(tables.manifest.live(version))
        return Snapshot(
            folder=self.folder, version=head.number, data_version=head.data, segments=segments
        )

    def read(self, work: Callable[[Snapshot], _Result], *, attempts: int = 3) -> _Result:
        """Run `work` on a snapshot; again on a newer one where a file vanished under it.

        Raises:
            WorkspaceError: a file of the newest version is missing; it is named.
        """
        while True:
            snapshot = self.snapshot()
            try:
                return work(snapshot)
            except (EngineError, OSError):
                gone = [s.path for s in snapshot.segments if not (self.folder / s.path).exists()]
                attempts -= 1
                if not gone:
                    raise
                if attempts <= 0 or self.store.manifest.head().number == snapshot.version:
                    raise WorkspaceError(
                        f"{gone[0]} is missing from the workspace.",
                        hint="Restore the folder from a backup, or import the files again.",
                        code="workspace.damaged",
                    ) from None

    @contextlib.contextmanager
    def writer(
        self, *, wait_seconds: float = 10, purpose: str = "writing"
    ) -> Generator[SegmentWriter]:
        """Become the one writer of the workspace until the block ends.

        Raises:
            WorkspaceError: another process is writing, and still is after `wait_seconds`; or the
                disk is full.
        """
        lock = self.store.writer_lock(purpose=purpose)
        lock.acquire(wait_seconds=wait_seconds)
        try:
            writer = SegmentWriter(self)
            try:
                yield writer
            finally:
                writer.tidy()
        except (OSError, EngineError) as error:
            if not _is_full(error):
                raise
            raise WorkspaceError(
                f"The disk of {self.folder} is full: {error}",
                hint="Make room, then run the command again. What was committed is safe.",
                code="workspace.disk",
            ) from error
        finally:
            lock.release()

    def verify(self, snapshot: Snapshot | None = None) -> list[str]:
        """Compare every file with its checksum; say what is wrong, file by file."""
        found: list[str] = []
        for segment in (snapshot or self.snapshot()).segments:
            path = self.folder / segment.path
            if not path.exists():
                found.append(f"{segment.path}: missing")
            elif _sha256(path) != segment.sha256:
                found.append(f"{segment.path}: changed since it was written")
        return found


class SegmentWriter:
    """The one writer. Made by `SegmentStore.writer`, which holds the lock meanwhile."""

    def __init__(self, segments: SegmentStore) -> None:
        self._segments = segments
        self._store = segments.store
        self.folder = segments.folder
        self.temporary = self.folder / _TEMPORARY
        self._recover()
        self.snapshot = segments.snapshot()

    @property
    def store(self) -> Store:
        """The state of the workspace."""
        return self._store

    def put(
        self,
        engine: Engine,
        dataset: str,
        sql: str,
        *,
        sort: Sequence[str] = (),
        low: int = 0,
        high: int = HASH_END,
        generation: int = 0,
        time_column: str | None = None,
    ) -> Segment | None:
        """Write one segment; nobody sees it before `commit`. None when there are no rows.

        Args:
            engine: where the SELECT runs.
            dataset: name of the dataset, which is also its folder.
            sql: a SELECT without ORDER BY; the rows are sorted by `sort` here.
            sort: columns; the order is checked in the written file. Empty keeps the SELECT's order.
            low: every row's hash is at least this,
            high: and below this.
            generation: 0 base, 1 overlay.
            time_column: TIMESTAMPTZ, or BIGINT microseconds: its range goes into the manifest.

        Raises:
            EngineError: the SELECT failed, or its rows came out of order.
        """
        keys = ", ".join(quote(name) for name in sort)
        unfinished = self.unfinished()
        rows = engine.copy(f"{sql} ORDER BY {keys}" if keys else sql, unfinished)
        if rows == 0:
            unfinished.unlink()
            return None
        return self.adopt(
            engine,
            dataset,
            unfinished,
            rows=rows,
            sort=sort,
            low=low,
            high=high,
            generation=generation,
            time_column=time_column,
        )

    def unfinished(self) -> Path:
        """Name a new file in the writer's folder, for `adopt`."""
        return self.temporary / f"{os.getpid()}-{time.monotonic_ns()}.parquet"

    def adopt(
        self,
        engine: Engine,
        dataset: str,
        unfinished: Path,
        *,
        rows: int,
        sort: Sequence[str],
        low: int,
        high: int,
        generation: int = 0,
        time_column: str | None = None,
    ) -> Segment:
        """Make a segment of a Parquet file of `rows` sorted rows, written to `unfinished()`.

        Raises:
            EngineError: the file has other rows, or they are out of order.
        """
        first, last = prove(engine, unfinished, rows=rows, sort=sort, time_column=time_column)
        digest = _sha256(unfinished)
        name = f"{low:08x}-{high - 1:08x}-{generation}-{digest[:20]}.parquet"
        size = unfinished.stat().st_size
        _publish(unfinished, self.folder / _DATA / dataset / name)
        return Segment(
            path=f"{_DATA}/{dataset}/{name}",
            dataset=dataset,
            low=low,
            high=high,
            generation=generation,
            rows=rows,
            bytes=size,
            sha256=digest,
            min_at_us=first,
            max_at_us=last,
        )

    def commit(
        self,
        *,
        add: Iterable[Segment | None] = (),
        remove: Iterable[Segment] = (),
        kind: str,
        changes_data: bool,
        note: Json = None,
        successors: Successors | None = None,
        also: Callable[[Tables], None] | None = None,
    ) -> Snapshot:
        """Make the new segments live and the old ones not, in one transaction.

        Args:
            add: segments from `put`; None is skipped.
            remove: segments of the writer's snapshot.
            kind: import, refresh, erase ...: for people who read the versions.
            changes_data: False where only derived or rearranged files changed.
            note: JSON about this version.
            successors: which of the new files hold only what is left of old ones, or several in one:
                whoever has looked at those has looked at these.
            also: writes more in the same transaction: ledger, documents, dictionary, jobs.

        Raises:
            WorkspaceError: somebody else committed meanwhile. Nothing was written.
        """
        added = {segment.path: segment for segment in add if segment is not None}
        removed = {segment.path for segment in remove}
        live = {segment.path for segment in self.snapshot.segments}
        both = added.keys() & removed  # replaced by the same bytes: stays as it is
        kept = both | (added.keys() & live)
        with self._store.transaction() as tables:
            version = tables.manifest.commit(
                expected=self.snapshot.version,
                kind=kind,
                changes_data=changes_data,
                at_us=now_us(),
                add=[segment for path, segment in added.items() if path not in kept],
                remove=sorted(removed - both),
                note=note,
            )
            if successors:
                follow(tables.settings, successors)
            if also is not None:
                also(tables)
        self._moved(version)
        return self.snapshot

    def join(self, parts: Sequence[Segment], whole: Segment | None, *, kind: str) -> Snapshot:
        """Make one segment live instead of several, of which it has all rows."""
        return self.commit(
            add=[whole],
            remove=parts,
            kind=kind,
            changes_data=False,
            successors=joined(parts, whole),
        )

    def also(self, write: Callable[[Tables], None]) -> None:
        """Write state in one transaction although no segment changed."""
        with self._store.transaction() as tables:
            write(tables)

    def erase(
        self,
        *,
        add: Iterable[Segment | None],
        remove: Iterable[Segment],
        erasure_id: str,
        certificate: Callable[[], Json] | None = None,
        note: Json = None,
        successors: Successors | None = None,
        also: Callable[[Tables], None] | None = None,
    ) -> Snapshot:
        """Commit without the erased rows, then unlink every superseded file of every version.

        A crash between the two leaves the erasure pending; the next writer finishes it. With a
        certificate it then waits until what is derived follows: see Manifest.finish_erasure.
        """
        removed = list(remove)

        def also_promise(tables: Tables) -> None:
            if also is not None:
                also(tables)
            superseded = tables.manifest.superseded_before(tables.manifest.head().number)
            tables.manifest.begin_erasure(
                Erasure(
                    id=erasure_id,
                    requested_us=now_us(),
                    state="pending",
                    paths=tuple(sorted(segment.path for segment in superseded)),
                    certificate=None if certificate is None else certificate(),
                )
            )

        self.commit(
            add=add,
            remove=removed,
            kind="erase",
            changes_data=True,
            note=note,
            successors=successors,
            also=also_promise,
        )
        self._finish_erasures()
        return self.snapshot

    def tidy(self) -> None:
        """Remove unfinished files: they may hold personal data."""
        for path in self.temporary.iterdir():
            _unlink(path)

    def _moved(self, version: Version) -> None:
        self.snapshot = self._segments.snapshot(version.number)

    def _recover(self) -> None:
        """Finish what a killed writer left: pending erasures, half-written files, orphans."""
        self.temporary.mkdir(parents=True, exist_ok=True)
        self._finish_erasures()
        self._forget_expired()
        named = {segment.path for segment in self._store.manifest.every()}
        for path in (self.folder / _DATA).rglob("*"):
            if path.is_file() and path.relative_to(self.folder).as_posix() not in named:
                _unlink(path)

    def _finish_erasures(self) -> None:
        for erasure in self._store.manifest.pending_erasures():
            if not all([_unlink(self.folder / path) for path in erasure.paths]):  # noqa: C419 - try all
                continue
            for path in {(self.folder / path).parent for path in erasure.paths}:
                _fsync_folder(path)
            self._store.manifest.forget(erasure.paths)
            # last, because as long as the erasure is pending, somebody will try again
            with contextlib.suppress(WorkspaceError):
                self._store.scrub()
                self._store.manifest.unlinked(erasure.id, at_us=now_us())

    def forget_superseded(self) -> int:
        """Drop every superseded file at once, whoever may be reading it; return how many."""
        manifest = self._store.manifest
        paths = [segment.path for segment in manifest.superseded_before(manifest.head().number)]
        manifest.forget(paths)
        for path in paths:
            _unlink(self.folder / path)
        return len(paths)

    def _forget_expired(self) -> None:
        """Drop files that were superseded long enough ago for every reader to be done."""
        manifest = self._store.manifest
        limit = now_us() - _KEEP_SECONDS * 1_000_000
        when: dict[int, int] = {}
        expired: list[str] = []
        for segment in manifest.superseded_before(manifest.head().number):
            removed = segment.removed or 0
            if removed not in when:
                version = manifest.version(removed)
                when[removed] = version.at_us if version else 0
            if when[removed] < limit:
                expired.append(segment.path)
        if expired:
            manifest.forget(expired)  # rows first: a crash now leaves orphans, not dangling names
            for path in expired:
                _unlink(self.folder / path)


def _is_full(error: BaseException) -> bool:
    """Tell a full disk, quota or file size limit, whoever met it."""
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return getattr(error, "errno", None) in full or any(
        os.strerror(number) in str(error) for number in full
    )


def _publish(unfinished: Path, target: Path) -> None:
    _fsync(unfinished)
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True)
        _fsync_folder(target.parent.parent)
    unfinished.replace(target)  # the same name already there means the same bytes
    _fsync_folder(target.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fsync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _fsync_folder(path: Path) -> None:
    """Make a rename durable. Windows cannot open folders and journals renames itself."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unlink(path: Path) -> bool:
    """Remove a file; False where the system will not yet, as Windows does for open files."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True

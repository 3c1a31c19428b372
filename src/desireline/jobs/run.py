"""Run long work under a lease, on one row of the store.

Whoever runs a job renews its lease every few seconds from a second thread; a process that is killed
stops renewing, and the next run takes the row over with a higher `attempt`, from the last checkpoint.
A process that was only asleep finds its attempt outdated and may commit nothing (`Job.fence`).
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any, TypeVar

from desireline.engines import Engine
from desireline.errors import CancelledError, DesirelineError, WorkspaceError
from desireline.jobs.model import Job, Listener
from desireline.stores import JobRow, Json, Store, Tables, now_us

LEASE_SECONDS = 30.0
_WRITE_SECONDS = 0.5
_Result = TypeVar("_Result")


def run(
    store: Store,
    kind: str,
    key: str,
    work: Callable[[Job], _Result],
    *,
    listener: Listener | None = None,
    lease_seconds: float = LEASE_SECONDS,
) -> _Result:
    """Run `work`, or go on with it where an earlier run was stopped or killed.

    Args:
        store: where the job's row lives.
        kind: import, refresh ...
        key: what it works on: two jobs of one kind and key never run at once.
        work: gets the job; what it returns is returned.
        listener: told about progress.
        lease_seconds: a job that is silent for so long counts as dead.

    Raises:
        WorkspaceError: the same job runs in another process.
        CancelledError: somebody stopped it.
    """
    row = _claim(store, kind, key, lease_seconds)
    job = _LeasedJob(store, row, listener=listener, lease_seconds=lease_seconds)
    try:
        with job.beating():
            result = work(job)
    except BaseException as error:
        job.end(**_ending(error))
        raise
    job.end(state="done", checkpoint=None)
    return result


def _ending(error: BaseException) -> dict[str, Any]:
    """Say how a job ended that raised; its checkpoint stays for the next run."""
    if isinstance(error, (CancelledError, KeyboardInterrupt)):
        return {"state": "cancelled"}
    if isinstance(error, DesirelineError):
        return {"state": "failed", "error": error.as_dict()}
    return {"state": "failed", "error": {"code": "bug", "message": repr(error), "hint": ""}}


def _claim(store: Store, kind: str, key: str, lease_seconds: float) -> JobRow:
    now = now_us()
    mine: dict[str, Any] = {
        "state": "running",
        "holder": f"{os.getpid()}@{socket.gethostname()}",
        "lease_until_us": now + int(lease_seconds * 1e6),
        "cancel_requested": False,
        "error": None,
        "ended_us": None,
    }
    with store.transaction() as tables:
        last = tables.jobs.latest(kind, key)
        if last is not None and not last.finished and _alive(last, now):
            raise WorkspaceError(
                f"{kind} of {key} is already running in process {last.holder}: {last.words}",
                hint="Wait for it, or cancel it.",
                code="workspace.running",
            )
        if last is not None and last.state != "done":
            changes = mine | {"attempt": last.attempt + 1}
            tables.jobs.update(last.id, attempt=last.attempt, changes=changes)
            return replace(last, **changes)
        row = JobRow(id=uuid.uuid4().hex, kind=kind, key=key, started_us=now, **mine)
        tables.jobs.insert(row)
    return row


def _alive(row: JobRow, now: int) -> bool:
    if row.lease_until_us < now:
        return False
    pid, _, host = (row.holder or "").partition("@")
    if os.name == "posix" and host == socket.gethostname() and pid.isdigit():
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
    return True


class _LeasedJob:
    """See Job. The second thread renews the lease, writes progress, and hears cancellations."""

    def __init__(
        self, store: Store, row: JobRow, *, listener: Listener | None, lease_seconds: float
    ) -> None:
        self._store = store
        self._row = row
        self._listener = listener
        self._lease_us = int(lease_seconds * 1e6)
        self._beat_seconds = min(lease_seconds / 3, 2.0)
        self._ended = threading.Event()
        self._cancelled = threading.Event()
        self._lost = threading.Event()
        self._engines: list[Engine] = []
        self._said: tuple[int, int | None, str] = (row.done, row.total, row.words)
        self._written = 0.0

    @property
    def checkpoint(self) -> Json:
        return self._row.checkpoint

    def progress(self, done: int, total: int | None, words: str) -> None:
        self._said = (done, total, words)
        if self._listener is not None:
            self._listener(done, total, words)
        if time.monotonic() - self._written >= _WRITE_SECONDS:
            self._write()
        self.check()

    def check(self) -> None:
        if self._lost.is_set():
            raise self._taken_over()
        if self._cancelled.is_set():
            raise CancelledError(
                f"{self._row.kind} was stopped.",
                hint="What was committed stays; run the same command to go on.",
            )

    def save(self, checkpoint: Json) -> None:
        self._row = replace(self._row, checkpoint=checkpoint)
        self._write(checkpoint=checkpoint)
        self.check()

    def fence(self, tables: Tables) -> None:
        row = tables.jobs.get(self._row.id)
        if row is None or row.attempt != self._row.attempt:
            self._lost.set()
            raise self._taken_over()

    @contextlib.contextmanager
    def stopping(self, engine: Engine) -> Generator[None]:
        self._engines.append(engine)
        try:
            yield
        finally:
            self._engines.remove(engine)

    @contextlib.contextmanager
    def beating(self) -> Generator[None]:
        thread = threading.Thread(target=self._beat, name=f"job-{self._row.kind}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def end(self, **changes: Any) -> None:
        done, total, words = self._said
        with contextlib.suppress(WorkspaceError):  # the work's own error matters more than this
            self._store.jobs.update(
                self._row.id,
                attempt=self._row.attempt,
                changes={
                    "done": done,
                    "total": total,
                    "words": words,
                    "lease_until_us": 0,
                    "ended_us": now_us(),
                    **changes,
                },
            )

    def _beat(self) -> None:
        while not self._ended.wait(self._beat_seconds):
            with contextlib.suppress(WorkspaceError):  # a busy database: the next beat tries again
                self._write()
            if self._cancelled.is_set() or self._lost.is_set():
                for engine in list(self._engines):
                    engine.interrupt()

    def _write(self, **more: Json) -> None:
        self._written = time.monotonic()
        done, total, words = self._said
        changes = {
            "done": done,
            "total": total,
            "words": words,
            "lease_until_us": now_us() + self._lease_us,
            **more,
        }
        with self._store.transaction() as tables:
            if not tables.jobs.update(self._row.id, attempt=self._row.attempt, changes=changes):
                self._lost.set()
                return
            row = tables.jobs.get(self._row.id)
        if row is not None and row.cancel_requested:
            self._cancelled.set()

    def _taken_over(self) -> WorkspaceError:
        return WorkspaceError(
            f"Another process took over this {self._row.kind} while this one was silent.",
            hint="Leave it to the other process.",
            code="workspace.taken-over",
        )

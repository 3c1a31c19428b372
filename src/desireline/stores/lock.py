"""The lock of a workspace's one writer.

An SQLite file with BEGIN EXCLUSIVE: the operating system frees it when the process ends, also by
kill -9, on every platform and without a stale file to clean up. Who holds it stands beside it in
`writer.json`, written after the lock was taken, so that a process that waits can say for whom.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

from desireline.errors import WorkspaceError

_POLL_SECONDS = 0.05


class SqliteLock:
    """See model.WriterLock."""

    def __init__(self, folder: Path, *, purpose: str) -> None:
        self._file = folder / "writer.lock"
        self._holder = folder / "writer.json"
        self._purpose = purpose
        self._connection: sqlite3.Connection | None = None

    def acquire(self, *, wait_seconds: float) -> None:
        """See WriterLock."""
        deadline = time.monotonic() + wait_seconds
        while not self._try():
            if time.monotonic() >= deadline:
                raise is_writing(self._who(), wait_seconds)
            time.sleep(_POLL_SECONDS)
        self._sign()

    def _try(self) -> bool:
        try:
            connection = sqlite3.connect(
                self._file, timeout=0, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._refused(error) from error
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            if "locked" in str(error):
                return False
            raise self._refused(error) from error
        self._connection = connection
        return True

    def _refused(self, error: sqlite3.Error) -> WorkspaceError:
        return WorkspaceError(
            f"{self._file} cannot be locked: {error}.",
            hint="Check who owns the folder and whether it may be written.",
            code="workspace.read-only",
        )

    def _sign(self) -> None:
        words = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "purpose": self._purpose,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        beside = self._holder.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            beside.write_text(json.dumps(words), encoding="utf-8")
            beside.replace(self._holder)

    def _who(self) -> str:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            return (
                f"process {holder['pid']} on {holder['host']} "
                f"({holder['purpose']}, since {holder['since']})"
            )
        except (OSError, ValueError, KeyError):
            return "another process"

    def release(self) -> None:
        """See WriterLock."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._holder.unlink()
            self._connection.close()
            self._connection = None


def is_writing(who: str, waited_seconds: float) -> WorkspaceError:
    """Say that another process is the writer."""
    return WorkspaceError(
        f"The workspace is being written by {who}; waited {waited_seconds:g} s.",
        hint="Let it finish, or stop it, then run the command again.",
        code="workspace.locked",
    )

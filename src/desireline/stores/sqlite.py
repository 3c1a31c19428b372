"""The store in one SQLite file: WAL, so that readers never wait for the writer.

`synchronous=FULL`, because the commit of the manifest is what acknowledges an import and must survive
a power cut. `secure_delete`, because erased values must leave the file. The driver's own transaction
handling is switched off and BEGIN is said here: its default leaves reads outside transactions.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import QueuePool

from desireline.errors import WorkspaceError
from desireline.stores.lending import Purpose
from desireline.stores.lock import SqliteLock
from desireline.stores.model import Heard, WriterLock
from desireline.stores.sql import SqlStore, overtaken

DATABASE = "workspace.db"
_BUSY_SECONDS = 20
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class SqliteStore(SqlStore):
    """See model.Store."""

    def __init__(self, folder: Path) -> None:
        self._path = path = folder / DATABASE
        if not folder.is_dir():
            raise WorkspaceError(
                f"There is no folder {str(folder)!r}.",
                hint="Create a workspace with `desireline init`.",
                code="workspace.missing",
            )
        database = create_engine(
            "sqlite://",
            creator=lambda: _connect(path),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=64,
        )
        event.listen(database, "begin", _begin)
        super().__init__(folder, database)

    @property
    def _name(self) -> str:
        return DATABASE

    @contextmanager
    def _begin(self, purpose: Purpose) -> Generator[Connection]:
        mode = "IMMEDIATE" if purpose == "write" else "DEFERRED"
        with (
            self._database.connect() as connection,
            connection.execution_options(desireline_begin=mode).begin(),
        ):
            yield connection

    def writer_lock(self, *, purpose: str) -> WriterLock:
        """See Store."""
        return SqliteLock(self._folder, purpose=purpose)

    def watch(self, heard: Heard) -> None:  # noqa: ARG002 - a file tells nobody
        """See Store."""
        return

    def scrub(self) -> None:
        """See Store."""
        self._database.dispose()  # idle connections hold nothing, but cost a retry
        connection = _connect(self._path)
        try:
            # the copy that VACUUM makes must not land in a folder for temporary files
            connection.execute("PRAGMA temp_store = MEMORY").fetchall()
            connection.execute("VACUUM")
            deadline = time.monotonic() + _BUSY_SECONDS
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > deadline:
                    raise self._unusable(sqlite3.OperationalError("database is busy"))
                time.sleep(0.05)
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error
        finally:
            connection.close()

    def _unusable(self, error: Any) -> WorkspaceError:
        return _unusable(self._path, error)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    mode: str = connection.get_execution_options().get("desireline_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _unusable(path: Path, error: Any) -> WorkspaceError:
    found = str(getattr(error, "orig", None) or error)
    if "locked" in found or "busy" in found:
        return WorkspaceError(
            f"{path.name} stayed locked by another process for {_BUSY_SECONDS} s.",
            hint="Let the other command finish, then run this one again.",
            code="workspace.busy",
        )
    if "UNIQUE" in found:
        return overtaken()
    if "readonly" in found or "unable to open" in found:
        return WorkspaceError(
            f"{path} cannot be written: {found}.",
            hint="Check who owns the folder and whether it may be written.",
            code="workspace.read-only",
        )
    if "full" in found or "disk I/O" in found:
        return WorkspaceError(
            f"{path.name} could not be written: {found}.",
            hint="Free some disk space. What was committed is safe.",
            code="workspace.disk",
        )
    return WorkspaceError(
        f"{path} is damaged or not a workspace: {found}.",
        hint="Restore it from a backup, or start a new workspace and import again.",
        code="workspace.damaged",
    )

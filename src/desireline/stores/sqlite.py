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
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from desireline.errors import WorkspaceError
from desireline.stores.lending import Purpose
from desireline.stores.migrate import begin, upgrade
from desireline.stores.model import (
    Access,
    AuditRows,
    Comments,
    Dictionaries,
    Documents,
    Inbox,
    JobRows,
    Ledger,
    Manifest,
    MapLog,
    Outbox,
    People,
    PersonalRows,
    Settings,
    Tables,
    Tombstones,
)
from desireline.stores.sections import sections

DATABASE = "workspace.db"
_BUSY_SECONDS = 20
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class SqliteStore:
    """See model.Store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        path = folder / DATABASE
        if not folder.is_dir():
            raise WorkspaceError(
                f"There is no folder {str(folder)!r}.",
                hint="Create a workspace with `desireline init`.",
                code="workspace.missing",
            )
        self._database = create_engine(
            "sqlite://",
            creator=lambda: _connect(path),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=64,
        )
        event.listen(self._database, "begin", _begin)
        self._sections = sections(self._lend)
        try:
            upgrade(self._database)
        except (DatabaseError, sqlite3.DatabaseError) as error:
            self.close()
            raise _unusable(path, error) from error
        except WorkspaceError:
            self.close()
            raise

    @property
    def folder(self) -> Path:
        """See Store."""
        return self._folder

    @property
    def documents(self) -> Documents:
        """See Tables."""
        return self._sections.documents

    @property
    def settings(self) -> Settings:
        """See Tables."""
        return self._sections.settings

    @property
    def manifest(self) -> Manifest:
        """See Tables."""
        return self._sections.manifest

    @property
    def ledger(self) -> Ledger:
        """See Tables."""
        return self._sections.ledger

    @property
    def dictionaries(self) -> Dictionaries:
        """See Tables."""
        return self._sections.dictionaries

    @property
    def jobs(self) -> JobRows:
        """See Tables."""
        return self._sections.jobs

    @property
    def personal(self) -> PersonalRows:
        """See Tables."""
        return self._sections.personal

    @property
    def tombstones(self) -> Tombstones:
        """See Tables."""
        return self._sections.tombstones

    @property
    def inbox(self) -> Inbox:
        """See Tables."""
        return self._sections.inbox

    @property
    def access(self) -> Access:
        """See Tables."""
        return self._sections.access

    @property
    def map_log(self) -> MapLog:
        """See Tables."""
        return self._sections.map_log

    @property
    def people(self) -> People:
        """See Tables."""
        return self._sections.people

    @property
    def audit(self) -> AuditRows:
        """See Tables."""
        return self._sections.audit

    @property
    def comments(self) -> Comments:
        """See Tables."""
        return self._sections.comments

    @property
    def outbox(self) -> Outbox:
        """See Tables."""
        return self._sections.outbox

    @contextmanager
    def transaction(self) -> Generator[Tables]:
        """See Store."""
        with self._lend("write") as connection:
            yield _bound(connection)

    @contextmanager
    def reading(self) -> Generator[Tables]:
        """See Store."""
        with self._lend("read") as connection:
            yield _bound(connection)

    @contextmanager
    def _lend(self, purpose: Purpose) -> Generator[Connection]:
        path = self._folder / DATABASE
        try:
            with begin(self._database, purpose) as connection:
                yield connection
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise _unusable(path, error) from error

    def scrub(self) -> None:
        """See Store."""
        path = self._folder / DATABASE
        self._database.dispose()  # idle connections hold nothing, but cost a retry
        connection = _connect(path)
        try:
            # the copy that VACUUM makes must not land in a folder for temporary files
            connection.execute("PRAGMA temp_store = MEMORY").fetchall()
            connection.execute("VACUUM")
            deadline = time.monotonic() + _BUSY_SECONDS
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > deadline:
                    raise _unusable(path, sqlite3.OperationalError("database is busy"))
                time.sleep(0.05)
        except sqlite3.DatabaseError as error:
            raise _unusable(path, error) from error
        finally:
            connection.close()

    def close(self) -> None:
        """See Store."""
        self._database.dispose()


def _bound(connection: Connection) -> Tables:
    @contextmanager
    def same(_purpose: Purpose) -> Generator[Connection]:
        yield connection

    return sections(same)


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
    """Say in our words why the database cannot be used."""
    found = str(getattr(error, "orig", None) or error)
    if "locked" in found or "busy" in found:
        return WorkspaceError(
            f"{path.name} stayed locked by another process for {_BUSY_SECONDS} s.",
            hint="Let the other command finish, then run this one again.",
            code="workspace.busy",
        )
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

"""What the stores on SQLite and PostgreSQL share: sections bound to connections, transactions, errors in words.

In: a database, opened by a subclass, which knows how a transaction begins there and what its driver's errors
mean.  Out: a `Store`. On both databases writers take turns, one transaction after the other: what is read in a
transaction that writes is still so when it commits, and no section needs rules of its own.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from desireline.errors import WorkspaceError
from desireline.stores.lending import Purpose
from desireline.stores.migrate import upgrade
from desireline.stores.model import (
    Access,
    AuditRows,
    Comments,
    Dictionaries,
    Documents,
    Heard,
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
    Watch,
    WriterLock,
)
from desireline.stores.sections import sections


class SqlStore(ABC):
    """See model.Store."""

    def __init__(self, folder: Path, database: Engine) -> None:
        self._folder = folder
        self._database = database
        self._sections = sections(self._lend)
        try:
            with self._told():
                upgrade(self._begin, self._name)
        except WorkspaceError:
            self.close()
            raise

    @property
    def folder(self) -> Path:
        """See Store."""
        return self._folder

    @property
    @abstractmethod
    def _name(self) -> str:
        """The database as people may see it."""

    @abstractmethod
    def _begin(self, purpose: Purpose) -> AbstractContextManager[Connection]:
        """Open a transaction; one that writes waits for its turn at once, never half-way."""

    @abstractmethod
    def _unusable(self, error: Exception) -> WorkspaceError:
        """Say in our words why the database cannot be used."""

    not_reached: tuple[str, ...] = ()
    """See Store."""

    @abstractmethod
    def writer_lock(self, *, purpose: str) -> WriterLock:
        """See Store."""

    @abstractmethod
    def watch(self, heard: Heard) -> Watch | None:
        """See Store."""

    @abstractmethod
    def scrub(self) -> None:
        """See Store."""

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
    def rows(self) -> Generator[Connection]:
        """Lend a connection for whole tables: a transaction that writes."""
        with self._lend("write") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Generator[Tables]:
        """See Store."""
        with self._lend("read") as connection:
            yield _bound(connection)

    @contextmanager
    def _lend(self, purpose: Purpose) -> Generator[Connection]:
        with self._told(), self._begin(purpose) as connection:
            yield connection

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.DatabaseError) as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """See Store."""
        self._database.dispose()


def overtaken() -> WorkspaceError:
    """Say that somebody else made the same thing a moment before."""
    return WorkspaceError(
        "Somebody else made the same thing a moment before.",
        hint="Load it again and repeat the change.",
        code="workspace.conflict",
    )


def _bound(connection: Connection) -> Tables:
    @contextmanager
    def same(_purpose: Purpose) -> Generator[Connection]:
        yield connection

    return sections(same)

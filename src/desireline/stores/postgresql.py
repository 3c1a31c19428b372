"""The store on PostgreSQL, for a team with several processes: the same tables, the same sections.

Whoever writes takes the turn of the workspace first (an advisory lock that ends with the transaction), as SQLite's one
writer does: what is checked and then written cannot be overtaken, the audit chain has one end, a claim is given
once. Reading waits for nobody: a reading transaction sees one moment. Commits are on the disk before they are
acknowledged, whatever the server's default.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text

from desireline.errors import InputError, WorkspaceError
from desireline.stores.address import Address
from desireline.stores.hearing import Hearing
from desireline.stores.lending import Purpose
from desireline.stores.model import Heard, Watch, WriterLock
from desireline.stores.postgresql_lock import PostgresLock
from desireline.stores.sql import SqlStore, overtaken

OLDEST = 14
_BUSY_SECONDS = 20
_TURN = text("SELECT pg_advisory_xact_lock(1147494501, hashtext(current_schema()))")
_GONE = ("08", "57P")
_BUSY = {"55P03", "57014", "40P01", "40001", "53300"}
_CLOSED = {"25006", "42501"}
_MEANINGS = {
    "password": (
        "does not let this user in",
        "Check the user, and the password in DESIRELINE_DATABASE_PASSWORD or ~/.pgpass.",
        "workspace.password",
    ),
    "no database": (
        "has no such database",
        "Make it first: createdb NAME.",
        "workspace.unreachable",
    ),
    "gone": (
        "cannot be reached, or went away",
        "Check host and port, and that the server runs. What was committed is safe.",
        "workspace.unreachable",
    ),
    "busy": (
        f"stayed busy with another process for {_BUSY_SECONDS} s",
        "Let the other command finish, then run this one again.",
        "workspace.busy",
    ),
    "full": (
        "has no room left",
        "Make room on the server. What was committed is safe.",
        "workspace.disk",
    ),
    "closed": (
        "may not be written by this user, or is a standby",
        "Give the user CREATE on the database or the schema, or name the primary.",
        "workspace.read-only",
    ),
}


class PostgresStore(SqlStore):
    """See model.Store."""

    not_reached = (
        "the write-ahead log, replicas and backups of the database server, until it recycles them",
    )

    def __init__(self, folder: Path, address: Address) -> None:
        self._address = address
        if not folder.is_dir():
            raise WorkspaceError(
                f"There is no folder {str(folder)!r}.",
                hint="The event log is kept in a folder, also where the state is in PostgreSQL.",
                code="workspace.missing",
            )
        database = _engine(address)
        self._reading = database.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._alone = database.execution_options(isolation_level="AUTOCOMMIT")
        self._database = database
        try:
            with self._told():
                self._prepare()
        except WorkspaceError:
            database.dispose()
            raise
        super().__init__(folder, database)

    def _prepare(self) -> None:
        with self._alone.connect() as connection:
            found = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
            if found < OLDEST:
                raise WorkspaceError(
                    f"{self._name} is PostgreSQL {found}.",
                    hint=f"Desireline needs PostgreSQL {OLDEST} or newer.",
                    code="workspace.old-database",
                )
            schema = self._address.schema
            if schema is not None and not inspect(connection).has_schema(schema):
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))

    @property
    def _name(self) -> str:
        return self._address.shown

    @contextmanager
    def _begin(self, purpose: Purpose) -> Generator[Connection]:
        database = self._database if purpose == "write" else self._reading
        with database.connect() as connection, connection.begin():
            if purpose == "write":
                connection.execute(_TURN)
            yield connection

    def writer_lock(self, *, purpose: str) -> WriterLock:
        """See Store."""
        return PostgresLock(self._alone, self._told, purpose=purpose)

    def watch(self, heard: Heard) -> Watch:
        """See Store."""
        return Hearing(self._alone, heard)

    def scrub(self) -> None:
        """See Store: the tables are written anew; what the server's own log and backups hold is the server's."""
        with self._told(), self._alone.connect() as connection:
            for table in sorted(inspect(connection).get_table_names()):
                connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))

    def _unusable(self, error: Exception) -> WorkspaceError:
        found = getattr(error, "orig", None) or error
        state = str(getattr(found, "sqlstate", None) or "")
        if state == "23505":
            return overtaken()
        what, hint, code = _meaning(state, str(found).casefold())
        # not in its own words: they quote what was to be written, and who wanted to
        return WorkspaceError(f"{self._name} {what}.", hint=hint, code=code)


def _meaning(state: str, words: str) -> tuple[str, str, str]:
    """What happened, what to do, and the code of an error of PostgreSQL."""
    for kind, holds in (
        ("password", state in {"28P01", "28000"} or "password" in words),
        ("no database", state == "3D000" or ("database" in words and "does not exist" in words)),
        ("gone", not state or state.startswith(_GONE)),
        ("busy", state in _BUSY),
        ("full", state.startswith("53")),
        ("closed", state in _CLOSED),
    ):
        if holds:
            return _MEANINGS[kind]
    hint = "Look into the server's log. Nothing was half done."
    return f"refused a statement (SQL state {state})", hint, "workspace.database"


def _engine(address: Address) -> Any:
    settings = [f"lock_timeout={_BUSY_SECONDS}s", "synchronous_commit=on", "timezone=UTC"]
    if address.schema is not None:
        settings.append(f"search_path={address.schema}")
    try:
        return create_engine(
            address.url,
            pool_size=4,
            max_overflow=32,
            pool_pre_ping=True,  # a server that was started again is met with new connections
            connect_args={
                "connect_timeout": 10,
                "application_name": "desireline",
                "options": " ".join(f"-c {one}" for one in settings),
                **({} if address.password is None else {"password": address.password}),
            },
        )
    except ModuleNotFoundError as error:
        raise InputError(
            "Keeping a workspace in PostgreSQL needs psycopg 3, which is not installed.",
            hint="Install it: uv add 'desireline[postgresql]' (or pip install 'desireline[postgresql]').",
            code="database.driver",
        ) from error

"""Bring a database to the current schema, on open.

The usual case, nothing to do, must be cheap: the number is read with one query, and Alembic is only
imported when it differs. Each migration runs in the one transaction that also writes its number, so
that a kill leaves the old schema or the new one.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, inspect, text

from desireline.errors import WorkspaceError

HEAD = "0001"
"""The newest migration in `migrations/versions`; a test compares."""


def upgrade(database: Engine) -> None:
    """Run the missing migrations.

    Raises:
        WorkspaceError: the database was written by a newer Desireline, or by another program.
    """
    with begin(database, "read") as connection:
        if _current(connection) == HEAD:
            return
    with begin(database, "write") as connection:
        # asked again under the write lock: another process may have just done it
        current = _current(connection)
        if current != HEAD:
            _refuse_strangers(connection, current)
            _run(connection)


@contextmanager
def begin(database: Engine, purpose: Literal["read", "write"]) -> Generator[Connection]:
    """Open a transaction; one that writes takes SQLite's write lock at once, never half-way."""
    mode = "IMMEDIATE" if purpose == "write" else "DEFERRED"
    with (
        database.connect() as connection,
        connection.execution_options(desireline_begin=mode).begin(),
    ):
        yield connection


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _refuse_strangers(connection: Connection, current: str | None) -> None:
    if current is not None and current > HEAD:
        raise WorkspaceError(
            f"This workspace was written by a newer Desireline (schema {current}, known: {HEAD}).",
            hint="Upgrade Desireline.",
            code="workspace.newer",
        )
    if current is None and inspect(connection).get_table_names():
        raise WorkspaceError(
            "workspace.db holds another program's tables.",
            hint="Choose an empty folder.",
            code="workspace.foreign",
        )


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    scripts = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

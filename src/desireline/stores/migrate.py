"""Bring a database to the current schema, on open.

The usual cases must be cheap: where nothing is to do one query says so, and a new database gets the
newest schema at once. Alembic, which takes a second to import, runs only when an older database is
opened; a test proves that its migrations lead to the same schema. Each migration runs in the one transaction that also writes its number, so
that a kill leaves the old schema or the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from desireline.errors import WorkspaceError
from desireline.stores.lending import Purpose
from desireline.stores.schema import metadata

HEAD = "0007"
"""The newest migration in `migrations/versions`; a test compares."""


def upgrade(begin: Callable[[Purpose], AbstractContextManager[Connection]], name: str) -> None:
    """Run the missing migrations, in transactions that `begin` opens.

    Raises:
        WorkspaceError: the database was written by a newer Desireline, or by another program.
    """
    with begin("read") as connection:
        if _current(connection) == HEAD:
            return
    with begin("write") as connection:
        # asked again when it is our turn: another process may have just done it
        current = _current(connection)
        if current == HEAD:
            return
        _refuse_strangers(connection, current, name)
        if current is None:
            _create(connection)
        else:
            migrate(connection)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _refuse_strangers(connection: Connection, current: str | None, name: str) -> None:
    if current is not None and current > HEAD:
        raise WorkspaceError(
            f"This workspace was written by a newer Desireline (schema {current}, known: {HEAD}).",
            hint="Upgrade Desireline.",
            code="workspace.newer",
        )
    if current is None and inspect(connection).get_table_names():
        raise WorkspaceError(
            f"{name} holds another program's tables.",
            hint="Choose an empty folder, or an empty database.",
            code="workspace.foreign",
        )


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Run every missing migration up to one, from an empty database too."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    scripts = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)

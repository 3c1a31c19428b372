"""Move a workspace's state from its own file to PostgreSQL, row by row, once.

In: a folder whose state is in SQLite, an empty database.  Out: the same rows there, in one transaction, and a folder that
names it. The file is locked for everybody while that lasts and deleted at the end, because an erasure would not reach a
copy. A move that is cut off before the folder names the database has moved nothing: the database is
emptied by its owner and the command repeated.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import uuid
from collections.abc import Generator
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, insert, select, text
from sqlalchemy.pool import StaticPool

from desireline.errors import WorkspaceError
from desireline.stores.address import PASSWORD, keep_address, kept_address, read_address
from desireline.stores.opening import ID
from desireline.stores.postgresql import PostgresStore
from desireline.stores.schema import inbox, metadata, setting
from desireline.stores.sqlite import DATABASE, SqliteStore

_AT_ONCE = 500


def move_to_postgresql(folder: Path, written: str) -> int:
    """See stores.move_store."""
    address = read_address(written)
    if kept_address(folder) is not None or not (folder / DATABASE).is_file():
        raise WorkspaceError(
            f"There is no {DATABASE} in {folder} to move.",
            hint="A workspace is moved once, from its own file to PostgreSQL.",
            code="workspace.other-database",
        )
    if address.password:
        os.environ[PASSWORD] = address.password
    SqliteStore(folder).close()  # brings its tables up to date
    target = PostgresStore(folder, address)
    try:
        with _alone(folder / DATABASE) as there, target.rows() as here:
            _refuse_full(here, address.shown)
            moved = _copy(there, here)
            own = _id(here)
        keep_address(folder, address, own)
    finally:
        target.close()
    for ending in ("", "-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    return moved


@contextlib.contextmanager
def _alone(path: Path) -> Generator[Connection]:
    """Open the file so that nobody else has it open, and nobody can open it."""
    raw = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        try:
            raw.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise WorkspaceError(
                f"Another process has {path} open.",
                hint="Stop `desireline serve` and whatever else uses the workspace, then repeat this.",
                code="workspace.busy",
            ) from error
        database = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with database.connect() as connection:
            yield connection
    finally:
        raw.close()


def _refuse_full(here: Connection, shown: str) -> None:
    if any(
        here.execute(select(func.count()).select_from(one)).scalar()
        for one in metadata.sorted_tables
    ):
        raise WorkspaceError(
            f"{shown} holds the state of another workspace.",
            hint="Name an empty database, or a schema of its own: ?schema=NAME.",
            code="workspace.other-database",
        )


def _id(here: Connection) -> str:
    """By which folder and database know that they belong together."""
    known = here.execute(select(setting.c.value).where(setting.c.name == ID)).scalar()
    if known is not None:
        return str(json.loads(known))
    made = uuid.uuid4().hex
    here.execute(insert(setting).values(name=ID, value=json.dumps(made)))
    return made


def _copy(there: Connection, here: Connection) -> int:
    moved = 0
    for table in metadata.sorted_tables:
        for rows in there.execute(select(table)).mappings().partitions(_AT_ONCE):
            here.execute(insert(table), [dict(row) for row in rows])
            moved += len(rows)
    # numbers of deliveries go on where they ended
    here.execute(
        text("SELECT setval(pg_get_serial_sequence('inbox', 'number'), :last)"),
        {"last": 1 + (here.execute(select(func.max(inbox.c.number))).scalar() or 0)},
    )
    return moved

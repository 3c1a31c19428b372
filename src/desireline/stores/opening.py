"""Open a workspace's state where it is: SQLite in the folder, or the database that the folder names."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from desireline.errors import WorkspaceError
from desireline.stores.address import (
    FILE,
    PASSWORD,
    Address,
    keep_address,
    kept_address,
    read_address,
)
from desireline.stores.model import Store
from desireline.stores.postgresql import PostgresStore
from desireline.stores.sqlite import DATABASE, SqliteStore

ID = "workspace.id"


def open_where_it_is(folder: Path, written: str | None) -> Store:
    """See stores.open_store."""
    kept = kept_address(folder)
    if written is None:
        return SqliteStore(folder) if kept is None else _open(folder, *kept)
    asked = read_address(written)
    if asked.password:
        os.environ[PASSWORD] = asked.password  # for processes that we start; it is written nowhere
    if kept is not None:
        if kept[0].shown != asked.shown:
            raise WorkspaceError(
                f"The state of this workspace is in {kept[0].shown}.",
                hint="Leave --database out, or name that one.",
                code="workspace.other-database",
            )
        return _open(folder, asked, kept[1])
    if (folder / DATABASE).exists():
        raise WorkspaceError(
            f"The state of this workspace is in its own {DATABASE}.",
            hint="Leave --database out, or move it once: desireline move-database ADDRESS.",
            code="workspace.other-database",
        )
    return _begin(folder, asked)


def _begin(folder: Path, address: Address) -> Store:
    if not folder.is_dir():
        return PostgresStore(folder, address)  # which says so
    own = uuid.uuid4().hex
    kept = keep_address(folder, address, own)
    try:
        return _open(folder, address, kept)
    except WorkspaceError:
        if kept == own:
            (folder / FILE).unlink(missing_ok=True)
        raise


def _open(folder: Path, address: Address, workspace: str) -> Store:
    store = PostgresStore(folder, address)
    try:
        with store.transaction() as tables:
            known = tables.settings.get(ID)
            if known is None:
                tables.settings.put(ID, workspace)
    except WorkspaceError:
        store.close()
        raise
    if known not in {None, workspace}:
        store.close()
        raise WorkspaceError(
            f"{address.shown} holds the state of another workspace.",
            hint="Name an empty database, or a schema of its own: ?schema=NAME.",
            code="workspace.other-database",
        )
    return store

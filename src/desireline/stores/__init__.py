"""Where documents and state live: versions of documents, the manifest of segments, ledgers, jobs.

SQLite in the workspace's folder, or the same tables on PostgreSQL for a team. Nobody else
imports a database driver for state.

    store = open_store(folder)
    store.documents.put("map", "buy", {...})           # each call is its own transaction
    with store.transaction() as tables:                 # or several together, all or nothing
        tables.documents.put("map", "buy", {...})
        tables.ledger.put(...)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.stores.clock import now_us
from desireline.stores.holdings import (
    HOLDINGS,
    DatasetHolding,
    Forget,
    Holdings,
    PlaceHolding,
    TableHolding,
    Traces,
    masking,
)
from desireline.stores.model import (
    Access,
    AuditRow,
    AuditRows,
    CommentRow,
    Comments,
    Delivery,
    Dictionaries,
    Document,
    Documents,
    Erasure,
    Heard,
    ImportRecord,
    Inbox,
    JobRow,
    JobRows,
    Json,
    Ledger,
    LiveEvent,
    Manifest,
    MapLog,
    MapState,
    MapUpdate,
    MemberRow,
    Outbox,
    OutboxRow,
    People,
    PersonalRows,
    Segment,
    SessionRow,
    Settings,
    Store,
    Tables,
    TicketRow,
    TokenRow,
    Tombstones,
    Version,
    Watch,
    WebhookSecret,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "HOLDINGS",
    "Access",
    "AuditRow",
    "AuditRows",
    "CommentRow",
    "Comments",
    "DatasetHolding",
    "Delivery",
    "Dictionaries",
    "Document",
    "Documents",
    "Erasure",
    "Forget",
    "Heard",
    "Holdings",
    "ImportRecord",
    "Inbox",
    "JobRow",
    "JobRows",
    "Json",
    "Ledger",
    "LiveEvent",
    "Manifest",
    "MapLog",
    "MapState",
    "MapUpdate",
    "MemberRow",
    "Outbox",
    "OutboxRow",
    "People",
    "PersonalRows",
    "PlaceHolding",
    "Segment",
    "SessionRow",
    "Settings",
    "Store",
    "TableHolding",
    "Tables",
    "TicketRow",
    "TokenRow",
    "Tombstones",
    "Traces",
    "Version",
    "Watch",
    "WebhookSecret",
    "has_store",
    "masking",
    "move_store",
    "now_us",
    "open_store",
]


def open_store(folder: Path, *, database: str | None = None) -> Store:
    """Open the state of a workspace, creating or upgrading it where needed.

    It is in the database that `database.json` in the folder names, or else in `workspace.db` there.

    Args:
        folder: of the workspace.
        database: of a new workspace, or the one that it has: postgresql://USER@HOST:5432/DATABASE.

    Raises:
        WorkspaceError: the state is damaged, cannot be reached or written, is another workspace's, or comes
            from a newer Desireline.
        InputError: `database` is no address.
    """
    from desireline.stores.opening import open_where_it_is

    return open_where_it_is(folder, database)


def move_store(folder: Path, database: str) -> int:
    """Move the state of a workspace from its own file to PostgreSQL; return how many rows that were.

    Raises:
        WorkspaceError: it is not in a file of its own, another process has it open, or the database holds something.
        InputError: `database` is no address.
    """
    from desireline.stores.moving import move_to_postgresql

    return move_to_postgresql(folder, database)


def has_store(folder: Path) -> bool:
    """Whether a workspace's state is in this folder, or in a database that it names."""
    return (folder / "workspace.db").is_file() or (folder / "database.json").is_file()

"""Where documents and state live: versions of documents, the manifest of segments, ledgers, jobs.

SQLite in the workspace's folder today; the same tables on PostgreSQL for teams later. Nobody else
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
    WebhookSecret,
    WriterLock,
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
    "WebhookSecret",
    "WriterLock",
    "masking",
    "now_us",
    "open_store",
    "writer_lock",
]


def open_store(folder: Path) -> Store:
    """Open `folder/workspace.db`, creating or upgrading it where needed.

    Raises:
        WorkspaceError: the file is damaged, cannot be written, or comes from a newer Desireline.
    """
    from desireline.stores.sqlite import SqliteStore

    return SqliteStore(folder)


def writer_lock(folder: Path, *, purpose: str) -> WriterLock:
    """Name the lock of a workspace's one writer; nothing is taken until `acquire`."""
    from desireline.stores.lock import SqliteLock

    return SqliteLock(folder, purpose=purpose)

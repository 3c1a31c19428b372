"""SQLite through Python's own driver: opened read-only, nothing but reading allowed, stopped in time."""

from __future__ import annotations

import sqlite3
import time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from desireline.databases.declaration import Query
from desireline.databases.rows import BATCH, Rows, failed, no_connection, statement

_READS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_STEPS = 10_000


def rows(query: Query, start: Any) -> Rows:
    """Stream the rows."""
    try:
        connection = sqlite3.connect(f"file:{quote(str(query.path))}?mode=ro", uri=True)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        raise no_connection(query, error) from error
    deadline = time.monotonic() + query.timeout_s
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY
    )
    try:
        text = statement(query, quote='"', parameter="?", start=start)
        given = float(start) if isinstance(start, Decimal) else start
        cursor = connection.execute(text, () if start is None else (given,))
        names = [column[0] for column in cursor.description]
        while found := cursor.fetchmany(BATCH):
            yield names, found
    except sqlite3.Error as error:
        raise failed(query, error, timed_out="interrupted" in str(error)) from error
    finally:
        connection.close()

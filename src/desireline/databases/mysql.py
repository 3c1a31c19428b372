"""MySQL and MariaDB through PyMySQL: a read-only transaction, a limit in time, an unbuffered cursor."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import parse_qs, unquote

from desireline.databases.declaration import Query
from desireline.databases.rows import (
    BATCH,
    CONNECT_SECONDS,
    Rows,
    failed,
    no_connection,
    no_driver,
    statement,
)

_TOO_LONG = {1969, 3024, 1317}
"""MariaDB's and MySQL's numbers for a statement that took too long."""


def rows(query: Query, start: Any) -> Rows:
    """Stream the rows."""
    try:
        import pymysql
        from pymysql.cursors import SSCursor
    except ImportError as error:
        raise no_driver(query, "PyMySQL", "mysql") from error
    options = parse_qs(query.url.query)
    try:
        connection = pymysql.connect(
            host=query.url.hostname or "localhost",
            port=query.url.port or 3306,
            user=unquote(query.url.username or ""),
            password=query.password or "",
            database=query.url.path.lstrip("/") or None,
            charset="utf8mb4",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=query.timeout_s + CONNECT_SECONDS,
            cursorclass=SSCursor,
            ssl={} if "ssl" in options else None,
        )
    except (pymysql.Error, OSError) as error:
        raise no_connection(query, error) from error
    try:
        with connection.cursor() as cursor:
            _limit(connection, query.timeout_s, pymysql)
            cursor.execute("START TRANSACTION READ ONLY")
            text = statement(query, quote="`", parameter="%s", start=start)
            cursor.execute(text, None if start is None else (start,))
            names = [column[0] for column in cursor.description or ()]
            while found := cursor.fetchmany(BATCH):
                yield names, list(found)
    except (pymysql.Error, OSError) as error:
        late = (bool(error.args) and error.args[0] in _TOO_LONG) or "timed out" in str(error)
        raise failed(query, error, timed_out=late) from error
    finally:
        with contextlib.suppress(Exception):
            connection.close()


def _limit(connection: Any, seconds: float, pymysql: Any) -> None:
    """Limit statements: MariaDB counts seconds, MySQL milliseconds."""
    for setting in (
        f"SET SESSION max_statement_time = {seconds:g}",
        f"SET SESSION max_execution_time = {int(seconds * 1000)}",
    ):
        with contextlib.suppress(pymysql.Error), connection.cursor() as cursor:
            cursor.execute(setting)
            return

"""PostgreSQL through psycopg 3: a read-only transaction, a statement timeout, a server-side cursor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlunsplit

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


def rows(query: Query, start: Any) -> Rows:
    """Stream the rows."""
    try:
        import psycopg
    except ImportError as error:
        raise no_driver(query, "psycopg 3", "postgresql") from error
    more: dict[str, Any] = {} if query.password is None else {"password": query.password}
    try:
        connection = psycopg.connect(
            urlunsplit(query.url._replace(scheme="postgresql")),
            connect_timeout=CONNECT_SECONDS,
            application_name="desireline",
            **more,
        )
    except psycopg.Error as error:
        raise no_connection(query, error) from error
    try:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with connection, connection.cursor() as settings:
            limit = str(int(query.timeout_s * 1000))
            settings.execute("SELECT set_config('statement_timeout', %s, true)", (limit,))
            with connection.cursor(name="desireline") as cursor:
                text: Any = statement(query, quote='"', parameter="%s", start=start)
                cursor.execute(text, None if start is None else (start,))
                names = [column.name for column in cursor.description or ()]
                while found := cursor.fetchmany(BATCH):
                    yield names, list(found)
    except psycopg.Error as error:
        late = isinstance(error, psycopg.errors.QueryCanceled)
        raise failed(query, error, timed_out=late) from error
    finally:
        connection.close()

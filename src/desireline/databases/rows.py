"""What the databases share: the statement with its cursor, and errors without secrets.

In: a query.  Out: the SELECT to send; errors that name the database and never the password.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any

from desireline.databases.declaration import Query
from desireline.errors import EngineError, InputError

Rows = Generator[tuple[Sequence[str], list[Sequence[Any]]]]
"""Batches: names of the columns, rows."""
BATCH = 10_000
CONNECT_SECONDS = 10


def statement(query: Query, *, quote: str, parameter: str, start: Any) -> str:
    """Write the query, from the cursor's start on and in its order."""
    if query.cursor is None:
        return query.sql
    column = f"asked.{quote}{query.cursor}{quote}"
    where = "" if start is None else f" WHERE {column} >= {parameter}"
    inner = query.sql.replace("%", "%%") if parameter == "%s" and start is not None else query.sql
    return f"SELECT * FROM (\n{inner}\n) AS asked{where} ORDER BY {column}"


def no_driver(query: Query, package: str, extra: str) -> InputError:
    """The extra with the driver is not installed."""
    return InputError(
        f"{query.shown}: reading it needs {package}, which is not installed.",
        hint=f"Install it: uv add 'desireline[{extra}]' (or pip install 'desireline[{extra}]').",
        code="database.driver",
    )


def no_connection(query: Query, error: Exception) -> EngineError:
    """Nobody answers, or nobody lets us in."""
    return EngineError(
        f"{query.shown} cannot be reached: {_words(query, error)}.",
        hint="Check host, port, database, user and password, and that the server runs.",
        code="database.connect",
    )


def failed(query: Query, error: Exception, *, timed_out: bool) -> EngineError:
    """The database did not like the query, or took too long."""
    if timed_out:
        return EngineError(
            f"{query.shown}: the query took longer than {query.timeout_s:g} s and was stopped.",
            hint="Ask for less, add an index on the cursor's column, or raise timeout_s in [query].",
            code="database.timeout",
        )
    words = _words(query, error)
    if query.cursor is not None and {"asked", "column", query.cursor} <= set(
        re.findall(r"\w+", words.replace("Column", "column"))
    ):
        return EngineError(
            f"{query.shown}: the query gives no column {query.cursor!r}, which [query] names as its cursor.",
            hint="Select the cursor's column, or name another one.",
            code="database.query",
        )
    return EngineError(
        f"{query.shown}: the query failed: {words}.",
        hint="Try the query in the database's own client with the same user.",
        code="database.query",
    )


def _words(query: Query, error: Exception) -> str:
    """The driver's words in one line, without the password and the user's name."""
    words = " ".join(str(error).split())
    for secret in (query.password if query.password_env else None, query.url.username):
        if secret:
            words = words.replace(secret, "***")
    return words[:300].rstrip(".")

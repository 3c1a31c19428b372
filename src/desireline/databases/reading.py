"""Rows of a query, streamed: the same for every database, the drivers behind it.

In: a query and the cursor's last value.  Out: batches of rows as text, each with the cursor's newest value.
Every cell becomes text, because the mapping decides what it means; times keep their zone. Reading begins
at the last value again, not after it: rows with the same value may have been committed later.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from desireline.databases import folder, mysql, postgresql, sqlite
from desireline.databases.declaration import Query
from desireline.databases.turning import form, goes_on, instead
from desireline.errors import EngineError, InputError

_READERS = {
    "postgresql": postgresql.rows,
    "mysql": mysql.rows,
    "sqlite": sqlite.rows,
    "folder": folder.rows,
}
_OVERLAP_S = 3_600
_DAY_S = 86_400
_OVERLAP_NUMBERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows: `newest` is the cursor's largest value so far, as JSON to be kept."""

    columns: tuple[str, ...]
    rows: list[list[str | None]]
    newest: dict[str, str] | None
    without_cursor: int
    """Rows whose cursor is NULL: the next reading will not see them."""
    turned: str | None = None
    """From where it was read instead, because the cursor's type had changed; None where it had not."""


def read(query: Query, *, since: dict[str, str] | None) -> Generator[Batch]:
    """Stream the rows from a cursor's last value on, less the overlap.

    Raises:
        InputError: the driver is missing, or the query is wrong.
        EngineError: the server cannot be reached, or took too long.
    """
    try:
        yield from _batches(query, since)
    except EngineError as error:
        if since is None or error.code != "database.query":
            raise
        hint = (
            f"{error.hint} Reading went on from {query.cursor} = {since['value']}: where that column has another "
            "type now, change the text of the SELECT (a comment is enough), and it begins from the start."
        )
        raise EngineError(error.message, hint=hint, code=error.code) from error


class _TurnedError(Exception):
    """The cursor's column has another type than before."""

    def __init__(self, now: Any) -> None:
        super().__init__()
        self.now = now


def _batches(query: Query, since: dict[str, str] | None) -> Generator[Batch]:
    if since is None:
        yield from _from(query, None)
        return
    last = _value(since)
    try:
        yield from _from(query, _start(query, since), last=last)
    except _TurnedError as turned:
        start = instead(last, turned.now)
        yield from _from(query, start, turned="the beginning" if start is None else str(start))


def _from(
    query: Query, start: Any, *, last: Any = None, turned: str | None = None
) -> Generator[Batch]:
    """Read from a value on. `last`: the newest that was read before, which must be of the column's type."""
    newest: Any = last
    place: int | None = None
    for columns, rows in _READERS[query.dialect](query, start):
        if query.cursor is not None and place is None:
            place = _place(query, columns)
        without = 0
        if place is not None:
            values = [row[place] for row in rows if row[place] is not None]
            if last is not None and values and not goes_on(last, values[0]):
                raise _TurnedError(values[0])
            without = len(rows) - len(values)
            newest = _newest(query, values, newest)
        yield Batch(
            columns=tuple(columns),
            rows=[[text(cell) for cell in row] for row in rows],
            newest=None if newest is None else _kept(newest),
            without_cursor=without,
            turned=turned,
        )


def _newest(query: Query, values: Sequence[Any], newest: Any) -> Any:
    try:
        return max((v for v in (*values, newest) if v is not None), default=None)
    except TypeError as error:
        forms = sorted({form(value) for value in values})
        raise InputError(
            f"{query.shown}: the cursor {query.cursor} holds values of several types: {', '.join(forms)}.",
            hint="Make them one with a CAST in the SELECT.",
            code="database.declaration",
        ) from error


def _place(query: Query, columns: Sequence[str]) -> int:
    for number, column in enumerate(columns):
        if column.lower() == str(query.cursor).lower():
            return number
    raise InputError(
        f"{query.shown}: the query gives no column {query.cursor!r}; it gives {', '.join(columns)}.",
        hint="Select the cursor's column, or name another one.",
        code="database.declaration",
    )


def _start(query: Query, since: dict[str, str]) -> Any:
    """Where to read on: the cursor's last value less the overlap, or as it is when it is neither time nor number."""
    last, overlap = _value(since), query.overlap
    seconds = _OVERLAP_S if overlap is None else overlap
    if isinstance(last, datetime):
        return last - timedelta(seconds=seconds)
    if isinstance(last, date):
        return last - timedelta(days=max(1, math.ceil(seconds / _DAY_S)))
    if isinstance(last, Decimal):
        return last - Decimal(str(_OVERLAP_NUMBERS if overlap is None else overlap))
    return _earlier(str(last), seconds)


def _earlier(text_: str, seconds: float) -> str:
    """A time that a database keeps as text, some seconds earlier, written in the same way."""
    try:
        at = datetime.fromisoformat(text_)
    except ValueError:
        return text_
    earlier = (at - timedelta(seconds=seconds)).isoformat(sep="T" if "T" in text_ else " ")
    return earlier[: len(text_)] if len(text_) <= len("2025-01-01 00:00:00") else earlier


def _kept(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"kind": "time", "value": value.isoformat()}
    if isinstance(value, date):
        return {"kind": "day", "value": value.isoformat()}
    if isinstance(value, int | float | Decimal):
        return {"kind": "number", "value": str(value)}
    return {"kind": "text", "value": str(value)}


def _value(kept: dict[str, str]) -> Any:
    kind, value = kept["kind"], kept["value"]
    if kind == "time":
        return datetime.fromisoformat(value)
    if kind == "day":
        return date.fromisoformat(value)
    return Decimal(value) if kind == "number" else value


_TEXTS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (str, str),
    (bool, lambda cell: "true" if cell else "false"),
    (datetime, lambda cell: cell.isoformat(sep=" ")),
    (date, lambda cell: cell.isoformat()),
    (timedelta, lambda cell: str(cell.total_seconds())),
    ((bytes, bytearray, memoryview), lambda cell: bytes(cell).hex()),
    ((dict, list), lambda cell: json.dumps(cell, ensure_ascii=False, default=str)),
)


def text(cell: Any) -> str | None:
    """A cell as the text that a CSV export would have."""
    if cell is None:
        return None
    return next((write(cell) for kind, write in _TEXTS if isinstance(cell, kind)), str(cell))

"""Rows of the tables in a SQLite file, read as a file format, without a database.

In: a file.  Out: table names with their columns, and rows as tuples, a page at a time. A database
driver stays out of sources on purpose: it would run what a stranger's file declares (views,
triggers, extensions), while an export only has to be read. Format: sqlite.org/fileformat2.html.
Left out: indexes, WITHOUT ROWID tables, and changes that still stand in a `-wal` file beside it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from desireline.errors import FileError

MAGIC = b"SQLite format 3\x00"
_LEAF, _INTERIOR = 0x0D, 0x05
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_ENCODINGS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}
_CONSTRAINT = re.compile(r"\s*(PRIMARY|FOREIGN|UNIQUE|CHECK|CONSTRAINT)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\bINTEGER\s+PRIMARY\s+KEY\b", re.IGNORECASE)
_NAME = re.compile(r'\s*(?:"((?:[^"]|"")*)"|`([^`]*)`|\[([^\]]*)\]|([^\s,(]+))')

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteTable:
    """One table: its name, columns in order, and where its rows begin."""

    name: str
    columns: tuple[str, ...]
    root: int
    numbered: int | None = None
    """Place of the INTEGER PRIMARY KEY, which stands as NULL: its value is the row's own number."""


class SqliteFile:
    """A SQLite database, opened as a file of pages."""

    def __init__(self, raw: IO[bytes], shown: str) -> None:
        self._raw, self._shown = raw, shown
        self._size = raw.seek(0, 2)
        raw.seek(0)
        head = raw.read(100)
        if len(head) < 100 or not head.startswith(MAGIC):
            raise self._damaged("the header is missing")
        size = int.from_bytes(head[16:18], "big")
        self._page_size = 65536 if size == 1 else size
        self._usable = self._page_size - head[20]
        self._encoding = _ENCODINGS.get(int.from_bytes(head[56:60], "big"), "utf-8")
        if self._page_size < 512 or self._page_size & (self._page_size - 1) or self._usable < 480:
            raise self._damaged(f"a page size of {self._page_size}")

    def tables(self, *needed: str) -> dict[str, SqliteTable]:
        """List the tables with columns and rows of their own.

        Raises:
            FileError: one of the needed tables is not there.
        """
        found: dict[str, SqliteTable] = {}
        for _, values in self._rows(1):
            if len(values) < 5:
                raise self._damaged("the list of tables")
            kind, name, _, root, sql = values[:5]
            if kind == "table" and isinstance(sql, str) and isinstance(root, int) and root > 0:
                columns, numbered = _columns(sql)
                found[str(name)] = SqliteTable(
                    name=str(name), columns=columns, root=root, numbered=numbered
                )
        missing = [name for name in needed if name not in found]
        if missing:
            raise self._damaged(f"the table {missing[0]!r} is missing")
        return found

    def rows(self, table: SqliteTable, *columns: str) -> Iterator[Row]:
        """Yield the named columns of each row; a column that the table lacks is None."""
        places = [table.columns.index(c) if c in table.columns else None for c in columns]
        for number, row in self._rows(table.root):
            yield tuple(
                None
                if place is None or place >= len(row)
                else number
                if place == table.numbered
                else row[place]
                for place in places
            )

    def _rows(self, root: int) -> Iterator[tuple[int, Row]]:
        """Walk a table's tree from left to right: (row's number, values)."""
        waiting, seen = [root], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen:
                raise self._damaged("pages that lead in a circle")
            seen.add(number)
            page = self._page(number)
            is_leaf, cells, last = self._cells(page, number)
            if is_leaf:
                yield from (self._record(page, cell) for cell in cells)
            else:
                children = [*(page[cell : cell + 4] for cell in cells), last]
                waiting += [int.from_bytes(child, "big") for child in reversed(children)]

    def _cells(self, page: bytes, number: int) -> tuple[bool, tuple[int, ...], bytes]:
        """Read a page's head: whether it holds rows, where its cells are, its last child."""
        start = 100 if number == 1 else 0
        kind, count = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
        if kind not in {_LEAF, _INTERIOR}:
            raise self._damaged(f"page {number} is no page of a table")
        pointers = start + (8 if kind == _LEAF else 12)
        if pointers + 2 * count > len(page):
            raise self._damaged(f"page {number} names too many cells")
        cells = struct.unpack_from(f">{count}H", page, pointers)
        return kind == _LEAF, cells, page[start + 8 : start + 12]

    def _page(self, number: int) -> bytes:
        if number < 1 or number * self._page_size > self._size:
            raise self._damaged(f"page {number} is missing")
        self._raw.seek((number - 1) * self._page_size)
        return self._raw.read(self._page_size)

    def _record(self, page: bytes, cell: int) -> tuple[int, Row]:
        size, cell = self._varint(page, cell)
        rowid, cell = self._varint(page, cell)
        payload = self._payload(page, cell, size)
        end, place = self._varint(payload, 0)
        values: list[Any] = []
        body = end
        while place < end:
            kind, place = self._varint(payload, place)
            value, body = self._value(payload, body, kind)
            values.append(value)
        return rowid, tuple(values)

    def _payload(self, page: bytes, start: int, size: int) -> bytes:
        """Gather a record that may go on over further pages."""
        if size > self._size:
            raise self._damaged("a record longer than the file")
        most = self._usable - 35
        if size <= most:
            return page[start : start + size]
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._usable - 4)
        local = local if local <= most else least
        parts = [page[start : start + local]]
        following = int.from_bytes(page[start + local : start + local + 4], "big")
        missing = size - local
        while missing > 0:
            more = self._page(following)
            parts.append(more[4 : 4 + min(missing, self._usable - 4)])
            missing -= len(parts[-1])
            following = int.from_bytes(more[:4], "big")
        return b"".join(parts)

    def _value(self, payload: bytes, start: int, kind: int) -> tuple[Any, int]:
        if kind in _INTEGER_SIZES:
            end = start + _INTEGER_SIZES[kind]
            return int.from_bytes(payload[start:end], "big", signed=True), end
        if kind == 7 and start + 8 <= len(payload):
            return struct.unpack_from(">d", payload, start)[0], start + 8
        if kind < 12:
            return {8: 0, 9: 1}.get(kind), start
        end = start + (kind - 12) // 2
        held = payload[start:end]
        return (held.decode(self._encoding, errors="replace") if kind % 2 else held), end

    def _varint(self, data: bytes, start: int) -> tuple[int, int]:
        value = 0
        for place in range(9):
            if start + place >= len(data):
                raise self._damaged("a record that ends too early")
            byte = data[start + place]
            if place == 8:
                return (value << 8) | byte, start + 9
            value = (value << 7) | (byte & 0x7F)
            if byte < 0x80:
                return value, start + place + 1
        raise AssertionError

    def _damaged(self, found: str) -> FileError:
        return FileError(
            self._shown,
            f"the SQLite file is damaged or cut off: {found}",
            hint="Export it again, or export JSON or XML.",
            code="input.file.sqlite",
        )


def _columns(sql: str) -> tuple[tuple[str, ...], int | None]:
    """Read the columns' names out of CREATE TABLE, and the place of an INTEGER PRIMARY KEY."""
    inner = sql[sql.find("(") + 1 : sql.rfind(")")]
    found: list[str] = []
    numbered = None
    for part in _split(inner):
        name = _NAME.match(part)
        if name and not _CONSTRAINT.match(part):
            if _NUMBERED.search(part):
                numbered = len(found)
            found.append(next(group for group in name.groups() if group is not None))
    return tuple(found), numbered


def _split(text: str) -> Iterator[str]:
    """Split at commas that stand in no bracket and no quote."""
    depth, start, quote = 0, 0, ""
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "," and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]

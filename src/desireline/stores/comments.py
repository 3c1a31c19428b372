"""Comments in SQL."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, delete, insert, or_, select

from desireline.stores import schema
from desireline.stores.lending import Lend
from desireline.stores.model import CommentRow


class SqlComments:
    """See model.Comments."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def of(self, map: str) -> list[CommentRow]:  # noqa: A002
        """See Comments."""
        table = schema.comment
        query = select(table).where(table.c.map == map).order_by(table.c.created_us, table.c.id)
        with self._lend("read") as connection:
            return [_row(row) for row in connection.execute(query).mappings()]

    def get(self, id: str) -> CommentRow | None:  # noqa: A002
        """See Comments."""
        query = select(schema.comment).where(schema.comment.c.id == id)
        with self._lend("read") as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _row(row)

    def put(self, row: CommentRow) -> None:
        """See Comments."""
        table = schema.comment
        values = {**asdict(row), "mentions": json.dumps(row.mentions)}
        with self._lend("write") as connection:
            connection.execute(delete(table).where(table.c.id == row.id))
            connection.execute(insert(table).values(values))

    def remove(self, id: str) -> None:  # noqa: A002
        """See Comments."""
        table = schema.comment
        with self._lend("write") as connection:
            connection.execute(delete(table).where(or_(table.c.id == id, table.c.thread == id)))


def _row(row: RowMapping) -> CommentRow:
    values: dict[str, Any] = dict(row)
    values["mentions"] = tuple(json.loads(values["mentions"]))
    return CommentRow(**values)

"""The rows of the audit log in SQL: each is made of the one before, under the lock that writing takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select

from desireline.stores import schema
from desireline.stores.lending import Lend
from desireline.stores.model import AuditRow


class SqlAudit:
    """See model.AuditRows."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def append(self, make: Callable[[AuditRow | None], AuditRow]) -> AuditRow:
        """See AuditRows."""
        table = schema.audit
        query = select(table).order_by(table.c.number.desc()).limit(1)
        with self._lend("write") as connection:
            last = connection.execute(query).mappings().first()
            row = make(None if last is None else AuditRow(**last))
            connection.execute(insert(table).values(asdict(row)))
        return row

    def read(self, *, after: int = 0, limit: int | None = None) -> list[AuditRow]:
        """See AuditRows."""
        table = schema.audit
        return self._rows(
            select(table).where(table.c.number > after).order_by(table.c.number).limit(limit)
        )

    def newest(self, limit: int) -> list[AuditRow]:
        """See AuditRows."""
        return self._rows(select(schema.audit).order_by(schema.audit.c.number.desc()).limit(limit))

    def _rows(self, query: Any) -> list[AuditRow]:
        with self._lend("read") as connection:
            return [AuditRow(**row) for row in connection.execute(query).mappings()]

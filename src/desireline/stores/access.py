"""Tokens and webhook secrets in SQL."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete, insert, select, update

from desireline.stores import schema
from desireline.stores.lending import Lend
from desireline.stores.model import TokenRow, WebhookSecret


class SqlAccess:
    """See model.Access."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def tokens(self) -> list[TokenRow]:
        """See Access."""
        table = schema.token
        query = select(table).order_by(table.c.created_us, table.c.prefix)
        with self._lend("read") as connection:
            rows = connection.execute(query).mappings().all()
        return [TokenRow(**row) for row in rows]

    def add_token(self, row: TokenRow) -> None:
        """See Access."""
        with self._lend("write") as connection:
            connection.execute(insert(schema.token).values(asdict(row)))

    def revoke_token(self, prefix: str, *, at_us: int) -> bool:
        """See Access."""
        table = schema.token
        with self._lend("write") as connection:
            changed = connection.execute(
                update(table)
                .where(table.c.prefix == prefix, table.c.revoked_us.is_(None))
                .values(revoked_us=at_us)
            )
        return changed.rowcount == 1

    def secrets(self, source: str | None = None) -> list[WebhookSecret]:
        """See Access."""
        table = schema.webhook_secret
        query = select(table).order_by(table.c.source, table.c.created_us, table.c.id)
        if source is not None:
            query = query.where(table.c.source == source)
        with self._lend("read") as connection:
            rows = connection.execute(query).mappings().all()
        return [WebhookSecret(**row) for row in rows]

    def add_secret(self, row: WebhookSecret) -> None:
        """See Access."""
        with self._lend("write") as connection:
            connection.execute(insert(schema.webhook_secret).values(asdict(row)))

    def remove_secret(self, source: str, id: str) -> bool:  # noqa: A002
        """See Access."""
        table = schema.webhook_secret
        with self._lend("write") as connection:
            gone = connection.execute(
                delete(table).where(table.c.source == source, table.c.id == id)
            )
        return gone.rowcount == 1

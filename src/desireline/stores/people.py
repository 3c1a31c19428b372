"""Members, sessions and tickets in SQL. Secrets are known by their digests only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select, update

from desireline.stores import schema
from desireline.stores.lending import Lend, parts
from desireline.stores.model import MemberRow, SessionRow, TicketRow

_MONTH_US = 30 * 86_400 * 1_000_000


class SqlPeople:
    """See model.People."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def members(self) -> list[MemberRow]:
        """See People."""
        table = schema.member
        query = select(table).order_by(table.c.created_us, table.c.id)
        with self._lend("read") as connection:
            return [MemberRow(**row) for row in connection.execute(query).mappings()]

    def put_member(self, row: MemberRow) -> None:
        """See People."""
        table = schema.member
        with self._lend("write") as connection:
            connection.execute(delete(table).where(table.c.id == row.id))
            connection.execute(insert(table).values(asdict(row)))

    def remove_member(self, id: str) -> None:  # noqa: A002
        """See People."""
        with self._lend("write") as connection:
            connection.execute(delete(schema.session).where(schema.session.c.member == id))
            connection.execute(delete(schema.member).where(schema.member.c.id == id))

    def sessions(self, digests: Sequence[str]) -> list[SessionRow]:
        """See People."""
        table = schema.session
        found: list[SessionRow] = []
        with self._lend("read") as connection:
            for part in parts(digests):
                rows = connection.execute(select(table).where(table.c.digest.in_(part)))
                found += [SessionRow(**row) for row in rows.mappings()]
        return found

    def put_session(self, row: SessionRow) -> None:
        """See People."""
        table = schema.session
        with self._lend("write") as connection:
            connection.execute(
                delete(table).where(
                    (table.c.digest == row.digest) | (table.c.expires_us < row.created_us)
                )
            )
            connection.execute(insert(table).values(asdict(row)))

    def end_sessions(
        self, *, digest: str | None = None, member: str | None = None, ticket: str | None = None
    ) -> int:
        """See People."""
        table = schema.session
        wanted = {"digest": digest, "member": member, "ticket": ticket}
        same = [table.c[name] == value for name, value in wanted.items() if value is not None]
        with self._lend("write") as connection:
            return connection.execute(delete(table).where(*same)).rowcount if same else 0

    def tickets(self) -> list[TicketRow]:
        """See People."""
        table = schema.ticket
        query = select(table).order_by(table.c.created_us.desc(), table.c.id)
        with self._lend("read") as connection:
            return [TicketRow(**row) for row in connection.execute(query).mappings()]

    def ticket(self, digest: str) -> TicketRow | None:
        """See People."""
        query = select(schema.ticket).where(schema.ticket.c.digest == digest)
        with self._lend("read") as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else TicketRow(**row)

    def add_ticket(self, row: TicketRow) -> None:
        """See People."""
        table = schema.ticket
        with self._lend("write") as connection:
            old = row.created_us - _MONTH_US
            connection.execute(delete(table).where(table.c.expires_us < old))
            connection.execute(insert(table).values(asdict(row)))

    def use_ticket(self, id: str, *, at_us: int) -> bool:  # noqa: A002
        """See People."""
        table = schema.ticket
        with self._lend("write") as connection:
            used = connection.execute(
                update(table)
                .where(table.c.id == id, table.c.used_us.is_(None))
                .values(used_us=at_us)
            )
            return used.rowcount == 1

    def revoke_ticket(self, id: str, *, at_us: int) -> bool:  # noqa: A002
        """See People."""
        table = schema.ticket
        with self._lend("write") as connection:
            gone = connection.execute(
                update(table)
                .where(table.c.id == id, table.c.revoked_us.is_(None))
                .values(revoked_us=at_us)
            )
            connection.execute(delete(schema.session).where(schema.session.c.ticket == id))
            return gone.rowcount == 1

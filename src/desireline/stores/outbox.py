"""The outbox in SQL: what leaves the house is claimed before it is tried, so that nobody sends it twice."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import delete, insert, select, update

from desireline.stores import schema
from desireline.stores.lending import Lend
from desireline.stores.model import OutboxRow

_LOST = "Whoever sent it ended before saying so: it may have arrived."


class SqlOutbox:
    """See model.Outbox."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def put(self, row: OutboxRow) -> bool:
        """See Outbox."""
        table = schema.outbox
        with self._lend("write") as connection:
            if connection.execute(select(table.c.key).where(table.c.key == row.key)).first():
                return False
            connection.execute(insert(table).values(asdict(row)))
        return True

    def claim(self, holder: str, *, now_us: int, until_us: int) -> OutboxRow | None:
        """See Outbox."""
        table = schema.outbox
        due = (
            select(table)
            .where(table.c.state == "waiting", table.c.due_us <= now_us)
            .order_by(table.c.due_us, table.c.key)
            .limit(1)
        )
        with self._lend("write") as connection:
            connection.execute(
                update(table)
                .where(table.c.state == "sending", table.c.due_us <= now_us)
                .values(state="unknown", error=_LOST)
            )
            found = connection.execute(due).mappings().first()
            if found is None:
                return None
            row = replace(
                OutboxRow(**found),
                state="sending",
                attempts=found["attempts"] + 1,
                holder=holder,
                due_us=until_us,
            )
            connection.execute(update(table).where(table.c.key == row.key).values(asdict(row)))
        return row

    def settle(
        self, key: str, holder: str, *, state: str, due_us: int, error: str | None = None
    ) -> bool:
        """See Outbox."""
        table = schema.outbox
        done = {} if state == "waiting" else {"body": ""}  # a text may hold the secret of a link
        with self._lend("write") as connection:
            settled = connection.execute(
                update(table)
                .where(
                    table.c.key == key,
                    table.c.holder == holder,
                    table.c.state.in_(("sending", "unknown")),
                )
                .values(state=state, due_us=due_us, error=error, **done)
            )
        return settled.rowcount == 1

    def all(self, *, limit: int = 200) -> list[OutboxRow]:
        """See Outbox."""
        table = schema.outbox
        query = select(table).order_by(table.c.created_us.desc(), table.c.key).limit(limit)
        with self._lend("read") as connection:
            return [OutboxRow(**row) for row in connection.execute(query).mappings()]

    def forget(self, *, before_us: int) -> None:
        """See Outbox."""
        table = schema.outbox
        with self._lend("write") as connection:
            connection.execute(
                delete(table).where(
                    table.c.state.in_(("sent", "failed", "unknown")),
                    table.c.created_us < before_us,
                )
            )

"""The inbox in SQL: deliveries wait here between the answer to the sender and the event log.

A delivery leaves in the transaction that makes its events visible, so that a crash at any moment
leaves it in one of the two places. What was delivered is remembered by fingerprint for a while, not by
content: the memory of an event holds nothing of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from desireline.errors import WorkspaceError
from desireline.stores import schema
from desireline.stores.lending import Lend, parts
from desireline.stores.model import Delivery, LiveEvent

_COLUMNS = ("kind", "source", "trusted", "received_us", "events", "body")


class SqlInbox:
    """See model.Inbox."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def put(self, deliveries: Sequence[Delivery]) -> list[bool]:
        """See Inbox."""
        kept: list[bool] = []
        with self._lend("write") as connection:
            known = _delivered(connection, [d.key for d in deliveries if d.key is not None])
            for delivery in deliveries:
                kept.append(delivery.key is None or delivery.key not in known)
                if delivery.key is not None:
                    known.add(delivery.key)
            new = [delivery for delivery, is_new in zip(deliveries, kept, strict=True) if is_new]
            keys = [{"key": d.key, "at_us": d.received_us} for d in new if d.key is not None]
            if keys:
                connection.execute(insert(schema.delivered), keys)
            if new:
                rows = [{name: getattr(delivery, name) for name in _COLUMNS} for delivery in new]
                connection.execute(insert(schema.inbox), rows)
        return kept

    def waiting(self) -> tuple[int, int]:
        """See Inbox."""
        table = schema.inbox.c
        query = select(
            func.coalesce(func.sum(table.events), 0),
            func.coalesce(func.sum(func.length(table.body)), 0),
        )
        with self._lend("read") as connection:
            events, size = connection.execute(query).one()
        return int(events), int(size)

    def take(self, *, limit_bytes: int) -> list[Delivery]:
        """See Inbox."""
        found: list[Delivery] = []
        size = 0
        query = select(schema.inbox).order_by(schema.inbox.c.number)
        with self._lend("read") as connection:
            for row in connection.execute(query).mappings():
                delivery = Delivery(**row)
                size += len(delivery.body)
                if found and size > limit_bytes:
                    break
                found.append(delivery)
        return found

    def known(self, keys: Sequence[int]) -> dict[int, LiveEvent]:
        """See Inbox."""
        table = schema.live_event.c
        found: dict[int, LiveEvent] = {}
        with self._lend("read") as connection:
            for part in parts(keys):
                query = select(table.key, table.version_us, table.digest).where(
                    table.key.in_(part)
                )
                for row in connection.execute(query).mappings():
                    found[row["key"]] = LiveEvent(**row)
        return found

    def settle(self, numbers: Sequence[int], events: Iterable[LiveEvent], *, at_us: int) -> None:
        """See Inbox."""
        table = schema.live_event
        rows = [
            {
                "key": event.key,
                "version_us": event.version_us,
                "digest": event.digest,
                "at_us": at_us,
            }
            for event in events
        ]
        with self._lend("write") as connection:
            gone = 0
            for part in parts(numbers):
                gone += connection.execute(
                    delete(schema.inbox).where(schema.inbox.c.number.in_(part))
                ).rowcount
            if gone != len(numbers):
                raise WorkspaceError(
                    f"{len(numbers) - gone} of {len(numbers)} live deliveries were taken by another "
                    "process meanwhile.",
                    hint="Nothing was written twice; the next turn goes on.",
                    code="workspace.stale",
                )
            for part in parts([row["key"] for row in rows]):
                connection.execute(delete(table).where(table.c.key.in_(part)))
            if rows:
                connection.execute(insert(table), rows)

    def rewrite(self, number: int, body: bytes | None, events: int) -> None:
        """See Inbox."""
        table = schema.inbox
        with self._lend("write") as connection:
            if body is None:
                connection.execute(delete(table).where(table.c.number == number))
            else:
                connection.execute(
                    update(table).where(table.c.number == number).values(body=body, events=events)
                )

    def forget(self, *, before_us: int) -> None:
        """See Inbox."""
        with self._lend("write") as connection:
            for table in (schema.delivered, schema.live_event):
                connection.execute(delete(table).where(table.c.at_us < before_us))


def _delivered(connection: Connection, keys: list[str]) -> set[str]:
    table = schema.delivered.c
    found: set[str] = set()
    for part in parts(keys):
        query = select(table.key).where(table.key.in_(part))
        found.update(connection.execute(query).scalars())
    return found

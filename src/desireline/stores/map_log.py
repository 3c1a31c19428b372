"""The log of shared maps in SQL: updates in the order in which they were kept, now and then one state.

A number is drawn from the map's own row in the transaction that keeps the update, so that two processes
never give the same one. Each piece carries a checksum: a damaged one is told, never merged.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import count

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from desireline.errors import WorkspaceError
from desireline.stores import schema
from desireline.stores.hearing import say_that_it_grew
from desireline.stores.lending import Lend
from desireline.stores.model import MapState, MapUpdate


class SqlMapLog:
    """See model.MapLog."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def maps(self) -> list[str]:
        """See MapLog."""
        query = select(schema.map_state.c.map).order_by(schema.map_state.c.map)
        with self._lend("read") as connection:
            return list(connection.execute(query).scalars())

    def begin(self, map: str, state: bytes, *, at_us: int) -> bool:  # noqa: A002
        """See MapLog."""
        table = schema.map_state
        with self._lend("write") as connection:
            if connection.execute(select(table.c.map).where(table.c.map == map)).first():
                return False
            connection.execute(
                insert(table).values(
                    map=map, last=0, through=0, state=state, crc=zlib.crc32(state), at_us=at_us
                )
            )
        return True

    def append(self, updates: Sequence[MapUpdate]) -> list[int]:
        """See MapLog."""
        with self._lend("write") as connection:
            counts = Counter(one.map for one in updates)
            given = {map_: count(_draw(connection, map_, many)) for map_, many in counts.items()}
            numbers = [next(given[one.map]) for one in updates]
            rows = [
                {
                    "map": one.map,
                    "number": number,
                    "content": one.content,
                    "crc": zlib.crc32(one.content),
                    "author": one.author,
                    "at_us": one.at_us,
                }
                for one, number in zip(updates, numbers, strict=True)
            ]
            if rows:
                connection.execute(insert(schema.map_update), rows)
            for map_ in counts:
                say_that_it_grew(connection, map_)
        return numbers

    def read(self, map: str, *, after: int | None = None) -> MapState | None:  # noqa: A002
        """See MapLog."""
        state, log = schema.map_state, schema.map_update
        with self._lend("read") as connection:
            row = connection.execute(select(state).where(state.c.map == map)).mappings().first()
            if row is None:
                return None
            known = after if after is not None and after >= row["through"] else row["through"]
            query = select(log).where(log.c.map == map, log.c.number > known)
            rows = connection.execute(query.order_by(log.c.number)).mappings().all()
        is_news = after is None or after < row["through"]
        if is_news:
            _check(row["state"], row["crc"], map, "state")
        return MapState(
            state=row["state"] if is_news else b"",
            through=known,
            updates=tuple(_update(one) for one in rows),
        )

    def compact(self, map: str, state: bytes, *, through: int, at_us: int) -> None:  # noqa: A002
        """See MapLog."""
        table, log = schema.map_state, schema.map_update
        with self._lend("write") as connection:
            changed = connection.execute(
                update(table)
                .where(table.c.map == map, table.c.through <= through)
                .values(state=state, crc=zlib.crc32(state), through=through, at_us=at_us)
            )
            if changed.rowcount:
                connection.execute(delete(log).where(log.c.map == map, log.c.number <= through))

    def delete(self, map: str) -> None:  # noqa: A002
        """See MapLog."""
        with self._lend("write") as connection:
            for table in (schema.map_update, schema.map_state):
                connection.execute(delete(table).where(table.c.map == map))


def _draw(connection: Connection, map_: str, many: int) -> int:
    """Draw so many numbers of a map that follow each other; return the first."""
    table = schema.map_state
    drawn = connection.execute(
        update(table)
        .where(table.c.map == map_)
        .values(last=table.c.last + many)
        .returning(table.c.last)
    ).scalar_one_or_none()
    if drawn is None:
        raise WorkspaceError(
            f"The map {map_!r} is not shared.", hint="Open it again.", code="map.unshared"
        )
    return drawn - many + 1


def _update(row: RowMapping) -> MapUpdate:
    _check(row["content"], row["crc"], row["map"], f"update {row['number']}")
    return MapUpdate(
        map=row["map"],
        content=row["content"],
        at_us=row["at_us"],
        author=row["author"],
        number=row["number"],
    )


def _check(content: bytes, crc: int, map_: str, what: str) -> None:
    if zlib.crc32(content) != crc:
        raise WorkspaceError(
            f"The {what} of the map {map_!r} is damaged.",
            hint="Restore the workspace from a backup: `workspace.db` was changed by something else.",
            code="workspace.damaged",
        )

"""What erasures need of the database: texts rewritten in place, rows removed, tombstones kept.

In: a connection that is lent.  Out: sections like those of `sections.py`. Rows are read in slices, so that
memory stays small; only rows that change are written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from desireline.stores import schema
from desireline.stores.lending import Lend, parts


class SqlPersonal:
    """See model.PersonalRows."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def rewrite(
        self,
        table: str,
        columns: Sequence[str],
        change: Callable[[str], str],
        *,
        where: tuple[str, Any] | None = None,
    ) -> int:
        """See PersonalRows."""
        kept = schema.metadata.tables[table]
        keys = list(kept.primary_key.columns)
        with self._lend("write") as connection:
            query = select(*keys)
            if where is not None:
                query = query.where(kept.c[where[0]] == where[1])
            names = [tuple(row) for row in connection.execute(query.order_by(*keys))]
            changed = 0
            for part in parts(names):
                chosen = tuple_(*keys).in_(part)
                rows = connection.execute(select(kept).where(chosen)).mappings().all()
                for row in rows:
                    new = {
                        name: text
                        for name in columns
                        if row[name] is not None and (text := change(row[name])) != row[name]
                    }
                    if new:
                        same = [column == row[column.name] for column in keys]
                        connection.execute(update(kept).where(*same).values(new))
                        changed += 1
        return changed

    def values(self, table: str, column: str) -> list[Any]:
        """See PersonalRows."""
        kept = schema.metadata.tables[table].c[column]
        with self._lend("read") as connection:
            return list(connection.execute(select(kept).distinct().order_by(kept)).scalars())

    def remove(self, table: str, column: str, values: Collection[Any]) -> int:
        """See PersonalRows."""
        kept, gone = schema.metadata.tables[table], 0
        ordered = sorted(values)
        with self._lend("write") as connection:
            for part in parts(ordered):
                chosen = kept.c[column].in_(part)
                gone += connection.execute(delete(kept).where(chosen)).rowcount
        return gone


class SqlTombstones:
    """See model.Tombstones."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def add(self, hashes: Iterable[str], *, erasure: str) -> int:
        """See Tombstones."""
        wanted = sorted(set(hashes))
        with self._lend("write") as connection:
            known = set(self._among(connection, wanted))
            rows = [{"hash": one, "erasure": erasure} for one in wanted if one not in known]
            if rows:
                connection.execute(insert(schema.tombstone), rows)
        return len(rows)

    def count(self) -> int:
        """See Tombstones."""
        with self._lend("read") as connection:
            return int(
                connection.execute(select(func.count()).select_from(schema.tombstone)).scalar_one()
            )

    def all(self) -> list[str]:
        """See Tombstones."""
        query = select(schema.tombstone.c.hash).order_by(schema.tombstone.c.hash)
        with self._lend("read") as connection:
            return list(connection.execute(query).scalars())

    def erasure_of(self, hash: str) -> str | None:  # noqa: A002
        """See Tombstones."""
        query = select(schema.tombstone.c.erasure).where(schema.tombstone.c.hash == hash)
        with self._lend("read") as connection:
            return connection.execute(query).scalar_one_or_none()

    def _among(self, connection: Connection, wanted: list[str]) -> Iterable[str]:
        for part in parts(wanted):
            chosen = schema.tombstone.c.hash.in_(part)
            yield from connection.execute(select(schema.tombstone.c.hash).where(chosen)).scalars()

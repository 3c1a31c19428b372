"""The lock of a workspace's one writer on PostgreSQL: held by a connection, freed with it, on whatever machine.

Who holds it stands in the connection's name, where the server shows it to those who wait. Where the connection breaks
while its holder works on, another may become the writer: the commit of the first is then refused as stale.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from desireline.stores.lock import is_writing

_POLL_SECONDS = 0.05
_TAKE = text("SELECT pg_try_advisory_lock(1147494502, hashtext(current_schema()))")
_SIGN = text("SELECT set_config('application_name', :name, false)")
_WHO = text(
    "SELECT a.application_name, a.backend_start FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 1147494502"
    " AND l.objid = (hashtext(current_schema())::bigint & 4294967295)::oid"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class PostgresLock:
    """See model.WriterLock."""

    def __init__(
        self,
        database: Engine,
        told: Callable[[], AbstractContextManager[None]],
        *,
        purpose: str,
    ) -> None:
        self._database = database
        self._told = told
        self._name = f"process {os.getpid()} on {socket.gethostname()} ({purpose})"[:63]
        self._connection: Connection | None = None

    def acquire(self, *, wait_seconds: float) -> None:
        """See WriterLock."""
        deadline = time.monotonic() + wait_seconds
        with self._told():
            self._connection = self._database.connect()
            try:
                is_ours = self._take(self._connection, deadline)
                who = None if is_ours else _who(self._connection)
            except BaseException:
                self.release()
                raise
        if who is not None:
            self.release()
            raise is_writing(who, wait_seconds)

    def _take(self, connection: Connection, deadline: float) -> bool:
        while not connection.execute(_TAKE).scalar_one():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        connection.execute(_SIGN, {"name": self._name})
        return True

    def release(self) -> None:
        """See WriterLock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.invalidate()  # the lock ends with the connection
            connection.close()


def _who(connection: Connection) -> str:
    row = connection.execute(_WHO).first()
    if row is None:
        return "another process"
    return f"{row[0].removesuffix(')')}, since {row[1]:%Y-%m-%dT%H:%M:%S}+00:00)"

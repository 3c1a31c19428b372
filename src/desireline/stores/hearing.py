"""What several processes on one database tell each other at once: that a map's log grew, and who is where on it.

In: notices of PostgreSQL (LISTEN).  Out: a call for each that another process sent. A notice is never needed: whoever
missed one, because the connection broke say, finds the news in the log at the next look. Nothing that people wrote is
in a notice, but for the names and cursors that editors show each other.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import socket
import threading
from typing import Any, cast

from sqlalchemy import Connection, Engine, Text, func, select, text
from sqlalchemy import cast as as_type
from sqlalchemy.exc import DBAPIError

from desireline.stores.model import Heard

_CHANNEL = "desireline"
_MOST_BYTES = 5_000
"""PostgreSQL's notices end at 8,000, in base64."""
_WAITING = 500
_TURN_SECONDS = 0.5


def me() -> str:
    """A name of this process among all."""
    return f"{socket.gethostname()}/{os.getpid()}"


def say_that_it_grew(connection: Connection, map_: str) -> None:
    """Tell other processes when this transaction commits; on SQLite nobody listens."""
    if connection.dialect.name == "postgresql":
        _say(connection, map_)


def _say(connection: Connection, *words: str) -> None:
    content = func.json_build_array(func.current_schema(), me(), *words)
    connection.execute(select(func.pg_notify(_CHANNEL, as_type(content, Text))))


class Hearing:
    """See model.Watch."""

    def __init__(self, database: Engine, heard: Heard) -> None:
        self._database = database
        self._heard = heard
        self._me = me()
        self._outgoing: queue.Queue[tuple[str, bytes]] = queue.Queue(_WAITING)
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("hearing", self._hear), ("telling", self._tell))
        ]
        for thread in self._threads:
            thread.start()

    def tell(self, map: str, message: bytes) -> None:  # noqa: A002
        """See Watch."""
        if len(message) <= _MOST_BYTES:
            with contextlib.suppress(queue.Full):
                self._outgoing.put_nowait((map, message))

    def close(self) -> None:
        """See Watch."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _hear(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._database.connect() as connection:
                    self._listen(connection)
            except DBAPIError:
                self._stopped.wait(1)

    def _listen(self, connection: Connection) -> None:
        import psycopg

        connection.execute(text(f"LISTEN {_CHANNEL}"))
        mine = str(connection.execute(select(func.current_schema())).scalar_one())
        driver: Any = connection.connection.driver_connection
        try:
            while not self._stopped.is_set():
                for notice in driver.notifies(timeout=_TURN_SECONDS):
                    self._understand(notice.payload, mine)
                    if self._stopped.is_set():
                        return
                if driver.closed:
                    return
        except psycopg.OperationalError:
            return  # the server ended it: begin again
        finally:
            connection.invalidate()  # a connection that listens is of no use to others

    def _understand(self, payload: str, mine: str) -> None:
        schema, sender, map_, *message = cast("list[str]", json.loads(payload))
        if schema == mine and sender != self._me:
            self._heard(map_, base64.b64decode(message[0]) if message else None)

    def _tell(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(queue.Empty, DBAPIError):
                map_, message = self._outgoing.get(timeout=_TURN_SECONDS)
                with self._database.connect() as connection:
                    _say(connection, map_, base64.b64encode(message).decode())

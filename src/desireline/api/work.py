"""Long work that a request begins: it answers at once, and how far it is can be followed.

In: work to do in a thread.  Out: a state that can be asked for, and a stream of its changes. What a piece of
work gave is remembered for an hour, in this process; what it did is in the workspace.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import threading
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from desireline.api.names import names_only
from desireline.errors import (
    AmbiguityError,
    BusyError,
    CancelledError,
    DesirelineError,
    InputError,
)
from desireline.jobs import Listener, breathe, stoppable

_KEPT_SECONDS = 3600.0
_AT_ONCE = 4
_TICK_SECONDS = 0.25
_ALIVE_SECONDS = 15.0
_CLOSE_SECONDS = 5.0
State = Literal["running", "done", "failed", "cancelled"]


@dataclass(slots=True)
class Piece:
    """One piece of work."""

    id: str
    kind: str
    by: str
    state: State = "running"
    done: int = 0
    total: int | None = None
    words: str = ""
    result: Any = None
    error: dict[str, Any] | None = None
    started: float = field(default_factory=time.time)
    ended: float | None = None
    unwanted: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def as_dict(self) -> dict[str, Any]:
        """The object that `GET /api/v1/jobs/{id}` answers with."""
        names = ("id", "kind", "state", "done", "total", "words", "result", "error")
        return {name: getattr(self, name) for name in names}


class Work:
    """The work of one server."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Begin with no work.

        Args:
            folders: where files lie that work may name; it names them without their paths.
        """
        self._folders = tuple(folders)
        self._pieces: dict[str, Piece] = {}
        self._lock = threading.Lock()

    def begin(self, kind: str, do: Callable[[Listener], Any], *, by: str) -> Piece:
        """Begin something in a thread of its own.

        Raises:
            BusyError: too much runs already.
        """
        piece = Piece(id=uuid.uuid4().hex, kind=kind, by=by)
        with self._lock:
            self._forget()
            running = sum(1 for one in self._pieces.values() if one.state == "running")
            if running >= _AT_ONCE:
                raise BusyError(
                    f"{running} pieces of work are running already.",
                    hint="Wait for one to end.",
                    code="http.busy",
                )
            self._pieces[piece.id] = piece
        run = contextvars.copy_context().run  # the audit log knows who began it
        piece.thread = threading.Thread(
            target=run, args=(self._run, piece, do), name=kind, daemon=True
        )
        piece.thread.start()
        return piece

    def find(self, id_: str) -> Piece:
        """Return a piece of work.

        Raises:
            InputError: there is none, or it was long ago.
        """
        piece = self._pieces.get(id_)
        if piece is None:
            raise InputError(
                f"There is no job {id_[:40]!r} here.",
                hint="It may have ended an hour ago, or the server was started again.",
                code="job.unknown",
            )
        return piece

    def all(self) -> list[Piece]:
        """Return what runs, and what ran in the last hour, the newest first."""
        return sorted(self._pieces.values(), key=lambda one: -one.started)

    def cancel(self, id_: str) -> Piece:
        """Say that a piece of work is not wanted any more; it ends when it looks up next.

        Raises:
            InputError: there is none, or it was long ago.
        """
        piece = self.find(id_)
        piece.unwanted.set()
        return piece

    def close(self) -> bool:
        """Stop everything and wait a while for it; whether it has ended.

        A process that ends while a thread of it is in the engine aborts.
        """
        ends = time.monotonic() + _CLOSE_SECONDS
        running = [one for one in self._pieces.values() if one.state == "running"]
        for piece in running:
            piece.unwanted.set()
        for piece in running:
            if piece.thread is not None:
                piece.thread.join(max(0.0, ends - time.monotonic()))
        return all(piece.thread is None or not piece.thread.is_alive() for piece in running)

    async def follow(self, piece: Piece) -> AsyncGenerator[bytes]:
        """Tell every change as a server-sent event, until it has ended."""
        said, told = "", time.monotonic()
        while True:
            now = json.dumps(piece.as_dict(), default=str)
            if now != said:
                said, told = now, time.monotonic()
                yield f"event: {piece.state}\ndata: {now}\n\n".encode()
            elif time.monotonic() - told > _ALIVE_SECONDS:
                told = time.monotonic()
                yield b": still running\n\n"
            if piece.ended is not None:
                return
            await asyncio.sleep(_TICK_SECONDS)

    def _run(self, piece: Piece, do: Callable[[Listener], Any]) -> None:
        def listen(done: int, total: int | None, words: str) -> None:
            piece.done, piece.total, piece.words = done, total, self._plain(words)
            breathe()

        state: State = "done"
        try:
            with stoppable(piece.unwanted.is_set):
                piece.result = self._plain(do(listen))
        except CancelledError as error:
            state, piece.error = "cancelled", self._plain(error.as_dict())
        except DesirelineError as error:
            state, piece.error = "failed", self._plain(_told(error))
        except Exception as error:
            state = "failed"
            piece.error = {
                "code": "bug",
                "message": f"A fault of Desireline's own: {type(error).__name__}.",
                "hint": "Please report it, with what the server printed.",
            }
            raise
        finally:
            piece.state, piece.ended = state, time.time()

    def _plain(self, said: Any) -> Any:
        return names_only(said, self._folders)

    def _forget(self) -> None:
        limit = time.time() - _KEPT_SECONDS
        for id_, piece in list(self._pieces.items()):
            if piece.ended is not None and piece.ended < limit:
                del self._pieces[id_]


def _told(error: DesirelineError) -> dict[str, Any]:
    """An error as JSON; a question with its choices, so that the page can ask it."""
    told: dict[str, Any] = dict(error.as_dict())
    if isinstance(error, AmbiguityError):
        told |= {
            "question": error.question,
            "choices": error.choices,
            "option": error.option,
            "free": error.free,
        }
    return told

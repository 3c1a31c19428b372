"""How long a client may keep us waiting, and for how many connections there is room.

In: uvicorn's own protocol.  Out: one that lets go whoever opens a connection and says nothing, or never ends
its headers: uvicorn itself waits for ever and keeps them all, and a process has only so many open files. Bodies have a deadline of their
own (`patiently`); the live door and uploads, whose bodies are long, keep theirs.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from starlette.types import Message, Receive

HEADER_SECONDS = 15.0
BODY_SECONDS = 60.0
_HEADER_BYTES = 100_000
_OPEN_FILES = 65_536


def protocol() -> type[asyncio.Protocol]:
    """The protocol of the server; made here because uvicorn is imported only where it serves."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    return type("Patient", (_Patience, AutoHTTPProtocol), {})


class _Patience:
    """What is added to uvicorn's protocol; whose methods come after these."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    cycle: Any
    _heard: object = None
    _unread = 0
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        self._after("connection_made", transport)
        self._patience = self.loop.call_later(HEADER_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        self._let_be()
        self._after("connection_lost", exc)

    def data_received(self, data: bytes) -> None:
        self._after("data_received", data)
        self._unread = self._unread + len(data) if self._is_idle() else 0
        if self._unread > _HEADER_BYTES:
            self.transport.close()

    def handle_websocket_upgrade(self, *event: Any) -> None:
        self._let_be()
        self._after("handle_websocket_upgrade", *event)

    def _after(self, name: str, *arguments: Any) -> None:
        getattr(super(), name)(*arguments)

    def _look(self) -> None:
        """Close what is between two requests, and was so before the same request the last time."""
        is_idle = self._is_idle()
        if is_idle and (self.cycle is None or self.cycle is self._heard):
            self.transport.close()
            return
        self._heard = self.cycle if is_idle else None
        self._patience = self.loop.call_later(HEADER_SECONDS, self._look)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _let_be(self) -> None:
        if self._patience is not None:
            self._patience.cancel()


def patiently(receive: Receive) -> Receive:
    """Wait for the whole of a body only so long; then it is as if its sender had gone."""
    state = {"more": True, "until": asyncio.get_running_loop().time() + BODY_SECONDS}

    async def waiting() -> Message:
        if not state["more"]:
            return await receive()
        try:
            async with asyncio.timeout_at(state["until"]):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        state["more"] = bool(message.get("more_body"))
        return message

    return waiting


def room_for_connections() -> None:
    """Let this process open as many files as it may: every connection is one."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
        if soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))

"""Futures that a thread settles, awaited on the event loop: the loop is woken once for all that were settled together.

In: futures of a thread that commits many things at once.  Out: their results, on the loop. Waking the loop costs a system
call and a turn of the interpreter each time, which is more than what most requests need otherwise.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Settling:
    """Brings what threads settle to the event loop."""

    def __init__(self) -> None:
        self._settled: deque[tuple[Callable[[Any], None], Future[Any]]] = deque()
        self._is_woken = False

    def then(self, future: Future[T], do: Callable[[Future[T]], None]) -> None:
        """Call something on this loop once a future is settled."""
        loop = asyncio.get_running_loop()
        future.add_done_callback(partial(self._add, loop, do))

    async def result(self, future: Future[T]) -> T:
        """Wait for a future."""
        waiter: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.then(future, partial(_copy, waiter))
        return await waiter

    def _add(
        self, loop: asyncio.AbstractEventLoop, do: Callable[[Any], None], done: Future[Any]
    ) -> None:
        self._settled.append((do, done))
        # looked at after the append, reset before the reading: none is forgotten
        if not self._is_woken:
            self._is_woken = True
            loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._is_woken = False
        while self._settled:
            do, done = self._settled.popleft()
            do(done)


def _copy(waiter: asyncio.Future[T], done: Future[T]) -> None:
    if waiter.done():
        return  # nobody waits any more
    error = done.exception()
    if error is None:
        waiter.set_result(done.result())
    else:
        waiter.set_exception(error)

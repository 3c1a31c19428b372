"""The door: deliveries are on the disk before their senders hear that they were taken.

In: deliveries from many requests at once.  Out: for each, whether it is new, after the commit. One
thread commits all that wait together, because a commit that survives a power cut takes milliseconds and
holds as many deliveries as one likes. When more waits than should, the door says so instead of
growing: senders come again.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass

from desireline.errors import BusyError
from desireline.stores import Delivery, Store

_GROUP = 500
_GROUP_BYTES = 16_000_000
_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may wait, in the inbox and before its door."""

    events: int = 500_000
    bytes: int = 512_000_000
    queued_bytes: int = 64_000_000


class Door:
    """Takes deliveries into the inbox of one store. Safe to use from many threads."""

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self._store = store
        self._limits = limits or Limits()
        self._queue: deque[tuple[Delivery, Future[bool]]] = deque()
        self._queued_bytes = 0
        self._changed = threading.Condition()
        self._waiting = store.inbox.waiting()
        self._looked = time.monotonic()
        self._closed = False
        self._thread: threading.Thread | None = None

    def offer(self, delivery: Delivery) -> Future[bool]:
        """Hand a delivery over; the future tells, once it is durable, whether it was new.

        Raises:
            BusyError: too much waits already. Nothing was kept.
        """
        future: Future[bool] = Future()
        with self._changed:
            self._refuse_when_full(len(delivery.body))
            self._queue.append((delivery, future))
            self._queued_bytes += len(delivery.body)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="door", daemon=True)
                self._thread.start()
            self._changed.notify()
        return future

    def look(self) -> tuple[int, int]:
        """Count again what waits (events, bytes): a drain, here or in another process, may have run."""
        waiting = self._store.inbox.waiting()
        with self._changed:
            self._waiting, self._looked = waiting, time.monotonic()
        return waiting

    def close(self) -> None:
        """Commit what waits, then take nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _refuse_when_full(self, size: int) -> None:
        if self._closed:
            raise _busy("The server is stopping.")
        if self._queued_bytes + size > self._limits.queued_bytes:
            raise _busy("More comes in than the disk can take.")
        if self._is_full() and time.monotonic() - self._looked > _LOOK_SECONDS:
            self._waiting, self._looked = self._store.inbox.waiting(), time.monotonic()
        if self._is_full():
            raise _busy(f"{self._waiting[0]:,} events wait for the event log, as many as may.")

    def _is_full(self) -> bool:
        events, size = self._waiting
        return events >= self._limits.events or size >= self._limits.bytes

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._queue and not self._closed:
                    self._changed.wait()
                if not self._queue:
                    return
                group = self._group()
            self._commit(group)

    def _group(self) -> list[tuple[Delivery, Future[bool]]]:
        group: list[tuple[Delivery, Future[bool]]] = []
        size = 0
        while self._queue and len(group) < _GROUP and size < _GROUP_BYTES:
            one = self._queue.popleft()
            size += len(one[0].body)
            group.append(one)
        self._queued_bytes -= size
        return group

    def _commit(self, group: list[tuple[Delivery, Future[bool]]]) -> None:
        try:
            kept = self._store.inbox.put([delivery for delivery, _ in group])
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear it, whatever it is
            for _, future in group:
                with contextlib.suppress(Exception):  # its sender may have gone
                    future.set_exception(error)
            return
        with self._changed:
            events = sum(d.events for (d, _), new in zip(group, kept, strict=True) if new)
            size = sum(len(d.body) for (d, _), new in zip(group, kept, strict=True) if new)
            self._waiting = (self._waiting[0] + events, self._waiting[1] + size)
        for (_, future), is_new in zip(group, kept, strict=True):
            with contextlib.suppress(Exception):
                future.set_result(is_new)


def _busy(found: str) -> BusyError:
    return BusyError(
        found,
        hint="Send it again later, as `Retry-After` says; nothing of it was kept.",
        code="live.busy",
    )

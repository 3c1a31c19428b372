"""The live door of one workspace: what an HTTP server calls.

In: bodies and what their senders showed.  Out: a future for each, done when it is durable. Nothing here
knows HTTP, so that a socket or a queue can come in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime

from desireline.pipeline.context import Context
from desireline.pipeline.live.access import Token, TokenCheck
from desireline.pipeline.live.door import Door, Limits
from desireline.pipeline.live.keeping import KeeperProcess
from desireline.pipeline.live.notes import NewNote, keep_note, touchpoint_names
from desireline.pipeline.live.receiving import calls_delivery, webhook_delivery
from desireline.stores import Delivery, Store


class Live:
    """Takes events, webhooks and notes while they happen."""

    def __init__(
        self,
        store: Store,
        context: Callable[[], Context],
        *,
        keeper: Sequence[str],
        limits: Limits | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._context = context
        self._clock = clock
        self._door = Door(store, limits)
        self._keeper = KeeperProcess(store, keeper)
        self._started = False
        self._check = TokenCheck(store)

    def start(self) -> None:
        """Begin to bring what comes in, and what waits already, into the log."""
        self._started = True
        if self._door.look()[0]:
            self._keeper.wake()

    def stop(self) -> None:
        """Take nothing more; what was taken stays for the next start."""
        self._door.close()
        self._keeper.stop()

    def token(self, secret: str | None, scope: str) -> Token:
        """Find the token that somebody shows.

        Raises:
            NotAllowedError: there is none, it was revoked, or it is for something else.
        """
        return self._check(secret, scope)

    def calls(self, body: bytes, path: str, token: Token) -> Future[bool]:
        """Take Segment's calls; `path` is the last part of the address.

        Raises:
            InputError: the body is no JSON, no shape that calls come in, or too large.
            BusyError: too much waits.
        """
        return self._take(calls_delivery(body, path, trusted=token.trusted, now=self._clock()))

    def webhook(self, source: str, body: bytes, headers: Mapping[str, str]) -> Future[bool]:
        """Take a webhook; the future says whether it is new.

        Raises:
            NotAllowedError: the signature is missing, forged or stale.
            InputError: it is signed, but no JSON.
            BusyError: too much waits.
        """
        return self._take(webhook_delivery(self._store, source, body, headers, now=self._clock()))

    def note(self, note: NewNote) -> Future[bool]:
        """Take a note of an employee.

        Raises:
            InputError: a field is empty, too long, or a day that has not come.
        """
        return keep_note(note, offer=self._take, now=self._clock())

    def _take(self, delivery: Delivery) -> Future[bool]:
        future = self._door.offer(delivery)
        if self._started:
            self._keeper.wake()
        return future

    def touchpoints(self) -> list[str]:
        """Return the touchpoints that notes can be pinned to."""
        return touchpoint_names(self._context())

    def waiting(self) -> tuple[int, int]:
        """Count what is not in the log yet: (events, bytes)."""
        return self._door.look()

    @property
    def trouble(self) -> str | None:
        """Why the log does not get what came in, if it does not."""
        return self._keeper.trouble

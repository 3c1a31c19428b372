"""The keeper: beside the server, it brings deliveries into the log and lets the derived tables follow.

In: the door and a way to open the workspace.  Out: nothing; it works until it is stopped. It is polite: its
pauses grow with what a turn costs, so that at most a part of one core goes into keeping up, and it waits a
moment only for the writer's lock. What goes wrong is kept as `trouble`, without a word of what came in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from desireline.errors import DesirelineError
from desireline.jobs import QuietJob
from desireline.pipeline.context import Context
from desireline.pipeline.live.door import Door
from desireline.pipeline.live.draining import drain
from desireline.pipeline.refreshing import refresh

_PAUSE = 1.0
_REFRESH_PAUSE = 20.0
_SHARE = 4
"""A pause is so many times as long as the work before it."""
_TURNS = 4
_MOST_SMALL = 256
_SMALL_ROWS = 50_000
_STATES = ("identity.state", "journeys.state")
"""Settings in which the stages keep which segments of the log they have looked at (`events`)."""


class Keeper:
    """Keeps one workspace up with what comes in, in a thread of its own."""

    def __init__(self, door: Door, context: Callable[[], Context]) -> None:
        self._door = door
        self._context = context
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._refresh_at = 0.0
        self.trouble: str | None = None
        """Why the last turn failed, if it did."""

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the turn that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _work(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            started = time.monotonic()
            try:
                self._turn()
                self.trouble = None
                pause = max(_PAUSE, _SHARE * (time.monotonic() - started))
            except DesirelineError as error:
                self.trouble = f"{error.code}: {error.message}"
                pause = min(60.0, max(_PAUSE, pause * 2))
            except Exception as error:  # noqa: BLE001 - the server must not stop taking deliveries
                self.trouble = type(error).__name__
                pause = min(60.0, max(_PAUSE, pause * 2))

    def _turn(self) -> None:
        events, _ = self._door.look()
        if events:
            drain(self._context(), turns=_TURNS, wait_seconds=0.5)
            self._door.look()
        if time.monotonic() >= self._refresh_at:
            started = time.monotonic()
            if follow(self._context()):
                ended = time.monotonic()
                self._refresh_at = ended + max(_REFRESH_PAUSE, _SHARE * (ended - started))


def is_behind(context: Context) -> bool:
    """Whether the log holds what the derived tables do not know yet."""
    now, seen = _looked_at(context)
    return bool(now) and any(now != one for one in seen)


def follow(context: Context) -> bool:
    """Let the derived tables follow the log; False where they are up with it."""
    now, seen = _looked_at(context)
    if not now or all(now == one for one in seen):
        return False
    segments = context.segments.snapshot().of("events")
    crowded = sum(segment.rows <= _SMALL_ROWS for segment in segments) > _MOST_SMALL
    context.log.fold(None if crowded else now - set[str]().union(*seen))
    refresh(context, job=QuietJob())
    return True


def _looked_at(context: Context) -> tuple[set[str], list[set[str]]]:
    """Return the segments of the log, and those that each stage has looked at."""
    now = {segment.path for segment in context.segments.snapshot().of("events")}
    settings = context.store.settings
    return now, [set((settings.get(name) or {}).get("events", ())) for name in _STATES]

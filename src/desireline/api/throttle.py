"""Throttle: whoever guesses is slowed down, by what is guessed at and by where from.

In: failures.  Out: a refusal once there were too many in a quarter of an hour. Kept in this process's memory:
several processes allow as many times as much. What proxies say of their clients is not believed.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time

from desireline.errors import BusyError

_WINDOW_SECONDS = 900.0
_PER_THING = 10
_PER_PLACE = 100
_MOST_KEPT = 20_000


class Throttle:
    """Counts failures. Safe to use from several threads."""

    def __init__(self) -> None:
        self._failed: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def check(self, thing: str, place: str) -> None:
        """Refuse, if too many tries failed.

        Args:
            thing: what is guessed at: an address, `link`.
            place: where the tries come from.

        Raises:
            BusyError: too many.
        """
        with self._lock:
            waits = [
                self._wait(_key("thing", thing), _PER_THING),
                self._wait(_key("place", place), _PER_PLACE),
            ]
        if (wait := max(waits)) > 0:
            raise BusyError(
                "There were too many tries.",
                hint="Wait, as `Retry-After` says; whoever is signed in stays signed in.",
                code="access.throttled",
                wait_seconds=math.ceil(wait),
            )

    def failed(self, thing: str, place: str) -> None:
        """Count a try that failed."""
        now = time.monotonic()
        with self._lock:
            if len(self._failed) > _MOST_KEPT:
                self._failed = {
                    key: times
                    for key, times in self._failed.items()
                    if times[-1] > now - _WINDOW_SECONDS
                }
            for key in (_key("thing", thing), _key("place", place)):
                self._failed.setdefault(key, []).append(now)

    def forget(self, thing: str) -> None:
        """Forget failures: it was them after all."""
        with self._lock:
            self._failed.pop(_key("thing", thing), None)

    def _wait(self, key: str, most: int) -> float:
        now = time.monotonic()
        times = [at for at in self._failed.get(key, ()) if at > now - _WINDOW_SECONDS]
        if times:
            self._failed[key] = times
        return times[-most] + _WINDOW_SECONDS - now if len(times) >= most else 0.0


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind} {value.strip().casefold()}".encode()).hexdigest()

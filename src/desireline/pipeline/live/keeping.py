"""The keeper: beside the server, it brings deliveries into the log and lets the derived tables follow.

In: a way to open the workspace.  Out: nothing; `keep` works until it is told to stop or has been idle for a
while. It is polite: while nothing piles up its pauses grow with what a turn costs, so that a part of one core
goes into keeping up, and it waits a moment only for the writer's lock. It runs in a process of its own (`KeeperProcess`), because
staging is Python's work and would take turns with the server's answers; the process ends with its parent.
What goes wrong is told as `trouble`, without a word of what came in.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from desireline import identity, journeys
from desireline.errors import DesirelineError
from desireline.jobs import QuietJob, let_go, until_alone
from desireline.pipeline.context import Context
from desireline.pipeline.live.draining import drain
from desireline.pipeline.refreshing import refresh
from desireline.stores import Store

_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_REFRESH_PAUSE = 20.0
_IDLE_SECONDS = 120.0
_SHARE = 4
"""A pause is so many times as long as the work before it."""
_TURNS = 4
_MOST_SMALL = 256
_SMALL_ROWS = 50_000


class KeeperProcess:
    """The keeper as the server sees it: started when something waits, again when it ended too early."""

    def __init__(self, store: Store, command: Sequence[str]) -> None:
        self._store = store
        self._command = list(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self.trouble: str | None = None
        """Why the last turn failed, if it did."""

    def wake(self) -> None:
        """Start the keeper where it does not run."""
        if self._process is not None or self._stopping:
            return
        with self._lock:
            if self._process is None and not self._stopping:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,  # Ctrl-C is the server's to hear
                )
                watch = threading.Thread(target=self._watch, args=(self._process,), daemon=True)
                watch.start()

    def stop(self) -> None:
        """End it after the turn that is under way; one that takes long is cut off, which loses nothing."""
        with self._lock:
            self._stopping = True
            process = self._process
        if process is not None:
            let_go(process)

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with contextlib.suppress(ValueError):
                self.trouble = json.loads(line)["trouble"]
        ended = process.wait()
        process.stdout.close()
        if ended and not self._stopping:
            self.trouble = f"the keeper ended with code {ended}"
            time.sleep(_PAUSE * 5)
        self._process = None
        if not self._stopping and self._store.inbox.waiting()[0]:
            self.wake()


def keep(context: Callable[[], Context]) -> None:
    """Keep a workspace up with what comes in, until standard input ends or nothing is left to do."""
    stop = until_alone()
    keeper = _Keeping(context)
    told: str | None = None
    pause = 0.0
    idle_since = time.monotonic()
    while not stop.wait(pause):
        started = time.monotonic()
        did, trouble = keeper.try_turn()
        ended = time.monotonic()
        if trouble != told:
            told = trouble
            _tell(trouble)
        if did or trouble:
            idle_since = ended
        elif ended - idle_since > _IDLE_SECONDS:
            return
        rest = 0.0 if keeper.more else max(_PAUSE, _SHARE * (ended - started))
        pause = min(_LONGEST_PAUSE, max(rest, 2 * pause) if trouble else rest)


def _tell(trouble: str | None) -> None:
    with contextlib.suppress(OSError):
        sys.stdout.write(json.dumps({"trouble": trouble}) + "\n")
        sys.stdout.flush()


class _Keeping:
    """What the keeper knows from turn to turn."""

    def __init__(self, context: Callable[[], Context]) -> None:
        self._context = context
        self._refresh_at = 0.0
        self.more = False
        """Whether deliveries still waited when the last turn ended."""

    def try_turn(self) -> tuple[bool, str | None]:
        """Do a turn: whether there was anything to do, and what went wrong."""
        self.more = False
        try:
            return self._turn(), None
        except DesirelineError as error:
            return False, f"{error.code}: {error.message}"
        except Exception as error:  # noqa: BLE001 - the next turn may do better, and deliveries stay
            return False, type(error).__name__

    def _turn(self) -> bool:
        context = self._context()
        did = False
        if context.store.inbox.waiting()[0]:
            did = drain(context, turns=_TURNS, wait_seconds=0.5).deliveries > 0
            self.more = context.store.inbox.waiting()[0] > 0
            if self.more:
                return did  # first things first: derived tables follow when all is in the log
        if time.monotonic() < self._refresh_at:
            return did or is_behind(context)
        started = time.monotonic()
        if not follow(context):
            return did
        ended = time.monotonic()
        self._refresh_at = ended + max(_REFRESH_PAUSE, _SHARE * (ended - started))
        return True


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
    # apart, because a file of known and new events is looked at as a new one
    context.log.fold(now - set[str]().union(*seen))
    if crowded:
        context.log.fold(now.intersection(*seen))
    refresh(context, job=QuietJob())
    return True


def _looked_at(context: Context) -> tuple[set[str], list[set[str]]]:
    """Return the segments of the log, and those that each stage has looked at."""
    now = {segment.path for segment in context.segments.snapshot().of("events")}
    return now, [set(stage.looked_at(context.store)) for stage in (identity, journeys)]

"""Work shared with a second process of ours, so that two cores compute what does not depend on each other.

In: parts of a piece of work, a function that does one part here, and one that does the same elsewhere.  Out: what each part
gave, in the order of the parts. The choice to question: a helper only helps. A part that it does not answer (it was killed, its
memory was short, the function failed there) is done here, where an error says itself what is wrong: no error has to travel.
The helper is a fresh interpreter and no fork: engines have threads, and a fork would copy their locks in whatever state.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeVar

from desireline.jobs.stopping import breathe

_COMMAND = (sys.executable, "-P", "-c", "from desireline.jobs.sharing import serve; serve()")
_AHEAD = 2
"""Parts that a helper is given at once: it need not wait for us between them."""
_LOOK_SECONDS = 0.3
_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(
    parts: Iterable[_Part],
    here: Callable[[_Part], _Result],
    there: Callable[[_Part], _Result],
    *,
    check: Callable[[], None] = breathe,
) -> list[_Result]:
    """Do all parts, some of them in a helper.

    Args:
        parts: taken one by one as they are needed; the first is done here, so a single part starts no helper.
        here: does a part in this process.
        there: does the same in another one: a function of a module, or a `partial` of one, with what can be pickled.
        check: called while the helper is waited for; raises to stop.
    """
    rest = enumerate(parts)
    found: dict[int, _Result] = {}
    waiting: dict[int, _Part] = {}
    with _helping() as helper:
        while True:
            mine = next(rest, None)
            while len(waiting) < _AHEAD and helper.lives and (one := next(rest, None)) is not None:
                waiting[one[0]] = one[1]
                helper.give(one[0], there, one[1])
            if mine is None and len(waiting) > 1:
                # not begun yet; an answer that comes all the same is the same
                mine = waiting.popitem()
            if mine is not None:
                found[mine[0]] = here(mine[1])
            elif not waiting:
                return [found[number] for number in sorted(found)]
            else:
                helper.wait(check)
            answered = {n: result for n, result in helper.answers() if n in waiting}
            found |= answered
            waiting = {n: part for n, part in waiting.items() if n not in answered}
            if not helper.lives:
                found |= {n: here(part) for n, part in waiting.items()}
                waiting.clear()


class _Helper:
    """One process that does parts, in the order in which they are given. Begun with the first."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.SimpleQueue[tuple[int, Any] | None] = queue.SimpleQueue()
        self._ready: list[tuple[int, Any]] = []
        self.lives = cores() > 1

    def give(self, number: int, work: Callable[[Any], Any], part: Any) -> None:
        """Hand over a part; where that fails, the helper lives no more."""
        try:
            message = pickle.dumps((number, work, part))
            if self._process is None:
                self._begin()
            assert self._process is not None
            assert self._process.stdin is not None
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except (OSError, pickle.PicklingError, AttributeError, TypeError):
            self.lives = False

    def wait(self, check: Callable[[], None]) -> None:
        """Wait until there is an answer, or none will come."""
        while self.lives and not self._ready:
            check()
            self._hear(seconds=_LOOK_SECONDS)

    def answers(self) -> list[tuple[int, Any]]:
        """What was answered since the last time, by the part's number."""
        while self._hear(seconds=0):
            pass
        ready, self._ready = self._ready, []
        return ready

    def end(self) -> None:
        """Kill it."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def _begin(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us, and we end it
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process is not None
        with contextlib.suppress(Exception):  # whatever it says last, it says no more
            while True:
                self._heard.put(pickle.load(self._process.stdout))  # noqa: S301 # pyright: ignore[reportArgumentType]
        self._heard.put(None)

    def _hear(self, *, seconds: float) -> bool:
        try:
            said = self._heard.get(block=seconds > 0, timeout=seconds or None)
        except queue.Empty:
            return False
        if said is None:
            self.lives = False
        else:
            self._ready.append(said)
        return True


@contextlib.contextmanager
def _helping() -> Generator[_Helper]:
    helper = _Helper()
    try:
        yield helper
    finally:
        helper.end()


def serve() -> None:
    """Be a helper: do the parts on standard input until there are none any more, or one fails."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    parts: queue.SimpleQueue[tuple[int, Callable[[Any], Any], Any]] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(parts,), daemon=True).start()
    while True:
        number, work, part = parts.get()
        pickle.dump((number, work(part)), out)
        out.flush()


def _take(parts: queue.SimpleQueue[tuple[int, Callable[[Any], Any], Any]]) -> None:
    """Read ahead, and end with whoever gives the work, even in the middle of a part."""
    try:
        while True:
            parts.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - our own parent wrote it
    finally:
        os._exit(0)

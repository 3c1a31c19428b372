"""Long computing in a process of its own, so that it takes no turns with the answers of a server.

In: a command that reads its standard input to the end and stops then (`until_alone`).  Out: nothing; what it did is in the workspace. What is
computed is Python's work as much as the engine's: in a thread, each of its turns held up everybody who edits a map.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence

_STOP_SECONDS = 5.0
_STANDARD_INPUT = 0
_LOWER = 10
"""What people wait for goes first."""


class Aside:
    """One command that runs beside this process, and ends with it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def run(self) -> None:
        """Run it and wait for its end."""
        with self._lock:
            if self._stopping:
                return
            self._process = process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is ours to hear
            )
        process.wait()
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()

    def stop(self) -> None:
        """End it, and begin none any more. It is killed where it does not look up soon, which loses nothing."""
        with self._lock:
            self._stopping = True
            process = self._process
        if process is not None:
            let_go(process)


def let_go(process: subprocess.Popen[bytes]) -> None:
    """End a process that waits `until_alone`; one that does not look up soon is cut off."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()  # it hears that nobody is there any more
    try:
        process.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until_alone(*, make_way: bool = False) -> threading.Event:
    """In such a process: hear when nobody waits any more.

    Args:
        make_way: work with less right than other processes.
    """
    if make_way:
        with contextlib.suppress(AttributeError, OSError):  # not on every system
            os.nice(_LOWER)
    alone = threading.Event()

    def listen() -> None:
        # not by `sys.stdin`: its lock, held by a thread that never ends, aborts the interpreter's own end
        while os.read(_STANDARD_INPUT, 65_536):
            pass
        alone.set()

    threading.Thread(target=listen, daemon=True).start()
    return alone

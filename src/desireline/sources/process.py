"""Processes that read files: started when needed, used again for small files, thrown away.

In: jobs.  Out: answers as they stand in the child's messages. Starting a process costs a second of
CPU, most of it for libraries, so one child reads small files one after another, up to 50 MB in all; a
child that has met an error, grown large or waited for ten seconds is not used again. When a child that
has read something before dies, the job is given to a fresh one: so a crash names its own file, and
nothing that came before can have caused it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO, Any

from desireline.errors import FileError
from desireline.sources import limits
from desireline.sources.job import Job
from desireline.sources.model import Unit

Progress = Callable[[int, int], None]
Message = dict[str, Any]
COMMAND = (sys.executable, "-P", "-m", "desireline.sources.child")
_MEMORY = {"MIMALLOC_PURGE_DELAY": "60000"}
"""Arrow's allocator hands memory back after a second (in milliseconds here), and takes it fresh, zeroed, for the next run of rows."""


class Child:
    """One process and what it was given so far."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command
        self.bytes = 0
        self.jobs = 0
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - see `end`
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**_MEMORY, **os.environ},
            start_new_session=True,
        )

    def do(self, job: Job, progress: Progress) -> Message | None:
        """Give the job and wait: the last message, or None when the process ended without one."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        # a child that died at once closes the pipe; its exit code tells the story
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(pickle.dumps(job))
            self.process.stdin.flush()
        for line in self.process.stdout:
            message = _message(line)
            if "progress" in message:
                progress(*message["progress"])
            elif "error" in message or "done" in message:
                return message
        return None

    def crash(self, unit: Unit) -> FileError:
        """Say how the process ended, as an error about the file."""
        code = self.process.wait()
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - 2000))
        complaints = self._complaints.read().decode("utf-8", errors="replace").strip()
        return _crash(unit, code, complaints)

    def end(self) -> None:
        """Kill it and free what it held."""
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self._complaints):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()


idle: list[Child] = []
"""The process that waits for more files, if one does."""
_guard = threading.Lock()


def run(job: Job, progress: Progress) -> Message:
    """Have a job done by a child: its last message.

    Raises:
        FileError: the process ended without an answer.
    """
    size = sum(sample.size for sample in job.unit.samples) if job.kind == "parse" else 0
    child = _take(size)
    while True:
        kept = False
        again = child.jobs > 0
        try:
            child.jobs, child.bytes = child.jobs + 1, child.bytes + size
            message = child.do(job, progress)
            if message is None and not again:
                raise child.crash(job.unit)
            kept = message is not None and message.get("more", False) and _give_back(child)
            if message is not None:
                return message
        finally:
            if not kept:
                child.end()
        shutil.rmtree(job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
        child = Child(COMMAND)


def _take(size: int) -> Child:
    """Take the waiting child where it may read so much more, else a new one."""
    with _guard:
        child = idle.pop() if idle else None
    if child is not None:
        if child.command == COMMAND and child.bytes + size <= limits.SHARED_BYTES:
            return child
        child.end()
    return Child(COMMAND)


def _give_back(child: Child) -> bool:
    with _guard:
        if idle or child.bytes >= limits.SHARED_BYTES:
            return False
        idle.append(child)
        return True


@atexit.register
def end_idle() -> None:
    """End the process that waits for more files; it would end by itself in a while."""
    while idle:
        idle.pop().end()


def _message(line: bytes) -> Message:
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def _crash(unit: Unit, code: int, complaints: str) -> FileError:
    shown = unit.samples[0].shown
    if "MemoryError" in complaints or "bad_alloc" in complaints or "Out of Memory" in complaints:
        return FileError(
            shown,
            "reading it needs more memory than it may use",
            hint="Export it as CSV or JSON Lines, which are read piece by piece, or in parts.",
            code="input.file.memory",
        )
    if code == -getattr(signal, "SIGXCPU", 0):
        return FileError(
            shown,
            "reading it takes longer than it may",
            hint="Export it in parts, by month for instance.",
            code="input.file.time",
        )
    if code == -getattr(signal, "SIGXFSZ", 0):
        return FileError(
            shown,
            "what comes out of it is larger than it may be",
            hint="Export it in parts, by month for instance.",
            code="input.file.bomb",
        )
    reason = _signal_name(code) if code < 0 else f"exit code {code}"
    return FileError(
        shown,
        f"the process that read it was ended ({reason}); the file may be damaged",
        hint="Export it again. If it happens again, please report it with the file's first lines.",
        code="input.file.crash",
    )


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"

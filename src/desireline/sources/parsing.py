"""Reading one unit in a process of its own: limited, watched, thrown away afterwards.

In: a unit and a staging folder.  Out: Parquet files of staged events and quarantine, and a report
per file; or one error and an empty folder, never half of each. The child is a fresh interpreter in
its own session: Ctrl-C reaches us only, and we end it; a child that crashes is an error about the
file, not a traceback.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from desireline import errors
from desireline.errors import AmbiguityError, DesirelineError, FileError
from desireline.sources.job import Job
from desireline.sources.model import FileReport, Sample, Unit

Progress = Callable[[int, int], None]
_COMMAND = (sys.executable, "-P", "-m", "desireline.sources.child")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What reading a unit gave. The files belong to the caller, who removes them."""

    reports: list[FileReport]
    staged: list[Path]
    quarantined: list[Path]


def parse(
    unit: Unit, *, staging: Path, options: Mapping[str, Any] | None = None, progress: Progress
) -> Parsed:
    """Read a unit into the staging folder.

    Args:
        unit: what `recognise` found.
        staging: a folder of the caller's; the files are written into a new folder in it.
        options: answers and settings: `date_order` (dmy, mdy), `decimal` (`.` or `,`), `zone`.
        progress: told (bytes done, bytes in all) about three times a second; may raise to stop.

    Raises:
        FileError: the file cannot be read, or the process that read it was ended.
        AmbiguityError: the data allow two readings; answer with `options[error.option]`.
        MappingError: the mapping does not fit the data.
    """
    folder = staging / f"read-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    try:
        asked = replace(unit, options={**unit.options, **(options or {})})
        answer = _run(Job(kind="parse", unit=asked, folder=folder), progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder / "unpacked", ignore_errors=True)
    shutil.rmtree(folder / "spill", ignore_errors=True)
    return Parsed(
        reports=[FileReport(**report) for report in answer["reports"]],
        staged=[folder / name for name in answer["staged"]],
        quarantined=[folder / name for name in answer["quarantined"]],
    )


def probe(sample: Sample) -> tuple[list[list[str]], dict[str, Any]]:
    """Look into a workbook or Parquet file from a limited process: (first rows, what else)."""
    unit = Unit(
        source="", format=sample.container, reader="", mapping=None, samples=(sample,), why=""
    )
    with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
        answer = _run(Job(kind="probe", unit=unit, folder=Path(folder)), lambda *_: None)
    return answer["rows"], answer["more"]


def _run(job: Job, progress: Progress) -> dict[str, Any]:
    with _started(job) as (process, said):
        answer: dict[str, Any] | None = None
        assert process.stdout is not None
        for line in process.stdout:
            message = _message(line)
            if "progress" in message:
                progress(*message["progress"])
            elif "error" in message:
                raise _error(message["error"])
            elif "done" in message:
                answer = message["done"]
        code = process.wait()
        if answer is None:
            raise _crash(job.unit, code, said())
        return answer


@contextlib.contextmanager
def _started(job: Job) -> Generator[tuple[subprocess.Popen[bytes], Callable[[], str]]]:
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            start_new_session=True,
        )
        try:
            _hand_over(process, job)
            yield process, lambda: _tail(complaints)
        finally:
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    assert pipe is not None
                    pipe.close()


def _hand_over(process: subprocess.Popen[bytes], job: Job) -> None:
    assert process.stdin is not None
    # a child that died at once closes the pipe; its exit code tells the story below
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(pickle.dumps(job))
        process.stdin.close()


def _tail(complaints: IO[bytes]) -> str:
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - 2000))
    return complaints.read().decode("utf-8", errors="replace").strip()


def _message(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def _error(body: dict[str, Any]) -> DesirelineError:
    """Build the error again that the child raised."""
    kind = body["type"]
    if kind == "FileError":
        return FileError(
            body["path"],
            body["found"],
            hint=body["hint"],
            place=body["place"],
            code=body["code"],
        )
    if kind == "AmbiguityError":
        return AmbiguityError(
            body["message"],
            hint=body["hint"],
            question=body["question"],
            choices=body["choices"],
            option=body["option"],
        )
    found = getattr(errors, kind, DesirelineError)
    return found(body["message"], hint=body["hint"], code=body["code"])


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

"""The process that reads units: `python -m desireline.sources.child`, started by `process`.

In: pickled jobs on standard input, from the parent, which is trusted.  Out: JSON lines on standard
output, since what a crafted file may have done to this process must not reach the parent's
unpickler: for each job `{"progress": [done, total]}`, and last `{"done": ..., "more": bool}` or
`{"error": ...}`, after which this process ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from desireline.errors import AmbiguityError, DesirelineError, FileError
from desireline.sources import limits
from desireline.sources.guard import limit_resources, limit_this_process
from desireline.sources.job import Job
from desireline.sources.model import Sample, Unit

_HEARTBEAT_SECONDS = 0.3


class _Line:
    """The way back to the parent; standard output itself is closed to readers."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._busy = False

    def begin(self, total: int, fraction: Callable[[], float]) -> None:
        """Tell the parent from now on how far this is; when nobody listens any more, end."""
        self._busy = True
        done = threading.Event()
        self._done = done

        def beat() -> None:
            while not done.wait(_HEARTBEAT_SECONDS):
                try:
                    self._write({"progress": [int(total * min(fraction(), 0.99)), total]}, done)
                except (OSError, ValueError):
                    os._exit(1)

        threading.Thread(target=beat, daemon=True).start()

    def say(self, **message: Any) -> None:
        """Give the answer: the last message about this job."""
        with self._lock:
            if self._busy:
                self._done.set()
                self._busy = False
        self._write(message)

    def _write(self, message: dict[str, Any], unless: threading.Event | None = None) -> None:
        with self._lock:
            if unless is None or not unless.is_set():
                self._out.write(json.dumps(message, default=str) + "\n")
                self._out.flush()


def main() -> None:
    """Do the jobs on standard input, one after another, until one gives no clean answer."""
    line = _Line()
    memory = 0
    while (job := _next(first=memory == 0)) is not None:
        if memory == 0:
            memory = _memory(job)
            limit_this_process(memory=memory)
        elif _memory(job) > memory:
            memory = _memory(job)
            limit_resources(memory=memory)
        if not _did(job, line):
            break
    sys.stdout.flush()
    os._exit(0)


def _next(*, first: bool) -> Job | None:
    """Wait for the next job; None when there is none any more."""
    patience = threading.Timer(limits.IDLE_SECONDS, os._exit, (0,))
    patience.daemon = True
    if not first:
        patience.start()
    try:
        return pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent wrote it
    except EOFError:
        return None
    finally:
        patience.cancel()


def _did(job: Job, line: _Line) -> bool:
    """Do a job; say whether this process may do another."""
    os.chdir(job.place)
    try:
        answer = {"probe": _probe, "grid": _grid}.get(job.kind, _parse)(job, line)
    except DesirelineError as error:
        short = error.code == "engine.memory"
        line.say(error=_as_message(_out_of_memory(job) if short else error))
        return False
    except MemoryError:
        line.say(error=_as_message(_out_of_memory(job)))
        return False
    more = _is_light()
    line.say(done=answer, more=more)
    return more


def _is_light() -> bool:
    """Whether this process has never held much memory."""
    try:
        import resource
    except ImportError:
        return True
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) < limits.SHARED_RESIDENT


def _memory(job: Job) -> int:
    engine = job.kind == "probe" or job.unit.mapping is not None
    return limits.CHILD_MEMORY + (limits.ENGINE_ADDRESSES if engine else 0)


def _as_message(error: DesirelineError) -> dict[str, Any]:
    message: dict[str, Any] = {"type": type(error).__name__, **error.as_dict()}
    if isinstance(error, FileError):
        message |= {"path": error.path, "place": error.place, "found": error.found}
    if isinstance(error, AmbiguityError):
        message |= {
            "question": error.question,
            "choices": error.choices,
            "option": error.option,
            "free": error.free,
        }
    return message


def _out_of_memory(job: Job) -> FileError:
    return FileError(
        job.unit.samples[0].shown,
        "reading it needs more memory than it may use",
        hint="Export it as CSV or JSON Lines, which are read piece by piece, or in parts.",
        code="input.file.memory",
    )


def _grid(job: Job, _line: _Line) -> dict[str, Any]:
    from desireline.sources.grids import grid_of

    return {"grid": grid_of(job.unit.samples[0].path)}


def _probe(job: Job, _line: _Line) -> dict[str, Any]:
    from desireline.sources.containers import first_rows

    sample = unpacked(job.unit.samples[0], job.folder, lambda _: None)
    rows, more = first_rows(sample)
    return {"rows": rows, "more": more}


def _parse(job: Job, line: _Line) -> dict[str, Any]:
    from desireline.sources.recognition import reader_of
    from desireline.sources.sink import StagingSink

    unit = job.unit
    meter = _Meter(unit)
    line.begin(max(1, sum(sample.size for sample in unit.samples)), meter.fraction)
    unit = replace(
        unit,
        samples=tuple(unpacked(sample, job.folder, meter.unpacked) for sample in unit.samples),
    )
    sink = StagingSink(unit=unit, folder=job.folder, received_at=job.received_at)
    meter.sink = sink
    with _as_file_error(unit):
        reader_of(unit).read(unit, sink)
    staged, runs, quarantined = sink.close()
    return {
        "reports": [asdict(report) for report in sink.reports.values()],
        "staged": _named(staged, job),
        "runs": [
            {
                **asdict(run),
                "path": _named([run.path], job)[0],
                "faulty": _named([run.faulty], job)[0] if run.faulty else None,
            }
            for run in runs
        ],
        "quarantined": _named(quarantined, job),
    }


def _named(paths: Sequence[Path], job: Job) -> list[str]:
    return [path.relative_to(job.folder).as_posix() for path in paths]


class _Meter:
    """How far reading is, estimated: unpacking counts a fifth, rows the rest."""

    def __init__(self, unit: Unit) -> None:
        self.sink: Any = None
        self._written = 0
        self._size = max(1, sum(sample.size for sample in unit.samples))
        head = b"".join(sample.head[:65536] for sample in unit.samples)
        self._row_bytes = max(1, len(head) // max(1, head.count(b"\n")))

    def unpacked(self, written: int) -> None:
        self._written = written

    def fraction(self) -> float:
        unpacking = 0.2 * min(1.0, self._written / (8 * self._size)) if self._written else 0.0
        if self.sink is None:
            return unpacking
        size = max(self._size, self._written)
        return 0.2 + 0.8 * min(1.0, self.sink.rows_seen * self._row_bytes / size)


def unpacked(sample: Sample, folder: Path, progress: Callable[[int], None]) -> Sample:
    """Give a sample whose path is a plain file, so that readers need not know of archives."""
    if sample.member is None and sample.compression is None:
        return sample
    from desireline.sources.unpack import unpack

    scratch = folder / "unpacked"
    scratch.mkdir(exist_ok=True)
    target = unpack(
        sample.path,
        sample.shown,
        scratch / str(len(list(scratch.iterdir()))),
        member=sample.member,
        compression=sample.compression,
        packed=sample.path.stat().st_size if sample.member is None else max(sample.size, 1),
        progress=progress,
    )
    return replace(sample, path=target, size=target.stat().st_size, member=None, compression=None)


@contextlib.contextmanager
def _as_file_error(unit: Unit) -> Any:
    """What a reader did not foresee is still about the file: say so, and name the reader."""
    try:
        yield
    except (DesirelineError, MemoryError):
        raise
    except Exception as error:
        import traceback

        traceback.print_exc()
        raise FileError(
            unit.samples[0].shown,
            f"reader {unit.reader!r} could not read it ({type(error).__name__}: {error})"[:500],
            hint="Check that the export is complete. If it is, please report this message.",
            code="input.file.reader",
        ) from error


if __name__ == "__main__":
    main()

"""Reading one unit in another process: limited, watched, thrown away afterwards.

In: a unit and a staging folder.  Out: Parquet files of staged events and quarantine, and a report
per file; or one error and an empty folder, never half of each. The child is a fresh interpreter in
its own session: Ctrl-C reaches us only, and we end it; a child that crashes is an error about the
file, not a traceback.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desireline import errors
from desireline.errors import AmbiguityError, DesirelineError, FileError
from desireline.events import RunFile
from desireline.sources import process, recordings
from desireline.sources.job import Job
from desireline.sources.model import FileReport, Sample, Unit
from desireline.sources.process import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What reading a unit gave. The files belong to the caller, who removes them."""

    reports: list[FileReport]
    staged: list[Path]
    """Files of STAGED_EVENTS."""
    runs: list[RunFile]
    """What was too much for one file: ready for the log, older than what is staged."""
    quarantined: list[Path]

    @property
    def with_events(self) -> list[Path]:
        """Every file with events, as runs or as staged."""
        return [*(run.path for run in self.runs if run.rows), *self.staged]

    @property
    def refused(self) -> list[Path]:
        """Files of QUARANTINE with rows that gave an event which the log would not take."""
        return [run.faulty for run in self.runs if run.faulty is not None]

    def faulty(self, path: str) -> int:
        """Count the rows of a file that the log would not take, as far as that is known."""
        return sum(run.faulty_by_file.get(path, 0) for run in self.runs)


def parse(
    unit: Unit,
    *,
    staging: Path,
    options: Mapping[str, Any] | None = None,
    received_at: datetime | None = None,
    progress: Progress,
) -> Parsed:
    """Read a unit into the staging folder.

    Args:
        unit: what `recognise` found.
        staging: a folder of the caller's; the files are written into a new folder in it.
        options: answers and settings: `date_order` (dmy, mdy), `decimal` (`.` or `,`), `zone`.
        received_at: when the file came in; now when None.
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
        answer = _run(_job("parse", asked, folder, received_at), progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder / "unpacked", ignore_errors=True)
    shutil.rmtree(folder / "spill", ignore_errors=True)
    reports = [FileReport(**report) for report in answer["reports"]]
    staged = [folder / name for name in answer["staged"]]
    if unit.options.get(recordings.OPTION):
        whole = not answer["runs"]
        recordings.link(staged, reports, unit.options[recordings.OPTION], whole=whole)
    return Parsed(
        reports=reports,
        staged=staged,
        runs=[_run_file(run, folder) for run in answer["runs"]],
        quarantined=[folder / name for name in answer["quarantined"]],
    )


def probe(sample: Sample) -> tuple[list[list[str]], dict[str, Any]]:
    """Look into a workbook or Parquet file from a limited process: (first rows, what else)."""
    answer = _looked("probe", sample)
    return answer["rows"], answer["more"]


def read_grid(path: Path) -> list[list[str]] | Any:
    """Read a workshop's table in a limited process: rows of text; of a JSON file its value.

    Raises:
        FileError: it is no table, too large, or damaged, or the process that read it was ended.
    """
    return _looked("grid", Sample(path=path, shown=path.name, size=0, container="", head=b""))[
        "grid"
    ]


def _looked(kind: str, sample: Sample) -> dict[str, Any]:
    unit = Unit(
        source="", format=sample.container, reader="", mapping=None, samples=(sample,), why=""
    )
    with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
        return _run(_job(kind, unit, Path(folder)), lambda *_: None)


def _run_file(said: dict[str, Any], folder: Path) -> RunFile:
    return RunFile(
        path=folder / said["path"],
        given=said["given"],
        rows=said["rows"],
        by_file=said["by_file"],
        faulty=folder / said["faulty"] if said["faulty"] else None,
        faulty_by_file=said["faulty_by_file"],
        lines=tuple(said["lines"]) if said["lines"] else None,
    )


def _job(kind: str, unit: Unit, folder: Path, received_at: datetime | None = None) -> Job:
    at = received_at or datetime.now(UTC)
    return Job(kind=kind, unit=unit, folder=folder, place=_here(), received_at=at)


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder is gone, and with it every relative path
        return Path(os.sep)


def _run(job: Job, progress: Progress) -> dict[str, Any]:
    message = process.run(job, progress)
    if "error" in message:
        raise _error(message["error"])
    return message["done"]


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
            free=body["free"],
        )
    found = getattr(errors, kind, DesirelineError)
    return found(body["message"], hint=body["hint"], code=body["code"])

"""Requests of one person: to be erased, and to see what is kept.

In: an opened workspace, and whom it is about.  Out: a certificate, or a document.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desireline import jobs, pipeline
from desireline.errors import InputError, WorkspaceError
from desireline.jobs import Job, Listener
from desireline.pipeline import Context, written_whole
from desireline.workspace import access, erasing, readable
from desireline.workspace.erasing import Plan

_JOB = "erase"
Confirm = Callable[[Plan], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What became of a request to be erased."""

    certificate: dict[str, Any] | None
    """What was done, when, and what could not be reached; without personal data. None: not done."""
    plan: Plan | None
    """What was found; None where the person had been erased before."""

    @property
    def done(self) -> bool:
        """The person is erased."""
        return self.certificate is not None


def erase(
    context: Context,
    name: str,
    *,
    confirm: Confirm | None = None,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Erasure:
    """Erase whoever is known by a name.

    Args:
        context: the workspace.
        name: a customer_id, a subject, or an identifier such as `email:...`.
        confirm: shown what would go; nothing is done unless it returns True.
        dry_run: only say what would go.
        listener: told how far it is.

    Raises:
        InputError: nobody, or several customers, are known by that name.
        WorkspaceError: another process is writing.
    """

    def catch_up(job: Job) -> None:
        erasing.finish(context, job=job)
        pipeline.refresh(context, job=job)  # what an interrupted import left is theirs too

    if not dry_run:
        _as_job(context, catch_up, listener)
    try:
        planned = erasing.plan(context, name)
    except InputError as error:
        unknown = error.code == "person.unknown"
        certificate = erasing.erased_before(context, name) if unknown else None
        if certificate is None:
            raise
        return Erasure(certificate=certificate, plan=None)
    if dry_run or (confirm is not None and not confirm(planned)):
        return Erasure(certificate=None, plan=planned)
    certificate = _as_job(
        context, lambda job: erasing.carry_out(context, planned, job=job), listener
    )
    return Erasure(certificate=certificate, plan=planned)


def finish_interrupted(context: Context) -> None:
    """Finish an erasure that was interrupted; where that cannot be done now, the next command will."""
    if erasing.unfinished(context):
        with contextlib.suppress(WorkspaceError):
            _as_job(context, lambda job: erasing.finish(context, job=job), None)


def _as_job(
    context: Context, work: Callable[[Job], dict[str, Any] | None], listener: Listener | None
) -> dict[str, Any] | None:
    """One erasure at a time, and the rest of the world can see that one runs."""
    return jobs.run(context.store, _JOB, str(context.folder), work, listener=listener)


def answer(context: Context, name: str, path: Path | None = None) -> dict[str, Any]:
    """Gather all that is kept of one person; write it to a .json, .html or .md file.

    Raises:
        InputError: nobody, or several customers, are known by that name; or the file's ending is none
            of the three, or it cannot be written.
    """
    if path is not None and path.suffix.lower() not in readable.FORMS:
        raise InputError(
            f"{path.name}: unknown ending {path.suffix!r}.",
            hint="End the file's name in .json, .html or .md.",
            code="export.format",
        )
    data = access.collect(context, name)
    if path is not None:
        _write(path, _written(data, path.suffix.lower()))
    return data


def _written(data: dict[str, Any], ending: str) -> str:
    if ending == ".html":
        return readable.to_html(data)
    if ending == ".md":
        return readable.to_markdown(data)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    with written_whole(path) as beside:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123
            file.write(text.encode())

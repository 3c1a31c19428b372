"""Data over HTTP: uploads and imports with their progress, quality, quarantine, identity review.

Long work answers with a job at once; `GET /api/v1/jobs/{id}/events` streams how far it is. An import that the
data leave open ends as a job with a question: the same uploads are imported again with the answer.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from desireline.api.names import name_of, names_only
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, Job
from desireline.api.uploads import Uploads
from desireline.api.work import Piece, Work
from desireline.app import Workspace, propose_mapping, try_mapping
from desireline.errors import AmbiguityError, CancelledError, InputError
from desireline.identity import IdentityBook
from desireline.jobs import Listener

_MAPPING_BYTES = 200_000
Answers = dict[str, str]
_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
        },
    }
}


class Uploaded(BaseModel):
    """A file that waits to be imported."""

    id: str
    name: str
    size: int


class Import(Body):
    """What is to be imported, together."""

    uploads: Annotated[list[str], Field(min_length=1, max_length=200)]
    answers: Answers = Field(default_factory=dict)
    """What people answered: the question's `option` -> the key of the choice."""
    mapping: Annotated[str, Field(max_length=_MAPPING_BYTES)] | None = None
    """A mapping as TOML, for tables that are not recognised."""


class Ask(Body):
    """Answers that settle a proposal."""

    answers: Answers = Field(default_factory=dict)


class TryMapping(Body):
    """A mapping to try on uploads."""

    uploads: Annotated[list[str], Field(min_length=1, max_length=20)]
    mapping: Annotated[str, Field(max_length=_MAPPING_BYTES)]
    answers: Answers = Field(default_factory=dict)


class Verdict(Body):
    """What a person says of a pair of records."""

    answer: Literal["accept", "reject", "undo"]


def upload_routes(uploads: Uploads) -> APIRouter:
    """Make the one route whose body may be long: it counts on its own."""
    group = routes("data", limit=None)

    @group.post("/uploads", summary="Send one file", status_code=201, responses=PROBLEMS,
                openapi_extra=_UPLOAD)  # fmt: skip
    @needs("edit")
    async def upload(  # pyright: ignore[reportUnusedFunction]
        request: Request, name: Annotated[str, Query(min_length=1, max_length=300)]
    ) -> Uploaded:
        taken = await uploads.take(request, name)
        return Uploaded(id=taken.id, name=taken.name, size=taken.size)

    return group


def data_routes(workspace: Workspace, work: Work, uploads: Uploads) -> APIRouter:
    """Make the other routes."""
    group = routes("data")
    _add_uploads(group, workspace, work, uploads)
    _add_imports(group, workspace, work)
    _add_reports(group, workspace, work, uploads)
    _add_identities(group, workspace, work)
    _add_jobs(group, workspace, work)
    return group


class _AskedError(CancelledError):
    """An import stopped at a question: the page asks it, and begins the import again with the answer."""

    def __init__(self, question: AmbiguityError) -> None:
        super().__init__(question.message, hint=question.hint)
        self.question = question


def _stop(question: AmbiguityError, _shown: str) -> str:
    raise _AskedError(question)


def _job(piece: Piece) -> Job:
    return Job(**piece.as_dict())


def _add_uploads(group: APIRouter, workspace: Workspace, work: Work, uploads: Uploads) -> None:
    @group.delete("/uploads/{upload_id}", summary="Throw a file away", status_code=204,
                  responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def drop(upload_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        uploads.find(upload_id)
        uploads.drop(upload_id)

    @group.post("/uploads/{upload_id}/proposal", summary="Propose a mapping for a table",
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def propose(upload_id: str, body: Ask) -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        upload = uploads.find(upload_id)
        return names_only(
            propose_mapping(upload.path, answers=body.answers).as_dict(), (upload.path.parent,)
        )

    @group.post("/mappings/trial", summary="Read uploads with a mapping and keep nothing",
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def trial(body: TryMapping) -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        paths = [uploads.find(one).path for one in body.uploads]
        with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
            mapping = _written(Path(folder), body.mapping)
            return names_only(
                try_mapping(mapping, *paths, answers=body.answers).as_dict(), (workspace.folder,)
            )

    @group.post("/imports", summary="Import uploads", status_code=202, responses=PROBLEMS)
    @needs("edit")
    def import_(body: Import, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        paths = [uploads.find(one).path for one in body.uploads]

        def do(listener: Listener) -> dict[str, Any]:
            with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
                mapping = None if body.mapping is None else _written(Path(folder), body.mapping)
                try:
                    report = workspace.add(
                        *paths, mapping=mapping, answers=body.answers, ask=_stop, listener=listener
                    )
                except _AskedError as asked:
                    raise asked.question from None
            workspace.maps(listener=listener)
            for one in body.uploads:
                uploads.drop(one)
            return {"files": report.as_dict()}

        return _job(work.begin("import", do, by=who.id))


def _add_imports(group: APIRouter, workspace: Workspace, work: Work) -> None:
    def named(value: Any) -> Any:
        found = [Path(path).parent for one in workspace.imports() for path in one.files]
        return names_only(value, found)

    @group.get("/imports", summary="What was imported, oldest first", responses=PROBLEMS)
    @needs("read")
    def imports() -> list[dict[str, Any]]:  # pyright: ignore[reportUnusedFunction]
        return named([one.as_dict() for one in workspace.imports()])

    @group.get("/imports/{import_id}/withdrawal", summary="What withdrawing an import would take out",
               responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def would_withdraw(import_id: str) -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        return named(workspace.withdraw(import_id, dry_run=True).as_dict())

    @group.delete("/imports/{import_id}", summary="Take out what an import brought", status_code=202,
                  responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def withdraw(import_id: str, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        workspace.withdraw(import_id, dry_run=True)  # a name that nobody knows is told at once

        def do(listener: Listener) -> Any:
            done = workspace.withdraw(import_id, listener=listener)
            workspace.maps(listener=listener)
            return names_only(done.as_dict(), [Path(path).parent for path in done.files])

        return _job(work.begin("withdraw", do, by=who.id))


def _add_reports(group: APIRouter, workspace: Workspace, work: Work, uploads: Uploads) -> None:
    @group.get("/status", summary="What the workspace holds", responses=PROBLEMS)
    @needs("read")
    def status() -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        return workspace.status().as_dict()

    @group.get("/quality", summary="What to know about the data before believing them",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def quality() -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        found = workspace.quality().as_dict()
        return names_only(found, [Path(file["path"]).parent for file in found["files"]])

    @group.get("/next-files", summary="What one more export would add", responses=PROBLEMS)
    @needs("read")
    def next_files() -> list[str]:  # pyright: ignore[reportUnusedFunction]
        return workspace.next_files()

    @group.get("/quarantine", summary="Rows that could not be read, by file and reason",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def quarantine(file: str | None = None) -> list[dict[str, Any]]:  # pyright: ignore[reportUnusedFunction]
        found = names_only(workspace.quarantine(), ())
        return [one for one in found if file is None or one["file"] == name_of(file)]

    @group.get("/quarantine/rows", summary="These rows as they came, as CSV to mend",
               response_class=Response, responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def rows(file: str | None = None) -> Response:  # pyright: ignore[reportUnusedFunction]
        with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
            path = Path(folder) / "quarantine.csv"
            whole = {name_of(str(one["file"])): str(one["file"]) for one in workspace.quarantine()}
            workspace.export_quarantine(path, file=file and whole.get(name_of(file), file))
            content = path.read_bytes()
        headers = {"Content-Disposition": 'attachment; filename="quarantine.csv"'}
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)

    @group.post("/quarantine/rows", summary="Read mended rows from an upload", status_code=202,
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def mend(upload: str, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        path = uploads.find(upload).path

        def do(listener: Listener) -> Any:
            repair = workspace.import_quarantine(path, listener=listener)
            uploads.drop(upload)
            return repair.as_dict()

        return _job(work.begin("repair", do, by=who.id))


def _add_identities(group: APIRouter, workspace: Workspace, work: Work) -> None:
    @group.get("/identities", summary="Who is one customer, and what waits for a person",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def identities() -> IdentityBook:  # pyright: ignore[reportUnusedFunction]
        return workspace.identities()

    @group.post("/identities/{pair_id}", summary="Decide on a pair, or take it back",
                status_code=202, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def decide(pair_id: str, body: Verdict, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        workspace.check_pair(pair_id, body.answer)

        def do(listener: Listener) -> dict[str, str]:
            workspace.decide(pair_id, body.answer, by=who.name, listener=listener)
            return {"pair": pair_id, "answer": body.answer}

        return _job(work.begin("decide", do, by=who.id))


def _add_jobs(group: APIRouter, workspace: Workspace, work: Work) -> None:
    @group.post("/recompute", summary="Compute insights and maps anew", status_code=202,
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def recompute(who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        def do(listener: Listener) -> dict[str, int]:
            return {"maps": workspace.recompute(listener=listener)}

        return _job(work.begin("recompute", do, by=who.id))

    @group.get("/jobs", summary="What runs, and what ran in the last hour", responses=PROBLEMS)
    @needs("read")
    def jobs() -> list[Job]:  # pyright: ignore[reportUnusedFunction]
        return [_job(piece) for piece in work.all()]

    @group.get("/jobs/{job_id}", summary="How far a job is", responses=PROBLEMS)
    @needs("read")
    def job(job_id: str) -> Job:  # pyright: ignore[reportUnusedFunction]
        return _job(work.find(job_id))

    @group.delete("/jobs/{job_id}", summary="Stop a job: what was committed stays", status_code=202,
                  responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def cancel(job_id: str) -> Job:  # pyright: ignore[reportUnusedFunction]
        return _job(work.cancel(job_id))

    @group.get("/jobs/{job_id}/events", summary="How far a job is, as server-sent events",
               response_class=StreamingResponse, responses=PROBLEMS)  # fmt: skip
    @needs("read")
    async def events(job_id: str) -> StreamingResponse:  # pyright: ignore[reportUnusedFunction]
        stream = work.follow(work.find(job_id))
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


def _written(folder: Path, mapping: str) -> Path:
    """A mapping as a file, for the reader of mappings."""
    if "\0" in mapping:
        raise InputError("The mapping holds a NUL.", hint="Send TOML.", code="input.mapping")
    path = folder / "mapping.toml"
    path.write_text(mapping, encoding="utf-8")
    return path

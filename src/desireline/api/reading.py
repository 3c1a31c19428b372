"""Interviews, notes, studies and transcripts over HTTP: masked; and, for owners, one message as it was written.

What is masked is shown only when an owner asks for one message, and that they did is written down. It is a POST, because it
leaves a trace, and nothing keeps its answer.
"""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from desireline.api.routing import needs, routes
from desireline.api.shapes import PROBLEMS
from desireline.app import Workspace
from desireline.pipeline import Readable, ReadableText


class AsWritten(BaseModel):
    """A message in which nothing is masked."""

    text: str


def reading_routes(workspace: Workspace) -> APIRouter:
    """Make the routes."""
    group = routes("readings")

    @group.get("/readings", summary="Interviews, notes, studies and transcripts, the newest first",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def readings() -> list[Readable]:  # pyright: ignore[reportUnusedFunction]
        return workspace.readings()

    @group.get("/readings/{reading_id}", summary="One of them, masked, in sentences", responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def one(reading_id: str) -> ReadableText:  # pyright: ignore[reportUnusedFunction]
        return workspace.read_one(reading_id)

    @group.post("/said/{said_id}/unmask", summary="The message that a quote is from, unmasked: owners only",
                responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def unmask(said_id: str, response: Response) -> AsWritten:  # pyright: ignore[reportUnusedFunction]
        response.headers["Cache-Control"] = "no-store"
        return AsWritten(text=workspace.unmask(said_id))

    return group

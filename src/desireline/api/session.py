"""Who is signed in."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request

from desireline.api.routing import needs, routes
from desireline.api.shapes import PROBLEMS, Session, Who
from desireline.app import Workspace
from desireline.workspace import Principal


def session_routes(workspace: Workspace) -> APIRouter:
    """Make the routes."""
    group = routes("session")

    @group.get("/session", summary="Who is signed in, and how one may sign in", responses=PROBLEMS)
    @needs("public")
    def session(request: Request) -> Session:  # pyright: ignore[reportUnusedFunction]
        who: Principal | None = request.state.principal
        return Session(
            signed_in=who is not None,
            who=None if who is None else Who(**asdict(who)),
            permissions=[] if who is None else list(who.permissions),
            ways=[],
            workspace=workspace.folder.resolve().name,
        )

    return group

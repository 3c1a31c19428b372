"""Insights over HTTP: as they were computed last, with their age; never computed in a request."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel

from desireline.api.routing import needs, routes
from desireline.api.shapes import PROBLEMS
from desireline.app import Workspace
from desireline.insights import Insight


class Insights(BaseModel):
    """All insights of the workspace, or of one purpose."""

    insights: list[Insight]
    """As `desireline insights --json`."""
    data_version: int
    computed_at: datetime | None
    age_seconds: float
    behind: bool
    """The data moved since; a new computation is begun by itself, or by POST /api/v1/recompute."""


def insight_routes(workspace: Workspace) -> APIRouter:
    """Make the routes."""
    group = routes("insights")

    @group.get(
        "/insights",
        summary="What hurts, delights, loses and decides",
        response_model=Insights,
        responses=PROBLEMS,
    )
    @needs("read")
    def insights(purpose: str | None = None, goal: str | None = None) -> Response:  # pyright: ignore[reportUnusedFunction]
        found = workspace.shown_insights(purpose=purpose, goal=goal)
        at = found.computed_us / 1e6
        body = {
            "insights": found.insights,  # plain already: they were JSON in the store
            "data_version": found.data_version,
            "computed_at": datetime.fromtimestamp(at, tz=UTC).isoformat() if at else None,
            "age_seconds": max(0.0, time.time() - at) if at else 0.0,
            "behind": found.behind,
        }
        return Response(json.dumps(body), media_type="application/json")

    return group

"""The invented company over HTTP: an empty workspace takes in its exports, to look around before one's own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter

from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Job
from desireline.api.work import Work
from desireline.app import Workspace
from desireline.errors import InputError
from desireline.jobs import Listener

_SEED = 7
_CUSTOMERS = 400
"""Enough for a map whose numbers carry, few enough to wait for."""


def sample_routes(workspace: Workspace, work: Work) -> APIRouter:
    """Make the route."""
    group = routes("data")

    @group.post("/sample-company", summary="Take in the exports of an invented company", status_code=202,
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def begin(who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        if workspace.status().events:
            raise InputError(
                "This workspace holds data already: an invented company would mix with them.",
                hint="Make another one for it: desireline demo.",
                code="sample.not-empty",
            )

        def do(listener: Listener) -> dict[str, int]:
            from desireline.sample import write

            with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
                exports = Path(folder) / "exports"
                write(exports, seed=_SEED, customers=_CUSTOMERS, progress=listener)
                workspace.add(exports, listener=listener)
            return {"maps": len(workspace.maps(listener=listener))}

        return Job(**work.begin("sample", do, by=who.id).as_dict())

    return group

"""Goals over HTTP: declare, change and take away what ought to become of a success or a rating, until when, and whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, moment
from desireline.app import Workspace
from desireline.workspace import Goal

_Text = Annotated[str, Field(min_length=1, max_length=200)]
_Number = Annotated[float, Field(allow_inf_nan=False)]


class NewGoal(Body):
    """What is to be reached; checked as `[[goals]]` of recipe.toml."""

    title: _Text
    metric: _Text
    target: _Number
    date: dt.date | None = Field(default=None, strict=False)
    owner: _Text | None = None
    purpose: _Text | None = None


class ChangedGoal(Body):
    """New values; what is left out stays. `version` is the one that was seen."""

    version: int
    title: _Text | None = None
    metric: _Text | None = None
    target: _Number | None = None
    date: dt.date | None = Field(default=None, strict=False)
    owner: _Text | None = None
    purpose: _Text | None = None


class OneGoal(BaseModel):
    """One goal."""

    name: str
    title: str
    metric: str
    target: float
    date: dt.date | None
    owner: str | None
    purpose: str | None
    version: int
    """0: it stands in recipe.toml, and is changed there."""
    changed_at: dt.datetime | None
    changed_by: str | None
    words: list[str]
    """How far it is, on each map that has the metric; empty until the insights were computed with it."""


class GoalList(BaseModel):
    """All goals, and what a new one can be about."""

    goals: list[OneGoal]
    metrics: list[str]
    """Successes and ratings that the data know."""


def goal_routes(workspace: Workspace) -> APIRouter:
    """Make the routes."""
    group = routes("goals")

    @group.get("/goals", summary="What ought to be reached, and how far it is", responses=PROBLEMS)
    @needs("read")
    def goals() -> GoalList:  # pyright: ignore[reportUnusedFunction]
        return GoalList(
            goals=_shown(workspace, workspace.goals.all()),
            metrics=workspace.metrics(),
        )

    @group.post("/goals", summary="Declare a goal", status_code=201, responses=PROBLEMS)
    @needs("edit")
    def make(body: NewGoal, who: Asking) -> OneGoal:  # pyright: ignore[reportUnusedFunction]
        made = workspace.goals.make(who, body.model_dump(mode="json"))
        workspace.redraw_soon()
        return _shown(workspace, [made])[0]

    @group.patch("/goals/{name}", summary="Change a goal", responses=PROBLEMS)
    @needs("edit")
    def change(name: str, body: ChangedGoal, who: Asking) -> OneGoal:  # pyright: ignore[reportUnusedFunction]
        changes = body.model_dump(mode="json", exclude_unset=True, exclude={"version"})
        for field in ("title", "metric", "target"):  # these are never without a value
            if changes.get(field, "") is None:
                del changes[field]
        changed = workspace.goals.change(who, name, body.version, changes)
        workspace.redraw_soon()
        return _shown(workspace, [changed])[0]

    @group.delete("/goals/{name}", summary="Take a goal away", status_code=204, responses=PROBLEMS)
    @needs("edit")
    def remove(name: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.goals.remove(name)
        workspace.redraw_soon()

    return group


def _shown(workspace: Workspace, goals: Sequence[Goal]) -> list[OneGoal]:
    told: dict[str, list[str]] = {}
    for said in workspace.shown_insights().insights:
        if said["kind"] == "goal":
            told.setdefault(said["rule"], []).append(said["words"])
    return [
        OneGoal(
            **one.rule.model_dump(),
            version=one.version,
            changed_at=None if one.changed_us is None else moment(one.changed_us),
            changed_by=one.changed_by,
            words=told.get(one.rule.name, []),
        )
        for one in goals
    ]

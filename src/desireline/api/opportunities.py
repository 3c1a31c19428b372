"""Opportunities over HTTP: what somebody wants to make better, beside what the data say of it today."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from desireline.api.maps import find
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, moment
from desireline.app import Workspace
from desireline.insights import Verdict
from desireline.workspace import Opportunity, Status, same_claim

_Text = Annotated[str, Field(min_length=1, max_length=2000)]
_Name = Annotated[str, Field(max_length=200)]


class ClaimKey(Body):
    """Which insight it is about, by the fields that tell insights apart."""

    kind: _Name
    purpose: _Name
    touchpoint: _Name | None = None
    condition: _Name | None = None
    stage: _Name | None = None
    persona: _Name | None = None
    channel: _Name | None = None
    topic: _Name | None = None
    metric: _Name | None = None
    rule: _Name | None = None
    outcome: _Name | None = None


class NewOpportunity(Body):
    """What is to be made better. The claim is looked up, never taken from the page."""

    title: _Text
    about: ClaimKey | None = None
    map: _Name | None = None
    owner: _Name | None = None
    due: dt.date | None = Field(default=None, strict=False)
    note: Annotated[str, Field(max_length=2000)] = ""


class ChangedOpportunity(Body):
    """New values; what is left out stays. `version` is the one that was seen."""

    version: int
    title: _Text | None = None
    status: Status | None = None
    owner: _Name | None = None
    due: dt.date | None = Field(default=None, strict=False)
    note: Annotated[str, Field(max_length=2000)] | None = None


class ClaimSaid(BaseModel):
    """A claim with its numbers."""

    kind: str
    words: str
    verdict: Verdict
    purpose: str
    touchpoint: str | None
    stage: str | None
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    evidence: str


class OneOpportunity(BaseModel):
    """One opportunity."""

    id: str
    version: int
    title: str
    status: Status
    owner: str | None
    due: dt.date | None
    note: str
    map: str | None
    claim: ClaimSaid | None
    """As it was said when this began."""
    today: ClaimSaid | None
    """As the data say it now; None where they do not say it any more, or there was no claim."""
    made_at: dt.datetime
    made_by: str
    changed_at: dt.datetime
    changed_by: str


def opportunity_routes(workspace: Workspace) -> APIRouter:
    """Make the routes."""
    group = routes("opportunities")

    @group.get("/opportunities", summary="What people want to make better", responses=PROBLEMS)
    @needs("read")
    def opportunities() -> list[OneOpportunity]:  # pyright: ignore[reportUnusedFunction]
        insights = workspace.shown_insights().insights
        return [_shown(one, insights) for one in workspace.opportunities.all()]

    @group.post("/opportunities", summary="Make an opportunity, of an insight or without one",
                status_code=201, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def make(body: NewOpportunity, who: Asking) -> OneOpportunity:  # pyright: ignore[reportUnusedFunction]
        if body.map is not None:
            find(workspace, who, body.map)
        insights = workspace.shown_insights().insights
        about = None if body.about is None else body.about.model_dump()
        claim = about and next((one for one in insights if same_claim(about, one)), None)
        made = workspace.opportunities.make(
            who,
            body.title,
            claim=claim or None,
            map_id=body.map,
            owner=body.owner or None,
            due=body.due.isoformat() if body.due else None,
            note=body.note,
        )
        return _shown(made, insights)

    @group.patch("/opportunities/{opportunity_id}", summary="Change an opportunity",
                 responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def change(opportunity_id: str, body: ChangedOpportunity, who: Asking) -> OneOpportunity:  # pyright: ignore[reportUnusedFunction]
        changes = body.model_dump(mode="json", exclude_unset=True, exclude={"version"})
        for name in ("title", "status", "note"):  # these are never without a value
            if changes.get(name, "") is None:
                del changes[name]
        changed = workspace.opportunities.change(who, opportunity_id, body.version, changes)
        return _shown(changed, workspace.shown_insights().insights)

    @group.get("/opportunities/{opportunity_id}/history", summary="Every version of it, the oldest first",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def history(opportunity_id: str) -> list[OneOpportunity]:  # pyright: ignore[reportUnusedFunction]
        return [_shown(one, []) for one in workspace.opportunities.history(opportunity_id)]

    @group.delete("/opportunities/{opportunity_id}", summary="Take an opportunity away",
                  status_code=204, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def remove(opportunity_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.opportunities.remove(opportunity_id)

    return group


def _shown(one: Opportunity, insights: list[dict[str, Any]]) -> OneOpportunity:
    claim = one.claim
    today = claim and next((said for said in insights if same_claim(claim, said)), None)
    return OneOpportunity(
        id=one.id,
        version=one.version,
        title=one.title,
        status=one.status,
        owner=one.owner,
        due=None if one.due is None else dt.date.fromisoformat(one.due),
        note=one.note,
        map=one.map,
        claim=_said(claim),
        today=_said(today),
        made_at=moment(one.made_us),
        made_by=one.made_by,
        changed_at=moment(one.changed_us),
        changed_by=one.changed_by,
    )


def _said(claim: dict[str, Any] | None) -> ClaimSaid | None:
    return (
        None
        if not claim
        else ClaimSaid.model_validate({name: claim.get(name) for name in ClaimSaid.model_fields})
    )

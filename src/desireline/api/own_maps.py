"""Maps that people bring, or begin from a template, over HTTP; and what their cards speak of, confirmed by a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from desireline.api.maps import MapSummary, find, summaries
from desireline.api.rooms import Rooms
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, Job
from desireline.api.tongue import language_of
from desireline.api.uploads import Uploads
from desireline.api.work import Work
from desireline.app import Workspace
from desireline.errors import InputError
from desireline.jobs import Listener
from desireline.maps import Match, Template

_Name = Annotated[str, Field(min_length=1, max_length=200)]


class Below(Body):
    """A stage of a map."""

    map: _Name
    stage: _Name


class NewMap(Body):
    """What a map is made from: an upload, a template, or a stage of another map that it tells in detail."""

    upload: _Name | None = None
    template: _Name | None = None
    below: Below | None = None
    title: _Name | None = None


class Said(BaseModel):
    """What the data say to the cards of a map."""

    cards: int
    supported: int
    contradicted: int
    undecided: int
    unmeasured: int
    words: str


class Matches(BaseModel):
    """What every card may speak of in the data, and what they say so far."""

    matches: list[Match]
    touchpoints: list[str]
    """All that the data have, for a choice by hand."""
    said: Said


class Confirm(Body):
    """What cards speak of: card -> touchpoint of the data, or None to take it back."""

    answers: Annotated[dict[str, str | None], Field(min_length=1, max_length=5000)]
    purpose: _Name | None = None


def own_map_routes(workspace: Workspace, rooms: Rooms, work: Work, uploads: Uploads) -> APIRouter:
    """Make the routes."""
    group = routes("maps")

    @group.get("/templates", summary="Maps that one may begin with", responses=PROBLEMS)
    @needs("read")
    def templates(request: Request) -> list[Template]:  # pyright: ignore[reportUnusedFunction]
        return workspace.templates(language=language_of(request))

    @group.post("/maps", summary="Make a map from a workshop's export, or from a template",
                status_code=201, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def make(body: NewMap, who: Asking, request: Request) -> MapSummary:  # pyright: ignore[reportUnusedFunction]
        if sum(one is not None for one in (body.upload, body.template, body.below)) != 1:
            raise InputError(
                "A map is made from one thing.",
                hint="Send one of `upload`, `template` and `below`.",
                code="http.request",
            )
        if body.template is not None:
            made = workspace.begin_map(body.template, language=language_of(request))
        elif body.below is not None:
            find(workspace, who, body.below.map)
            made = workspace.begin_below(body.below.map, body.below.stage, title=body.title)
        else:
            upload = uploads.find(body.upload or "")
            made = workspace.bring_map(upload.path, title=body.title or _stem(upload.name))
            uploads.drop(upload.id)
        maps = workspace.shown_maps()
        return next(one for one in summaries(workspace, maps) if one.id == made.id)

    @group.delete("/maps/{map_id}", summary="Take a map away that somebody brought",
                  status_code=204, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def remove(map_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.remove_map(map_id)

    @group.get("/maps/{map_id}/matches", summary="What each card may speak of in the data",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def matches(map_id: str, who: Asking, purpose: str | None = None) -> Matches:  # pyright: ignore[reportUnusedFunction]
        found = find(workspace, who, map_id)
        told = workspace.map_matches(map_id, purpose=purpose)
        said = found.tally
        return Matches(
            matches=told.matches,
            touchpoints=told.touchpoints,
            said=Said(
                cards=said.cards,
                supported=said.supported,
                contradicted=said.contradicted,
                undecided=said.undecided,
                unmeasured=said.unmeasured,
                words=said.words,
            ),
        )

    @group.post("/maps/{map_id}/matches", summary="Say what cards speak of", status_code=202,
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def confirm(map_id: str, body: Confirm, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)

        def do(listener: Listener) -> dict[str, str]:
            answered = workspace.confirm_matches(
                map_id, body.answers, purpose=body.purpose, by=who.id, listener=listener
            )
            rooms.nudge(map_id)
            return {"map": map_id, "words": answered.tally.words}

        return Job(**work.begin("matches", do, by=who.id).as_dict())

    return group


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name

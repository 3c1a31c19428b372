"""Personas over HTTP: their portraits as computed last, and the maps of one persona each.

A portrait is never computed in a request; `POST /api/v1/recompute` looks for personas. The map of a persona costs
as much as that of everybody: it is drawn when somebody asks for it, as a job, and kept.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from desireline.api.maps import find
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, Job
from desireline.api.work import Work
from desireline.app import Workspace
from desireline.errors import InputError
from desireline.insights import Estimate
from desireline.jobs import Listener
from desireline.maps import MapFile


class Trait(BaseModel):
    """One attribute of a persona."""

    name: str
    kind: str
    share: Estimate
    rest: float
    """Share among all others."""
    lift: Estimate
    defining: bool
    """It made the group, so that no test of it says anything."""


class PersonaAnswer(BaseModel):
    """The answer to one of the seven questions."""

    question: str
    words: str
    estimate: Estimate | None


class Portrait(BaseModel):
    """What was found of one persona."""

    persona: str
    label: str
    """What the persona is called, in the reader's language; `persona` is its name in addresses."""
    size: Estimate
    stability: float
    """Overlap with its like when half the customers are left out, 0 to 1."""
    traits: list[Trait]
    worth: Estimate | None
    answers: list[PersonaAnswer]
    journeys: list[str]
    """Real ones near its centre, without names."""
    refuted_by: str
    """What would show that it is none."""


class Personas(BaseModel):
    """The portraits, the largest first."""

    personas: list[Portrait]
    words: str
    verdict: Literal["shown", "suggested", "unknown", "refused", "continuum"]
    drift: str | None
    computed_at: datetime | None
    """None: nobody has looked for personas yet; it is begun by itself."""
    age_seconds: float
    behind: bool


class PersonaMapSummary(BaseModel):
    """The map of one persona, as it was drawn last."""

    persona: str
    label: str
    """As of `Portrait`."""
    age_seconds: float
    behind: bool
    """The data moved since: draw it again."""
    customers: int
    journeys: int


class Draw(Body):
    """Whose map is to be drawn."""

    persona: Annotated[str, Field(min_length=1, max_length=300)]


def persona_routes(workspace: Workspace, work: Work) -> APIRouter:
    """Make the routes."""
    group = routes("personas")

    @group.get("/personas", summary="Who the customers are: portraits of the personas",
               response_model=Personas, responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def personas() -> Response:  # pyright: ignore[reportUnusedFunction]
        found = workspace.personas()
        at = 0.0 if found is None else found.computed_us / 1e6
        body = {
            "personas": []
            if found is None
            else [{**one, "label": one["persona"]} for one in found.personas],  # plain already
            "words": "" if found is None else found.words,
            "verdict": "unknown" if found is None else found.verdict,
            "drift": None if found is None else found.drift,
            "computed_at": datetime.fromtimestamp(at, tz=UTC).isoformat() if at else None,
            "age_seconds": max(0.0, time.time() - at) if at else 0.0,
            "behind": found is None or found.behind,
        }
        return Response(json.dumps(body), media_type="application/json")

    @group.get("/maps/{map_id}/personas", summary="Which persona maps of a map were drawn",
               responses=PROBLEMS)  # fmt: skip
    @needs("read", guests=True)
    def drawn(map_id: str, who: Asking) -> list[PersonaMapSummary]:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        return [
            PersonaMapSummary(
                persona=one.persona,
                label=one.persona,
                age_seconds=max(0.0, time.time() - one.drawn_us / 1e6),
                behind=one.behind,
                customers=one.file.snapshot.coverage.customers,
                journeys=one.file.snapshot.coverage.journeys,
            )
            for one in workspace.persona_maps(map_id)
        ]

    @group.get("/maps/{map_id}/personas/{persona}", summary="A map asked of one persona alone",
               response_model=MapFile, responses=PROBLEMS)  # fmt: skip
    @needs("read", guests=True)
    def one(map_id: str, persona: str, who: Asking) -> Response:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        for kept in workspace.persona_maps(map_id):
            if kept.persona == persona:
                return Response(kept.file.model_dump_json(), media_type="application/json")
        raise InputError(
            f"The map of {persona[:80]!r} has not been drawn.",
            hint=f"POST /api/v1/maps/{map_id}/personas draws it.",
            code="map.persona-unknown",
        )

    @group.post("/maps/{map_id}/personas", summary="Draw the map of one persona",
                status_code=202, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def draw(map_id: str, body: Draw, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        asked = find(workspace, who, map_id)
        if asked.is_own:
            raise InputError(
                "A map that somebody brought has no persona maps.",
                hint="Ask the map of the data that has the same purpose.",
                code="map.persona-unknown",
            )
        purpose = asked.file.document.purpose.id

        def do(listener: Listener) -> dict[str, str]:
            workspace.persona_map(body.persona, purpose=purpose, listener=listener)
            return {"map": map_id, "persona": body.persona}

        return Job(**work.begin("persona map", do, by=who.id).as_dict())

    return group

"""Questions over HTTP that are computed when somebody asks them: two segments compared, a forecast, a look behind a number.

Comparisons and forecasts are jobs. A look behind a touchpoint is one pass over its steps; what was found is
remembered until the data move.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import asdict
from threading import Lock
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field, TypeAdapter

from desireline.api.maps import find
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, Job
from desireline.api.work import Work
from desireline.app import Workspace
from desireline.insights import Behind, Estimate, segment_row
from desireline.jobs import Listener
from desireline.language import ReadTurn
from desireline.pipeline import SOUNDS

_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Predicate = Annotated[str, Field(min_length=1, max_length=2000)]
_REMEMBERED = 200


class AskedField(BaseModel):
    """What a segment can be made of."""

    name: str
    kind: Literal["text", "number", "date", "list"]
    meaning: str
    values: list[str]
    """Of texts and lists: usual ones, of five customers or more."""


class Compare(Body):
    """Two segments, as `desireline compare` takes them: `channel = phone`."""

    a: _Predicate
    b: _Predicate
    purpose: _Name | None = None


class WhatIf(Body):
    """A condition that strikes less often."""

    condition: _Name
    less: Annotated[float, Field(gt=0, le=1, strict=False)]
    """1 is all of it."""
    purpose: _Name | None = None


class NextMove(BaseModel):
    """From one touchpoint to the next, inside journeys of five customers or more."""

    source: str
    target: str
    n: int
    customers: int
    share: Estimate
    """Of the departures from `source`."""
    median_s: float
    p90_s: float
    fixed_timer: bool
    detail: float
    """Share of the departures that larger moves carry: with a detail of .8 it is drawn where this is below .8."""


class KeptGain(BaseModel):
    """What comes of it."""

    result: str
    more: Estimate


class KeptLink(BaseModel):
    """From the condition to a result."""

    result: str
    known: bool
    effect: Estimate
    why_not: str | None


class KeptForecast(BaseModel):
    """A forecast, kept so that the fact can be held against it."""

    purpose: str
    condition: str
    less: float
    horizon_days: int
    begun: Estimate | None
    reach: Estimate | None
    reach_seen: float | None
    struck: Estimate | None
    spared: Estimate | None
    gains: list[KeptGain]
    links: list[KeptLink]
    unknown: list[str]
    personas: int
    refused: str | None
    data: int | None = None
    made_at: dt.datetime | None = None


def asking_routes(workspace: Workspace, work: Work) -> APIRouter:
    """Make the routes."""
    group = routes("questions")
    _add_segments(group, workspace, work)
    _add_behind(group, workspace)
    return group


def _add_segments(group: APIRouter, workspace: Workspace, work: Work) -> None:
    @group.get("/segments/fields", summary="What a segment can be made of", responses=PROBLEMS)
    @needs("read")
    def fields(purpose: str | None = None) -> list[AskedField]:  # pyright: ignore[reportUnusedFunction]
        return [
            AskedField(name=one.name, kind=one.kind.value, meaning=one.meaning, values=values)
            for one, values in workspace.askable(purpose=purpose)
        ]

    @group.post("/comparisons", summary="Two segments side by side", status_code=202,
                responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def compare(body: Compare, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        def do(_listener: Listener) -> dict[str, Any]:
            found = workspace.compare(body.a, body.b, purpose=body.purpose)
            return asdict(found) | {"measures": [segment_row(one) for one in found.measures]}

        return Job(**work.begin("compare", do, by=who.id).as_dict())

    @group.get(
        "/forecasts", summary="Forecasts that were kept, the oldest first", responses=PROBLEMS
    )
    @needs("read")
    def forecasts() -> list[KeptForecast]:  # pyright: ignore[reportUnusedFunction]
        return [KeptForecast(**one) for one in workspace.forecasts()]

    @group.post("/forecasts", summary="What comes of a condition that strikes less often",
                status_code=202, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def what_if(body: WhatIf, who: Asking) -> Job:  # pyright: ignore[reportUnusedFunction]
        def do(_listener: Listener) -> dict[str, Any]:
            return asdict(workspace.what_if(body.condition, body.less, purpose=body.purpose))

        return Job(**work.begin("what if", do, by=who.id).as_dict())


def _add_behind(group: APIRouter, workspace: Workspace) -> None:
    memory = _Memory(workspace)

    @group.get("/maps/{map_id}/health", summary="How all customers of a map feel and rate, and how that moved",
               responses=PROBLEMS)  # fmt: skip
    @needs("read", guests=True)
    def health(map_id: str, who: Asking) -> Behind:  # pyright: ignore[reportUnusedFunction]
        kept = workspace.health(find(workspace, who, map_id).file.document.purpose.id)
        return TypeAdapter(Behind).validate_python(kept)

    @group.get("/maps/{map_id}/moves", summary="Where journeys of a map go next, in as much detail as wanted",
               responses=PROBLEMS)  # fmt: skip
    @needs("read", guests=True)
    def moves(  # pyright: ignore[reportUnusedFunction]
        map_id: str,
        who: Asking,
        detail: Annotated[float, Query(ge=0, le=1)] = 1.0,
        persona: str | None = None,
    ) -> list[NextMove]:
        document = find(workspace, who, map_id).file.document
        if not document.bindings:
            return []  # a map that people brought, and that asks nothing yet
        told = workspace.moves(document.purpose.id, persona=persona, detail=detail)
        return [NextMove(**one) for one in told]

    @group.get("/maps/{map_id}/behind", summary="What stands behind the numbers of a touchpoint",
               responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def behind(  # pyright: ignore[reportUnusedFunction]
        map_id: str, touchpoint: str, who: Asking, target: str | None = None
    ) -> Behind:
        purpose = find(workspace, who, map_id).file.document.purpose.id
        return memory.behind(purpose, touchpoint, target)

    @group.get(
        "/calls/{call_id}", summary="What was said in a recorded call, masked", responses=PROBLEMS
    )
    @needs("read")
    def call(call_id: str) -> list[ReadTurn]:  # pyright: ignore[reportUnusedFunction]
        return workspace.heard_call(call_id)

    @group.get("/calls/{call_id}/sound", summary="Its recording, in which nothing is masked: owners only",
               response_class=Response, responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def sound(call_id: str) -> FileResponse:  # pyright: ignore[reportUnusedFunction]
        path = workspace.call_sound(call_id)
        workspace.audit.note("call.hear", call_id)
        return FileResponse(
            path, media_type=SOUNDS[path.suffix.lower()], headers={"Cache-Control": "no-store"}
        )


class _Memory:
    """What was found behind touchpoints, of the data as they are."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._found: OrderedDict[tuple[Any, ...], Behind] = OrderedDict()

    def behind(self, purpose: str, touchpoint: str | None, target: str | None) -> Behind:
        key = (self._workspace.data_mark(), purpose, touchpoint, target)
        with self._lock:
            if key in self._found:
                return self._found[key]
        found = self._workspace.behind(purpose, touchpoint, target)
        with self._lock:
            self._found[key] = found
            while len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        return found

"""Maps over HTTP: the list, one map with its snapshot, commands, and what stands behind a cell.

A map is shown as it was computed last, with what people changed since. `Age` says how old the numbers are.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from desireline.api.german_map import save_in_german
from desireline.api.rooms import Rooms
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body
from desireline.app import Map, Workspace
from desireline.errors import InputError
from desireline.maps import (
    Binding,
    Cell,
    CellState,
    Command,
    EvidenceRecord,
    MapFile,
    Patch,
    Placement,
    QuoteText,
    Reference,
    Signal,
    Value,
)
from desireline.workspace import Principal

_KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
_DRAWN_AT_ONCE = 2
Format = Literal["svg", "png", "pdf", "html", "json"]


_Id = Annotated[str, Field(min_length=1, max_length=200)]


class StageName(BaseModel):
    """A stage by its name."""

    id: str
    verb: str


class Stands(BaseModel):
    """Where a map stands among those that the reader may see."""

    map: str | None
    """The map above it; None at the top."""
    stage: str | None
    """The stage of that map which it tells."""


class MapSummary(BaseModel):
    """A map as the home screen lists it."""

    id: str
    title: str
    goal: str | None
    purpose: Reference
    personas: list[Reference]
    generated_sample: bool
    headline: str
    newest_event: datetime | None
    data_version: int
    computed_at: datetime
    age_seconds: float
    review_on: date | None
    """The day on which people should look at it again."""
    review_regular: date | None
    """The same, if the data were silent."""
    reviewed: date | None
    """When people looked at the whole of it last."""
    signals: list[Signal]
    """Why it is due sooner than its regular day, the earliest first."""
    place: Stands
    stages: list[StageName]
    customers: int
    journeys: int
    feeling: list[float | None]
    """The curve's values from left to right, for a thumbnail; None where nobody was heard."""
    states: dict[CellState, int]
    """How many cells are in which state."""
    cards: int
    own: bool
    """Somebody brought it, or began it from a template: it can be taken away."""
    said: str | None
    """Of an own map: what the data say to its cards."""


class Reviewed(Body):
    """When people looked at the whole map; None is today."""

    on: Annotated[date | None, Field(strict=False)] = None


class Placed(Body):
    """Where a map goes: under another one, under one of its stages, or with None at the top."""

    map: _Id | None
    stage: _Id | None = None


class Commands(Body):
    """Named commands, carried out together or not at all."""

    commands: Annotated[list[Command], Field(min_length=1, max_length=200)]


class Undo(BaseModel):
    """What takes the commands back, in the order in which it must be carried out."""

    inverses: list[Patch]


class Answered(BaseModel):
    """One question of a cell with its answer and how to compute it again."""

    binding: Binding
    value: Value | None
    evidence: EvidenceRecord | None


class CellEvidence(BaseModel):
    """What stands behind a cell."""

    cell: Cell
    state: CellState
    answers: list[Answered]
    quotes: dict[str, QuoteText]
    """Masked words of customers, of this cell's cards and touchpoints."""


def map_routes(workspace: Workspace, rooms: Rooms) -> APIRouter:
    """Make the routes."""
    group = routes("maps")
    drawing = CapacityLimiter(_DRAWN_AT_ONCE)

    @group.get("/maps", summary="All maps", responses=PROBLEMS)
    @needs("read", guests=True)
    def maps(who: Asking) -> list[MapSummary]:  # pyright: ignore[reportUnusedFunction]
        return summaries(workspace, visible(workspace, who))

    @group.get(
        "/maps/{map_id}",
        summary="One map: its document and its snapshot",
        response_model=MapFile,
        responses=PROBLEMS,
    )
    @needs("read", guests=True)
    def one_map(map_id: str, who: Asking) -> Response:  # pyright: ignore[reportUnusedFunction]
        map_ = find(workspace, who, map_id)
        return Response(
            map_.file.model_dump_json(),
            media_type="application/json",
            headers={"Age": str(int(_age(map_))), "Cache-Control": "no-cache"},
        )

    @group.get("/maps/{map_id}/export", summary="The map as a file", responses=PROBLEMS,
               response_class=Response)  # fmt: skip
    @needs("read", guests=True)
    async def export(
        map_id: str,
        who: Asking,
        format: Format = "svg",  # noqa: A002
        language: Literal["en", "de"] = "en",
    ) -> Response:  # pyright: ignore[reportUnusedFunction]
        def draw() -> tuple[str, bytes]:
            map_ = find(workspace, who, map_id)
            with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
                target = Path(folder) / f"map.{format}"
                if language == "de":
                    return map_.id, save_in_german(map_.file, target).read_bytes()
                return map_.id, map_.save(target).read_bytes()

        # few at once, and not in the threads that everybody's requests need
        found, content = await to_thread.run_sync(draw, limiter=drawing)
        name = f"{found}.{format}"
        return Response(
            content,
            media_type=_KINDS[format],
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "sandbox",
            },
        )

    @group.post("/maps/{map_id}/commands", summary="Change a map by named commands",
                responses=PROBLEMS)  # fmt: skip
    @needs("edit", guests=True)
    def command(map_id: str, body: Commands, who: Asking) -> Undo:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        sent: list[dict[str, Any]] = [one.model_dump(mode="json") for one in body.commands]
        inverses = workspace.edit_map(map_id, sent, by=who.id)
        rooms.nudge(map_id)
        return Undo(inverses=inverses)

    @group.post("/maps/{map_id}/review", summary="Say that people looked at the whole map",
                responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def review(map_id: str, body: Reviewed, who: Asking) -> MapSummary:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        workspace.note_review(map_id, on=body.on, by=who.id)
        rooms.nudge(map_id)
        return _again(workspace, who, map_id)

    @group.put("/maps/{map_id}/place", summary="Put a map under another one, or at the top",
               responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def place(map_id: str, body: Placed, who: Asking) -> MapSummary:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        workspace.place_map(map_id, under=body.map, stage=body.stage, by=who.id)
        rooms.nudge(map_id)
        return _again(workspace, who, map_id)

    @group.get("/maps/{map_id}/cells/{cell_id}", summary="What stands behind a cell",
               responses=PROBLEMS)  # fmt: skip
    @needs("read", guests=True)
    def cell(map_id: str, cell_id: str, who: Asking) -> CellEvidence:  # pyright: ignore[reportUnusedFunction]
        return _evidence(find(workspace, who, map_id), cell_id)

    return group


def visible(workspace: Workspace, who: Principal) -> list[Map]:
    """The maps that somebody may see."""
    return [one for one in workspace.shown_maps() if who.map in {None, one.id}]


def find(workspace: Workspace, who: Principal, map_id: str) -> Map:
    """Find a map among those that somebody may see.

    Raises:
        InputError: there is none; one that they may not see is no different.
    """
    for map_ in visible(workspace, who):
        if map_.id == map_id:
            return map_
    raise InputError(
        f"There is no map {map_id[:80]!r}.",
        hint="GET /api/v1/maps lists them.",
        code="map.unknown",
    )


def _age(map_: Map) -> float:
    return max(0.0, time.time() - map_.drawn_us / 1e6)


def summaries(workspace: Workspace, maps: Sequence[Map]) -> list[MapSummary]:
    """Maps as the home screen lists them, each with its place among them."""
    places = workspace.places(maps)
    return [_summary(workspace, one, places[one.id]) for one in maps]


def _again(workspace: Workspace, who: Principal, map_id: str) -> MapSummary:
    return next(one for one in summaries(workspace, visible(workspace, who)) if one.id == map_id)


def _summary(workspace: Workspace, map_: Map, place: Placement) -> MapSummary:
    document, snapshot = map_.file.document, map_.file.snapshot
    review = workspace.review(map_)
    stages = sorted(document.stages.values(), key=lambda one: (one.order, one.id))
    return MapSummary(
        id=map_.id,
        title=document.title,
        goal=document.goal,
        purpose=document.purpose,
        personas=document.personas,
        generated_sample=document.generated_sample,
        headline=snapshot.reading.headline,
        newest_event=snapshot.newest_event,
        data_version=snapshot.data_version,
        computed_at=datetime.fromtimestamp(map_.drawn_us / 1e6, tz=UTC),
        age_seconds=_age(map_),
        review_on=review.on,
        review_regular=review.regular,
        reviewed=review.last,
        signals=list(review.signals),
        place=Stands(map=place.map, stage=place.stage),
        stages=[StageName(id=one.id, verb=one.verb) for one in stages],
        customers=snapshot.coverage.customers,
        journeys=snapshot.coverage.journeys,
        feeling=[point.value for point in snapshot.reading.curve],
        states=dict(Counter(snapshot.cell_states.values())),
        cards=sum(len(cell.cards) for cell in document.cells.values()),
        own=map_.is_own,
        said=map_.tally.words if map_.is_own else None,
    )


def _evidence(map_: Map, cell_id: str) -> CellEvidence:
    document, snapshot = map_.file.document, map_.file.snapshot
    cell = document.cells.get(cell_id)
    if cell is None:
        raise InputError(
            f"The map has no cell {cell_id[:80]!r}.",
            hint="Load the map again: somebody may have removed it.",
            code="map.cell-unknown",
        )
    asked = [*cell.bindings, *(c.binding for c in cell.cards.values() if c.binding)]
    answers: list[Answered] = []
    spots: set[str] = set()
    for name in dict.fromkeys(asked):
        binding = document.bindings.get(name)
        if binding is None:
            continue
        value = snapshot.values.get(name)
        record = snapshot.evidence.get(value.evidence) if value and value.evidence else None
        answers.append(Answered(binding=binding, value=value, evidence=record))
        spots |= {one for one in (binding.touchpoint,) if one}
    quoted = {card.quote for card in cell.cards.values() if card.quote}
    quotes = {
        id_: quote
        for id_, quote in snapshot.quotes.items()
        if id_ in quoted or quote.touchpoint in spots
    }
    state = snapshot.cell_states.get(cell_id, CellState.ASSUMPTION)
    return CellEvidence(cell=cell, state=state, answers=answers, quotes=quotes)

"""Own maps: those that people bring or begin from a template, answered by the data where a person confirmed it.

In: a file of a workshop or the name of a template.  Out: maps that stand beside those drawn from data. An own map asks nothing
until somebody confirms what its cards speak of; from then on it is answered with every data version, as all maps are.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline import insights as insight_package
from desireline import maps as map_package
from desireline.errors import InputError
from desireline.pipeline.choosing import choose_one
from desireline.pipeline.context import opened
from desireline.pipeline.shelf import OWN_KIND
from desireline.sources import read_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from desireline.insights import Book
    from desireline.jobs import Listener
    from desireline.journeys import JourneyData, Purpose
    from desireline.maps import Document, MapFile, Match, Reference, SharedMap
    from desireline.pipeline.context import Context

OWN = "own-"
"""How the ids of own maps begin."""
_ASKED = (
    "pains", "delights", "waits", "feelings", "ratings", "stages", "coverage", "reach", "touchpoints",
    "transitions", "quotes",
)  # fmt: skip
"""Insights that answer cards. What looks for causes is left to the maps of the data: a person waits here."""
_LAST = 10_000
"""Own maps stand behind those of the data."""


def bring(context: Context, path: Path, *, title: str | None = None) -> MapFile:
    """Make a map of assumptions from a workshop's export.

    Raises:
        InputError: there is no map in the file.
    """
    board = map_package.read_board(read_grid(path), path.stem)
    board.title = title or board.title
    return _add(context, map_package.document_of(board, id=_new_id(), purpose=_own(board.title)))


def begin_from(context: Context, name: str, *, language: str = "en") -> MapFile:
    """Make a map of assumptions from a template.

    Raises:
        InputError: there is no such template.
    """
    board, purpose = map_package.template(name, language=language)
    return _add(context, map_package.document_of(board, id=_new_id(), purpose=_own(purpose)))


def begin_below(context: Context, above: Document, stage: str, *, title: str | None) -> MapFile:
    """Make a map of assumptions that tells one stage of another map.

    Raises:
        InputError: that map has no such stage.
    """
    board = map_package.board_below(above, stage, title=title)
    document = map_package.document_of(board, id=_new_id(), purpose=above.purpose)
    place = map_package.Placement(map=above.id, stage=stage)
    return _add(context, document.model_copy(update={"place": place}))


def place(
    maps: Mapping[str, Document],
    map_id: str,
    wanted: map_package.Placement,
) -> list[dict[str, object]]:
    """The commands that put a map under another one.

    Raises:
        InputError: there is no such map or stage, or it would stand under itself.
    """
    if map_id not in maps:
        raise _no_map(map_id)
    if wanted.map is not None:
        above = maps.get(wanted.map)
        if above is None:
            raise _no_map(wanted.map)
        if wanted.stage is not None and wanted.stage not in above.stages:
            raise map_package.no_stage(wanted.stage)
        if map_package.is_above(map_id, above.id, map_package.placed(maps.values(), OWN)):
            raise InputError(
                "A map cannot stand under itself.",
                hint="Move the map that stands between them first.",
                code="map.circle",
            )
    return [{"command": "place_map", "place": wanted.model_dump(mode="json")}]


def _no_map(map_id: str) -> InputError:
    return InputError(
        f"There is no map {map_id[:80]!r}.",
        hint="GET /api/v1/maps lists them.",
        code="map.unknown",
    )


def _new_id() -> str:
    return f"{OWN}{uuid.uuid4().hex[:12]}"


def _own(title: str) -> Reference:
    return map_package.Reference(id="own", title=title)


def _add(context: Context, document: Document) -> MapFile:
    file = map_package.unanswered(document)
    map_package.begin(context.store.map_log, document)
    _keep(context, file, edition="")
    return file


def _keep(context: Context, file: MapFile, *, edition: str, erased: int | None = None) -> bool:
    """Keep a map as it was answered; False where somebody was erased meanwhile, who may be quoted on it."""
    body = {"edition": edition, "order": _LAST, "file": file.model_dump(mode="json")}
    with context.store.transaction() as tables:
        if erased is not None and tables.tombstones.count() != erased:
            return False
        # one version: people's words are in the log
        tables.documents.put(OWN_KIND, file.document.id, body, keep=1)
    return True


def remove(context: Context, map_id: str) -> None:
    """Take an own map off the list, with all that was written on it.

    Raises:
        InputError: there is no such own map; maps of the data cannot be removed.
    """
    if not context.store.documents.delete(OWN_KIND, map_id):
        raise InputError(
            f"{map_id[:80]!r} is no map that somebody brought.",
            hint="Maps of the data are drawn anew with every import.",
            code="map.own-unknown",
        )
    context.store.map_log.delete(map_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What cards may speak of."""

    matches: list[Match]
    touchpoints: list[str]
    """All that the data of the purpose have, by name."""


def matches(context: Context, document: Document, purpose: str | None) -> Matches:
    """What every card of a map may speak of in the data of a purpose.

    Raises:
        InputError: there is no such purpose, or there are no data.
    """
    with opened(context) as data:
        spots = map_package.spots_of(data, _purpose(data, document, purpose))
    return Matches(
        matches=map_package.propose(document, spots), touchpoints=sorted(one.key for one in spots)
    )


def confirm(
    context: Context,
    shared: SharedMap,
    answers: Mapping[str, str | None],
    *,
    purpose: str | None,
    by: str | None,
    edition: str,
    listener: Listener | None = None,
) -> MapFile:
    """Bind what a person confirmed, and answer the map.

    Raises:
        InputError: there is no such purpose, card or touchpoint.
    """
    erased = context.store.tombstones.count()
    with opened(context) as data:
        document = shared.document()
        chosen = _purpose(data, document, purpose)
        confirmed = map_package.confirm(document, answers, map_package.spots_of(data, chosen))
        confirmed = confirmed.model_copy(
            update={
                "purpose": map_package.Reference(id=chosen.name, title=chosen.title),
                "period": map_package.Period(start=data.period_start, end=data.period_end),
                "generated_sample": data.generated_sample,
            }
        )
        map_package.rewrite(context.store.map_log, shared, confirmed, author=by)
        book = _book(data, chosen, listener)
        file = map_package.refresh(confirmed, book, data, chosen)
    if _keep(context, file, edition=edition, erased=erased):
        return file
    again: dict[str, str | None] = {}  # what was confirmed is kept already
    return confirm(
        context, shared, again, purpose=purpose, by=by, edition=edition, listener=listener
    )


def answer_own_maps(
    context: Context, edition: str, *, listener: Listener | None = None
) -> list[MapFile]:
    """Every own map, those that ask something answered by the newest data."""
    kept = context.store.documents.list(OWN_KIND)
    if not kept:
        return []
    erased = context.store.tombstones.count()
    found: list[MapFile] = []
    with opened(context) as data:
        purposes = {one.name: one for one in data.purposes}
        books: dict[str, Book] = {}
        for body in (one.body for one in kept):
            file = map_package.MapFile.model_validate(body["file"])
            shared = map_package.load(context.store.map_log, file.document.id)
            document = file.document if shared is None else shared.document()
            chosen = purposes.get(document.purpose.id)
            if body["edition"] != edition and document.bindings and chosen is not None:
                if chosen.name not in books:
                    books[chosen.name] = _book(data, chosen, listener)
                answered = map_package.refresh(document, books[chosen.name], data, chosen)
                if _keep(context, answered, edition=edition, erased=erased):
                    file = answered
            found.append(file.model_copy(update={"document": document}))
    return found


def are_answered(context: Context, edition: str, purposes: Iterable[Purpose]) -> bool:
    """Whether every own map that asks something was answered by the newest data."""
    names = {one.name for one in purposes}
    return not any(
        body["edition"] not in ("", edition) and body["file"]["document"]["purpose"]["id"] in names
        for body in (one.body for one in context.store.documents.list(OWN_KIND))
    )


def _book(data: JourneyData, purpose: Purpose, listener: Listener | None) -> Book:
    return insight_package.run(data, purpose, _ASKED, listener=listener)


def _purpose(data: JourneyData, document: Document, wanted: str | None) -> Purpose:
    """The purpose that is named, else the one that the map is about already, else the largest."""
    known = {one.name: one for one in data.purposes}
    about = known.get(document.purpose.id)
    return about if wanted is None and about is not None else choose_one(data, wanted)

"""Persona maps: the questions of a map, asked of the customers of one persona alone.

In: a workspace, a purpose, a persona.  Out: the same document with another snapshot. One document for all, so
that what people write stands once; drawn when somebody asks for it, then kept, because it costs as much as the
map of everybody. Nothing here tests one persona against another: the map says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline import insights as insight_package
from desireline import maps as map_package
from desireline.maps import MapFile, Reference
from desireline.pipeline.context import opened
from desireline.pipeline.moving import keep_moves, moves_of
from desireline.pipeline.narrowing import of_persona
from desireline.pipeline.personas import know_personas

if TYPE_CHECKING:
    from desireline.jobs import Listener
    from desireline.maps import Document
    from desireline.pipeline.context import Context

_KIND = "persona-map"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaMap:
    """A map of one persona, as it was drawn last."""

    persona: str
    file: MapFile
    drawn_us: int
    behind: bool
    """The data moved since."""


def draw_persona(
    context: Context, document: Document, persona: str, *, listener: Listener | None = None
) -> MapFile:
    """Ask the questions of a map of one persona's customers, and keep the answers.

    Raises:
        InputError: there is no such persona.
    """
    erased = context.store.tombstones.count()
    with opened(context) as data:
        know_personas(context, data)
        narrowed, name = of_persona(data, persona)
        purpose = next(one for one in data.purposes if one.name == document.purpose.id)
        modules = [one for one in insight_package.names() if one not in insight_package.HEAVY]
        book = insight_package.run(narrowed, purpose, modules, listener=listener)
        own = document.model_copy(update={"personas": [Reference(id=name, title=name)]})
        drawn = map_package.refresh(own, book, narrowed, purpose)
        version = data.data_version
    file = drawn.model_copy(update={"snapshot": _told(drawn, name)})
    body = {"data": version, "persona": name, "file": file.model_dump(mode="json")}
    with context.store.transaction() as tables:
        is_clean = tables.tombstones.count() == erased
        if is_clean:
            tables.documents.put(_KIND, f"{document.id}/{name}", body, keep=1)
            keep_moves(tables, purpose.name, moves_of(book), persona=name)
    # whoever was erased while it was drawn may be quoted on it
    return file if is_clean else draw_persona(context, document, persona, listener=listener)


def _told(file: MapFile, persona: str) -> map_package.Snapshot:
    whom = f"Of customers who surely belong to “{persona}”; who is mixed is in no persona's map. "
    unproved = "Whether personas differ from each other is not tested here."
    return file.snapshot.model_copy(update={"notices": [whom + unproved, *file.snapshot.notices]})


def kept_persona_maps(context: Context, map_id: str) -> list[PersonaMap]:
    """The persona maps of a map that were drawn, by persona; computes nothing."""
    head = context.store.manifest.head().data
    return [
        PersonaMap(
            persona=one.body["persona"],
            file=MapFile.model_validate(one.body["file"]),
            drawn_us=one.updated_us,
            behind=one.body["data"] != head,
        )
        for one in context.store.documents.list(_KIND)
        if one.id.startswith(f"{map_id}/")
    ]

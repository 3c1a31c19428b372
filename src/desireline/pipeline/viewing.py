"""View: insights and maps of the newest data version, computed once and kept.

In: a workspace.  Out: books and map files. A map is computed again when the data, who is whom, what texts
say, the recipe or this program changed; until then it is read from the store, so that no page waits for an analysis.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from desireline import insights as insight_package
from desireline import journeys
from desireline import maps as map_package
from desireline.errors import InputError
from desireline.expressions import Field
from desireline.insights import Book
from desireline.jobs import Listener
from desireline.journeys import JourneyData, Purpose
from desireline.language import read_topics
from desireline.maps import CellState, Document, MapFile
from desireline.pipeline.beside import do_each, edition_of
from desireline.pipeline.choosing import choose, choose_one
from desireline.pipeline.context import Context, opened
from desireline.pipeline.looking import health_of, keep_health
from desireline.pipeline.moving import keep_moves, moves_of
from desireline.pipeline.narrowing import of_topic
from desireline.pipeline.own_maps import answer_own_maps, are_answered
from desireline.pipeline.personas import know_personas
from desireline.pipeline.shelf import KIND
from desireline.pipeline.telling import (
    VERSIONS,
    Computed,
    Mark,
    keep_told,
    kept_insights,
    tell_goals,
)
from desireline.stores import Json


def insights(
    context: Context,
    *,
    purpose: str | None = None,
    topic: str | None = None,
    goal: str | None = None,
    listener: Listener | None = None,
) -> list[Book]:
    """Compute the books of all purposes, or of one; of the journeys that speak of a topic where one is named.

    With a goal every ranking is by the effect on it.

    Raises:
        InputError: there is no such purpose, topic or goal.
    """
    if goal is not None:
        _check_goal(context, goal)
    made_of = journeys.made_of(context.store)
    with opened(context) as everything:
        know_personas(context, everything)
        data, topic_name = everything, None
        if topic is not None:
            data, topic_name = of_topic(everything, read_topics(context.store), topic)
        chosen = choose(data, purpose)
        if data is everything and len(chosen) == len(data.purposes):
            edition = edition_of(data, made_of)
            books = do_each(context, data, edition, _write_book, listener=listener)
        else:
            told = [
                name
                for name in insight_package.names()
                if data is everything or name not in insight_package.OF_EVERYBODY
            ]
            books = [insight_package.run(data, one, told, listener=listener) for one in chosen]
    books = books if goal is None else [book.toward(goal) for book in books]
    return books if topic_name is None else [book.about(topic_name) for book in books]


def _write_book(
    context: Context, data: JourneyData, purpose: Purpose, listener: Listener | None
) -> Book:
    """All that is to be said of a purpose."""
    know_personas(context, data, find=False)
    return insight_package.run(data, purpose, listener=listener)


def _check_goal(context: Context, goal: str) -> None:
    known = [one.name for one in context.recipe.goals]
    if goal not in known:
        raise InputError(
            f"There is no goal {goal[:40]!r}.",
            hint=f"Goals stand under [[goals]] in recipe.toml, or are declared under Why: {', '.join(known) or 'none yet'}.",
            code="goal.unknown",
        )


def toward_goal(context: Context, computed: Computed, goal: str) -> Computed:
    """What was computed, ranked by the effect on a goal.

    Raises:
        InputError: there is no such goal.
    """
    _check_goal(context, goal)
    told = [insight_package.Insight(**one) for one in computed.insights]
    ordered = insight_package.toward(told, goal)
    return replace(computed, insights=[asdict(one) for one in ordered])


def compare(
    context: Context, a: str, b: str, *, purpose: str | None = None
) -> insight_package.Comparison:
    """Two segments of one purpose, or of the largest, side by side.

    Raises:
        InputError: there are no data or no such purpose, a predicate cannot be read, or hardly anybody fits.
    """
    with opened(context) as data:
        know_personas(context, data, find=False)
        return insight_package.compare(data, choose_one(data, purpose), a, b)


def askable(context: Context, *, purpose: str | None = None) -> list[tuple[Field, list[str]]]:
    """What segments of a purpose, or of the largest, can be made of.

    Raises:
        InputError: there are no data, or no such purpose.
    """
    with opened(context) as data:
        know_personas(context, data, find=False)
        return insight_package.askable(data, choose_one(data, purpose))


def maps(context: Context, *, listener: Listener | None = None) -> list[MapFile]:
    """One map per purpose, computed where the kept one is out of date; then those that people brought."""
    found = None
    while found is None:
        found = _current_or_drawn(context, listener)
    files, edition = found
    return [*files, *answer_own_maps(context, edition, listener=listener)]


def current_edition(context: Context) -> str:
    """The mark of what the newest data answer."""
    made_of = journeys.made_of(context.store)
    with opened(context) as data:
        return edition_of(data, made_of)


def is_shown_current(context: Context) -> bool:
    """Whether the maps and insights that are shown answer the newest data, and whole. Computes none."""
    computed = kept_insights(context)
    if computed is None or computed.behind:
        return False
    made_of = journeys.made_of(context.store)
    with opened(context) as data:
        wanted, aims = edition_of(data, made_of), context.recipe.aims
        kept = [one.body for one in context.store.documents.list(KIND)]
        current = [one for one in kept if one["edition"] == wanted and one.get("aims") == aims]
        drawn = len(current) == len(data.purposes)
        return drawn and are_answered(context, wanted, data.purposes)


def _current_or_drawn(
    context: Context, listener: Listener | None
) -> tuple[list[MapFile], str] | None:
    """The maps and the mark of what they answer; None where somebody was erased while they were drawn, who may be quoted on them."""
    erased = context.store.tombstones.count()
    made_of = journeys.made_of(
        context.store
    )  # before the data are opened: at worst a map is drawn once more
    with opened(context) as data:
        wanted = edition_of(data, made_of)
        kept = context.store.documents.list(KIND)
        current = [document.body for document in kept if document.body["edition"] == wanted]
        if len(current) == len(data.purposes):
            order = {purpose.name: purpose.code for purpose in data.purposes}
            current = [_aimed(context, body) for body in current]
            tell_goals(context, data, wanted, listener=listener)
            files = [
                _with_people(context, MapFile.model_validate(body["file"])) for body in current
            ]
            return sorted(files, key=lambda file: order[file.document.purpose.id]), wanted
        drawn = do_each(context, data, wanted, _draw, listener=listener)
        with context.store.transaction() as tables:  # all at once: nobody sees half a drawing
            if tables.tombstones.count() != erased:
                return None
            for one in drawn:
                body = {
                    "edition": wanted,
                    "aims": context.recipe.aims,
                    "order": one.purpose.code,
                    "file": one.file.model_dump(mode="json"),
                }
                tables.documents.put(KIND, one.file.document.id, body, keep=VERSIONS)
                mark = Mark(
                    data=data.data_version,
                    edition=wanted,
                    aims=context.recipe.aims,
                    is_whole=one.is_whole,
                )
                keep_told(tables, one.book, mark)
                keep_health(tables, one.purpose.name, one.health)
                keep_moves(tables, one.purpose.name, moves_of(one.book))
        return [one.file for one in drawn], wanted


def with_people(file: MapFile, document: Document) -> MapFile:
    """A kept map with the document as people changed it since: a new cell is an assumption."""
    document = _about_the_same(document, file)
    known = file.snapshot.cell_states
    states = {id_: known.get(id_, CellState.ASSUMPTION) for id_ in document.cells}
    snapshot = file.snapshot.model_copy(update={"cell_states": states})
    return file.model_copy(update={"document": document, "snapshot": snapshot})


def _about_the_same(document: Document, file: MapFile) -> Document:
    """What a map is about is not its editors' to change: a page could write anything there."""
    drawn = file.document
    return document.model_copy(
        update={"purpose": drawn.purpose, "generated_sample": drawn.generated_sample}
    )


def _with_people(context: Context, file: MapFile) -> MapFile:
    shared = map_package.load(context.store.map_log, file.document.id)
    return file if shared is None else with_people(file, shared.document())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A map that was drawn and is not kept yet, with what its insights say."""

    purpose: Purpose
    file: MapFile
    book: Book
    is_whole: bool
    health: Json


def _draw(
    context: Context, data: JourneyData, purpose: Purpose, listener: Listener | None
) -> _Drawn:
    heavy = frozenset[str]() if know_personas(context, data, find=False) else insight_package.HEAVY
    book = insight_package.run(
        data,
        purpose,
        [name for name in insight_package.names() if name not in heavy],
        listener=listener,
    )
    file = map_package.build(book, data, purpose, declared=context.recipe.declared)
    shared = map_package.load(context.store.map_log, file.document.id)
    if shared is not None:
        # people work on it: what they wrote stays, and its questions are asked again
        file = map_package.refresh(_about_the_same(shared.document(), file), book, data, purpose)
    return _Drawn(purpose=purpose, file=file, book=book, is_whole=not heavy,
                  health=health_of(data, purpose))  # fmt: skip


def _aimed(context: Context, body: Json) -> Json:
    """A kept map with the goals as they are declared now; kept where they changed since."""
    aims = context.recipe.aims
    if body.get("aims") == aims:
        return body
    file = map_package.with_goals(MapFile.model_validate(body["file"]), context.recipe.goals)
    again = {**body, "aims": aims, "file": file.model_dump(mode="json")}
    erased = context.store.tombstones.count()
    with context.store.transaction() as tables:
        kept = tables.documents.get(KIND, file.document.id)
        if tables.tombstones.count() == erased and kept is not None and kept.body == body:
            tables.documents.put(KIND, file.document.id, again, keep=VERSIONS)
    return again

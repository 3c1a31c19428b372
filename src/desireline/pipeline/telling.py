"""What insights said, kept: computed again when their data moved, and after another goal only what depends on goals.

In: a workspace.  Out: what was said, by purpose, with a mark of what it answers. A goal moves how far it is, what holds
it back, and nothing else: effects are kept beside the insights, so that nobody who only ranks anew waits for trials.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from desireline import insights as insight_package
from desireline import journeys
from desireline import maps as map_package
from desireline.insights import Book, Lever, Verdict
from desireline.jobs import Listener
from desireline.journeys import JourneyData, Purpose
from desireline.maps import MapFile
from desireline.pipeline.beside import edition_of
from desireline.pipeline.choosing import no_purpose
from desireline.pipeline.context import Context, opened
from desireline.pipeline.personas import know_personas
from desireline.pipeline.portraits import keep_portraits, kept_portraits
from desireline.pipeline.reviewing import keep_signals
from desireline.pipeline.shelf import KIND
from desireline.stores import Tables

VERSIONS = 10
"""Drawings of a map that are kept; what people wrote is in the log of shared maps."""
_SAID = "insights"
_AIMED = "goals"
"""The one insight that depends on the goals."""


def tell_goals(
    context: Context, data: JourneyData, edition: str, *, listener: Listener | None = None
) -> None:
    """Say how far the goals are where they changed since the insights were kept; all else that was said stands."""
    for purpose in data.purposes:
        before = _told_before(context, purpose, edition)
        if before.aims not in (None, context.recipe.aims):
            _tell(context, data, purpose, before, edition=edition, listener=listener)


def keep_insights(context: Context, *, listener: Listener | None = None) -> None:
    """Compute the insights that take long, and of the others what is not kept of these data; keep all to be shown.

    Where nothing moved but the goals, they alone are told again.
    """
    made_of = journeys.made_of(context.store)
    with opened(context) as data:
        know_personas(context, data)
        edition = edition_of(data, made_of)
        for purpose in data.purposes:
            before = _told_before(context, purpose, edition)
            if before.aims in (None, context.recipe.aims) or not before.is_whole:
                before = before.without(insight_package.HEAVY)
                before.is_whole = True
            if not _tell(context, data, purpose, before, edition=edition, listener=listener):
                return  # who was erased meanwhile may be in it; whoever looks next begins it again


def _tell(
    context: Context,
    data: JourneyData,
    purpose: Purpose,
    before: Told,
    *,
    edition: str,
    listener: Listener | None,
) -> bool:
    """Compute what was not told before, and keep all; False where somebody was erased meanwhile."""
    erased, aims = context.store.tombstones.count(), context.recipe.aims
    if before.aims != aims:
        before = before.without({_AIMED})
    left_out = frozenset[str]() if before.is_whole else insight_package.HEAVY
    missing = [
        name
        for name in insight_package.names()
        if name not in before.said and name not in left_out
    ]
    book = insight_package.run(data, purpose, missing, levers=before.levers, listener=listener)
    mark = Mark(data=data.data_version, edition=edition, aims=aims, is_whole=before.is_whole)
    with context.store.transaction() as tables:
        if tables.tombstones.count() != erased:
            return False
        if not insight_package.HEAVY.isdisjoint(missing):
            _draw_personas(tables, book, edition)
        keep_told(tables, book, mark, before)
    return True


def _draw_personas(tables: Tables, book: Book, edition: str) -> None:
    """Personas who were found after a map was drawn get their curves on it."""
    for kept in tables.documents.list(KIND):
        if kept.body["edition"] != edition:
            continue
        file = MapFile.model_validate(kept.body["file"])
        if file.document.purpose.id == book.purpose.name:
            drawn = map_package.with_personas(file, book)
            body = {**kept.body, "file": drawn.model_dump(mode="json")}
            tables.documents.put(KIND, kept.id, body, keep=VERSIONS)


@dataclass(slots=True, kw_only=True)
class Told:
    """What was kept of the same data."""

    said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What each module said; one that had nothing to say is there too."""
    levers: list[Lever] | None = None
    aims: str | None = None
    """Mark of the goals that it was told of; None where nothing was kept."""
    is_whole: bool = False

    def without(self, modules: Iterable[str]) -> Told:
        """The same, as if these had not spoken."""
        left = {name: said for name, said in self.said.items() if name not in set(modules)}
        return replace(self, said=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Of what insights are kept."""

    data: int
    edition: str
    aims: str
    is_whole: bool


def _told_before(context: Context, purpose: Purpose, edition: str) -> Told:
    kept = context.store.documents.get(_SAID, purpose.name)
    if kept is None or kept.body.get("edition") != edition:
        return Told()
    body = kept.body
    said: dict[str, list[dict[str, Any]]] = {name: [] for name in body["ran"]}
    for name, insight in zip(body["modules"], body["insights"], strict=True):
        said[name].append(insight)
    levers = body.get("levers")
    return Told(
        said=said,
        levers=None
        if levers is None
        else [Lever(**one | {"verdict": Verdict(one["verdict"])}) for one in levers],
        aims=body.get("aims"),
        is_whole=body["whole"],
    )


def keep_told(tables: Tables, book: Book, mark: Mark, before: Told | None = None) -> None:
    """Keep what a book says beside what was said `before`; what was kept of older data is nobody's."""
    before = before or Told()
    told = before.said | {
        name: [asdict(insight) for insight in result.insights]
        for name, result in book.results.items()
    }
    ordered = sorted(
        ((name, insight) for name, insights in told.items() for insight in insights),
        key=lambda one: insight_package.telling_place(one[0], one[1]["verdict"]),
    )
    levers = before.levers if book.levers is None else book.levers
    body = {
        "order": book.purpose.code,
        "insights": [insight for _, insight in ordered],
        "modules": [name for name, _ in ordered],
        "ran": list(told),
        "levers": None if levers is None else [asdict(one) for one in levers],
        "edition": mark.edition,
        "aims": mark.aims,
        "data": mark.data,
        "whole": mark.is_whole,
    }
    keep_portraits(tables, book, mark.data)
    if mark.is_whole:
        keep_signals(tables, book.purpose.name, (insight for _, insight in ordered))
    tables.documents.delete(_SAID, book.purpose.name)
    tables.documents.put(_SAID, book.purpose.name, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What was computed last, and when."""

    insights: list[dict[str, Any]]
    """As `insights --json` prints them."""
    data_version: int
    computed_us: int
    behind: bool
    """The data or the goals moved since, or insights that take long are not among them yet."""


def kept_insights(context: Context, *, purpose: str | None = None) -> Computed | None:
    """The insights as they were computed with the maps; None before that. Computes nothing.

    Raises:
        InputError: there is no such purpose.
    """
    documents = context.store.documents
    kept = sorted(documents.list(_SAID), key=lambda one: one.body["order"])
    if not kept:
        return None
    if purpose is not None:
        chosen = [one for one in kept if one.id == purpose]
        if not chosen:
            raise no_purpose(purpose, (one.id for one in kept))
        kept = chosen
    drawn = min(one.body["data"] for one in kept)
    head = context.store.manifest.head().data
    return Computed(
        insights=[insight for one in kept for insight in one.body["insights"]],
        data_version=drawn,
        computed_us=min(one.updated_us for one in kept),
        behind=drawn != head
        or not all(one.body["whole"] for one in kept)
        or any(one.body.get("aims") != context.recipe.aims for one in kept)
        or kept_portraits(context) is None,
    )

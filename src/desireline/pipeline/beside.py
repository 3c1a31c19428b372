"""Work on several purposes, side by side: a second process reads the same data and does every other one.

In: opened data and what is to be done with each of their purposes.  Out: what came of it, in the order of the purposes.
Small data are not worth the second that such a process takes to begin; of large data the engine uses all cores by itself, and
two processes would hold them twice. A process that finds other data than were asked about leaves the work to the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from desireline import journeys
from desireline.errors import CancelledError
from desireline.events import SegmentStore, open_log
from desireline.jobs import Listener, share
from desireline.journeys import JourneyData, Purpose
from desireline.pipeline.context import Context, opened
from desireline.recipe import Recipe
from desireline.stores import open_store

FEWEST_STEPS, MOST_STEPS = 60_000, 3_000_000
"""Between them a second process is worth it."""
_Result = TypeVar("_Result")
Work = Callable[[Context, JourneyData, Purpose, Listener | None], _Result]
"""A function of a module, or a `partial` of one: another process must find it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where another process finds the same data."""

    folder: Path
    temporary: Path
    recipe: Recipe
    edition: str


def do_each(
    context: Context,
    data: JourneyData,
    edition: str,
    work: Work[_Result],
    *,
    listener: Listener | None = None,
) -> list[_Result]:
    """Do the work for each purpose of the data; `edition` is what they answer."""

    def here(purpose: Purpose) -> _Result:
        return work(context, data, purpose, listener)

    steps = data.engine.rows("SELECT count(*) FROM steps")[0][0]
    if not FEWEST_STEPS <= steps <= MOST_STEPS:
        return [here(purpose) for purpose in data.purposes]
    place = _Place(
        folder=context.folder, temporary=context.temporary, recipe=context.recipe, edition=edition
    )
    return share(data.purposes, here, partial(_elsewhere, place, work))


def _elsewhere(place: _Place, work: Work[_Result], purpose: Purpose) -> _Result:
    with closing(open_store(place.folder)) as store:
        context = Context(
            folder=place.folder,
            store=store,
            segments=SegmentStore(store),
            log=open_log(place.folder, store),
            recipe=place.recipe,
            temporary=place.temporary,
        )
        made_of = journeys.made_of(store)
        with opened(context) as data:
            if edition_of(data, made_of) != place.edition:
                raise CancelledError("The data moved on.", hint="Whoever asked does it.")
            return work(context, data, purpose, None)


def edition_of(data: JourneyData, made_of: str) -> str:
    """A mark that changes whenever the same question could have another answer; goals are asked beside it."""
    from importlib.metadata import version

    words = (
        str(data.data_version),
        made_of,
        data.recipe_fingerprint,
        version("desireline"),
    )
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]

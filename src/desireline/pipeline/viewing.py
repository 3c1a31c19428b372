"""View: insights and maps of the newest data version, computed once and kept.

In: a workspace.  Out: books and map files. A map is computed again when the data, the recipe or this
program changed; until then it is read from the store, so that no page waits for an analysis.
"""

from __future__ import annotations

import hashlib

from desireline import insights as insight_package
from desireline import maps as map_package
from desireline.errors import InputError
from desireline.insights import Book
from desireline.jobs import Listener
from desireline.journeys import JourneyData, Purpose
from desireline.maps import MapFile
from desireline.pipeline.context import Context, opened

_KIND = "map"


def insights(
    context: Context, *, purpose: str | None = None, listener: Listener | None = None
) -> list[Book]:
    """Compute the books of all purposes, or of one.

    Raises:
        InputError: there is no such purpose.
    """
    books: list[Book] = []
    with opened(context) as data:
        chosen = _choose(data, purpose)
        for number, one in enumerate(chosen):
            _tell(listener, number, len(chosen), f"looking at “{one.title}”")
            books.append(insight_package.run(data, one))
    return books


def maps(context: Context, *, listener: Listener | None = None) -> list[MapFile]:
    """One map per purpose; computed where the kept one is out of date."""
    made_of = _made_of(context)  # before the data are opened: at worst a map is drawn once more
    with opened(context) as data:
        wanted = _edition(data, made_of)
        kept = context.store.documents.list(_KIND)
        current = [document.body for document in kept if document.body["edition"] == wanted]
        if len(current) == len(data.purposes):
            order = {purpose.name: purpose.code for purpose in data.purposes}
            files = [MapFile.model_validate(body["file"]) for body in current]
            return sorted(files, key=lambda file: order[file.document.purpose.id])
        return [
            _draw(context, data, purpose, wanted, listener=listener) for purpose in data.purposes
        ]


def kept_maps(context: Context) -> list[MapFile]:
    """The maps as they were drawn last, however old; computes nothing."""
    kept = context.store.documents.list(_KIND)
    if not kept:
        return []
    newest = max(kept, key=lambda document: document.updated_us).body["edition"]
    bodies = [document.body for document in kept if document.body["edition"] == newest]
    bodies.sort(key=lambda body: body.get("order", 0))
    return [MapFile.model_validate(body["file"]) for body in bodies]


def _draw(
    context: Context,
    data: JourneyData,
    purpose: Purpose,
    edition: str,
    *,
    listener: Listener | None,
) -> MapFile:
    _tell(listener, purpose.code, len(data.purposes), f"drawing “{purpose.title}”")
    book = insight_package.run(data, purpose)
    file = map_package.build(book, data, purpose, declared=context.recipe.declared)
    body = {"edition": edition, "order": purpose.code, "file": file.model_dump(mode="json")}
    context.store.documents.put(_KIND, file.document.id, body)
    return file


def _made_of(context: Context) -> str:
    """Which segments of the log the steps were made of: live events may be ahead of them."""
    state = context.store.settings.get("journeys.state") or {}
    return ",".join(state.get("events", ()))


def _edition(data: JourneyData, made_of: str) -> str:
    """Changes whenever the same question could have another answer."""
    from importlib.metadata import version

    words = (str(data.data_version), made_of, data.recipe_fingerprint, version("desireline"))
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]


def _choose(data: JourneyData, purpose: str | None) -> list[Purpose]:
    if purpose is None:
        return list(data.purposes)
    chosen = [one for one in data.purposes if one.name == purpose]
    if not chosen:
        names = ", ".join(one.name for one in data.purposes) or "none yet"
        raise InputError(
            f"There is no purpose {purpose!r}.",
            hint=f"The purposes here are: {names}.",
            code="purpose.unknown",
        )
    return chosen


def _tell(listener: Listener | None, done: int, total: int, words: str) -> None:
    if listener is not None:
        listener(done, total, words)

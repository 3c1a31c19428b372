"""Portraits: what was found of each persona, kept so that a page shows it at once.

In: the book that found them.  Out: plain JSON of measures, and back. Kept whole beside the insights, because a
portrait carries a lift with its interval, which no field of an insight holds. Journeys in it are of real
people, without names: an erasure drops them, and the next computation brings others.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desireline.insights import Book
    from desireline.pipeline.context import Context
    from desireline.stores import Json, Tables, Traces

KIND = "personas"
_ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portraits:
    """The personas as they were found last."""

    personas: list[dict[str, Any]]
    """One portrait each, the largest first; none where the data hold no more than one."""
    words: str
    """How customers choose in all, or why there are no personas to tell apart."""
    verdict: str
    drift: str | None
    """Whether newcomers still choose alike."""
    computed_us: int
    behind: bool


def keep_portraits(tables: Tables, book: Book, data_version: int) -> None:
    """Keep what a book says of personas; a book that does not speak of them changes nothing."""
    told = [one for one in book.insights if one.kind == "persona" and one.metric == "personas"]
    if not told:
        return
    drift = [one.words for one in book.insights if one.kind == "persona_drift"]
    body = {
        "data": data_version,
        "words": told[0].words,
        "verdict": told[0].verdict.value,
        "drift": drift[0] if drift else None,
        "personas": [asdict(one) for one in book.results["personas"].measures],
    }
    tables.documents.put(KIND, _ALL, body, keep=1)


def kept_portraits(context: Context) -> Portraits | None:
    """The portraits as they were kept; None before anybody looked for personas. Computes nothing."""
    kept = context.store.documents.get(KIND, _ALL)
    if kept is None:
        return None
    body = kept.body
    return Portraits(
        personas=body["personas"],
        words=body["words"],
        verdict=body["verdict"],
        drift=body["drift"],
        computed_us=kept.updated_us,
        behind=body["data"] != context.store.manifest.head().data,
    )


def forget_portraits(body: Json, traces: Traces) -> Json:
    """Drop every journey: which of them was whose is not known any more."""
    del traces
    return {**body, "personas": [{**one, "journeys": []} for one in body["personas"]]}

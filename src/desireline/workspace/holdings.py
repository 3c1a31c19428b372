"""The registry: everything that a workspace keeps of people, from every package.

In: each package's HOLDINGS.  Out: one list, and what in a workspace nobody has declared. A new dataset,
table, kind of document or place is declared by the package that writes it; a new package adds its line here.
"""

from __future__ import annotations

import fnmatch
import json
from functools import cache
from pathlib import Path

from desireline import delivery, events, identity, journeys, language, maps, pipeline, stores
from desireline.stores import Holdings, Json, PlaceHolding, TableHolding, Tables, Traces
from desireline.workspace import talking


def _forget_in_documents(tables: Tables, traces: Traces) -> int:
    """Documents of a declared kind by their own rule, all others as texts; every version of each."""
    changed = 0
    known = holdings().documents or {}
    for kind in tables.personal.values("document", "kind"):
        forget = known.get(kind)

        def change(text: str, forget: object = forget) -> str:
            if not callable(forget):
                return traces.mask(text)
            body: Json = json.loads(text)
            forgotten = forget(body, traces)
            return text if forgotten == body else _dump(forgotten)

        changed += tables.personal.rewrite("document", ("body",), change, where=("kind", kind))
    return changed + tables.personal.rewrite("document", ("author",), traces.mask)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_FOLDER = Holdings(
    tables=(
        TableHolding(
            name="document",
            why="every version of every map: quotes go, evidence says that data were erased since",
            personal=("body", "author"),
            erase=_forget_in_documents,
        ),
        TableHolding(
            name="member",
            why="people of the company who sign in, not its customers: `desireline member remove`",
        ),
        TableHolding(
            name="session", why="digests, and what a guest wants to be called, for a day"
        ),
        TableHolding(
            name="ticket", why="digests, and whom of the company a link invites: for weeks"
        ),
        TableHolding(
            name="audit",
            why="what members did, by ids: no words and no names of customers; sealed, so never rewritten",
        ),
    ),
    places=(
        PlaceHolding(
            pattern="audit.*", why="the key and the end of the audit log: nobody is named"
        ),
        PlaceHolding(
            pattern="recipe.toml",
            why="what people wrote: looked at, never changed; the certificate counts mentions",
        ),
    ),
)


@cache
def holdings() -> Holdings:
    """Everything that is declared."""
    parts = (
        stores.HOLDINGS,
        events.HOLDINGS,
        identity.HOLDINGS,
        language.HOLDINGS,
        journeys.HOLDINGS,
        maps.HOLDINGS,
        pipeline.HOLDINGS,
        delivery.HOLDINGS,
        talking.HOLDINGS,
        _FOLDER,
    )
    return Holdings(
        datasets=tuple(one for part in parts for one in part.datasets),
        tables=tuple(one for part in parts for one in part.tables),
        places=tuple(one for part in parts for one in part.places),
        documents={kind: one for part in parts for kind, one in (part.documents or {}).items()},
    )


def undeclared_places(folder: Path) -> list[str]:
    """Name what lies at the top of a workspace's folder and nobody declared: people's own files."""
    patterns = [place.pattern for place in holdings().places]
    return sorted(
        path.name
        for path in folder.iterdir()
        if not any(fnmatch.fnmatchcase(path.name, pattern) for pattern in patterns)
    )

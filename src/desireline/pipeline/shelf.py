"""The shelf: maps as they were drawn last, held in memory and read anew only where the store has another.

In: a store.  Out: map files with the time at which each was drawn. A map is megabytes of JSON, and every page
asks for all of them; what is asked of the store each time is their versions alone. An erasure rewrites
versions in place, so the number of tombstones is part of the mark.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from desireline.maps import MapFile
from desireline.stores import Store

KIND = "map"
OWN_KIND = "own-map"
"""Maps that people brought: they stand behind those of the data."""


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: tuple[int, int, int]
    edition: str
    order: int
    file: MapFile


class Shelf:
    """The kept maps of one workspace. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], _Kept] = {}

    def maps(self) -> list[tuple[MapFile, int]]:
        """The maps of the last drawing, however old, and when; not to be changed. Computes nothing."""
        with self._lock:
            self._kept = self._current()
            kept = [one for (kind, _), one in self._kept.items() if kind == KIND]
            own = [one for (kind, _), one in self._kept.items() if kind == OWN_KIND]
        newest = max(kept, key=lambda one: one.mark[1]).edition if kept else None
        newer = sorted((one for one in kept if one.edition == newest), key=lambda one: one.order)
        return [(one.file, one.mark[1]) for one in [*newer, *own]]

    def _current(self) -> dict[tuple[str, str], _Kept]:
        found: dict[tuple[str, str], _Kept] = {}
        erased = self._store.tombstones.count()  # before the bodies: at worst one is read twice
        for kind in (KIND, OWN_KIND):
            for id_, version, updated_us in self._store.documents.heads(kind):
                mark = (version, updated_us, erased)
                known = self._kept.get((kind, id_))
                if known is None or known.mark != mark:
                    known = self._read(kind, id_, erased)
                if known is not None:
                    found[(kind, id_)] = known
        return found

    def _read(self, kind: str, id_: str, erased: int) -> _Kept | None:
        document = self._store.documents.get(kind, id_)
        if document is None:
            return None
        body = document.body
        return _Kept(
            mark=(document.version, document.updated_us, erased),
            edition=body["edition"],
            order=body.get("order", 0),
            file=MapFile.model_validate(body["file"]),
        )

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
        self._kept: dict[str, _Kept] = {}

    def maps(self) -> list[tuple[MapFile, int]]:
        """The maps of the last drawing, however old, and when; not to be changed. Computes nothing."""
        with self._lock:
            self._kept = self._current()
            kept = list(self._kept.values())
        if not kept:
            return []
        newest = max(kept, key=lambda one: one.mark[1]).edition
        newer = sorted((one for one in kept if one.edition == newest), key=lambda one: one.order)
        return [(one.file, one.mark[1]) for one in newer]

    def _current(self) -> dict[str, _Kept]:
        found: dict[str, _Kept] = {}
        erased = self._store.tombstones.count()  # before the bodies: at worst one is read twice
        for id_, version, updated_us in self._store.documents.heads(KIND):
            mark = (version, updated_us, erased)
            known = self._kept.get(id_)
            if known is None or known.mark != mark:
                document = self._store.documents.get(KIND, id_)
                if document is None:
                    continue
                body = document.body
                known = _Kept(
                    mark=(document.version, document.updated_us, erased),
                    edition=body["edition"],
                    order=body.get("order", 0),
                    file=MapFile.model_validate(body["file"]),
                )
            found[id_] = known
        return found

"""Maps that stand under other maps: the tree of all of them.

In: where people put each map.  Out: the map above each, as it counts. What people said is kept as it is; here a map whose
map above is gone stands at the top, and so does one map of a circle, which two people who move maps at once can make.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desireline.maps.model import Document, Placement


def placed(documents: Iterable[Document], own: str) -> dict[str, Placement]:
    """Where each map stands: where people put it, else a map that they brought under that of the data with its purpose.

    Args:
        documents: of all maps.
        own: how ids of maps that people brought begin.
    """
    known = {one.id: one for one in documents}
    of_data = {one.purpose.id: one.id for one in known.values() if not one.id.startswith(own)}
    found: dict[str, Placement] = {}
    for id_, document in known.items():
        place = document.place
        if place is None:
            above = of_data.get(document.purpose.id) if id_.startswith(own) else None
            place = Placement(map=above)
        found[id_] = place if place.map in known and place.map != id_ else Placement()
    return {
        id_: Placement() if min(circle(id_, found), default=None) == id_ else _staged(place, known)
        for id_, place in found.items()
    }


def _staged(place: Placement, known: Mapping[str, Document]) -> Placement:
    """A stage that was taken away is no place any more; its map is."""
    above = known.get(place.map or "")
    gone = above is None or place.stage not in above.stages
    return Placement(map=place.map) if gone else place


def circle(id_: str, places: Mapping[str, Placement]) -> set[str]:
    """The maps of the circle that a map is part of; none where it stands under the top."""
    walked: list[str] = []
    at: str | None = id_
    while at is not None and at not in walked:
        walked.append(at)
        place = places.get(at)
        at = None if place is None else place.map
    return set(walked) if at == id_ else set()


def is_above(one: str, other: str, places: Mapping[str, Placement]) -> bool:
    """Whether one map is another, or stands somewhere above it."""
    seen: set[str] = set()
    at: str | None = other
    while at is not None and at not in seen:
        if at == one:
            return True
        seen.add(at)
        place = places.get(at)
        at = None if place is None else place.map
    return False

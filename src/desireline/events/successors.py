"""What became of files that were written again, in every setting that lists them.

In: the settings, and for each file the one that holds its rest.  Out: lists that name what lives. Whatever is
derived from the log remembers the files that it has looked at. Where a file is only another's rest, or several
in one, there is nothing new in it; what went is told by the dataset `withdrawn`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from desireline.stores import Json, Segment, Settings

Successors = Mapping[str, str | None]
"""By path: the file that holds the rows that are left, None where none are."""


def joined(parts: Sequence[Segment], whole: Segment | None) -> dict[str, str | None]:
    """Successors of parts of which one segment has all rows that are left."""
    return dict.fromkeys((part.path for part in parts), None if whole is None else whole.path)


def follow(settings: Settings, successors: Successors) -> None:
    """Name successors instead of files, in every list of every setting that names some."""
    parts: dict[str, set[str]] = defaultdict(set)
    for path, successor in successors.items():
        if successor is not None:
            parts[successor].add(path)
    for name, value in settings.all().items():
        followed = _followed(value, successors, parts)
        if followed != value:
            settings.put(name, followed)


def _followed(value: Json, successors: Successors, parts: Mapping[str, set[str]]) -> Json:
    """A file made of several is known where all of them were: else it is looked at as a new one."""
    if isinstance(value, dict):
        return {name: _followed(one, successors, parts) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    paths = {one for one in value if isinstance(one, str)}
    if paths.isdisjoint(successors):
        return value
    known = {whole for whole, files in parts.items() if files <= paths}
    return sorted((paths - successors.keys()) | known)

"""Which readers there are: the built-in ones, then plug-ins.

A built-in reader is a module of `readers/` with a `READER`; a plug-in is the same object behind the
entry point group `desireline.readers`, and cannot replace a built-in one.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desireline.sources.model import Reader

GROUP = "desireline.readers"


@cache
def readers() -> dict[str, Reader]:
    """All readers by name, built-in ones first."""
    from desireline.sources.readers import built_in

    found = {reader.name: reader for reader in built_in()}
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        reader: Reader = point.load()
        found.setdefault(reader.name, reader)
    return found

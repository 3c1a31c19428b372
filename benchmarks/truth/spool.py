"""Happenings that memory need not hold: kept in a folder, told again by source in order of time.

In: happenings as they are lived, one person after another.  Out: those of one source, earliest first; of the same time
in the order in which they were lived. A buffer of a hundred thousand is sorted and put away; reading merges the parts.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from company import Happening

_BUFFER, _BATCH = 100_000, 500


class Spool:
    """What `Company.add` fills instead of a list."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._buffer: list[Happening] = []
        self._parts: dict[str, list[Path]] = {}
        self._count = 0

    def append(self, one: Happening) -> None:
        """Take one more."""
        self._buffer.append(one)
        self._count += 1
        if len(self._buffer) >= _BUFFER:
            self._put_away()

    def __len__(self) -> int:
        return self._count

    def of(self, source: str) -> Iterator[Happening]:
        """Those of a source, in order of time."""
        self._put_away()
        parts = [_read(path) for path in self._parts.get(source, ())]
        return merge(*parts, key=lambda one: one.at)

    def close(self) -> None:
        """Remove what was kept."""
        for paths in self._parts.values():
            for path in paths:
                path.unlink()
        self._parts.clear()

    def _put_away(self) -> None:
        by_source: dict[str, list[Happening]] = {}
        for one in sorted(self._buffer, key=lambda one: one.at):
            by_source.setdefault(one.source, []).append(one)
        self._buffer.clear()
        for source, mine in by_source.items():
            parts = self._parts.setdefault(source, [])
            parts.append(self._folder / f"{source}-{len(parts)}.pickle")
            with parts[-1].open("wb") as file:
                for start in range(0, len(mine), _BATCH):
                    pickle.dump(mine[start : start + _BATCH], file)


def _read(path: Path) -> Iterator[Happening]:
    with path.open("rb") as file:
        while True:
            try:
                batch: list[Happening] = pickle.load(file)
            except EOFError:
                return
            yield from batch

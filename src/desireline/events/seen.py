"""Which keys may have been seen before: a bit for each, so that ten million take 40 MB.

In: 64-bit keys, run by run.  Out: for each, False (certainly new) or True (look closely). A few
new keys in a hundred are looked at closely without need; none that repeats is missed. Exactness is the
closer look's work (`contested.py`); this only keeps its share small and memory bounded.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BITS_PER_KEY = 32
_SMALLEST, _LARGEST = 1 << 16, 1 << 31


class SeenKeys:
    """A set of keys that errs only towards `seen`."""

    def __init__(self, expected: int) -> None:
        wanted = max(_SMALLEST, min(expected * _BITS_PER_KEY, _LARGEST))
        self._shift = np.uint64(64 - (wanted - 1).bit_length())
        self._bits = np.zeros(1 << (wanted - 1).bit_length() >> 3, np.uint8)

    def add(self, keys: NDArray[np.uint64]) -> None:
        """Remember keys."""
        self._set(np.sort(keys >> self._shift))

    def test_and_add(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Say which keys may have been seen, earlier or twice among these; remember them all."""
        places = keys >> self._shift
        seen = (self._bits[places >> np.uint64(3)] >> (places & np.uint64(7)).astype(np.uint8)) & 1
        ordered = np.sort(places)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        found = seen.astype(np.bool_)
        if len(twice):
            where = np.minimum(np.searchsorted(twice, places), len(twice) - 1)
            found |= twice[where] == places
        self._set(ordered)
        return found

    def _set(self, ordered: NDArray[np.uint64]) -> None:
        """Set bits; several of one byte are gathered first, because indexed |= would keep one."""
        if not len(ordered):
            return
        byte = ordered >> np.uint64(3)
        mask = np.left_shift(np.uint8(1), (ordered & np.uint64(7)).astype(np.uint8))
        starts = np.flatnonzero(np.concatenate(([True], byte[1:] != byte[:-1])))
        self._bits[byte[starts]] |= np.bitwise_or.reduceat(mask, starts)

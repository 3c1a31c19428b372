"""Which keys stand more than once: among new events, or in the log already. Exact.

In: the keys of the new events, and of the log piece by piece.  Out: the sorted keys that repeat. New keys
are sorted, at most four millions at a time; keys of the log go through a bit map of the new ones, so
that adding a day to a large log reads its keys once and compares almost none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
_BITS_PER_KEY = 16
_SMALLEST, _LARGEST = 16, 31
"""Size of the bit map, as powers of two."""
_AT_ONCE = 4_000_000
"""Keys that are sorted together: about 60 bytes of memory for each."""


def disputed(new: Sequence[Keys], known: Callable[[], Iterable[Keys]]) -> Keys:
    """Return the keys that stand twice in `new`, or in `new` and in `known`.

    Args:
        new: keys of new events.
        known: gives the keys of the log, from the start each time.
    """
    total = sum(map(len, new))
    # keys are spread evenly, so their first bits cut them into ranges of one size; shifting costs a fifth of dividing
    bits = (total // _AT_ONCE).bit_length()
    found = (
        [_of_part(_chosen(new, part, bits), known) for part in range(1 << bits)] if total else []
    )
    return np.concatenate([np.empty(0, np.uint64), *found])


def _chosen(new: Sequence[Keys], part: int, bits: int) -> Keys:
    """The sorted keys that begin with the bits of `part`."""
    if bits:
        new = [keys[keys >> np.uint64(64 - bits) == part] for keys in new]
    keys = np.concatenate(new)
    keys.sort()
    return keys


def _of_part(new: Keys, known: Callable[[], Iterable[Keys]]) -> Keys:
    twice = new[1:][new[1:] == new[:-1]]
    seen: _BitMap | None = None
    met = [np.empty(0, np.uint64)]
    for keys in known():
        seen = seen or _BitMap(new)
        met.append(keys[seen.may_have(keys)])
    candidates = np.concatenate(met)
    candidates.sort()  # looking sorted keys up is ten times as fast
    found = np.concatenate([twice, candidates[contains(new, candidates)]])
    found.sort()  # np.unique goes by hashes, and takes seventy times as long
    return found[np.concatenate(([True], found[1:] != found[:-1]))[: len(found)]]


def contains(ordered: Keys, keys: Keys) -> NDArray[np.bool_]:
    """Say which of `keys` are among the sorted ones."""
    if not len(ordered):
        return np.zeros(len(keys), np.bool_)
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return ordered[places] == keys


class _BitMap:
    """A set of keys that errs only towards `may have it`, in one in sixteen cases."""

    def __init__(self, ordered: Keys) -> None:
        wanted = (len(ordered) * _BITS_PER_KEY - 1).bit_length() if len(ordered) else 0
        power = max(_SMALLEST, min(wanted, _LARGEST))
        self._shift = np.uint64(64 - power)
        self._bits = np.zeros(1 << power >> 3, np.uint8)
        if not len(ordered):
            return
        # several bits of one byte are gathered first, because indexed |= would keep one
        places = ordered >> self._shift
        byte = places >> np.uint64(3)
        starts = np.flatnonzero(np.concatenate(([True], byte[1:] != byte[:-1])))
        self._bits[byte[starts]] = np.bitwise_or.reduceat(_bit(places), starts)

    def may_have(self, keys: Keys) -> NDArray[np.bool_]:
        places = keys >> self._shift
        return (self._bits[places >> np.uint64(3)] & _bit(places)) != 0


def _bit(places: Keys) -> NDArray[np.uint8]:
    return np.left_shift(np.uint8(1), (places & np.uint64(7)).astype(np.uint8))

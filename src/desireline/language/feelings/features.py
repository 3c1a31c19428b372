"""What a head reads: vectors of clauses, what the words say alone, and for English what VADER's word list says of the whole.

In: clauses, sentences, texts of one language.  Out: numbers. The vector of a sentence or a text is the mean of
its clauses'; words and word list read sentences and texts as they are, because they add words up rather than
averaging them. Scales are set once so that one ridge penalty suits all columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from desireline.language.feelings.valence import WORD_FEATURES, word_rows
from desireline.language.meaning.embedding import WIDTH, embed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD_LIST = 4
FEATURES = WIDTH + _WORD_LIST + WORD_FEATURES
VECTOR_SCALE = 4.0
_LONGEST = 4_000


def read_vectors(clauses: Sequence[str]) -> NDArray[Any]:
    """Vectors of clauses, scaled, shape (n, WIDTH)."""
    import numpy as np

    if not clauses:
        return np.zeros((0, WIDTH), dtype=np.float32)
    place = {clause: number for number, clause in enumerate(dict.fromkeys(clauses))}
    vectors = embed(list(place)) * VECTOR_SCALE  # `Thanks!` is embedded once
    return vectors[[place[clause] for clause in clauses]]


def read_words(texts: Sequence[str], *, english: bool) -> NDArray[Any]:
    """What words and word list say of sentences or texts, shape (n, FEATURES - WIDTH)."""
    import numpy as np

    found = np.zeros((len(texts), FEATURES - WIDTH))
    if english and texts:
        found[:, :_WORD_LIST] = [_word_list(text) for text in texts]
    found[:, _WORD_LIST:] = word_rows([text[:_LONGEST] for text in texts])
    return found


@lru_cache(maxsize=20_000)
def _word_list(text: str) -> tuple[float, float, float, float]:
    scores = _analyser().polarity_scores(text[:_LONGEST])
    return scores["compound"], scores["neg"], scores["pos"], scores["neu"]


@cache
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def clause_share(words: str, weight: float) -> float:
    """How much a clause counts in its text: `OK` less than a sentence, none more than a long one."""
    return weight * min(1.0, 0.25 + len(words) / 60)

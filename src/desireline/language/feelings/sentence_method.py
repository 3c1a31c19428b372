"""The default way to read feelings: sentence vectors and a linear head, in five languages.

In: masked texts of one language.  Out: calibrated chances, the emotion with its intensity, each sentence's
feeling, and the words that pulled hardest. Because the head is linear, each clause's pull on the whole is
known: the words named as the cause stand where the pull was strongest. One choice to question: classes weigh
alike in training, so that no domain's share of complaints is baked in; a workspace's own labels put it
right (`learning.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desireline.language.feelings.causes import name_cause
from desireline.language.feelings.model import Reading, SentenceReading
from desireline.language.feelings.reading import Pages, lay_out
from desireline.language.meaning.heads import Trained, meanings, shipped

if TYPE_CHECKING:
    from numpy.typing import NDArray

LANGUAGES = ("en", "es", "pt", "de", "fr")
_UPSET = frozenset({"surprise", "confusion", "worry", "frustration", "anger", "disappointment"})
_GLAD = frozenset({"delight", "gratitude", "trust", "relief", "surprise"})
_READING = "3"
"""Raised when texts are read in another way by the same head: workspaces then read them again."""
_CLAUSES = 3
"""Clauses in which the cause is looked for."""
_LOUD = 0.15
"""Added to the intensity where somebody shouts: capitals, or marks in a row."""


class SentenceMethod:
    """Reads English, or the other four languages; one head for all of them."""

    name = "sentences"

    def __init__(self, *, english: bool, sentiment: Trained | None = None) -> None:
        self._english = english
        self._sentiment = sentiment or shipped("sentiment")
        self._emotion = shipped("emotion")
        self.languages = frozenset({"en"} if english else {*LANGUAGES} - {"en"})
        self.version = f"{_READING}-{self._sentiment.stamp}"

    def score(self, texts: Sequence[str]) -> list[Reading | None]:
        """See Method."""
        pages = lay_out(texts, english=self._english)
        if not pages.clauses:
            return [None] * len(texts)
        return _Read(pages, self._sentiment, self._emotion).readings(texts)


class _Read:
    """One batch, with everything the readings of its texts are made of."""

    def __init__(self, pages: Pages, sentiment: Trained, emotion: Trained) -> None:
        rows = pages.text_rows()
        self._pages = pages
        self._clause_pulls = pages.clause_pulls(
            sentiment.head.weights[2] - sentiment.head.weights[0]
        )
        self._chances = sentiment.chances(rows)
        self._by_sentence = sentiment.chances(pages.sentence_rows(rows))
        self._emotions = emotion.chances(rows)
        self._names = emotion.classes
        self._meanings = meanings(pages.means()).tolist()

    def readings(self, texts: Sequence[str]) -> list[Reading | None]:
        import numpy as np

        pages = self._pages
        first_sentence = np.searchsorted(pages.text_of, np.arange(len(texts) + 1))
        first_clause = np.searchsorted(pages.sentence_of, first_sentence)
        return [
            self._reading(
                n, text, range(*first_sentence[n : n + 2]), range(*first_clause[n : n + 2])
            )
            for n, text in enumerate(texts)
        ]

    def _reading(self, n: int, text: str, sentences: range, clauses: range) -> Reading | None:
        if not len(clauses):
            return None
        negative, neutral, positive = _rounded(self._chances[n])
        emotion, intensity = self._emotion(n, text, upset=negative > positive)
        return Reading(
            negative=negative,
            neutral=neutral,
            positive=positive,
            cause=None
            if neutral > max(negative, positive)
            else self._cause(clauses, upset=negative > positive),
            emotion=emotion,
            intensity=intensity,
            sentences=tuple(self._sentence(place) for place in sentences),
            meaning=tuple(self._meanings[n]),
        )

    def _sentence(self, place: int) -> SentenceReading:
        negative, neutral, positive = _rounded(self._by_sentence[place])
        return SentenceReading(
            words=self._pages.sentences[place],
            negative=negative,
            neutral=neutral,
            positive=positive,
        )

    def _cause(self, clauses: range, *, upset: bool) -> str | None:
        """Words of the clauses that gave most to the result."""
        sign = -1 if upset else 1
        pulls = {c: sign * self._clause_pulls[c] * self._pages.shares[c] for c in clauses}
        strongest = sorted(clauses, key=pulls.__getitem__, reverse=True)[:_CLAUSES]
        named = [self._pages.clauses[c] for c in sorted(strongest) if pulls[c] > 0]
        return name_cause(named or [self._pages.clauses[strongest[0]]], sign=sign)

    def _emotion(self, n: int, text: str, *, upset: bool) -> tuple[str | None, float | None]:
        """The likeliest emotion on the side that the words are on, unless `none` is likelier."""
        chances = dict(zip(self._names, (float(c) for c in self._emotions[n]), strict=True))
        side = _UPSET if upset else _GLAD
        best = max(sorted(side), key=chances.__getitem__)
        if chances["none"] >= chances[best]:
            return None, None
        share = chances[best] / (chances[best] + chances["none"])
        loud = _LOUD if _is_loud(text) else 0.0
        return best, round(min(1.0, share * (1 - _LOUD) + loud), 3)


def _rounded(chances: NDArray[Any]) -> tuple[float, float, float]:
    """Chances whose last digits do not depend on which other texts were read beside them."""
    negative, positive = round(float(chances[0]), 4), round(float(chances[2]), 4)
    return negative, round(1 - negative - positive, 4), positive


def _is_loud(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    shouts = len(letters) >= 8 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters)
    return shouts or "!!" in text

"""VADER's own pass over a text, with the valence of each word kept instead of thrown away.

In: a text.  Out: words and valences. For one sentence their compound equals
`polarity_scores(text)["compound"]`, which a test compares. Over several, each sentence is read on its
own and the sum makes the compound: left to itself, VADER lets a `nothing` turn the next sentence's
`Terrible` around. Importing this imports vaderSentiment.
"""

from __future__ import annotations

import re
from typing import Any, cast

from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer, SentiText

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


class WordValences(SentimentIntensityAnalyzer):
    """An analyser that also tells which words made the score."""

    def words(self, text: str) -> tuple[list[str], list[float]]:
        """Words of the text and the valence of each after negation, boosters and `but`."""
        words: list[str] = []
        valences: list[float] = []
        for sentence in _SENTENCE_END.split(text):
            said, pulls = self._sentence(sentence) if sentence.strip() else ([], [])
            words += said
            valences += pulls
        return words, valences

    def _sentence(self, text: str) -> tuple[list[str], list[float]]:
        parsed = SentiText(self._without_emojis(text))
        words = cast("list[str]", parsed.words_and_emoticons)
        valences: list[float] = []
        for place, word in enumerate(words):
            if word.lower() in BOOSTER_DICT or _is_kind_of(words, place):
                valences.append(0)
            else:
                valences = cast(
                    "list[float]", self.sentiment_valence(0, parsed, word, place, valences)
                )
        return words, cast("list[float]", self._but_check(words, valences))

    def compound(self, valences: list[float], text: str) -> float:
        """Compound score, -1 to 1."""
        if not valences:
            return 0.0
        scores = cast("dict[str, Any]", self.score_valence(valences, self._without_emojis(text)))
        return float(scores["compound"])

    def _without_emojis(self, text: str) -> str:
        """Write emojis as words, as VADER does; plain text passes untouched."""
        if text.isascii():
            return text.strip()
        written: list[str] = []
        for sign in text:
            name = cast("str | None", self.emojis.get(sign))
            if name is None:
                written.append(sign)
            else:
                apart = not written or written[-1].endswith(" ")
                written.append(name if apart else f" {name}")
        return "".join(written).strip()


def _is_kind_of(words: list[str], place: int) -> bool:
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    return words[place].lower() == "kind" and following == "of"

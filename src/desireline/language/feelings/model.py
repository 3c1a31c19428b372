"""What a method that reads feelings takes and gives.

In: masked texts in one language.  Out: for each text the chances that it is negative, neutral and
positive, and the words that say so; where the method can, the emotion and each sentence's feeling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

FEELINGS = ("negative", "neutral", "positive")
"""In the order of a head's classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReading:
    """How one sentence of a text feels: three chances that add up to 1."""

    words: str
    negative: float
    neutral: float
    positive: float

    @property
    def feeling(self) -> float:
        """-1 (upset) to 1 (glad)."""
        return self.positive - self.negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one text feels: three chances that add up to 1, and the words that caused them."""

    negative: float
    neutral: float
    positive: float
    cause: str | None
    emotion: str | None = None
    """One of `heads.EMOTIONS`; None where none was said, or the method reads none."""
    intensity: float | None = None
    """0 to 1, with the emotion."""
    sentences: tuple[SentenceReading, ...] = ()
    """The sentences that were read, in order; empty where the method reads texts as a whole."""
    meaning: tuple[int, ...] | None = None
    """Where the text stands among meanings, -127 to 127 in each direction; None where not known."""

    @property
    def label(self) -> str:
        """The likeliest of the three."""
        chances = (self.negative, self.neutral, self.positive)
        return FEELINGS[chances.index(max(chances))]

    @property
    def feeling(self) -> float:
        """-1 (upset) to 1 (glad): what one would expect of this text on that scale."""
        return self.positive - self.negative


class Method(Protocol):
    """One way to read feelings from words."""

    name: str
    version: str
    languages: frozenset[str]
    """Languages it was made for, as two letters."""

    def score(self, texts: Sequence[str]) -> list[Reading | None]:
        """Read each text; None where it holds nothing to go by, such as no word at all."""
        ...

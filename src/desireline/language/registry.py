"""What a method that reads feelings is, and which one reads which language.

In: masked texts in one language.  Out: for each text the chances that it is negative, neutral and
positive, and the words that say so. A method speaks only for the languages it names; for any other
language nothing is guessed: `method_for` answers None and the utterance stays without a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one text feels: three chances that add up to 1, and the words that caused them."""

    negative: float
    neutral: float
    positive: float
    cause: str | None

    @property
    def label(self) -> str:
        """The likeliest of the three."""
        chances = (self.negative, self.neutral, self.positive)
        return ("negative", "neutral", "positive")[chances.index(max(chances))]

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


_METHODS: list[Method] = []


def register(method: Method) -> None:
    """Offer a method; it comes before those registered earlier."""
    _METHODS.insert(0, method)


def methods() -> tuple[Method, ...]:
    """All methods, those asked first in front. The built-in word list is always the last resort."""
    return (*_METHODS, _word_list())


def method_for(language: str) -> Method | None:
    """The first method that was made for the language; None when there is none."""
    return next((method for method in methods() if language in method.languages), None)


def signature(method: Method) -> str:
    """Name and version, as stored with every score."""
    return f"{method.name} {method.version}"


@cache
def _word_list() -> Method:
    from desireline.language.vader import VaderMethod

    return VaderMethod()

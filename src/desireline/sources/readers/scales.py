"""What a survey question measures and on which scale, inferred from its words and all its answers.

In: a question's name and label, then each answer.  Out: its kind (nps, csat, ces) with the worst and
the best end, or that it is open text, or neither. The debatable choice is to take the highest code
for the best: exports do not say it, so the reader reports each scale that it inferred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

_KINDS = (
    ("nps", re.compile(r"\bnps\b|likely .*recommend|recommend .*(friend|colleague)|weiterempfehl", re.IGNORECASE)),
    ("ces", re.compile(r"\bces\b|\beffort\b|\beas(y|ier)\b|\beinfach\b|\baufwand\b", re.IGNORECASE)),
    ("csat", re.compile(r"\bcsat\b|satisf|zufrieden|satisfech|tevreden|soddisf", re.IGNORECASE)),
)  # fmt: skip
_STEPS_5 = ("extremely|very|completely", "somewhat", "neither|neutral")
_STEPS_7 = ("extremely|strongly|very", "moderately", "slightly|somewhat", "neither|neutral")
_BAD_WORDS = re.compile(r"dissatisf|disagree|difficult|unlikely|unzufrieden|hard", re.IGNORECASE)
_MANY = 20
"""Answers from which on it means something that an answer never came."""
_TOPS = {"csat": (5, 7, 10, 100), "ces": (5, 7, 10, 100), "nps": (10,)}


@dataclass(slots=True, kw_only=True)
class Question:
    """A column with answers, and what all its answers say about its scale."""

    name: str
    label: str
    import_id: str
    numbers: int = 0
    answers: int = 0
    low: Decimal = Decimal("Infinity")
    high: Decimal = Decimal("-Infinity")
    words: set[str] = field(default_factory=set[str])
    kind: str | None = None
    ends: tuple[int, int] | None = None
    is_text: bool = False

    def see(self, answer: str) -> None:
        """Take note of one answer."""
        self.answers += 1
        found = _leading_number(answer)
        if found is not None:
            self.numbers += 1
            self.low, self.high = min(self.low, found), max(self.high, found)
        elif len(self.words) < 200:
            self.words.add(answer)

    def decide(self, *, has_nps_group: bool) -> None:
        """Choose text, rating or neither, once all answers were seen."""
        asked = f"{self.name} {self.label}"
        kind = next((kind for kind, pattern in _KINDS if pattern.search(asked)), None)
        self.kind = "nps" if has_nps_group else kind
        if self.import_id.upper().endswith("_TEXT") or self.name.upper().endswith("_TEXT"):
            self.kind, self.is_text = None, True
        elif self.kind is not None:
            self.ends = self._scale(self.kind)
            self.kind = self.kind if self.ends else None
        if not self.kind and not self.is_text and not self.import_id:
            spoken = [word for word in self.words if " " in word]
            # few different answers of many are choices, and a choice is not somebody's words
            chosen = self.answers >= _MANY and len(self.words) <= self.answers / 3
            self.is_text = bool(self.words) and not chosen and self._spoken(spoken)

    def _spoken(self, spoken: list[str]) -> bool:
        """Whether most answers are sentences; words are kept up to 200 different ones."""
        return len(spoken) >= min(self.answers, len(self.words)) / 2

    def _scale(self, kind: str) -> tuple[int, int] | None:
        if self.answers and self.numbers == self.answers:
            high = self.high
            if high == 6 and self.answers >= _MANY and 6 not in _TOPS[kind]:
                high = Decimal(5)  # many answered and nobody 7: the 6 stands for `not applicable`
            top = next((top for top in _TOPS[kind] if high <= top), None)
            return None if top is None or self.low < 0 else (0 if kind == "nps" else 1, top)
        if self.words and all(_in_words(word, self.steps) is not None for word in self.words):
            return (1, self.steps)
        return None

    @property
    def steps(self) -> int:
        """How many answers a scale in words has: seven when it knows more shades than five."""
        shades = re.compile(r"moderately|slightly|strongly", re.IGNORECASE)
        return 7 if any(shades.search(word) for word in self.words) else 5

    def rating(self, answer: str | None) -> Decimal | None:
        """Read one answer on the question's scale."""
        if answer is None or self.kind is None:
            return None
        found = _leading_number(answer)
        if found is None:
            in_words = _in_words(answer, self.steps)
            return None if in_words is None else Decimal(in_words)
        return found


def _leading_number(answer: str) -> Decimal | None:
    """Read a code, or a label that begins with one: `10 - Extremely likely`."""
    found = re.match(r"\s*(\d{1,3}(?:\.\d+)?)\s*(?:$|[-:(\u2013=]|\s[A-Za-z])", answer)
    return Decimal(found.group(1)) if found else None


def _in_words(answer: str, steps: int) -> int | None:
    """Read an answer in words: its shade gives the distance from the middle, its word the side."""
    shades = _STEPS_7 if steps == 7 else _STEPS_5
    middle = (steps + 1) // 2
    lowered = answer.lower()
    if not re.search(r"satisf|agree|eas|difficult|likely|zufrieden|hard|neither|neutral", lowered):
        return None
    distance = next(
        (middle - 1 - place for place, shade in enumerate(shades) if re.search(shade, lowered)),
        1 if steps == 5 else 2,
    )
    if re.search("neither|neutral", lowered):
        return middle
    return middle - distance if _BAD_WORDS.search(lowered) else middle + distance

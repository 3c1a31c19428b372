"""What a survey question measures and on which scale, inferred from its words and all its answers.

In: a question's name and label, then each answer.  Out: its kind (nps, csat, ces) with the worst and
the best end, or that it is open text, or neither. Where words beside the numbers say which end is the best
(`scale_ends`), they decide. The debatable choice is to take the highest code for the best elsewhere: exports do
not say it, so the reader reports each scale that it inferred.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from desireline.sources.readers import scale_ends

_WORDS = Path(__file__).with_suffix(".toml")
_MANY = 20
"""Answers from which on it means something that an answer never came."""
_TOPS = {"csat": (5, 7, 10, 100), "ces": (5, 7, 10, 100), "nps": (10,)}
_LABELLED = (5, 6, 7, 10)
"""Highest codes of scales whose answers carry words: six, too, which among bare numbers mostly means `not applicable`."""
_CODE_FIRST = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)\s*(?:$|[-:(\u2013=]|\s[A-Za-z])")
_LABEL = re.compile(r"\W*\d{1,3}\W+(\D*[^\W\d_]\D*)|(\D*[^\W\d_]\D*?)\W+\d{1,3}\W*")
_CODE_LAST = re.compile(r"[^\d]*[^\W\d_]\s*[-:(\u2013=]\s*(\d{1,3})\)?\s*")
_STRONG, _PLAIN, _SLIGHT = 3, 2, 1
"""How far from the middle an answer in words is."""


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
    labels: dict[int, str] = field(default_factory=dict[int, str])
    """By code, the words that stand beside it in answers."""
    none: int = 0
    """Answers that say that there is none: `don't know`."""
    is_told: bool = False
    """Whether words say which end of the scale is the best one."""
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
            if label := _LABEL.fullmatch(answer):
                self.labels.setdefault(int(found), label[1] or label[2])
        elif _says("answers", "none", answer.strip()):
            self.none += 1
        elif len(self.words) < 200:
            self.words.add(answer)

    def decide(self, *, has_nps_group: bool) -> None:
        """Choose text, rating or neither, once all answers were seen."""
        asked = f"{self.name} {self.label}"
        kind = next((one for one in _TOPS if _says("asks", one, asked)), None)
        if (
            kind is None
            and not self.numbers
            and any(_says("asks", "csat", one) for one in self.words)
        ):
            kind = "csat"  # how satisfied they are, answers say whatever is asked
        told = None if has_nps_group else self._told(self.label or self.name, kind)
        self.kind = "nps" if has_nps_group else kind or ("score" if told else None)
        if self.import_id.upper().endswith("_TEXT") or self.name.upper().endswith("_TEXT"):
            self.kind, self.is_text = None, True
        elif self.kind is not None:
            self.is_told = told is not None
            self.ends = told or self._scale(self.kind)
            self.kind = self.kind if self.ends else None
        if not self.kind and not self.is_text and not self.import_id:
            spoken = [word for word in self.words if " " in word]
            # few different answers of many are choices, and a choice is not somebody's words
            chosen = self.answers >= _MANY and len(self.words) <= self.answers / 3
            told = _says("asks", "open", self.label.strip()) or self._spoken(spoken)
            self.is_text = bool(self.words) and not chosen and told

    def _spoken(self, spoken: list[str]) -> bool:
        """Whether most answers are sentences; words are kept up to 200 different ones."""
        return len(spoken) >= min(self.answers, len(self.words)) / 2

    @property
    def because(self) -> str:
        """Why the best end is the best one, for a report."""
        if self.is_told:
            return "which the words beside its numbers, or of its question, say."
        return "which its words and answers suggest; the export does not say the scale."

    def _told(self, asked: str, kind: str | None) -> scale_ends.Ends | None:
        """The ends that words tell: beside the numbers of the heading or of the answers, or by what is asked."""
        if not self._is_numeric:
            return None
        is_effort = kind == "ces"
        if heading := scale_ends.told(asked, is_effort=is_effort):
            return heading
        lowest, highest = int(self.low), int(self.high)
        if labels := scale_ends.of_labels(self.labels, is_effort=is_effort):
            # the ends may be answers that nobody chose: only the direction is told
            tops = _TOPS["nps"] if kind == "nps" else _LABELLED
            top = next((top for top in tops if highest <= top), None)
            bottom = 0 if lowest == 0 or kind == "nps" else 1
            if top is not None:
                return (bottom, top) if labels[0] < labels[1] else (top, bottom)
        return scale_ends.turned(asked, lowest=lowest, highest=highest)

    @property
    def _is_numeric(self) -> bool:
        """Whether all answers are numbers, but for those that say that there is none."""
        return bool(self.numbers) and self.numbers + self.none == self.answers

    def _scale(self, kind: str) -> tuple[int, int] | None:
        if self._is_numeric:
            named = scale_ends.reach(self.label or self.name)
            if named is not None and named[0] <= self.low and self.high <= named[1]:
                return named
            high = self.high
            if kind == "nps" and high <= 5 and self.answers >= _MANY:
                return None  # many answered and nobody 6 or more: another scale than 0 to 10
            if high == 6 and self.answers >= _MANY and 6 not in _TOPS[kind]:
                high = Decimal(5)  # many answered and nobody 7: the 6 stands for `not applicable`
            top = next((top for top in _TOPS[kind] if high <= top), None)
            return None if top is None or self.low < 0 else (0 if kind == "nps" else 1, top)
        if (
            self.words
            and not self.numbers
            and all(_shade(word) is not None for word in self.words)
        ):
            return (1, self.steps)
        return None

    @property
    def steps(self) -> int:
        """How many answers a scale in words has: seven when it knows three shades on a side, else five."""
        shades = {shade for word in self.words if (shade := _shade(word)) is not None}
        return 7 if any({side * _SLIGHT, side * _PLAIN} <= shades for side in (1, -1)) else 5

    def rating(self, answer: str | None) -> Decimal | None:
        """Read one answer on the question's scale."""
        if answer is None or self.kind is None:
            return None
        found = _leading_number(answer)
        if found is None:
            return self._in_words(answer)
        low, high = sorted(self.ends or (found, found))
        # 0 or 6 of a scale of five means `not applicable`
        return found if low <= found <= high else None

    def _in_words(self, answer: str) -> Decimal | None:
        """Read an answer in words: its word gives the side of the middle, its shade the distance."""
        shade = _shade(answer)
        if shade is None:
            return None
        if self.steps == 5:
            shade = (shade > 0) - (shade < 0) if abs(shade) < _STRONG else 2 * shade // _STRONG
        return Decimal((self.steps + 1) // 2 + shade)


def asks(heading: str) -> bool:
    """Whether a heading says that it measures something: satisfaction, effort, recommendation, or a scale by its ends."""
    kinds = (_says("asks", kind, heading) for kind in _TOPS)
    return any(kinds) or scale_ends.told(heading) is not None


def in_words(answers: Iterable[str]) -> dict[str, int] | None:
    """A rating of 1 to 5 or 7 for each answer in words; None where some say nothing of it, or all the same."""
    question = Question(name="", label="", import_id="")
    for answer in answers:
        question.see(answer)
    if question.numbers or any(_shade(word) is None for word in question.words):
        return None
    question.kind = "csat"
    found = {word: question.rating(word) for word in sorted(question.words)}
    rated = {word: int(rating) for word, rating in found.items() if rating is not None}
    return rated if len(set(rated.values())) > 1 else None


def _leading_number(answer: str) -> Decimal | None:
    """Read a code, or a label with one before or behind: `10 - Extremely likely`, `Not at all likely - 0`."""
    found = _CODE_FIRST.match(answer) or _CODE_LAST.fullmatch(answer)
    return Decimal(found.group(1)) if found else None


def _shade(answer: str) -> int | None:
    """How far an answer in words is from the middle, below it with a minus; None where it is none."""
    said = answer.lower()
    if not _says("answers", "known", said):
        return None
    if _says("answers", "middle", said):
        return 0
    far = (
        _STRONG
        if _says("answers", "strong", said)
        else _SLIGHT
        if _says("answers", "slight", said)
        else _PLAIN
    )
    return -far if _says("answers", "bad", said) else far


def _says(part: str, what: str, text: str) -> bool:
    return _patterns()[part][what].search(text.lower()) is not None


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    """The words that ship, one expression each."""
    known = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        part: {name: re.compile("|".join(words)) for name, words in lists.items()}
        for part, lists in known.items()
    }

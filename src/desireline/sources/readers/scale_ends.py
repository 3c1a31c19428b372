"""Which end of a scale is the best one, as words beside its numbers say.

In: a question's heading (`1 = sehr zufrieden, 6 = gar nicht`, `from 1 (very easy) to 5 (very hard)`), or answers that
carry their number (`1 - Very satisfied`).  Out: the worst and the best number, or nothing where the words do not say it.

The lowest and the highest number decide, and their words must not agree: what stands beside the numbers of another
question (`1 = male, 2 = female`) says no side and is no scale. A grade of a German school is best at 1, and so is an effort
that is asked for by its amount: whoever answers high had more of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("scales.toml")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?![\w]|[.,]\d)")
_BEFORE = re.compile(r"[?:;.,!/|]")
_HEADING = re.compile(r"^\W*\d{1,3}\s*[.:)\u2013-]\s*(?=\D)")
"""The number of a question, in front of it."""
_REACH = re.compile(
    r"[(\[]\s*(\d)\s*(?:\W{1,3}|\W*\w{1,3}\W+)(\d{1,3})\s*[)\]]"
    r"|\b(?:scale|skala|[eé]chelle|escala|scala|schaal)\b\D{0,20}(\d)\b\D{1,8}(\d{1,3})\b",
    re.IGNORECASE,
)
_HIGHEST = (4, 5, 6, 7, 9, 10, 11, 100)
_GRADES = 6
"""The worst grade of a German school; the best is 1."""
_TOPS = (5, 7, 10)
Ends = tuple[int, int]


def told(heading: str, *, is_effort: bool = False) -> Ends | None:
    """Read the worst and the best number off a heading."""
    text = _HEADING.sub("", heading.lower())
    numbers = list(_NUMBER.finditer(text))
    behind: dict[int, str] = {}
    ahead: dict[int, str] = {}
    for place, one in enumerate(numbers):
        until = numbers[place + 1].start() if place + 1 < len(numbers) else len(text)
        since = numbers[place - 1].end() if place else 0
        behind[int(one[0])] = _up_to_the_bracket(text[one.end() : until])
        ahead[int(one[0])] = _last_clause(text[since : one.start()])
    both = {int(one[0]) for one in numbers}
    found = [of_labels(labels, is_effort=is_effort) for labels in (behind, ahead)]
    # words stand behind their number or ahead of it: whichever way tells both ends of all that are named
    whole = [one for one in found if one and set(one) == {min(both), max(both)}]
    return next((one for one in [*whole, *found] if one), None)


def of_labels(labels: Mapping[int, str], *, is_effort: bool = False) -> Ends | None:
    """Read the worst and the best number off words that stand beside numbers."""
    sides = {number: side(words, is_effort=is_effort) for number, words in labels.items()}
    sides = {number: one for number, one in sides.items() if one}
    if len(sides) < 2:
        return None
    low, high = min(sides), max(sides)
    if sides[low] == sides[high]:
        return None
    return (low, high) if sides[low] < 0 else (high, low)


def side(words: str, *, is_effort: bool = False) -> int:
    """1 where words say the good end of a scale, -1 for the bad one, 0 where they say none."""
    said = words.lower()
    much, little = _says("much", said), _says("little", said)
    if is_effort and (much or little):
        return 1 if little else -1
    if _says("worst", said):
        return -1
    if _says("best", said):
        return 1
    return -1 if little else int(much)


def turned(asked: str, *, lowest: int, highest: int) -> Ends | None:
    """The ends of a scale whose question by itself says that its lowest number is the best: grades, the amount of an effort."""
    said = asked.lower()
    if lowest < 1:
        return None
    if _says("grades", said) and highest <= _GRADES:
        return (_GRADES, 1)
    top = next((top for top in _TOPS if highest <= top), None)
    return (top, 1) if top and _says("efforts", said) else None


def reach(heading: str) -> Ends | None:
    """The lowest and the highest number that a heading names as a scale: `Satisfaction (1-10)`, `on a scale of 0 to 10`."""
    for found in _REACH.finditer(heading):
        low, high = (int(one) for one in found.groups() if one is not None)
        if low <= 1 and high in _HIGHEST:
            return low, high
    return None


def _up_to_the_bracket(words: str) -> str:
    """What stands beside a number: not what follows the bracket that closes the scale."""
    words = words.lstrip(" )")
    is_opened = words.lstrip(" =:\u2013-").startswith("(")
    return words.split(")" if is_opened or "(" not in words else "(", maxsplit=1)[0]


def _last_clause(words: str) -> str:
    return _BEFORE.split(words.rstrip(" (=:"))[-1]


def _says(what: str, text: str) -> bool:
    return _patterns()[what].search(text) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    known = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    ends, answers = known["ends"], known["answers"]
    lists = {
        **ends,
        "worst": [*ends["worst"], *answers["bad"]],
        "best": [*ends["best"], *answers["known"]],
    }
    return {name: re.compile("|".join(words)) for name, words in lists.items()}

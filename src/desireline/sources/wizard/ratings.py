"""One rating column: a number on a scale that its name says, or words that say how content one was.

In: columns.  Out: a `Finding` of the role rating with what a mapping needs. Scales are read off the
name (nps is 0 to 10) and off the values (a "score" above 5 is one of 10).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from desireline.sources.readers import scales
from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding

_NAMED = {
    "nps": ("nps", 0, 10),
    "csat": ("csat", 1, 5),
    "ces": ("ces", 1, 7),
    "rating": ("stars", 1, 5),
    "stars": ("stars", 1, 5),
    "score": ("stars", 1, 5),
    "review_score": ("stars", 1, 5),
    "overall_rating": ("stars", 1, 5),
    "satisfaction": ("csat", 1, 5),
    "satisfaction_rating": ("csat", 1, 5),
}
_ENDING = re.compile(r".*_(nps|csat|ces|rating|stars|satisfaction)(_score)?")
_WORDS = {
    "very dissatisfied": 1, "extremely dissatisfied": 1, "dissatisfied": 2, "unsatisfied": 2,
    "somewhat dissatisfied": 2, "neutral": 3, "neither satisfied nor dissatisfied": 3,
    "neutral or dissatisfied": 2, "satisfied": 4, "somewhat satisfied": 4, "very satisfied": 5,
    "extremely satisfied": 5, "very poor": 1, "very bad": 1, "terrible": 1, "poor": 2, "bad": 2,
    "fair": 3, "ok": 3, "okay": 3, "average": 3, "good": 4, "very good": 5, "excellent": 5,
    "great": 5, "strongly disagree": 1, "disagree": 2, "neither agree nor disagree": 3,
    "agree": 4, "strongly agree": 5, "very unhappy": 1, "unhappy": 2, "happy": 4, "very happy": 5,
    "sehr unzufrieden": 1, "unzufrieden": 2, "teils teils": 3, "zufrieden": 4, "sehr zufrieden": 5,
}  # fmt: skip
_MOST_ANSWERS = 8
_A_QUESTION = 4
"""Words of a heading from which on it is a question."""
_NOTHING = frozenset({"n/a", "na", "don't know", "no answer", "not applicable", "none", "-"})


def number(columns: Sequence[Column]) -> Finding | None:
    """A column of numbers that is called after a rating."""
    for column in columns:
        ending = _ENDING.fullmatch(column.normal)
        known = _NAMED.get(column.normal) or (_NAMED[ending[1]] if ending else None)
        if known is None or not column.numeric:
            continue
        kind, worst, best = known
        numbers = [float(value.replace(",", ".")) for value in column.values]
        highest = max(numbers)
        if best < highest <= 10:
            kind, worst, best = "score", 0 if min(numbers) == 0 else 1, 10
        if highest <= best:
            return Finding(
                role="rating",
                columns=(column.name,),
                confidence=0.85,
                reason=f"its name, and numbers up to {highest:g}: {kind}, {worst} to {best}",
                details={
                    "from": column.reference, "kind": kind, "worst": worst, "best": best,
                },
            )  # fmt: skip
    return next((found for column in columns if (found := _asked(column)) is not None), None)


def _asked(column: Column) -> Finding | None:
    """A column called after a question that is answered in numbers: what is asked says what they measure."""
    if len(column.words) < _A_QUESTION or not column.numeric or column.is_time:
        return None
    question = scales.Question(name="", label=column.name.casefold(), import_id="")
    for value in column.values:
        question.see(value)
    question.decide(has_nps_group=False)
    if question.kind is None or question.ends is None:
        return None
    worst, best = question.ends
    return Finding(
        role="rating",
        columns=(column.name,),
        confidence=0.85,
        reason=f"what it asks, and numbers up to {question.high}: {question.kind}, {worst} to {best}",
        details={
            "from": column.reference, "kind": question.kind, "worst": worst, "best": best,
        },
    )  # fmt: skip


def is_asked(rating: Finding) -> bool:
    """Whether a rating answers a question that the company asked, as surveys do; reviews are called after their stars."""
    return len(rating.column.split()) >= _A_QUESTION


def worded(columns: Sequence[Column]) -> Finding | None:
    """A column of words that say how content one was: satisfied, neutral or dissatisfied."""
    for column in columns:
        values = {value.lower() for value in column.values} - _NOTHING
        if not 2 <= len(values) <= 7 or not values <= _WORDS.keys():
            continue
        steps = {word: _WORDS[word] for word in sorted(values, key=lambda word: _WORDS[word])}
        two = len(steps) == 2
        words = dict(zip(steps, (0, 1), strict=True)) if two else steps
        return _content(column, words, ends=(0, 1) if two else (1, 5), confidence=0.85)
    return next((found for column in columns if (found := _shaded(column)) is not None), None)


def _shaded(column: Column) -> Finding | None:
    """A column of answers in words of other languages: `Molto soddisfatto`, `zeer tevreden`."""
    if not 2 <= column.distinct <= _MOST_ANSWERS or column.is_time:
        return None
    rated = scales.in_words(dict.fromkeys(column.values))
    if rated is None:
        return None
    words = {word.casefold(): step for word, step in rated.items()}
    return _content(column, words, ends=(1, max(5, *rated.values())), confidence=0.8)


def _content(
    column: Column, words: Mapping[str, int], *, ends: tuple[int, int], confidence: float
) -> Finding:
    """The finding of words that say how content people were."""
    common = ", ".join(f"{word} ({n:,})" for word, n in Counter(column.values).most_common(5))
    worst, best = ends
    return Finding(
        role="rating",
        columns=(column.name,),
        confidence=confidence,
        reason=f"its words say how content people were: {common}",
        details={
            "from": column.reference, "kind": "csat", "worst": worst, "best": best, "map": words,
        },
    )  # fmt: skip

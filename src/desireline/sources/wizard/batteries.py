"""Survey questions with one column each: which columns are answers on one scale, and which codes are none.

In: columns.  Out: `Battery`s: columns that are answered on the same scale, its ends, and the codes that
are no answer (0 = blank, 6 = never used). Two facts of the answers decide, not the names:

- Answers of one person go together. Columns whose codes rise and fall together over the rows are
  questions of one battery; a code for a terminal or an airline goes with nothing.
- A code is a low answer only if those who gave it are less content with everything else. Who says 0
  and rates the rest like everybody else did not answer; the same holds for a 6 above a scale of 5.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.sources.readers import scale_ends
from desireline.sources.wizard.columns import Column

_TOPS = (5, 7, 10)
_TOGETHER = 0.25
_WITH_REST = 0.15
_ENOUGH = 30
_SELDOM = 0.25
_FACTS = re.compile(
    r"^(age|sex|gender|income|inc|zip|country|home|language|lang|region|weight|year|month|day|hour|"
    r"week|purpose|strata|size|children|income|"
    r"tenure|minutes|delay|distance|count|times|number|quantity|qty|visits|children|months|id)$"
)
"""Words of columns that count or classify people; they never are answers on a scale."""
_CODES = {88, 96, 97, 98, 99, 888, 998, 999, -1, -2, -3, -7, -8, -9, -99}
"""Codes that survey tools write for no answer; beyond every scale."""
Answers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Columns that are answered on one scale."""

    columns: tuple[Column, ...]
    worst: int
    best: int
    none: tuple[str, ...]
    """Codes that are no answer."""
    confidence: float
    reasons: tuple[str, ...]


def find(columns: Sequence[Column]) -> list[Battery]:
    """Every battery of at least three questions, in the order of the columns."""
    batteries: list[Battery] = []
    for top in _TOPS:
        asked = [column for column in columns if _may_be(column, top)]
        batteries.extend(_battery(group, top) for group in _groups(asked, top))
    longest = max((len(battery.columns) for battery in batteries), default=0)
    return [battery for battery in batteries if len(battery.columns) >= longest / 4]


def _may_be(column: Column, top: int) -> bool:
    """Whether the codes fit a scale up to `top`, perhaps with one code more at each end."""
    codes = column.codes
    if codes is None or column.is_time or any(map(_FACTS.match, column.words)):
        return False
    counts = Counter(code for code in codes if code is not None and code not in _CODES)
    if not counts or min(counts) < 0 or len(set(counts) & set(range(1, top + 1))) < 4:
        return False
    beyond_yes_and_no = sum(count for code, count in counts.items() if 3 <= code <= top)
    if beyond_yes_and_no < 0.1 * counts.total():
        return False
    below = max((one for one in _TOPS if one < top), default=0)
    return (below + 1 < max(counts) if below else True) and max(counts) <= top + 1


def _answers(column: Column, top: int) -> Answers:
    """Codes 1 to top by row; NaN for everything else."""
    assert column.codes is not None
    return np.array([c if c and 1 <= c <= top else np.nan for c in column.codes], float)


def _groups(asked: list[Column], top: int) -> list[list[Column]]:
    """Columns that go together: each with at least some others, and what lies between them."""
    if len(asked) < 3:
        return []
    answers = [_answers(column, top) for column in asked]
    together = np.zeros((len(asked), len(asked)))
    for a in range(len(asked)):
        for b in range(a):
            together[a, b] = together[b, a] = _together(answers[a], answers[b])
    # a chance likeness of two columns is no battery: three others must agree (two, of three or four)
    agreeing = min(3, len(asked) - 1)
    closest = np.sort(together, axis=1)[:, -agreeing:].mean(axis=1)
    chosen = [number for number in range(len(asked)) if closest[number] >= _TOGETHER]
    groups = _linked(chosen, together)
    found = [[asked[number] for number in group] for group in groups if len(group) >= 3]
    return [group for group in (_without_strangers(group, top) for group in found) if group]


def _without_strangers(group: list[Column], top: int) -> list[Column]:
    """Leave out what a chance link brought in: it goes with the others, or it is none of them."""
    rest = _others(group, top)
    kept = [
        column
        for column, others in zip(group, rest, strict=True)
        if _together(_answers(column, top), others) >= _needed(column)
    ]
    return kept if len(kept) >= 3 else []


def _needed(column: Column) -> float:
    """How well a column must go with the rest: one that hardly anybody answers, beyond chance."""
    if column.filled >= _SELDOM:
        return _WITH_REST
    return max(_WITH_REST, 3 * len(column.values) ** -0.5)


def _linked(chosen: list[int], together: Answers) -> list[list[int]]:
    """Gather over the links; groups that lie within each other in the table are one."""
    groups = [[number] for number in chosen]
    merged = True
    while merged:
        merged = False
        for a in groups:
            for b in groups:
                linked = any(together[x, y] >= _TOGETHER for x in a for y in b)
                if a is not b and (linked or (min(a) < max(b) and min(b) < max(a))):
                    groups = [one for one in groups if one is not a and one is not b]
                    groups.append(sorted([*a, *b]))
                    merged = True
                    break
            if merged:
                break
    return sorted(groups)


def _together(a: Answers, b: Answers) -> float:
    both = ~(np.isnan(a) | np.isnan(b))
    if both.sum() < _ENOUGH:
        return 0.0
    x, y = a[both], b[both]
    if x.std() == 0 or y.std() == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def _battery(columns: list[Column], top: int) -> Battery:
    rest = _others(columns, top)
    seen = {code for column in columns for code in column.codes or () if code is not None}
    none = [code for code in sorted(seen & _CODES) if not 0 <= code <= top]
    reasons = [
        f"{len(columns)} columns are answered with codes up to {top} and go together over the rows"
    ]
    worst, best, sure = 1, top, 0.9
    for code, beside, words in ((0, 1, "lower than 1"), (top + 1, top, f"above {top}")):
        if code not in seen:
            continue
        verdict = _is_answer(columns, rest, code=code, beside=beside)
        if verdict.is_answer:
            worst, best = min(worst, code), max(best, code)
        else:
            none.append(code)
        sure = min(sure, verdict.confidence)
        reasons.append(
            f"{code} is {'an answer ' + words if verdict.is_answer else 'no answer'}: {verdict.why}"
        )
    told = next((ends for one in columns if (ends := scale_ends.told(one.name))), None)
    if told is not None:
        worst, best = told
        none = sorted({*none, *(code for code in seen if not min(told) <= code <= max(told))})
        reasons.append(f"their headings say that {best} is the best answer and {worst} the worst")
    return Battery(
        columns=tuple(columns),
        worst=worst,
        best=best,
        none=tuple(map(str, sorted(none))),
        confidence=sure,
        reasons=tuple(reasons),
    )


def _others(columns: list[Column], top: int) -> list[Answers]:
    """For each column, the mean of what each row answered to the other questions."""
    answers = np.array([_answers(column, top) for column in columns])
    known = ~np.isnan(answers)
    total, count = np.where(known, answers, 0).sum(axis=0), known.sum(axis=0)
    found: list[Answers] = []
    for row, here in zip(np.where(known, answers, 0), known, strict=True):
        others = count - here
        found.append(np.where(others >= 2, (total - row) / np.maximum(others, 1), np.nan))
    return found


@dataclass(frozen=True, slots=True)
class _Verdict:
    is_answer: bool
    confidence: float
    why: str


def _is_answer(columns: list[Column], rest: list[Answers], *, code: int, beside: int) -> _Verdict:
    """Whether those who gave a code rate everything else as a further step of the scale would."""
    mine, edge = _scores(columns, rest, code), _scores(columns, rest, beside)
    usual = code == 0 and columns_reach(columns, 10)  # scales of ten begin at 0 as often as at 1
    if mine.n < _ENOUGH or edge.n < _ENOUGH:
        return _Verdict(usual, 0.7, f"it stands in only {mine.n} cells; judged by what is usual")
    beyond = edge.mean - mine.mean if code < beside else mine.mean - edge.mean
    error = 2 * (mine.error**2 + edge.error**2) ** 0.5
    is_answer = beyond > (-error if usual else error)
    words = (
        f"those who gave it rate the other questions {mine.mean:.2f} on average (n {mine.n:,}), "
        f"those who gave {beside} {edge.mean:.2f} (n {edge.n:,})"
    )
    return _Verdict(is_answer, 0.95 if abs(beyond) > error else 0.75, words)


def columns_reach(columns: list[Column], top: int) -> bool:
    """Whether the answers go up to a code."""
    return any(code == top for column in columns for code in column.codes or ())


@dataclass(frozen=True, slots=True)
class _Score:
    mean: float
    error: float
    n: int


def _scores(columns: list[Column], rest: list[Answers], code: int) -> _Score:
    """What those who gave a code answered elsewhere, against what is usual for each question."""
    found: list[Any] = []
    for column, others in zip(columns, rest, strict=True):
        codes = np.array([np.nan if one is None else one for one in column.codes or ()], float)
        found.append(others[(codes == code) & ~np.isnan(others)])
    values = np.concatenate(found)
    if len(values) < 2:
        return _Score(0.0, 0.0, len(values))
    return _Score(float(values.mean()), float(values.std() / np.sqrt(len(values))), len(values))

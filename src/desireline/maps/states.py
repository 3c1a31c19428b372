"""How far a cell can be believed. In: estimates and people's claim. Out: one of six states.

Pure rules, tested on their boundaries; no clock is read (`now` is an argument). In words:

- unmeasured: nothing can see it;
- assumption: people's words without a binding, or fewer than 5 stand behind the number, or fewer
  than 30 and the interval is no narrower than one band;
- supported: n >= 30, or n >= 5 and the interval is narrower than one band;
- validated: supported, and a second source, period or experiment that is itself supported agrees;
- contradicted: the interval excludes what people's words claim;
- stale: older than the review period, or the newest data leave the interval.

The debatable choice: a bounded scale has five bands (upset, uneasy, neither, content, glad), and two
estimates agree when they lie within half a band of each other. Overlapping intervals would let a
vague second source agree with everything, and a sharp one with nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desireline.insights import SMALLEST_GROUP
from desireline.maps.model import CellState

ENOUGH = 30
BANDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One estimate from one source, period or experiment."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people say in numbers (open where None) and when they last looked at it."""

    low: float | None = None
    high: float | None = None
    reviewed: date | None = None


def band_of(scale: tuple[float, float] | None) -> float | None:
    """Width of one of the five bands of a scale; None where the scale is open (seconds, money)."""
    return None if scale is None else abs(scale[1] - scale[0]) / BANDS


def is_supported(witness: Witness, band: float | None) -> bool:
    """Whether the estimate can carry a cell by itself."""
    if witness.n < SMALLEST_GROUP:
        return False
    return witness.n >= ENOUGH or (band is not None and witness.high - witness.low < band)


def agree(one: Witness, other: Witness, band: float | None) -> bool:
    """Whether two witnesses, each able to carry the cell, say the same."""
    if not (is_supported(one, band) and is_supported(other, band)):
        return False
    if band is None:
        return one.low <= other.high and other.low <= one.high
    return abs(one.value - other.value) < band / 2


def contradicts(witness: Witness, words: Words) -> bool:
    """Whether the interval excludes everything that the words claim."""
    if witness.n < SMALLEST_GROUP or (words.low is None and words.high is None):
        return False
    too_low = words.low is not None and witness.high < words.low
    too_high = words.high is not None and witness.low > words.high
    return too_low or too_high


def affirms(witness: Witness, words: Words) -> bool:
    """Whether the interval holds nothing but what the words claim."""
    low = -math.inf if words.low is None else words.low
    high = math.inf if words.high is None else words.high
    return low <= witness.low and witness.high <= high


def has_moved(witness: Witness, newest: Witness | None, band: float | None) -> bool:
    """Whether the newest data, able to carry a cell themselves, leave the interval."""
    if newest is None or not is_supported(newest, band):
        return False
    return newest.low > witness.high or newest.high < witness.low


def is_overdue(last: date | None, now: date | None, months: int) -> bool:
    """Whether more than `months` calendar months have gone by. Unknown dates are not overdue."""
    if last is None or now is None:
        return False
    month = last.month - 1 + months
    year, month = last.year + month // 12, month % 12 + 1
    return (now.year, now.month, now.day) > (year, month, last.day)


def judge(
    witness: Witness | None,
    *,
    measured: bool = True,
    band: float | None = None,
    others: Sequence[Witness] = (),
    newest: Witness | None = None,
    words: Words | None = None,
    measured_until: date | None = None,
    now: date | None = None,
    review_months: int = 6,
) -> CellState:
    """Decide the state of one answer, the strongest warning first.

    Args:
        witness: the estimate shown; None when the data give none.
        measured: whether anything could see it at all.
        band: width of one band of the scale, None for an open scale.
        others: second sources, periods or experiments.
        newest: the estimate from the newest data alone.
        words: what people claim beside the number.
        measured_until: last day that the estimate speaks of.
        now: the day on which the map is read.
        review_months: after how many months an answer must be looked at again.
    """
    if witness is None:
        has_words = words is not None
        return CellState.ASSUMPTION if measured or has_words else CellState.UNMEASURED
    if words is not None and contradicts(witness, words):
        return CellState.CONTRADICTED
    if not is_supported(witness, band):
        return CellState.ASSUMPTION
    reviewed = words.reviewed if words is not None else None
    overdue = (is_overdue(day, now, review_months) for day in (measured_until, reviewed))
    if any(overdue) or has_moved(witness, newest, band):
        return CellState.STALE
    if any(agree(witness, other, band) for other in others):
        return CellState.VALIDATED
    return CellState.SUPPORTED


_STRENGTH = (
    CellState.CONTRADICTED,
    CellState.STALE,
    CellState.VALIDATED,
    CellState.SUPPORTED,
    CellState.ASSUMPTION,
    CellState.UNMEASURED,
)


def overall(states: Sequence[CellState], *, has_words: bool = False) -> CellState:
    """State of a cell that shows several answers: warnings win, then the best supported."""
    for state in _STRENGTH:
        if state in states:
            return CellState.ASSUMPTION if has_words and state is CellState.UNMEASURED else state
    return CellState.ASSUMPTION if has_words else CellState.UNMEASURED

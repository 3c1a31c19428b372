"""From arrays to the model: an `Estimate` of one cell, and how numbers read in a sentence.

In: intervals and plain numbers.  Out: estimates and words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import Estimate, Verdict
from desireline.insights.numbers.statistics import jeffreys

if TYPE_CHECKING:
    from desireline.insights.numbers.statistics import Interval

ENOUGH = 30
"""Customers from which a plain description is `shown`; fewer are `suggested`."""


def capital(words: str) -> str:
    """The same words at the beginning of a sentence: only the first letter changes."""
    return words[:1].upper() + words[1:]


def estimate(
    interval: Interval,
    index: int,
    *,
    n: int,
    unit_of_n: str = "customers",
    unit: str | None = None,
    scale: float = 1.0,
) -> Estimate:
    """One cell of an interval, times `scale`."""
    return Estimate(
        value=float(interval.value[index]) * scale,
        low=float(interval.low[index]) * scale,
        high=float(interval.high[index]) * scale,
        n=int(n),
        unit_of_n=unit_of_n,
        unit=unit,
    )


def share_of(x: int, n: int, *, unit_of_n: str = "customers") -> Estimate:
    """A share of different people, with Jeffreys' interval."""
    low, high = jeffreys(x, n)
    return Estimate(
        value=x / n, low=float(low[0]), high=float(high[0]), n=n, unit_of_n=unit_of_n, unit="share"
    )


def descriptive_verdict(customers: int) -> Verdict:
    """A description claims no difference, so only the number of people limits it."""
    return Verdict.SHOWN if customers >= ENOUGH else Verdict.SUGGESTED


def percent(share: float) -> str:
    """`9.5 %`; small shares keep a digit that tells."""
    points = share * 100
    digits = 0 if points >= 99.95 or points < 0.005 else 1 if points >= 0.05 else 2
    return f"{points:.{digits}f} %"


def level(share: float) -> str:
    """`95 %`, `99.6 %`: never `100 %`."""
    return f"{share * 100:.0f} %" if share < 0.99 else f"{min(share * 100, 99.9):.1f} %"


def count(n: int) -> str:
    """`2,623`."""
    return f"{n:,}"


def duration(seconds: float) -> str:
    """`6.1 h`: two or three digits in the unit a person would use."""
    for size, unit in ((86_400 * 2, "days"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            per = 86_400 if unit == "days" else size
            return f"{_short(seconds / per)} {unit}"
    return f"{_short(seconds)} s"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"

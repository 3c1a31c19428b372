"""How many journeys will begin in the next three months.

In: when journeys began.  Out: draws of that number, and whether they know the season. Where the data go back fifteen months, the newest
three months change as the same three did a year ago, so that growth and season come along: by the same factor, by the same number, or anything
between, because one year does not tell whether a season grows with the business. Else they are held as they were, and may change by as much
as they did last, and as seasons move trade. Weeks that differ by more than chance make every count less sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.facts import DAY_US

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]

_YEAR, _WEEK, _WEEKS = 364, 7, 26
"""Whole weeks, so that no count has a Sunday more than the other."""
_FEWEST = 30
"""A year ago, under which its change says too little."""
_SEASONS = 0.15
"""Logarithm by which a season moves a quarter against the one before, of retail about that; assumed, where no year is known."""
_UNLIKE = 4
"""Degrees of Student's t: companies differ in how much seasons move them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Draws, and how many began in the newest stretch."""

    draws: Floats
    counted: int
    season: bool
    """The data hold the same months a year before."""


def arrivals(facts: Facts, days: int, draws: int, rng: np.random.Generator) -> Arrivals:
    """Draw how many begin in so many days after the data."""
    known = int((facts.end_us - facts.start_us) // DAY_US)
    span = max(min(days, known), 1)
    counts = [_count(facts, 0, span)]
    burst = _burst(facts, min(_WEEKS, known // _WEEK))
    if known >= _YEAR + days:
        counts += [_count(facts, _YEAR - days, days), _count(facts, _YEAR, days)]
    if len(counts) < 3 or min(counts[1:]) < _FEWEST * burst:
        counts = [counts[0], _count(facts, days, days)] if known >= 2 * days else counts[:1]
    rate = _draw(counts[0], burst, draws, rng) * (days / span)
    if len(counts) == 3:
        after, before = (_draw(one, burst, draws, rng) for one in counts[1:])
        by_factor, by_number = rate * after / before, rate + after - before
        part = rng.random(draws)
        rate = by_factor + part * (np.where(by_number > 0, by_number, by_factor) - by_factor)
    else:
        moved = _moved(counts, burst) * rng.standard_normal(draws)
        rate *= np.exp(moved + _SEASONS * rng.standard_t(_UNLIKE, draws))
    if burst > 1:
        rate = rng.gamma(np.maximum(rate / (burst - 1), 1e-9)) * (burst - 1)
    return Arrivals(
        draws=rng.poisson(rate).astype(np.float64), counted=counts[0], season=len(counts) == 3
    )


def _moved(counts: list[int], burst: float) -> float:
    """Logarithm by which the newest months differ from those before, less what chance makes."""
    if len(counts) < 2:
        return 0.0
    now, before = counts[0] + 0.5, counts[1] + 0.5
    return float(np.sqrt(max(np.log(now / before) ** 2 - burst * (1 / now + 1 / before), 0.0)))


def _count(facts: Facts, ago: int, days: int) -> int:
    """How many began in the days that ended so long ago."""
    until = facts.end_us - ago * DAY_US
    sql = (
        f"SELECT count(*) FROM journeys WHERE {facts.where} AND start_us > {until - days * DAY_US}"
        f" AND start_us <= {until}"
    )
    return int(facts.engine.rows(sql)[0][0])


def _draw(count: int, burst: float, draws: int, rng: np.random.Generator) -> Floats:
    """The rate behind a count."""
    return rng.gamma(count / burst + 0.5, burst, draws)


def _burst(facts: Facts, weeks: int) -> float:
    """How many times larger than by chance the variance of weeks is, by neighbours, which share a trend; at least 1."""
    if weeks < 4:
        return 1.0
    first = facts.end_us - weeks * _WEEK * DAY_US
    rows = facts.engine.rows(
        f"SELECT (start_us - {first + 1}) // {_WEEK * DAY_US} AS week, count(*) FROM journeys"
        f" WHERE {facts.where} AND start_us > {first} AND start_us <= {facts.end_us} GROUP BY 1"
    )
    counts = np.zeros(weeks)
    for week, number in rows:
        counts[int(week)] = number
    mean = counts.mean()
    return max(float((np.diff(counts) ** 2).mean() / (2 * mean)), 1.0) if mean > 0 else 1.0

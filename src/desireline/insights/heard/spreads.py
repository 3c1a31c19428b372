"""How answers spread and how they moved: bars, and a mean a week or a month, of one scale at one place.

In: a condition on steps.  Out: `Spread`. Bars and times of fewer than five customers keep their place and lose their
number. A month that the data only touch is named as such, not left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from desireline.insights.facts import DAY_US, EPOCH
from desireline.insights.heard.answers import Cell, answers, means
from desireline.insights.model import SMALLEST_GROUP, Estimate
from desireline.insights.numbers.statistics import NORMAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from desireline.insights.facts import Facts
    from desireline.insights.heard.ratings import Scale

_WEEKS_UNTIL = 200 * DAY_US
"""Shorter observations are told by the week."""
_FEELING_BARS = 8
_WAIT_EDGES = (0, 60, 600, 3_600, 21_600, 86_400, 259_200, 604_800, 2_592_000)
_WEEK = "(at_us // 86400000000 + 3) // 7"
_MONTH = "(year(make_timestamp(at_us)) * 12 + month(make_timestamp(at_us)) - 1)"
_WAITS = """
    SELECT list_count(list_filter({edges}, lambda edge: wait_us >= edge::BIGINT * 1000000)) - 1 AS bar,
        count(*) AS n, count(DISTINCT customer) AS people
    FROM steps WHERE {where} AND {place} AND wait_us >= 0 GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many answers lie between two values, the upper one left out but for the last bar."""

    low: float
    high: float | None
    """None: open."""
    n: int | None
    """None: fewer than five customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePoint:
    """The mean in one week or month."""

    start: date
    whole: bool
    """False where the data begin or end inside it."""
    estimate: Estimate | None
    """None: fewer than five customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One scale."""

    metric: Literal["feeling", "rating", "wait"]
    label: str
    """`feeling`, `stars 1-5`, `nps 0-10`, `wait`."""
    unit: str
    """Of the bars: score, s, or the scale."""
    mean: Estimate | None
    """Of an NPS by its own formula, -100 to 100; of waits None: a few very long ones would make it."""
    bars: tuple[Bar, ...]
    trend: tuple[TimePoint, ...]
    moved: Estimate | None
    """Second half of the period minus the first; None where a half has fewer than five customers."""


def feelings_at(facts: Facts, place: str) -> Spread:
    """Feelings at a place."""
    width = 2000 // _FEELING_BARS
    counted = _counted(
        facts, place, f"least({_FEELING_BARS - 1}, (feeling + 1000) // {width})", "feeling"
    )
    bars = tuple(
        Bar(
            low=(i * width - 1000) / 1000,
            high=((i + 1) * width - 1000) / 1000,
            n=_shown(counted.get(i)),
        )
        for i in range(_FEELING_BARS)
    )

    def mean(cell: str) -> dict[int, Cell]:
        return means(facts, cell=cell, value="feeling", where=place, scale=0.001, lowest=-1, highest=1,
                     unit="feeling -1 to 1")  # fmt: skip

    return _spread(facts, mean, metric="feeling", label="feeling", unit="score", bars=bars)


def ratings_at(facts: Facts, place: str, scale: Scale) -> Spread:
    """Answers on one scale at a place."""
    low, high = sorted((scale.worst, scale.best))
    mine = f"{place} AND kind = {scale.code}"
    counted = _counted(facts, mine, "rating // 1000", "rating")
    points = range(int(low), int(high) + 1)
    bars = tuple(Bar(low=i, high=i + 1, n=_shown(counted.get(i))) for i in points)

    def mean(cell: str) -> dict[int, Cell]:
        if scale.is_nps:
            return means(facts, cell=cell, value="(rating >= 9000)::INTEGER - (rating <= 6000)::INTEGER",
                         where=mine, scale=100, lowest=-100, highest=100, unit="nps")  # fmt: skip
        return means(facts, cell=cell, value="rating", where=mine, scale=0.001, lowest=low, highest=high,
                     unit=scale.label)  # fmt: skip

    return _spread(facts, mean, metric="rating", label=scale.label, unit=scale.label, bars=bars)


def _spread(
    facts: Facts,
    mean: Callable[[str], dict[int, Cell]],
    *,
    metric: Literal["feeling", "rating"],
    label: str,
    unit: str,
    bars: tuple[Bar, ...],
) -> Spread:
    whole = mean("0").get(0)
    return Spread(
        metric=metric,
        label=label,
        unit=unit,
        mean=whole.estimate if whole and whole.customers >= SMALLEST_GROUP else None,
        bars=bars,
        trend=_trend(facts, mean(_WEEK if told_by(facts) == "week" else _MONTH)),
        moved=_moved(mean("half::INTEGER")),
    )


def waits_at(facts: Facts, place: str) -> Spread:
    """Times from a place to the next step of the same journey; the last step of a journey has none."""
    edges = f"[{', '.join(map(str, _WAIT_EDGES))}]"
    rows = facts.engine.rows(_WAITS.format(edges=edges, where=facts.where, place=place))
    counted = {int(bar): (int(n), int(people)) for bar, n, people in rows}
    highs = (*_WAIT_EDGES[1:], None)
    bars = tuple(
        Bar(low=low, high=high, n=_shown(counted.get(i)))
        for i, (low, high) in enumerate(zip(_WAIT_EDGES, highs, strict=True))
    )
    return Spread(
        metric="wait", label="wait", unit="s", mean=None, bars=bars, trend=(), moved=None
    )


def _counted(facts: Facts, where: str, bar: str, value: str) -> dict[int, tuple[int, int]]:
    rows = facts.engine.rows(
        f"SELECT ({bar})::INTEGER, count(*), count(DISTINCT customer) FROM {answers(facts)}"
        f" WHERE {where} AND {value} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    return {int(one): (int(n), int(people)) for one, n, people in rows}


def _shown(counted: tuple[int, int] | None) -> int | None:
    if counted is None:
        return 0
    return counted[0] if counted[1] >= SMALLEST_GROUP else None


def told_by(facts: Facts) -> Literal["week", "month"]:
    """Whether trends are told by the week or by the month."""
    return "week" if facts.end_us - facts.start_us < _WEEKS_UNTIL else "month"


def _trend(facts: Facts, cells: dict[int, Cell]) -> tuple[TimePoint, ...]:
    if not cells:
        return ()
    by = told_by(facts)
    first, last = (EPOCH + timedelta(microseconds=us) for us in (facts.start_us, facts.end_us))
    out: list[TimePoint] = []
    for number in range(min(cells), max(cells) + 1):
        start, after = _begins(by, number), _begins(by, number + 1)
        cell = cells.get(number)
        out.append(
            TimePoint(
                start=start,
                whole=first.date() <= start and after - timedelta(days=1) <= last.date(),
                estimate=cell.estimate if cell and cell.customers >= SMALLEST_GROUP else None,
            )
        )
    return tuple(out)


def _begins(by: str, number: int) -> date:
    if by == "month":
        return date(number // 12, number % 12 + 1, 1)
    return EPOCH.date() + timedelta(days=number * 7 - 3)


def _moved(halves: dict[int, Cell]) -> Estimate | None:
    """Second half minus first, as if nobody were in both: who is makes the interval too wide, never too narrow."""
    if len(halves) < 2 or min(cell.customers for cell in halves.values()) < SMALLEST_GROUP:
        return None
    before, after = halves[0], halves[1]
    value = after.estimate.value - before.estimate.value
    reach = NORMAL * (before.se**2 + after.se**2) ** 0.5
    n = before.estimate.n + after.estimate.n
    return Estimate(value=value, low=value - reach, high=value + reach, n=n,
                    unit_of_n="answers", unit=after.estimate.unit)  # fmt: skip

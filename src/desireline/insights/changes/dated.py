"""When it changed: breaks of all series as one family.

In: the series that are watched.  Out: one measure for each change, with the days that it may be.
Benjamini-Hochberg at q = .10 over all series; a level that comes back within ten weeks, or
within half a year where less than two years are seen, is an episode (a season, an outage) and no change. Uncontrolled: what else happened on these days is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from desireline.insights.changes.breaks import (
    FEWEST_WEEKS,
    WEEK,
    Break,
    breaks_of,
    first_p,
    is_episode,
)
from desireline.insights.changes.observed import days, first_day, followed_us
from desireline.insights.changes.watched import EVERYBODY, Watched
from desireline.insights.changes.watching import watched
from desireline.insights.facts import DAY_US, EPOCH
from desireline.insights.model import Insight, Verdict
from desireline.insights.numbers.estimates import count, duration, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import NORMAL
from desireline.jobs import breathe

if TYPE_CHECKING:
    from datetime import date

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "weekly level against trend and season (a year or more), largest F, residuals shuffled by month;"
    " BH q .10 over all series; days by likelihood; v2"
)
_SAME_NEWS_DAYS = 28
_WIDEST_DAYS = 60
"""A change whose date is less sure than that is only suggested."""
_YOUNG_DAYS = 42
"""So is one of what is left of whole journeys in the first six weeks: who is seen then began before, and their levels are not those of others."""
_OF_WHOLE_JOURNEYS = frozenset({"exit", "next step", "visits"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMeasure:
    """A level that became another one."""

    metric: str
    scope: str
    touchpoint: str | None
    stage: str | None
    unit: str
    date: date
    """First day of the new level, most likely."""
    date_low: date
    date_high: date
    before: float
    """Level from the change before this one on (or the beginning)."""
    after: float
    difference: float
    low: float
    high: float
    """`difference` with its interval, trend and season apart. Of a wait: a factor."""
    n: int
    p: float
    episode: bool
    """The level came back within ten weeks."""
    early: bool
    """Where the data begin, those who are seen had begun before: their level is not that of others."""
    verdict: Verdict


def too_short(facts: Facts) -> bool:
    """Whether the data are too short to date anything."""
    return days(facts) < FEWEST_WEEKS * WEEK


def dated(facts: Facts) -> list[ChangeMeasure]:
    """All changes of the purpose, the surest first."""
    return facts.memo("dated changes", _dated)


def _dated(facts: Facts) -> list[ChangeMeasure]:
    if too_short(facts):
        return []
    series = watched(facts)
    with threadpool_limits(1):  # small matrices: threads would only wait for each other
        p = np.array([_breathing(one) for one in series])
        chosen = np.flatnonzero(benjamini_hochberg(p))
        found = [measure for i in chosen for measure in changes_of(facts, series[i], float(p[i]))]
    return sorted(_once(found), key=lambda one: (one.p, one.metric, one.scope, one.date))


def _once(found: list[ChangeMeasure]) -> list[ChangeMeasure]:
    """Without the changes of groups where everybody's changed on these days: that is one piece of news."""
    whole = [(one.metric, one.date) for one in found if one.scope == EVERYBODY]
    return [
        one
        for one in found
        if one.touchpoint is not None
        or one.scope == EVERYBODY
        or not any(
            one.metric == metric and abs((one.date - day).days) <= _SAME_NEWS_DAYS
            for metric, day in whole
        )
    ]


def _breathing(one: Watched) -> float:
    breathe()
    return first_p(one.series)


def changes_of(facts: Facts, one: Watched, p: float) -> list[ChangeMeasure]:
    """The changes of one series; none that went the other way as it was seen than once ages and the mix are apart."""
    found = breaks_of(one.series)
    came_back = {
        number
        for i, pair in enumerate(pairwise(found))
        if is_episode(*pair, seen_days=len(one.n))
        for number in (i, i + 1)
    }
    ends = [0, *(other.day for other in found), len(one.n)]
    measured = [
        _measure(facts, one, brk, (ends[i], ends[i + 2]), episode=i in came_back, p=max(p, brk.p) if len(found) == 1 else brk.p)
        for i, brk in enumerate(found)
    ]  # fmt: skip
    return [
        change
        for change in measured
        if one.seen is None or (change.after - change.before) * change.difference > 0
    ]


def _measure(
    facts: Facts, one: Watched, brk: Break, around: tuple[int, int], *, episode: bool, p: float
) -> ChangeMeasure:
    seen = one.seen or one.series
    before, _ = seen.mean(around[0], brk.day)
    after, _ = seen.mean(brk.day, around[1])
    reach = NORMAL * brk.se
    ends = (brk.size, brk.size - reach, brk.size + reach)
    if one.unit == "s":
        before, after = float(np.expm1(before)), float(np.expm1(after))
        ends = tuple(float(np.exp(end)) for end in ends)
    wide = brk.high - brk.low > _WIDEST_DAYS
    early = brk.day < _YOUNG_DAYS and (one.metric in _OF_WHOLE_JOURNEYS or one.touchpoint is None)
    return ChangeMeasure(
        metric=one.metric,
        scope=one.scope,
        touchpoint=one.touchpoint,
        stage=one.stage,
        unit=one.unit,
        date=_date(facts, brk.day),
        date_low=_date(facts, min(brk.low, brk.day)),
        date_high=_date(facts, max(brk.high, brk.day)),
        before=before,
        after=after,
        difference=ends[0],
        low=ends[1],
        high=ends[2],
        n=int(one.n[around[0] : around[1]].sum()),
        p=p,
        episode=episode,
        early=early,
        verdict=Verdict.SUGGESTED if episode or wide or early else Verdict.SHOWN,
    )


def _date(facts: Facts, day: int) -> date:
    return (EPOCH + timedelta(days=first_day(facts) + day)).date()


def _when(one: ChangeMeasure) -> str:
    if one.date_low == one.date_high:
        return f"on {one.date:%-d %B %Y}"
    first = f"{one.date_low:%-d %B}"
    if one.date_low.year != one.date_high.year:
        first += f" {one.date_low:%Y}"
    return f"about {one.date:%-d %B %Y} (between {first} and {one.date_high:%-d %B %Y})"


def change_claim(facts: Facts, one: ChangeMeasure, evidence: EvidenceId) -> Insight:
    """The change in a sentence."""
    when = _when(one)
    level = "came up and went again" if one.episode else "changed"
    by = f"times {_factor(one.difference)}" if one.unit == "s" else f"{one.difference:+.3g}"
    spread = f"{_factor(one.low)} to {_factor(one.high)}"
    if one.unit == "share":
        by = f"{one.difference * 100:+.1f} points"
        spread = f"{one.low * 100:+.1f} to {one.high * 100:+.1f}"
    return Insight(
        kind="change",
        purpose=facts.purpose.name,
        touchpoint=one.touchpoint,
        stage=one.stage,
        condition=one.scope,
        metric=one.metric,
        estimand="level after the day minus level before, trend and season apart; a factor for times",
        words=(
            f"{_name(facts, one)} {level} {when}: {_told(one, one.before)} before, {_told(one, one.after)} since"
            f" (trend and season apart {by}, {spread}, n {count(one.n)}). What else happened then is not known{_once_a_year(facts)}."
        ),
        verdict=one.verdict,
        evidence=evidence,
        value=one.difference,
        low=one.low,
        high=one.high,
        n=one.n,
        date=one.date.isoformat(),
        date_low=one.date_low.isoformat(),
        date_high=one.date_high.isoformat(),
        reason="an episode: the level came back"
        if one.episode
        else "where the data begin"
        if one.early
        else "the date is not sure"
        if one.verdict != Verdict.SHOWN
        else None,
    )


def _factor(value: float) -> str:
    """Three digits, and never a power of ten: `0.25`, `14.3`, `37,300`."""
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _once_a_year(facts: Facts) -> str:
    """A yearly wave is fitted beside the break; whether the break itself is one takes two years to see."""
    years = (facts.end_us - facts.start_us) / (365.25 * DAY_US)
    return "" if years >= 2 else ", nor whether it comes every year: less than two are seen"


def _name(facts: Facts, one: ChangeMeasure) -> str:
    within = max(round(followed_us(facts) / DAY_US), 1)
    names = {
        "queue": f"The queue at {one.scope}",
        "wait": f"The wait from {one.scope}",
        "exit": f"The share that takes no further step within {within} days of {one.scope}",
        "next step": f"The share that goes on from {one.scope}",
        "visits": f"How often journeys pass {one.scope}",
        "feeling": f"How customers feel at {one.scope}",
    }
    if one.touchpoint is None:
        return f"The success “{one.metric}” of {one.scope}"
    return names.get(one.metric, f"“{one.metric}” at {one.scope}")


def _told(one: ChangeMeasure, level: float) -> str:
    if one.unit == "s":
        return duration(level)
    if one.unit == "share":
        return percent(level)
    return f"{level:.2f}"

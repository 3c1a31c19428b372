"""Visits by day, against what the journeys that began so, and are so old, make: a season of newcomers is no change.

In: steps, journeys, the sources of events.  Out: `Watched` series of visits; a table of how each journey begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.changes.breaks import Series
from desireline.insights.changes.observed import days, first_day, steps_of
from desireline.insights.changes.watched import Watched, by_day
from desireline.insights.facts import DAY_US
from desireline.insights.paths.excess import asked_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]

_LARGE = 0.05
"""Share of the events from which a source counts for all touchpoints."""
_LATE_DAYS = 14
"""A source that begins no later, or ends no earlier, than this is there from the beginning to the end."""
_DOORS = """
    SELECT customer, journey, start_us, if(n >= {rare} * count(*) OVER (), touchpoint, -1) AS door
    FROM (SELECT *, count(*) OVER (PARTITION BY touchpoint) AS n FROM
        (SELECT customer, journey, touchpoint FROM {steps} WHERE step_no = 0)
        JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where} AND start_us >= {start}) USING (customer, journey))
"""
"""How each journey begins; rare beginnings are one."""
_BEGAN = "SELECT door, (start_us - {start}) // {day} AS day, count(*) FROM {doors} GROUP BY ALL ORDER BY ALL"
_AGES = """
    SELECT touchpoint, door, (at_us - start_us) // {day} AS age, (at_us - {start}) // {day} AS day, count(*) AS n
    FROM {steps} JOIN {doors} USING (customer, journey) WHERE {drawn} GROUP BY ALL ORDER BY ALL
"""


def visits(facts: Facts) -> Iterator[Watched]:
    """Visits against what journeys that began so, and are so old, make: observed / expected, times the mean a journey.

    Where fewer come by one door, what lies behind it is met less by all together, and as often as ever by those who came so.
    """
    start, span = first_day(facts) * DAY_US, days(facts)
    doors = doors_of(facts)
    found = facts.engine.query(
        _AGES.format(
            steps=steps_of(facts), doors=doors, drawn=facts.drawn, start=start, day=DAY_US
        )
    )
    touchpoint, door, age, day, n = (
        np.asarray(found[name], dtype=np.int64)
        for name in ("touchpoint", "door", "age", "day", "n")
    )
    began: dict[int, Floats] = {}
    for code, at, count in facts.engine.rows(_BEGAN.format(doors=doors, start=start, day=DAY_US)):
        if 0 <= at < span:
            began.setdefault(int(code), np.zeros(span))[at] = count
    everybody = sum(float(one.sum()) for one in began.values())
    covered = _covered(facts)
    for code in np.setdiff1d(touchpoint, list(asked_for(facts))):
        mine = (touchpoint == code) & (age >= 0) & (age < span)
        expected = np.zeros(span)
        for one, arrivals in began.items():
            here = mine & (door == one)
            reached = np.cumsum(arrivals)[::-1]  # journeys that are old enough for each age
            by_age = np.bincount(age[here], weights=n[here], minlength=span)[:span]
            expected += np.convolve(arrivals, by_age / np.maximum(reached, 1))[:span]
        seen = by_day(facts, day[mine], n[mine])
        place = facts.places[int(code)]
        each = seen.sum() / max(everybody, 1)
        known = (expected > 1e-9) & covered[int(code)]
        yield Watched(
            metric="visits",
            scope=place.name,
            touchpoint=place.name,
            stage=place.stage,
            series=Series(
                value=np.where(known, seen / np.where(known, expected, 1), 0) * each,
                weight=np.where(known, expected, 0),
            ),
            n=np.where(known, seen, 0),
            unit="visits a journey",
        )


def doors_of(facts: Facts) -> str:
    """Table: how each journey begins."""
    return facts.table(
        "doors",
        _DOORS.format(
            steps=steps_of(facts), where=facts.where, rare=_LARGE, start=first_day(facts) * DAY_US
        ),
    )


def _covered(facts: Facts) -> dict[int, NDArray[np.bool_]]:
    """By touchpoint the days on which its own sources and all large ones were exported: where an export ends, nobody stopped coming."""
    start, span = first_day(facts) * DAY_US, days(facts)
    spans = facts.engine.rows(
        'SELECT source, min(epoch_us("at")), max(epoch_us("at")), count(*) FROM events GROUP BY source'
    )
    whole = sum(n for *_, n in spans)
    day = np.arange(span)
    live = {
        source: ((first - start) // DAY_US <= np.maximum(day, _LATE_DAYS))
        & ((last - start) // DAY_US >= np.minimum(day, span - 1 - _LATE_DAYS))
        for source, first, last, _ in spans
    }
    everywhere = np.ones(span, dtype=bool)
    for source, *_, n in spans:
        if n >= _LARGE * whole:
            everywhere &= live[source]
    told = facts.engine.rows(
        f"SELECT * FROM (SELECT touchpoint, source, count(*) AS n FROM {steps_of(facts)} JOIN (SELECT event_key, source"
        f" FROM events) USING (event_key) WHERE {facts.drawn} GROUP BY ALL)"
        f" QUALIFY n >= {_LARGE} * sum(n) OVER (PARTITION BY touchpoint)"
    )
    out: dict[int, NDArray[np.bool_]] = {}
    for code, source, _ in told:
        out[int(code)] = out.get(int(code), everywhere) & live[source]
    return out

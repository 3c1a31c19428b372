"""What is watched over time: one level a day for each metric at each scope.

In: observations, visits, notes and successes of one purpose.  Out: all `Watched` series with enough observations.
Exits and next steps are held against what the age of the journeys alone would give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.changes.breaks import Series
from desireline.insights.changes.ends import ends, noted
from desireline.insights.changes.observed import EXIT, NEXT, first_day, observed, title_of
from desireline.insights.changes.visits import visits
from desireline.insights.changes.watched import Watched, by_day
from desireline.insights.facts import DAY_US

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]

FEWEST = 150
"""Observations under which a series is not watched."""
_BY_DAY = """
    SELECT metric, a, b, (at_us - {start}) // {day} AS day,
        CASE WHEN metric IN ({where_to}) THEN least(floor(2 * log2(1 + (at_us - start_us) / {day})), {oldest})::INTEGER ELSE 0 END AS age,
        count(*) AS n, sum(v)::BIGINT AS s
    FROM ({rows}) JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where}) USING (customer, journey)
    GROUP BY ALL ORDER BY ALL
"""
_OLDEST = 16
"""Age of journeys, in halves of a doubling of days, from which all are old."""


def watched(facts: Facts) -> list[Watched]:
    """All series with enough observations, in a fixed order."""
    return facts.memo(
        "watched",
        lambda facts: [
            one
            for make in (_of_rows, visits, noted, ends)
            for one in make(facts)
            if one.n.sum() >= FEWEST
        ],
    )


def _of_rows(facts: Facts) -> Iterator[Watched]:
    found = facts.engine.query(
        _BY_DAY.format(
            start=first_day(facts) * DAY_US,
            day=DAY_US,
            rows=observed(facts),
            where=facts.where,
            where_to=f"{NEXT}, {EXIT}",
            oldest=_OLDEST,
        )
    )
    keys_ = np.column_stack(
        [np.asarray(found[name], dtype=np.int64) for name in ("metric", "a", "b")]
    )
    day, age, n, s = (np.asarray(found[name]) for name in ("day", "age", "n", "s"))
    groups, first = np.unique(keys_, axis=0, return_index=True)
    order = np.argsort(first)
    edges = np.append(first[order], len(keys_))
    for i, at in enumerate(order):
        metric, a, b = (int(one) for one in groups[at])
        mine = slice(edges[i], edges[i + 1])
        count = by_day(facts, day[mine], n[mine])
        total = by_day(facts, day[mine], s[mine] - _by_age(age[mine], n[mine], s[mine])) / 1000
        whole = by_day(facts, day[mine], s[mine]) / 1000
        place = facts.places[a]
        name, scope, unit = title_of(facts, metric, a, b)
        yield Watched(
            metric=name,
            scope=scope,
            touchpoint=place.name,
            stage=place.stage,
            series=Series(value=total / np.maximum(count, 1), weight=count),
            n=count,
            unit=unit,
            seen=Series(value=whole / np.maximum(count, 1), weight=count),
            at=(metric, a, b),
        )


def _by_age(age: NDArray[Any], n: NDArray[Any], s: NDArray[Any]) -> Floats:
    """What of each sum goes with how old the journeys were: where customers go next hangs on it, and where data begin all are young."""
    own = np.bincount(age, weights=s) / np.maximum(np.bincount(age, weights=n), 1)
    return n * (own[age] - s.sum() / n.sum())

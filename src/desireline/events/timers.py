"""Fixed timers: waits that a rule makes, not people: tickets that close 30 days after they were solved.

In: a snapshot.  Out: pairs of activities between which the wait is nearly always the same. Such a wait says
nothing about how long customers had to wait, so nobody should call it a pain.
"""

from __future__ import annotations

from dataclasses import dataclass

from desireline.engines import Engine
from desireline.events.segments import Snapshot

_ENOUGH = 30
_SPREAD = 0.01
_SHORTEST_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedTimer:
    """A wait that is one constant."""

    source: str
    before: str
    after: str
    n: int
    hours: float
    """The median."""
    share: float
    """Of the waits, within one in a hundred of the median."""


def fixed_timers(engine: Engine, snapshot: Snapshot) -> list[FixedTimer]:
    """Find pairs of neighbours whose waits are mostly one constant of an hour or more."""
    rows = engine.rows(
        f"""WITH moves AS (
            SELECT source, activity AS before, lead(activity) OVER w AS after,
                (epoch_us(lead("at") OVER w) - epoch_us("at")) / 1e6 AS wait
            FROM {snapshot.source("events")} WHERE NOT coalesce(date_only, false)
            WINDOW w AS (PARTITION BY source, subject ORDER BY "at", event_id)),
        usual AS (SELECT source, before, after, count(*) AS n, median(wait) AS middle
            FROM moves WHERE after IS NOT NULL AND wait > 0 GROUP BY ALL
            HAVING n >= {_ENOUGH} AND middle >= {_SHORTEST_S})
        SELECT source, before, after, any_value(n), any_value(middle) / 3600,
            count(*) FILTER (WHERE abs(wait - middle) <= {_SPREAD} * middle) / any_value(n) AS share
        FROM usual JOIN moves USING (source, before, after) WHERE wait > 0
        GROUP BY source, before, after HAVING share >= 0.5 ORDER BY 4 DESC, 1, 2, 3"""
    )
    return [
        FixedTimer(source=s, before=b, after=a, n=n, hours=round(hours, 2), share=round(share, 3))
        for s, b, a, n, hours, share in rows
    ]

"""The time that a version of the data sees: from when on it was watched, until when something is known.

In: steps and journeys.  Out: first and last microsecond. Two things lie outside. A list of contracts names days of years ago,
when nothing else was noted yet: whatever began to be noted later would look like a change, and rates of a year would be
divided by years that nobody saw. And what a system alone says of the days after everybody's last deed is a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.journeys.plan import DAY_US
from desireline.tables import ACTORS

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.events import Snapshot

_SYSTEM = ACTORS.index("system")
_MOST_PLANNED = 0.05
"""Share of the steps that may be plans: where a system says more, it does more than plan."""
_FEWEST_DAYS, _WATCHED_DAYS = 90, 28
"""Days without a watch that count, and days with one that must follow."""
_MOST_BEFORE, _DENSER = 0.1, 20
"""Share of the steps that may lie before the watch, and how many times as many a day come from then on: even a company that grows tenfold a year does not
begin so."""


def observed_period(
    engine: Engine, snapshot: Snapshot, keep: str
) -> tuple[int | None, int | None, bool]:
    """First and last thing that any journey tells while it was watched, and whether plans follow. `keep` masks base rows."""
    if not snapshot.of("journeys"):
        return None, None, False
    journeys = f"{snapshot.source('journeys')} {keep}"
    first, last = engine.rows(f"SELECT min(start_us), max(end_us) FROM {journeys}")[0]
    if not snapshot.of("steps"):
        return first, last, False
    steps = f"(SELECT at_us, actor FROM {snapshot.source('steps')} {keep})"
    last, planned = _known_until(engine, steps, last)
    return _watched_from(engine, steps, journeys, first, last), last, planned


def _known_until(engine: Engine, steps: str, last: int) -> tuple[int, bool]:
    deeds = f"actor <> {_SYSTEM}"
    # somebody's deed on the last day, which nearly all data have, is found without reading all
    if engine.rows(f"SELECT 1 FROM {steps} WHERE {deeds} AND at_us >= {last - DAY_US} LIMIT 1"):
        return last, False
    done = engine.rows(f"SELECT max(at_us) FROM {steps} WHERE {deeds}")[0][0]
    if done is None:
        return last, False
    planned, every = engine.rows(
        f"SELECT count(*) FILTER (at_us > {done}), count(*) FROM {steps}"
    )[0]
    return (done, True) if 0 < planned <= _MOST_PLANNED * every else (last, False)


def _watched_from(engine: Engine, steps: str, journeys: str, first: int, last: int) -> int:
    """The day from which on far more was noted than before, where hardly anything was for long."""
    import numpy as np

    span = (last - first) // DAY_US + 1
    if span < _FEWEST_DAYS + _WATCHED_DAYS:
        return first
    early = f"end_us < {first + (last - first) // 4}"
    share = engine.rows(f"SELECT avg(({early})::INTEGER) FROM {journeys}")[0][0]
    if share > _MOST_BEFORE:
        return first  # as nearly always; found without reading steps
    counted = engine.query(
        f"SELECT (at_us - {first}) // {DAY_US} AS day, count(*) AS n FROM {steps}"
        f" WHERE at_us BETWEEN {first} AND {last} GROUP BY day"
    )
    a_day = np.zeros(span)
    a_day[counted.column("day").to_numpy()] = counted.column("n").to_numpy()
    days = np.arange(_FEWEST_DAYS, span - _WATCHED_DAYS + 1)
    before = np.cumsum(a_day)[days - 1]
    denser = (a_day.sum() - before) / (span - days) / (before / days)
    denser[before > _MOST_BEFORE * a_day.sum()] = 0
    best = int(np.argmax(denser))
    return first + int(days[best]) * DAY_US if denser[best] >= _DENSER else first

"""Fixed timers: waits that a rule makes, not people: tickets that close 30 days after they were solved.

In: the spread of waits between two things (tenths of their distribution); for the log, a snapshot.  Out: what
the clock is set to, or nothing. A wait that a fifth of the moves share to within 0.2 %, or nearly all to within
1 %, is a clock: people are never so punctual. It must last many ticks of the source's clock (where times are
given by the day, many share three days) and account for what half of them wait. One rule, for the quality
report of the log and for the waits of journeys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.engines import Engine
from desireline.events.segments import Snapshot

TENTHS = tuple(round(k / 10, 1) for k in range(11))
_ATOM = 2
"""Tenths of the moves that share one wait when a clock runs."""
_PUNCTUAL, _CONSTANT = 0.002, 0.01
_EXPLAINS = 0.4
"""Of the median: a quick automatic reply to a fifth does not excuse what the others wait."""
FEWEST_MOVES = 20
_TICKS, _FEW_TICKS = 1_000, 7
"""A wait must last so many ticks of the source's clock before sharing it proves anything; the
second where nearly all moves share it."""
_DAY, _HALF_HOUR, _MINUTE, _SECOND = 86_400_000_000, 1_800_000_000, 60_000_000, 1_000_000
_MOSTLY = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedTimer:
    """A wait that is one constant, between two neighbours of the log."""

    source: str
    before: str
    after: str
    n: int
    hours: float
    """What the clock is set to."""
    share: float
    """Of the waits, within one in a hundred of it."""


def shared_wait(tenths: Sequence[float], n: int) -> float | None:
    """The wait that a fifth of the moves share, if any.

    Args:
        tenths: minimum, every tenth, maximum.
        n: moves.
    """
    if n < FEWEST_MOVES:
        return None
    bands = [
        (tenths[k + _ATOM] - tenths[k], tenths[k])
        for k in range(len(tenths) - _ATOM)
        if tenths[k] > 0 and tenths[k + _ATOM] - tenths[k] <= _PUNCTUAL * tenths[k]
    ]
    if bands:
        return min(bands)[1]
    nearly_all = tenths[9] - tenths[1] <= _CONSTANT * tenths[5]
    return tenths[5] if nearly_all and tenths[5] > 0 else None


def timer_us(tenths: Sequence[float], n: int, *, half_hours: float, minutes: float) -> int | None:
    """What a clock is set to, in microseconds; None where none runs.

    Args:
        tenths: of the waits, in microseconds.
        n: moves.
        half_hours: share of the times that stand at a full half hour (in any zone: at midnight).
        minutes: share of the times that stand at a full minute.
    """
    shared = shared_wait(tenths, n)
    if shared is None:
        return None
    tick = _SECOND if minutes <= _MOSTLY else _MINUTE
    if half_hours > _MOSTLY:
        tick = _HALF_HOUR if shared % _DAY else _DAY
    nearly_all = tenths[9] - tenths[1] <= _CONSTANT * shared
    enough = max(_FEW_TICKS * tick, _MINUTE) if nearly_all else _TICKS * tick
    return int(shared) if shared >= enough and shared >= _EXPLAINS * tenths[5] else None


def fixed_timers(engine: Engine, snapshot: Snapshot) -> list[FixedTimer]:
    """Find neighbours of one subject between which a clock runs."""
    moves = f"""(
        SELECT source, activity AS before, lead(activity) OVER w AS after, epoch_us("at") AS at_us,
            epoch_us(lead("at") OVER w) - epoch_us("at") AS wait
        FROM {snapshot.source("events")} WHERE NOT coalesce(date_only, false)
        WINDOW w AS (PARTITION BY source, subject ORDER BY "at", event_id))"""
    rows = engine.rows(
        f"""SELECT source, before, after, count(*) AS n, quantile_disc(wait, {list(TENTHS)}),
            avg((at_us % 1800000000 = 0)::INTEGER), avg((at_us % 60000000 = 0)::INTEGER)
        FROM {moves} WHERE after IS NOT NULL AND wait > 0 GROUP BY ALL
        HAVING n >= {FEWEST_MOVES} ORDER BY n DESC, source, before, after"""
    )
    found: list[FixedTimer] = []
    for source, before, after, n, tenths, half_hours, minutes in rows:
        timer = timer_us(tenths, n, half_hours=half_hours, minutes=minutes)
        if timer is None:
            continue
        near = engine.rows(
            f"""SELECT count(*) FROM {moves} WHERE source = ? AND before = ? AND after = ?
            AND wait > 0 AND abs(wait - {timer}) <= {_CONSTANT} * {timer}""",
            [source, before, after],
        )[0][0]
        found.append(
            FixedTimer(
                source=source,
                before=before,
                after=after,
                n=n,
                hours=round(timer / 3.6e9, 2),
                share=round(near / n, 3),
            )
        )
    return found

"""What is observed at every visit, in thousandths: queues, feelings, ratings, waits, exits, next steps.

In: steps, ratings and journeys of one purpose.  Out: a SELECT of observations, and how a metric and its levels are told.
A visit counts on its own day; where it must be followed (an exit, a wait, the next step) only visits
with the whole follow-up before the end of the data count. Waits and queues are told as
typical ones (the mean of logarithms), because a few very long ones would hide every change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.facts import DAY_US
from desireline.insights.heard.ratings import scales
from desireline.insights.numbers.estimates import duration, percent
from desireline.insights.paths.exits import acting

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

QUEUE, FEELING, EXIT, WAIT, NEXT, RATING, NOTE, RESULT = range(8)
WATCHED_WHOLE = 60_000
"""Customers up to which all are watched; above, the sample."""
_TITLES = {
    QUEUE: ("queue", "s"),
    FEELING: ("feeling", "score"),
    EXIT: ("exit", "share"),
    WAIT: ("wait", "s"),
    NEXT: ("next step", "share"),
}
_FOLLOWED_DAYS = 30
_COMMON = 0.03
_MOST_MOVES = 40
OBSERVED_SQL = """
    SELECT {queue} AS metric, touchpoint AS a, 0 AS b, customer, journey, at_us,
        round(1000 * ln(1 + queue_s))::BIGINT AS v
    FROM {steps} WHERE queue_s IS NOT NULL AND {drawn}
    UNION ALL
    SELECT {feeling}, touchpoint, 0, customer, journey, at_us, feeling_milli
    FROM {steps} WHERE feeling_milli IS NOT NULL AND {drawn}
    UNION ALL
    SELECT {rating}, touchpoint, rating_kind, customer, journey, at_us, rating_milli
    FROM {steps} WHERE rating_milli IS NOT NULL AND {drawn}
    UNION ALL
    SELECT {wait}, touchpoint, next_touchpoint, customer, journey, at_us, round(1000 * ln(1 + wait_us / 1e6))::BIGINT
    FROM {steps} WHERE wait_us BETWEEN 0 AND {followed} AND at_us <= {last} AND {drawn}
        AND (touchpoint, next_touchpoint) IN ({moves})
    UNION ALL
    SELECT {next}, touchpoint, b, customer, journey, at_us,
        1000 * (next_touchpoint = b)::INTEGER
    FROM (SELECT s.*, unnest(targets) AS b FROM {steps} AS s JOIN {targets} AS t ON t.a = s.touchpoint
        WHERE at_us <= {last})
    WHERE next_touchpoint IS NOT NULL AND wait_us <= {followed}
    UNION ALL
    SELECT {exit}, touchpoint, 0, customer, journey, at_us, 1000 * gone::INTEGER FROM {walk}
"""
"""Every observation, in thousandths. Where customers go is asked of those who went on within the time that each visit is
followed: of late visits only the quick ones have gone on yet, and quick ones go elsewhere."""
_WALK = """
    SELECT customer, journey, touchpoint, at_us,
        CASE WHEN {owned} THEN coalesce(later_us, {end}) > at_us + {followed}
            WHEN {silence_completes} THEN next_us IS NULL AND state = 1
            WHEN next_us IS NULL THEN state <> 0 ELSE next_us > at_us + {followed} END AS gone
    FROM (SELECT customer, journey, touchpoint, at_us, lead(at_us) OVER (
            PARTITION BY customer, journey ORDER BY step_no) AS next_us,
            lead(at_us) OVER (PARTITION BY customer ORDER BY journey, step_no) AS later_us
        FROM {steps} WHERE {acting} AND {drawn})
    JOIN (SELECT customer, journey, state FROM journeys WHERE {where}) USING (customer, journey)
    WHERE at_us <= {last}
"""
"""Where silence completes a journey, who fell silent has not left, however short a while ago; an owner goes on in the next journey."""


def first_day(facts: Facts) -> int:
    """The day (since 1970) of the first event."""
    return facts.start_us // DAY_US


def days(facts: Facts) -> int:
    """How many days are observed."""
    return facts.end_us // DAY_US - first_day(facts) + 1


def steps_of(facts: Facts) -> str:
    """The steps that are watched."""
    if facts.customers > WATCHED_WHOLE:
        return facts.sample
    return f"(SELECT * FROM steps WHERE {facts.where})"


def followed_us(facts: Facts) -> int:
    """How long a visit is followed: a month, or a sixth of a short period."""
    return max(min(_FOLLOWED_DAYS * DAY_US, (facts.end_us - facts.start_us) // 6), 1)


def observed(facts: Facts) -> str:
    """SELECT of every observation: metric, a, b, customer, journey, at_us, v in thousandths."""
    return facts.memo("observed", _observed)


def _observed(facts: Facts) -> str:
    steps, last = steps_of(facts), facts.end_us - followed_us(facts)
    moves = facts.engine.rows(
        f"SELECT touchpoint, next_touchpoint, n, sum(n) OVER (PARTITION BY touchpoint)::BIGINT FROM (SELECT touchpoint,"
        f" next_touchpoint, count(*) AS n FROM {steps} WHERE {facts.drawn} AND next_touchpoint IS NOT NULL"
        f" AND at_us <= {last} GROUP BY ALL) ORDER BY n DESC, 1, 2"
    )
    moves = [(a, b, n / whole) for a, b, n, whole in moves if not facts.places[b].outcome]
    common = [(a, b, share) for a, b, share in moves if share >= _COMMON][:_MOST_MOVES]
    told = _telling([one for one in common if one[2] <= 1 - _COMMON])
    targets = facts.table(
        "targets",
        "SELECT a, list(b ORDER BY b) AS targets FROM (VALUES "
        + ", ".join(f"({a}, {b})" for a, b in told or [(-1, -1)])
        + ") AS moves(a, b) GROUP BY a",
    )
    walk = facts.table(
        "watched_walk",
        _WALK.format(
            steps=steps,
            followed=followed_us(facts),
            last=last,
            acting=acting(facts),
            drawn=facts.drawn,
            where=facts.where,
            silence_completes=facts.purpose.completing_silence_us is not None,
            owned=facts.owned,
            end=facts.end_us,
        ),
    )
    return OBSERVED_SQL.format(
        queue=QUEUE, feeling=FEELING, rating=RATING, wait=WAIT, next=NEXT, exit=EXIT,
        steps=steps, drawn=facts.drawn, followed=followed_us(facts), last=last, walk=walk,
        moves=", ".join(f"({a}, {b})" for a, b, _ in common) or "(-1, -1)", targets=targets,
    )  # fmt: skip


def _telling(moves: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Moves without the last one of a touchpoint where the others tell its share already."""
    out: list[tuple[int, int]] = []
    for a in dict.fromkeys(a for a, _, _ in moves):
        mine = [(b, share) for one, b, share in moves if one == a]
        if len(mine) > 1 and sum(share for _, share in mine) > 1 - _COMMON:
            mine.pop()
        out += [(a, b) for b, _ in mine]
    return out


def title_of(facts: Facts, metric: int, a: int, b: int) -> tuple[str, str, str]:
    """Metric, scope and unit of a row of `observed`, as they are told."""
    place = facts.places[a].name
    if metric == RATING:
        kinds = {scale.code: scale.label for scale in scales(facts)}
        name = kinds.get(b, "rating")
        return name, place, name
    name, unit = _TITLES[metric]
    return name, f"{place} to {facts.places[b].name}" if metric in (WAIT, NEXT) else place, unit


def level_words(unit: str, value: float) -> str:
    """A level as it is kept (times as logarithms), in words."""
    if unit == "s":
        return duration(float(np.expm1(value)))
    return percent(value) if unit == "share" else f"{value:.2f}"


def step_words(unit: str, value: float) -> str:
    """A difference of two levels as they are kept, in words."""
    if unit == "s":
        return f"times {float(np.exp(value)):.2f}"
    return f"{value * 100:+.1f} points" if unit == "share" else f"{value:+.2f}"

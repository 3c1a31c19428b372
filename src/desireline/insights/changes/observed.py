"""What is watched over time: one level a day for each metric at each scope.

In: steps, ratings, notes, results of one purpose.  Out: `Watched` series by metric and scope.
A visit counts on its own day; where it must be followed (an exit, a wait, the next step) only visits
with the whole follow-up before the end of the data count. Visits are held against what the age of the
journeys alone would give, so that a season of newcomers is no change; so are exits and next steps. Waits and queues are told as
typical ones (the mean of logarithms), because a few very long ones would hide every change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.engines import literal
from desireline.insights.causes.leaks import states_the_record
from desireline.insights.changes.breaks import Series
from desireline.insights.facts import DAY_US
from desireline.insights.heard.ratings import scales
from desireline.insights.numbers.estimates import duration, percent
from desireline.insights.paths.excess import asked_for
from desireline.insights.paths.exits import acting
from desireline.insights.paths.noted import WORDS, YES, YES_OR_NO, keys, notes
from desireline.insights.paths.results import ripe_us, successes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

    Floats = NDArray[np.float64]

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
EVERYBODY = "all"
"""Scope of a success of all customers."""
FEWEST = 150
"""Observations under which a series is not watched."""
_FOLLOWED_DAYS = 30
_COMMON = 0.03
_MOST_MOVES = 40
_MOST_RESULTS, _MOST_LEVELS = 2, 24
_LARGE = 0.05
"""Share of the events from which a source counts for all touchpoints."""
_LATE_DAYS = 14
"""A source that begins no later, or ends no earlier, than this is there from the beginning to the end."""
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
_BY_DAY = """
    SELECT metric, a, b, (at_us - {start}) // {day} AS day,
        CASE WHEN metric IN ({where_to}) THEN least(floor(2 * log2(1 + (at_us - start_us) / {day})), {oldest})::INTEGER ELSE 0 END AS age,
        count(*) AS n, sum(v)::BIGINT AS s
    FROM ({rows}) JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where}) USING (customer, journey)
    GROUP BY ALL ORDER BY ALL
"""
_OLDEST = 16
"""Age of journeys, in halves of a doubling of days, from which all are old."""
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
# a row says how it stands at the export: of the youngest it is not known yet whether somebody came, paid, was answered
_NOTED = """
    SELECT key, touchpoint, (at_us - {start}) // {day} AS day, count(*) AS n,
        sum((value IN {yes})::INTEGER) AS s
    FROM {notes} WHERE NOT rated AND {drawn} AND at_us <= {last} GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One metric at one scope, day by day."""

    metric: str
    """`queue`, `wait`, `exit`, `next step`, `visits`, `feeling`, a rating, a note, a success."""
    scope: str
    """A touchpoint, `A to B`, or whose results: `all`, `region: north`."""
    touchpoint: str | None
    stage: str | None
    series: Series
    n: Floats
    """Observations by day."""
    unit: str
    """`s` (of a logarithm), `share`, `score`, `visits a journey`, or a rating's scale."""
    at: tuple[int, int, int] | None = None
    """Metric, a, b of `observed`, where its rows are there."""


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


def watched(facts: Facts) -> list[Watched]:
    """All series with enough observations, in a fixed order."""
    return facts.memo(
        "watched",
        lambda facts: [
            one
            for make in (_of_rows, _visits, _noted, _results)
            for one in make(facts)
            if one.n.sum() >= FEWEST
        ],
    )


def _by_day(facts: Facts, day: Any, values: Any) -> Floats:
    """Sums of values by day; days before the period are none of it."""
    out = np.zeros(days(facts))
    day, values = np.asarray(day, dtype=np.int64), np.asarray(values, dtype=np.float64)
    np.add.at(out, day[day >= 0], values[day >= 0])
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
        count = _by_day(facts, day[mine], n[mine])
        total = _by_day(facts, day[mine], s[mine] - _by_age(age[mine], n[mine], s[mine])) / 1000
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
            at=(metric, a, b),
        )


def _by_age(age: NDArray[Any], n: NDArray[Any], s: NDArray[Any]) -> Floats:
    """What of each sum goes with how old the journeys were: where customers go next hangs on it, and where data begin all are young."""
    own = np.bincount(age, weights=s) / np.maximum(np.bincount(age, weights=n), 1)
    return n * (own[age] - s.sum() / n.sum())


def _visits(facts: Facts) -> Iterator[Watched]:
    """Visits against what journeys that began so, and are so old, make: observed / expected, times the mean a journey.

    Where fewer come by one door, what lies behind it is met less by all together, and as often as ever by those who came so.
    """
    start, span = first_day(facts) * DAY_US, days(facts)
    doors = _doors(facts)
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
        seen = _by_day(facts, day[mine], n[mine])
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


def _doors(facts: Facts) -> str:
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


def _noted(facts: Facts) -> Iterator[Watched]:
    """How often a source notes yes."""
    wanted = {key.name: key.title for key in keys(facts) if key.kind == YES_OR_NO}
    if not wanted:
        return
    start = first_day(facts) * DAY_US
    found = facts.engine.rows(
        _NOTED.format(
            start=start,
            day=DAY_US,
            yes=YES,
            notes=notes(facts),
            drawn=facts.drawn,
            last=facts.end_us - followed_us(facts),
        )
    )
    rows: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
    for key, code, day, n, s in found:
        if key in wanted:
            rows.setdefault((key, code), []).append((day, n, s))
    for (key, code), told in rows.items():
        place = facts.places[code]
        yield _share(
            facts,
            np.array(told),
            metric=wanted[key],
            scope=place.name,
            touchpoint=place.name,
            stage=place.stage,
        )


_FIRST_SQL = "SELECT * FROM ({result}) QUALIFY row_number() OVER (PARTITION BY customer ORDER BY from_us, journey) = 1"
"""Of orders, each customer's first: where fewer new customers come, a list holds ever more of those who order often."""


def _results(facts: Facts) -> Iterator[Watched]:
    """Successes by the day on which their clock began: of all, and by what orders and sign-ups note."""
    start = first_day(facts) * DAY_US
    sources = successes(facts)[:_MOST_RESULTS]
    # whose record has ended since has ended: that its success changed is how young it is
    words = [one for one in keys(facts) if one.kind == WORDS and not states_the_record(one.name)]
    for result in sources:
        sql = _FIRST_SQL.format(result=result.sql) if result.again else result.sql
        table = facts.table(f"timed_{result.name.replace('-', '_')}", sql)
        groups: list[tuple[str, str, str]] = []
        for key in words:
            joined = (
                f"FROM {table} JOIN (SELECT customer, journey, arg_min(value, at_us) AS value,"
                f" min(at_us) AS at_us FROM {notes(facts)} WHERE key = {literal(key.name)} GROUP BY ALL) AS n"
                " USING (customer, journey)"
            )
            groups += [
                (
                    f"{key.title}: {level}",
                    joined,
                    f"AND value = {literal(level)} AND at_us <= from_us",
                )
                for level in key.levels
            ]
        ripe = ripe_us(facts) if result.ended else facts.end_us
        yield from _of_all(
            facts,
            result,
            f"FROM {table} JOIN {_doors(facts)} USING (customer, journey) WHERE from_us <= {ripe}",
        )
        for scope, source, where in groups[:_MOST_LEVELS]:
            told = facts.engine.rows(
                f"SELECT (from_us - {start}) // {DAY_US} AS day, count(*), sum(y)::BIGINT {source}"
                f" WHERE from_us <= {ripe} {where}"
                " GROUP BY 1 HAVING day >= 0 ORDER BY 1"
            )
            if told:
                yield _share(
                    facts,
                    np.array(told),
                    metric=result.name,
                    scope=scope,
                    touchpoint=None,
                    stage=None,
                )


def _of_all(facts: Facts, result: Result, source: str) -> Iterator[Watched]:
    """The success of all, as it would be had they always come by the same doors: another mix of visitors changed nothing that any of them met."""
    start = first_day(facts) * DAY_US
    told = np.array(
        facts.engine.rows(
            f"SELECT (from_us - {start}) // {DAY_US} AS day, door, count(*), sum(y)::BIGINT {source}"
            " GROUP BY ALL HAVING day >= 0 ORDER BY ALL"
        )
    )
    if not len(told):
        return
    whole = _share(facts, told[:, [0, 2, 3]], metric=result.name, scope=EVERYBODY, touchpoint=None, stage=None)  # fmt: skip
    count = whole.series.weight
    moved = np.zeros(len(count))
    usual = told[:, 3].sum() / told[:, 2].sum()
    for door in np.unique(told[:, 1]):
        mine = told[told[:, 1] == door]
        own = mine[:, 3].sum() / mine[:, 2].sum()
        moved += _by_day(facts, mine[:, 0], mine[:, 2]) * (own - usual)
    value = whole.series.value - moved / np.maximum(count, 1)
    yield replace(whole, series=Series(value=value, weight=count))


def _share(
    facts: Facts,
    told: NDArray[Any],
    *,
    metric: str,
    scope: str,
    touchpoint: str | None,
    stage: str | None,
) -> Watched:
    count = _by_day(facts, told[:, 0], told[:, 1])
    total = _by_day(facts, told[:, 0], told[:, 2])
    return Watched(
        metric=metric,
        scope=scope,
        touchpoint=touchpoint,
        stage=stage,
        series=Series(value=total / np.maximum(count, 1), weight=count),
        n=count,
        unit="share",
    )


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

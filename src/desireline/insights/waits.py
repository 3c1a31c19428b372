"""How long it takes from one touchpoint to the next, and which waits are a clock, not a queue.

In: steps with the time to the next step.  Out: exact median and p90 per transition with intervals.
A wait that a fifth of the moves share to within 0.2 % is a `fixed_timer` (an auto-close after 360 or
720 hours): people are never so punctual. It is told as a rule and never ranked as a pain. Intervals
take customers, not moves, as observations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.estimates import count, descriptive_verdict, duration
from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    Insight,
    InsightResult,
    Verdict,
    WaitMeasure,
)
from desireline.insights.moves import PEOPLE_SQL, WAITS_SQL, Edge, measure_edges
from desireline.insights.order import interval_fractions, quantiles

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "exact quantiles; interval by order statistics, as many trials as customers; v1"
_TENTHS = tuple(round(k / 10, 1) for k in range(11))
_ATOM = 2
"""Tenths of the moves that share one wait when a clock runs."""
_PUNCTUAL, _CONSTANT = 0.002, 0.01
_EXPLAINS = 0.4
"""Of the median: a quick automatic reply to a fifth does not excuse what the others wait."""
_TIMER_MOVES = 20
_TICKS, _FEW_TICKS = 1_000, 7
"""A wait must last so many ticks of the source's clock before sharing it proves anything; the
second where nearly all moves share it."""
_LONGEST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Waits on one transition, in seconds."""

    edge: Edge
    median: Estimate
    p90: Estimate
    timer_us: int | None
    """What the clock is set to, where there is one."""

    @property
    def fixed_timer(self) -> bool:
        """The wait is a rule, not a queue."""
        return self.timer_us is not None


class Waits:
    """See the module."""

    name = "waits"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Waits by transition; claims for fixed timers and for the longest waits."""
        waits = measure_waits(facts)
        evidence = facts.evidence(
            self.name,
            method=METHOD,
            query=PEOPLE_SQL + WAITS_SQL,
            n=sum(wait.edge.n for wait in waits.values()),
        )
        measures = [
            WaitMeasure(
                source=facts.places[wait.edge.source].name,
                target=facts.places[wait.edge.target].name,
                n=wait.edge.n,
                customers=wait.edge.customers,
                median=wait.median,
                p90=wait.p90,
                fixed_timer=wait.fixed_timer,
                evidence=evidence.id,
            )
            for wait in waits.values()
        ]
        timers = [
            _timer(facts, measure, wait.timer_us)
            for measure, wait in zip(measures, waits.values(), strict=True)
            if wait.timer_us is not None
        ]
        longest = sorted(
            (one for one in measures if not one.fixed_timer and one.median.value > 0),
            key=lambda one: (-one.n * one.median.value, one.source, one.target),
        )[:_LONGEST_SHOWN]
        return InsightResult(
            measures=measures,
            insights=timers + [_wait(facts, measure) for measure in longest],
            evidence=[evidence],
            suppressed=len(measure_edges(facts)) - len(measures),
        )


def measure_waits(facts: Facts) -> dict[tuple[int, int], Wait]:
    """Waits by (source, target) code; transitions of fewer than five customers left out."""
    return facts.memo("waits", _measure)


def _measure(facts: Facts) -> dict[tuple[int, int], Wait]:
    edges = [edge for edge in measure_edges(facts) if edge.customers >= SMALLEST_GROUP]
    wanted = {
        edge.group: {
            *_TENTHS,
            *interval_fractions(edge.customers, 0.5),
            *interval_fractions(edge.customers, 0.9),
        }
        for edge in edges
    }
    sizes = {edge.group: edge.n for edge in edges}
    rows = WAITS_SQL.format(where=facts.where, drawn=facts.drawn)
    values = quantiles(facts, rows, sizes, wanted)
    ticks = _ticks(facts, [edge for edge in edges if _shared_wait(edge, values) is not None])
    return {
        (edge.source, edge.target): _wait_of(edge, values, ticks.get(edge.group)) for edge in edges
    }


def _shared_wait(edge: Edge, values: dict[tuple[int, float], float]) -> float | None:
    """The wait that a fifth of the moves share, if any."""
    if edge.n < _TIMER_MOVES:
        return None
    group = edge.group
    at = [values[group, q] for q in _TENTHS]
    bands = [
        (at[k + _ATOM] - at[k], at[k])
        for k in range(len(at) - _ATOM)
        if at[k] > 0 and at[k + _ATOM] - at[k] <= _PUNCTUAL * at[k]
    ]
    if bands:
        return min(bands)[1]
    nearly_all = at[9] - at[1] <= _CONSTANT * at[5]
    return at[5] if nearly_all and at[5] > 0 else None


def _ticks(facts: Facts, edges: list[Edge]) -> dict[int, int]:
    """Resolution of the source's clock, by edge: days, minutes or seconds, in us.

    Where times are given by the day, many share a wait of three days, and no clock runs.
    """
    if not edges:
        return {}
    groups = ", ".join(str(edge.group) for edge in edges)
    rows = facts.engine.rows(
        f"""
        SELECT g, avg((at_us % 1800000000 = 0)::INTEGER), avg((at_us % 60000000 = 0)::INTEGER)
        FROM (SELECT touchpoint::BIGINT * 65536 + next_touchpoint AS g, at_us FROM steps
            WHERE {facts.where}) WHERE g IN ({groups}) GROUP BY g
        """
    )
    return {
        g: 86_400_000_000 if by_day > 0.95 else 60_000_000 if by_minute > 0.95 else 1_000_000
        for g, by_day, by_minute in rows
    }


def _timer_of(edge: Edge, values: dict[tuple[int, float], float], tick: int | None) -> int | None:
    shared = _shared_wait(edge, values)
    if shared is None or tick is None:
        return None
    nearly_all = values[edge.group, 0.9] - values[edge.group, 0.1] <= _CONSTANT * shared
    enough = max(_FEW_TICKS * tick, 60_000_000) if nearly_all else _TICKS * tick
    explains = shared >= _EXPLAINS * values[edge.group, 0.5]
    return int(shared) if shared >= enough and explains else None


def _wait_of(edge: Edge, values: dict[tuple[int, float], float], tick: int | None) -> Wait:
    def estimate(q: float) -> Estimate:
        low, high = interval_fractions(edge.customers, q)
        return Estimate(
            value=values[edge.group, q] / 1e6,
            low=values[edge.group, low] / 1e6,
            high=values[edge.group, high] / 1e6,
            n=edge.n,
            unit_of_n="moves",
            unit="s",
        )

    return Wait(
        edge=edge,
        median=estimate(0.5),
        p90=estimate(0.9),
        timer_us=_timer_of(edge, values, tick),
    )


def _timer(facts: Facts, measure: WaitMeasure, timer_us: int) -> Insight:
    return _claim(
        facts,
        measure,
        kind="fixed_timer",
        words=(
            f"From {measure.source} to {measure.target} a clock runs: a fifth or more wait "
            f"{_exactly(timer_us / 1e6)} to within 0.2 %, half {_exactly(measure.median.value)} or "
            f"more (n {count(measure.n)}). A rule, not a wait that hurts."
        ),
        verdict=Verdict.SHOWN,
    )


def _exactly(seconds: float) -> str:
    """`15.0 days (360 h)`: rules are written in hours."""
    told = duration(seconds)
    return f"{told} ({seconds / 3600:.0f} h)" if told.endswith("days") else told


def _wait(facts: Facts, measure: WaitMeasure) -> Insight:
    middle, p90 = measure.median, measure.p90
    return _claim(
        facts,
        measure,
        kind="wait",
        words=(
            f"From {measure.source} to {measure.target} half wait longer than "
            f"{duration(middle.value)} ({duration(middle.low)} to {duration(middle.high)}), one in "
            f"ten longer than {duration(p90.value)} (n {count(measure.n)})."
        ),
        verdict=descriptive_verdict(measure.customers),
    )


def _claim(
    facts: Facts, measure: WaitMeasure, *, kind: str, words: str, verdict: Verdict
) -> Insight:
    return Insight(
        kind=kind,
        purpose=facts.purpose.name,
        touchpoint=measure.source,
        condition=f"{measure.source} to {measure.target}",
        metric="median wait, s",
        words=words,
        verdict=verdict,
        evidence=measure.evidence,
        value=measure.median.value,
        low=measure.median.low,
        high=measure.median.high,
        n=measure.n,
    )

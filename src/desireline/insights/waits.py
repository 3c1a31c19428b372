"""How long it takes from one touchpoint to the next, and which waits are a clock, not a queue.

In: steps with the time to the next step.  Out: exact median and p90 per transition with intervals.
A wait whose middle half lies within 1 % of its median is a `fixed_timer` (an auto-close after 720
hours): it is told as a rule and never ranked as a pain. Intervals take customers, not moves, as
observations.
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
from desireline.insights.moves import EDGES_SQL, WAITS_SQL, Edge, measure_edges
from desireline.insights.order import interval_fractions, quantiles

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "exact quantiles; interval by order statistics, as many trials as customers; v1"
_QUANTILES = (0.25, 0.5, 0.75, 0.9)
_CONSTANT = 0.01
_SHORTEST_TIMER_US = 60_000_000
_TIMER_MOVES = 20
_LONGEST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Waits on one transition, in seconds."""

    edge: Edge
    median: Estimate
    p90: Estimate
    fixed_timer: bool


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
            query=EDGES_SQL + WAITS_SQL,
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
        timers = [_timer(facts, measure) for measure in measures if measure.fixed_timer]
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
            *_QUANTILES,
            *interval_fractions(edge.customers, 0.5),
            *interval_fractions(edge.customers, 0.9),
        }
        for edge in edges
    }
    sizes = {edge.group: edge.n for edge in edges}
    rows = WAITS_SQL.format(where=facts.where, drawn=facts.drawn)
    values = quantiles(facts, rows, sizes, wanted)
    return {(edge.source, edge.target): _wait_of(edge, values) for edge in edges}


def _wait_of(edge: Edge, values: dict[tuple[int, float], float]) -> Wait:
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

    lower, median, upper, _ = (values[edge.group, q] for q in _QUANTILES)
    constant = upper - lower <= _CONSTANT * median
    timer = constant and median >= _SHORTEST_TIMER_US and edge.n >= _TIMER_MOVES
    return Wait(edge=edge, median=estimate(0.5), p90=estimate(0.9), fixed_timer=timer)


def _timer(facts: Facts, measure: WaitMeasure) -> Insight:
    return _claim(
        facts,
        measure,
        kind="fixed_timer",
        words=(
            f"{measure.target} follows {measure.source} after {duration(measure.median.value)} as "
            f"by a clock (n {count(measure.n)}): a rule, not a wait that hurts."
        ),
        verdict=Verdict.SHOWN,
    )


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

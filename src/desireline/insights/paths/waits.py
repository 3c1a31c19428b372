"""How long it takes from one touchpoint to the next, and which waits are a clock, not a queue.

In: steps with the time to the next step.  Out: exact median and p90 per transition with intervals.
A wait that is a clock by the log's own rule (`events.timer_us`) is a `fixed_timer` (an auto-close
after 360 or 720 hours). It is told as a rule and never ranked as a pain. Intervals
take customers, not moves, as observations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.events import TENTHS, shared_wait, timer_us
from desireline.insights.facts import DAY_US
from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    Insight,
    InsightResult,
    Verdict,
    WaitMeasure,
)
from desireline.insights.numbers.estimates import count, descriptive_verdict, duration
from desireline.insights.numbers.order import interval_fractions, quantiles
from desireline.insights.paths.moves import PEOPLE_SQL, WAITS_SQL, Edge, measure_edges
from desireline.journeys import is_reminder, is_success
from desireline.tables import ACTORS

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "exact quantiles; interval by order statistics, as many trials as customers; v1"
_LONGEST_SHOWN = 5
_MOSTLY = 0.5
_NEARLY, _DAYS = 0.95, 5
"""Share of a touchpoint's times that are days alone, and how many days these are at least, from which no clock is known."""
_SYSTEM = ACTORS.index("system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Waits on one transition, in seconds."""

    edge: Edge
    median: Estimate
    p90: Estimate
    timer_us: int | None
    """What the clock is set to, where there is one."""
    unwaited: bool
    """Nobody waits for what it ends with: the customer's leaving, a reminder of what they owe, a day that was agreed."""
    blurred: bool
    """Shorter than a day, and one end is known by the day alone: an invoice of the day stands before the visit at two o'clock."""

    @property
    def fixed_timer(self) -> bool:
        """The wait is a rule, not a queue."""
        return self.timer_us is not None

    @property
    def keeps_waiting(self) -> bool:
        """It is known and no clock's, no return to the same touchpoint, which has the customer's own pace, and ends with what somebody waits for."""
        told = not self.fixed_timer and not self.unwaited and not self.blurred
        return told and self.edge.source != self.edge.target


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
        own = own_pace(facts)
        longest = sorted(
            (
                (measure, wait.edge.target in own)
                for measure, wait in zip(measures, waits.values(), strict=True)
                if wait.keeps_waiting and wait.median.value > 0
            ),
            key=lambda one: (
                one[1],
                -one[0].n * one[0].median.value,
                one[0].source,
                one[0].target,
            ),
        )[:_LONGEST_SHOWN]
        return InsightResult(
            measures=measures,
            insights=timers + [_wait(facts, measure, own=own) for measure, own in longest],
            evidence=[evidence],
            suppressed=len(measure_edges(facts)) - len(measures),
        )


def own_pace(facts: Facts) -> frozenset[int]:
    """Touchpoints to which customers come in their own time; none where no step is told to be the company's."""
    rows = facts.engine.rows(
        f"SELECT touchpoint, avg((actor = 0)::INTEGER) FROM {facts.sample} GROUP BY touchpoint"
    )
    if all(share == 1 for _, share in rows):
        return frozenset()
    return frozenset(int(code) for code, share in rows if share > _MOSTLY)


def measure_waits(facts: Facts) -> dict[tuple[int, int], Wait]:
    """Waits by (source, target) code; transitions of fewer than five customers left out."""
    return facts.memo("waits", _measure)


def _measure(facts: Facts) -> dict[tuple[int, int], Wait]:
    edges = [edge for edge in measure_edges(facts) if edge.customers >= SMALLEST_GROUP]
    agreed, dated = _days(facts)
    wanted = {
        edge.group: {
            *TENTHS,
            *interval_fractions(edge.customers, 0.5),
            *interval_fractions(edge.customers, 0.9),
        }
        for edge in edges
    }
    sizes = {edge.group: edge.n for edge in edges}
    rows = WAITS_SQL.format(where=facts.where, drawn=facts.drawn)
    values = quantiles(facts, rows, sizes, wanted)
    tenths = {edge.group: [values[edge.group, q] for q in TENTHS] for edge in edges}
    shared = [edge for edge in edges if shared_wait(tenths[edge.group], edge.n) is not None]
    timers = {
        edge.group: timer_us(tenths[edge.group], edge.n, half_hours=half_hours, minutes=minutes)
        for edge, half_hours, minutes in _full_times(facts, shared)
    }
    return {
        (edge.source, edge.target): _wait_of(
            edge,
            values,
            timers.get(edge.group),
            unwaited=edge.target in facts.losing
            or edge.target in agreed
            or is_reminder(facts.places[edge.target].name),
            blurred=(edge.source in dated) != (edge.target in dated),
        )
        for edge in edges
    }


def _days(facts: Facts) -> tuple[frozenset[int], frozenset[int]]:
    """Touchpoints that were agreed for a day, and those of which only the day is known.

    Agreed are days without a clock, noted by a system beside people's steps that have one: a booked arrival. Whoever books
    for September waits for nobody. What customers came for (a delivery) they wait for, however it is dated.
    """
    rows = facts.engine.rows(f"""
        SELECT touchpoint, avg((at_us % {DAY_US} = 0)::INTEGER), avg((actor = {_SYSTEM})::INTEGER),
            count(*) FILTER (actor <> {_SYSTEM} AND at_us % {DAY_US} <> 0), count(DISTINCT at_us)
        FROM {facts.sample} GROUP BY touchpoint""")
    has_clocks = any(clocked for *_, clocked, _ in rows)
    agreed = frozenset(
        int(code)
        for code, days, system, *_ in rows
        if has_clocks and days == system == 1 and not is_success(facts.places[code].name)
    )
    dated = frozenset(
        int(code) for code, days, *_, moments in rows if days > _NEARLY and moments >= _DAYS
    )
    return agreed, dated


def _full_times(facts: Facts, edges: list[Edge]) -> list[tuple[Edge, float, float]]:
    """By edge: shares of the times at a full half hour and at a full minute.

    Where times are given by the day, many share a wait of three days, and no clock runs.
    """
    if not edges:
        return []
    by_group = {edge.group: edge for edge in edges}
    groups = ", ".join(map(str, by_group))
    rows = facts.engine.rows(
        f"""
        SELECT g, avg((at_us % 1800000000 = 0)::INTEGER), avg((at_us % 60000000 = 0)::INTEGER)
        FROM (SELECT touchpoint::BIGINT * 65536 + next_touchpoint AS g, at_us FROM steps
            WHERE {facts.where}) WHERE g IN ({groups}) GROUP BY g ORDER BY g
        """
    )
    return [(by_group[g], half_hours, minutes) for g, half_hours, minutes in rows]


def _wait_of(
    edge: Edge,
    values: dict[tuple[int, float], float],
    timer: int | None,
    *,
    unwaited: bool,
    blurred: bool,
) -> Wait:
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

    median = estimate(0.5)
    return Wait(
        edge=edge,
        median=median,
        p90=estimate(0.9),
        timer_us=timer,
        unwaited=unwaited,
        blurred=blurred and median.value * 1e6 < DAY_US,
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


def _wait(facts: Facts, measure: WaitMeasure, *, own: bool) -> Insight:
    middle, p90 = measure.median, measure.p90
    done = "of the customers take" if own else "wait"
    return _claim(
        facts,
        measure,
        kind="pace" if own else "wait",
        words=(
            f"From {measure.source} to {measure.target} half {done} longer than "
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

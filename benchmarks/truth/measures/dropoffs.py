"""Drop-offs: the share that goes no further after each look, and its interval.

Naive: visits that are the last event seen. The truth is what was planted, seen over the years.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_most, covers
from plan import LOOKING

ROWS = (
    Row(
        key="error", title="error of the exit share", bar="<= .010", judge=at_most(0.010), digits=4
    ),
    Row(key="coverage", title="95 % intervals that hold it", bar="93-97 %", judge=covers),
)


def take(case: Case) -> Iterator[Sample]:
    """Error and coverage over the touchpoints before the order, in memory."""
    if case.way != "memory" or case.null:
        return
    measured = {one.touchpoint: one for one in case.book("exits").results["exits"].measures}
    for touchpoint in (*LOOKING, "Credit check"):
        one = measured.get(touchpoint)
        if one is None or not one.identified:
            continue
        truth = case.company.plan.leak if touchpoint == "Credit check" else case.company.plan.leave
        yield "error", DESIRELINE, abs(one.exit.value - truth)
        yield "error", NAIVE, abs(_last_seen(case, touchpoint) - truth)
        yield "coverage", DESIRELINE, one.exit.low <= truth <= one.exit.high


def _last_seen(case: Case, touchpoint: str) -> float:
    happened = case.company.happenings
    last = {one.person: i for i, one in enumerate(happened)}
    visits = [i for i, one in enumerate(happened) if one.touchpoint == touchpoint]
    return sum(last[happened[i].person] == i for i in visits) / max(len(visits), 1)

"""Changes: the queue on the phone that doubles on a day, and nothing in a null company.

F1 over what is shown: the planted change found within 14 days is right, a change of the queue on another
day is wrong. What follows from the queue (feelings, surveys, further calls) or from the roll-out in one
region is neither. Naive: months against the mean of the others, beyond two standard deviations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from bench import DESIRELINE, NAIVE, Case, Row, Sample, covers, rare, reaches
from plan import PERIOD_DAYS, PILOT

WITHIN = timedelta(days=14)
ROWS = (
    Row(key="f1", title="F1 of planted changes, 14 days", bar=">= .9", judge=reaches(0.9)),
    Row(key="covers", title="date intervals that hold it", bar="93-97 %", judge=covers),
    Row(
        key="false",
        title="false alarms a series and year",
        bar="<= .05",
        judge=rare(0.05),
        digits=5,
    ),
    Row(key="season", title="null companies with a claim", bar="<= .10", judge=rare(0.10)),
)
_FOLLOWS = {"feeling", "csat 1-5", "nps 0-10", "next step", "exit", "visits", "stays"}


def take(case: Case) -> Iterator[Sample]:
    """What is shown against what was planted."""
    if case.way == "files":
        told = [(row["metric"], row["scope"], row["date"], row["date_low"], row["date_high"])
                for row in case.export("changes")]  # fmt: skip
        yield from _judged(case, told)
        return
    from memory import PURPOSE

    from desireline.insights.changes import dated
    from desireline.insights.changes.watching import watched
    from desireline.insights.facts import Facts

    facts = Facts(case.data, PURPOSE)
    shown = [one for one in dated(facts) if one.verdict == "shown"]
    told = [
        (one.metric, one.scope, *(str(d) for d in (one.date, one.date_low, one.date_high)))
        for one in shown
    ]
    series = watched(facts)
    facts.close()
    yield from _judged(case, told)
    if case.null:
        yield "false", DESIRELINE, len(told) / len(series) / (PERIOD_DAYS / 365)
        yield "false", NAIVE, _naive_alarms(series) / len(series) / (PERIOD_DAYS / 365)


def _judged(case: Case, told: list[tuple[str, ...]]) -> Iterator[Sample]:
    if case.null:
        yield "season", DESIRELINE, bool(told)
        return
    truth = date(2025, 1, 1) + timedelta(days=case.company.plan.queue_day)
    right, wrong = False, 0
    for metric, scope, *days in told:
        best, low, high = (date.fromisoformat(one) for one in days)
        if metric == "queue" and abs(best - truth) <= WITHIN:
            right = True
            yield "covers", DESIRELINE, low <= truth <= high
        elif not (
            metric in _FOLLOWS
            and (abs(best - truth) <= 2 * WITHIN or PILOT.lower() in scope.lower())
        ):
            wrong += 1
    yield "f1", DESIRELINE, 2 * right / (1 + right + wrong)


def _naive_alarms(series: Sequence[Any]) -> int:
    """Months that lie two standard deviations from the mean of the others."""
    import numpy as np

    alarms = 0
    for one in series:
        whole = len(one.n) // 30 * 30
        months = one.n[:whole].reshape(-1, 30).sum(axis=1)
        for i in range(len(months)):
            others = np.delete(months, i)
            alarms += abs(months[i] - others.mean()) > 2 * max(others.std(), 1)
    return alarms

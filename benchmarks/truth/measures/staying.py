"""Who stays: how often any condition is claimed to go with it, and how many of the planted effects are seen.

Conditions of every kind that the insight tries (waits and queues, too, not those of the plan alone) against staying,
which is a family of its own: what the insight `moments` tells of staying, without the ratings that take most of its
time. In a `null` company every claim is false, and a family may claim something in .10 of the companies.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, covers, rare

from measures.moments import CALLED

CASES = {"memory": ("full", "null")}
ROWS = (
    Row(
        key="claimed",
        title="companies that claim a condition goes with who stays",
        bar="<= .10",
        judge=rare(0.10),
    ),
    Row(
        key="cause",
        title="companies that claim one as a cause",
        bar="<= .05",
        judge=rare(0.05),
    ),
    Row(
        key="suggested",
        title="companies that suggest one, and claim none",
        bar="-",
        judge=at_least(0.0),
    ),
    Row(key="power", title="planted effects shown", bar="-", judge=at_least(0.0)),
    Row(key="named", title="planted effects told as a cause", bar="-", judge=at_least(0.0)),
    Row(key="coverage", title="95 % intervals that hold the effect", bar="93-97 %", judge=covers),
    Row(key="harmless", title="harmless conditions claimed", bar="<= .05", judge=rare(0.05)),
)
_STAYS = "stays"


def take(case: Case) -> Iterator[Sample]:
    """In a null company: is anything claimed? In a full one: what of the planted is."""
    found = list(_judged(case))
    shown = [one for one in found if one[1].verdict == "shown"]
    if case.null:
        yield "claimed", DESIRELINE, bool(shown)
        yield "cause", DESIRELINE, any(cause for _, _, cause in shown)
        suggested = any(one.verdict == "suggested" for _, one, _ in found)
        yield "suggested", DESIRELINE, suggested and not shown
        yield "claimed", NAIVE, any(_naive(one) for _, one, _ in found)
    for name, one, cause in found:
        if name not in CALLED:
            continue
        truth = case.company.effect(CALLED[name])
        claimed = one.verdict == "shown"
        yield "coverage", DESIRELINE, _holds(one, truth)
        if case.null:
            continue
        if truth == 0:
            yield "harmless", DESIRELINE, claimed
        else:
            yield "power", DESIRELINE, claimed and one.effect.value * truth > 0
            yield "named", DESIRELINE, cause and one.effect.value * truth > 0


def _holds(one: Any, truth: float) -> bool:
    return _outside(one.effect.value - truth, one.effect.se) is False


def _outside(value: float, se: float) -> bool:
    return abs(value) > 1.959964 * se


def _naive(one: Any) -> bool:
    """Whether the plain shares of both sides differ by more than their error."""
    hit, y = one.trial.units.d > 0.5, one.trial.units.y
    error = sqrt(y[hit].var() / hit.sum() + y[~hit].var() / (~hit).sum())
    return _outside(y[hit].mean() - y[~hit].mean(), error)


def _judged(case: Case) -> Iterator[tuple[str, Any, bool]]:
    """Each condition with an effect on staying: its name, its judgement, whether it is told as a cause."""
    from memory import PURPOSE

    from desireline.ids import EvidenceId
    from desireline.insights.causes.judging import causes, judge, measure
    from desireline.insights.causes.seen_before import look_ahead
    from desireline.insights.causes.treatments import treatments
    from desireline.insights.causes.trials import run_trial
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import results

    facts = Facts(case.data, PURPOSE)
    table, tried = treatments(facts)
    stays = next(one for one in results(facts) if one.name == _STAYS)
    look_ahead(facts, f"SELECT DISTINCT customer, known_us FROM {table}")
    trials = [run_trial(facts, one, stays) for one in tried]
    for one in judge([trial for trial in trials if len(trial.units.y)]):
        yield one.trial.treatment.name, one, causes(measure(one, EvidenceId("bench")))
    facts.close()

"""Drop-offs: the share that goes no further after each look, its interval, and who is called a leak.

Naive: visits that are the last event seen; a leak is what lies above the mean of all by two standard errors.
The truth is what was planted, seen over the years.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, USUAL, Case, Row, Sample, at_least, at_most, covers, rare
from plan import LOOKING

CASES = {"memory": USUAL["memory"]}
ROWS = (
    Row(
        key="error", title="error of the exit share", bar="<= .010", judge=at_most(0.010), digits=4
    ),
    Row(key="coverage", title="95 % intervals that hold it", bar="93-97 %", judge=covers),
    Row(key="leak", title="companies where the leak is shown", bar=">= .95", judge=at_least(0.95)),
    Row(
        key="false",
        title="companies where another touchpoint is called a leak",
        bar="<= .10",
        judge=rare(0.10),
    ),
)


LEAK = "Credit check"


def take(case: Case) -> Iterator[Sample]:
    """Error and coverage over the touchpoints before the order, and what is shown, in memory."""
    from memory import PURPOSE

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.paths.dropoffs import drop_off_candidates
    from desireline.insights.paths.exits import measure_exits

    facts = Facts(case.data, PURPOSE)
    claims = [one.insight for one in drop_off_candidates(facts, EvidenceId(""))]
    shown = {one.touchpoint for one in claims if one.verdict == "shown"}
    measured = {facts.places[code].name: one for code, one in measure_exits(facts).items()}
    facts.close()
    leak = case.company.plan.leak
    if leak > case.company.plan.leave:
        yield "leak", DESIRELINE, LEAK in shown
        shown.discard(LEAK)
    yield "false", DESIRELINE, bool(shown)
    naive: list[tuple[float, int]] = []
    for touchpoint in (*LOOKING, LEAK):
        one = measured.get(touchpoint)
        last = _last_seen(case, touchpoint)
        naive.append((last, measured[touchpoint].estimate.n if one else 0))
        if one is None or not one.identified:
            continue
        truth = leak if touchpoint == LEAK else case.company.plan.leave
        yield "error", DESIRELINE, abs(one.estimate.value - truth)
        yield "error", NAIVE, abs(last - truth)
        yield "coverage", DESIRELINE, one.estimate.low <= truth <= one.estimate.high
        reach = 1.96 * (last * (1 - last) / one.estimate.n) ** 0.5
        yield "coverage", NAIVE, abs(last - truth) <= reach
    mean = sum(share * n for share, n in naive) / max(sum(n for _, n in naive), 1)
    others = naive[:-1] if leak > case.company.plan.leave else naive
    yield (
        "false",
        NAIVE,
        any(p - mean > 1.96 * (p * (1 - p) / max(n, 1)) ** 0.5 for p, n in others),
    )


def _last_seen(case: Case, touchpoint: str) -> float:
    happened = case.company.happenings
    last = {one.person: i for i, one in enumerate(happened)}
    visits = [i for i, one in enumerate(happened) if one.touchpoint == touchpoint]
    return sum(last[happened[i].person] == i for i in visits) / max(len(visits), 1)

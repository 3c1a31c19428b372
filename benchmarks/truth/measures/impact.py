"""Impact: a roll-out in one region at a known day, judged against the others.

Naive: the region's customers after the day against those before it. The truth is what the plan adds to the
chance of those who got it (a chance ends at 1). In a null company nothing was done anywhere, so that each of the ten
regions is judged as if it had been the one: ten looks a company, almost independent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench import DESIRELINE, NAIVE, Case, Row, Sample, covers, rare, small_bias
from plan import DAY, PILOT, REGIONS

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

ROWS = (
    Row(key="bias", title="error / its standard error", bar="|mean| < .2", judge=small_bias),
    Row(key="coverage", title="95 % intervals that hold the effect", bar="93-97 %", judge=covers),
    Row(key="false", title="claimed where nothing was done", bar="<= .05", judge=rare(0.05)),
)


def take(case: Case) -> Iterator[Sample]:
    """The declared change of the recipe against what was planted."""
    if case.way == "files":
        yield from _from_files(case)
        return
    from memory import PURPOSE

    from desireline.insights.facts import Facts

    facts = Facts(case.data, PURPOSE)
    for region in REGIONS if case.null else (PILOT,):
        yield from _judged(case, facts, region)
    facts.close()


def _judged(case: Case, facts: Facts, region: str) -> Iterator[Sample]:
    from desireline.insights.causes.impact import Answer, judge
    from desireline.insights.causes.impact.answer import DIFFERED

    rule = case.data.recipe.changes[0].model_copy(update={"got": (region,)})
    answer, _ = judge(facts, rule)
    if not isinstance(answer, Answer):
        return  # fewer than thirty got it
    truth, naive, naive_se = _truth(case, region)
    yield "bias", DESIRELINE, (answer.value - truth) / answer.se
    yield "coverage", DESIRELINE, abs(answer.value - truth) <= answer.reach()
    yield "bias", NAIVE, (naive - truth) / naive_se
    yield "coverage", NAIVE, abs(naive - truth) <= 1.96 * naive_se
    if case.null:
        sure = answer.doubt != DIFFERED and abs(answer.value) > answer.reach()
        yield "false", DESIRELINE, sure
        yield "false", NAIVE, abs(naive) > 1.96 * naive_se


def _from_files(case: Case) -> Iterator[Sample]:
    for one in case.insights:
        if one["kind"] == "impact" and one["value"] is not None:
            yield "coverage", DESIRELINE, one["low"] <= _truth(case, PILOT)[0] <= one["high"]


def _truth(case: Case, region: str) -> tuple[float, float, float]:
    """Mean effect on those who got it; before and after with its error."""
    plan = case.company.plan
    sides: tuple[list[bool], list[bool]] = ([], [])
    effects: list[float] = []
    for one in case.company.people:
        if one.region != region or one.stayed is None or one.ordered_at is None:
            continue
        after = one.ordered_at >= plan.rollout_day * DAY
        sides[after].append(one.stayed)
        if after:
            effects.append(min(one.chance, 1) - min(one.chance - plan.rollout_effect, 1))
    before, since = (sum(side) / len(side) for side in sides)
    spread = before * (1 - before) / len(sides[0]) + since * (1 - since) / len(sides[1])
    return sum(effects) / len(effects), since - before, max(spread, 1e-9) ** 0.5

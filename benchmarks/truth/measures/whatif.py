"""What if: half of the failed set-ups, forecast by the product and lived by another company of the same plan.

Truth: companies are generated with the condition as planted and with half of it; what that changes in who meets it,
times its planted effect, for as many as will begin in the three months after the data (arrivals grow as planned).
Naive: the plain difference of those who met it and those who did not, times those who would be spared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, at_most, covers, rare
from company import make
from plan import DAY, PERIOD_DAYS, PLANS, SETUP_ERROR

CASES = {"memory": ("full", "four", "null")}
ROWS = (
    Row(key="error", title="error of the forecast / what came", bar="-", judge=at_most(1.0)),
    Row(key="coverage", title="95 % intervals that hold it", bar="93-97 %", judge=covers),
    Row(key="told", title="forecasts that are made", bar="-", judge=at_least(0.0)),
    Row(key="false", title="forecasts of what does nothing", bar="<= .05", judge=rare(0.05)),
)
_LESS, _AHEAD = 0.5, 91
_LARGER, _OTHER_SEED = 10_000, 910_001


def take(case: Case) -> Iterator[Sample]:
    """In memory: a forecast beside what comes; none where the condition does nothing."""
    from memory import PURPOSE

    from desireline.insights import what_if

    found = what_if(case.data, PURPOSE, "setup_error", _LESS)
    gain = next((one.more for one in found.gains if one.result == "stays"), None)
    if not PLANS[case.plan].effect(SETUP_ERROR.name):
        yield "false", DESIRELINE, gain is not None
        return
    yield "told", DESIRELINE, gain is not None
    since = (PERIOD_DAYS - _AHEAD) * DAY
    recent = sum(one.first_at >= since for one in case.company.people)
    begin = recent * _arrivals(PERIOD_DAYS + _AHEAD / 2) / _arrivals(PERIOD_DAYS - _AHEAD / 2)
    truth = begin * _saved(case.plan)
    naive, _, _ = case.company.naive_effect(SETUP_ERROR.name)
    met = sum(one.met.get(SETUP_ERROR.name, False) for one in case.company.people)
    plain = -naive * _LESS * recent * met / len(case.company.people)
    yield "error", NAIVE, abs(plain / truth - 1)
    if gain is not None:
        yield "error", DESIRELINE, abs(gain.value / truth - 1)
        yield "coverage", DESIRELINE, gain.low <= truth <= gain.high


def _arrivals(day: float) -> float:
    """How many come, as the plan lets them grow; neither stretch has a season."""
    return 0.7 + 0.3 * day / PERIOD_DAYS


@lru_cache(maxsize=4)
def _saved(plan: str) -> float:
    """Successes more for each who begins, once the condition strikes half as often."""
    before = PLANS[plan]
    less = tuple(
        replace(one, chance=one.chance * (1 - _LESS)) if one.name == SETUP_ERROR.name else one
        for one in before.conditions
    )
    met: list[float] = []
    for one in (before, replace(before, conditions=less)):
        people = make(one, seed=_OTHER_SEED, customers=_LARGER).people
        ended = [p for p in people if p.first_at < (PERIOD_DAYS - 120) * DAY]
        met.append(sum(p.met.get(SETUP_ERROR.name, False) for p in ended) / len(ended))
    return -before.effect(SETUP_ERROR.name) * (met[0] - met[1])

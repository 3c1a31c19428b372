"""Forecasts held against what came: every planted condition that a forecast is made of, struck half as often.

The fact is lived, not computed: as many begin in the three months after the data as the plan's arrivals draw, each
lives through the plan, each who was hit within the three months after beginning is spared or not by lot, and of those who are spared so many more
stay as the planted effect draws. (That whoever would have stayed anyway stays when spared is this bench's
assumption: nobody sees both.) Naive: the plain difference, the number that began before, and no allowance but for its
own error. In `ahead` the months that are forecast have a season that the data hold a year before; in `young` one that they do not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from random import Random

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, covers, rare, small_bias
from company import Company, make
from plan import DAY, PERIOD_DAYS, PLANS

CASES = {"memory": ("full", "four", "null", "ahead", "young")}
ROWS = (
    Row(key="more", title="95 % intervals that hold the successes more", bar="93-97 %", judge=covers),
    Row(key="spared", title="95 % intervals that hold the spared", bar="93-97 %", judge=covers),
    Row(key="begun", title="95 % intervals that hold who began", bar="93-97 %", judge=covers),
    Row(key="off", title="spared: error / half the interval", bar="|mean| < .2", judge=small_bias),
    Row(key="told", title="forecasts that are made", bar="-", judge=at_least(0.0)),
    Row(key="false", title="forecasts of what does nothing", bar="<= .05", judge=rare(0.05)),
)  # fmt: skip
_ASKED = {"late": "late", "setup_error": "setup error", "welcome_call": "welcome call"}
"""Name in the insight -> name in the plan."""
_STRIKES = {
    "late": "Installed",
    "setup error": "Set-up started",
    "welcome call": "Service started",
}
_LESS, AHEAD = 0.5, 91
_OTHER_SEED, _LARGER = 920_001, 20_000
_FOLLOWED = 120
"""Days that are left of others who stand for the later ones: what hits them does not move with the calendar."""


def take(case: Case) -> Iterator[Sample]:
    """In memory: forecasts of each company, and the three months that are lived after it."""
    from memory import PURPOSE

    from desireline.insights.causes.whatif import forecast
    from desireline.insights.facts import Facts

    facts = Facts(case.data, PURPOSE)
    rng = Random(f"forecasts/{case.company.seed}")
    begun = poisson(rng, expected(case.company))
    told = False
    for name, planned in _ASKED.items():
        found = forecast(facts, name, _LESS)
        gain = next((one.more for one in found.gains if one.result == "stays"), None)
        effect = PLANS[case.plan].effect(planned)
        if not effect:
            yield "false", DESIRELINE, gain is not None
            continue
        yield "told", DESIRELINE, gain is not None
        if gain is None or found.spared is None or found.begun is None:
            continue
        share = _hit(case.plan, planned)
        spared = sum(rng.random() < share * _LESS for _ in range(begun))
        more = sum(rng.random() < abs(effect) for _ in range(spared)) * (-1 if effect > 0 else 1)
        if not told:
            yield "begun", DESIRELINE, found.begun.low <= begun <= found.begun.high
        told = True
        yield "spared", DESIRELINE, found.spared.low <= spared <= found.spared.high
        reach = (found.spared.high - found.spared.low) / 2
        yield "off", DESIRELINE, (found.spared.value - spared) / max(reach / 1.959964, 1e-9)
        yield "more", DESIRELINE, gain.low <= more <= gain.high
        yield "more", NAIVE, _plain(case.company, planned, more)
    facts.close()


def _plain(company: Company, planned: str, more: int) -> bool:
    since = (PERIOD_DAYS - AHEAD) * DAY
    recent = sum(one.first_at >= since for one in company.people)
    met = sum(one.met.get(planned, False) for one in company.people) / len(company.people)
    value, se, _ = company.naive_effect(planned)
    return abs(-value * _LESS * recent * met - more) <= 1.96 * se * _LESS * recent * met


def expected(company: Company) -> float:
    """How many begin in the three months after the data, as arrivals grow, and with the season that they have."""
    plan = company.plan
    known, ahead = (
        sum(plan.arriving(day + 0.5) for day in range(first, last))
        for first, last in ((plan.since, PERIOD_DAYS), (PERIOD_DAYS, PERIOD_DAYS + AHEAD))
    )
    return len(company.people) * ahead / known


@lru_cache(maxsize=16)
def _hit(plan: str, planned: str) -> float:
    """Share of those who begin whom a condition hits within the three months after."""
    company = _others(plan)
    began = [one for one in company.people if one.first_at / DAY < PERIOD_DAYS - _FOLLOWED]
    at = {one.person: one.at for one in company.happenings if one.touchpoint == _STRIKES[planned]}
    hit = sum(
        one.met.get(planned, False) and at[one.number] <= one.first_at + AHEAD * DAY
        for one in began
    )
    return hit / len(began)


@lru_cache(maxsize=4)
def _others(plan: str) -> Company:
    """Many others who live by the same plan."""
    return make(PLANS[plan], seed=_OTHER_SEED, customers=_LARGER)


def poisson(rng: Random, mean: float) -> int:
    """A large one, by a sum of waits."""
    total, count = rng.expovariate(1.0), 0
    while total < mean:
        total += rng.expovariate(1.0)
        count += 1
    return count

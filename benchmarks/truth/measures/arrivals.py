"""How many will begin: forecasts of arrivals alone, held against five lots of what the plan lets come.

Takes two seconds a company, where a whole forecast takes five, because no effect is needed. In `full` neither the newest
months nor the next have a season; in `ahead` the next ones have one that the data hold a year before; in `young` one that
nobody has seen, which no method can foretell: its interval can only be wide enough. Naive: the newest three months again, with their own error.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from random import Random

import numpy as np
from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, covers
from plan import DAY, PERIOD_DAYS

from measures.forecasts import AHEAD, expected, poisson

CASES = {"memory": ("full", "ahead", "young")}
ROWS = (
    Row(key="begun", title="95 % intervals that hold who began", bar="93-97 %", judge=covers),
    Row(key="reach", title="half of the interval, of the mean", bar="-", judge=at_least(0.0)),
    Row(key="off", title="mean error, of those who begin", bar="-", judge=at_least(-1.0)),
)
_LOTS, _DRAWS = 5, 4_000


def take(case: Case) -> Iterator[Sample]:
    """Five times three months that follow, against one forecast."""
    from memory import PURPOSE

    from desireline.insights.causes.whatif.arrivals import arrivals
    from desireline.insights.facts import Facts

    facts = Facts(case.data, PURPOSE)
    rng = np.random.Generator(np.random.PCG64(31))
    drawn = arrivals(facts, AHEAD, _DRAWS, rng).draws
    facts.close()
    low, high = np.quantile(drawn, [0.025, 0.975])
    truth = expected(case.company)
    newest = sum(one.first_at >= (PERIOD_DAYS - AHEAD) * DAY for one in case.company.people)
    for lot in range(_LOTS):
        began = poisson(Random(f"a/{case.company.seed}/{lot}"), truth)
        yield "begun", DESIRELINE, low <= began <= high
        yield "begun", NAIVE, abs(began - newest) <= 1.96 * sqrt(2 * newest)
    yield "reach", DESIRELINE, (high - low) / 2 / drawn.mean()
    yield "off", DESIRELINE, drawn.mean() / truth - 1
    yield "off", NAIVE, newest / truth - 1

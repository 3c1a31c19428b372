"""How far each touchpoint lies from what its own customers usually feel.

In: sums of feelings by customer and touchpoint.  Out: mean difference by touchpoint, clustered.
A customer's usual feeling is the mean over the *other* touchpoints, pulled towards what everybody
feels elsewhere with the weight of one answer: grumblers do not make a pain, and a pain does not
lower its own yardstick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.heard.answers import answers
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.shrinkage import shrink_means, sure_sign
from desireline.insights.numbers.statistics import (
    ClusterSums,
    clustered_mean,
    t_p_value,
    t_quantile,
)

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

USUAL_SQL = """
    WITH own AS (
        SELECT customer, touchpoint, count(feeling) AS n, sum(feeling)::BIGINT AS s
        FROM {answers} WHERE feeling IS NOT NULL GROUP BY ALL
    ), person AS (
        SELECT customer, sum(n) AS n, sum(s) AS s FROM own GROUP BY customer
    ), place AS (
        SELECT touchpoint, sum(n) AS n, sum(s) AS s FROM own GROUP BY touchpoint
    ), elsewhere AS (
        SELECT touchpoint, ((SELECT sum(s) FROM place) - s)
            / nullif((SELECT sum(n) FROM place) - n, 0)::DOUBLE AS mean FROM place
    ), gaps AS (
        SELECT own.touchpoint, own.n, round(own.s - own.n
            * (person.s - own.s + elsewhere.mean) / (person.n - own.n + 1.0))::BIGINT AS d
        FROM own JOIN person USING (customer) JOIN elsewhere USING (touchpoint)
        WHERE elsewhere.mean IS NOT NULL
    )
    SELECT touchpoint, count(*), sum(n), sum(d), sum(d::HUGEINT * d), sum(d::HUGEINT * n),
        sum(n::HUGEINT * n)
    FROM gaps GROUP BY touchpoint ORDER BY touchpoint
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Feeling at a touchpoint minus the usual feeling of its customers."""

    value: float
    low: float
    high: float
    level: float
    """Of the interval: lower than .95 for those selected among many."""
    shrunk: float
    shrunk_sd: float
    n: int
    customers: int
    discovered: bool
    sure: float
    """Probability that the sign is right."""


def gaps(facts: Facts) -> dict[int, Gap]:
    """By touchpoint code; touchpoints heard from fewer than two customers left out."""
    return facts.memo("gaps", _gaps)


def _gaps(facts: Facts) -> dict[int, Gap]:
    rows = [
        row for row in facts.engine.rows(USUAL_SQL.format(answers=answers(facts))) if row[1] >= 2
    ]
    if not rows:
        return {}
    columns = [np.array([float(value) for value in column]) for column in zip(*rows, strict=True)]
    sums = ClusterSums.of(
        clusters=columns[1],
        n=columns[2],
        total=columns[3] / 1e3,
        total2=columns[4] / 1e6,
        total_n=columns[5] / 1e3,
        n2=columns[6],
    )
    mean = clustered_mean(sums, lowest=-2, highest=2)
    p = t_p_value(mean.value, mean.se, sums.clusters - 1)
    found = benjamini_hochberg(p)
    level = np.where(found, level_after_selection(int(found.sum()), len(rows)), 0.95)
    reach = np.array(
        [
            float(t_quantile(m - 1, level=one)[0])
            for m, one in zip(sums.clusters, level, strict=True)
        ]
    )
    shrunk = shrink_means(mean.value, mean.se)
    sure = sure_sign(mean.value, mean.se)
    return {
        int(row[0]): Gap(
            value=float(mean.value[i]),
            low=max(-2.0, float(mean.value[i] - reach[i] * mean.se[i])),
            high=min(2.0, float(mean.value[i] + reach[i] * mean.se[i])),
            level=float(level[i]),
            shrunk=float(shrunk.value[i]),
            shrunk_sd=float(shrunk.sd[i]),
            n=int(row[2]),
            customers=int(row[1]),
            discovered=bool(found[i]),
            sure=float(sure[i]),
        )
        for i, row in enumerate(rows)
    }

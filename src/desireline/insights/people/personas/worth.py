"""What a persona's customers are worth: money a customer brings within a year of the first step.

In: money and times of steps, memberships.  Out: an estimate per persona.
Customers who came late have not had their year: the mean cumulative amount adds up, week by week, what
those brought who were still observed then. The horizon is a year, or shorter where fewer than a tenth of
the customers were observed so long. Interval by a bootstrap over customers, 200 draws, seeded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.statistics import divide
from desireline.insights.paths.worth import currencies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.journeys import JourneyData

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_WEEK_US = 604_800_000_000
_MOST_WEEKS = 52
_STILL_SEEN = 0.1
_DRAWS = 200


def worth(data: JourneyData, people: Ints, members: Floats) -> tuple[list[Estimate], int] | None:
    """Value by persona, and the horizon in weeks; None where no money is in the data, or several currencies."""
    known = currencies(data)
    if len(known) > 1:
        return None
    end = 0 if data.period_end is None else int(data.period_end.timestamp() * 1e6)
    found = data.engine.query(
        f"""
        WITH paid AS (SELECT customer, event_key, any_value(at_us) AS at_us, any_value(value_e4) AS value
                FROM steps WHERE value_e4 <> 0 GROUP BY ALL),
            first AS (SELECT customer, min(start_us) AS start_us FROM journeys GROUP BY customer)
        SELECT customer, ({end} - start_us) // {_WEEK_US} AS seen,
            coalesce(greatest(at_us - start_us, 0) // {_WEEK_US}, 0) AS week,
            coalesce(value, 0)::DOUBLE / 10000 AS value
        FROM first LEFT JOIN paid USING (customer) ORDER BY customer, week, value
        """
    )
    customer, seen, week = (
        np.asarray(found[name]).astype(np.int64) for name in ("customer", "seen", "week")
    )
    value = np.asarray(found["value"])
    if not value.any():
        return None
    kept = np.isin(customer, people)
    place = np.searchsorted(people, customer[kept])
    seen, week, value = seen[kept], week[kept], value[kept]
    last = np.zeros(len(people), dtype=np.int64)
    last[place] = seen
    horizon = max(1, min(_MOST_WEEKS, int(np.quantile(last, 1 - _STILL_SEEN))))
    inside = (week < horizon) & (week < seen)
    money = np.zeros((len(people), horizon))
    np.add.at(money, (place[inside], week[inside]), value[inside])
    watched = last[:, None] > np.arange(horizon)[None, :]
    rng = np.random.Generator(np.random.PCG64(29))
    draws = rng.poisson(1, (_DRAWS, len(people))).astype(float)
    out: list[Estimate] = []
    for group in range(members.shape[1]):
        weight = members[:, group]
        middle = float(_cumulative(weight[None, :], money, watched)[0])
        many = _cumulative(draws * weight, money, watched)
        low, high = np.quantile(many, [0.025, 0.975])
        n = round(float(weight.sum() ** 2 / max(float((weight**2).sum()), 1e-9)))
        out.append(
            Estimate(
                value=middle, low=min(float(low), middle), high=max(float(high), middle),
                n=n, unit=known[0] if known else None,
            )
        )  # fmt: skip
    return out, horizon


def _cumulative(weight: Floats, money: Floats, watched: NDArray[np.bool_]) -> Floats:
    return divide(weight @ money, weight @ watched.astype(float)).sum(axis=1)

"""What a goal is worth, in the company's one currency.

In: values of completed journeys, the recipe's margin and currency.  Out: mean worth of a completed journey.
With a margin it is margin, without it is sales; the words say which. Where values are in more than one
currency, they are not added up and nothing is worth anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.facts import DAY_US
from desireline.insights.model import SMALLEST_GROUP, Estimate
from desireline.insights.numbers.clusters import averages

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.journeys import JourneyData

YEAR_US = 365.25 * DAY_US
_WORTH_SQL = """
    SELECT 0 AS cell, customer, count(*) AS n, sum(value_e4) / 10000 AS x FROM journeys
    WHERE {where} AND state = 0 AND value_e4 > 0 GROUP BY customer
"""


def worth_of_goal(facts: Facts) -> Estimate | None:
    """Mean worth of a completed journey; `unit` is `GBP of sales` or `GBP of margin`."""
    return facts.memo("worth", _worth)


def per_year(facts: Facts) -> float:
    """What a count over the whole period is worth in a year; what a day holds need not come every day, so a week is the shortest."""
    return YEAR_US / max(facts.end_us - facts.start_us, 7 * DAY_US)


def currency(facts: Facts) -> str | None:
    """The one currency: as declared, else as the events say; None where there are several."""
    known = currencies(facts.data)
    return known[0] if len(known) == 1 else None


def currencies(data: JourneyData) -> list[str]:
    """In which amounts are: the declared one alone, else all that the events say."""
    if data.recipe.money.currency is not None:
        return [data.recipe.money.currency]
    rows = data.engine.rows(
        "SELECT DISTINCT currency FROM events WHERE value IS NOT NULL AND currency IS NOT NULL"
        " ORDER BY 1"
    )
    return [str(one) for (one,) in rows]


def told_money(estimate: Estimate) -> str:
    """`12,300 GBP of sales (8,000 to 17,000)`."""
    low, high = round_money(estimate.low), round_money(estimate.high)
    return f"{round_money(estimate.value):,.0f} {estimate.unit} ({low:,.0f} to {high:,.0f})"


def round_money(value: float) -> float:
    """Three digits that tell."""
    return float(f"{value:.3g}")


def _worth(facts: Facts) -> Estimate | None:
    unit = currency(facts)
    found = averages(facts, _WORTH_SQL.format(where=facts.where), unit_of_n="journeys")
    if unit is None or not found or found[0].customers < SMALLEST_GROUP:
        return None
    margin = facts.data.recipe.money.margin
    e, scale = found[0].estimate, 1.0 if margin is None else margin
    return Estimate(
        value=e.value * scale,
        low=e.low * scale,
        high=e.high * scale,
        n=e.n,
        unit_of_n="journeys",
        unit=f"{unit} of {'sales' if margin is None else 'margin'}",
    )

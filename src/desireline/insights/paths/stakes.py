"""What a result is worth: the currency in which pains and delights are ranked.

In: results, orders, the recipe's worths and margin.  Out: worth of one more success, with its unit.
Money where successes are declared, each has a worth and there is one currency: a declared worth, else what
an order brings or, for customers kept, what a customer has brought. Else successes are counted.
The choice to question: a kept customer is taken to be worth what customers have brought so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.numbers.clusters import averages
from desireline.insights.paths.results import Result, successes
from desireline.insights.paths.worth import currency

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_ORDERS_SQL = """
    SELECT 0 AS cell, customer, {n} AS n, sum(value_e4) / 10000 AS x FROM {sample}
    WHERE value_e4 > 0 AND actor = 0 GROUP BY customer
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """The successes of a purpose and what each is worth in one unit."""

    unit: str
    """`GBP of sales`, `GBP of margin`, `GBP`, or `successes`."""
    worth: dict[str, float]
    """By the result's name; 1 where successes are counted."""
    results: tuple[Result, ...]
    declared: bool = False
    """People said what counts as success: then only what moves it has a price."""
    hour: float | None = None
    """An hour of a customer in contact, in the same unit."""

    @property
    def money(self) -> bool:
        """Whether the unit is money."""
        return self.unit != SUCCESSES


SUCCESSES = "successes"


def stakes(facts: Facts) -> Stakes:
    """What is at stake in this purpose; no results where nothing tells success from failure."""
    return facts.memo("stakes", _stakes)


def _stakes(facts: Facts) -> Stakes:
    known = tuple(successes(facts))
    worth = {one.name: _worth(facts, one) for one in known}
    told = {name: value for name, value in worth.items() if value is not None}
    unit = currency(facts)
    rules = facts.data.recipe.successes
    if unit is None or not rules or len(told) < len(worth):
        return Stakes(
            unit=SUCCESSES,
            worth=dict.fromkeys(worth, 1.0),
            results=known,
            declared=bool(rules and known),
        )
    money = facts.data.recipe.money
    kind = (
        ""
        if any(one.worth for one in rules)
        else " of sales"
        if money.margin is None
        else " of margin"
    )
    return Stakes(unit=f"{unit}{kind}", worth=told, results=known, declared=True, hour=money.hour)


def _worth(facts: Facts, result: Result) -> float | None:
    rule = next((one for one in facts.data.recipe.successes if one.name == result.name), None)
    if rule is not None and rule.worth is not None:
        return rule.worth
    kept = rule is not None and bool(rule.never)
    sql = _ORDERS_SQL.format(n="1" if kept else "count(*)", sample=facts.sample)
    found = averages(facts, sql, unit_of_n="orders")
    if not found or found[0].customers < SMALLEST_GROUP:
        return None
    margin = facts.data.recipe.money.margin
    return found[0].estimate.value * (1.0 if margin is None else margin)

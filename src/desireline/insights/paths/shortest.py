"""The shortest path that others took to the same goal.

In: completed journeys with their paths.  Out: by outcome, the path with fewest steps of the customer that
five customers or more took, beside what is usual. Journeys still running or lost reached no goal, nor did those that
only fell silent where nobody says what success is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.paths.exits import EVERYBODY, acting

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

PATHS_SQL = """
    WITH walked AS (
        SELECT customer, journey, count(*) FILTER ({acting} AND rating_kind IS NULL) AS own
        FROM steps WHERE {where} AND {drawn} GROUP BY customer, journey
    ), done AS (
        SELECT coalesce(outcome::INTEGER, -1) AS goal, variant, customer, journey, own
        FROM (SELECT customer, journey, outcome, variant FROM journeys
            WHERE {where} AND state = 0 AND steps > 1) JOIN walked USING (customer, journey)
        WHERE own > 0
    ), usual AS (
        SELECT goal, quantile_disc(own, 0.5) AS usual, count(*) AS n,
            count(DISTINCT customer) AS customers FROM done GROUP BY goal
    ), paths AS (
        SELECT goal, variant, min(own) AS own, count(DISTINCT customer) AS customers,
            min((customer::UBIGINT << 32) | journey) AS example FROM done GROUP BY goal, variant
        HAVING customers >= {few}
    )
    SELECT goal, usual, n, usual.customers, own, paths.customers, example
    FROM paths JOIN usual USING (goal) QUALIFY
        row_number() OVER (PARTITION BY goal ORDER BY own, paths.customers DESC, variant) = 1
    ORDER BY n DESC, goal
"""
_EXAMPLE = """
    SELECT touchpoint FROM steps WHERE {where} AND {drawn} AND customer = {customer}
    AND journey = {journey} ORDER BY step_no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortestPath:
    """To one goal."""

    outcome: str | None
    path: tuple[str, ...]
    steps: int
    """Steps of the customer on it."""
    customers: int
    """Who took it."""
    usual_steps: int
    """Half of all that reached the goal took so many or fewer."""
    journeys: int
    reached_by: int


def shortest_paths(facts: Facts) -> list[ShortestPath]:
    """One per goal, the goal that most reach first; none where no step is a customer's."""
    own = acting(facts)
    if own == EVERYBODY:
        return []
    names = dict(facts.engine.rows("SELECT code, name FROM outcomes"))
    fill = {"where": facts.where, "drawn": facts.drawn}
    rows = facts.engine.rows(PATHS_SQL.format(acting=own, few=SMALLEST_GROUP, **fill))
    out: list[ShortestPath] = []
    silent = facts.purpose.completing_silence_us is not None
    for goal, usual, n, reached_by, own, customers, example in rows:
        if goal not in names and silent:
            continue
        walked = facts.engine.rows(
            _EXAMPLE.format(customer=example >> 32, journey=example & 0xFFFFFFFF, **fill)
        )
        out.append(
            ShortestPath(
                outcome=names.get(goal),
                path=tuple(facts.places[code].name for (code,) in walked),
                steps=int(own),
                customers=int(customers),
                usual_steps=int(usual),
                journeys=int(n),
                reached_by=int(reached_by),
            )
        )
    return out

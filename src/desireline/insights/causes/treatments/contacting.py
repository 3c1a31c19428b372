"""What a first contact comes to: passed on to somebody else.

That a customer comes back is no condition here: who contacts often differs in ways that nobody
recorded, and the comparison would say so as an effect. Repeats are booked in `ledger`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments.base import Made, Treatment
from desireline.insights.efforts.ledger import ledger

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_FIRST_SQL = """
    SELECT customer::UINTEGER AS customer, journey::UINTEGER AS journey, at_us AS known_us,
        at_us AS t0_us, transfers > 0 AS hit, NULL AS dose
    FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY at_us, event_key) AS place
        FROM {table} WHERE {where})
    WHERE place = 1
"""


def contacted(facts: Facts, start: int) -> list[Made]:
    """Transfers at the first contact, in sources that note them."""
    table = ledger(facts).table
    noting = f"source IN (SELECT source FROM {table} WHERE transfers > 0) AND {facts.sampled}"
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {table} WHERE {noting} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    if not rows:
        return []
    treatment = Treatment(
        number=start,
        name="transfer",
        title="being passed on",
        touchpoint=int(rows[0][0]),
        eligible="journeys with a contact",
    )
    return [(treatment, _FIRST_SQL.format(table=table, where=noting))]

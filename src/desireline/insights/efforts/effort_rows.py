"""The table `effort`: one row a journey, over all purposes, each contact booked once.

In: an opened data version.  Out: an Arrow table.
A contact may belong to two purposes (the whole relationship, and getting help): it is booked in the
journey of the purpose with fewest steps, so that sums by customer are sums of contacts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from desireline.insights.efforts.effort import EFFORT_SQL
from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import Facts

if TYPE_CHECKING:
    from desireline.journeys import JourneyData

_ROWS = """
    SELECT c.customer_id, c.customer_id || '/' || $purpose || '/' || e.journey AS journey_id,
        $purpose AS purpose, contacts, repeats, chases, transfers, switches, minutes_waited,
        CASE WHEN after_first > 0 THEN caused / after_first END AS company_caused_share,
        errands, retells, minutes
    FROM ({effort}) e JOIN customers c ON e.customer = c.code ORDER BY e.customer, e.journey
"""


def build(data: JourneyData) -> pa.Table:
    """Build the table; purposes in their order."""
    sizes = dict(data.engine.rows("SELECT purpose, count(*) FROM steps GROUP BY purpose"))
    booked = "SELECT 0::UBIGINT AS event_key WHERE false"
    parts: dict[int, pa.Table] = {}
    for purpose in sorted(data.purposes, key=lambda one: (sizes.get(one.code, 0), one.code)):
        facts = Facts(data, purpose)
        mine = data.engine.query(
            f"SELECT * FROM {ledger(facts).table} ANTI JOIN ({booked}) USING (event_key)"
        )
        data.engine.register(f"booked_{purpose.code}", mine)
        booked += f" UNION ALL SELECT event_key FROM booked_{purpose.code}"
        effort = EFFORT_SQL.format(
            where=facts.where, drawn=facts.drawn, ledger=f"booked_{purpose.code}"
        )
        parts[purpose.code] = data.engine.query(
            _ROWS.format(effort=effort), {"purpose": purpose.name}
        )
        facts.close()
    return pa.concat_tables([parts[purpose.code] for purpose in data.purposes])

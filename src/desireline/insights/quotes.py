"""Customers' own words at each touchpoint, masked: the saddest and the gladdest.

In: utterances of customers.  Out: up to six quotes per touchpoint.
Only where five customers or more spoke, so that a quote points at nobody; nothing unmasked is read.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from desireline.insights.facts import EPOCH
from desireline.insights.model import SMALLEST_GROUP, InsightResult, Quote

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "most extreme feelings by touchpoint, masked; v1"
EACH_SIDE = 3
_QUOTES = """
    WITH said AS (
        SELECT s.touchpoint, u.event_id, u.source, epoch_us(u."at") AS said_us, u.feeling, u.text_masked,
            s.customer, coalesce(u.part, '') AS part
        FROM utterances AS u
        JOIN (SELECT event_key, touchpoint, customer FROM steps WHERE {where} AND {drawn}) AS s
        USING (event_key)
        WHERE u.speaker = 'customer' AND u.text_masked IS NOT NULL
        AND length(trim(u.text_masked)) BETWEEN 12 AND 400
    ), heard AS (
        SELECT touchpoint FROM said GROUP BY touchpoint HAVING count(DISTINCT customer) >= {few}
    )
    SELECT * EXCLUDE (customer),
        row_number() OVER (PARTITION BY touchpoint
            ORDER BY feeling ASC NULLS LAST, event_id, part, text_masked) AS sad,
        row_number() OVER (PARTITION BY touchpoint
            ORDER BY feeling DESC NULLS LAST, event_id, part, text_masked) AS glad
    FROM said SEMI JOIN heard USING (touchpoint)
    QUALIFY sad <= {each} OR glad <= {each}
    ORDER BY touchpoint, sad
"""


def quote_id(event_id: str, part: str) -> str:
    """Return the id of what was said in a part of an event: it tells nothing of who said it."""
    return hashlib.sha256(f"{event_id}\n{part}".encode()).hexdigest()[:20]


class Quotes:
    """See the module."""

    name = "quotes"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Masked quotes by touchpoint."""
        rows = facts.engine.rows(
            _QUOTES.format(
                where=facts.where, drawn=facts.drawn, few=SMALLEST_GROUP, each=EACH_SIDE
            )
        )
        measures = [
            Quote(
                id=quote_id(event_id, part),
                touchpoint=facts.places[code].name,
                source=str(source),
                at=EPOCH + timedelta(microseconds=said_us),
                feeling=None if feeling is None else float(feeling),
                text_masked=text,
            )
            for code, event_id, source, said_us, feeling, text, part, _, _ in rows
        ]
        return InsightResult(measures=measures)

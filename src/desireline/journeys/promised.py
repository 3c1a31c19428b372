"""Promises resolved: kept, broken or open, from the events that follow.

In: an opened data version.  Out: one row per promise that an employee made. A promise is kept by the next thing
the company does for this customer, in any record, after the talk in which it was made; what comes within half
an hour in the same record is still that talk. Without a deadline a promise is kept or open, never broken. Whether
what was done is *what* was promised, nothing here can tell: `kept` means that they did come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desireline.language import due_at

if TYPE_CHECKING:
    from desireline.journeys.data import JourneyData

_PROMISED = """
SELECT u.source, u.record, u.part, u.event_key, i.customer_id, u."at", u.promises
FROM utterances u JOIN identities i USING (subject)
WHERE u.promises IS NOT NULL ORDER BY u."at", u.event_id
"""
_FOLLOWED = """
WITH made AS MATERIALIZED (SELECT u.event_key, u.source, u.record, u."at", i.customer_id
    FROM utterances u JOIN identities i USING (subject) WHERE u.promises IS NOT NULL),
concerned AS (SELECT subject, customer_id FROM identities
    WHERE customer_id IN (SELECT customer_id FROM made)),
done AS (SELECT e."at", e.source, e.record, c.customer_id
    FROM events e JOIN concerned c USING (subject) WHERE e.actor IN ('company', 'employee', 'system'))
SELECT m.event_key, min(d."at") FROM made m JOIN done d ON m.customer_id = d.customer_id
    AND d."at" > m."at"
    AND (d.source <> m.source OR d.record IS DISTINCT FROM m.record
        OR d."at" > m."at" + INTERVAL 30 MINUTE)
GROUP BY m.event_key
"""


def resolve_promises(data: JourneyData) -> Iterator[dict[str, Any]]:
    """Rows of `export promises`, in the order in which they were made."""
    followed = dict(data.engine.rows(_FOLLOWED))
    now: datetime | None = data.engine.rows('SELECT max("at") FROM events')[0][0]
    for source, record, part, key, customer, made_at, promises in data.engine.rows(_PROMISED):
        for words, within in json.loads(promises):
            due = due_at(made_at, within) if within else None
            came = followed.get(key)
            yield {
                "source": source,
                "record": record,
                "part": part,
                "customer_id": customer,
                "made_at": made_at.isoformat(),
                "due_at": due.isoformat() if due else None,
                "kept_at": came.isoformat() if came else None,
                "state": _state(due, came, now),
                "words": words,
            }


def _state(due: datetime | None, came: datetime | None, now: datetime | None) -> str:
    if came is not None and (due is None or came <= due):
        return "kept"
    if due is not None and now is not None and now > due:
        return "broken"
    return "open"

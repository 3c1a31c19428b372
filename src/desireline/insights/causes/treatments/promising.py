"""Promises with a deadline: broken or kept, from the deadline on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from desireline.insights.causes.treatments.base import Made, Treatment
from desireline.insights.efforts.ledger import promises
from desireline.insights.facts import EPOCH

if TYPE_CHECKING:
    from datetime import datetime

    from desireline.insights.facts import Facts


def promised(facts: Facts, start: int) -> list[Made]:
    """Promises with a deadline: broken or kept, from the deadline on."""
    due = [
        (one.customer, _us(one.made_at) + 1, _us(one.due_at), one.state == "broken")
        for one in promises(facts)
        if one.due_at is not None and one.state in ("kept", "broken")
    ]
    if not due:
        return []
    who, known, t0, broken = zip(*due, strict=True)
    offered = facts.offer(
        "promises",
        pa.table(
            {
                "customer": pa.array(who, pa.uint32()),
                "known_us": pa.array(known, pa.int64()),
                "t0_us": pa.array(t0, pa.int64()),
                "hit": list(broken),
            }
        ),
    )
    sql = f"""
        SELECT customer, journey, known_us, t0_us, hit, NULL AS dose FROM (
            SELECT p.customer, j.journey, p.known_us, p.t0_us, p.hit,
                row_number() OVER (PARTITION BY p.customer, j.journey ORDER BY p.t0_us, p.hit) AS place
            FROM {offered} AS p
            JOIN (SELECT customer, journey, start_us, lead(start_us) OVER (PARTITION BY customer
                    ORDER BY start_us) AS next_us FROM journeys WHERE {facts.where} AND {facts.sampled}) AS j
                ON j.customer = p.customer AND p.t0_us >= j.start_us
                AND (j.next_us IS NULL OR p.t0_us < j.next_us)
            ) WHERE place = 1
    """
    treatment = Treatment(
        number=start,
        name="broken promise",
        title="a broken promise",
        touchpoint=None,
        eligible="journeys with a promise that fell due",
    )
    return [(treatment, sql)]


def _us(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)

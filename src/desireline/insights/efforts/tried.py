"""What customers tried before they got in touch: the 24 hours before, against the same hours a week before.

In: first contacts, the same customers' own steps.  Out: touchpoints met more often just before a contact.
Each contact is its own control: whoever always searches a lot does not make searching a sign. Only contacts
whose week before lies within the customer's observed time are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.efforts.contacts import CHANNELS
from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import DAY_US
from desireline.insights.model import SMALLEST_GROUP, Estimate, Verdict
from desireline.insights.numbers.clusters import averages, shares
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import verdict_of
from desireline.insights.numbers.shrinkage import sure_sign
from desireline.insights.numbers.statistics import t_p_value

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

TRIED_SQL = """
    WITH firsts AS (
        SELECT customer, at_us, event_key FROM {ledger}
        WHERE kind = 'first' AND at_us >= {start} + 8 * {day}
    ), walked AS (
        SELECT customer, touchpoint, at_us FROM steps
        WHERE {where} AND {drawn} AND actor = 0 AND rating_kind IS NULL
            AND channel NOT IN (SELECT code FROM channels WHERE name IN {channels})
    ), met AS (
        SELECT w.touchpoint AS cell, f.customer, f.event_key,
            bool_or(w.at_us >= f.at_us - {day})::INTEGER AS before,
            bool_or(w.at_us < f.at_us - 7 * {day})::INTEGER AS week
        FROM firsts f JOIN walked w ON w.customer = f.customer AND w.at_us < f.at_us
            AND w.at_us >= f.at_us - 8 * {day}
            AND (w.at_us >= f.at_us - {day} OR w.at_us < f.at_us - 7 * {day})
        GROUP BY ALL
    ), sizes AS (SELECT customer, count(*) AS n FROM firsts GROUP BY customer)
    SELECT cell, s.customer, s.n, coalesce(m.before, 0) AS before, coalesce(m.week, 0) AS week
    FROM (SELECT DISTINCT cell FROM met) CROSS JOIN sizes s
    LEFT JOIN (SELECT cell, customer, sum(before) AS before, sum(week) AS week FROM met GROUP BY ALL) m
    USING (cell, customer)
"""
_DOOR = 0.9
"""Share of contacts from which what lies before them is how customers get in touch, and nothing that they tried first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A touchpoint in the day before first contacts."""

    touchpoint: int
    share: Estimate
    more: float
    """Share minus that of the same hours a week before."""
    verdict: Verdict


def tried_before(facts: Facts) -> list[Tried]:
    """Met more often than a week before, the most frequent first; unknown ones left out."""
    table = facts.table(
        "tried",
        TRIED_SQL.format(
            ledger=ledger(facts).table,
            start=facts.start_us,
            day=DAY_US,
            where=facts.where,
            drawn=facts.drawn,
            channels=CHANNELS,
        ),
    )
    told = shares(
        facts, f"SELECT cell, customer, n, before AS x FROM {table}", unit_of_n="first contacts"
    )
    more = averages(
        facts, f"SELECT cell, customer, n, before - week AS x FROM {table}", unit_of_n="contacts"
    )
    codes = [code for code in told if more[code].customers >= SMALLEST_GROUP]
    if not codes:
        return []
    value = np.array([more[code].estimate.value for code in codes])
    se = np.maximum([more[code].se for code in codes], 1e-9)
    found = benjamini_hochberg(t_p_value(value, se, more[codes[0]].customers - 1))
    sure = sure_sign(value, se)
    out = [
        Tried(
            touchpoint=int(code),
            share=told[code].estimate,
            more=float(value[i]),
            verdict=verdict_of(discovered=bool(found[i]), sure=float(sure[i])),
        )
        for i, code in enumerate(codes)
        if value[i] > 0 and told[code].estimate.value < _DOOR
    ]
    out = [one for one in out if one.verdict != Verdict.UNKNOWN]
    return sorted(out, key=lambda one: (-one.share.value, one.touchpoint))

"""What contacts are about, where their source notes a reason: a queue, a topic, a category.

In: the ledger of contacts.  Out: by reason its share of the contacts that have one, customers as clusters; the commonest in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.efforts.ledger import ledger
from desireline.insights.model import SMALLEST_GROUP, Insight
from desireline.insights.numbers.clusters import Cell, shares
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

REASON = "share of contacts"
ABOUT = "contacts about this reason / all whose source notes a reason"
_MOST, _TOLD = 20, 5


def asked_about(facts: Facts) -> dict[str, Cell]:
    """By reason, for the twenty commonest of five customers or more: its share of the contacts that have one."""
    return facts.memo("asked about", _asked_about)


def _asked_about(facts: Facts) -> dict[str, Cell]:
    noted = f"SELECT customer, label FROM {ledger(facts).table} WHERE label IS NOT NULL"
    reasons = (
        f"SELECT label AS cell FROM ({noted}) GROUP BY label HAVING count(DISTINCT customer) >= {SMALLEST_GROUP}"
        f" ORDER BY count(*) DESC, label LIMIT {_MOST}"
    )
    people = (
        "SELECT cell, customer, count(*) AS n, count(*) FILTER (label = cell) AS x"
        f" FROM ({noted}), ({reasons}) GROUP BY ALL"
    )
    found = shares(facts, people, unit_of_n="contacts")
    return {str(reason): cell for reason, cell in found.items()}


def reasons_told(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    """The commonest reasons, where there is more than one."""
    found = [(cell.estimate, reason) for reason, cell in asked_about(facts).items()]
    found.sort(key=lambda one: (-one[0].value, one[1]))
    return [
        Insight(
            kind="service",
            purpose=facts.purpose.name,
            topic=reason,
            metric=REASON,
            estimand=ABOUT,
            words=(
                f"{percent(e.value)} of the contacts are about {reason} ({percent(e.low)} to {percent(e.high)},"
                f" n {count(e.n)})."
            ),
            verdict=descriptive_verdict(e.n),
            evidence=evidence,
        ).measured(e)
        for e, reason in (found[:_TOLD] if len(found) > 1 else [])
    ]

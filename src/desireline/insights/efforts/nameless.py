"""Contacts of sources that name nobody: each counts as a customer of its own, so nobody is ever seen to come again.

In: the ledger of contacts and their events.  Out: which customers are no more than one such contact, and a claim that says
what cannot be said of them. A call log without callers has first-contact resolution of 100 % by construction, which is no answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.efforts.ledger import ledger
from desireline.insights.model import Insight, Verdict
from desireline.insights.numbers.estimates import count

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

_NAMELESS_SQL = """
    SELECT customer FROM {ledger} JOIN (
        SELECT event_key, coalesce(len(identifiers), 0) = 0
            AND substr(subject, strpos(subject, ':') + 1) IS NOT DISTINCT FROM record AS itself FROM events
    ) USING (event_key)
    GROUP BY customer HAVING bool_and(itself) AND count(*) = 1
"""
"""Whose only contact is known by its own record's number and by nothing else."""


def nameless(facts: Facts) -> str:
    """Table (customer) of those who are no more than one contact that names nobody."""
    return facts.memo("nameless", _nameless)


def named(facts: Facts) -> str:
    """SQL condition on a customer: the sources would tell it if they came again."""
    return f"customer NOT IN (SELECT customer FROM {nameless(facts)})"


def nameless_told(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    """Say of how many contacts it cannot be said whether their customers came again."""
    n = facts.engine.rows(f"SELECT count(*) FROM {nameless(facts)}")[0][0]
    if not n:
        return []
    return [
        Insight(
            kind="service",
            purpose=facts.purpose.name,
            metric="re-contact",
            words=(
                f"Whether customers come again is not known of {count(n)} of {count(ledger(facts).contacts)} contacts: their source"
                " names nobody, so each counts as a customer of its own. An export with the caller's number or the sender's address would tell."
            ),
            verdict=Verdict.UNKNOWN,
            reason="nobody is named",
            evidence=evidence,
            n=n,
        )
    ]


def _nameless(facts: Facts) -> str:
    return facts.table("nameless", _NAMELESS_SQL.format(ledger=ledger(facts).table))

"""Whose steps were taken for the company's although no source says so.

In: steps, the touchpoints that were taken so.  Out: one claim that names them, so that people can object: what customers
choose, how long they wait and where they leave is told without these steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import Insight, Verdict
from desireline.insights.numbers.estimates import count
from desireline.journeys import matches

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

_NAMED = 3


def who_acts(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    """The claim; nothing where every source says who acts, or people declared it."""
    declared = [rule.name for rule in facts.data.recipe.touchpoints if rule.actor is not None]
    rows = facts.engine.rows(
        f"SELECT touchpoint, count(*) FROM {facts.sample} WHERE {facts.drawn} GROUP BY touchpoint ORDER BY count(*) DESC, touchpoint"
    )
    found = [
        (facts.places[code].name, int(n))
        for code, n in rows
        if code in facts.data.presumed and not matches(facts.places[code].name, declared)
    ]
    if not found:
        return []
    names = [name for name, _ in found[:_NAMED]]
    more = f" and {count(len(found) - _NAMED)} more" if len(found) > _NAMED else ""
    return [
        Insight(
            kind="coverage",
            purpose=facts.purpose.name,
            metric="who acts",
            words=(
                f"Who acts is not told in {', '.join(names)}{more}: taken for steps of the company, by who carried them out"
                f" or by what they are called. What customers choose is told without them."
                f" `actor` under `[[touchpoints]]` in recipe.toml says otherwise."
            ),
            verdict=Verdict.SUGGESTED,
            evidence=evidence,
            value=float(len(found)),
            n=sum(n for _, n in found),
        )
    ]

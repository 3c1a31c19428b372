"""How surely stages hold: what half of the customers would have taught.

In: the touchpoints of a purpose with the share of half-samples that put each where it stands (1 where it was declared
or is known by its name).  Out: one claim, with those that stand between two stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP, Insight, Verdict
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.paths.results import walked
from desireline.insights.paths.visits import measure_visits

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

BETWEEN = 0.7
"""Share of half-samples under which a touchpoint stands between two stages."""
_NAMED = 4
_FEWEST = 2
"""Touchpoints: one by itself stands nowhere else."""
_HOW = {
    "declared": "Stages are declared.",
    "vocabulary": "Stages go by the names of the touchpoints.",
    "order": "Stages are learnt from the order of the steps.",
}
_SURE_SQL = "SELECT code, confidence FROM touchpoints ORDER BY code"


def stability(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    """Say how many steps stand in a stage that holds, and which touchpoints do not."""
    visits = {
        code: one.visits
        for code, one in measure_visits(facts).items()
        if one.customers >= SMALLEST_GROUP
    }
    sure = {
        int(code): float(share)
        for code, share in facts.engine.rows(_SURE_SQL)
        if int(code) in visits and share is not None
    }
    if len(sure) < _FEWEST or facts.customers < SMALLEST_GROUP:
        return []
    total = sum(visits[code] for code in sure)
    held = sum(visits[code] * share for code, share in sure.items()) / total
    between = sorted((code for code in sure if sure[code] < BETWEEN), key=lambda c: -visits[c])
    told = ", ".join(
        f"{facts.places[code].name} (in {facts.column(facts.places[code].stage)} {percent(sure[code])})"
        for code in between[:_NAMED]
    )
    more = f" and {count(len(between) - _NAMED)} more" if len(between) > _NAMED else ""
    doubt = (
        f" Between two stages: {told}{more}: `[[stages]]` in recipe.toml pins them."
        if between
        else ""
    )
    found = facts.engine.rows("SELECT DISTINCT found FROM stages ORDER BY found")[0][0]
    if found == "order" and not walked(facts):
        return [_without_order(facts, evidence)]
    fixed = sum(share == 1 for share in sure.values())
    return [
        Insight(
            kind="stage",
            purpose=facts.purpose.name,
            metric="stability",
            estimand="share of the steps that stand in the same stage when half of the customers teach it",
            words=(
                f"{_HOW[found]} {percent(held)} of the steps stand where they would if half of the customers had taught the stages"
                f" ({count(fixed)} of {count(len(sure))} touchpoints always do, n {count(total)} steps).{doubt}"
            ),
            verdict=descriptive_verdict(facts.customers),
            evidence=evidence,
            value=held,
            n=total,
        )
    ]


def _without_order(facts: Facts, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="stage",
        purpose=facts.purpose.name,
        metric="stability",
        words=(
            "Stages cannot be learnt here: in no journey anything comes after anything else. `[[stages]]` in recipe.toml"
            " says which touchpoints belong together."
        ),
        verdict=Verdict.UNKNOWN,
        reason="no order",
        evidence=evidence,
        n=facts.journeys,
    )

"""Forgiven pains: common, disliked, and without effect on success: annoys many, costs nothing, leave it.

In: tested conditions that customers dislike.  Out: claims of equivalence, never of mere silence.
*Shown* by two one-sided tests against `NEGLIGIBLE`, corrected for their number; *suggested* where a harm
of the size that others do would have been seen and was not. What too few meet to be common is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.prices import NEGLIGIBLE, prices
from desireline.insights.causes.trials import UNITS_SQL
from desireline.insights.model import Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.pains.disliked import felt, forgiven

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.causes.prices import Price
    from desireline.insights.facts import Facts
    from desireline.insights.pains.disliked import Felt

METHOD = (
    f"two one-sided tests of the effect on success against {NEGLIGIBLE:g}, BH q .10, of conditions that go "
    "with worse feelings; v1"
)
_COMMON = 0.05


class Forgiven:
    """See the module."""

    name = "forgiven"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """What may be left alone, the commonest first."""
        evidence = facts.evidence(self.name, method=METHOD, query=UNITS_SQL, n=facts.journeys)
        known = [
            (prices(facts)[name], felt(facts)[name], verdict)
            for name, verdict in forgiven(facts).items()
            if prices(facts)[name].share >= _COMMON
        ]
        known.sort(key=lambda row: (-row[0].met, row[0].treatment.name))
        insights = [_claim(facts, *row, evidence.id) for row in known]
        return InsightResult(insights=insights, evidence=[evidence])


def _claim(
    facts: Facts, price: Price, told: Felt, verdict: Verdict, evidence: EvidenceId
) -> Insight:
    one, treatment = price.main, price.treatment
    place = facts.place(treatment.touchpoint)
    reach = NORMAL * one.effect.se
    low, high = one.effect.value - reach, one.effect.value + reach
    costs = "costs nothing" if verdict == Verdict.SHOWN else "probably costs little"
    advice = "Leave it, or mend it for their sake." if verdict == Verdict.SHOWN else ""
    return Insight(
        kind="forgiven",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=treatment.name,
        outcome=one.trial.result.name,
        metric="share",
        estimand=(
            f"success with the condition minus without, among {treatment.eligible}; negligible under"
            f" {NEGLIGIBLE * 100:g} points"
        ),
        words=(
            f"{capital(treatment.title)} annoys and {costs}:"
            f" {percent(price.share)} of {treatment.eligible} meet it and {told.words}, and the share who"
            f" {one.trial.result.good} moves by {one.effect.value * 100:+.1f} points ({low * 100:+.1f} to"
            f" {high * 100:+.1f}, n {count(one.effect.n)}). {advice}"
        ).strip(),
        verdict=verdict,
        evidence=evidence,
        value=one.effect.value,
        low=low,
        high=high,
        n=one.effect.n,
    )

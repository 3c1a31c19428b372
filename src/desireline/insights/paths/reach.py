"""Who passes where: the share of journeys and of visits that each touchpoint sees.

In: steps.  Out: one measure per touchpoint; groups under five customers are counted, not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP, InsightResult, ReachMeasure
from desireline.insights.paths.visits import VISITS_SQL, measure_visits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "share of journeys, Jeffreys interval at the effective n, customers as clusters; v1"


class Reach:
    """See the module."""

    name = "reach"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Reach by touchpoint."""
        visits = measure_visits(facts)
        evidence = facts.evidence(self.name, method=METHOD, query=VISITS_SQL, n=facts.journeys)
        measures = [
            ReachMeasure(
                touchpoint=facts.places[code].name,
                stage=facts.places[code].stage,
                customers=one.customers,
                journeys=one.journeys,
                visits=one.visits,
                reach=one.reach,
                visit_share=one.visit_share,
                evidence=evidence.id,
            )
            for code, one in visits.items()
            if one.customers >= SMALLEST_GROUP
        ]
        return InsightResult(
            measures=measures, evidence=[evidence], suppressed=len(visits) - len(measures)
        )

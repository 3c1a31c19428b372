"""Where customers go next: the share of departures from a touchpoint that each next one receives.

In: steps.  Out: one measure per transition, with its wait; groups under five customers left out.
First order on purpose: an edge of the map shows one move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import InsightResult, TransitionMeasure
from desireline.insights.moves import PEOPLE_SQL, measure_edges
from desireline.insights.visits import VISITS_SQL
from desireline.insights.waits import measure_waits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "share of departures, Jeffreys interval at the effective n, customers as clusters; v1"


class Transitions:
    """See the module."""

    name = "transitions"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Next-step shares and waits."""
        waits = measure_waits(facts)
        evidence = facts.evidence(
            self.name,
            method=METHOD,
            query=VISITS_SQL + PEOPLE_SQL,
            n=sum(edge.n for edge in measure_edges(facts)),
        )
        measures = [
            TransitionMeasure(
                source=facts.places[source].name,
                target=facts.places[target].name,
                n=wait.edge.n,
                customers=wait.edge.customers,
                share=wait.edge.share,
                median_s=wait.median.value,
                p90_s=wait.p90.value,
                fixed_timer=wait.fixed_timer,
                evidence=evidence.id,
                median=wait.median,
            )
            for (source, target), wait in waits.items()
        ]
        return InsightResult(
            measures=measures,
            evidence=[evidence],
            suppressed=len(measure_edges(facts)) - len(measures),
        )

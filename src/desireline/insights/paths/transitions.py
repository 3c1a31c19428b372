"""Where customers go next: the share of departures from a touchpoint that each next one receives.

In: steps.  Out: one measure per transition, with its wait; groups under five customers left out.
First order on purpose: an edge of the map shows one move. Each says from which detail on it is drawn, so that
a map may show less without counting anew: an edge stays while the larger ones beside it carry too little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import InsightResult, TransitionMeasure
from desireline.insights.paths.moves import PEOPLE_SQL, measure_edges
from desireline.insights.paths.visits import VISITS_SQL
from desireline.insights.paths.waits import measure_waits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

DETAIL, _SURELY = 0.8, 0.02
METHOD = "share of departures, Jeffreys interval at the effective n, customers as clusters; v1"


class Transitions:
    """See the module."""

    name = "transitions"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Next-step shares and waits."""
        waits, detail = measure_waits(facts), details(facts)
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
                detail=detail[source, target],
                drawn=detail[source, target] < DETAIL and wait.edge.share.low > _SURELY,
            )
            for (source, target), wait in waits.items()
        ]
        return InsightResult(
            measures=measures,
            evidence=[evidence],
            suppressed=len(measure_edges(facts)) - len(measures),
        )


def details(facts: Facts) -> dict[tuple[int, int], float]:
    """By source and target: the share of the departures that larger moves from there carry."""
    carried: dict[int, float] = {}
    out: dict[tuple[int, int], float] = {}
    for edge in sorted(measure_edges(facts), key=lambda it: (it.source, -it.n, it.target)):
        out[edge.source, edge.target] = carried.get(edge.source, 0.0)
        carried[edge.source] = out[edge.source, edge.target] + edge.share.value
    return out

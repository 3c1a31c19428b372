"""Everything known of each touchpoint, in one row: what fills the map.

In: the measures of reach, feelings, ratings, exits and queues.  Out: one `TouchpointMeasure` each.
Touchpoints of fewer than five customers are named and emptied; a feeling or rating given by fewer
than five is left out by itself. The halves of the period stand beside a feeling as two witnesses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.heard import feelings, ratings
from desireline.insights.heard.answers import ANSWERS_SQL
from desireline.insights.heard.understood import trust
from desireline.insights.model import SMALLEST_GROUP, InsightResult, TouchpointMeasure
from desireline.insights.paths import exits, queues, reach
from desireline.insights.paths.visits import VISITS_SQL, Visits, measure_visits

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts, Place
    from desireline.insights.model import Estimate, Evidence


class Touchpoints:
    """See the module."""

    name = "touchpoints"
    method = "reach, feelings, ratings, exits and queues, joined by touchpoint; v1"

    def run(self, facts: Facts) -> InsightResult:
        """One row per drawn touchpoint that anybody visited."""
        visits = measure_visits(facts)
        evidence = _evidence(facts)
        measures = [
            _measure(facts, facts.places[code], one, evidence)
            if one.customers >= SMALLEST_GROUP
            else _empty(facts.places[code], one)
            for code, one in visits.items()
        ]
        return InsightResult(
            measures=measures,
            evidence=list(evidence.values()),
            suppressed=sum(measure.customers is None for measure in measures),
        )


def _evidence(facts: Facts) -> dict[str, Evidence]:
    def one(metric: str, method: str, query: str, n: int) -> Evidence:
        return facts.evidence(f"touchpoints/{metric}", method=method, query=query, n=n)

    answered = sum(cell.estimate.n for cell in feelings.by_touchpoint(facts).values())
    visited = sum(one.visits for one in measure_visits(facts).values())
    queued = sum(n for n, _ in queues.queue_sizes(facts).values())
    return {
        "reach": one("reach", reach.METHOD, VISITS_SQL, facts.journeys),
        "visits": one("visits", "count", VISITS_SQL, visited),
        "feeling": one("feeling", feelings.METHOD + trust(facts), ANSWERS_SQL, answered),
        "rating": one("rating", ratings.METHOD, ANSWERS_SQL, answered),
        "exit": one("exit", exits.METHOD, exits.WALK_SQL, visited),
        "queue": one("queue", queues.METHOD, queues.SIZES_SQL + queues.ROWS_SQL, queued),
    }


def _measure(
    facts: Facts, place: Place, visits: Visits, evidence: dict[str, Evidence]
) -> TouchpointMeasure:
    feeling = feelings.by_touchpoint(facts).get(place.code)
    if feeling is not None and feeling.customers < SMALLEST_GROUP:
        feeling = None
    kind = facts.memo("main rating", ratings.main_rating).get(place.code)
    if kind is not None and kind[1].customers < SMALLEST_GROUP:
        kind = None
    leaving = exits.measure_exits(facts).get(place.code)
    sources = facts.memo("feeling sources", feelings.feeling_sources)
    median, p90 = queues.queues(facts).get(place.code, (None, None))
    return TouchpointMeasure(
        touchpoint=place.name,
        stage=place.stage,
        channels=visits.channels,
        actor=visits.actor,
        customers=visits.customers,
        visits=visits.visits,
        reach=visits.reach,
        feeling=feeling.estimate if feeling else None,
        feeling_sources=sources.get(place.code, ()) if feeling else (),
        rating=kind[1].estimate if kind else None,
        rating_kind=kind[0].label if kind else None,
        exit=leaving.estimate if leaving else None,
        exit_horizon_days=leaving.horizon_us / 86_400e6 if leaving else None,
        exit_identified=leaving.identified if leaving else False,
        queue_median_s=median.value if median else None,
        queue_p90_s=p90,
        evidence=_ids(evidence),
        witnesses=_witnesses(facts, place.code) if feeling else (),
        queue=median,
    )


def _empty(place: Place, visits: Visits) -> TouchpointMeasure:
    """A touchpoint too few came to: its place on the map, and no number."""
    return TouchpointMeasure(
        touchpoint=place.name,
        stage=place.stage,
        channels=(),
        actor=visits.actor,
        customers=None,
        visits=None,
        reach=None,
        feeling=None,
        feeling_sources=(),
        rating=None,
        rating_kind=None,
        exit=None,
        exit_horizon_days=None,
        exit_identified=False,
        queue_median_s=None,
        queue_p90_s=None,
    )


def _ids(evidence: dict[str, Evidence]) -> dict[str, EvidenceId]:
    return {metric: one.id for metric, one in evidence.items()}


def _witnesses(facts: Facts, code: int) -> tuple[tuple[str, str, Estimate], ...]:
    halves = ((half, feelings.by_half(facts, half).get(code)) for half in (0, 1))
    return tuple(
        ("feeling", f"period:{half + 1}", cell.estimate)
        for half, cell in halves
        if cell is not None and cell.customers >= SMALLEST_GROUP
    )

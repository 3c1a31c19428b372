"""The paths that journeys take, exactly: how many took each of the most frequent ones.

In: journeys with the hash of their path.  Out: the winners' paths with their share.
A journey of which only the outcome is known has no path, but is one of the journeys that are shared.
Paths are counted by hash and rebuilt for the winners only, by one journey each. Ties are broken by
the hash, so that the same data give the same list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    Insight,
    InsightResult,
    VariantMeasure,
)
from desireline.insights.numbers.estimates import count, descriptive_verdict, estimate, percent
from desireline.insights.numbers.statistics import ClusterSums, clustered_share
from desireline.insights.paths.results import walked

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "exact path counts, Jeffreys interval at the effective n, customers as clusters; v1"
MOST = 50

_COUNTS = """
    SELECT variant, count(*) AS n, min((customer::UBIGINT << 32) | journey) AS example
    FROM journeys WHERE {where} AND steps > 0 GROUP BY variant
    ORDER BY n DESC, variant LIMIT {most}
"""
_CLUSTERS = """
    SELECT variant, count(*), sum(x), sum(x * x), sum(x * own.n)
    FROM (
        SELECT variant, customer, count(*) AS x FROM journeys
        WHERE {where} AND variant IN (SELECT variant FROM {winners}) GROUP BY ALL
    ) JOIN {own} AS own USING (customer) GROUP BY variant
"""


class Variants:
    """See the module."""

    name = "variants"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """The most frequent paths."""
        evidence = facts.evidence(self.name, method=METHOD, query=_COUNTS, n=facts.journeys)
        everything = facts.engine.rows(
            f"SELECT count(DISTINCT variant) FROM journeys WHERE {facts.where} AND steps > 0"
        )[0][0]
        rows = _winners(facts)
        measures = [
            VariantMeasure(path=path, n=n, share=share, evidence=evidence.id)
            for path, n, share, customers in rows
            if customers >= SMALLEST_GROUP
        ]
        insights: list[Insight] = []
        if measures and walked(facts):
            first = measures[0]
            insights.append(
                Insight(
                    kind="variant",
                    purpose=facts.purpose.name,
                    metric="share of journeys",
                    words=(
                        f"The most frequent of {count(everything)} paths is taken by "
                        f"{percent(first.share.value)} of {count(facts.journeys)} journeys: "
                        f"{_told(first.path)}."
                    ),
                    verdict=descriptive_verdict(rows[0][3]),
                    evidence=evidence.id,
                ).measured(first.share)
            )
        return InsightResult(
            measures=measures,
            insights=insights,
            evidence=[evidence],
            suppressed=len(rows) - len(measures),
        )


def _told(path: tuple[str, ...]) -> str:
    return " > ".join(path if len(path) <= 8 else (*path[:4], "...", *path[-3:]))


def _winners(facts: Facts) -> list[tuple[tuple[str, ...], int, Estimate, int]]:
    winners = facts.table("winners", _COUNTS.format(where=facts.where, most=MOST))
    own = facts.table(
        "journeys_by_customer",
        f"SELECT customer, count(*) AS n FROM journeys WHERE {facts.where} GROUP BY customer",
    )
    n2 = facts.engine.rows(f"SELECT sum(n * n) FROM {own}")[0][0]
    clusters = {
        row[0]: row[1:]
        for row in facts.engine.rows(_CLUSTERS.format(where=facts.where, winners=winners, own=own))
    }
    paths = _paths(facts, winners)
    out: list[tuple[tuple[str, ...], int, Estimate, int]] = []
    for variant, n, example in facts.engine.rows(f"SELECT * FROM {winners}"):
        customers, total, total2, total_n = clusters[variant]
        sums = ClusterSums.of(
            clusters=facts.customers,
            n=facts.journeys,
            total=float(total),
            total2=float(total2),
            total_n=float(total_n),
            n2=float(n2),
        )
        share = estimate(
            clustered_share(sums), 0, n=facts.journeys, unit_of_n="journeys", unit="share"
        )
        out.append((paths[example], n, share, customers))
    return out


def _paths(facts: Facts, winners: str) -> dict[int, tuple[str, ...]]:
    rows = facts.engine.rows(
        f"""
        SELECT (customer::UBIGINT << 32) | journey AS example, touchpoint FROM steps
        WHERE {facts.where} AND customer IN (SELECT (example >> 32)::UINTEGER FROM {winners})
        AND (customer::UBIGINT << 32) | journey IN (SELECT example FROM {winners})
        ORDER BY example, step_no
        """
    )
    paths: dict[int, list[str]] = {}
    for example, code in rows:
        paths.setdefault(example, []).append(facts.places[code].name)
    return {example: tuple(path) for example, path in paths.items()}

"""Moves from one touchpoint to the next, counted by move and by customer.

In: steps, each of which knows its next.  Out: one edge per pair, with the share of departures.
Moves out of a stated outcome are left out; moves into one count, because they end the wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.estimates import estimate
from desireline.insights.statistics import ClusterSums, clustered_share, design_effect

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate

EDGES_SQL = """
    SELECT touchpoint, next_touchpoint, count(*) AS n, {people} AS customers
    FROM steps WHERE {where} AND {drawn} AND next_touchpoint IS NOT NULL
    GROUP BY ALL ORDER BY ALL
"""
SMALL_EDGES_SQL = """
    SELECT touchpoint, next_touchpoint, count(DISTINCT customer) AS customers
    FROM (SELECT * FROM steps WHERE {where} AND {drawn} AND next_touchpoint IS NOT NULL)
    JOIN {small} USING (touchpoint, next_touchpoint) GROUP BY ALL
"""
WAITS_SQL = """
    SELECT touchpoint::BIGINT * 65536 + next_touchpoint AS g, wait_us AS v
    FROM steps WHERE {where} AND {drawn} AND next_touchpoint IS NOT NULL
"""
_BY_CUSTOMER = """
    SELECT customer, touchpoint, next_touchpoint, count(*) AS n
    FROM {sample} WHERE {drawn} AND next_touchpoint IS NOT NULL
    GROUP BY ALL ORDER BY ALL
"""
_MANY_CUSTOMERS = 100_000
_LARGE_EDGE = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Moves between two touchpoints (codes)."""

    source: int
    target: int
    n: int
    customers: int
    share: Estimate

    @property
    def group(self) -> int:
        """The pair as one number, as in WAITS_SQL."""
        return self.source * 65536 + self.target


def measure_edges(facts: Facts) -> list[Edge]:
    """All edges, small groups included, sorted by source and target."""
    return facts.memo("edges", _measure)


def _counted(facts: Facts) -> list[tuple[int, int, int, int]]:
    """Source, target, moves, customers of each edge.

    Distinct customers of each of thousands of edges cost more than everything else together. With
    more than 100,000 customers, edges of 3,000 moves and more have theirs counted by HyperLogLog
    (within about 2 %); smaller ones, where suppression and intervals depend on it, exactly.
    """
    fill = {"where": facts.where, "drawn": facts.drawn}
    if facts.customers <= _MANY_CUSTOMERS:
        return facts.engine.rows(EDGES_SQL.format(people="count(DISTINCT customer)", **fill))
    rows = facts.engine.rows(EDGES_SQL.format(people="approx_count_distinct(customer)", **fill))
    pairs = [row[:2] for row in rows if row[2] < _LARGE_EDGE] or [(0, 0)]
    names = ("touchpoint", "next_touchpoint")
    small = facts.offer(
        "small_edges",
        pa.table(
            {
                name: pa.array(column, pa.uint16())
                for name, column in zip(names, zip(*pairs, strict=True), strict=True)
            }
        ),
    )
    exact = {
        (source, target): customers
        for source, target, customers in facts.engine.rows(
            SMALL_EDGES_SQL.format(small=small, **fill)
        )
    }
    return [
        (source, target, n, exact.get((source, target), min(customers, n)))
        for source, target, n, customers in rows
    ]


def _measure(facts: Facts) -> list[Edge]:
    rows = _counted(facts)
    if not rows:
        return []
    source, target, n, customers = (np.array(column) for column in zip(*rows, strict=True))
    _, of = np.unique(source, return_inverse=True)
    departures = np.bincount(of, weights=n)[of]
    blank = np.full(len(rows), np.nan)
    sums = ClusterSums.of(
        clusters=customers, n=departures, total=n, total2=blank, total_n=blank, n2=blank
    )
    share = clustered_share(sums, deff=_design_effects(facts, source, target))
    return [
        Edge(
            source=int(source[i]),
            target=int(target[i]),
            n=int(n[i]),
            customers=int(customers[i]),
            share=estimate(share, i, n=int(departures[i]), unit_of_n="departures", unit="share"),
        )
        for i in range(len(rows))
    ]


def _design_effects(facts: Facts, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """By edge, on the sample; an edge that the sample lacks gets the mean of its source."""
    found = facts.engine.query(_BY_CUSTOMER.format(sample=facts.sample, drawn=facts.drawn))
    customer, start, end, n = (
        np.asarray(found[name]).astype(np.int64)
        for name in ("customer", "touchpoint", "next_touchpoint", "n")
    )
    pair_keys, of_pair = np.unique(customer * 65536 + start, return_inverse=True)
    departures = np.bincount(of_pair, weights=n)
    sources, of_source = np.unique(pair_keys % 65536, return_inverse=True)
    clusters = np.bincount(of_source)
    total_n = np.bincount(of_source, weights=departures)
    n2 = np.bincount(of_source, weights=departures**2)
    edges, of_edge = np.unique(start * 65536 + end, return_inverse=True)
    owner = np.searchsorted(sources, edges // 65536)
    effects = design_effect(
        ClusterSums.of(
            clusters=clusters[owner],
            n=total_n[owner],
            total=np.bincount(of_edge, weights=n),
            total2=np.bincount(of_edge, weights=n.astype(float) ** 2),
            total_n=np.bincount(of_edge, weights=n * departures[of_pair]),
            n2=n2[owner],
        )
    )
    known = dict(zip(edges.tolist(), effects.tolist(), strict=True))
    usual: dict[int, list[float]] = {}
    for edge, effect in known.items():
        usual.setdefault(edge // 65536, []).append(effect)
    return np.array(
        [
            known.get(int(a) * 65536 + int(b), _mean(usual.get(int(a), [])))
            for a, b in zip(source, target, strict=True)
        ]
    )


def _mean(values: list[float]) -> float:
    told = [value for value in values if not np.isnan(value)]
    return float(np.mean(told)) if told else 1.0

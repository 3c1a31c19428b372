"""Moves from one touchpoint to the next, counted by move and by customer.

In: steps, each of which knows its next.  Out: one edge per pair, with the share of departures.
Moves out of a stated outcome are left out; moves into one count, because they end the wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.numbers.estimates import estimate
from desireline.insights.numbers.packed import Packed
from desireline.insights.numbers.statistics import ClusterSums, clustered_share, design_effect
from desireline.insights.paths.visits import count_steps

if TYPE_CHECKING:
    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate

PEOPLE_SQL = """
    SELECT (touchpoint::BIGINT * 65536 + next_touchpoint)::UINTEGER AS g, customer AS v
    FROM steps WHERE {where} AND {drawn} AND next_touchpoint IS NOT NULL AND {some}
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
AT_ONCE = 8_000_000
"""Moves whose customers are counted at once: about 200 MB."""


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

    `count(DISTINCT ...)` of thousands of edges would cost more than everything else together. Large
    logs are counted range of customers by range, which adds up to the same.
    """
    fill = {"where": facts.where, "drawn": facts.drawn}
    rows = sorted(
        (source, target, sum(parts.values()))
        for (source, target), parts in count_steps(facts).items()
        if target is not None
    )
    if not rows:
        return []
    groups = [source * 65536 + target for source, target, _ in rows]
    customers = np.zeros(len(rows), np.int64)
    for some in _ranges(facts, sum(row[2] for row in rows)):
        customers += Packed(
            facts.engine.query(PEOPLE_SQL.format(some=some, **fill)), groups
        ).distinct()
    return [(*row, people) for row, people in zip(rows, customers.tolist(), strict=True)]


def _ranges(facts: Facts, moves: int) -> list[str]:
    """SQL conditions that cut the customers into ranges of about AT_ONCE moves."""
    parts = -(-moves // AT_ONCE)
    if parts <= 1:
        return ["true"]
    most = facts.engine.rows(f"SELECT max(customer) FROM journeys WHERE {facts.where}")[0][0]
    span = int(most) // parts + 1
    return [f"customer BETWEEN {k * span} AND {(k + 1) * span - 1}" for k in range(parts)]


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
    listed: dict[int, list[float]] = {}
    for edge, effect in known.items():
        listed.setdefault(edge // 65536, []).append(effect)
    usual = {one: _mean(values) for one, values in listed.items()}
    return np.array(
        [
            known.get(a * 65536 + b, usual.get(a, 1.0))
            for a, b in zip(source.tolist(), target.tolist(), strict=True)
        ]
    )


def _mean(values: list[float]) -> float:
    told = [value for value in values if not np.isnan(value)]
    return float(np.mean(told)) if told else 1.0

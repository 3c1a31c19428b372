"""Representative journeys: few paths that really happened, and how many others went much the same way.

In: journeys, steps, personas where they are known.  Out: up to three journeys of the purpose and of each
persona, each with the share of journeys near it. Half of the sampled customers choose, the other half
judge, so that the shares are not those of the very journeys that were chosen to look good. A journey that
fewer than five customers resemble is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.numbers.statistics import jeffreys
from desireline.insights.paths.moves import measure_edges
from desireline.insights.paths.results import walked
from desireline.insights.people.representatives.choosing import choose, usual
from desireline.insights.people.representatives.distance import Paths, distances, unlike
from desireline.insights.people.representatives.members import STEPS_SQL, everybody, members

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.people.representatives.members import Everybody, Members

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Paths", "RepresentativeMeasure", "Representatives", "choose", "distances", "unlike"]

METHOD = (
    "medoid among journeys of usual length, then greedy coverage; distance .6 order (edit, Yujian-Bo) + .4 time in"
    " stages; censored journeys weighted; chosen on one half of the customers, judged on the other; v1"
)
NEAR = 0.3
"""Distance within which a journey goes much the same way."""
_CANDIDATES = 60
_FEWEST = 2 * SMALLEST_GROUP
_MOST_TOLD = 10
"""Steps of a path in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeMeasure:
    """One journey that stands for others."""

    persona: str | None
    """None: all customers of the purpose."""
    place: int
    """1 is the most typical."""
    path: tuple[tuple[str, int], ...]
    """Touchpoint, times in a row."""
    share: Estimate
    """Of the journeys that had no part in the choice: those near it."""
    together: Estimate
    """Near it or one before it."""
    evidence: EvidenceId


class Representatives:
    """See the module."""

    name = "representatives"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Of the purpose, then of each persona."""
        all_ = everybody(facts)
        evidence = facts.evidence(self.name, method=METHOD, query=STEPS_SQL, n=len(all_.customer))
        measures: list[RepresentativeMeasure] = []
        for persona, rows in _groups(facts, all_):
            if len(rows) >= _FEWEST:
                measures += _of_group(facts, all_, rows, (persona, evidence.id))
        return InsightResult(
            measures=measures,
            insights=[_claim(facts, one) for one in measures if one.place == 1 and walked(facts)],
            evidence=[evidence],
        )


def _groups(facts: Facts, all_: Everybody) -> list[tuple[str | None, Ints]]:
    """Everybody, and the surely members of each persona where personas were found."""
    from desireline.insights.people.personas import known, named

    out: list[tuple[str | None, Ints]] = [(None, np.arange(len(all_.customer)))]
    found = known(facts.data)
    if found is None or found.groups == 1:
        return out
    _, names = named(facts.data)
    of = dict(zip(found.people.tolist(), found.best.tolist(), strict=True))
    mixed = set(found.people[found.mixed].tolist())
    best = np.array([-1 if c in mixed else of.get(c, -1) for c in all_.customer.tolist()])
    return out + [(name, np.flatnonzero(best == i)) for i, name in enumerate(names)]


def _of_group(
    facts: Facts, all_: Everybody, rows: Ints, about: tuple[str | None, EvidenceId]
) -> list[RepresentativeMeasure]:
    found = members(facts, all_, all_.drawn(rows))
    half = np.arange(len(found.rows)) % 2 == 0
    choosing, judging = np.flatnonzero(half), np.flatnonzero(~half)
    if len(judging) < SMALLEST_GROUP:
        return []
    picked = picks(facts, found, choosing)
    near = apart(facts, found, picked, judging) <= NEAR
    weight = found.weight[judging]
    out: list[RepresentativeMeasure] = []
    covered = np.zeros(len(judging), dtype=bool)
    for row, mine in zip(picked.tolist(), near, strict=True):
        if mine.sum() < SMALLEST_GROUP:
            continue
        covered = covered | mine
        out.append(
            RepresentativeMeasure(
                persona=about[0],
                place=len(out) + 1,
                path=tuple((facts.places[code].name, times) for code, times in found.told[row]),
                share=_share(mine, weight),
                together=_share(covered, weight),
                evidence=about[1],
            )
        )
    return out


def picks(facts: Facts, found: Members, choosing: Ints) -> Ints:
    """Rows of `found` that stand for the others, the most typical first."""
    candidates = choosing[usual(found.paths.length[choosing], found.weight[choosing])]
    candidates = candidates[:_CANDIDATES]
    chosen = choose(apart(facts, found, candidates, choosing), found.weight[choosing])
    return candidates[chosen]


def apart(facts: Facts, found: Members, rows: Ints, others: Ints) -> Floats:
    """Distances of some members from others."""
    stages = found.paths.stages
    known = ~np.isnan(stages)
    span = np.ones(stages.shape[1])
    for i in np.flatnonzero(known.sum(axis=0) >= SMALLEST_GROUP):
        low, high = np.quantile(stages[known[:, i], i], [0.05, 0.95])
        span[i] = max(high - low, 1e-9)
    return distances(found.paths.some(rows), found.paths.some(others), _cost(facts), span)


def _cost(facts: Facts) -> Floats:
    return facts.memo("unlike", _unlike)


def _unlike(facts: Facts) -> Floats:
    size = max(facts.places) + 1
    profiles, stage = np.zeros((size, size)), np.full(size, -1, dtype=np.int64)
    for edge in measure_edges(facts):
        profiles[edge.source, edge.target] = edge.n
    for code, place in facts.places.items():
        stage[code] = place.position
    return unlike(profiles, stage)


def _share(near: NDArray[np.bool_], weight: Floats) -> Estimate:
    """Weighted share, Jeffreys at the number of people that such weights are worth."""
    value = float(near @ weight / weight.sum())
    worth = float(weight.sum() ** 2 / np.square(weight).sum())
    low, high = jeffreys(value * worth, worth)
    return Estimate(
        value=value,
        low=min(float(low[0]), value),
        high=max(float(high[0]), value),
        n=len(near),
        unit="share",
    )


def _claim(facts: Facts, one: RepresentativeMeasure) -> Insight:
    s = one.share
    whose = "" if one.persona is None else f" of “{one.persona}”"
    path = [name + (f" ({times} times)" if times > 1 else "") for name, times in one.path]
    if len(path) > _MOST_TOLD:
        path = [*path[:6], f"{len(path) - 9} more", *path[-3:]]
    return Insight(
        kind="representative",
        purpose=facts.purpose.name,
        persona=one.persona,
        metric="share of journeys near it",
        estimand=(
            f"journeys within {NEAR} of it in order and time, among customers who had no part in choosing it"
        ),
        words=(
            f"A journey that really happened{whose}: {' > '.join(path)}. {percent(s.value)} of the others go much the same way"
            f" ({percent(s.low)} to {percent(s.high)}, n {count(s.n)} customers)."
        ),
        verdict=descriptive_verdict(s.n),
        evidence=one.evidence,
    ).measured(s)

"""Paths: does the journey that is shown stand for the others, and does the map draw where people go?

Quality: one minus the mean distance of customers who had no part in the choice, over that of the best of all members
(the medoid). Map: moves of a larger company of the same plan that the drawn moves carry (fitness), drawn mass that
this company really makes (precision), their F, and how far next-step shares are from its shares (total variation).
Naive: the most frequent exact path; every move that was ever seen drawn, and shares as counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, at_most
from company import Company, make
from plan import PLANS

CASES = {"memory": ("full", "four")}
ROWS = (
    Row(key="quality", title="quality of the path / medoid", bar=">= .97", judge=at_least(0.97)),
    Row(key="f", title="F of the moves drawn", bar=">= .92", judge=at_least(0.92)),
    Row(key="moves", title="moves drawn, of those seen", bar="-", judge=at_most(1.0)),
    Row(key="far", title="next-step distance", bar="<= .08", judge=at_most(0.08)),
)
_LARGER, _OTHER_SEED = 8_000, 900_001
_REAL = 0.005
"""Share of the departures from which a move counts as one that the company makes."""
Shares = dict[str, dict[str, float]]


def take(case: Case) -> Iterator[Sample]:
    """In memory: the product's own distances, members and moves."""
    from memory import PURPOSE

    from desireline.insights.facts import Facts

    facts = Facts(case.data, PURPOSE)
    yield from _quality(facts)
    yield from _map(case)
    facts.close()


def _quality(facts: object) -> Iterator[Sample]:
    from desireline.insights.people.representatives import apart, picks
    from desireline.insights.people.representatives.members import everybody, members

    all_ = everybody(facts)  # pyright: ignore[reportArgumentType]
    found = members(facts, all_, all_.drawn(np.arange(len(all_.customer))))  # pyright: ignore[reportArgumentType]
    half = np.arange(len(found.rows)) % 2 == 0
    choosing, judging = np.flatnonzero(half), np.flatnonzero(~half)
    chosen = picks(facts, found, choosing)[0]  # pyright: ignore[reportArgumentType]
    everyone = np.arange(len(found.rows))
    far = apart(facts, found, everyone, judging)  # pyright: ignore[reportArgumentType]
    near = 1 - far @ found.weight[judging] / found.weight[judging].sum()
    yield "quality", DESIRELINE, near[chosen] / near.max()
    paths = Counter(tuple(one) for one in found.told)
    often = next(i for i, one in enumerate(found.told) if tuple(one) == paths.most_common(1)[0][0])
    yield "quality", NAIVE, near[often] / near.max()


def _map(case: Case) -> Iterator[Sample]:
    truth = _truth(case.plan)
    moves = case.book("transitions").results["transitions"].measures
    told: Shares = {}
    for one in moves:
        told.setdefault(one.source, {})[one.target] = one.share.value
    drawn = {(one.source, one.target) for one in moves if one.drawn}
    seen = {(one.source, one.target) for one in moves}
    yield "f", DESIRELINE, _f(truth, told, drawn)
    yield "f", NAIVE, _f(truth, told, seen)
    yield "moves", DESIRELINE, len(drawn) / len(seen)
    yield "moves", NAIVE, 1.0
    yield "far", DESIRELINE, _far(truth, told, case.company)


def _f(truth: Shares, told: Shares, drawn: set[tuple[str, str]]) -> float:
    nodes = [a for a in truth if a in told]
    fit = [sum(p for b, p in truth[a].items() if (a, b) in drawn) for a in nodes]
    mass = sum(told[a].get(b, 0.0) for a, b in drawn)
    real = sum(told[a].get(b, 0.0) for a, b in drawn if truth.get(a, {}).get(b, 0.0) >= _REAL)
    fitness, precision = sum(fit) / len(fit), real / max(mass, 1e-9)
    return 2 * fitness * precision / (fitness + precision)


def _far(truth: Shares, told: Shares, company: Company) -> float:
    """Total variation of next steps, by departures."""
    visits = Counter(one.touchpoint for one in company.happenings)
    apart = {
        a: sum(abs(truth[a].get(b, 0) - told[a].get(b, 0)) for b in truth[a] | told[a]) / 2
        for a in told
        if a in truth
    }
    total = sum(visits[a] for a in apart)
    return sum(visits[a] * far for a, far in apart.items()) / total


@lru_cache(maxsize=4)
def _truth(plan: str) -> Shares:
    """Next-step shares of a larger company of the same plan that the product does not see."""
    company = make(PLANS[plan], seed=_OTHER_SEED, customers=_LARGER)
    happened = sorted(company.happenings, key=lambda one: (one.person, one.at))
    counts: dict[str, Counter[str]] = {}
    for one, following in pairwise(happened):
        if one.person == following.person:
            counts.setdefault(one.touchpoint, Counter())[following.touchpoint] += 1
    return {a: {b: n / to.total() for b, n in to.items()} for a, to in counts.items()}

"""Personas: who belongs together, with the number of personas chosen by the product.

Adjusted Rand index over buyers with at least five events. Naive: k-means, told the true number, on how
often each touchpoint was met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, at_most

ROWS = (
    Row(key="six", title="ARI, six hidden", bar=">= .60", judge=at_least(0.60)),
    Row(key="four", title="ARI, four hidden", bar=">= .80", judge=at_least(0.80)),
    Row(key="number", title="|personas found - hidden|", bar="<= 1", judge=at_most(1)),
)
_FEWEST_EVENTS = 5


def take(case: Case) -> Iterator[Sample]:
    """Compare memberships with what was planted."""
    if case.null:
        return
    hidden = [one.name for one in case.company.plan.personas]
    key = {6: "six", 4: "four"}[len(hidden)]
    counts: dict[int, int] = {}
    for one in case.company.happenings:
        counts[one.person] = counts.get(one.person, 0) + 1
    truth = {
        one.number: hidden.index(one.persona.name)
        for one in case.company.buyers
        if counts.get(one.number, 0) >= _FEWEST_EVENTS
    }
    found = _in_memory(case) if case.way == "memory" else _in_files(case)
    both = sorted(set(truth) & set(found))
    labels = {name: number for number, name in enumerate(sorted(set(found.values())))}
    ours = rand([truth[p] for p in both], [labels[found[p]] for p in both])
    yield key, DESIRELINE, ours
    yield key, NAIVE, rand([truth[p] for p in both], _naive(case, both, len(hidden)))
    yield "number", DESIRELINE, abs(len(labels) - len(hidden))


def _in_memory(case: Case) -> dict[int, str]:
    from desireline.insights.people.personas import memberships

    return {person: name for person, name, _ in memberships(case.data)}


def _in_files(case: Case) -> dict[int, str]:
    from files import email

    of = {row["customer_id"]: row["persona"] for row in case.export("personas")}
    who = {row["subject"]: row["customer_id"] for row in case.export("identities")}
    out: dict[int, str] = {}
    for one in case.company.buyers:
        customer = who.get(f"email:{email(one.number)}")
        if customer in of:
            out[one.number] = of[customer]
    return out


def _naive(case: Case, people: Sequence[int], groups: int) -> list[int]:
    from scipy.cluster.vq import kmeans2

    names = sorted({one.touchpoint for one in case.company.happenings})
    column = {name: number for number, name in enumerate(names)}
    row = {person: number for number, person in enumerate(people)}
    told = np.zeros((len(people), len(names)))
    for one in case.company.happenings:
        if one.person in row:
            told[row[one.person], column[one.touchpoint]] += 1
    told = (told - told.mean(0)) / np.maximum(told.std(0), 1e-9)
    return kmeans2(told, groups, minit="++", rng=1)[1].tolist()


def rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Adjusted Rand index of two partitions."""
    both = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(both, (np.asarray(one), np.asarray(other)), 1)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    rows, columns = pairs(both.sum(1)), pairs(both.sum(0))
    expected = rows * columns / max(len(one) * (len(one) - 1) / 2, 1)
    most = (rows + columns) / 2
    return (pairs(both) - expected) / (most - expected) if most != expected else 1.0

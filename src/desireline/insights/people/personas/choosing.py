"""How many groups there are: as many as help to foretell customers who were left out, and as stay.

In: choices.  Out: groups, how stable each is, and what was merged because it was not.
Neither the likelihood of the fitted (it always wants more) nor BIC (it wants too few) chooses: the
smallest number wins that neither one nor two more groups beat by more than chance on customers left
out. A group that half the customers would not have shown is merged into its nearest, and said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from desireline.insights.people.personas.mixture import Choices, Mixture, fit, learn_alike

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST = 8
_PILOT = 6
_SPLITS = 3
_HELD_OUT = 0.25
_LEAST_GAIN = 0.01
_HALVES = 20
_STABLE = 0.6
_FEW_STARTS = 4
_CHOOSERS = 4_000
"""Customers by whom the number is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The groups that the data support."""

    mixture: Mixture
    alike: Floats
    """By kind of choice: how alike one customer's choices are in a group."""
    stability: Floats
    """By group: overlap (Jaccard) with its like in refits on half the customers, on average."""
    merged: int
    """Groups that were not stable and were joined to their nearest."""
    gain: tuple[float, float]
    """Gain of these groups over one group, nats a left-out customer, with its standard error."""


def choose(choices: Choices, *, seed: int = 17) -> Chosen:
    """Find the number of groups, and them."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # the products are small: threads would only wait for each other
        return _choose(choices, seed)


def _choose(choices: Choices, seed: int) -> Chosen:
    rng = np.random.Generator(np.random.PCG64(seed))
    rows = np.arange(choices.people)
    if choices.people > _CHOOSERS:
        rows = np.sort(rng.choice(choices.people, _CHOOSERS, replace=False))
    alike = learn_alike(choices.of(rows), _PILOT, seed=seed)
    choices = choices.weighted(alike)
    some = choices.of(rows)
    scores = _HeldOut(some, rng)
    groups = _smallest(scores)
    found = fit(choices, groups, seed=seed)
    found, stability, merged = _stabilised(some, choices, found, rng)
    order = np.argsort(-found.size, kind="stable")
    found, stability = found.ordered(order), stability[order]
    return Chosen(
        mixture=found,
        alike=alike,
        stability=stability,
        merged=merged,
        gain=scores.gain(1, found.groups) if found.groups > 1 else (0.0, 0.0),
    )


class _HeldOut:
    """Log likelihood of customers who were left out, by number of groups; each is fitted once."""

    def __init__(self, choices: Choices, rng: np.random.Generator) -> None:
        self._choices = choices
        order = [rng.permutation(choices.people) for _ in range(_SPLITS)]
        cut = int(choices.people * _HELD_OUT)
        self._splits = [(np.sort(one[cut:]), np.sort(one[:cut])) for one in order]
        self._scores: dict[int, Floats] = {}

    def scores(self, groups: int) -> Floats:
        """Of the left-out customers of all splits."""
        if groups not in self._scores:
            parts: list[Floats] = []
            for number, (taught, asked) in enumerate(self._splits):
                found = fit(
                    self._choices.of(taught),
                    groups,
                    seed=100 * groups + number,
                    starts=_FEW_STARTS,
                )
                parts.append(found.score(self._choices.of(asked)))
            self._scores[groups] = np.concatenate(parts)
        return self._scores[groups]

    def gain(self, fewer: int, more: int) -> tuple[float, float]:
        """How much better `more` groups foretell a customer, and the standard error of that."""
        difference = self.scores(more) - self.scores(fewer)
        people = min(self._choices.people, len(difference))
        return float(difference.mean()), float(difference.std(ddof=1) / people**0.5)


def _smallest(scores: _HeldOut) -> int:
    for groups in range(1, MOST + 1):
        better = False
        for more in (groups + 1, groups + 2):
            gain, error = scores.gain(groups, more)
            better |= gain > 2 * error and gain > _LEAST_GAIN * (more - groups)
        if not better:
            return groups
    return MOST


def _stabilised(
    some: Choices, choices: Choices, found: Mixture, rng: np.random.Generator
) -> tuple[Mixture, Floats, int]:
    """Take away one group after another until all that are left come back in half the customers."""
    wanted = found.groups
    while True:
        stability = _stability(some, found, rng)
        if stability.min() >= _STABLE:
            return found, stability, wanted - found.groups
        found = fit(choices, found.groups - 1, seed=found.groups)


def _stability(choices: Choices, found: Mixture, rng: np.random.Generator) -> Floats:
    if found.groups == 1:
        return np.ones(1)
    overlap = np.zeros(found.groups)
    for number in range(_HALVES):
        half = np.sort(rng.choice(choices.people, choices.people // 2, replace=False))
        own = choices.of(half)
        other = fit(own, found.groups, seed=1_000 + number, starts=_FEW_STARTS)
        mine = found.members(own).argmax(1)
        overlap += jaccard(mine, other.members(own).argmax(1), found.groups)
    return overlap / _HALVES


def jaccard(one: NDArray[np.int64], other: NDArray[np.int64], groups: int) -> Floats:
    """Overlap of each group of `one` with its like among those of `other`."""
    both = np.zeros((groups, groups))
    np.add.at(both, (one, other), 1)
    either = both.sum(1)[:, None] + both.sum(0)[None, :] - both
    share = both / np.maximum(either, 1)
    rows, columns = linear_sum_assignment(-share)
    out = np.zeros(groups)
    out[rows] = share[rows, columns]
    return out

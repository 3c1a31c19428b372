"""How far two journeys lie apart: in the order of what happened, and in the time that it took.

In: paths (touchpoint codes, repeats folded), how alike touchpoints are, time spent in each stage.
Out: distances between 0 and 1. Order is a weighted edit distance, normalised so that it stays a metric
(Yujian and Bo); two touchpoints of a stage that lead on alike are nearly the same step. Time is the mean
over the stages that both completed. A pair without such a stage is told apart by order alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LONGEST = 60
"""Steps, repeats folded, of which a path is compared."""
_ORDER, _TIME = 0.6, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Journeys to compare. `steps` is padded with 0 beyond `length`."""

    steps: Ints
    length: Ints
    stages: Floats
    """Log of seconds spent in each stage; NaN where it was not completed."""

    @classmethod
    def of(cls, paths: Sequence[Sequence[int]], stages: Floats) -> Paths:
        """From lists of codes."""
        length = np.array([min(len(path), LONGEST) for path in paths], dtype=np.int64)
        steps = np.zeros((len(paths), int(length.max(initial=1))), dtype=np.int64)
        for row, path in enumerate(paths):
            steps[row, : length[row]] = path[:LONGEST]
        return cls(steps=steps, length=length, stages=stages)

    def some(self, rows: Ints) -> Paths:
        """Some of them."""
        return Paths(steps=self.steps[rows], length=self.length[rows], stages=self.stages[rows])


def unlike(profiles: Floats, stage: Ints) -> Floats:
    """What it costs to take one touchpoint for another: 1 - cosine of where they lead; 1 across stages."""
    size = np.linalg.norm(profiles, axis=1)
    unit = profiles / np.where(size > 0, size, 1)[:, None]
    cost = np.where(stage[:, None] == stage[None, :], 1 - unit @ unit.T, 1.0)
    np.fill_diagonal(cost, 0)
    return np.clip(cost, 0, 1)


def distances(one: Paths, other: Paths, cost: Floats, span: Floats) -> Floats:
    """Distance of each of `one` from each of `other`.

    Args:
        one: rows of the result.
        other: its columns.
        cost: of taking a touchpoint (row) for another (column), as `unlike` tells.
        span: by stage: the difference of log times that counts as far apart.
    """
    edits = _edits(one, other, cost)
    sizes = one.length[:, None] + other.length[None, :]
    order = 2 * edits / np.maximum(sizes + edits, 1)
    apart = np.abs(one.stages[:, None, :] - other.stages[None, :, :]) / span
    known = ~np.isnan(apart)
    stages = known.sum(axis=2)
    time = np.where(known, np.minimum(apart, 1), 0).sum(axis=2) / np.maximum(stages, 1)
    return np.where(stages > 0, _ORDER * order + _TIME * time, order)


def _edits(one: Paths, other: Paths, cost: Floats) -> Floats:
    """Edit distance of all pairs at once: a step left out or put in costs 1."""
    rows, columns = len(one.length), len(other.length)
    longest = other.steps.shape[1]
    single = cost.astype(np.float32)  # edits are small numbers
    start = np.arange(longest + 1, dtype=np.float32)[:, None, None]
    before = np.broadcast_to(start, (longest + 1, rows, columns)).copy()
    out = before[other.length[None, :], np.arange(rows)[:, None], np.arange(columns)[None, :]]
    for i in range(1, one.steps.shape[1] + 1):
        taken = single[one.steps[:, i - 1]]
        now = np.empty_like(before)
        now[0] = i
        for j in range(1, longest + 1):
            swapped = before[j - 1] + taken[:, other.steps[:, j - 1]]
            now[j] = np.minimum(np.minimum(before[j], now[j - 1]) + 1, swapped)
        ended = np.flatnonzero(one.length == i)
        out[ended] = now[other.length[None, :], ended[:, None], np.arange(columns)[None, :]]
        before = now
    return out.astype(np.float64)

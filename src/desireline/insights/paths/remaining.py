"""Who is still here after each stage: the share of journeys that did not leave in it or before.

In: when journeys began and ended, how, and how far they came.  Out: one share per stage, with its interval.
A journey still running was seen until the data end and had not left by then: it counts for as long as it was seen (Aalen and
Johansen's estimate, as losses weighted by the chance to be seen so long). Where losses are read from silence, the last such
silence of the data tells nothing yet, and all is looked at as it stood before it. A completed journey never leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import SMALLEST_GROUP, Estimate
from desireline.insights.numbers.statistics import jeffreys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]

ENDS_SQL = """
    SELECT * FROM (SELECT customer, start_us, end_us, state, {furthest} AS stage
        FROM {sets} JOIN (SELECT customer, journey, start_us, end_us, state FROM journeys WHERE {where})
        USING (customer, journey)) WHERE stage IS NOT NULL ORDER BY ALL
"""
_COMPLETED, _LOST = 0, 1


def still_here(facts: Facts, sql: str, stages: int) -> dict[int, Estimate]:
    """By stage position: share of journeys not known to have left by its end.

    Args:
        facts: of one purpose.
        sql: rows of customer, begin, end, state and furthest stage, one a journey.
        stages: how many stages there are.
    """
    found = facts.engine.query(sql)
    if not found.num_rows or facts.customers < SMALLEST_GROUP:
        return {}
    people, begun, ended, state, stage = (
        np.asarray(column, dtype=np.int64) for column in found.columns
    )
    seen_until = facts.end_us - (facts.purpose.losing_silence_us or 0)
    told = begun <= seen_until
    if not told.any():
        return {}
    people, begun, ended, state, stage = (
        one[told] for one in (people, begun, ended, state, stage)
    )
    known = (state != 2) & (ended <= seen_until)
    length = np.where(known, ended, seen_until) - begun
    lost = known & (state == _LOST)
    weight = np.where(lost, 1 / seen_so_long(length, ~known), 0.0)
    _, whose = np.unique(people, return_inverse=True)
    out: dict[int, Estimate] = {}
    for index in range(stages):
        out[index] = _share_left(weight * (stage <= index), whose, facts.journeys)
    return out


def seen_so_long(length: NDArray[np.int64], censored: NDArray[np.bool_]) -> Floats:
    """The chance to be seen at least so long: Kaplan and Meier's, of the end of what is seen; ends at the same time come before."""
    order = np.lexsort((censored, length))
    n = len(length)
    at_risk = n - np.arange(n)
    goes = np.where(censored[order], 1 - 1 / at_risk, 1.0)
    before = np.concatenate([[1.0], np.cumprod(goes)[:-1]])
    out = np.empty(n)
    out[order] = before
    return np.maximum(out, 1e-9)


def _share_left(weights: Floats, whose: NDArray[np.int64], journeys: int) -> Estimate:
    """One minus the mean weight of the lost; customers are the independent units."""
    n = len(weights)
    kept = 1 - float(weights.sum()) / n
    sums = np.bincount(whose, weights=weights - (1 - kept))
    variance = float((sums**2).sum()) / n**2
    enough = kept * (1 - kept) / variance if variance > 0 else float(len(sums))
    low, high = jeffreys(kept * enough, enough)
    return Estimate(
        value=kept,
        low=min(float(low[0]), kept),
        high=max(float(high[0]), kept),
        n=journeys,
        unit_of_n="journeys",
        unit="share",
    )

"""Whose journeys are to be represented, and how much each counts.

In: journeys, steps.  Out: `Members`: one journey a customer, with its path and the time in each stage.
Those still on their way are not left out as if they had no journey: time is followed to where nine of ten
that ended had ended; who came so far, or ended before, is a member and counts for those who began too late
to have come so far (inverse of the chance of still being followed).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.numbers.statistics import divide
from desireline.insights.paths.exits import horizon_us
from desireline.insights.people.representatives.distance import Paths
from desireline.journeys import mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST = 400
"""Journeys that a group is looked at by: half choose, half judge."""
_MOST_WEIGHT = 20.0
_JOURNEYS_SQL = """
    SELECT customer, arg_min(journey, mix) AS journey, arg_min(seen, mix) AS seen, arg_min(ended, mix) AS ended
    FROM (SELECT customer, journey, state <> 2 AS ended, {end} - start_us AS age,
            if(state = 2, {end}, end_us) - start_us AS seen,
            {mix} AS mix
        FROM journeys WHERE {where} AND steps > 0)
    GROUP BY customer ORDER BY customer
"""
STEPS_SQL = """
    SELECT m.row, s.touchpoint, s.stage, s.at_us, s.at_us + coalesce(s.wait_us, 0) AS left_us,
        s.next_touchpoint IS NULL AS last
    FROM {chosen} AS m JOIN (SELECT * FROM steps WHERE {where} AND {drawn}) AS s
        ON s.customer = m.customer AND s.journey = m.journey
    JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where}) AS j
        ON j.customer = m.customer AND j.journey = m.journey
    WHERE s.at_us <= j.start_us + {followed} ORDER BY m.row, s.step_no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """One journey of each customer who is a member, in the order of customers."""

    customer: Ints
    journey: Ints
    weight: Floats
    followed_us: int
    """Time after the start that is looked at."""

    def drawn(self, rows: Ints) -> Ints:
        """At most MOST of some rows, by a fixed mix of the customer."""
        mix = (self.customer[rows] * 2654435761) & 0xFFFFFFFF
        return rows[np.argsort(mix, kind="stable")[:MOST]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Paths of some members, and what is told of each: (touchpoint, times in a row)."""

    rows: Ints
    paths: Paths
    told: list[list[tuple[int, int]]]
    weight: Floats


def everybody(facts: Facts) -> Everybody:
    """Members of the purpose with their weights."""
    found = facts.engine.query(
        _JOURNEYS_SQL.format(
            end=facts.end_us, where=facts.where, mix=mixed("customer::UBIGINT * 40503 + journey")
        )
    )
    customer, journey, seen = (
        np.asarray(found[name]).astype(np.int64) for name in ("customer", "journey", "seen")
    )
    ended = np.asarray(found["ended"]).astype(bool)
    followed = int(np.quantile(seen[ended], 0.9)) if ended.any() else horizon_us(facts)
    member = ended | (seen >= followed)
    weight = 1 / np.maximum(_still_followed(seen, ended, followed), 1 / _MOST_WEIGHT)
    return Everybody(
        customer=customer[member],
        journey=journey[member],
        weight=weight[member],
        followed_us=max(followed, 1),
    )


def _still_followed(seen: Ints, ended: NDArray[np.bool_], followed: int) -> Floats:
    """Kaplan-Meier chance that a journey is still followed so long after its start, by journey."""
    times = np.unique(seen)
    place = np.searchsorted(times, seen)
    gone = np.bincount(place[~ended], minlength=len(times)).astype(np.float64)
    everyone = np.bincount(place, minlength=len(times))
    at_risk = len(seen) - np.concatenate([[0], np.cumsum(everyone)[:-1]])
    alive = np.concatenate([[1.0], np.cumprod(1 - divide(gone, at_risk))])
    return alive[np.searchsorted(times, np.minimum(seen, followed))]


def members(facts: Facts, all_: Everybody, rows: Ints) -> Members:
    """Read the paths of some rows; those without a step of their own are left out."""
    chosen = facts.offer(
        "members",
        pa.table({"row": rows, "customer": all_.customer[rows], "journey": all_.journey[rows]}),
    )
    steps = facts.engine.rows(
        STEPS_SQL.format(
            chosen=chosen, where=facts.where, drawn=facts.drawn, followed=all_.followed_us
        )
    )
    kept: list[int] = []
    told: list[list[tuple[int, int]]] = []
    times: list[Floats] = []
    for row, group in groupby(steps, key=lambda step: step[0]):
        mine = list(group)
        kept.append(row)
        told.append(_folded([step[1] for step in mine]))
        times.append(_in_stages(mine, len(facts.stages)))
    paths = Paths.of([[code for code, _ in one] for one in told], np.array(times))
    return Members(
        rows=np.array(kept, dtype=np.int64), paths=paths, told=told, weight=all_.weight[kept]
    )


def _folded(path: list[int]) -> list[tuple[int, int]]:
    return [(code, len(list(run))) for code, run in groupby(path)]


def _in_stages(steps: list[tuple[int, ...]], stages: int) -> Floats:
    """Log of seconds from the first step in each stage to what followed its last."""
    out = np.full(stages, np.nan)
    for stage in {step[2] for step in steps}:
        mine = [step for step in steps if step[2] == stage]
        if not mine[-1][5] and stage < stages:
            out[stage] = np.log1p(max(mine[-1][4] - mine[0][3], 0) / 1e6)
    return out

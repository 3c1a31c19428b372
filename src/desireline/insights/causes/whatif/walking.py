"""A semi-Markov walk: how many of those who begin come to a touchpoint, and within how many days.

In: steps and states of one purpose, by persona where personas are known.  Out: draws of that share.
Next steps by a Dirichlet posterior of what was seen, times by the logarithms of waits at each touchpoint.
First order forgets what came before: so the walk is also made to tell the past, and `told` beside `seen`
says how well it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.facts import DAY_US
from desireline.insights.people.personas import known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DRAWS, _WALKERS, _LONGEST = 100, 100, 150
_FEWEST = 200
"""Journeys under which a persona walks with everybody."""
_STEPS = """
    SELECT s.customer, s.touchpoint::BIGINT AS touchpoint, coalesce(s.next_touchpoint::BIGINT, -1) AS next_touchpoint,
        coalesce(s.wait_us, -1) AS wait_us, s.step_no, start_us
    FROM {sample} AS s JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where})
    USING (customer, journey) ORDER BY s.customer, s.journey, s.step_no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Share of the journeys that come to a touchpoint within the days."""

    draws: Floats
    seen: float
    """The same share of journeys old enough to know."""
    n: int
    """Journeys behind `seen`."""
    groups: int
    """Personas that walk on their own; 1 where all walk together."""

    @property
    def told(self) -> float:
        """What the walk says."""
        return float(self.draws.mean())


def walk_to(facts: Facts, touchpoint: int, days: float) -> Walk | None:
    """Walk; None where too few journeys are old enough to be held against it."""
    rows = facts.engine.query(_STEPS.format(sample=facts.sample, where=facts.where))
    columns = {name: np.asarray(rows[name]).astype(np.int64) for name in rows.column_names}
    first = columns["step_no"] == 0
    journey = np.cumsum(first) - 1
    began = columns["start_us"][first]
    at = columns["start_us"] + _elapsed(columns["wait_us"], first)
    reached = (columns["touchpoint"] == touchpoint) & (at <= columns["start_us"] + days * DAY_US)
    ripe = began + days * DAY_US <= facts.end_us
    followed = (
        at + days * DAY_US <= facts.end_us
    )  # of a later step nobody knows yet whether it was the last
    if int(ripe.sum()) < _FEWEST:
        return None
    met = np.bincount(journey, weights=reached, minlength=len(began)) > 0
    group = _groups(facts, columns["customer"][first])
    rng = np.random.Generator(np.random.PCG64(29))
    sizes = np.bincount(group)
    draws = np.zeros(_DRAWS)
    for one in range(len(sizes)):
        walked = _walks(columns, group[journey] == one, followed, (touchpoint, days), rng)
        draws += sizes[one] / sizes.sum() * _doubted(walked, int((ripe & (group == one)).sum()))
    return Walk(draws=draws, seen=float(met[ripe].mean()), n=int(ripe.sum()), groups=len(sizes))


def _doubted(walked: Floats, n: int) -> Floats:
    """Draws that differ by what is not known of the moves: not by the lot of few walkers, but by that of n journeys at least."""
    share = float(walked.mean())
    lot = share * (1 - share)
    left = max(float(walked.var(ddof=1)) - lot / _WALKERS, lot / max(n, 1))
    spread = float(walked.std(ddof=1))
    return walked if spread == 0 else share + (walked - share) * np.sqrt(left) / spread


def _elapsed(wait_us: Ints, first: NDArray[np.bool_]) -> Ints:
    """Time since the journey's first step."""
    before = np.concatenate([[0], np.maximum(wait_us, 0)[:-1]])
    before[first] = 0
    total = np.cumsum(before)
    return total - np.maximum.accumulate(np.where(first, total, 0))


def _groups(facts: Facts, customers: Ints) -> Ints:
    """Persona of each journey's customer; small ones and the unknown walk together as 0."""
    found = known(facts.data)
    if found is None or found.chosen is None:
        return np.zeros(len(customers), dtype=np.int64)
    persona = dict(zip(found.people.tolist(), (found.best + 1).tolist(), strict=True))
    group = np.array([persona.get(one, 0) for one in customers.tolist()], dtype=np.int64)
    large = np.bincount(group) >= _FEWEST
    _, numbered = np.unique(np.where(large[group], group, 0), return_inverse=True)
    return numbered.astype(np.int64)


def _walks(
    columns: dict[str, Ints],
    mine: NDArray[np.bool_],
    followed: NDArray[np.bool_],
    goal_in: tuple[int, float],
    rng: np.random.Generator,
) -> Floats:
    """Share of the walkers that come to a touchpoint within so many days, by draw."""
    goal, days = goal_in
    here, after = columns["touchpoint"][mine], columns["next_touchpoint"][mine]
    count = int(max(here.max(), after.max())) + 1
    known_end = followed[mine]
    moves = np.zeros((count, count + 1))
    np.add.at(moves, (here[known_end], np.where(after < 0, count, after)[known_end]), 1)
    seen_from = moves.sum(axis=1) > 0
    moves[~seen_from, count] = 1
    wait = columns["wait_us"][mine]
    waited = (after >= 0) & (wait >= 0)
    log_wait = np.log1p(wait[waited] / 1e6)
    n = np.bincount(here[waited], minlength=count)
    mean = np.bincount(here[waited], weights=log_wait, minlength=count) / np.maximum(n, 1)
    square = np.bincount(here[waited], weights=log_wait**2, minlength=count) / np.maximum(n, 1)
    spread = np.sqrt(np.maximum(square - mean**2, 0))
    entries = np.bincount(here[columns["step_no"][mine] == 0], minlength=count).astype(float)
    out = np.zeros(_DRAWS)
    for draw in range(_DRAWS):
        # a Dirichlet of what was seen: moves that never were stay impossible
        rows = rng.standard_gamma(moves)
        chance = np.cumsum(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-300), axis=1)
        at = rng.choice(count, _WALKERS, p=entries / entries.sum())
        clock = np.zeros(_WALKERS)
        met, going = at == goal, at != goal
        for _ in range(_LONGEST):
            if not going.any():
                break
            step = rng.standard_normal(_WALKERS) * spread[at] + mean[at]
            clock = clock + np.where(going, np.expm1(np.minimum(step, 20.0)), 0)
            following = (rng.random(_WALKERS)[:, None] > chance[at]).sum(axis=1)
            going = going & (following < count) & (clock <= days * 86_400)
            at = np.where(going, following, at)
            met = met | (going & (at == goal))
            going = going & ~met
        out[draw] = met.mean()
    return out

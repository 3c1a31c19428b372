"""Exit beyond what the stage normally loses: the middle of its other touchpoints, with errors.

In: exits by touchpoint.  Out: `Excess` by touchpoint code, judged as one family.
An entry bounce is normal, so a touchpoint is held against the others of its stage; surveys, reviews and
farewells (who cancels, leaves) are ends by nature and left out, and doors that nobody leaves by say nothing of what is usual: they would make all
others look like leaks. The middle (half of the visits on either side), not the mean: one leak would hide the next. Only
losing *more* is asked: those that lose less take no part in what may be called a discovery.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.heard.answers import answers
from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.shrinkage import shrink_shares, sure_sign
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.exits import TouchpointExit, measure_exits
from desireline.insights.paths.reaching import on_the_way
from desireline.insights.paths.visits import measure_visits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_KNOWN_COMPLETED = 0.05
"""Share of the ended journeys that must be known as completed, where no outcome is stated."""
_MEDIAN = float(np.sqrt(np.pi / 2))
"""Error of a median against that of a mean, where peers differ by chance alone."""
MATERIAL = 0.01
"""Share under which leaving is not worth a line: a few noisy points are not, and a touchpoint that surely loses fewer
is no door out, but a step to the next."""
_ASKING = ("survey", "review")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Exit beyond what the others of the stage usually lose. `discovered`: more, not less."""

    value: float
    se: float
    shrunk: float
    shrunk_sd: float
    discovered: bool
    sure: float


def feedback(facts: Facts) -> frozenset[int]:
    """Touchpoints whose visits are mostly answers. Frozen: all insights share it."""
    return facts.memo("feedback", _feedback)


def _feedback(facts: Facts) -> frozenset[int]:
    rows = facts.engine.rows(
        f"SELECT touchpoint, count(rating) FROM {answers(facts)} GROUP BY touchpoint"
    )
    visits = measure_visits(facts)
    return frozenset(code for code, n in rows if code in visits and 2 * n >= visits[code].visits)


def asked_for(facts: Facts) -> set[int]:
    """Touchpoints at which customers only answer: how many meet them is a matter of who is asked."""
    visits = measure_visits(facts)
    return {code for code in feedback(facts) if visits[code].channels[0][0] in _ASKING}


def excesses(facts: Facts) -> dict[int, Excess]:
    """Excess exit by touchpoint code.

    Where hardly any journey is known to be completed, every end looks like a loss, and naming one would be
    a guess: then only what lies before a declared success' clock is judged. Surveys and reviews are ends by nature and left out.
    """
    return facts.memo("excesses", _excesses)


def _ends_tell_losses(facts: Facts) -> bool:
    ended, completed, stated = facts.engine.rows(
        f"SELECT count(*) FILTER (state <> 2), count(*) FILTER (state = 0),"
        f" count(outcome) FROM journeys WHERE {facts.where}"
    )[0]
    if facts.purpose.completing_silence_us is not None and not stated:
        return False  # they count as completed because they fell silent, wherever that was
    return completed > 0 and (stated > 0 or completed >= _KNOWN_COMPLETED * ended)


def _excesses(facts: Facts) -> dict[int, Excess]:
    ends = feedback(facts) | facts.losing
    exits = {
        code: one
        for code, one in measure_exits(facts).items()
        if one.identified and one.customers >= SMALLEST_GROUP and code not in ends
    }
    if not _ends_tell_losses(facts):
        before = on_the_way(facts)
        exits = {code: one for code, one in exits.items() if code in before}
    if len(exits) < 2:
        return {}
    codes = list(exits)
    value = np.array([exits[code].estimate.value for code in codes])
    n_eff = np.array([_independent_visits(exits[code]) for code in codes])
    # one half added to both sides: nobody lost among twenty does not prove that nobody leaves
    smooth = (value * n_eff + 0.5) / (n_eff + 1)
    se = np.sqrt(smooth * (1 - smooth) / n_eff)
    visits = np.array([float(exits[code].estimate.n) for code in codes])
    usual, usual_se = _usual_exit(facts, codes, value, se, visits)
    excess, error = value - usual, np.hypot(se, usual_se)
    p = special.ndtr(-excess / error)
    found, sure = benjamini_hochberg(p), sure_sign(excess, error)
    shrunk = shrink_shares(value * n_eff, n_eff, level=None)
    return {
        code: Excess(
            value=float(excess[i]),
            se=float(error[i]),
            shrunk=float(shrunk.value[i] - usual[i]),
            shrunk_sd=float(np.hypot(shrunk.sd[i], usual_se[i])),
            discovered=bool(found[i]),
            sure=float(sure[i]),
        )
        for i, code in enumerate(codes)
    }


def _independent_visits(exit_: TouchpointExit) -> float:
    """Visits that would say as much if each were another person's."""
    value = exit_.estimate.value
    if exit_.se <= 0 or value <= 0 or value >= 1:
        return float(exit_.customers)
    return min(value * (1 - value) / exit_.se**2, float(exit_.estimate.n))


def _of_owners(facts: Facts) -> set[int]:
    """Touchpoints that mostly owners of what is bought once come to, after the journey in which they became it."""
    if not facts.purpose.once:
        return set()
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM steps WHERE {facts.where} GROUP BY touchpoint"
        f" HAVING avg(({facts.owned_before})::INTEGER) > 0.5 ORDER BY touchpoint"
    )
    return {int(code) for (code,) in rows}


def _usual_exit(
    facts: Facts, codes: list[int], value: np.ndarray, se: np.ndarray, visits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Middle of the exits of the other doors out of the stage, by visits; of all others where alone, and its own for owners where alone."""
    stage = np.array([facts.places[code].position for code in codes])
    side = np.isin(codes, list(_of_owners(facts)))
    doors = value + NORMAL * se >= MATERIAL
    usual, error = np.zeros(len(codes)), np.zeros(len(codes))
    for i in range(len(codes)):
        others = np.arange(len(codes)) != i
        if side[i] and not (others & side).any():
            usual[i] = value[i]  # of no other step is it known how owners leave
            continue
        if (others & (side == side[i])).any():
            others &= side == side[i]  # who has not bought yet leaves in another way than who owns
        peers = (stage == stage[i]) & others
        if not peers.any():
            peers = others
        if (peers & doors).any():
            peers &= doors
        weight = visits[peers] / visits[peers].sum()
        order = np.argsort(value[peers], kind="stable")
        middle = np.searchsorted(np.cumsum(weight[order]), 0.5 - 1e-12)
        usual[i] = float(value[peers][order[middle]])
        error[i] = _MEDIAN * float(np.sqrt((weight**2) @ (se[peers] ** 2)))
    return usual, error

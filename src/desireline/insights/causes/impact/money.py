"""What a declared change brought, and what it cost.

In: the effect, who got it, the worth of a success, costs of the recipe.  Out: gain, return, chance that
it pays, days until it did. Only journeys whose clock has run out bring anything: the others will, and
how much is not known yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.worth import currency, worth_of_goal

if TYPE_CHECKING:
    from desireline.insights.causes.impact.answer import Answer
    from desireline.insights.facts import Facts
    from desireline.recipe import ChangeRule

_DRAWS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Money of one change, from draws of the effect, the worth and the costs."""

    gain: Estimate
    cost: float | None
    roi: Estimate | None
    """(gain - cost) / cost."""
    pays: float | None
    """Chance that the gain is larger than the cost."""
    payback_days: float | None
    """From the change on, where it more likely pays than not."""


def returns_of(facts: Facts, rule: ChangeRule, answer: Answer, days: float) -> Returns | None:
    """Money, where a success is worth anything that is known.

    Args:
        facts: of the purpose.
        rule: the change.
        answer: its effect.
        days: from the change to the last journey that counts.
    """
    worth = _worth(facts, rule)
    if worth is None:
        return None
    rng = np.random.Generator(np.random.PCG64(23))
    each = np.maximum(
        worth.value + (worth.high - worth.low) / (2 * NORMAL) * rng.standard_normal(_DRAWS), 0
    )
    gain = answer.draws(_DRAWS, rng) * answer.exposed * each
    value = answer.value * answer.exposed * worth.value
    told = _estimate(value, gain, answer.exposed, worth.unit)
    fixed, per_journey = rule.cost or 0.0, rule.cost_each * answer.exposed
    cost = fixed + per_journey
    if cost <= 0:
        return Returns(gain=told, cost=None, roi=None, pays=None, payback_days=None)
    off = rule.cost_spread
    scale = rng.triangular(1 - off, 1, 1 + off, _DRAWS) if off else np.ones(_DRAWS)
    costs = cost * scale
    pays = float(np.mean(gain > costs))
    a_day = (gain - per_journey * scale) / max(days, 1)
    soon = float(np.median(fixed * scale / np.maximum(a_day, 1e-9))) if pays > 0.5 else None
    return Returns(
        gain=told,
        cost=cost,
        roi=_estimate((value - cost) / cost, (gain - costs) / costs, answer.exposed, "share"),
        pays=pays,
        payback_days=soon,
    )


def _worth(facts: Facts, rule: ChangeRule) -> Estimate | None:
    if rule.worth is None:
        return worth_of_goal(facts)
    unit = currency(facts) or "money"
    return Estimate(value=rule.worth, low=rule.worth, high=rule.worth, n=0, unit=unit)


def _estimate(value: float, drawn: np.ndarray, n: int, unit: str | None) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(
        value=value, low=float(low), high=float(high), n=n, unit_of_n="journeys", unit=unit
    )

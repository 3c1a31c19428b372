"""Which tested conditions customers dislike, and which of those were found to cost nothing.

In: prices, feelings at the touchpoints where a condition shows, contrasts of answers.
Out: by condition how much worse those feel who meet it; whether it may be forgiven.
Forgiven is an equivalence claim: *shown* where both one-sided tests put every success within
`NEGLIGIBLE` (Benjamini-Hochberg over all that are disliked), *suggested* where nothing was found although
a harm as large as the others' would have been, and the posterior puts it within.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.causes.prices import NEGLIGIBLE, prices
from desireline.insights.causes.showing import shows_at
from desireline.insights.heard.usual import gaps
from desireline.insights.model import Verdict
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import SURE_ENOUGH
from desireline.insights.pains.conditions import findings

if TYPE_CHECKING:
    from desireline.insights.causes.prices import Price
    from desireline.insights.facts import Facts

MATERIAL_FEELING = 0.05
"""Difference of feeling (-1 to 1) from which it is worth a line, however sure it is."""
_PROBABLY = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """How much worse (positive) customers feel with a condition, in units of feeling."""

    drop: float
    low: float
    high: float
    n: int
    words: str
    """Ends `they ...`."""


def felt(facts: Facts) -> dict[str, Felt]:
    """By condition that was tried: the strongest of what is known of feelings, when it is a discovery."""
    return facts.memo("felt", _felt)


def forgiven(facts: Facts) -> dict[str, Verdict]:
    """Conditions that annoy and were found to cost nothing, with the verdict of that."""
    return facts.memo("forgiven", _forgiven)


def _felt(facts: Facts) -> dict[str, Felt]:
    tried = prices(facts)
    out: dict[str, Felt] = {}
    places = shows_at(facts)
    for code, gap in gaps(facts).items():
        name = places.get(code)
        sure = gap.discovered or gap.sure >= SURE_ENOUGH
        if name in tried and sure and abs(gap.value) >= MATERIAL_FEELING:
            side = "below" if gap.value < 0 else "above"
            words = f"feel {abs(gap.value):.2f} {side} their usual at {facts.places[code].name}"
            _keep(out, name, Felt(drop=-gap.value, low=-gap.high, high=-gap.low, n=gap.n, words=words))  # fmt: skip
    for one in findings(facts):
        name = one.condition.name
        if name not in tried or one.verdict == Verdict.UNKNOWN or abs(one.drop) < MATERIAL_FEELING:
            continue
        reach = 1.96 * one.drop_se
        words = f"answer {one.with_.value:.1f}, not {one.without.value:.1f} ({one.scale.beside})"
        _keep(
            out,
            name,
            Felt(drop=one.drop, low=one.drop - reach, high=one.drop + reach, n=one.with_.n + one.without.n, words=words),
        )  # fmt: skip
    return out


def _keep(out: dict[str, Felt], name: str, one: Felt) -> None:
    if name not in out or abs(one.drop) > abs(out[name].drop):
        out[name] = one


def _forgiven(facts: Facts) -> dict[str, Verdict]:
    names = [name for name, one in felt(facts).items() if one.drop > 0]
    tried = [prices(facts)[name] for name in sorted(names)]
    if not tried:
        return {}
    found = benjamini_hochberg([_p_of_harm(one) for one in tried])
    out: dict[str, Verdict] = {}
    for one, equal in zip(tried, found, strict=True):
        if any(trial.trial.few for trial in one.trials):
            continue
        if equal:
            out[one.treatment.name] = Verdict.SHOWN
        elif one.verdict == Verdict.UNKNOWN and one.strong and one.harmless >= _PROBABLY:
            out[one.treatment.name] = Verdict.SUGGESTED
    return out


def _p_of_harm(price: Price) -> float:
    """The larger p of the two one-sided tests, over all successes."""
    value = np.array([one.effect.value for one in price.trials])
    se = np.array([max(one.effect.se, 1e-9) for one in price.trials])
    return float(np.max(special.ndtr((np.abs(value) - NEGLIGIBLE) / se)))

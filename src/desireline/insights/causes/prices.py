"""What each condition costs in a year: its effect on success times how many meet it, in one currency.

In: judged trials, stakes.  Out: a `Price` for each condition whose effect could be estimated.
Effects are shrunk within their family (empirical Bayes), so that the one that looks largest by chance
does not lead; and the effects on success are judged as a family of their own: many that are sure to move
ratings would lend their strength to what moves nothing. Effects of one condition on several successes
add up. Positive is a cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.judging import Judged, judged
from desireline.insights.causes.toil import minutes_caused
from desireline.insights.causes.treatments import treatments
from desireline.insights.model import Verdict
from desireline.insights.numbers.shrinkage import harmless_chance, shrink_means
from desireline.insights.paths.stakes import stakes
from desireline.insights.paths.worth import per_year

if TYPE_CHECKING:
    from desireline.insights.causes.treatments import Treatment
    from desireline.insights.facts import Facts

NEGLIGIBLE = 0.05
"""Effect on the share of successes under which a condition may be called harmless."""
_USUAL_HARM = 0.10
"""Where no harm is shown that could be the yardstick."""
_POWER = 2.5
"""Standard errors that a harm must measure to be seen four times in five."""
_STRENGTH = {Verdict.SHOWN: 2, Verdict.SUGGESTED: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one condition costs, or brings, a year."""

    treatment: Treatment
    trials: tuple[Judged, ...]
    """On each success, the one that moves most value first."""
    met: float
    """Journeys a year that meet it."""
    share: float
    """Of those that could."""
    value: float
    """A cost is positive. In the unit of `stakes`."""
    sd: float
    verdict: Verdict
    """Of its strongest effect in the direction of `value`."""
    harmless: float
    """Chance that it changes every success by less than `NEGLIGIBLE`."""
    strong: bool
    """A harm as large as the others' would hardly have been missed."""

    @property
    def main(self) -> Judged:
        """The effect that moves most value."""
        return self.trials[0]


def prices(facts: Facts) -> dict[str, Price]:
    """By the condition's name."""
    return facts.memo("prices", _prices)


def known_prices(facts: Facts, sign: int = 1) -> list[Price]:
    """Conditions that cost, or with -1 bring, and of which something is known; the most first."""
    found = [one for one in prices(facts).values() if sign * one.value > 0]
    found = [one for one in found if one.verdict != Verdict.UNKNOWN]
    return sorted(found, key=lambda one: (-sign * one.value, one.treatment.name))


def _prices(facts: Facts) -> dict[str, Price]:
    at_stake, known = stakes(facts), _on_success(facts)
    if not known:
        return {}
    parts: dict[str, list[tuple[Judged, float, float, float]]] = {}
    for name, worth in at_stake.worth.items():
        mine = [one for one in known if one.trial.result.name == name]
        if not mine:
            continue
        value = np.array([one.effect.value for one in mine])
        se = np.array([max(one.effect.se, 1e-9) for one in mine])
        shrunk = shrink_means(value, se)
        none = harmless_chance(value, se, margin=NEGLIGIBLE)
        for i, one in enumerate(mine):
            row = (one, shrunk.value[i] * worth, shrunk.sd[i] * worth, float(none[i]))
            parts.setdefault(one.trial.treatment.name, []).append(row)
    met, harm = _met(facts), _usual_harm(known)
    found = {name: _price(rows, met, harm) for name, rows in parts.items()}
    if not at_stake.hour:
        return found
    return {name: _with_minutes(facts, one, at_stake.hour) for name, one in found.items()}


def _with_minutes(facts: Facts, price: Price, hour: float) -> Price:
    """The same with what customers' minutes are counted as."""
    caused = minutes_caused(facts, price.treatment)
    if caused is None:
        return price
    each, scale = caused, price.met * hour / 60
    return replace(
        price, value=price.value + scale * each[0], sd=float(np.hypot(price.sd, scale * each[1]))
    )


def _on_success(facts: Facts) -> list[Judged]:
    return [one for one in judged(facts) if not one.trial.result.answers]


def _price(
    rows: list[tuple[Judged, float, float, float]],
    met: dict[int, tuple[float, float]],
    harm: float,
) -> Price:
    rows = sorted(rows, key=lambda row: -abs(row[1]))
    treatment = rows[0][0].trial.treatment
    number, share = met[treatment.number]
    value = -number * sum(row[1] for row in rows)
    same = [row[0].verdict for row in rows if row[0].harms == (value > 0)]
    return Price(
        treatment=treatment,
        trials=tuple(row[0] for row in rows),
        met=number,
        share=share,
        value=value,
        sd=number * float(np.hypot.reduce([row[2] for row in rows])),
        verdict=max(same, key=lambda one: _STRENGTH.get(one, 0), default=Verdict.UNKNOWN),
        harmless=min(row[3] for row in rows),
        strong=max(row[0].effect.se for row in rows) * _POWER <= harm,
    )


def _usual_harm(known: list[Judged]) -> float:
    shown = [-one.effect.value for one in known if one.harms and one.verdict == Verdict.SHOWN]
    return float(np.median(shown)) if shown else _USUAL_HARM


def _met(facts: Facts) -> dict[int, tuple[float, float]]:
    """Journeys a year that meet a condition, and their share of those that could."""
    table, _ = treatments(facts)
    scale = facts.weight * per_year(facts)
    rows = facts.engine.rows(
        f"SELECT treatment, count(*) FILTER (hit), count(*) FROM {table} GROUP BY ALL ORDER BY ALL"
    )
    return {number: (hits * scale, hits / n) for number, hits, n in rows}

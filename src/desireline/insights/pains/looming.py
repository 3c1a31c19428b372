"""Conditions that cost little today and may cost much: rare and costly where they strike, or striking more often.

In: prices, conditions by half of the period.  Out: candidates for the potential pains.
Rare is under one in twenty of those who could meet it; costly is an effect that a common pain would be led by. What
it would cost if it struck one in ten is arithmetic on its price, no forecast. Growth is a before and after without
a control (one family over all that harm, Benjamini-Hochberg): never more than suggested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.causes.prices import Price, known_prices
from desireline.insights.causes.treatments import treatments
from desireline.insights.model import SMALLEST_GROUP, Insight, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import Candidate
from desireline.insights.numbers.statistics import NORMAL, newcombe, wilson
from desireline.insights.paths.stakes import stakes
from desireline.insights.paths.worth import round_money

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

_RARE, _COMMON = 0.05, 0.10
_COSTLY = 0.10
"""Effect on success from which a rare condition is worth a line."""
_MATERIAL = 0.02
HALVES_SQL = """
    SELECT treatment, t0_us >= {middle} AS late, count(DISTINCT customer), count(*), count(*) FILTER (hit)
    FROM {table} GROUP BY ALL ORDER BY ALL
"""


def looming(facts: Facts, evidence: EvidenceId) -> list[Candidate]:
    """Rare and costly conditions, and harmful ones that strike more often than they did."""
    harms = known_prices(facts)
    rare = [one for one in harms if one.share < _RARE and one.main.effect.value <= -_COSTLY]
    return [_rare(facts, one, evidence) for one in rare] + _growing(facts, harms, evidence)


def _rare(facts: Facts, price: Price, evidence: EvidenceId) -> Candidate:
    one, unit = price.main, stakes(facts).unit
    scale = _COMMON / max(price.share, 1e-9)
    reach = NORMAL * price.sd
    low, high = (
        round_money((price.value - reach) * scale),
        round_money((price.value + reach) * scale),
    )
    words = (
        f"{capital(price.treatment.title)} is rare and goes with much where it strikes: {percent(price.share)} of"
        f" {price.treatment.eligible} meet it, and {abs(one.effect.value) * 100:.1f} points fewer {one.trial.result.good}"
        f" (n {count(one.effect.n)}). Were it to strike one in ten it would come to"
        f" {round_money(price.value * scale):,.0f} {unit} a year ({low:,.0f} to {high:,.0f})."
    )
    insight = _insight(
        facts, price, condition=price.treatment.name, metric="share",
        estimand="success with the condition minus without; money: its price if it struck one in ten",
        words=words, verdict=price.verdict, evidence=evidence,
        numbers=(one.effect.value, one.effect.value - NORMAL * one.effect.se, one.effect.value + NORMAL * one.effect.se),
        n=one.effect.n, money=round_money(price.value * scale) if stakes(facts).money else None,
    )  # fmt: skip
    return Candidate(insight=insight, score=price.value * scale, error=price.sd * scale)


def _growing(facts: Facts, harms: list[Price], evidence: EvidenceId) -> list[Candidate]:
    """Harmful conditions that a larger share met in the second half of the period."""
    table, _ = treatments(facts)
    if not harms or not table:
        return []
    rows = facts.engine.rows(HALVES_SQL.format(middle=facts.middle_us, table=table))
    halves = {(number, bool(late)): (people, n, x) for number, late, people, n, x in rows}
    compared: list[tuple[Price, tuple[float, float, float], float, int]] = []
    for one in harms:
        sides = [halves.get((one.treatment.number, late)) for late in (True, False)]
        if any(side is None or min(side[0], side[2]) < SMALLEST_GROUP for side in sides):
            continue
        (after, before) = ((people, n, x) for people, n, x in (side for side in sides if side))
        value, low, high = newcombe(_wilson(after), _wilson(before))
        compared.append((one, (value, low, high), _chance(after, before), after[1] + before[1]))
    found = benjamini_hochberg([row[2] for row in compared]) if compared else []
    return [
        _grown(facts, one, numbers, n, evidence)
        for (one, numbers, _, n), more in zip(compared, found, strict=True)
        if more and numbers[0] >= _MATERIAL
    ]


def _wilson(side: tuple[int, int, int]) -> tuple[float, float, float]:
    """Share with its limits, as many independent ones as customers."""
    people, n, x = side
    low, high = wilson(x / n * people, people)
    return x / n, float(low[0]), float(high[0])


def _chance(after: tuple[int, int, int], before: tuple[int, int, int]) -> float:
    """P of as large a difference by chance."""
    (m1, n1, x1), (m0, n0, x0) = after, before
    pooled = (x1 / n1 * m1 + x0 / n0 * m0) / (m1 + m0)
    se = np.sqrt(max(pooled * (1 - pooled), 1e-9) * (1 / m1 + 1 / m0))
    return float(2 * special.ndtr(-abs(x1 / n1 - x0 / n0) / se))


def _grown(
    facts: Facts, price: Price, numbers: tuple[float, float, float], n: int, evidence: EvidenceId
) -> Candidate:
    value, low, high = numbers
    words = (
        f"{capital(price.treatment.title)} strikes more often than it did: {value * 100:+.1f} points between the halves"
        f" of the period ({low * 100:+.1f} to {high * 100:+.1f}, n {count(n)}), now {percent(price.share)} of"
        f" {price.treatment.eligible} over all; uncontrolled."
    )
    insight = _insight(
        facts, price, condition=price.treatment.name, metric="reach",
        estimand="share that meets it, second half of the period minus first half, uncontrolled",
        words=words, verdict=Verdict.SUGGESTED, evidence=evidence, numbers=numbers, n=n, money=None,
    )  # fmt: skip
    each = price.value / max(price.share, 1e-9)
    return Candidate(insight=insight, score=each * value, error=each * (high - low) / 4)


def _insight(
    facts: Facts, price: Price, *, condition: str, metric: str, estimand: str, words: str, verdict: Verdict,
    evidence: EvidenceId, numbers: tuple[float, float, float], n: int, money: float | None,
) -> Insight:  # fmt: skip
    place, (value, low, high) = facts.place(price.treatment.touchpoint), numbers
    return Insight(
        kind="potential_pain",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=condition,
        outcome=price.main.trial.result.name,
        metric=metric,
        estimand=estimand,
        words=words,
        verdict=verdict,
        evidence=evidence,
        value=value,
        low=low,
        high=high,
        n=n,
        money=money,
        unit=stakes(facts).unit if money is not None else None,
    )

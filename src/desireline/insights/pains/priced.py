"""Conditions told by what they cost, or bring: the valued pains and delights.

In: prices, what customers feel with a condition.  Out: candidates whose score is money (or successes) a year.
A condition that nearly only strikes those who already met a dearer one at the same touchpoint is part of
that one. "Costs" stands only where the effect withstood its checks, as in `moments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.judging import causes, measure
from desireline.insights.causes.prices import known_prices
from desireline.insights.causes.toil import minutes_caused
from desireline.insights.causes.treatments import treatments
from desireline.insights.model import Insight, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.ranking import Candidate
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.pains.disliked import felt
from desireline.insights.paths.stakes import stakes
from desireline.insights.paths.worth import per_year, round_money

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.causes.prices import Price
    from desireline.insights.facts import Facts

_PART = 0.9
_PARTS_SQL = """
    WITH hits AS (SELECT treatment, count(*) AS n FROM {table} WHERE hit GROUP BY treatment),
    pairs AS (
        SELECT a.treatment AS part, b.treatment AS whole, count(*) FILTER (b.hit) AS n
        FROM {table} AS a JOIN {table} AS b USING (customer, journey)
        WHERE a.hit AND a.treatment <> b.treatment GROUP BY ALL
    )
    SELECT part, whole FROM pairs JOIN hits ON hits.treatment = part
    WHERE pairs.n >= {part} * hits.n ORDER BY ALL
"""


def priced_candidates(facts: Facts, evidence: EvidenceId, *, kind: str) -> list[Candidate]:
    """Conditions that cost (`pain`) or bring (`delight`) something, each once."""
    sign = 1 if kind == "pain" else -1
    found = known_prices(facts, sign)
    parts = _parts(facts)
    kept: list[Price] = []
    for one in found:
        if not any((one.treatment.number, dearer.treatment.number) in parts for dearer in kept):
            kept.append(one)
    return [_candidate(facts, one, evidence, kind) for one in kept]


def _parts(facts: Facts) -> set[tuple[int, int]]:
    """Pairs of which the first hardly strikes without the second."""
    table, tried = treatments(facts)
    if not tried:
        return set()
    rows = facts.engine.rows(_PARTS_SQL.format(table=table, part=_PART))
    return {(int(a), int(b)) for a, b in rows}


def _candidate(facts: Facts, price: Price, evidence: EvidenceId, kind: str) -> Candidate:
    one, treatment, at_stake = price.main, price.treatment, stakes(facts)
    place = facts.place(treatment.touchpoint)
    reach = NORMAL * one.effect.se
    insight = Insight(
        kind=kind,
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=treatment.name,
        outcome=one.trial.result.name,
        metric="share",
        estimand=(
            f"success with the condition minus without, among {treatment.eligible}, for {one.effect.whose};"
            f" money: that times the journeys a year that meet it, in {at_stake.unit}"
        ),
        words=_words(facts, price, evidence),
        verdict=price.verdict,
        evidence=evidence,
        value=one.effect.value,
        low=one.effect.value - reach,
        high=one.effect.value + reach,
        n=one.effect.n,
        money=round_money(abs(price.value)) if at_stake.money else None,
        unit=at_stake.unit if at_stake.money else None,
        reason=_doubt(price, evidence),
    )
    scale = (
        1.0 if at_stake.declared else 1 / per_year(facts)
    )  # beside feelings, of the whole period
    return Candidate(insight=insight, score=scale * abs(price.value), error=scale * price.sd)


def _doubt(price: Price, evidence: EvidenceId) -> str | None:
    """What keeps a price from being called a cost."""
    if price.verdict != Verdict.SHOWN:
        return "the interval is wide, or few stand on one side"
    return (
        None
        if causes(measure(price.main, evidence))
        else "association: not all checks were passed"
    )


def _words(facts: Facts, price: Price, evidence: EvidenceId) -> str:
    one, title = price.main, price.treatment.title
    effect, result = one.effect, one.trial.result
    row = measure(one, evidence)
    size = f"{abs(effect.value) * 100:.1f} points {'fewer' if one.harms else 'more'}"
    if price.verdict != Verdict.SHOWN:
        does = f"may go with {size} who"
    else:
        does = f"makes {size}" if causes(row) else f"goes with {size} who"
    with_ = min(max(effect.without + effect.value, 0.0), 1.0)
    reach = NORMAL * effect.se
    spread = f"{(effect.value - reach) * 100:+.1f} to {(effect.value + reach) * 100:+.1f}"
    return (
        f"{capital(title)} {does} {result.good}: {percent(with_)}, not {percent(effect.without)} ({spread}, n {count(effect.n)}). {told_price(facts, price)}"
        f"{_felt(facts, price)}{_minutes(facts, price)}"
    )


_TOLD_MINUTES = 1.0


def _minutes(facts: Facts, price: Price) -> str:
    """What it takes of customers' time, where that is surely more or less than nothing, and a minute or more."""
    caused = minutes_caused(facts, price.treatment)
    if caused is None or abs(caused[0]) <= max(NORMAL * caused[1], _TOLD_MINUTES):
        return ""
    value, reach = caused[0], NORMAL * caused[1]
    return f" Each spends {value:+.1f} minutes in contact for it ({value - reach:+.1f} to {value + reach:+.1f})."


def told_price(facts: Facts, price: Price) -> str:
    """Say how many meet it and what that comes to in a year, with its interval."""
    reach, value = NORMAL * price.sd, abs(price.value)
    low, high = round_money(value - reach), round_money(value + reach)
    return (
        f"About {count(round(price.met))} journeys a year meet it, one in"
        f" {1 / max(price.share, 1e-9):.1f} that could: {round_money(value):,.0f}"
        f" {stakes(facts).unit} a year ({low:,.0f} to {high:,.0f})."
    )


def _felt(facts: Facts, price: Price) -> str:
    one = felt(facts).get(price.treatment.name)
    return f" They {one.words}." if one is not None else ""

"""Cascades: a pain traced to the earliest cause that somebody can mend.

In: conditions with a price, the effort ledger.  Out: for each condition that costs, what follows it more often
than without it, adjusted as in `moments`; its roots; how much of what it costs goes by way of what follows.
A link says that journeys which met the first go on to meet the second more often than journeys alike that were
spared: one family, Benjamini-Hochberg over all pairs. The root is the condition from which links lead and to
which none leads; that customers turn to the company is no cause here, only what follows. Prices along a cascade
are one price, told at the root; the mediated part is the product of two effects and holds only where nothing else joins them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from scipy import special

from desireline.insights.causes.effects import Effect, estimate_effect
from desireline.insights.causes.judging import MATERIAL
from desireline.insights.causes.prices import Price, known_prices, prices
from desireline.insights.causes.treatments import treatments
from desireline.insights.causes.trials import UNITS_SQL
from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import DAY_US
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import NORMAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

METHOD = (
    "effect of a condition on meeting the next within 30 days, adjusted for what was known before (cross-fitted AIPW,"
    " one cut); BH q .10 over all pairs; mediated part by the product of effects; v1"
)
_MOST_CAUSES, _MOST_LINKS = 5, 12
_FEWEST = 12
_CRUDE = 1.64
"""Standard errors by which the second must come more often before anything is adjusted."""
_WITHIN_DAYS = 30
_CONTACTS = {
    "contact": ("turn to the company", "true"),
    "chase": ("chase what was promised", "kind = 'chase'"),
    "repeat": ("come back about the same", "kind = 'repeat'"),
    "transfer": ("are passed on", "transfers > 0"),
}
"""What follows and has no price of its own: the effort that a condition makes."""
_AFTER_SQL = """
    WITH caused AS (
        SELECT u.row, u.customer, u.journey, min(t.t0_us) AS t0_us
        FROM {units} AS u JOIN {table} AS t USING (customer, journey)
        WHERE t.treatment = {number} AND t.t0_us <= {until} GROUP BY ALL
    )
    SELECT c.row, count(n.at_us) > 0 AS met FROM caused AS c LEFT JOIN ({following}) AS n
        ON n.customer = c.customer AND n.journey = c.journey
        AND n.at_us > c.t0_us AND n.at_us <= c.t0_us + {within}
    GROUP BY c.row ORDER BY c.row
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeMeasure:
    """One link: who met the first meet the second more often."""

    cause: str
    follows: str
    """A condition, or `contact`, `chase`, `repeat`, `transfer`."""
    more: Estimate
    """Share who meet the second, with the first minus without."""
    mediated: Estimate | None
    """Of the cause's effect on success: what goes by way of the second; None where that has no effect known."""
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    cause: Price
    follows: str
    title: str
    effect: Effect


class Cascades:
    """See the module."""

    name = "cascades"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Links between pains, and a claim for each root."""
        # what customers chose is no place to mend
        costly = [one for one in known_prices(facts) if not one.treatment.chosen][:_MOST_CAUSES]
        if not costly:
            return InsightResult()
        evidence = facts.evidence(
            self.name, method=METHOD, query=_AFTER_SQL + UNITS_SQL, n=facts.journeys
        )
        links, tried = _links(facts, costly)
        told = _judge(links, tried)
        measures = [
            _measure(facts, one, verdict, evidence.id)
            for one, verdict in zip(links, told, strict=True)
        ]
        return InsightResult(
            measures=measures,
            insights=_claims(facts, list(zip(links, measures, strict=True)), evidence.id, tried),
            evidence=[evidence],
        )


def _links(facts: Facts, costly: list[Price]) -> tuple[list[_Link], int]:
    """Pairs of which the second follows the first at all more often; and how many pairs were looked at."""
    out: list[_Link] = []
    tried = 0
    for cause in costly:
        trial = cause.main.trial
        if trial.design is None:
            continue
        units = facts.offer(
            "cascade_units",
            pa.table(
                {
                    "row": np.arange(len(trial.units.who)),
                    "customer": trial.units.who,
                    "journey": trial.units.journey,
                }
            ),
        )
        for name, title, following in _consequences(facts, costly, cause):
            rows, y = _met_after(facts, cause, units, following)
            tried += 1
            d = trial.units.d[rows]
            if not _may_follow(y, d) or len(out) == _MOST_LINKS:
                continue
            effect = estimate_effect(trial.design.x[rows], d, y, trial.units.who[rows], splits=1)
            out.append(_Link(cause=cause, follows=name, title=title, effect=effect))
    return out, tried


def _consequences(facts: Facts, costly: list[Price], cause: Price) -> list[tuple[str, str, str]]:
    """Name, words and SELECT customer, journey, at_us of what may follow."""
    table = treatments(facts)[0]
    out = [
        (
            one.treatment.name,
            f"meet “{one.treatment.title}”",
            (
                f"SELECT customer, journey, t0_us AS at_us FROM {table}"
                f" WHERE treatment = {one.treatment.number} AND hit"
            ),
        )
        for one in costly
        if one is not cause
    ]
    booked = ledger(facts)
    if booked.contacts:
        out += [
            (name, title, f"SELECT customer, journey, at_us FROM {booked.table} WHERE {where}")
            for name, (title, where) in _CONTACTS.items()
            if name != cause.treatment.name
        ]
    return out


def _met_after(facts: Facts, cause: Price, units: str, following: str) -> tuple[Ints, Floats]:
    """Which units could be followed, and which of them met the second."""
    found = facts.engine.query(
        _AFTER_SQL.format(
            units=units,
            table=treatments(facts)[0],
            number=cause.treatment.number,
            until=facts.end_us - _WITHIN_DAYS * DAY_US,
            following=following,
            within=_WITHIN_DAYS * DAY_US,
        )
    )
    return np.asarray(found["row"]).astype(np.int64), np.asarray(found["met"]).astype(np.float64)


def _may_follow(y: Floats, d: Floats) -> bool:
    """Whether the second comes to enough on both ends, and more to those who met the first."""
    n1, n0 = float(d.sum()), float((1 - d).sum())
    if min(n1, n0, float(y.sum()), float((1 - y).sum())) < _FEWEST:
        return False
    one, zero = float(y @ d / n1), float(y @ (1 - d) / n0)
    pooled = float(y.mean())
    return one - zero > _CRUDE * np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))


def _judge(links: list[_Link], tried: int) -> list[Verdict]:
    """One family of all pairs that were looked at; those that nothing followed count as no discovery."""
    if not links:
        return []
    value = np.array([one.effect.value for one in links])
    se = np.array([max(one.effect.se, 1e-9) for one in links])
    p = np.ones(tried)
    p[: len(links)] = 2 * special.ndtr(-np.abs(value) / se)
    found = benjamini_hochberg(p)[: len(links)]
    return [
        Verdict.SHOWN if one and v >= MATERIAL else Verdict.UNKNOWN
        for one, v in zip(found, value, strict=True)
    ]


def _measure(facts: Facts, one: _Link, verdict: Verdict, evidence: EvidenceId) -> CascadeMeasure:
    reach = NORMAL * one.effect.se
    return CascadeMeasure(
        cause=one.cause.treatment.name,
        follows=one.follows,
        more=Estimate(
            value=one.effect.value,
            low=one.effect.value - reach,
            high=one.effect.value + reach,
            n=one.effect.n,
            unit_of_n="journeys",
            unit="share",
        ),
        mediated=_mediated(facts, one),
        verdict=verdict,
        evidence=evidence,
    )


def _mediated(facts: Facts, one: _Link) -> Estimate | None:
    """Effect of the first on meeting the second times the effect of the second on success."""
    second = prices(facts).get(one.follows)
    if second is None:
        return None
    trial = next(
        (t for t in second.trials if t.trial.result.name == one.cause.main.trial.result.name), None
    )
    if trial is None:
        return None
    a, b = one.effect, trial.effect
    value = a.value * b.value
    se = float(np.hypot(a.value * b.se, b.value * a.se))
    return Estimate(
        value=value, low=value - NORMAL * se, high=value + NORMAL * se, n=min(a.n, b.n),
        unit_of_n="journeys", unit="share",
    )  # fmt: skip


def _claims(
    facts: Facts, told: list[tuple[_Link, CascadeMeasure]], evidence: EvidenceId, tried: int
) -> list[Insight]:
    """One claim for each root."""
    shown = [one for one in told if one[1].verdict == Verdict.SHOWN]
    led = {row.follows for _, row in shown}
    out: list[Insight] = []
    for name in dict.fromkeys(row.cause for _, row in shown):
        mine = [one for one in shown if one[1].cause == name]
        if name not in led or _in_a_ring(name, shown):
            out.append(_claim(facts, mine[0][0].cause, mine, evidence))
    return out or [_nothing(facts, tried, evidence)]


def _in_a_ring(name: str, shown: list[tuple[_Link, CascadeMeasure]]) -> bool:
    """Whether all that leads to it also comes from it: then neither is the root of the other."""
    to = {row.cause for _, row in shown if row.follows == name}
    after = {row.follows for _, row in shown if row.cause == name}
    return to <= after


def _claim(
    facts: Facts,
    cause: Price,
    mine: list[tuple[_Link, CascadeMeasure]],
    evidence: EvidenceId,
) -> Insight:
    mine = sorted(mine, key=lambda one: -one[1].more.value)
    place, first = facts.place(cause.treatment.touchpoint), mine[0][1].more
    follows = "; ".join(
        f"{row.more.value * 100:+.1f} points who {link.title} ({row.more.low * 100:+.1f} to"
        f" {row.more.high * 100:+.1f})"
        for link, row in mine[:3]
    )
    return Insight(
        kind="cascade",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else None,
        stage=place.stage if place else None,
        condition=cause.treatment.name,
        outcome=cause.main.trial.result.name,
        metric=mine[0][1].follows,
        estimand=(
            f"share who meet it within {_WITHIN_DAYS} days with the condition minus without, among"
            f" {cause.treatment.eligible}, adjusted for what was known before"
        ),
        words=capital(
            f"{cause.treatment.title} is where a cascade begins: within {_WITHIN_DAYS} days it is followed by"
            f" {follows}, n {count(first.n)}.{_by_way(mine)} Mend it there: prices along it do not add up."
        ),
        verdict=Verdict.SHOWN,
        evidence=evidence,
    ).measured(first)


def _by_way(mine: list[tuple[_Link, CascadeMeasure]]) -> str:
    known = [(link, row.mediated) for link, row in mine if row.mediated is not None]
    if not known:
        return ""
    link, most = min(known, key=lambda one: one[1].value)
    if most.high >= 0:
        return ""
    whole = link.cause.main.effect.value
    return (
        f" Of its {whole * 100:+.1f} points on success {most.value * 100:+.1f} ({most.low * 100:+.1f} to"
        f" {most.high * 100:+.1f}) go by way of “{link.follows}”."
    )


def _nothing(facts: Facts, tried: int, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="cascade",
        purpose=facts.purpose.name,
        words=(
            f"No pain is known to lead to another: {count(tried)} pairs were looked at, and none follows more often"
            " than among journeys alike."
        ),
        verdict=Verdict.UNKNOWN,
        reason="no link",
        evidence=evidence,
        n=facts.journeys,
    )

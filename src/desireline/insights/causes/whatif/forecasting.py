"""What if a condition struck less often? A forecast that moves only through effects held for causes.

In: a condition that `moments` tried, by how much less of it.  Out: a `Forecast` for the journeys of the next
three months: how many will be spared, how many more succeed, which links are not known and move nothing.
Refused where no link of the condition passed its checks, where few journeys are old enough, and where the
walk does not tell the past. The rest is held as it was (capacity, prices, other customers' behaviour).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from desireline.errors import InputError
from desireline.insights.causes.moments import Moments
from desireline.insights.causes.treatments import Treatment, treatments
from desireline.insights.causes.whatif.arrivals import arrivals
from desireline.insights.causes.whatif.walking import Walk, walk_to
from desireline.insights.facts import DAY_US, Facts
from desireline.insights.model import Estimate, Insight, MomentMeasure, Verdict
from desireline.insights.numbers.statistics import NORMAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.journeys import JourneyData, Purpose

HORIZON_DAYS = 91
_NO_SEASON = "a season in these months, which the data do not hold a year before"
_FAITHFUL = 0.1
"""How far the walk may tell the past wrongly."""
_STRUCK = """
    WITH came AS (SELECT DISTINCT customer, journey FROM {sample} WHERE touchpoint = {touchpoint}),
    met AS (SELECT customer, journey, bool_or(hit) AS hit FROM {treatments} WHERE treatment = {number} GROUP BY ALL)
    SELECT count(*) AS came, count(*) FILTER (hit) AS hit
    FROM came JOIN (SELECT customer, journey FROM journeys WHERE {where} AND start_us <= {ripe}) USING (customer, journey)
    LEFT JOIN met USING (customer, journey)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """From the condition to a result."""

    result: str
    known: bool
    """Held for a cause: shown, and every check passed."""
    effect: Estimate
    why_not: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What comes of it through one link."""

    result: str
    more: Estimate
    """More successes in the horizon; of an answer, points of each spared journey that answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """See the module. Without gains, `refused` says why."""

    purpose: str
    condition: str
    less: float
    horizon_days: int
    begun: Estimate | None = None
    """Journeys that will begin in the next three months: `arrivals`."""
    reach: Estimate | None = None
    """Share of them that will come to where the condition strikes; from the walk."""
    reach_seen: float | None = None
    """The same share as it was."""
    struck: Estimate | None = None
    """Of those, share that the condition strikes today."""
    spared: Estimate | None = None
    """Journeys that it will not strike any more."""
    gains: tuple[Gain, ...] = ()
    links: tuple[Link, ...] = ()
    unknown: tuple[str, ...] = ()
    """What moves in the world and not in this forecast."""
    personas: int = 1
    refused: str | None = None


def what_if(data: JourneyData, purpose: Purpose, condition: str, less: float) -> Forecast:
    """Forecast what comes of `less` (0 to 1) of a condition.

    Raises:
        InputError: there is no such condition, or `less` is no share.
    """
    if not 0 < less <= 1:
        raise InputError(
            f"{less * 100:g} % is no share of a condition.",
            hint="Say how much less of it there shall be: --less 50 is half.",
            code="whatif.less",
        )
    facts = Facts(data, purpose)
    try:
        return forecast(facts, condition, less)
    finally:
        facts.close()


def forecast(facts: Facts, condition: str, less: float) -> Forecast:
    """Forecast of facts that are opened: what was computed of them for another condition serves this one, too."""
    treatment = _treatment(facts, condition)
    found = Moments().run(facts)
    mine = [one for one in found.measures if one.condition == treatment.name]
    claims = {(one.condition, one.outcome): one for one in found.insights}
    links = tuple(_link(one, claims[one.condition, one.result]) for one in mine)
    refused = _refusal(links)
    walk = None
    if refused is None and treatment.touchpoint is not None:
        walk = walk_to(facts, treatment.touchpoint, HORIZON_DAYS)
        refused = _distrust(walk)
    told = Forecast(
        purpose=facts.purpose.name,
        condition=treatment.name,
        less=less,
        horizon_days=HORIZON_DAYS,
        links=links,
        unknown=_unknown(treatment, links),
        refused=refused,
    )
    if refused is not None:
        return told
    if walk is None:
        return replace(told, refused="the condition strikes at no one touchpoint")
    return _moved(facts, treatment, mine, walk, told)


def _treatment(facts: Facts, condition: str) -> Treatment:
    known = treatments(facts)[1]
    wanted = condition.casefold()
    for one in known:
        if wanted in (one.name.casefold(), one.title.casefold()):
            return one
    names = ", ".join(one.name for one in known) or "none in these data"
    raise InputError(
        f"There is no condition {condition!r}.",
        hint=f"The conditions that can be asked here are: {names}.",
        code="whatif.condition",
    )


def _link(one: MomentMeasure, claim: Insight) -> Link:
    known = one.verdict == Verdict.SHOWN and claim.reason is None
    return Link(
        result=one.result,
        known=known,
        effect=one.effect,
        why_not=None if known else claim.reason or str(one.verdict),
    )


def _refusal(links: tuple[Link, ...]) -> str | None:
    if not links:
        return "its effect could not be estimated: too few met it, or nothing tells success from failure"
    if not any(one.known for one in links):
        return "no effect of it is held for a cause"
    return None


def _distrust(walk: Walk | None) -> str | None:
    if walk is None:
        return f"fewer than 200 journeys are {HORIZON_DAYS} days old"
    if abs(walk.told - walk.seen) > _FAITHFUL:
        return f"the walk does not tell the past: {walk.told:.0%} instead of {walk.seen:.0%} come to where it strikes"
    return None


def _unknown(treatment: Treatment, links: tuple[Link, ...]) -> tuple[str, ...]:
    named = [f"{treatment.title} on {one.result}: {one.why_not}" for one in links if not one.known]
    return (
        *named,
        f"{treatment.title} on contacts, waits and feelings further on",
        "queues that grow shorter when fewer come again",
        "how newcomers will differ from those seen",
    )


def _moved(
    facts: Facts, treatment: Treatment, mine: list[MomentMeasure], walk: Walk, told: Forecast
) -> Forecast:
    rng = np.random.Generator(np.random.PCG64(31))
    draws = 40 * len(walk.draws)
    coming = arrivals(facts, HORIZON_DAYS, draws, rng)
    begun = coming.draws
    # the past share, moved by how unsure the walk is of it
    reach = np.clip(walk.seen + np.tile(walk.draws - walk.told, 40), 0, 1)
    came, hit = _struck(facts, treatment)
    struck = rng.beta(hit + 0.5, came - hit + 0.5, draws)
    spared = rng.binomial(begun.astype(np.int64), reach * struck * told.less).astype(np.float64)
    gains: list[Gain] = []
    for one, link in zip(mine, told.links, strict=True):
        if link.known:
            se = (one.effect.high - one.effect.low) / (2 * NORMAL)
            effect = one.effect.value + se * rng.standard_normal(draws)
            moved = _more(effect, spared, rng) if one.effect.unit == "share" else -effect
            more = _estimate(moved, one.effect.n, one.effect.unit)
            gains.append(Gain(result=one.result, more=more))
    return replace(
        told,
        begun=_estimate(begun, coming.counted, "journeys"),
        reach=_estimate(reach, walk.n, "share"),
        reach_seen=walk.seen,
        struck=_estimate(struck, came, "share"),
        spared=_estimate(spared, came, "journeys"),
        gains=tuple(gains),
        personas=walk.groups,
        unknown=told.unknown if coming.season else (*told.unknown, _NO_SEASON),
    )


def _struck(facts: Facts, treatment: Treatment) -> tuple[int, int]:
    """Journeys old enough to know that came to where the condition strikes, and those that it struck.

    Of all that came there: those who could meet it may be fewer, and the walk tells who comes.
    """
    table, _ = treatments(facts)
    ripe = facts.end_us - HORIZON_DAYS * DAY_US
    sql = _STRUCK.format(
        sample=facts.sample, touchpoint=treatment.touchpoint, treatments=table, number=treatment.number, where=facts.where,
        ripe=ripe,
    )  # fmt: skip
    came, hit = facts.engine.rows(sql)[0]
    return int(came), int(hit)


def _more(
    effect: NDArray[np.float64], spared: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Successes more, each of the spared by its own lot; whoever succeeds anyway does so when spared, too."""
    lots = rng.binomial(spared.astype(np.int64), np.minimum(np.abs(effect), 1.0))
    return -np.sign(effect) * lots.astype(np.float64)


def _estimate(drawn: NDArray[np.float64], n: int, unit: str | None) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(
        value=float(drawn.mean()),
        low=float(low),
        high=float(high),
        n=n,
        unit_of_n="journeys",
        unit=unit,
    )

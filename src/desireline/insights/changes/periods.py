"""Two periods compared: what changed because others came, and what because they did otherwise.

In: the observations of the newest three months, and of the same months a year ago (or, with less than
that, of the months before).  Out: a measure for each metric and scope.
Mix is by entry channel, age of the journey, and persona where personas are known. The months before are
not the same season, and the words say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.changes.decomposition import Part, Parts, decompose
from desireline.insights.changes.observed import (
    days,
    followed_us,
    level_words,
    observed,
    step_words,
)
from desireline.insights.changes.watched import Watched
from desireline.insights.changes.watching import FEWEST, watched
from desireline.insights.facts import DAY_US
from desireline.insights.model import Insight, Verdict
from desireline.insights.numbers.estimates import count
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import NORMAL, t_p_value
from desireline.insights.people.personas import known

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

_SEASON_DAYS, _YEAR_DAYS = 91, 364
_SHORTEST = 28
_UNMOVED = 0.1
_MATERIAL_SHARE, _MATERIAL = 0.01, 0.05
_MOST_OUTSIDE = 0.2
_KEPT_IN = 0.001
PERIODS_SQL = """
    SELECT metric, a, b, o.customer AS customer, (at_us >= {recent})::INTEGER AS side,
        (door::BIGINT * 64 + {age}) * 64 + coalesce(persona, 63) AS stratum, count(*) AS n, sum(v)::BIGINT AS s
    FROM ({rows}) AS o
    JOIN (SELECT customer, journey, channel AS door FROM steps WHERE {where} AND step_no = 0) AS entry
        USING (customer, journey)
    JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where}) AS began
        USING (customer, journey)
    LEFT JOIN {personas} AS p ON p.customer = o.customer
    WHERE (at_us >= {recent} AND at_us < {recent} + {span} OR at_us >= {earlier} AND at_us < {earlier} + {span})
        AND {sampled}
    GROUP BY ALL ORDER BY ALL
"""


_AGE = (
    f"(CASE WHEN at_us - start_us < {7 * DAY_US} THEN 0"
    f" ELSE least(63, 1 + (at_us - start_us) // {30 * DAY_US}) END)"
)
"""Age of the journey: the first week, then months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Two stretches of time of one length."""

    earlier_us: int
    recent_us: int
    days: int
    same_season: bool

    @property
    def words(self) -> str:
        """As it reads in a sentence."""
        other = (
            "the same days a year before" if self.same_season else f"the {self.days} days before"
        )
        return f"In the newest {self.days} days against {other}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMeasure:
    """One metric at one scope in both periods. Waits and queues are logarithms of seconds."""

    metric: str
    scope: str
    touchpoint: str | None
    stage: str | None
    unit: str
    parts: Parts
    verdict: Verdict
    only_mix: bool
    """The whole difference is there, and none of it within strata."""


def periods_of(facts: Facts) -> Periods | None:
    """Which periods can be compared; None where there are not twice four weeks."""
    end = facts.end_us - followed_us(facts)
    known_days = (end - facts.start_us) // DAY_US
    if known_days >= _YEAR_DAYS + _SEASON_DAYS:
        span, back = _SEASON_DAYS, _YEAR_DAYS
    else:
        span = back = min(int(known_days) // 2, _SEASON_DAYS)
    if span < _SHORTEST:
        return None
    recent = end - span * DAY_US
    return Periods(
        earlier_us=recent - back * DAY_US,
        recent_us=recent,
        days=span,
        same_season=back == _YEAR_DAYS,
    )


def compared(facts: Facts) -> list[PeriodMeasure]:
    """Every metric that both periods have, what changed most surely first."""
    return facts.memo("periods", _compared)


def _compared(facts: Facts) -> list[PeriodMeasure]:
    periods = periods_of(facts)
    if periods is None or days(facts) < 2 * _SHORTEST:
        return []
    pairs = [
        (one, parts)
        for one, parts in _parts(facts, periods)
        if min(parts.customers) >= FEWEST // 5 and parts.outside <= _MOST_OUTSIDE
    ]
    whole = np.array([_p(parts.whole, parts) for _, parts in pairs])
    within = np.array([_p(parts.behaviour, parts) for _, parts in pairs])
    moved, changed = benjamini_hochberg(whole), benjamini_hochberg(within)
    only_mix = [
        bool(
            moved[i] and within[i] > _UNMOVED and abs(parts.mix.value) > abs(parts.whole.value) / 2
        )
        for i, (_, parts) in enumerate(pairs)
    ]
    found = [
        PeriodMeasure(
            metric=one.metric,
            scope=one.scope,
            touchpoint=one.touchpoint,
            stage=one.stage,
            unit=one.unit,
            parts=parts,
            # what moved, neither surely by who came nor by what they did, is not told
            verdict=Verdict.SHOWN if changed[i] or only_mix[i] else Verdict.UNKNOWN,
            only_mix=only_mix[i],
        )
        for i, (one, parts) in enumerate(pairs)
    ]
    order = sorted(range(len(found)), key=lambda i: (within[i], found[i].metric, found[i].scope))
    return [found[i] for i in order]


def _parts(facts: Facts, periods: Periods) -> list[tuple[Watched, Parts]]:
    found = facts.engine.query(
        PERIODS_SQL.format(
            rows=observed(facts),
            where=facts.where,
            recent=periods.recent_us,
            earlier=periods.earlier_us,
            span=periods.days * DAY_US,
            age=_AGE,
            personas=_personas(facts),
            sampled=facts.sampled.replace("customer", "o.customer"),
        )
    )
    columns = {name: np.asarray(found[name]).astype(np.int64) for name in found.column_names}
    keys = np.column_stack([columns[name] for name in ("metric", "a", "b")])
    groups, first = np.unique(keys, axis=0, return_index=True)
    order = np.argsort(first)
    edges = np.append(first[order], len(keys))
    by_key = {one.at: one for one in watched(facts) if one.at is not None}
    out: list[tuple[Watched, Parts]] = []
    for i, at in enumerate(order):
        one = by_key.get((int(groups[at][0]), int(groups[at][1]), int(groups[at][2])))
        mine = slice(edges[i], edges[i + 1])
        if one is None:
            continue
        parts = decompose(
            columns["customer"][mine],
            columns["side"][mine],
            columns["stratum"][mine],
            columns["n"][mine].astype(np.float64),
            columns["s"][mine] / 1000,
        )
        if parts is not None:
            out.append((one, parts))
    return out


def _personas(facts: Facts) -> str:
    """Table (customer, persona): the likeliest, where personas are known already."""
    found = known(facts.data)
    if found is None or found.chosen is None:
        return "(SELECT NULL::UINTEGER AS customer, NULL::INTEGER AS persona LIMIT 0)"
    members = pa.table({"customer": found.people, "persona": found.best.astype(np.int32)})
    return facts.offer("persona_of_customer", members)


def _p(part: Part, parts: Parts) -> float:
    """A difference below what observations are kept in is one of rounding: it takes no place among discoveries."""
    if abs(part.value) < _KEPT_IN:
        return 1.0
    return float(t_p_value(part.value, part.se, sum(parts.customers) - 2)[0])


def is_material(one: PeriodMeasure) -> bool:
    """Whether a difference is worth a line."""
    part = one.parts.whole if one.only_mix else one.parts.behaviour
    return abs(part.value) >= (_MATERIAL_SHARE if one.unit == "share" else _MATERIAL)


def period_claim(facts: Facts, one: PeriodMeasure, evidence: EvidenceId) -> Insight:
    """The comparison in a sentence."""
    periods = periods_of(facts)
    assert periods is not None
    parts = one.parts
    told = parts.whole if one.only_mix else parts.behaviour
    low, high = told.value - NORMAL * told.se, told.value + NORMAL * told.se
    because = (
        "This is who came, not what they did: within entry, age and persona nothing is known to have changed"
        if one.only_mix
        else f"Of that, {step_words(one.unit, parts.behaviour.value)} ({step_words(one.unit, low)} to {step_words(one.unit, high)}) is what customers"
        f" met or did, {step_words(one.unit, parts.mix.value)} who came"
    )
    season = "" if periods.same_season else " Not the same season."
    return Insight(
        kind="period_difference",
        purpose=facts.purpose.name,
        touchpoint=one.touchpoint,
        stage=one.stage,
        condition=one.scope,
        metric=one.metric,
        estimand=(
            f"{periods.words.lower()}, {'whole difference' if one.only_mix else 'within entry channel, age of the journey and persona'}"
        ),
        words=(
            f"{periods.words}: {one.metric} at {one.scope} went from {level_words(one.unit, parts.means[0].value)} to"
            f" {level_words(one.unit, parts.means[1].value)} (n {count(parts.n[0])} and {count(parts.n[1])}). {because}.{season}"
        ),
        verdict=one.verdict,
        reason="mix" if one.only_mix else None,
        evidence=evidence,
        value=told.value,
        low=low,
        high=high,
        n=sum(parts.n),
    )

"""What a map needs from the data beside the insights: columns, their order, and how much was seen.

In: one opened data version and a purpose. Out: `Facts`, a frozen handful of small lists. Each is a
count or a position; whatever carries uncertainty comes from the insights instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desireline.journeys import matches, one_in, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desireline.journeys import JourneyData, Purpose
    from desireline.recipe import GoalRule, SuccessRule


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFact:
    """A stage of the data, in the order of the journey."""

    name: str
    title: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointFact:
    """A touchpoint of the data: where it stands and through which channel it mostly goes."""

    name: str
    stage: str
    channel: str
    position: float
    """Place within its stage, by which of two is met first."""
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Counts and positions of one purpose."""

    purpose: str
    purpose_title: str
    stages: tuple[StageFact, ...]
    touchpoints: tuple[TouchpointFact, ...]
    customers: int
    journeys: int
    events: int
    sources: dict[str, int]
    channels: tuple[str, ...]
    data_version: int
    recipe: str
    period_start: datetime | None
    period_end: datetime | None
    generated_sample: bool
    goal: str | None = None
    """What people declared that ought to become of it."""
    success_declared: bool = False
    """People said what counts as success here: then what costs none of it is no loss, however it feels."""


_SAMPLE = 20_000
"""Customers who tell which of two touchpoints is met first; all of them when there are no more."""


def gather(data: JourneyData, purpose: Purpose) -> Facts:
    """Read the facts of one purpose: three grouped passes over the steps, one over the log."""
    customers, events = data.engine.rows(
        "SELECT count(DISTINCT customer), count(*) FROM steps WHERE purpose = ?", [purpose.code]
    )[0]
    touchpoints = _touchpoints(data, purpose, _positions(data, purpose, int(customers)))
    stages = _stages(data, touchpoints)
    journeys = data.engine.rows("SELECT count(*) FROM journeys WHERE purpose = ?", [purpose.code])
    sources = data.engine.rows("SELECT source, count(*) FROM events GROUP BY 1 ORDER BY 1")
    return Facts(
        purpose=purpose.name,
        purpose_title=purpose.title,
        stages=stages,
        touchpoints=touchpoints,
        customers=int(customers),
        journeys=int(journeys[0][0]),
        events=int(events),
        sources={str(name): int(number) for name, number in sources},
        channels=tuple(sorted({spot.channel for spot in touchpoints})),
        data_version=data.data_version,
        recipe=data.recipe_fingerprint,
        period_start=data.period_start,
        period_end=data.period_end,
        generated_sample=data.generated_sample,
        goal=told_goal(data.recipe.goals, purpose.name),
        success_declared=_is_declared(data.recipe.successes, [one.name for one in touchpoints]),
    )


def _is_declared(rules: Iterable[SuccessRule], met: list[str]) -> bool:
    """Whether a declared success can begin among these touchpoints."""
    return any(not rule.after or any(matches(name, rule.after) for name in met) for rule in rules)


def told_goal(goals: Iterable[GoalRule], purpose: str) -> str | None:
    """The declared goals of one purpose, as a new map's goal; people may write another one there."""
    told = [
        one.title
        + (f" by {one.date.isoformat()}" if one.date else "")
        + (f" ({one.owner})" if one.owner else "")
        for one in goals
        if one.purpose in (None, purpose)
    ]
    return "; ".join(told) or None


def _stages(data: JourneyData, met: tuple[TouchpointFact, ...]) -> tuple[StageFact, ...]:
    """Stages in order; one that is called after a touchpoint that nobody meets here is called after the strongest that is met."""
    rows = data.engine.rows("SELECT name, title, verb FROM stages ORDER BY position, code")
    spots = {name for (name,) in data.engine.rows("SELECT name FROM touchpoints")}
    here = {one.name for one in met}
    found: list[StageFact] = []
    for name, title, verb in rows:
        mine = [one for one in met if one.stage == name]
        if mine and title in spots - here:
            called = max(mine, key=lambda one: (one.steps, one.name)).name
            found.append(StageFact(name=name, title=called, verb=called))
        else:
            found.append(StageFact(name=name, title=title, verb=verb))
    return tuple(found)


def _positions(data: JourneyData, purpose: Purpose, customers: int) -> dict[int, float]:
    """By touchpoint: its place within its stage."""
    import numpy as np

    drawn = one_in(-(-customers // _SAMPLE))
    rows = data.engine.rows(
        f"""
        WITH met AS (
            SELECT customer, journey, stage, touchpoint, min(step_no) AS first FROM steps
            WHERE purpose = ? AND {drawn if customers > _SAMPLE else "true"} GROUP BY ALL)
        SELECT one.stage, one.touchpoint, other.touchpoint, count(*) FROM met AS one
        JOIN met AS other USING (customer, journey, stage) WHERE one.first < other.first GROUP BY ALL
        """,
        [purpose.code],
    )
    found: dict[int, float] = {}
    for stage in {row[0] for row in rows}:
        pairs = [(one, other, n) for at, one, other, n in rows if at == stage]
        codes = sorted({code for one, other, _ in pairs for code in (one, other)})
        before = np.zeros((len(codes), len(codes)))
        for one, other, n in pairs:
            before[codes.index(one), codes.index(other)] = n
        found |= {code: place or 0.0 for code, place in zip(codes, places(before), strict=True)}
    return found


def _touchpoints(
    data: JourneyData, purpose: Purpose, positions: Mapping[int, float]
) -> tuple[TouchpointFact, ...]:
    rows = data.engine.rows(
        "SELECT g.touchpoint, t.name, s.name, c.name, g.steps FROM ("
        " SELECT touchpoint, arg_max(channel, (n, -channel::INTEGER)) AS channel, sum(n) AS steps FROM ("
        "   SELECT touchpoint, channel, count(*) AS n FROM steps WHERE purpose = ? GROUP BY ALL)"
        " GROUP BY touchpoint) AS g"
        " JOIN touchpoints AS t ON t.code = g.touchpoint AND NOT t.outcome"
        " JOIN stages AS s ON s.code = t.stage"
        " JOIN channels AS c ON c.code = g.channel ORDER BY t.name",
        [purpose.code],
    )
    return tuple(
        TouchpointFact(
            name=name,
            stage=stage,
            channel=channel,
            position=positions.get(code, 0.0),
            steps=int(steps),
        )
        for code, name, stage, channel, steps in rows
    )

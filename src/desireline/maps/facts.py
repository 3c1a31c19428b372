"""What a map needs from the data beside the insights: columns, their order, and how much was seen.

In: one opened data version and a purpose. Out: `Facts`, a frozen handful of small lists. Each is a
count or a position; whatever carries uncertainty comes from the insights instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desireline.journeys import JourneyData, Purpose


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
    """Mean place in the journey, late steps of endless journeys cut off."""
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


_LATE = 50
"""Steps beyond count as this one: a customer of ten years must not move a touchpoint."""


def gather(data: JourneyData, purpose: Purpose) -> Facts:
    """Read the facts of one purpose: three grouped passes over the steps, one over the log."""
    stages = _stages(data)
    touchpoints = _touchpoints(data, purpose)
    customers, events = data.engine.rows(
        "SELECT count(DISTINCT customer), count(*) FROM steps WHERE purpose = ?", [purpose.code]
    )[0]
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
        goal=_goal(data, purpose),
    )


def _goal(data: JourneyData, purpose: Purpose) -> str | None:
    """The declared goals of one purpose, as a new map's goal; people may write another one there."""
    told = [
        one.title
        + (f" by {one.date.isoformat()}" if one.date else "")
        + (f" ({one.owner})" if one.owner else "")
        for one in data.recipe.goals
        if one.purpose in (None, purpose.name)
    ]
    return "; ".join(told) or None


def _stages(data: JourneyData) -> tuple[StageFact, ...]:
    rows = data.engine.rows("SELECT name, title, verb FROM stages ORDER BY position, code")
    return tuple(StageFact(name=name, title=title, verb=verb) for name, title, verb in rows)


def _touchpoints(data: JourneyData, purpose: Purpose) -> tuple[TouchpointFact, ...]:
    rows = data.engine.rows(
        "SELECT t.name, s.name, c.name, g.late, g.steps FROM ("
        " SELECT touchpoint, arg_max(channel, (n, -channel::INTEGER)) AS channel,"
        "  sum(late) AS late, sum(n) AS steps FROM ("
        "   SELECT touchpoint, channel, count(*) AS n,"
        "    sum(least(step_no, ?)) AS late FROM steps WHERE purpose = ? GROUP BY ALL)"
        " GROUP BY touchpoint) AS g"
        " JOIN touchpoints AS t ON t.code = g.touchpoint AND NOT t.outcome"
        " JOIN stages AS s ON s.code = t.stage"
        " JOIN channels AS c ON c.code = g.channel ORDER BY t.name",
        [_LATE, purpose.code],
    )
    return tuple(
        TouchpointFact(
            name=name,
            stage=stage,
            channel=channel,
            position=int(late) / int(steps),
            steps=int(steps),
        )
        for name, stage, channel, late, steps in rows
    )

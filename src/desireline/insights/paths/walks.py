"""One real journey as it was walked, with nobody's name in it.

In: a customer's code, a purpose, a journey's number.  Out: legs: what was met, by which channel, on which day
counted from its first. Days instead of dates, and no words: nobody can be recognised by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from desireline.insights.facts import DAY_US

if TYPE_CHECKING:
    from desireline.journeys import JourneyData

_MOST = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One touchpoint, met once or several times in a row."""

    day: int
    """From 0, the day of the first step."""
    touchpoint: str
    channel: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkedJourney:
    """One real journey, cut where it is long."""

    legs: tuple[Leg, ...]
    more: int
    """Legs that are left out at its end."""

    @property
    def words(self) -> str:
        """As in `day 0: Visit (web), Search (web) x3, day 2: Order (web)`, with a full stop."""
        told: list[str] = []
        day = -1
        for leg in self.legs:
            when = f"day {leg.day}: " if leg.day != day else ""
            day = leg.day
            often = f" x{leg.times}" if leg.times > 1 else ""
            told.append(f"{when}{leg.touchpoint} ({leg.channel}){often}")
        if self.more:
            told.append(f"and {self.more} more")
        return ", ".join(told) + "."


def walked(data: JourneyData, customer: int, purpose: int, journey: int) -> WalkedJourney:
    """Read one journey, by codes."""
    rows = data.engine.rows(
        """
        SELECT t.name, c.name, s.at_us FROM steps s JOIN touchpoints t ON s.touchpoint = t.code
        JOIN channels c ON s.channel = c.code
        WHERE s.customer = $1 AND s.purpose = $2 AND s.journey = $3 AND NOT t.outcome ORDER BY step_no
        """,
        [customer, purpose, journey],
    )
    start = rows[0][2] if rows else 0
    legs: list[Leg] = []
    for (touchpoint, channel), run in groupby(rows, key=lambda row: row[:2]):
        times = list(run)
        day = (times[0][2] - start) // DAY_US
        legs.append(Leg(day=day, touchpoint=touchpoint, channel=channel, times=len(times)))
    return WalkedJourney(legs=tuple(legs[:_MOST]), more=max(0, len(legs) - _MOST))

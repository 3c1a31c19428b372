"""What a condition is, for those who make them and those who try them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

MOST_OF_A_KIND = 20
FEWEST = 60
RAREST, COMMONEST = 0.02, 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A condition that may act on what comes of a journey."""

    number: int
    name: str
    """`late`, `long queue: Call`, `broken promise`, `meets Login failure`."""
    title: str
    """Inside a sentence, as a subject."""
    touchpoint: int | None
    eligible: str
    """`journeys with Installed`: who could meet it."""
    dose: str | None = None
    """Unit of the dose, where there is one: `s`."""
    source: int | None = None
    """The touchpoint from which this is one of several ways on."""
    chosen: bool = False
    """A step that customers take by their own choice: what made them take it may be what makes the difference."""
    reaches: bool = False
    """A step by which journeys reach their end: of what comes of it this one says nothing."""


Made = tuple[Treatment, str]
"""A condition, and SELECT customer, journey, known_us, t0_us, hit, dose."""


def mostly(facts: Facts, condition: str) -> set[int]:
    """Touchpoints at which more than half of the sampled steps meet a condition of SQL."""
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {facts.sample} GROUP BY touchpoint"
        f" HAVING avg(({condition})::INTEGER) > 0.5"
    )
    return {int(code) for (code,) in rows}

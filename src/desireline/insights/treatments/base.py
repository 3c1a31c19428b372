"""What a condition is, for those who make them and those who try them."""

from __future__ import annotations

from dataclasses import dataclass

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


Made = tuple[Treatment, str]
"""A condition, and SELECT customer, journey, known_us, t0_us, hit, dose."""

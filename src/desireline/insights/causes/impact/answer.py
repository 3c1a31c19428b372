"""What a design answers: the effect with its error, and what speaks against believing it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

HOLDOUT = "holdout"
DID = "difference in differences"
SYNTHETIC = "synthetic difference in differences"
SERIES = "interrupted series"
TOO_FEW, NO_CONTROL, NO_BEFORE, NOT_RIPE = (
    "too few",
    "no control",
    "no time before",
    "not ripe yet",
)
DIFFERED = "they differed before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Mean success with the change minus without, for those who got it."""

    design: str
    why: str
    """Why this design: what the data hold."""
    value: float
    se: float
    degrees: float
    n: int
    exposed: int
    """Journeys that got it, their clock run out."""
    without: float
    """What they would have come to without it."""
    controls: int
    """Groups that did not get it; 0 where there are none."""
    p_floor: float = 0.0
    """The smallest p that the number of groups allows."""
    doubt: str | None = None

    def reach(self, level: float = 0.95) -> float:
        """Half the interval."""
        return float(special.stdtrit(self.degrees, 0.5 + level / 2)) * self.se

    @property
    def p(self) -> float:
        """Two-sided, never below what the number of groups allows."""
        if self.se <= 0:
            return 1.0
        return max(
            2 * float(special.stdtr(self.degrees, -abs(self.value) / self.se)), self.p_floor
        )

    def draws(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """What the effect may be."""
        return self.value + self.se * rng.standard_t(self.degrees, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no number is given."""

    reason: str
    words: str
    n: int = 0

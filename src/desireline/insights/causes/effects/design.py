"""What was known before, as a matrix.

In: named columns of numbers.  Out: standardised columns with squares of the numeric ones.
Missing values become the mean, with a column that says so. What is constant or says the same as
another column is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SQUARED = ", squared"
_RARE = 0.01
_SAME = 0.999
_FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """Something known of every unit before time zero. NaN: not known."""

    name: str
    block: str
    """What it belongs to: `earlier steps`, `calendar`, `profile` ..."""
    values: Floats
    squared: bool = True
    """Whether its square may tell more; of a chance to belong to something it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Standardised columns; `blocks[i]` is the block of column i, `names[i]` its name."""

    x: Floats
    names: tuple[str, ...]
    blocks: tuple[str, ...]

    def without(self, *blocks: str) -> Floats:
        """The columns of all other blocks."""
        return self.x[:, [one not in blocks for one in self.blocks]]


def build(covariates: Sequence[Covariate], rows: int) -> Design:
    """Standardise, add squares, leave out what tells nothing."""
    kept = np.empty((3 * len(covariates), rows))
    names: list[str] = []
    blocks: list[str] = []

    def add(name: str, block: str, values: Floats) -> None:
        spread = float(values.std())
        if spread < 1e-9 or _rare(values):
            return
        column = (values - values.mean()) / spread
        if len(names) and float(np.abs(kept[: len(names)] @ column).max()) / rows > _SAME:
            return
        kept[len(names)] = column
        names.append(name)
        blocks.append(block)

    for one in covariates:
        known = ~np.isnan(one.values)
        if not known.any():
            continue
        values = np.where(known, one.values, one.values[known].mean())
        add(one.name, one.block, values)
        if one.squared and _many(values):
            centred = (values - values.mean()) / max(float(values.std()), 1e-9)
            add(f"{one.name}{SQUARED}", one.block, np.minimum(centred**2, 9.0))
        if not known.all():
            add(f"{one.name} is not known", one.block, (~known).astype(np.float64))
    x = np.ascontiguousarray(kept[: len(names)].T)
    return Design(x=x, names=tuple(names), blocks=tuple(blocks))


def _rare(values: Floats) -> bool:
    """Whether a yes-or-no column is nearly always the same."""
    low, high = (float(np.mean(values == end)) for end in (values.min(), values.max()))
    return low + high > 1 - 0.5 / len(values) and min(low, high) < _RARE


def _many(values: Floats) -> bool:
    """Whether there are more than ten different ones; mostly the first hundred tell."""
    return len(np.unique(values[:100])) > _FEW or len(np.unique(values)) > _FEW

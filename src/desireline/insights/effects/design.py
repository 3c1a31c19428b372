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

_RARE = 0.01
_SAME = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """Something known of every unit before time zero. NaN: not known."""

    name: str
    block: str
    """What it belongs to: `earlier steps`, `calendar`, `profile` ..."""
    values: Floats


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
    columns: list[Floats] = []
    names: list[str] = []
    blocks: list[str] = []

    def add(name: str, block: str, values: Floats) -> None:
        spread = float(values.std())
        if spread < 1e-9 or _rare(values):
            return
        column = (values - values.mean()) / spread
        if any(abs(float(column @ other)) / rows > _SAME for other in columns):
            return
        columns.append(column)
        names.append(name)
        blocks.append(block)

    for one in covariates:
        known = ~np.isnan(one.values)
        if not known.any():
            continue
        values = np.where(known, one.values, one.values[known].mean())
        add(one.name, one.block, values)
        if len(np.unique(values)) > 10:
            centred = (values - values.mean()) / max(float(values.std()), 1e-9)
            add(f"{one.name}, squared", one.block, np.minimum(centred**2, 9.0))
        if not known.all():
            add(f"{one.name} is not known", one.block, (~known).astype(np.float64))
    x = np.column_stack(columns) if columns else np.zeros((rows, 0))
    return Design(x=x, names=tuple(names), blocks=tuple(blocks))


def _rare(values: Floats) -> bool:
    """Whether a yes-or-no column is nearly always the same."""
    found = np.unique(values)
    return (
        len(found) == 2 and min(np.mean(values == found[0]), np.mean(values == found[1])) < _RARE
    )

"""Blocks: touchpoints that customers stay among for a while before they go on.

In: how often customers go from one touchpoint to another, and what may not be joined.  Out: blocks.
The map equation (Rosvall and Bergstrom 2008) says how long a walk is when it is written down block by block; the two
blocks whose union shortens it most are joined, again and again. What it finds does not grow finer with the number of
customers, as the blocks of a block model do: with enough of them, any two touchpoints differ.
A further block must shorten what is written by `_WORTH`: fewer columns are easier to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

_WORTH = 0.008
"""Share of the description, per step, that a further block must save."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """One partition: for each touchpoint the number of its block, and the bits a step takes."""

    count: int
    bits: float
    of: np.ndarray


def find_blocks(
    flow: np.ndarray, sides: Sequence[int], *, fewest: int, most: int
) -> np.ndarray | None:
    """The block of each touchpoint, or None where order tells fewer than `fewest` apart.

    Args:
        flow: moves between each two touchpoints, either way: symmetric, none to itself.
        sides: bits of the phases in which each may stand: a block stands where all of it may.
        fewest: of the blocks.
        most: of the blocks.
    """
    tried = {one.count: one for one in _joined(flow / flow.sum(), sides)}
    least = min(tried)
    if least > most or max(tried) < fewest:
        return None
    best = tried[max(least, 1)]
    for count in range(least + 1, most + 1):
        if count in tried and tried[count].bits < best.bits - _WORTH * best.bits * (
            count - best.count
        ):
            best = tried[count]
    return best.of if best.count >= fewest else None


def _joined(flow: np.ndarray, sides: Sequence[int]) -> list[Blocks]:
    """Every partition on the way from single touchpoints to whole phases."""
    import numpy as np

    between, visits, may = flow.copy(), flow.sum(axis=1), np.array(sides)
    leaving, inside = visits.copy(), visits.copy()
    of = np.arange(len(flow))
    constant = float(_bits(visits).sum())
    found: list[Blocks] = []
    while True:
        total, both = leaving.sum(), _bits(leaving + inside)
        bits = _bits(total) - 2 * _bits(leaving).sum() + both.sum() - constant
        found.append(Blocks(count=len(leaving), bits=float(bits), of=of.copy()))
        allowed = np.bitwise_and.outer(may, may) > 0
        np.fill_diagonal(allowed, val=False)
        if not allowed.any():
            return found
        left = np.maximum(np.add.outer(leaving, leaving) - 2 * between, 0)
        held = np.add.outer(inside, inside)
        saved = 2 * _bits(leaving) - both
        change = (
            _bits(np.maximum(total - 2 * between, 0))
            - 2 * _bits(left)
            + _bits(left + held)
            + np.add.outer(saved, saved)
        )
        one, other = sorted(divmod(int(np.where(allowed, change, np.inf).argmin()), len(leaving)))
        leaving[one], inside[one], may[one] = (
            left[one, other],
            held[one, other],
            may[one] & may[other],
        )
        between[one] += between[other]
        between[:, one] += between[:, other]
        between[one, one] = 0
        leaving, inside, may = (np.delete(each, other) for each in (leaving, inside, may))
        between = np.delete(np.delete(between, other, axis=0), other, axis=1)
        of[of == other] = one
        of[of > other] -= 1


def _bits(share: np.ndarray | float) -> np.ndarray:
    """The share times its logarithm; nothing of nothing."""
    import numpy as np

    share = np.asarray(share, dtype=float)
    return share * np.log2(np.where(share > 0, share, 1.0))

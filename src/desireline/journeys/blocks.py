"""Blocks: touchpoints that customers stay among for a while before they go on.

In: how often customers go from one touchpoint to another, and what may not be joined.  Out: blocks.
The map equation (Rosvall and Bergstrom 2008) says how long a walk is when it is written down block by block; the two
blocks whose union shortens it most are joined, again and again. What it finds does not grow finer with the number of
customers, as the blocks of a block model do: with enough of them, any two touchpoints differ.
A further block must shorten what is written by `_WORTH`: fewer columns are easier to read.
Columns stand from left to right: two blocks of one phase of which neither clearly comes before the other (whoever uses a
thing asks for help at any time) are told apart only where that shortens it by much more, `_APART`.
What nearly all come to from one column and leave for the same column is a visit within it, and no column: who renews in
the midst of using does not walk on to the right. However long customers stay among its touchpoints, it is joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

_WORTH = 0.008
"""Share of the description, per step, that a further block must save."""
_APART = 0.02
"""Share of the description that blocks which customers pass in any order must save together."""
_AHEAD, _ENOUGH = 2 / 3, 50
"""Share of the pairs that both blocks give, over all passages, in which one must come before the other; fewer pairs than
so many say nothing."""
_NEARLY_ALL, _MOST = 0.9, 0.5
"""Share of those who come to a block from one other, and of those who leave it for that one, from which it is a visit there;
share of those who come that must go on: an end leads nowhere."""
_FINEST = 24
"""Blocks of the finest partition that is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """One partition: for each touchpoint the number of its block, and the bits a step takes."""

    count: int
    bits: float
    of: np.ndarray


def find_blocks(
    flow: np.ndarray,
    sides: Sequence[int],
    *,
    fewest: int,
    most: int,
    before: np.ndarray | None = None,
    walked: np.ndarray | None = None,
) -> np.ndarray | None:
    """The block of each touchpoint, or None where order tells fewer than `fewest` apart.

    Args:
        flow: moves between each two touchpoints, either way: symmetric, none to itself.
        sides: bits of the phases in which each may stand: a block stands where all of it may.
        fewest: of the blocks.
        most: of the blocks.
        before: in how many passages of a phase each comes before each other; None where order does not matter.
        walked: moves from each touchpoint to each other, and in the last row and column from and to anything else; None
            where it does not matter that some lead back.
    """
    tried: dict[int, tuple[float, Blocks]] = {}
    share = flow / flow.sum()
    for one in _joined(share, sides):
        looked = [(one.bits, one)]
        if before is not None:
            looked = _in_order(one, share, sides, before)
        for cost, part in looked:
            if part.count not in tried or cost < tried[part.count][0]:
                tried[part.count] = cost, part
    least = min(tried)
    if least > most or max(tried) < fewest:
        return None
    cost, best = tried[max(least, 1)]
    for count in range(least + 1, most + 1):
        if count in tried and tried[count][0] < cost - _WORTH * cost * (count - best.count):
            cost, best = tried[count]
    if best.count < fewest:
        return None
    if walked is not None:
        best = _without_visits(best, share, sides, walked, fewest)
    return best.of


def _in_order(
    one: Blocks, flow: np.ndarray, sides: Sequence[int], before: np.ndarray
) -> Iterator[tuple[float, Blocks]]:
    """What it costs, and what comes of it when blocks without order are joined, those first that are least worth apart."""
    import numpy as np

    while one.count <= _FINEST:
        member = np.eye(one.count)[one.of]
        ahead = member.T @ before @ member
        both = ahead + ahead.T
        clear = np.maximum(ahead, ahead.T) / np.maximum(both, 1)
        mixed = _together(one, sides) & (both >= _ENOUGH) & (clear < _AHEAD)
        pairs = list(zip(*np.nonzero(np.triu(mixed, 1)), strict=True))
        yield one.bits * (1 + _APART * bool(pairs)), one
        if not pairs:
            return
        joined = (_with_joined(one, flow, left, right) for left, right in pairs)
        one = min(joined, key=lambda other: other.bits)


def _without_visits(
    one: Blocks, flow: np.ndarray, sides: Sequence[int], walked: np.ndarray, fewest: int
) -> Blocks:
    """Visits joined to the blocks within which they are made, those first that are least worth apart."""
    import numpy as np

    while one.count > fewest:
        member = np.eye(one.count + 1)[np.append(one.of, one.count)]
        crossed = member.T @ walked @ member
        np.fill_diagonal(crossed, 0)
        come, gone = crossed.sum(axis=0)[:-1], crossed.sum(axis=1)[:-1]
        crossed = crossed[:-1, :-1]
        begun = np.maximum(come, gone)  # who begins there comes from nowhere
        visits = (crossed >= _NEARLY_ALL * begun) & (_NEARLY_ALL * gone <= crossed.T)
        visits &= (come >= _ENOUGH) & (gone >= _MOST * come) & _together(one, sides)
        pairs = list(zip(*np.nonzero(np.triu(visits | visits.T, 1)), strict=True))
        if not pairs:
            break
        one = min((_with_joined(one, flow, *pair) for pair in pairs), key=lambda other: other.bits)
    return one


def _together(one: Blocks, sides: Sequence[int]) -> np.ndarray:
    """Which two blocks may stand in one phase."""
    import numpy as np

    may = [int(np.bitwise_and.reduce(np.array(sides)[one.of == i])) for i in range(one.count)]
    return np.bitwise_and.outer(may, may) > 0


def _with_joined(one: Blocks, flow: np.ndarray, left: int, right: int) -> Blocks:
    import numpy as np

    of = np.where(one.of == right, left, one.of)
    of[of > right] -= 1
    member = np.eye(one.count - 1)[of]
    within = member.T @ flow @ member
    inside = within.sum(axis=1)
    leaving = inside - np.diag(within)
    bits = _bits(leaving.sum()) - 2 * _bits(leaving).sum() + _bits(leaving + inside).sum()
    return Blocks(count=one.count - 1, bits=float(bits - _bits(flow.sum(axis=1)).sum()), of=of)


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

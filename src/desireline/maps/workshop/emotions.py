"""A row of numbers that says how customers feel, as tools draw it: "Emotional journey", -2 to 2 or 1 to 5.

In: the name of a lane and its cells by column.  Out: each number as words that a person can read and data can contradict ("Upset, -2 (-2 to 2): Pay"),
or None where the row is no such numbers. The words name what stands in the same column, so that a touchpoint can be proposed
for them. What is questionable: the scale is told by the numbers where the name does not say it; numbers that fit two
scales (1 to 3 could be half of -3 to 3) stay as they are and claim nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANE = re.compile(r"feel|emotion|mood|satisfaction|sentiment|gefühl|fühl|stimmung|zufrieden", re.IGNORECASE)  # fmt: skip
_GERMAN = re.compile(r"gefühl|fühl|stimmung|zufrieden|emotionen", re.IGNORECASE)
_NUMBER = re.compile(r"[+\-\u2212]?\d+(?:[.,]\d+)?")
_SCALE = re.compile(r"([+\-\u2212]?\d+)\s*(?:to|bis|\u2013|\u2026|\.\.+|-)\s*([+\-\u2212]?\d+)")
_TOPS = (1, 2, 3, 5, 10, 100)
_MIDDLE = 0.1
"""Share of the scale around its middle that is neither glad nor upset."""
_SAID = {
    False: ("Upset", "Neither glad nor upset", "Glad", "to"),
    True: ("Verärgert", "Weder froh noch verärgert", "Froh", "bis"),
}


def feelings_of(lane: str, cells: Mapping[int, str], beside: Mapping[int, str]) -> dict[int, str] | None:  # fmt: skip
    """Say a row of numbers in words.

    Args:
        lane: its name, as people wrote it.
        cells: what stands in it, by column; the empty ones left out.
        beside: what else stands in the column: its touchpoint, or its stage.
    """
    if not _LANE.search(lane) or len(cells) < 2:
        return None
    if not all(_NUMBER.fullmatch(one.strip()) for one in cells.values()):
        return None
    values = {place: _value(one) for place, one in cells.items()}
    scale = _scale_of(lane, list(values.values()))
    if scale is None:
        return None
    low, high = scale
    is_german = _GERMAN.search(lane) is not None
    upset, neither, glad, to = _SAID[is_german]
    told: dict[int, str] = {}
    for place, value in values.items():
        off = (value - (low + high) / 2) / (high - low)
        side = neither if abs(off) < _MIDDLE else glad if off > 0 else upset
        of = f"({_written(low)} {to} {_written(high)})"
        number = _written(value).replace(".", "," if is_german else ".")
        told[place] = f"{side}, {number} {of}: {beside[place]}"
    return told


def _value(cell: str) -> float:
    return float(cell.strip().replace("\u2212", "-").replace(",", "."))


def _written(value: float) -> str:
    return f"{value:g}".replace("-", "\u2212")


def _scale_of(lane: str, values: list[float]) -> tuple[float, float] | None:
    """From where to where the numbers go; None where that cannot be told."""
    low, high = min(values), max(values)
    named = _SCALE.search(lane)
    if named is not None:
        found = (_value(named[1]), _value(named[2]))
        return found if found[0] <= low and high <= found[1] and found[0] < found[1] else None
    top = next((float(one) for one in _TOPS if one >= max(-low, high)), None)
    is_fraction = high <= 1 and any(value % 1 for value in values)
    if top is None or (low >= 0 and high < 4 and not is_fraction):
        return None
    if low < 0:
        return -top, top
    return (1.0 if low >= 1 and top in {5, 10} else 0.0), top

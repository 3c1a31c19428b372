"""The band of the feeling curve: wide enough that all of its points hold together.

In: points, each with a 95 % interval of its own.  Out: the same points, intervals widened. People read a curve as a whole (`it
falls here, and rises there`), and of eight intervals that hold 95 % of the time each, one in three curves breaks one. Sidak's level, so the band
errs to the wide side: points share customers. Cells keep the interval of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from desireline.maps.model import CurvePoint, Value

_LEVEL = 0.95


def point_of(column: str, stage: str, value: Value) -> CurvePoint:
    """A point of a curve from the answer at a column."""
    return CurvePoint(
        column=column,
        stage=stage,
        value=value.value,
        low=value.low,
        high=value.high,
        n=value.n or 0,
        state=value.state,
    )


def widen(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """Points whose intervals hold together at 95 %; those without an interval stay as they are."""
    factor = _factor(sum(point.low is not None and point.high is not None for point in points))
    return [_wider(point, factor) for point in points]


def _factor(points: int) -> float:
    each = _LEVEL ** (1 / max(points, 1))
    normal = NormalDist()
    return normal.inv_cdf((1 + each) / 2) / normal.inv_cdf((1 + _LEVEL) / 2)


def _wider(point: CurvePoint, factor: float) -> CurvePoint:
    if point.value is None or point.low is None or point.high is None:
        return point
    low = point.value - (point.value - point.low) * factor
    high = point.value + (point.high - point.value) * factor
    return point.model_copy(update={"low": max(-1.0, low), "high": min(1.0, high)})

"""The band of the curve holds for all of its points together."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from desireline.maps.band import widen
from desireline.maps.model import CellState, CurvePoint


def point(value: float | None, half: float = 0.1) -> CurvePoint:
    known = value is not None
    return CurvePoint(
        column="c",
        stage="s",
        value=value,
        low=value - half if known else None,
        high=value + half if known else None,
        n=40 if known else 0,
        state=CellState.SUPPORTED if known else CellState.UNMEASURED,
    )


def test_one_point_keeps_its_interval_and_two_are_widened_by_sidak() -> None:
    (alone,) = widen([point(0.2)])
    first, gap, second = widen([point(0.2), point(None), point(-0.98)])
    assert (alone.low, alone.high) == pytest.approx((0.1, 0.3))
    # 1 - sqrt(.95) = .02532 outside; z = 2.2365 instead of 1.95996: 1.1411 times as wide
    assert (first.low, first.high) == pytest.approx((0.2 - 0.11411, 0.2 + 0.11411), abs=1e-5)
    assert (gap.low, gap.high) == (None, None)
    assert second.low == -1.0  # the scale ends here


def test_eight_true_values_lie_in_the_band_together_95_times_in_100() -> None:
    se, curves = 0.1, 4_000
    half = NormalDist().inv_cdf(0.975) * se
    error = np.abs(np.random.default_rng(1).normal(0, se, (curves, 8)))
    banded = widen([point(0.0, half)] * 8)[0].high
    assert banded is not None
    alone = float((error <= half).all(axis=1).mean())
    together = float((error <= banded).all(axis=1).mean())
    assert alone < 0.70
    assert 0.94 < together < 0.96

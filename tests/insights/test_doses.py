"""Where more of it turns, and where it only goes on."""

from __future__ import annotations

import numpy as np
import pytest

from desireline.insights.causes.doses import find_break


def drawn(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Six hundred minutes in a queue, and what came of each."""
    rng = np.random.default_rng(seed)
    x = rng.lognormal(1.5, 0.8, 600)
    z = (np.log(x) - 1.5) / 0.8
    mean = {"nothing": 0 * z, "bend": 0.1 * z, "step": -0.4 * (x > 8)}[kind]
    return x, 0.5 + mean + 0.3 * rng.standard_normal(600)


def test_a_step_is_found_where_it_is() -> None:
    found = find_break(*drawn("step", 1))
    assert found.p <= 0.01
    assert found.differs
    assert found.cut == pytest.approx(8, abs=1)
    assert found.low < -0.4 < found.high


@pytest.mark.parametrize("kind", ["nothing", "bend"])
def test_what_is_smooth_breaks_no_more_often_than_chance_says(kind: str) -> None:
    false = sum(find_break(*drawn(kind, seed)).p <= 0.05 for seed in range(16))
    assert false <= 3, "five in a hundred, and what chance adds to sixteen"


def test_two_values_have_no_shape_to_judge() -> None:
    x = np.repeat([0.0, 1.0], 100)
    y = np.concatenate([np.zeros(100), np.ones(100)])
    assert find_break(x, y).p == 1

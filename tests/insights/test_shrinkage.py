"""Empirical Bayes for families of small cells."""

from __future__ import annotations

import numpy as np
import pytest

from desireline.insights.numbers.shrinkage import shrink_means, shrink_shares, sure_sign


def test_small_cells_are_pulled_further_than_large_ones() -> None:
    shrunk = shrink_shares([5, 500, 100, 90, 110], [10, 1000, 1000, 1000, 1000])
    assert 0.1 < shrunk.value[0] < 0.5
    assert shrunk.value[1] == pytest.approx(0.5, abs=0.01)


def test_means_of_equal_cells_go_to_their_common_mean() -> None:
    shrunk = shrink_means([0.1, -0.1, 0.05, -0.05], [0.2] * 4)
    assert abs(shrunk.value).max() < 0.06


def test_intervals_cover_on_average_over_a_family() -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(40):
        truth = rng.normal(0, 0.3, 12)
        se = rng.uniform(0.1, 0.4, 12)
        shrunk = shrink_means(truth + rng.normal(0, se), se)
        hits += int(((shrunk.low <= truth) & (truth <= shrunk.high)).sum())
    assert 0.92 < hits / 480 < 0.98


def test_shares_cover_on_average_over_a_family() -> None:
    rng = np.random.default_rng(4)
    hits = 0
    for _ in range(12):
        truth = rng.beta(2, 18, 10)
        n = rng.integers(5, 80, 10)
        shrunk = shrink_shares(rng.binomial(n, truth), n)
        hits += int(((shrunk.low <= truth) & (truth <= shrunk.high)).sum())
    assert 0.90 < hits / 120 < 0.99


def test_a_sign_is_sure_only_when_the_family_says_so() -> None:
    rng = np.random.default_rng(5)
    nulls = rng.normal(0, 1, 200)
    assert (sure_sign(nulls, np.ones(200)) >= 0.9).mean() < 0.02
    mixed = np.concatenate([nulls[:50], rng.normal(6, 1, 30)])
    assert (sure_sign(mixed, np.ones(80))[50:] >= 0.9).mean() > 0.9

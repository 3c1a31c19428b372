"""Intervals: against closed forms, against scipy, and by simulation."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from desireline.insights.numbers.statistics import (
    ClusterSums,
    bootstrap_t,
    clustered_mean,
    clustered_share,
    design_effect,
    fisher,
    jeffreys,
    newcombe,
    t_p_value,
    wilson,
)


def sums(n: list[float], total: list[float]) -> ClusterSums:
    a, b = np.array(n, dtype=float), np.array(total, dtype=float)
    return ClusterSums.of(
        clusters=len(a),
        n=a.sum(),
        total=b.sum(),
        total2=(b * b).sum(),
        total_n=(a * b).sum(),
        n2=(a * a).sum(),
    )


def test_jeffreys_is_the_beta_quantile_with_closed_ends() -> None:
    low, high = jeffreys([3, 0, 10], [10, 10, 10])
    assert low[0] == pytest.approx(stats.beta.ppf(0.025, 3.5, 7.5))
    assert high[0] == pytest.approx(stats.beta.ppf(0.975, 3.5, 7.5))
    assert (low[1], high[2]) == (0, 1)


def test_wilson_equals_scipy() -> None:
    low, high = wilson([7], [20])
    expected = stats.binomtest(7, 20).proportion_ci(method="wilson")
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high))


def test_newcombe_equals_the_published_example() -> None:
    # Newcombe 1998, example a: 56/70 against 48/80, method 10: 0.0524 to 0.3339
    first, second = ((x / n, *map(float, (w[0][0], w[1][0]))) for x, n, w in
                     ((56, 70, wilson(56, 70)), (48, 80, wilson(48, 80))))  # fmt: skip
    d, low, high = newcombe(first, second)
    assert d == pytest.approx(0.2)
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_one_visit_each_has_no_design_effect_beyond_the_small_sample_factor() -> None:
    one_each = sums([1] * 10, [1] * 4 + [0] * 6)
    assert design_effect(one_each)[0] == pytest.approx(10 / 9)


def test_ten_equal_visits_of_each_customer_count_once() -> None:
    ten_each = sums([10] * 8, [10] * 4 + [0] * 4)
    assert design_effect(ten_each)[0] == pytest.approx(10 * 8 / 7)


def test_a_share_of_nobody_is_as_wide_as_its_customers_allow() -> None:
    share = clustered_share(sums([50] * 5, [0] * 5))
    few = jeffreys(0, 5)[1][0]
    assert share.low[0] == 0
    assert share.high[0] > few * 0.9


@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.integers(0, 20)).map(lambda p: (p[0], min(p))),
        min_size=2,
        max_size=30,
    ),
    st.randoms(),
)
def test_a_share_lies_in_its_interval_whatever_the_order(pairs: list, random: Any) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    one, two = (clustered_share(sums(*map(list, zip(*p, strict=True)))) for p in (pairs, shuffled))
    assert 0 <= one.low[0] <= one.value[0] <= one.high[0] <= 1
    assert (one.low[0], one.high[0]) == (two.low[0], two.high[0])


@given(st.integers(2, 60), st.integers(1, 59), st.integers(2, 9))
def test_copying_every_visit_of_the_same_customers_never_narrows_a_share(
    m: int, yes: int, copies: int
) -> None:
    yes = min(yes, m - 1)
    once = clustered_share(sums([1] * m, [1] * yes + [0] * (m - yes)))
    often = clustered_share(sums([copies] * m, [copies] * yes + [0] * (m - yes)))
    assert often.high[0] - often.low[0] >= (once.high[0] - once.low[0]) * (1 - 1e-9)


def test_the_mean_of_one_answer_each_has_students_interval() -> None:
    answers = [1.0, 2, 4, 5, 3, 4, 2, 5]
    mean = clustered_mean(sums([1] * 8, answers), lowest=1, highest=5)
    expected = stats.t.interval(0.95, 7, loc=np.mean(answers), scale=stats.sem(answers))
    assert (mean.low[0], mean.high[0]) == pytest.approx(expected)


def test_a_mean_is_cut_to_its_scale_and_agreement_is_no_certainty() -> None:
    mean = clustered_mean(sums([1] * 6, [5] * 6), lowest=1, highest=5)
    assert mean.value[0] == mean.high[0] == 5
    assert 3 < mean.low[0] < 5


def test_the_bootstrap_is_seeded_and_leans_with_the_skew() -> None:
    answers = np.array([1] * 3 + [5] * 27, dtype=float)
    first = bootstrap_t(np.ones(30), answers, lowest=1, highest=5)
    again = bootstrap_t(np.ones(30), answers, lowest=1, highest=5)
    assert first is not None
    assert first == again
    assert answers.mean() - first[0] > first[1] - answers.mean()


def test_p_values_equal_scipy() -> None:
    assert t_p_value(2.0, 1.0, 9)[0] == pytest.approx(2 * stats.t.sf(2, 9))


@settings(deadline=None)
@given(st.integers(0, 3))
def test_shares_of_loyal_customers_are_covered(seed: int) -> None:
    """300 worlds of 60 customers with 1 to 12 visits and tastes of their own."""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(300):
        n = rng.integers(1, 13, 60)
        x = rng.binomial(n, rng.beta(2, 6, 60))
        share = clustered_share(sums(list(n), list(x)))
        hits += share.low[0] <= 0.25 <= share.high[0]
    assert stats.binomtest(hits, 300, 0.95).pvalue > 0.001


def test_fisher_by_hand_and_against_scipy() -> None:
    # all three against none of three: one of the 20 ways to choose three of six, and its mirror image
    assert fisher([(3, 3, 0, 3)]) == pytest.approx([2 / 20])
    tables = [(12, 20, 2, 40), (0, 7, 5, 9), (30, 60, 31, 60), (1, 400, 9, 800)]
    known = [
        float(cast("Any", stats.fisher_exact([[x1, n1 - x1], [x0, n0 - x0]])).pvalue)
        for x1, n1, x0, n0 in tables
    ]
    assert fisher(tables) == pytest.approx(known, rel=1e-9)

"""Exit probability: by hand, against the textbook, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desireline.insights.numbers.survival import (
    BINS,
    CENSORED,
    LOST,
    ON,
    exit_interval,
    exit_probability,
)


def counted(*visits: tuple[int, int]) -> np.ndarray:
    table = np.zeros((3, BINS + 1), dtype=np.int64)
    for ended, bin_ in visits:
        table[ended, bin_] += 1
    return table


def test_without_censoring_it_is_the_plain_share() -> None:
    table = counted(*[(ON, 3)] * 6, *[(CENSORED, BINS)] * 4)
    assert exit_probability(table).value == pytest.approx(0.4)


def test_a_censored_visit_leaves_the_risk_set_as_in_the_textbook() -> None:
    # 5 visits: one goes on, one is censored, one goes on of the 3 left, two stay: 4/5 x 2/3
    table = counted((ON, 10), (CENSORED, 20), (ON, 30), *[(CENSORED, BINS)] * 2)
    assert exit_probability(table).value == pytest.approx(4 / 5 * 2 / 3)


def test_a_stated_loss_competes_with_going_on() -> None:
    table = counted((LOST, 5), (ON, 10), (ON, 10), (CENSORED, BINS))
    assert exit_probability(table).value == pytest.approx(0.5)


def test_the_standard_error_is_greenwoods_for_independent_visits() -> None:
    table = counted(*[(ON, 10)] * 20, *[(CENSORED, 20)] * 10, *[(ON, 30)] * 15, *[(ON, 40)] * 5,
                    *[(CENSORED, BINS)] * 50)  # fmt: skip
    one = exit_probability(table)
    greenwood = one.value**2 * (20 / (100 * 80) + 15 / (70 * 55) + 5 / (55 * 50))
    assert one.independent_se**2 == pytest.approx(greenwood, rel=0.02)


def test_influence_sums_to_nothing() -> None:
    table = counted(*[(ON, 10)] * 7, *[(LOST, 12)] * 3, (CENSORED, 20), *[(CENSORED, BINS)] * 5)
    assert (exit_probability(table).influence * table).sum() == pytest.approx(0, abs=1e-12)


visits = st.lists(
    st.tuples(st.sampled_from([ON, LOST, CENSORED]), st.integers(0, BINS)), min_size=1, max_size=40
)


@given(visits)
def test_it_is_a_probability(seen: list[tuple[int, int]]) -> None:
    assert 0 <= exit_probability(counted(*seen)).value <= 1


@given(visits, st.integers(1, 10))
def test_a_running_journey_never_counts_more_than_a_lost_one(
    seen: list[tuple[int, int]], running: int
) -> None:
    just_begun = exit_probability(counted(*seen, *[(CENSORED, 0)] * running)).value
    gone = exit_probability(counted(*seen, *[(LOST, 0)] * running)).value
    assert just_begun <= gone + 1e-12


def test_the_interval_holds_the_estimate_and_stays_inside() -> None:
    for value in (0.0, 0.001, 0.3, 0.999, 1.0):
        low, high = exit_interval(value, 0.05, clusters=40, followed=40)
        assert 0 <= low <= value <= high <= 1


def test_exits_are_covered_though_customers_come_again_and_the_end_cuts_them_off() -> None:
    """300 worlds: 80 customers, 4 visits each with a taste of their own, exit .25 in all."""
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(300):
        taste = np.repeat(rng.beta(2, 6, 80), 4)
        stays = rng.random(320) < taste
        time = np.where(stays, np.inf, rng.exponential(0.05, 320))
        seen = rng.uniform(0, 4, 320)
        bin_ = np.minimum(BINS, np.floor(BINS * np.sqrt(np.minimum(time, seen)))).astype(int)
        ended = np.where(time <= seen, ON, CENSORED)
        table = np.zeros((3, BINS + 1), dtype=np.int64)
        np.add.at(table, (ended, bin_), 1)
        one = exit_probability(table)
        pull = np.bincount(np.repeat(np.arange(80), 4), weights=one.influence[ended, bin_])
        se = float(np.sqrt((pull**2).sum() * 80 / 79))
        low, high = exit_interval(one.value, se, clusters=80, followed=60)
        hits += low <= 0.25 <= high
    assert stats.binomtest(hits, 300, 0.95).pvalue > 0.001

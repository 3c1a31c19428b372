"""Effects: estimators on numbers whose truth is known, and what must be refused."""

from __future__ import annotations

import numpy as np
import pytest

from desireline.insights.causes.effects import (
    Covariate,
    astray,
    build,
    e_value,
    estimate_effect,
    estimate_few,
)
from desireline.insights.causes.effects.logistic import chances, fit_near, with_intercept


def drawn(seed: int, n: int, *, effect: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """People whose trouble makes both the condition and leaving more likely."""
    rng = np.random.default_rng(seed)
    trouble = rng.standard_normal((n, 3))
    d = (rng.random(n) < 1 / (1 + np.exp(1 - 0.9 * trouble[:, 0]))).astype(float)
    y = (rng.random(n) < np.clip(0.6 - 0.1 * trouble[:, 0] + effect * d, 0, 1)).astype(float)
    return trouble, d, y


def test_a_confounded_effect_is_found_and_the_plain_difference_is_not_it() -> None:
    x, d, y = drawn(1, 6_000, effect=-0.1)
    found = estimate_effect(x, d, y, np.arange(len(y)))
    assert found.naive < -0.16
    assert abs(found.value + 0.1) < 2.5 * found.se
    assert found.se < 0.02
    assert found.imbalance is not None
    assert found.imbalance < 0.1


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    hits = []
    for seed in range(60):
        x, d, y = drawn(seed, 700, effect=0.0)
        found = estimate_effect(x, d, y, np.arange(len(y)), splits=1)
        hits.append(abs(found.value) < 1.96 * found.se)
    assert np.mean(hits) > 0.88


def by_region(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Three of ten regions are hit three times as often, and leave more for other reasons; thirty columns say nothing."""
    rng = np.random.default_rng(seed)
    region = rng.integers(0, 10, 1_000)
    hard = region < 3
    d = (rng.random(1_000) < np.where(hard, 0.4, 0.12)).astype(float)
    y = (rng.random(1_000) < np.where(hard, 0.5, 0.75)).astype(float)
    told = [Covariate(name=f"r{i}", block="p", values=(region == i) * 1.0) for i in range(10)]
    nothing = rng.integers(0, 2, (30, 1_000)).astype(float)
    told += [Covariate(name=f"n{i}", block="q", values=one) for i, one in enumerate(nothing)]
    return build(told, 1_000).x, hard.astype(float)[:, None], d, y


def test_what_a_ridge_holds_back_does_not_stay_in_the_effect() -> None:
    off = []
    for seed in range(25):
        x, hard, d, y = by_region(seed)
        people = np.arange(1_000)
        found = estimate_effect(x, d, y, people, splits=1)
        told_what_matters = estimate_effect(hard - hard.mean(), d, y, people, splits=1)
        off.append(found.value - told_what_matters.value)
    assert abs(np.mean(off)) < 0.01  # held back like all others, the regions leave .015


def test_the_same_person_twice_is_not_two_people() -> None:
    x, d, y = drawn(2, 800, effect=-0.1)
    once = estimate_effect(x, d, y, np.arange(800))
    twice = estimate_effect(
        np.vstack([x, x]), np.tile(d, 2), np.tile(y, 2), np.tile(np.arange(800), 2)
    )
    assert twice.se == pytest.approx(once.se, rel=0.15)


def test_without_overlap_the_effect_says_whose_it_is() -> None:
    rng = np.random.default_rng(3)
    x = rng.standard_normal((2_000, 1))
    d = (rng.random(2_000) < 1 / (1 + np.exp(-4 * x[:, 0]))).astype(float)
    y = (rng.random(2_000) < 0.5).astype(float)
    found = estimate_effect(x, d, y, np.arange(2_000))
    assert found.outside > 0.02
    assert found.whose == "those who might have met it or not"


def test_where_nearly_nobody_is_like_some_the_effect_is_told_of_those_who_might_have_met_it() -> (
    None
):
    rng = np.random.default_rng(5)
    rare = rng.random(4_000) < 0.7  # one in twenty of these meets it, half of the others
    people = np.arange(4_000)
    y = (rng.random(4_000) < 0.6).astype(float)

    def errors(chance: np.ndarray) -> tuple[float, str]:
        d = (rng.random(4_000) < chance).astype(float)
        found = estimate_effect((rare - rare.mean())[:, None] / rare.std(), d, y, people)
        return found.se * 4_000**0.5 / float(y.std()), found.whose

    # of everybody: .7 (1/.05 + 1/.95) + .3 (1/.5 + 1/.5) = 15.9; of the overlap: 1 / (.7 x .05 x .95 + .3 x .25) = 9.2
    uneven, whose = errors(np.where(rare, 0.05, 0.5))
    assert uneven == pytest.approx(9.2**0.5, rel=0.1)
    assert whose == "those who might have met it or not"
    # three in ten of everybody: 1/.3 + 1/.7 = 1 / (.3 x .7) = 4.8, whoever is asked about
    even, whose = errors(np.full(4_000, 0.3))
    assert even == pytest.approx(4.8**0.5, rel=0.1)
    assert whose == "all who could meet it"


def test_few_people_give_a_wide_interval_around_the_truth() -> None:
    x, d, y = drawn(4, 120, effect=-0.2)
    found = estimate_few(x, d, y)
    assert found.se > 0.05
    assert abs(found.value + 0.2) < 3 * found.se


def test_an_e_value_grows_with_the_effect_and_is_one_for_none() -> None:
    assert e_value(0.0, 0.5) == pytest.approx(1.0)
    assert e_value(-0.25, 0.5) == pytest.approx(1.5 + (1.5 * 0.5) ** 0.5)  # 75 % leave, not 50 %
    assert e_value(-0.4, 0.5) > e_value(-0.2, 0.5)


def test_a_column_that_says_nothing_new_is_left_out_and_a_missing_value_is_told() -> None:
    a = np.arange(20.0)
    missing = np.where(a < 5, np.nan, a)
    made = build(
        [
            Covariate(name="a", block="one", values=a),
            Covariate(name="twice", block="one", values=2 * a + 1),
            Covariate(name="same", block="two", values=np.ones(20)),
            Covariate(name="some", block="two", values=missing),
        ],
        20,
    )
    assert made.names == ("a", "a, squared", "some", "some, squared", "some is not known")
    assert made.without("two").shape[1] == 2
    assert np.allclose(made.x.mean(axis=0), 0, atol=0.6)


@pytest.mark.parametrize("ridge", [0.5, 15.0])
def test_a_fit_comes_to_rest_at_its_one_optimum_wherever_it_begins(ridge: float) -> None:
    rng = np.random.default_rng(12)
    x = rng.standard_normal((300, 12))
    shares = (rng.random(300) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)
    parted = (x[:, 1] > -1.5).astype(
        float
    )  # told by a column alone: plain Newton steps leap over the top
    design, near = with_intercept(x), None
    for y in (
        shares,
        parted,
        1 - parted,
    ):  # each begins far from its own optimum, at that of the one before
        near = fit_near(design, y, ridge, near)
        afresh = fit_near(design, y, ridge, None)
        penalty = np.array([1e-6, *[ridge] * 12])
        slope = design.T @ (y - chances(design, near.beta)) - penalty * near.beta
        assert np.abs(slope).max() < 1e-3
        assert near.beta == pytest.approx(afresh.beta, abs=1e-4)


def test_sides_drawn_by_lot_are_alike_however_many_columns_there_are() -> None:
    told, largest = [], []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((400, 25))
        d, y = (rng.random((2, 400)) < [[0.25], [0.6]]).astype(float)
        found = estimate_effect(x, d, y, np.arange(400), splits=1)
        told.append(found.apart)
        largest.append(found.imbalance)
    assert np.mean(largest) > 0.12  # more than the usual .1, by chance alone
    assert sum(one > 0 for one in told) <= 1


def test_a_column_that_the_chances_were_not_learnt_from_shows_that_sides_are_apart() -> None:
    rng = np.random.default_rng(6)
    x = rng.standard_normal((1_500, 1))
    # who meets it is a step at 2, which a straight line cannot learn
    d = (rng.random(1_500) < np.where(x[:, 0] > 1, 0.95, 0.15)).astype(float)
    y = (rng.random(1_500) < 0.5).astype(float)
    assert estimate_effect(x, d, y, np.arange(1_500), splits=1).apart == 1


def controls_of(seed: int, *, known: bool) -> tuple[float, float]:
    """Eight things that a trait makes likelier, as it makes the condition; the trait is known or not."""
    rng = np.random.default_rng(seed)
    trait = rng.standard_normal(1_500)
    d = (rng.random(1_500) < 1 / (1 + np.exp(1 - trait))).astype(float)
    visits = 0.6 * trait[:, None] + 0.8 * rng.standard_normal((1_500, 8))
    other = trait if known else rng.standard_normal(1_500)
    found = astray(visits, [other[:, None]] * 8, d, np.arange(1_500))
    assert found is not None
    return found.value, found.high


def test_what_lay_before_tells_of_a_hidden_cause_and_is_quiet_once_it_is_known() -> None:
    hidden = [controls_of(seed, known=False) for seed in range(5)]
    known = [controls_of(seed, known=True) for seed in range(5)]
    # met by a trait higher by .9: .6 * .9 of a standard deviation of each visit
    assert all(0.4 < value < 0.7 for value, _ in hidden)
    assert all(value < 0.1 and high < 0.2 for value, high in known)


def test_two_controls_tell_nothing() -> None:
    assert astray(np.eye(40)[:, :2], [np.ones((40, 1))] * 2, np.ones(40), np.arange(40)) is None

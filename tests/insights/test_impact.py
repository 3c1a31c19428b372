"""Did a declared change work? The design is chosen by the data, and what cannot be said is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from desireline.errors import RecipeError
from desireline.insights.causes.impact import (
    Answer,
    Impact,
    Refusal,
    Units,
    choose,
    difference,
    synthetic,
)
from desireline.insights.causes.impact.answer import (
    DIFFERED,
    NO_BEFORE,
    NO_CONTROL,
    NOT_RIPE,
    SERIES,
    SYNTHETIC,
    TOO_FEW,
)
from desireline.insights.model import Verdict
from desireline.recipe import ChangeRule, Money, Recipe, SuccessRule, load

DAY_US = 86_400_000_000
MINUTES = 24 * 60
RULE = ChangeRule(
    name="new", title="the new way", date=dt.date(2026, 5, 1), by="region", got=("north",)
)
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=10
)


def units(
    rng: np.random.Generator,
    *,
    n: int = 3000,
    groups: int = 10,
    got: int = 1,
    effect: float = 0.0,
    trend: float = 0.0,
    shared: int = 0,
    days: tuple[int, int] = (-240, 120),
) -> Units:
    """Cohorts by day, the change on day 0. `trend` of those who got it, and of `shared` others."""
    group = rng.integers(0, groups, n)
    day = rng.uniform(*days, n)
    chance = 0.55 + 0.02 * group + effect * ((group < got) & (day >= 0))
    chance = chance + trend * np.isin(group, [*range(got), *range(groups - shared, groups)]) * (
        day / 360
    )
    return Units(
        who=np.arange(n),
        journey=np.zeros(n, dtype=np.int64),
        from_us=(day * DAY_US).astype(np.int64),
        y=(rng.random(n) < chance).astype(float),
        group=group,
        groups=tuple(f"g{i:02}" for i in range(groups)),
        got=tuple(i < got for i in range(groups)),
        change_us=0,
    )


def test_by_hand_the_difference_of_the_differences() -> None:
    # got it: 50 % before, 70 % since; spared: 40 % before, 50 % since: 20 points less 10
    y, group, day = [], [], []
    for g, d, hits in ((0, -5, 50), (0, 5, 70), (1, -5, 40), (1, 5, 50)):
        y += [1.0] * hits + [0.0] * (100 - hits)
        group += [g] * 100
        day += [d] * 100
    made = Units(
        who=np.arange(400), journey=np.zeros(400, dtype=np.int64),
        from_us=np.array(day) * DAY_US, y=np.array(y), group=np.array(group),
        groups=("north", "south"), got=(True, False), change_us=0,
    )  # fmt: skip
    found = difference(made, "")
    assert found.value == pytest.approx(0.10)
    # four independent shares: .25 + .21 + .24 + .25 over 100 each
    assert found.se == pytest.approx(np.sqrt((0.25 + 0.21 + 0.24 + 0.25) / 100), rel=0.01)
    assert found.without == pytest.approx(0.60)
    assert found.p_floor == 0.5, "one of two groups: nothing can be shown"


def test_intervals_hold_the_effect_and_nothing_is_claimed_where_nothing_was_done() -> None:
    rng = np.random.Generator(np.random.PCG64(2))
    for effect in (0.0, 0.12):
        found = [difference(units(rng, effect=effect), "") for _ in range(60)]
        held = [abs(one.value - effect) <= one.reach() for one in found]
        assert 0.87 <= np.mean(held) <= 1
        mean = np.mean([(one.value - effect) / one.se for one in found])
        assert abs(mean) < 0.45


def test_few_who_got_it_claim_nothing_more_often_than_many_would() -> None:
    # about ten of three hundred got it and were measured since: t with their degrees, not those of all
    rng = np.random.Generator(np.random.PCG64(12))
    found = [difference(units(rng, n=300), "") for _ in range(300)]
    assert np.median([one.degrees for one in found]) < 60
    assert np.mean([abs(one.value) > one.reach() for one in found]) < 0.09


def test_swings_of_groups_are_in_the_error() -> None:
    rng = np.random.Generator(np.random.PCG64(4))
    calm = units(rng, n=20_000)
    swung = rng.standard_normal(10)[calm.group] * 0.1 * calm.after
    wild = calm.only(np.ones(len(calm.y), dtype=bool))
    wild = Units(
        who=wild.who, journey=wild.journey, from_us=wild.from_us,
        y=np.clip(wild.y + swung, 0, 1), group=wild.group, groups=wild.groups, got=wild.got,
        change_us=0,
    )  # fmt: skip
    assert difference(wild, "").se > 2 * difference(calm, "").se
    assert 8 <= difference(wild, "").degrees < 12, (
        "nine controls swing, and hardly anything else does"
    )


def test_groups_that_moved_apart_before_are_not_simply_subtracted() -> None:
    rng = np.random.Generator(np.random.PCG64(6))
    alone = choose(None, RULE, units(rng, n=20_000, trend=0.6))  # type: ignore[arg-type]
    assert isinstance(alone, Answer)
    assert alone.doubt == DIFFERED, "nobody else moved like that"
    shared = choose(None, RULE, units(rng, n=40_000, trend=0.6, shared=5, effect=0.1))  # type: ignore[arg-type]
    assert isinstance(shared, Answer)
    assert shared.design == SYNTHETIC, "half of the others did: they are weighted"
    assert abs(shared.value - 0.1) <= shared.reach()


def test_synthetic_controls_need_groups_and_time() -> None:
    rng = np.random.Generator(np.random.PCG64(8))
    assert synthetic(units(rng, n=5000, groups=5), "") is None
    assert synthetic(units(rng, n=5000, days=(-60, 60)), "") is None


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ({"days": (-240, -1)}, NOT_RIPE),
        ({"days": (-240, 1), "n": 300}, TOO_FEW),
        ({"days": (0, 120)}, NO_BEFORE),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_reason(
    made: dict[str, Any], reason: str
) -> None:
    found = choose(None, RULE, units(np.random.Generator(np.random.PCG64(9)), **made))  # type: ignore[arg-type]
    assert isinstance(found, Refusal)
    assert found.reason == reason


def test_hardly_any_control_is_refused_and_none_at_all_is_an_uncontrolled_series() -> None:
    rng = np.random.Generator(np.random.PCG64(10))
    few = units(rng, n=1500, groups=2)
    few = few.only((few.group == 0) | ~few.after)
    refused = choose(None, RULE, few)  # type: ignore[arg-type]
    assert isinstance(refused, Refusal)
    assert refused.reason == NO_CONTROL
    series = choose(None, RULE, units(rng, groups=1))  # type: ignore[arg-type]
    assert isinstance(series, Answer)
    assert series.design == SERIES
    assert "uncontrolled" in str(series.doubt)
    short = choose(None, RULE, units(rng, groups=1, days=(-40, 120)))  # type: ignore[arg-type]
    assert isinstance(short, Refusal)
    assert short.reason == NO_BEFORE


def shop(world: Any, *, drawn: bool, by: str | None = "variant") -> Any:
    """Two orders a day for 200 days, every other one with the new way; from day 120 on it saves 4 of 10."""
    rng = np.random.Generator(np.random.PCG64(12))
    made = []
    for c in range(800):
        day, new = c // 4, c % 2 == 0
        chance = 0.4 + (0.4 if (new or by is None) and day >= 120 else 0.0)
        cancels = rng.random() >= chance
        at = day * MINUTES + 600
        path = f"Order@{at} Used@{at + 5}" + (f" Cancel@{at + 3 * MINUTES}" if cancels else "")
        attributes = {"variant": "b" if new else "a"}
        made.append(world.journey(c, path, state=2, attributes=attributes))
    rule = ChangeRule(
        name="new", title="the new way", date=dt.date(2026, 5, 1), by=by,
        got=("B",) if by else (), drawn=drawn, cost=1000, worth=50,
    )  # fmt: skip
    recipe = Recipe(successes=(STAYS,), changes=(rule,), money=Money(currency="EUR"))
    return world(made, days=200, recipe=recipe)


def test_a_change_drawn_by_lot_is_judged_by_its_holdout_and_what_it_paid(world: Any) -> None:
    found = Impact().run(shop(world, drawn=True))
    one, told = found.measures[0], found.insights[0]
    assert (one.design, one.verdict) == ("holdout", Verdict.SHOWN)
    assert one.effect.low < 0.4 < one.effect.high
    assert one.exposed == pytest.approx(140, abs=2)
    # .4 x 140 x 50 = 2,800 for 1,000
    assert one.returns.gain.value == pytest.approx(one.effect.value * one.exposed * 50)
    assert one.returns.roi.value == pytest.approx(one.returns.gain.value / 1000 - 1)
    assert one.returns.pays > 0.99
    assert 10 < one.returns.payback_days < 50
    assert "Judged by holdout: who got it was drawn by lot" in told.words
    assert (told.kind, told.condition, told.date) == ("impact", "new", "2026-05-01")


def test_two_groups_can_only_suggest(world: Any) -> None:
    one = Impact().run(shop(world, drawn=False)).measures[0]
    assert one.design == "difference in differences"
    assert one.verdict == Verdict.SUGGESTED
    assert one.doubt == "one in 2 ways to pick the groups"


def test_nobody_spared_is_uncontrolled_and_never_shown(world: Any) -> None:
    found = Impact().run(shop(world, drawn=False, by=None))
    assert found.measures[0].design == SERIES
    assert found.measures[0].verdict != Verdict.SHOWN
    assert "uncontrolled" in found.insights[0].words


def test_a_recipe_that_does_not_say_who_got_it_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('[[changes]]\nname = "new"\ntitle = "new"\ndate = 2026-05-01\nby = "region"\n')
    with pytest.raises(RecipeError, match="`by` and `got` belong together"):
        load(path)

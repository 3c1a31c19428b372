"""The designed journey held against what happened."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.model import Verdict
from desireline.insights.paths.deviations import Deviations
from desireline.recipe import DesignRule, Recipe

DAY = 24 * 60


def rule(kind: str, *touchpoints: str, **more: Any) -> DesignRule:
    return DesignRule(name="r", title="As designed", rule=kind, touchpoints=touchpoints, **more)  # pyright: ignore[reportArgumentType]


def checked(world: Any, one: DesignRule) -> Any:
    """Forty orders: 20 delivered in time, 10 late, 5 never, 5 too new to know; 6 by hand first."""
    paths = (
        (range(20), f"Order@0 Check@1 Deliver@{5 * DAY}", 0),
        (range(20, 30), f"Order@0 Deliver@{13 * DAY} Check@{20 * DAY}", 0),
        (range(30, 35), f"Order@0 Call@{DAY} Call@{2 * DAY} Call@{3 * DAY}", 1),
        (range(35, 40), f"Order@{95 * DAY}", 2),
    )
    journeys = [
        world.journey(c, path, state=state) for people, path, state in paths for c in people
    ]
    facts = world(journeys, days=100, recipe=Recipe(designed=(one,)))
    result = Deviations().run(facts)
    return result, {m.kind: m for m in result.measures}


def test_a_deadline_is_missed_or_kept_late_and_only_ripe_cases_count(world: Any) -> None:
    result, kinds = checked(world, rule("deadline", "Deliver", after=("Order",), within_days=10))
    assert kinds["missing"].share.n == kinds["failed"].share.n == 35
    assert kinds["failed"].share.value == pytest.approx(10 / 35)
    assert kinds["missing"].share.value == pytest.approx(5 / 35)
    assert kinds["failed"].late_days[0] == pytest.approx(3, abs=0.2)
    assert kinds["missing"].effect.value == pytest.approx(-1)
    assert {one.verdict for one in result.insights} == {Verdict.SHOWN}
    assert "28.6 % of 35 cases it came late" in " ".join(one.words for one in result.insights)


def test_order_must_never_and_at_most_each_have_their_word(world: Any) -> None:
    _, kinds = checked(world, rule("order", "Check", before=("Deliver",)))
    assert kinds["out_of_order"].share.value == pytest.approx(10 / 30)
    assert kinds["missing"].share.value == 0
    _, kinds = checked(world, rule("must", "Deliver"))
    assert kinds["missing"].share.value == pytest.approx(5 / 35)
    _, kinds = checked(world, rule("never", "Call"))
    assert kinds["ad_hoc"].share.value == pytest.approx(5 / 35)
    _, kinds = checked(world, rule("at_most", "Call", times=3))
    assert kinds["ad_hoc"].share.value == 0


def test_a_rule_about_nothing_and_one_that_is_not_ripe_say_so(world: Any) -> None:
    result, _ = checked(world, rule("deadline", "Deliver", after=("Nowhere",), within_days=10))
    assert [one.verdict for one in result.insights] == [Verdict.REFUSED]
    assert "Nowhere" in result.insights[0].words
    result, _ = checked(world, rule("deadline", "Deliver", after=("Order",), within_days=400))
    assert [(one.verdict, one.reason) for one in result.insights] == [
        (Verdict.UNKNOWN, "too few ripe cases")
    ]


def test_a_rule_needs_what_its_kind_needs() -> None:
    for kind, more in (("deadline", {}), ("never", {"times": 2}), ("order", {})):
        with pytest.raises(ValueError, match="rule"):
            rule(kind, "A", **more)

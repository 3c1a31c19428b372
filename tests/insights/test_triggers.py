"""Which conditions go with which emotion: shares checked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.insights.conftest import J, S

from desireline.insights.model import Verdict
from desireline.insights.pains.triggers import Triggers

DAY = 24 * 60


def said(customer: int, emotion: str | None, *, late: bool) -> J:
    attributes = {"late": late}
    return J(
        customer=customer,
        steps=[
            S(touchpoint="Delivered", minute=DAY, attributes=attributes),
            S(
                touchpoint="Chat",
                minute=2 * DAY,
                text="words",
                emotion=emotion,
                attributes=attributes,
            ),
        ],
    )


def test_late_orders_go_with_frustration_by_hand(world: Any) -> None:
    late = [said(c, "frustration" if c < 12 else None, late=True) for c in range(20)]
    good = [said(100 + c, "frustration" if c < 2 else "delight", late=False) for c in range(40)]
    result = Triggers().run(world([*late, *good]))

    one = next(m for m in result.measures if m.emotion == "frustration" and m.condition == "late")
    assert one.touchpoint == "Chat"
    assert one.with_condition.value == pytest.approx(12 / 20)
    assert one.without.value == pytest.approx(2 / 40)
    assert one.difference.value == pytest.approx(0.55)
    assert one.difference.low > 0.2
    assert one.difference.n == 60
    assert one.verdict == Verdict.SHOWN
    claim = next(i for i in result.insights if i.metric == "frustration")
    assert "60.0 % of 20 customers" in claim.words
    assert "not a proven cause" in claim.words
    assert claim.kind == "trigger"


def test_a_customer_counts_once_however_often_they_speak(world: Any) -> None:
    often = [J(customer=0, steps=said(0, "anger", late=True).steps * 1) for _ in range(30)]
    others = [said(1 + c, "anger", late=c % 2 == 0) for c in range(12)]
    one = next(iter(Triggers().run(world([*often, *others])).measures))
    assert one.with_condition.n == 7  # six, and the one who speaks thirty times


def test_fewer_than_five_customers_on_a_side_are_not_compared(world: Any) -> None:
    few = [said(c, "anger", late=True) for c in range(4)]
    many = [said(10 + c, "anger", late=False) for c in range(30)]
    assert Triggers().run(world([*few, *many])).measures == ()


def test_chance_is_seldom_called_a_trigger(world: Any) -> None:
    """Twenty worlds in which nothing goes with anything: at most a few speak."""
    rng = np.random.default_rng(5)
    told = 0
    for _ in range(20):
        people = [
            said(c, rng.choice(["anger", "delight", "worry"]), late=bool(rng.integers(2)))
            for c in range(60)
        ]
        told += bool(Triggers().run(world(people)).insights)
    assert told <= 5

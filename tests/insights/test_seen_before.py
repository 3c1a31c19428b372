"""What was seen before a moment: counted by hand, and the same whether it was looked at ahead or not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.insights.conftest import START, J, S

from desireline.insights.causes.seen_before import look_ahead, parts, seen_before
from desireline.insights.facts import EPOCH, Facts
from desireline.insights.paths.noted import keys

MINUTE = 60_000_000


@pytest.fixture
def facts(world: Any) -> Facts:
    journeys = [
        J(
            customer=c,
            steps=[
                S(
                    touchpoint="Home",
                    minute=0,
                    attributes={"plan": ("basic", "plus")[c % 2], "size": c},
                ),
                S(touchpoint="Home", minute=10),
                S(touchpoint="Order", minute=20, attributes={"plan": "plus"}),
            ],
        )
        for c in range(40)
    ]
    return world(journeys)


def moments(*minutes: float) -> np.ndarray:
    start = int((START - EPOCH).total_seconds() * 1e6)
    return np.array([start + int(minute * MINUTE) for minute in minutes], dtype=np.int64)


def test_only_what_lies_strictly_before_is_seen(facts: Facts) -> None:
    seen = seen_before(facts, np.array([4, 4, 4, 5]), moments(0, 10, 21, 10))
    names = list(parts(facts))
    assert np.expm1(seen.steps[names.index("steps")]).round(6).tolist() == [0, 1, 3, 1]
    assert np.expm1(seen.steps[names.index("visits of Home")]).round(6).tolist() == [0, 1, 2, 1]
    by_name = dict(zip([key.name for key in keys(facts)], seen.notes.tolist(), strict=True))
    assert by_name["size"][1:] == [4, 4, 5]
    assert np.isnan(by_name["size"][0])
    levels = next(key.levels for key in keys(facts) if key.name == "plan")
    assert [levels[int(one)] for one in by_name["plan"][1:]] == ["basic", "plus", "plus"]


def test_a_look_ahead_tells_the_same_and_stays_silent_on_what_it_did_not_see(facts: Facts) -> None:
    who, when = np.array([7, 3, 3]), moments(15, 25, 5)
    alone = seen_before(facts, who, when)
    listed = ", ".join(f"({c}, {int(at)})" for c, at in zip(who, when, strict=True))
    look_ahead(facts, f"SELECT DISTINCT * FROM (VALUES {listed}) AS t(customer, known_us)")
    for chosen in ([0, 1, 2], [2, 0, 0]):
        again = seen_before(facts, who[chosen], when[chosen])
        for one, other in zip(
            (again.steps, again.doors, again.notes),
            (alone.steps, alone.doors, alone.notes),
            strict=True,
        ):
            np.testing.assert_allclose(one, other[:, chosen], rtol=1e-12)
    other = seen_before(facts, np.array([8]), moments(15))  # announced: customer 7 at that moment
    assert np.expm1(other.steps[0]).round(6).tolist() == [2]

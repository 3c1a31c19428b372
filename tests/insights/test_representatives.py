"""Journeys that stand for others: real, typical, judged by those who had no part in the choice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.insights.paths.transitions import Transitions
from desireline.insights.people.representatives import Paths, Representatives, distances, unlike


def between(one: list[int], other: list[int]) -> float:
    paths = Paths.of([one, other], np.full((2, 1), np.nan))
    cost = 1 - np.eye(8)
    rows = np.array([0]), np.array([1])
    return float(distances(paths.some(rows[0]), paths.some(rows[1]), cost, np.ones(1))[0, 0])


def test_the_distance_of_two_paths_is_what_the_hand_computes() -> None:
    # one step left out of three: 2 * 1 / (3 + 2 + 1)
    assert between([1, 2, 3], [1, 3]) == pytest.approx(2 / 6)
    assert between([1, 2], [3, 4]) == pytest.approx(2 * 2 / (2 + 2 + 2))


path = st.lists(st.integers(0, 7), min_size=1, max_size=7)


@given(path, path, path)
def test_the_order_of_paths_is_a_metric(a: list[int], b: list[int], c: list[int]) -> None:
    assert between(a, a) == 0
    assert between(a, b) == pytest.approx(between(b, a))
    assert between(a, c) <= between(a, b) + between(b, c) + 1e-12


def test_touchpoints_that_lead_on_alike_are_nearly_the_same_step() -> None:
    cost = unlike(np.array([[0, 0, 9.0], [0, 0, 3], [1, 0, 0]]), np.array([0, 0, 0]))
    assert cost[0, 1] == pytest.approx(0)
    assert cost[0, 2] == pytest.approx(1)


def test_the_journey_shown_is_the_common_one_and_a_second_one_stands_for_the_others(
    world: Any,
) -> None:
    journeys = [world.journey(c, "Home@0 Look@3 Pay@9 Done@20") for c in range(60)]
    journeys += [world.journey(c, "Call@0 Ask@5 Call@9 Ask@30 Gone@40") for c in range(60, 100)]
    result = Representatives().run(world(journeys))
    first, second = result.measures
    assert first.path == (("Home", 1), ("Look", 1), ("Pay", 1), ("Done", 1))
    assert first.share.low < 0.6 < first.share.high
    assert second.path[0] == ("Call", 1)
    assert second.together.value == 1
    assert "A journey that really happened: Home > Look > Pay > Done." in result.insights[0].words


def test_a_path_of_few_customers_is_nobodys_to_see(world: Any) -> None:
    few = [world.journey(c, "Home@0 Secret@3") for c in range(9)]
    assert Representatives().run(world(few)).measures == []


def test_those_still_on_their_way_do_not_make_the_typical_journey_short(world: Any) -> None:
    day = 24 * 60
    # a new customer each day; it takes 40 days to come to the end
    journeys = []
    for c in range(80):
        start = c * day
        path = [f"Home@{start}", f"Wait@{start + 20 * day}", f"Done@{start + 40 * day}"]
        come = 1 + (80 - c >= 20) + (80 - c >= 40)
        journeys.append(world.journey(c, " ".join(path[:come]), state=0 if come == 3 else 2))
    first = Representatives().run(world(journeys, days=80)).measures[0]
    assert [name for name, _ in first.path] == ["Home", "Wait", "Done"]


def test_less_detail_draws_only_the_large_moves(world: Any) -> None:
    ways = ["A"] * 70 + ["B"] * 20 + ["C"] * 10
    moves = Transitions().run(
        world([world.journey(c, f"Home@0 {way}@3") for c, way in enumerate(ways)])
    )
    told = {one.target: (one.detail, one.drawn) for one in moves.measures}
    assert {name: round(detail, 9) for name, (detail, _) in told.items()} == {
        "A": 0.0, "B": 0.7, "C": 0.9,
    }  # fmt: skip
    assert [name for name, (_, drawn) in sorted(told.items()) if drawn] == ["A", "B"]

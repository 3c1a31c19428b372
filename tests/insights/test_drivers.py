"""What goes with a result, how much of it, and where it breaks: hand-made worlds whose shares are known."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from desireline.insights import Verdict
from desireline.insights.causes.doses import Doses
from desireline.insights.causes.drivers import Drivers

COUNT = 400


def answers(
    world: Any, notes: Callable[[int], dict[str, Any]], stars: Callable[[int], int]
) -> Any:
    """Everybody orders, with notes beside it, and answers with stars."""
    return world(
        [
            world.journey(who, f"Order@{who} Review@{who + 5}*{stars(who)}", attributes=notes(who))
            for who in range(COUNT)
        ]
    )


def test_shares_are_those_of_the_variance_where_factors_are_independent(world: Any) -> None:
    """1 + 2a + b + c stars, by turns: variance 4/4, 1/4 and 1/4 of 6/4."""
    facts = answers(
        world,
        lambda i: {
            "gift": i % 2 == 0,
            "express": i % 4 < 2,
            "card": i % 8 < 4,
            "shop": ["north", "south"][i // 8 % 2],
        },
        lambda i: 1 + 2 * (i % 2 == 0) + (i % 4 < 2) + (i % 8 < 4),
    )
    found = Drivers().run(facts)
    shares = {one.factor: one for one in found.measures}
    assert next(iter(shares)) == "gift", "most important first"
    assert set(shares) == {"gift", "express", "card"}, "the shop explains nothing"
    assert shares["gift"].importance.value == pytest.approx(2 / 3, abs=0.003)
    assert shares["express"].importance.value == pytest.approx(1 / 6, abs=0.003)
    assert shares["gift"].explained == pytest.approx(1, abs=0.002)
    assert shares["gift"].strength == pytest.approx((2 / 3) ** 0.5, abs=0.01)
    for one in shares.values():
        assert one.importance.low <= one.importance.value <= one.importance.high
        assert one.association_only
    assert all("An association, not a proven cause." in one.words for one in found.insights)


def test_two_names_of_one_thing_share_what_it_explains(world: Any) -> None:
    facts = answers(
        world,
        lambda i: {"gift": i % 2 == 0, "wrapped": i % 2 == 0},
        lambda i: 1 + 2 * (i % 2 == 0) + i // 2 % 2 + i // 4 % 2,
    )
    shares = [one.importance.value for one in Drivers().run(facts).measures]
    assert shares == pytest.approx([0.5, 0.5], abs=0.02)


def test_where_nothing_goes_with_the_result_that_is_the_finding(world: Any) -> None:
    draw = random.Random(3)
    drawn = [(draw.random() < 0.5, draw.randint(1, 5)) for _ in range(COUNT)]
    facts = answers(world, lambda i: {"gift": drawn[i][0]}, lambda i: drawn[i][1])
    found = Drivers().run(facts)
    assert not found.measures
    assert [one.verdict for one in found.insights] == [Verdict.UNKNOWN]
    assert "Nothing that was noted goes with" in found.insights[0].words


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("refund_form", lambda lost: 1 if lost else 0),
        ("page_values", lambda lost: 3 if lost else 2),
    ],
)
def test_a_factor_that_is_made_of_the_outcome_is_refused(
    world: Any, name: str, note: Callable[[bool], int]
) -> None:
    facts = world(
        [
            world.journey(
                who,
                f"Order@{who} Wait@{who + 5}",
                state=int(who % 3 == 0),
                attributes={name: note(who % 3 == 0) * 10 + who % 7 % 3},
            )
            for who in range(COUNT)
        ]
    )
    found = Drivers().run(facts)
    assert not found.measures
    assert [one.verdict for one in found.insights] == [Verdict.REFUSED]
    assert found.insights[0].reason == "leaked outcome"


def test_a_mark_that_is_made_of_the_stars_is_no_driver_of_them(world: Any) -> None:
    """As a shop's export has it: `feedback` is 1 from three stars on, and one in a hundred was entered by hand."""
    stars = [1 + who * 7 % 5 for who in range(COUNT)]
    facts = answers(
        world,
        lambda i: {"feedback": (stars[i] >= 3) != (i % 100 == 0), "liked": (i + stars[i]) % 6 > 1},
        lambda i: stars[i],
    )
    found = Drivers().run(facts)
    assert "feedback" not in {one.factor for one in found.measures}
    (refused,) = [one for one in found.insights if one.verdict == Verdict.REFUSED]
    assert refused.condition == "feedback"
    assert "its value follows from the outcome" in refused.words


def test_a_constant_answer_or_too_few_answers_have_no_driver(world: Any) -> None:
    constant = answers(world, lambda i: {"gift": i % 2 == 0}, lambda _i: 4)
    few = world(
        [
            world.journey(
                who, f"Order@1 Review@5*{1 + who % 5}", attributes={"gift": who % 2 == 0}
            )
            for who in range(59)
        ]
    )
    for facts in (constant, few):
        assert not Drivers().run(facts).insights
        assert not Doses().run(facts).insights


def test_a_step_is_found_where_it_is_and_its_size_is_told(world: Any) -> None:
    draw = random.Random(11)
    wait = [draw.randint(0, 99) for _ in range(COUNT)]
    noise = [who % 5 == 0 for who in range(COUNT)]
    facts = answers(
        world, lambda i: {"minutes": wait[i]}, lambda i: (4 if wait[i] < 60 else 2) + noise[i]
    )
    (found,) = Doses().run(facts).insights
    assert found.verdict == Verdict.SHOWN
    assert found.metric == "threshold"
    cut = float(str(found.condition).split()[2])
    assert 57 <= cut <= 63
    assert found.value == pytest.approx(-2, abs=0.15)
    assert found.low is not None
    assert found.high is not None
    assert found.low < -2 < found.high


@pytest.mark.parametrize("shape", [lambda x: 1 + x / 25, lambda x: 1 + (x / 50) ** 2])
def test_what_grows_all_along_has_no_single_point_that_decides(
    world: Any, shape: Callable[[int], float]
) -> None:
    draw = random.Random(7)
    wait = [draw.randint(0, 99) for _ in range(COUNT)]
    stars = [min(5, int(shape(x) + draw.random())) for x in wait]
    facts = answers(world, lambda i: {"minutes": wait[i]}, lambda i: stars[i])
    (found,) = Doses().run(facts).insights
    assert found.verdict == Verdict.CONTINUUM
    assert found.value is None


def _ended(world: Any, path: Callable[[int], str]) -> list[str]:
    """Every fourth journey fails, by its record's status: no step states it."""
    facts = world([world.journey(who, path(who), state=int(who % 4 == 0)) for who in range(COUNT)])
    return [one.words for one in Drivers().run(facts).insights if one.outcome == "completed"]


def _stars(who: int) -> int:
    """Half of the failed and a sixth of the others give two, the rest of all give four."""
    return 2 if (who % 8 == 0 if who % 4 == 0 else who % 24 < 4) else 4


def test_what_is_answered_after_the_last_step_did_not_lead_to_the_end(world: Any) -> None:
    after = _ended(world, lambda i: f"Order@{i} Delivered@{i + 50} Review@{i + 90}*{_stars(i)}")
    assert not any(one.startswith("Review ") for one in after)
    before = _ended(world, lambda i: f"Order@{i} Review@{i + 20}*{_stars(i)} Delivered@{i + 50}")
    assert any(one.startswith("Review is the only thing noted that goes with") for one in before)


def test_seconds_are_told_as_times_and_not_by_the_name_of_their_column(world: Any) -> None:
    draw = random.Random(11)
    hours = [draw.randint(0, 47) for _ in range(COUNT)]
    noise = [who % 5 == 0 for who in range(COUNT)]
    facts = answers(
        world,
        lambda i: {"late_by_s": 3600 * hours[i]},
        lambda i: (4 if hours[i] < 30 else 2) + noise[i],
    )
    (found,) = Doses().run(facts).insights
    # late from thirty hours on, and the value of the cut is where the upper side begins
    assert "breaks at late by 30 h (30 h to 30 h)" in found.words
    assert found.condition == "late by from 30 h on"

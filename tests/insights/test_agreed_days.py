"""A day that was agreed is waited for by nobody."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.paths.waits import Waits, measure_waits

DAY = 24 * 60


def guests(world: Any, *, minute: int, actor: int) -> Any:
    """Sixty guests book within two days, arrive two to forty days later, and get their room an hour or more after."""
    return world(
        [
            world.journey(
                i,
                f"Book@{617 + 41 * i} Arrival@{(4 + i % 39) * DAY + minute}/{actor} Room@{(5 + i % 39) * DAY + 97 + i}/1",
            )
            for i in range(60)
        ],
        days=90,
    )


@pytest.mark.parametrize(
    ("minute", "actor", "waited"),
    [
        (0, 3, False),  # a system's day without a clock: it was agreed
        (0, 1, True),  # somebody of the company did it on that day
        (7, 3, True),  # a system noted the minute
    ],
)
def test_whoever_books_for_september_waits_for_nobody(
    world: Any, *, minute: int, actor: int, waited: bool
) -> None:
    facts = guests(world, minute=minute, actor=actor)
    told = [one.words for one in Waits().run(facts).insights if one.kind == "wait"]
    assert any(words.startswith("From Book to Arrival") for words in told) is waited
    assert any(words.startswith("From Arrival to Room") for words in told)
    assert len(measure_waits(facts)) == 2  # how long it takes is known all the same


@pytest.mark.parametrize(("hours", "told"), [(14, False), (62, True)])
def test_of_an_invoice_of_the_day_and_the_visit_at_two_oclock_no_wait_is_told(
    world: Any, *, hours: int, told: bool
) -> None:
    """The bill says the day alone and stands at midnight; days between both are days all the same."""
    facts = world(
        [
            world.journey(i, f"Book@{617 + 41 * i} Bill@{(9 + i) * DAY}/1 Visit@{(9 + i) * DAY + hours * 60 + i}/1")
            for i in range(60)
        ],
        days=90,
    )  # fmt: skip
    words = [one.words for one in Waits().run(facts).insights if one.kind == "wait"]
    assert any(one.startswith("From Bill to Visit") for one in words) is told
    assert len(measure_waits(facts)) == 2

"""Where customers go no further."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.facts import Facts
from desireline.insights.model import Verdict
from desireline.insights.paths.excess import excesses
from desireline.insights.paths.exits import Exits, TouchpointExit, measure_exits

DAY = 24 * 60


def exits_by_name(facts: Facts) -> dict[str, TouchpointExit]:
    return {facts.places[code].name: one for code, one in measure_exits(facts).items()}


def test_completed_journeys_have_not_left(world: Any) -> None:
    facts = world([world.journey(c, f"Home@{DAY} Order@{DAY + 5}") for c in range(30)])
    exits = exits_by_name(facts)
    assert exits["Home"].estimate.value == 0
    assert exits["Order"].estimate.value == 0


def test_a_quarter_lost_is_a_quarter(world: Any) -> None:
    stay = [world.journey(c, f"Home@{DAY} Order@{DAY + 5}") for c in range(30)]
    lost = [world.journey(c, f"Home@{DAY}", state=1) for c in range(30, 40)]
    home = exits_by_name(world(stay + lost))["Home"]
    assert home.estimate.value == pytest.approx(0.25)
    assert home.identified
    assert home.estimate.low < 0.25 < home.estimate.high


def test_a_journey_still_running_at_the_end_is_not_lost(world: Any) -> None:
    stay = [world.journey(c, f"Home@{DAY} Order@{DAY + 5}") for c in range(30)]
    running = [world.journey(c, f"Home@{100 * DAY - 1}", state=2) for c in range(30, 40)]
    home = exits_by_name(world(stay + running))["Home"]
    assert home.estimate.value == pytest.approx(0, abs=0.01)


def test_the_last_door_is_no_leak_where_silence_is_taken_for_the_end(world: Any) -> None:
    """Thirty have been silent for long enough to count as completed; five have not yet."""
    ended = [world.journey(c, f"Home@{DAY + c} Out@{DAY + c + 5}") for c in range(30)]
    fresh = [
        world.journey(c, f"Home@{95 * DAY} Out@{95 * DAY + 5}", state=2) for c in range(30, 35)
    ]
    facts = world(ended + fresh)
    facts.purpose = replace(facts.purpose, completing_silence_us=10 * 86_400_000_000)
    exits = exits_by_name(facts)
    assert exits["Out"].estimate.value == pytest.approx(0, abs=0.01)
    assert excesses(facts) == {}


def test_a_mail_from_the_company_is_no_step_of_the_customer(world: Any) -> None:
    mails = [world.journey(c, f"Home@{DAY} Mail@{DAY + 1}/1", state=1) for c in range(10)]
    stay = [
        world.journey(c, f"Home@{DAY} Mail@{DAY + 1}/1 Order@{DAY + 2}") for c in range(10, 40)
    ]
    exits = exits_by_name(world(mails + stay))
    assert exits["Home"].estimate.value == pytest.approx(0.25)
    assert "Mail" not in exits


def test_where_no_customer_acts_every_step_counts(world: Any) -> None:
    cases = [world.journey(c, f"Assign@{DAY}/2 Close@{DAY + 9}/2") for c in range(25)]
    assert set(exits_by_name(world(cases))) == {"Assign", "Close"}


def test_a_stated_loss_is_an_exit_and_no_touchpoint(world: Any) -> None:
    stay = [world.journey(c, f"Home@{DAY} passed@{DAY + 1}", outcome="passed") for c in range(30)]
    gone = [
        world.journey(c, f"Home@{DAY} lost@{DAY + 1}", state=1, outcome="lost")
        for c in range(30, 40)
    ]
    exits = exits_by_name(world(stay + gone, outcomes=["passed", "lost"]))
    assert set(exits) == {"Home"}
    assert exits["Home"].estimate.value == pytest.approx(0.25)


def test_too_short_a_follow_up_is_said_and_bounded(world: Any) -> None:
    late = [world.journey(c, f"Home@{95 * DAY}", state=2) for c in range(40)]
    (measure,) = Exits().run(world(late)).measures
    (claim,) = Exits().run(world(late)).insights
    assert not measure.identified
    assert measure.exit.low == 0
    assert claim.verdict == Verdict.UNKNOWN
    assert claim.value is None
    assert "not known yet" in claim.words


@pytest.mark.parametrize(("late", "identified"), [(0, True), (4, True), (7, False)])
def test_few_late_returns_lower_what_may_be_lost_and_more_leave_it_open(
    world: Any,
    late: int,
    identified: bool,  # noqa: FBT001
) -> None:
    """Of 240 visits 60 are the last; the horizon is 50 of 100 days, and `late` come back on the 45th."""
    soon = [world.journey(c, f"Home@{c} Order@{DAY + c}") for c in range(180 - late)]
    back = [world.journey(c, f"Home@{c} Order@{45 * DAY + c}") for c in range(180 - late, 180)]
    lost = [world.journey(c, f"Home@{c}", state=1) for c in range(180, 240)]

    home = exits_by_name(world(soon + back + lost))["Home"]

    assert home.identified is identified
    assert home.estimate.value == pytest.approx(0.25)
    if late == 4:  # 4 of 240 may come once more
        everybody = [world.journey(c, f"Home@{c} Order@{DAY + c}") for c in range(180)]
        plain = exits_by_name(world(everybody + lost))["Home"].estimate.low
        assert home.estimate.low == pytest.approx(plain - 4 / 240, abs=0.0005)


def test_the_order_in_which_customers_are_stored_changes_nothing(world: Any) -> None:
    journeys = [world.journey(c, f"Home@{DAY} Cart@{DAY + c}", state=c % 3) for c in range(30)]
    one = exits_by_name(world(journeys))
    facts = world(journeys)
    rows = "SELECT * FROM steps_table ORDER BY hash(customer), journey, step_no"
    facts.engine.execute(f"CREATE TEMP TABLE other AS {rows}")
    facts.engine.view("steps", "SELECT * FROM other")
    assert exits_by_name(facts) == one


def test_steps_stored_in_no_order_at_all_are_noticed(world: Any) -> None:
    journeys = [
        world.journey(c, f"Home@{DAY} Cart@{DAY + c + 1} Home@{DAY + 99}", state=c % 3)
        for c in range(30)
    ]
    one = exits_by_name(world(journeys))
    facts = world(journeys)
    facts.engine.execute(
        "CREATE TEMP TABLE other AS SELECT * FROM steps_table ORDER BY hash(event_key)"
    )
    facts.engine.view("steps", "SELECT * FROM other")
    assert exits_by_name(facts) == one


def test_running_instead_of_lost_never_raises_exit(world: Any) -> None:
    rng = random.Random(2)
    journeys = [
        world.journey(c, f"Home@{rng.uniform(0, 99) * DAY}", state=1)
        if rng.random() < 0.4
        else world.journey(c, f"Home@{10 * DAY} Order@{(10 + rng.uniform(0, 60)) * DAY}")
        for c in range(120)
    ]
    running = [replace(j, state=2) if j.state == 1 else j for j in journeys]
    stated = [replace(j, outcome="lost") if j.state == 1 else j for j in journeys]
    running_exit = exits_by_name(world(running))["Home"].estimate.value
    stated_exit = exits_by_name(world(stated))["Home"].estimate.value
    assert running_exit <= stated_exit + 1e-9

"""Where the thread breaks between teams and channels, and where it only seems to."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desireline.insights.efforts.silos import Silos
from desireline.insights.model import Verdict
from desireline.insights.numbers.strata import gap_within

DAY = 24 * 60
TEAMS = ("sales", "billing", "technicians")


def calls(world: Any, n: int, *, again: Any, team: bool = True, passed_on: Any = None) -> Any:
    """Everybody calls twice about one matter; `again` is the chance to tell it again from one team to another."""
    rng = random.Random(8)
    journeys = []
    for i in range(n):
        path = world.journey(i, f"Call@{i % 50} Call@{2 * DAY + i % 50}", channel="phone")
        first, second = rng.choice(TEAMS), rng.choice(TEAMS)
        retold = rng.random() < again(first, second)
        steps = [
            replace(
                step,
                attributes={"topic": "bill"} | ({"team": name} if team else {}),
                event={"source": "calls", "record": f"c{i}-{number}"},
                text="AGAIN: I told your colleague already"
                if number and retold
                else "A question about it",
            )
            for number, (step, name) in enumerate(zip(path.steps, (first, second), strict=True))
        ]
        if passed_on is not None and not passed_on(first, rng):
            steps = steps[:1]
        if passed_on is not None:
            steps[0] = replace(
                steps[0], attributes={**(steps[0].attributes or {}), "transfers": 1}
            )
        journeys.append(replace(path, steps=steps))
    facts = world(journeys, days=90)
    facts.engine.execute(
        "UPDATE utterances SET retold = text_masked WHERE text_masked LIKE 'AGAIN%'"
    )
    return facts


def test_the_border_at_which_they_tell_it_again_is_named_with_its_interval(world: Any) -> None:
    def again(first: str, second: str) -> float:
        return 0.7 if (first, second) == ("sales", "billing") else 0.15

    told = [
        one for one in Silos().run(calls(world, 700, again=again)).insights if one.kind == "silo"
    ]
    assert [(one.condition, one.metric) for one in told] == [
        ("team: sales > billing", "tells it again")
    ]
    (found,) = told
    assert found.verdict == Verdict.SHOWN
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.55 < found.high
    assert "An association" in found.words


def test_all_borders_together_are_told_first(world: Any) -> None:
    facts = calls(world, 500, again=lambda first, second: 0.1 if first == second else 0.5)
    first = Silos().run(facts).insights[0]
    assert (first.kind, first.condition) == ("hand_over", "team: all > all")
    assert first.low is not None
    assert first.low > 0.2


def test_where_all_tell_it_again_alike_no_border_breaks(world: Any) -> None:
    (found,) = Silos().run(calls(world, 500, again=lambda *_: 0.3)).insights
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, "no break")


def test_a_team_whose_hand_overs_get_lost_is_named(world: Any) -> None:
    def must_come_back(first: str, rng: random.Random) -> bool:
        return rng.random() < (0.8 if first == "sales" else 0.3)

    facts = calls(world, 500, again=lambda *_: 0.0, passed_on=must_come_back)
    told = [one for one in Silos().run(facts).insights if one.metric == "lost hand-over"]
    assert [(one.condition, one.verdict) for one in told] == [("team: sales", Verdict.SHOWN)]


def test_without_teams_and_with_one_channel_nothing_can_be_said(world: Any) -> None:
    (found,) = Silos().run(calls(world, 60, again=lambda *_: 0.5, team=False)).insights
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, "no border")


def test_nobody_of_twenty_is_no_certainty() -> None:
    # 0 of 20 here, 50 of 500 elsewhere: were both alike, 50 of 520, the error would be .067
    here = np.arange(520) < 20
    y = np.where(here, 0.0, (np.arange(520) % 10 == 0).astype(float))
    found = gap_within(np.arange(520), here, np.zeros(520, dtype=np.int64), y)
    assert found is not None
    assert found.value == pytest.approx(-0.1)
    assert found.se == pytest.approx(np.sqrt(50 / 520 * 470 / 520 * (1 / 20 + 1 / 500)), rel=0.001)


def test_the_few_of_a_month_pull_on_its_mean_and_their_spread_is_taken_for_as_much_more() -> None:
    # four months, five customers a side, 1 to 5 minutes everywhere: variance 2.5 of each, not 2 as around their own mean
    n = np.arange(40)
    month, here, minutes = n // 10, n % 2 == 1, (1.0 + n // 2 % 5)
    for times in (1, 2):  # each called so often: no more customers
        found = gap_within(*(np.tile(one, times) for one in (n, here, month, minutes)))
        assert found is not None
        # a quarter of the sum of four differences, each of means of five; 40 customers / 39
        assert found.se == pytest.approx(np.sqrt(4 * (2 * 2.5 / 5) / 16 * 40 / 39))

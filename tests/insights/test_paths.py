"""Variants, stages, channels and quotes."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.paths.channels import Channels
from desireline.insights.paths.stages import Stages
from desireline.insights.paths.variants import Variants
from desireline.insights.quotes import Quotes

DAY = 24 * 60


def test_paths_are_counted_exactly_and_rebuilt_for_the_winners(world: Any) -> None:
    journeys = [world.journey(c, "Home@0 Cart@1 Home@2") for c in range(6)]
    journeys += [world.journey(c, "Home@0 Cart@1") for c in range(10, 15)]
    journeys += [world.journey(c, "Cart@0") for c in range(20, 23)]
    result = Variants().run(world(journeys))
    assert [(one.path, one.n) for one in result.measures] == [
        (("Home", "Cart", "Home"), 6),
        (("Home", "Cart"), 5),
    ]
    assert result.measures[0].share.value == pytest.approx(6 / 14)
    assert result.suppressed == 1
    assert "of 3 paths" in result.insights[0].words


def test_five_journeys_of_one_customer_are_one_customer(world: Any) -> None:
    journeys = [world.journey(1, "Secret@0") for _ in range(5)]
    journeys += [world.journey(c, "Home@0") for c in range(10, 16)]
    result = Variants().run(world(journeys))
    assert [one.path for one in result.measures] == [("Home",)]
    assert result.suppressed == 1


DAY = 24 * 60
STAGES = {"Home": "look", "Cart": "choose", "Order": "buy"}


def test_the_river_loses_those_known_to_have_left_and_no_others(world: Any) -> None:
    journeys = [world.journey(c, "Home@0 Cart@1 Order@2") for c in range(10)]
    journeys += [world.journey(c, "Home@0", state=1) for c in range(10, 20)]
    look, choose, buy = Stages().run(world(journeys, stages=STAGES)).measures
    assert look.reached.value == 1
    assert choose.reached.value == 0.5
    assert [one.remaining.value for one in (look, choose, buy)] == [0.5, 0.5, 0.5]


def test_running_journeys_count_for_as_long_as_they_are_seen(world: Any) -> None:
    # three leave after ten minutes; of the day that the data hold, four were there for the last five minutes, four from the first
    journeys = [world.journey(c, "Home@0 Cart@1 Order@2") for c in range(6)]
    journeys += [world.journey(c, "Home@0 Home@10", state=1) for c in range(10, 13)]
    journeys += [world.journey(c, f"Home@{DAY - 5}", state=2) for c in range(20, 24)]
    journeys += [world.journey(c, "Home@0 Home@100", state=2) for c in range(30, 34)]
    look = Stages().run(world(journeys, stages=STAGES, days=1)).measures[0]
    # after the six are through and the four are out of sight, 3 of 7 leave: 11/17 of all come so far
    assert look.remaining.value == pytest.approx(1 - (11 / 17) * (3 / 7))
    assert look.remaining.low < look.remaining.value < look.remaining.high


def test_who_is_kept_for_long_does_not_make_the_loss_of_a_stage_larger(world: Any) -> None:
    # an insurer's last stage: a third cancel at once, all others go on paying until the data end
    journeys = [world.journey(c, "Home@0 Cart@1", state=1) for c in range(10)]
    journeys += [world.journey(c, "Home@0 Cart@1 Cart@100", state=2) for c in range(10, 30)]
    _, choose = Stages().run(world(journeys, stages=STAGES)).measures
    assert choose.remaining.value == pytest.approx(2 / 3)


def test_a_stage_knows_its_duration_and_who_was_heard(world: Any) -> None:
    journeys = [world.journey(c, f"Home@0 Home@10 Cart@{20 + c}:100") for c in range(5)]
    look, choose = Stages().run(world(journeys, stages=STAGES)).measures
    assert look.duration_median_s == look.duration.value == 22 * 60
    assert look.duration.low == 20 * 60
    assert look.heard.value == 0
    assert choose.heard.value == 1
    assert choose.feeling.value == pytest.approx(0.1)


def test_medians_by_entry_channel(world: Any) -> None:
    desk = [
        world.journey(c, f"Ask@{DAY} Done@{DAY + 10 * (c + 1)}", channel="desk") for c in range(5)
    ]
    web = [world.journey(c, f"Ask@{DAY} Done@{DAY + 2}", channel="web") for c in range(10, 20)]
    measures = Channels().run(world(desk + web)).measures
    told = {one.channel: (one.journeys, one.duration_median.value) for one in measures}
    assert told == {"web": (10, 120), "desk": (5, 1800)}


def test_running_journeys_are_longer_than_those_that_ended(world: Any) -> None:
    ended = [world.journey(c, f"Ask@{DAY} Done@{DAY + c + 1}") for c in range(9)]
    running = [world.journey(c, f"Ask@{DAY} More@{DAY + 1}", state=2) for c in range(10, 16)]
    (web,) = Channels().run(world(ended + running)).measures
    assert web.duration_median.value == 8 * 60 if web.duration_median else True
    assert web.duration_median is None or web.duration_median.value > 5 * 60


def test_journeys_of_one_moment_take_no_time_that_could_be_told(world: Any) -> None:
    met = [world.journey(c, f"Meeting@{DAY * c}", channel="desk") for c in range(10)]
    web = [world.journey(c, f"Ask@{DAY} Done@{DAY + 2}") for c in range(10, 20)]
    told = [one.channel for one in Channels().run(world(met + web)).insights]
    assert told == ["web"]


def test_quotes_are_masked_words_where_five_or_more_spoke(world: Any) -> None:
    journeys = [
        world.journey(c, f"Call@{c}:{c * 100 - 500}", text=f"[name] said number {c} to me")
        for c in range(9)
    ]
    journeys += [
        world.journey(c, "Rare@0:-900", text="only four of us said this") for c in range(20, 24)
    ]
    quotes = list(Quotes().run(world(journeys)).measures)
    assert {one.touchpoint for one in quotes} == {"Call"}
    assert len(quotes) == 6
    assert quotes[0].feeling == -0.5
    assert all(one.text_masked.startswith("[name]") for one in quotes)
    assert len({one.id for one in quotes}) == 6

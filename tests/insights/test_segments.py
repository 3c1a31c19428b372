"""Two segments side by side: what differs, and whether it is about them or about who is in them."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.errors import InputError
from desireline.insights import compare
from desireline.insights.model import Verdict
from desireline.recipe import Recipe, SuccessRule

DAY = 24 * 60
STAYS = SuccessRule(
    name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=10
)


def shop(world: Any, *, chat_easy: int, phone_easy: int) -> Any:
    """200 by chat, 200 by phone; of easy matters 1 in 10 cancels, of hard ones 6 in 10, in both channels.

    `chat_easy` and `phone_easy`: how many of each hundred come with an easy matter.
    """
    made = []
    for c in range(400):
        channel = "chat" if c % 2 else "phone"
        rank = (c // 2) % 100
        easy = rank < (chat_easy if channel == "chat" else phone_easy)
        cancels = (rank * 7) % 10 < (1 if easy else 6)
        at = (c % 60) * DAY
        path = f"Order@{at} Used@{at + 60}" + (f" Cancel@{at + 2 * DAY}" if cancels else "")
        attributes = {"matter": "easy" if easy else "hard"}
        made.append(world.journey(c, path, state=2, channel=channel, attributes=attributes))
    return world(made, days=90, recipe=Recipe(successes=(STAYS,)))


def stays(world: Any, a: str = "channel = phone", b: str = "channel = chat", **shares: int) -> Any:
    facts = shop(world, **shares)
    found = compare(facts.data, facts.purpose, a, b)
    return found, next(one for one in found.measures if one.metric == "stays")


def test_a_difference_that_is_about_who_comes_is_told_within(world: Any) -> None:
    # phone gets 80 easy in a hundred, chat 20: .8 stay against .5, and within a matter nothing differs
    found, one = stays(world, chat_easy=20, phone_easy=80)
    assert found.customers == (200, 200)
    assert one.parts.means[0].value == pytest.approx(0.80, abs=0.02)
    assert one.parts.means[1].value == pytest.approx(0.50, abs=0.02)
    assert one.stratum == "matter"
    assert abs(one.difference.value) < 0.05
    assert one.verdict != Verdict.SHOWN
    assert "channel" not in found.tried, "what is asked is no stratum"


def test_a_difference_that_is_about_them_stands(world: Any) -> None:
    _, one = stays(world, "matter = easy", "matter = hard", chat_easy=50, phone_easy=50)
    assert one.stratum is None
    assert one.difference.value == pytest.approx(-0.5, abs=0.03)
    low, high = one.interval
    assert low < -0.5 < high
    assert one.verdict == Verdict.SHOWN


def test_journeys_in_both_are_in_neither(world: Any) -> None:
    found, _ = stays(world, "channel = phone", "matter = hard", chat_easy=50, phone_easy=50)
    assert found.in_both == 100
    assert found.journeys == (100, 100)


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("channel = letter", "channel = chat", "segment.small"),
        ("channel = chat", "channel in (chat)", "segment.same"),
        ("region = north", "channel = chat", "expression.field"),
    ],
)
def test_segments_that_are_nobody_or_the_same_are_refused(
    world: Any, a: str, b: str, code: str
) -> None:
    facts = shop(world, chat_easy=50, phone_easy=50)
    with pytest.raises(InputError) as caught:
        compare(facts.data, facts.purpose, a, b)
    assert caught.value.code == code

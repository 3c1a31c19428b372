"""An app's events and a list of closed accounts: success is to stay, and silence is no success."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import desireline as dl
from desireline.insights import Insight

FIRST = datetime(2025, 1, 6, 9)  # noqa: DTZ001 - an export's times have no zone


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Insight]:
    """300 customers use an app each week for half a year; every fourth closes the account after three to nine weeks."""
    folder = tmp_path_factory.mktemp("app")
    events, closed = (
        ["customer_id,event,timestamp"],
        ["account_no,customer_id,opened_on,closed_on"],
    )
    for n in range(300):
        began = FIRST + timedelta(days=n % 90, hours=n % 7)
        weeks = 3 + n % 7 if n % 4 == 0 else 26
        events.append(f"C{n:06},Sign up,{began}")
        for week in range(weeks):
            at = began + timedelta(days=7 * week, hours=5 + (n + week) % 9)
            events.append(
                f"C{n:06},{('Payment made', 'Statement opened')[(n + week) % 3 == 0]},{at}"
            )
            if (n * week) % 5 == 0:
                events.append(f"C{n:06},Savings opened,{at + timedelta(minutes=4)}")
        if n % 4 == 0:
            gone = began + timedelta(days=7 * weeks)
            events.append(f"C{n:06},Account closure requested,{gone}")
            closed.append(f"A{n},C{n:06},{began:%Y-%m-%d},{gone + timedelta(days=1):%Y-%m-%d}")
    (folder / "events.csv").write_text("\n".join([*events, ""]), encoding="utf-8")
    (folder / "closed.csv").write_text("\n".join([*closed, ""]), encoding="utf-8")
    with dl.open(folder / "workspace") as workspace:
        workspace.add(folder / "events.csv")
        workspace.add(folder / "closed.csv")
        return [one for book in workspace.insights() for one in book.insights]


def test_whoever_fell_silent_completed_nothing(told: list[Insight]) -> None:
    outcomes = {one.outcome for one in told if one.outcome is not None}
    assert "stays" in outcomes
    assert "completed" not in outcomes


def test_to_ask_for_the_closing_is_no_leak_and_no_way_in(told: list[Insight]) -> None:
    kinds = ("drop_off", "exit", "attraction", "moment", "point_of_no_return")
    said = [one.words for one in told if one.kind in kinds and "closure requested" in one.words]
    assert said == []


def test_where_customers_only_have_to_stay_no_use_is_a_step_to_save(told: list[Insight]) -> None:
    assert not [one for one in told if one.kind == "redundancy" and one.touchpoint is not None]

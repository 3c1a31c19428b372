"""Tables in which nothing comes after anything, and logs that name nobody: what cannot be known is not told."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import desireline as dl
from desireline.insights.changes.watching import watched
from desireline.insights.model import Verdict
from desireline.insights.pains.potential import PotentialPains
from desireline.insights.paths.attraction import Attraction
from desireline.insights.paths.channels import Channels
from desireline.insights.paths.exits import Exits
from desireline.insights.paths.variants import Variants
from desireline.insights.people.representatives import Representatives

DAY = 24 * 60


def test_answers_given_at_one_time_are_no_path(world: Any) -> None:
    facts = world([world.journey(c, "Wifi@5*3 Seat@5*4 Food@5*2") for c in range(300)], days=60)

    for module in (Variants(), Representatives(), Channels()):
        assert not module.run(facts).insights, module.name


def test_of_one_day_nobody_is_followed_and_nobody_began_anywhere(world: Any) -> None:
    facts = world([world.journey(c, "Wifi@0*3 Seat@0*4") for c in range(300)], days=0)

    assert not Exits().run(facts).insights
    (attraction,) = Attraction().run(facts).insights
    assert (attraction.verdict, attraction.reason) == (Verdict.UNKNOWN, "no order")


def test_a_question_that_is_asked_more_often_is_no_growing_pain(world: Any) -> None:
    def answers(channel: str) -> Any:
        return world(
            [
                world.journey(
                    c,
                    f"Desk@{c * 60}*5 Wifi@{c * 60 + 9}*1"
                    if c % 10 < (2 if c < 800 else 8)
                    else f"Desk@{c * 60}*5",
                    channel=channel,
                )
                for c in range(1_600)
            ],
            days=70,
        )

    told = [one.condition for one in PotentialPains().run(answers("phone")).insights]
    assert told == ["growing"]
    asked = answers("survey")
    assert not PotentialPains().run(asked).insights
    assert not [one.scope for one in watched(asked) if one.metric == "visits"]


def test_a_call_log_that_names_nobody_has_no_first_contact_resolution(tmp_path: Path) -> None:
    begin = datetime(2025, 1, 1, 9, tzinfo=UTC)
    columns = ["Call Id", "Date", "Time", "Answered (Y/N)", "Resolved", "Speed of answer in seconds", "Topic"]  # fmt: skip
    with (tmp_path / "calls.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        for n in range(400):
            at = begin + timedelta(hours=6 * n)
            answered = "N" if n % 5 == 0 else "Y"
            out.writerow([f"ID{n:04}", at.date(), at.time(), answered, answered, 60, "Contract"])
    with dl.open(tmp_path / "ws") as ws:
        ws.add(tmp_path / "calls.csv")
        (book,) = ws.insights()
    told = [one for one in book.insights if one.kind in {"service", "effort"}]
    metrics = {one.metric for one in told if one.verdict != Verdict.UNKNOWN}
    assert "answered" in metrics
    assert not metrics & {
        "first-contact resolution",
        "re-contact",
        "contacts per customer",
        "company-caused share of contacts",
    }
    (unknown,) = [one for one in told if one.reason == "nobody is named"]
    assert (unknown.metric, unknown.n) == ("re-contact", 400)

"""An office's log, from the file on: what the office does is no choice, no contact and no success of the customer's."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.insights.causes.drivers import Drivers
from desireline.insights.paths.attraction import Attraction
from desireline.insights.paths.waits import Waits

_FIELDS = ("case_id", "activity", "timestamp", "resource", "amount", "paid")


def write_fines(path: Path, cases: int = 1_200) -> Path:
    """Fines: made and sent by clerks; paid or handed over to collectors, or given up after an appeal."""
    lot = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, _FIELDS)
        out.writeheader()
        for case in range(cases):
            at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=5 * case + lot.random())
            amount, steps = lot.choice([35, 70, 140]), ["Create Fine"]
            fate = lot.random()
            if fate > 0.4:
                steps += ["Send Fine", "Add Penalty"]
            if fate > 0.85:
                steps += ["Appeal to Judge", "Examine Appeal", "Payment"][: lot.choice([2, 3])]
            else:
                steps += ["Payment"] if fate < 0.7 else ["Send for Credit Collection"]
            for step in steps:
                clerk = step in ("Create Fine", "Examine Appeal", "Send for Credit Collection")
                out.writerow(
                    {
                        "case_id": f"A{case}",
                        "activity": step,
                        "timestamp": f"{at:%Y-%m-%d %H:%M:%S}",
                        "resource": f"clerk {lot.randrange(4)}" if clerk else None,
                        "amount": amount if step == "Create Fine" else None,
                        "paid": amount if step == "Payment" else None,
                    }
                )
                at += timedelta(days=lot.expovariate(0.2), minutes=5)
    return path


@pytest.fixture(scope="module")
def fines(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Any]:
    folder = tmp_path_factory.mktemp("office")
    with dl.open(folder / "office") as office:
        office.add(write_fines(folder / "fines.csv"))
        (book,) = office.insights()
    return book.insights


def test_what_the_office_does_is_no_choice_of_customers(fines: Sequence[Any]) -> None:
    personas = [one for one in fines if one.kind == "persona"]
    assert [one.verdict.value for one in personas] == ["unknown"]


def test_a_case_that_is_over_is_no_success(fines: Sequence[Any]) -> None:
    assert not [one for one in fines if one.metric == "remaining"], "nobody failed or left"
    told = {one.kind for one in fines if one.verdict.value != "unknown"}
    assert not told & {"pain", "delight", "moment", "driver", "attraction", "potential_pain"}
    assert any("nothing here tells success from failure" in one.words for one in fines)


def test_a_payment_is_no_contact_and_no_wait(fines: Sequence[Any]) -> None:
    assert not [one for one in fines if one.metric and "contact" in one.metric]
    waits = [one.condition for one in fines if one.kind == "wait"]
    assert "Create Fine to Send Fine" in waits
    assert not [one for one in waits if one.endswith(("Payment", "Appeal to Judge"))]
    assert not [one for one in waits if one.endswith(("Penalty", "Collection"))], (
        "nobody waits for a penalty"
    )
    pace = {one.condition: one.words for one in fines if one.kind == "pace"}
    assert "half of the customers take longer than" in pace["Create Fine to Payment"]


def test_it_is_said_whose_steps_were_taken_for_the_offices(fines: Sequence[Any]) -> None:
    (said,) = [one for one in fines if one.metric == "who acts"]
    assert said.value == 5
    assert "Create Fine, Add Penalty, Send Fine and 2 more" in said.words
    assert said.verdict.value == "suggested"


def test_what_is_noted_of_the_last_step_tells_nothing_of_how_it_ended(world: Any) -> None:
    """The same note: of the step that ends the journey it is refused, of an earlier one it counts."""

    def told(minute: int) -> list[str | None]:
        journeys = [world.journey(c, "Open@0 Look@10 End@20", state=c % 2) for c in range(400)]
        for journey in journeys:
            c = journey.customer
            (step,) = [one for one in journey.steps if one.minute == minute]
            # larger by 2 of who failed, and else by lot: it tells much, and not all
            object.__setattr__(step, "attributes", {"sum": 2 * (c % 2) + c * c % 7})
        return [one.condition for one in Drivers().run(world(journeys, days=60)).insights]

    assert "sum" in told(10)
    assert "sum" not in told(20)


def test_the_step_that_completes_a_journey_is_no_way_to_it(world: Any) -> None:
    paths = ("Open@0 Pay@9", "Open@0 Ask@9 Pay@20", "Open@0 Ask@9")
    journeys = [world.journey(c, paths[c % 3], state=int(c % 3 == 2)) for c in range(600)]

    found = Attraction().run(world(journeys, days=60)).measures

    assert {one.path for one in found} >= {("Open", "Ask")}
    assert not [one.path for one in found if "Pay" in one.path]


def test_time_that_customers_take_is_told_after_waits_for_the_company(world: Any) -> None:
    """actor 1 is the company; the customers' 900 minutes come after its 30."""
    facts = world(
        [
            world.journey(c, f"Order@0 Sent@{30 + c % 7}/1 Review@{930 + c % 99}")
            for c in range(200)
        ]
    )

    told = [(one.kind, one.condition) for one in Waits().run(facts).insights if one.kind != "fixed_timer"]  # fmt: skip

    assert told == [("wait", "Order to Sent"), ("pace", "Sent to Review")]


def test_nobody_waits_for_a_leaving(world: Any) -> None:
    facts = world([world.journey(c, f"Order@0 Sent@{30 + c % 7}/1 Contract_cancelled@{5_000 + c % 99}/1") for c in range(200)])  # fmt: skip

    assert [one.condition for one in Waits().run(facts).insights] == ["Order to Sent"]


def test_where_nobody_is_told_apart_all_times_are_waits(world: Any) -> None:
    facts = world([world.journey(c, f"Order@0 Review@{900 + c % 40}") for c in range(200)])

    assert {one.kind for one in Waits().run(facts).insights} == {"wait"}

"""Claims about companies that sell no orders: what is tried, adjusted for, and called a leak or a waste."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.insights.causes.drivers import Drivers
from desireline.insights.causes.moments import Moments
from desireline.insights.causes.treatments import treatments
from desireline.insights.changes import Changes
from desireline.insights.model import Verdict
from desireline.insights.pains.pains import Pains
from desireline.insights.paths.attraction import Attraction
from desireline.insights.paths.dropoffs import DropOffs
from desireline.insights.paths.noted import keys
from desireline.insights.paths.redundancies import Redundancies
from desireline.insights.paths.results import successes

DAY = 24 * 60


def imports(world: Any, n: int, *, status: bool) -> list[Any]:
    """Half of those who begin an import see it fail; of these a quarter stays, of the others three quarters."""
    made = []
    for c in range(n):
        begins, fails, often = c % 5 != 0, c % 2 == 0, (c // 10) % 4 != 0
        stays = (often != fails) if begins else c % 4 < 2
        path = f"Signup@{c % 9}"
        if begins:
            path += f" Import@{10 + c % 7} {'Failed' if fails else 'Finished'}@{20 + c % 7}"
        else:
            path += f" Tour@{10 + c % 7} Template@{20 + c % 7}"
        journey = world.journey(
            c, f"{path} Board@{DAY}", state=0 if stays else 1, outcome=None if stays else "lost"
        )
        if status:
            first = replace(
                journey.steps[0], attributes={"status": "active" if stays else "canceled"}
            )
            journey = replace(journey, steps=[first, *journey.steps[1:]])
        made.append(journey)
    return made


def test_a_condition_that_only_those_who_met_another_could_meet_is_tried(world: Any) -> None:
    facts = world(imports(world, 600, status=False))

    tried = {one.title for one in treatments(facts)[1]}

    assert "meeting Failed right after Import" in tried


def test_what_an_export_writes_later_beside_an_early_event_explains_nothing_away(
    world: Any,
) -> None:
    facts = world(imports(world, 600, status=True))

    found = next(
        one
        for one in Moments().run(facts).insights
        if one.condition == "meets Failed" and one.outcome == "completed"
    )

    # 240 fail, of whom 60 stay; 240 do not, of whom 180 stay
    assert found.value == pytest.approx(-0.5, abs=0.05)
    assert found.verdict is Verdict.SHOWN


def test_a_proven_loss_comes_before_what_is_only_disliked(world: Any) -> None:
    journeys = imports(world, 600, status=False)
    loud = [
        replace(
            one,
            steps=[
                *one.steps,
                *world.journey(0, f"Mail@{DAY + 9}:-900 Chat@{DAY + 19}:700").steps,
            ],
        )
        for one in journeys
    ]

    pains = [one for one in Pains().run(world(loud)).insights if one.verdict is Verdict.SHOWN]

    assert [one.condition for one in pains[:2]] == ["meets Failed", None]
    assert pains[1].touchpoint == "Mail"
    assert [one.rank for one in pains[:2]] == [1, 2]
    assert pains[1].rank_low == 2


def test_who_cancels_has_left_and_is_no_leak(world: Any) -> None:
    made = []
    for c in range(400):
        path = f"Signup@{c % 9} Board@{DAY} Report@{2 * DAY}"
        leaves = c % 4 == 0
        if leaves:
            path += f" Contract_cancelled@{3 * DAY}"
        made.append(
            world.journey(c, path, state=1 if leaves else 0, outcome="lost" if leaves else None)
        )

    excess = {one.touchpoint: one.excess for one in DropOffs().run(world(made, days=200)).measures}

    assert excess["Report"] is not None
    assert excess["Contract_cancelled"] is None


def renewals(world: Any) -> Any:
    """Customers open the board daily, pay each month, and half of them ask twice for their papers."""
    made = []
    for c in range(300):
        path = f"Signup@{c % 9} Papers@{50} Letter@{60}"
        if c % 2 == 0:
            path += " Papers@70 Letter@80"
        for month in range(1, 5):
            path += f" Pay@{month * 30 * DAY} Board@{month * 30 * DAY + 50} Report@{month * 30 * DAY + 60}"
        stays = (c // 2) % 3 != 0
        journey = world.journey(
            c, path, state=0 if stays else 1, outcome=None if stays else "lost"
        )
        steps = [
            replace(step, value=9.0) if step.touchpoint == "Pay" else step
            for step in journey.steps
        ]
        made.append(replace(journey, steps=steps))
    return world(made, days=200)


def test_a_payment_and_what_is_used_again_and_again_are_no_waste(world: Any) -> None:
    told = {one.touchpoint for one in Redundancies().run(renewals(world)).measures}

    twice = {
        one.touchpoint
        for one in Redundancies().run(renewals(world)).measures
        if one.kind == "done twice"
    }
    assert "Papers" in twice
    assert "Pay" not in told
    assert not twice & {"Board", "Report"}


def test_a_payment_is_no_door(world: Any) -> None:
    made = []
    for c in range(240):
        first = ("Pay", "Tour", "Article")[c % 3]
        stays = c % 3 == 0 or c % 6 == 1
        journey = world.journey(
            c,
            f"{first}@{c % 9} Board@{DAY}",
            state=0 if stays else 1,
            outcome=None if stays else "lost",
        )
        steps = [
            replace(step, value=9.0) if step.touchpoint == "Pay" else step
            for step in journey.steps
        ]
        made.append(replace(journey, steps=steps))

    found = Attraction().run(world(made)).measures

    assert {one.path[0] for one in found} == {"Tour", "Article"}


def test_where_nearly_all_begin_alike_the_few_others_are_no_comparison(world: Any) -> None:
    made = [
        world.journey(
            c,
            f"{'Reported' if c < 396 else 'Confirmed'}@{c % 9} Board@{DAY}",
            state=int(c % 5 == 0 and c < 396),
            outcome="lost" if c % 5 == 0 and c < 396 else None,
        )
        for c in range(400)
    ]

    told = [one for one in Attraction().run(world(made)).insights if one.metric != "why"]

    assert all(one.verdict is Verdict.UNKNOWN for one in told)


def test_the_title_of_a_page_is_no_note_about_the_customer(world: Any) -> None:
    made = []
    for c in range(120):
        journey = world.journey(c, f"Home@{c % 9} Prices@20 Board@40")
        steps = [
            replace(
                step,
                attributes={"title": step.touchpoint, "plan": "solo" if c % 2 else "team"},
            )
            for step in journey.steps
        ]
        made.append(replace(journey, steps=steps))

    assert [one.name for one in keys(world(made))] == ["plan"]


def test_late_visits_that_only_the_quick_have_left_are_no_change(world: Any) -> None:
    """Half renew in 10 days and half cancel in 50, all along: near the end only renewals are known yet."""
    made = []
    for c in range(800):
        day, (where, after) = c // 2, ("Renewed", 10) if c % 2 else ("Ended", 50)
        known = day + after < 400
        path = f"Settled@{day * DAY}" + (f" {where}@{(day + after) * DAY}" if known else "")
        made.append(world.journey(c, path, state=0 if known else 2))

    told = Changes().run(world(made, days=400)).insights

    assert not [one for one in told if "goes on" in one.words]


def test_a_reminder_of_a_promise_in_the_same_conversation_is_a_chase(tmp_path: Path) -> None:
    user = {"type": "user", "id": "7", "email": "ann@firm.de"}
    agent = {"type": "admin", "id": "1"}
    began = 1_767_600_000

    def conversation(number: int, hours: float) -> dict[str, Any]:
        parts = [
            (1, agent, "Thanks. A colleague will call you back within 24 hours."),
            (1 + hours, user, "You promised to call me back and nobody called."),
            (200, agent, "I am sorry."),
        ]
        return {
            "type": "conversation",
            "id": str(number),
            "created_at": began + number * 9_000_000,
            "source": {
                "type": "conversation",
                "id": f"s{number}",
                "delivered_as": "customer_initiated",
                "body": "How do I add my colleagues?",
                "author": user,
            },
            "conversation_parts": {
                "type": "conversation_part.list",
                "conversation_parts": [
                    {
                        "type": "conversation_part",
                        "id": f"{number}-{n}",
                        "part_type": "comment",
                        "body": body,
                        "created_at": began + number * 9_000_000 + int(hour * 3600),
                        "author": author,
                    }
                    for n, (hour, author, body) in enumerate(parts)
                ],
            },
        }

    file = tmp_path / "conversations.json"
    # two days later it is a chase; ten minutes later it is a reply to what was just said
    file.write_text(json.dumps({"conversations": [conversation(1, 48), conversation(2, 0.2)]}))
    with dl.open(tmp_path / "workspace") as workspace:
        workspace.add(file)
        workspace.export("effort", tmp_path / "effort.json")
    rows = json.loads((tmp_path / "effort.json").read_text("utf-8"))
    chases = [row["chases"] for row in rows if row["purpose"] == rows[0]["purpose"]]

    assert sum(chases) == 1


def cases(world: Any, n: int) -> list[Any]:
    """An insurer's: asked for papers again, half cancel after three days, of the others a tenth; who stays pays on."""
    made = []
    for c in range(n):
        again, start = c % 3 == 0, DAY * (c % 20)
        leaves = c % 2 == 0 if again else c % 10 == 1
        path = f"Reported@{start} Papers@{start + 60} {'Again' if again else 'Decision'}@{start + 120}"
        path += f" {'Cancelled' if leaves else 'Debit'}@{start + 3 * DAY}"
        path += "" if leaves else f" Debit@{start + 60 * DAY}"
        made.append(
            world.journey(c, path, state=1 if leaves else 2, outcome="lost" if leaves else None)
        )
    return made


def test_where_a_farewell_is_the_only_end_that_is_told_staying_is_the_success(world: Any) -> None:
    facts = world(cases(world, 600))

    (stays,) = successes(facts)
    told = facts.engine.rows(f"SELECT count(*), sum(y) FROM ({stays.sql})")

    # of 200 asked again 100 leave; of the 400 others those whose number ends in 1: 60 less the 20 that three divides
    assert stays.good == "stay"
    assert told == [(600, 600 - 100 - 40)]
    moment = next(one for one in Moments().run(facts).insights if one.verdict is Verdict.SHOWN)
    assert (moment.touchpoint, moment.outcome) == ("Again", "stays")
    assert moment.value == pytest.approx(0.5 - 0.9, abs=0.06)


def test_what_is_noted_late_of_those_who_stay_is_no_driver_of_staying(world: Any) -> None:
    made = [
        replace(one, steps=[replace(step, attributes={"paid": "yes" if one.state == 2 else "no"}) for step in one.steps])
        for one in cases(world, 300)
    ]  # fmt: skip

    assert [one for one in Drivers().run(world(made)).measures if one.outcome == "stays"] == []


def test_a_page_that_was_chosen_instead_of_the_next_step_is_no_cause(world: Any) -> None:
    made = []
    for c in range(600):
        looks, fails = c % 3 == 0, c % 3 == 1
        step = "Terms_page" if looks else "Payment_failed_page" if fails else "Basket"
        buys = c % 5 == 0 if looks or fails else c % 5 != 0
        made.append(
            world.journey(c, f"Home@{c % 9} {step}@{10 + c % 7} {'Order' if buys else 'Help'}@40",
                state=0 if buys else 1, outcome=None if buys else "lost")
        )  # fmt: skip

    tried = {one.name for one in treatments(world(made))[1]}

    assert "meets Terms_page" not in tried
    assert "meets Payment_failed_page" in tried


def test_words_that_only_those_who_succeed_come_to_are_the_success(world: Any) -> None:
    made = []
    for c in range(400):
        stays = c % 4 != 0
        kind = ("crown", "bridge", "implant")[c % 3] if stays else ("check", "scan")[c % 2]
        journey = world.journey(
            c, f"Home@{c % 9} Visit@{20 + c % 9} Letter@40",
            state=0 if stays else 1, outcome=None if stays else "lost",
        )  # fmt: skip
        steps = [replace(step, attributes={"service": kind}) for step in journey.steps[:2]]
        made.append(replace(journey, steps=[*steps, journey.steps[2]]))

    told = Drivers().run(world(made)).insights

    assert not [one for one in told if one.verdict is Verdict.SHOWN]
    assert [one.reason for one in told if one.condition == "service"] == ["leaked outcome"]

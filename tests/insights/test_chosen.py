"""What customers chose, where records stand, what trackers count, and how old journeys are: none of it is a cause, or a change."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desireline.insights.causes.factors import Factor
from desireline.insights.causes.leaks import leak
from desireline.insights.causes.moments import Moments
from desireline.insights.changes.dated import dated
from desireline.insights.facts import Facts
from desireline.insights.model import Verdict
from desireline.insights.pains.cascades import Cascades
from desireline.insights.paths.attraction import Attraction
from desireline.insights.paths.excess import feedback
from desireline.insights.paths.noted import keys
from desireline.insights.paths.redundancies import Redundancies

DAY = 24 * 60


def crossroads(world: Any, step: str, *, fails: float, actor: int = 0, n: int = 3_000) -> Any:
    """From `Home` two in five go to `step`, the others to `Look`; of those who do `fails` do not get to `End`, of others .4."""
    lot, made = random.Random(3), []
    for c in range(n):
        met = lot.random() < 0.4
        good = lot.random() > (fails if met else 0.4)
        before = "".join(
            f"{page}@{at} "
            for at, page in enumerate(("Mail", "Blog", "Shop"))
            if lot.random() < 0.5
        )
        way = f"{step}@15/{actor}" if met else "Look@15"
        made.append(world.journey(c, f"{before}Home@10 {way} Item@19" + (" End@30" if good else ""), state=int(not good)))  # fmt: skip
    return world(made, days=90)


def told_of(facts: Any, step: str) -> Any:
    return next(
        one for one in Moments().run(facts).insights if one.condition == f"meets {step}" and one.outcome == "completed"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "fails", "actor", "verdict", "word"),
    [
        ("Search", 0.52, 0, Verdict.SUGGESTED, "may go with"),
        ("Search", 0.6, 0, Verdict.SHOWN, "goes with"),
        ("Failed", 0.7, 0, Verdict.SHOWN, "makes"),
        ("Notice", 0.7, 1, Verdict.SHOWN, "makes"),
    ],
)
def test_a_step_that_customers_choose_is_never_called_a_cause(  # noqa: PLR0917 - parameters of the test
    world: Any, step: str, fails: float, actor: int, verdict: Verdict, word: str
) -> None:
    """Slight: suggested at most. An error, or what the company does, nobody chose."""
    found = told_of(crossroads(world, step, fails=fails, actor=actor), step)

    assert found.verdict == verdict
    assert f" {word} " in found.words
    if step == "Search":
        assert "customers chose it" in (found.reason or "")


def test_nothing_is_to_be_mended_where_customers_chose(world: Any) -> None:
    facts = crossroads(world, "Search", fails=0.6)

    assert not [one for one in Cascades().run(facts).insights if "Search" in one.words]


def test_the_step_that_reaches_the_goal_is_no_condition_for_reaching_it(world: Any) -> None:
    lot, made = random.Random(5), []
    for c in range(1_200):
        met = lot.random() < 0.5
        good = met or lot.random() < 0.5
        made.append(world.journey(c, f"Ready@0 {'Collected' if met else 'Waits'}@50 Look@60", state=int(not good)))  # fmt: skip
    found = told_of(world(made, days=90), "Collected")

    assert (found.verdict, found.reason) == (Verdict.REFUSED, "leaked outcome")


@pytest.mark.parametrize(
    ("name", "of_an_end", "refused"),
    [
        ("status", True, True),
        ("order_status", False, True),
        ("disposition", True, True),
        ("disposition", False, False),
        ("marital status", True, False),
        ("loyalty_status", False, False),
    ],
)
def test_where_a_record_stands_tells_no_answer_and_no_end(
    name: str,
    of_an_end: bool,  # noqa: FBT001
    refused: bool,  # noqa: FBT001
) -> None:
    """A status is what it is on the day of the export, long after the answer; a person's is no record's."""
    lot = np.random.default_rng(1)
    y = lot.integers(0, 2, 400).astype(float)
    factor = Factor(name=name, columns=lot.random((400, 1)))

    assert (leak(factor, y, of_an_end=of_an_end) is not None) is refused


def test_what_trackers_count_for_themselves_is_no_note(world: Any) -> None:
    made = []
    for c in range(60):
        journey = world.journey(c, "Look@0 End@9")
        notes = {"ga_session_number": c, "traffic_source.source": f"site {c % 3}", "batch_event_index": c % 5, "weight": c}  # fmt: skip
        made.append(replace(journey, steps=[replace(one, attributes=notes) for one in journey.steps]))  # fmt: skip

    assert {one.title for one in keys(world(made))} == {"traffic source", "weight"}


def test_where_data_begin_all_are_young_and_older_ones_go_elsewhere(world: Any) -> None:
    """Who looks in the first week tracks a parcel next, who looks later does not; nobody's ways ever change."""
    made = []
    for c in range(900):
        day = c * 170 // 900
        steps = [f"Pay@{day * DAY}"]
        steps += [
            f"Offers@{(day + age) * DAY} {'Track' if age < 8 else 'Browse'}@{(day + age) * DAY + 5}"
            for age in (2, 5, 12, 20, 30, 45)
            if day + age < 200
        ]
        made.append(world.journey(c, " ".join(steps)))

    shown = [one.scope for one in dated(world(made, days=200)) if one.metric == "next step"]

    assert not shown


def test_who_begins_again_after_paying_is_not_held_against_those_who_have_just_paid(
    world: Any,
) -> None:
    """`Offers` comes after `Pay`, but for those who come back to it; of them a third buys, of those who just paid all did."""
    made = []
    for c in range(900):
        if c % 3 == 0:
            path = f"Offers@0 Look@9{' Pay@20 Track@40' if c % 9 == 0 else ''}"
            good = c % 9 == 0
        else:
            path, good = ("Look@0 Pay@9 Offers@60 Track@80", True) if c % 3 == 1 else ("Look@0 Ask@9", False)  # fmt: skip
        journey = world.journey(c, path, state=int(not good))
        steps = [replace(one, value=10.0 if one.touchpoint == "Pay" else None) for one in journey.steps]  # fmt: skip
        made.append(replace(journey, steps=steps))
    stages = {"Look": "look", "Ask": "look", "Pay": "buy", "Offers": "own", "Track": "own"}

    found = Attraction().run(world(made, days=90, stages=stages)).measures

    assert not [one.path for one in found if one.path[0] == "Offers"]


def test_no_insight_changes_what_the_next_one_is_told(world: Any) -> None:
    """What is computed once is shared: a set that one insight added to made the others leave out every mishap, too."""
    made = [world.journey(c, f"Home@0 {'Login_failed' if c % 3 else 'Look'}@5 Home@9 Answer@20*4") for c in range(200)]  # fmt: skip
    facts = world(made, days=90)
    before = set(feedback(facts))

    Redundancies().run(facts)

    assert before == {code for code, place in facts.places.items() if place.name == "Answer"}
    assert feedback(facts) == before


def test_what_begins_anew_after_an_end_is_no_cause_of_the_loss_that_it_may_end_in(
    world: Any,
) -> None:
    """After `Won` half open another deal, two in five of which are lost; the others get a call, and have nothing to lose."""
    lot, made = random.Random(5), []
    for c in range(1_200):
        anew, lost = lot.random() < 0.5, lot.random() < 0.4
        path = f"Opened@0/1 Won@{60 + c % 50}/1 " + (
            "Opened@1500/1 Offer@2000/1" if anew else "Call@1500/1"
        )
        made.append(world.journey(c, path, state=int((anew and lost) or lot.random() < 0.03)))
    made += [world.journey(c, "Shop@0 Paid@60") for c in range(1_200, 1_800)]
    facts = world(made, days=90)
    won = frozenset(code for code, place in facts.places.items() if place.name == "Won")

    def shown(facts: Facts) -> list[str]:
        return [
            one.words
            for one in Moments().run(facts).insights
            if one.verdict is Verdict.SHOWN and "Opened" in one.words
        ]

    assert shown(facts)  # where nothing says that `Won` is an end
    assert not shown(Facts(replace(facts.data, reaching=won), facts.purpose))

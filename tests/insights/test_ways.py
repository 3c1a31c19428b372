"""Good ways and needless ones: what attracts, what leads nowhere, after what it is decided."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.causes.no_return import NoReturn
from desireline.insights.facts import Facts
from desireline.insights.model import Verdict
from desireline.insights.paths.attraction import Attraction
from desireline.insights.paths.redundancies import Redundancies
from desireline.recipe import Recipe, SuccessRule

DAY = 24 * 60
BUYS = SuccessRule(name="buys", title="buys", happens=("Order",), within_days=20)
RECIPE = Recipe(successes=(BUYS,))


def shop(world: Any, n: int, *, planted: bool = True) -> Any:
    """Guides convert and adverts do not; the FAQ leads back; after an error hardly anybody buys. Else all is chance."""
    rng = random.Random(3)
    journeys = []
    for i in range(n):
        door = rng.choice(["Advert", "Guide"])
        lost_way, error = rng.random() < 0.4, rng.random() < 0.25
        buys = {True: 0.7, False: 0.35}[door == "Guide"] if planted else 0.5
        if planted and error:
            buys = 0.02
        path, at = [door, "Product"], i % 7
        if lost_way:
            path += ["Faq", "Product"] if planted or rng.random() < 0.5 else ["Faq", "Reviews"]
        path += ["Basket", "Error" if error else "Checkout", "Summary"]
        path += ["Order"] if rng.random() < buys else ["Leave"]
        told = " ".join(f"{name}@{at + 9 * step}" for step, name in enumerate(path))
        journeys.append(world.journey(i, told))
    return world(journeys, days=90, recipe=RECIPE)


@pytest.fixture
def facts(world: Any) -> Any:
    return shop(world, 400)


def test_the_door_through_which_more_come_to_success_is_told_as_an_association(facts: Any) -> None:
    found = [one for one in Attraction().run(facts).insights if one.metric == "door"]
    best = found[0]
    assert (best.touchpoint, best.verdict) == ("Guide", Verdict.SHOWN)
    assert best.low is not None
    assert best.low > 0.15
    assert "no proven cause" in best.words
    assert [one.touchpoint for one in found if (one.value or 0) < 0] == ["Advert"]


def test_what_comes_after_the_clock_of_success_has_begun_is_no_door(world: Any) -> None:
    rng = random.Random(6)
    journeys = []
    for i in range(600):
        door = ("Advert", "Guide", "Order", "Delivery")[i % 4]
        path = {"Order": ["Order", "Delivery"], "Delivery": ["Delivery", "Use"]}.get(door, [])
        if not path:
            path = [door, "Product", *(["Order", "Delivery"] if rng.random() < 0.5 else ["Leave"])]
        path += ["Cancel"] if "Order" in path and rng.random() < 0.3 else []
        told = " ".join(f"{name}@{i % 9 + 60 * step}" for step, name in enumerate(path))
        journeys.append(world.journey(i, told))
    stays = SuccessRule(name="stays", title="stays", after=("Order",), never=("Cancel",), within_days=20)  # fmt: skip
    found = Attraction().run(world(journeys, days=90, recipe=Recipe(successes=(stays,))))
    assert {one.path[0] for one in found.measures} == {"Advert", "Guide"}
    assert not [one for one in found.insights if one.verdict == Verdict.SHOWN]


def test_who_is_first_seen_at_the_checkout_is_held_against_others_who_came_to_it(
    world: Any,
) -> None:
    """Half of all reach the checkout and 8 in 10 of those buy, whatever their door; one in seven is first seen there."""
    rng = random.Random(7)
    journeys = []
    for i in range(700):
        door = ("Advert", "Guide", "Checkout")[0 if i % 7 < 3 else 1 if i % 7 < 6 else 2]
        path = [door] if door == "Checkout" else [door, "Product"]
        if door != "Checkout" and rng.random() < 0.5:
            path.append("Checkout")
        path.append("Order" if path[-1] == "Checkout" and rng.random() < 0.8 else "Leave")
        told = " ".join(f"{name}@{i % 9 + 9 * step}" for step, name in enumerate(path))
        journeys.append(world.journey(i, told))
    stages = {"Advert": "look", "Guide": "look", "Product": "look", "Checkout": "pay", "Order": "pay", "Leave": "look"}  # fmt: skip
    facts = world(journeys, days=90, recipe=RECIPE, stages=stages)
    found = Attraction().run(facts)
    (checkout,) = [one for one in found.measures if one.path == ("Checkout",)]
    # 100 of about 400 who came to the checkout: .8 there, .8 of the others
    assert checkout.success.value == pytest.approx(0.8, abs=0.1)
    assert checkout.difference.low < 0 < checkout.difference.high
    assert 300 < checkout.difference.n < 500
    assert checkout.stage == "pay"
    assert not [one for one in found.insights if one.verdict == Verdict.SHOWN]


def test_a_step_that_leads_back_and_brings_nothing_is_for_nothing(facts: Any) -> None:
    found = Redundancies().run(facts).insights
    assert [(one.touchpoint, one.condition) for one in found] == [("Faq", "leads nowhere")]
    assert found[0].verdict in (Verdict.SHOWN, Verdict.SUGGESTED)
    (row,) = [
        one for one in Redundancies().run(facts).measures
        if (one.touchpoint, one.kind) == ("Faq", "leads nowhere")
    ]  # fmt: skip
    assert row.share.value == 1.0
    assert row.goal.high < 0.15


def test_a_second_look_that_helps_is_no_waste(world: Any) -> None:
    journeys = [
        world.journey(
            i, f"Home@0 Product@5 Faq@9 Product@14 Basket@20 {'Order' if i % 10 else 'Leave'}@30"
        )
        if i % 2
        else world.journey(
            i, f"Home@0 Product@5 Faq@9 Basket@20 {'Order' if i % 4 else 'Leave'}@30"
        )
        for i in range(200)
    ]
    found = Redundancies().run(world(journeys, days=90, recipe=RECIPE)).insights
    assert not [one for one in found if one.touchpoint == "Faq" and one.verdict != Verdict.UNKNOWN]


def test_the_point_of_no_return_is_the_first_after_which_hardly_anybody_comes(facts: Any) -> None:
    (found,) = NoReturn().run(facts).insights
    assert (found.kind, found.touchpoint, found.condition) == (
        "point_of_no_return",
        "Error",
        "lost",
    )
    assert found.verdict == Verdict.SHOWN
    assert found.high is not None
    assert found.high < 0.1


@pytest.mark.parametrize("first", [True, False])
def test_where_journeys_begin_nothing_is_decided(world: Any, *, first: bool) -> None:
    """An invited colleague buys nothing; the same invitation after the first step of the buyer's own way decides."""
    way = "Invitation@0 Board@9 Task@14 Board@20 Leave@30"
    way = way if first else way.replace("Invitation@0", "Home@0 Invitation@5")
    journeys = [
        world.journey(
            i, way if i % 3 == 0 else f"Home@0 Board@9 Price@14 {'Order' if i % 5 else 'Leave'}@30"
        )
        for i in range(300)
    ]
    (found,) = NoReturn().run(world(journeys, days=90, recipe=RECIPE)).insights
    assert (found.touchpoint == "Invitation") is not first


def test_a_refusal_after_which_nobody_comes_is_the_loss_and_one_that_is_tried_again_is_not(
    world: Any,
) -> None:
    """One in four applications is turned down for good; one in four cards is declined, and two of three of those order all the same."""
    made = []
    for i in range(480):
        refused, declined = i % 4 == 0, i % 4 == 1
        won = not refused and i % 3 > 0
        path = ["Home", "Apply", *(["ApplicationRejected"] * refused), *(["CardDeclined"] * declined), "Look", "Order" if won else "Leave"]  # fmt: skip
        told = " ".join(f"{name}@{i % 7 + 9 * step}" for step, name in enumerate(path))
        made.append(world.journey(i, told, state=0 if won else 1))
    facts = world(made, days=90, recipe=RECIPE)

    assert {facts.places[code].name for code in facts.losing} == {"ApplicationRejected"}
    measured = {one.touchpoint for one in NoReturn().run(facts).measures}
    assert "CardDeclined" in measured
    assert "ApplicationRejected" not in measured


def test_where_nothing_fixes_the_outcome_it_is_a_continuum_and_nothing_attracts(
    world: Any,
) -> None:
    facts = shop(world, 400, planted=False)
    (found,) = NoReturn().run(facts).insights
    assert found.verdict == Verdict.CONTINUUM
    assert "A continuum" in found.words
    assert not [one for one in Attraction().run(facts).insights if one.verdict == Verdict.SHOWN]


def test_what_comes_after_the_success_itself_decides_nothing(world: Any) -> None:
    """Three in five order; the parcel that two of the three get is no point after which it is decided."""
    made = [
        world.journey(
            i,
            f"Home@{i} Basket@{i + 5} " + (f"Order@{i + 9} {'Parcel' if i % 5 else 'Pickup'}@{i + 20} Visit@{i + 30}" if won else f"Look@{i + 9} Gone@{i + 20} Visit@{i + 30}"),
            state=0 if won else 1,
            outcome="completed" if won else "lost",
        )
        for i in range(300)
        for won in [i % 5 < 3]
    ]  # fmt: skip
    facts = world(made, days=90)
    told = {one.touchpoint for one in NoReturn().run(facts).measures}
    assert "Parcel" in told

    order = next(code for code, place in facts.places.items() if place.name == "Order")
    known = Facts(replace(facts.data, reaching=frozenset({order})), facts.purpose)
    told = {one.touchpoint for one in NoReturn().run(known).measures}
    assert told & {"Parcel", "Order"} == set()
    assert "Basket" in told


def test_money_that_moves_again_is_no_waste(world: Any) -> None:
    """Half of those who come pay twice, and keep or leave as often as the others."""
    stays = {"days": 90, "recipe": RECIPE}

    def told(name: str) -> set[str]:
        made = [
            world.journey(
                i,
                f"Home@0 {name}@5 Faq@7 Look@9 " + (f"{name}@14 " if i % 2 else "Summary@14 ") + f"Basket@20 {'Order' if i % 4 < 2 else 'Leave'}@30",
            )
            for i in range(400)
        ]  # fmt: skip
        found = Redundancies().run(world(made, **stays)).insights
        return {one.touchpoint for one in found if one.verdict != Verdict.UNKNOWN}

    assert "Address" in told("Address")
    assert "Transfer" not in told("Transfer")


@pytest.mark.parametrize("end", ["Order", "Leave"])
def test_when_all_come_to_the_same_end_no_point_decides(world: Any, end: str) -> None:
    facts = world([world.journey(i, f"Home@{i} Basket@{i + 5} Look@{i + 6} {end}@{i + 9}") for i in range(80)],
                  days=90, recipe=RECIPE)  # fmt: skip
    (found,) = NoReturn().run(facts).insights
    assert found.verdict == Verdict.UNKNOWN


def test_one_touchpoint_and_five_customers_are_too_few_to_say_anything(world: Any) -> None:
    facts = world([world.journey(i, "Home@0") for i in range(5)], days=90)
    claims = [
        claim
        for module in (Attraction(), Redundancies(), NoReturn())
        for claim in module.run(facts).insights
    ]
    assert claims
    assert {one.verdict for one in claims} == {Verdict.UNKNOWN}

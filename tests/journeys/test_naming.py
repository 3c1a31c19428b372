from __future__ import annotations

from typing import Any

import pytest

from desireline.journeys import titles, vocabulary
from desireline.journeys.labels import Seen
from desireline.journeys.learning import horizon_us, round_up_us, valley_us
from desireline.journeys.naming import matches, name_labels
from desireline.journeys.plan import DAY_US, Label
from desireline.journeys.purposes import draft_purposes
from desireline.journeys.stages import Place, choose_stages
from desireline.recipe import Recipe, StageRule, TouchpointRule


def seen(activity: str, *, events: int = 100, types: Any = (), **more: Any) -> Seen:
    fields: dict[str, Any] = {
        "source": "shop",
        "channel": "web",
        "touchpoint": None,
        "actor": "customer",
    }
    label = Label(activity=activity, outcome=None, **{**fields, **more})
    return Seen(label=label, events=events, types=tuple(types))


def names(*labels: Seen, recipe: Recipe | None = None) -> list[str]:
    return [named.touchpoint for named in name_labels(labels, recipe or Recipe())]


def test_the_recipe_names_first_then_the_source_then_the_vocabulary_then_the_activity() -> None:
    rule = TouchpointRule(match="pv_*", name="Product page")
    labels = (
        seen("pv_shoes", touchpoint="Page"),
        seen("x17", touchpoint="Home page"),
        seen("add_to_cart"),
        seen("quiz_taken"),
    )

    found = names(*labels, recipe=Recipe(touchpoints=(rule,)))

    assert found == ["Product page", "Home page", "Put in the basket", "Quiz taken"]


def test_tools_meet_in_one_word_but_one_source_keeps_its_activities_apart() -> None:
    across = names(seen("add_to_cart"), seen("Product Added", source="segment"))
    within = names(seen("order"), seen("order placed"))

    assert across == ["Put in the basket", "Put in the basket"]
    assert within == ["Order", "Order placed"]


@pytest.mark.parametrize(
    ("activity", "channel", "stage"),
    [
        ("product2", "web", "choose"),
        ("order_shipped", "web", "wait"),
        ("order cancelled", "web", "leave"),
        ("Call: Order changed", "phone", "help"),
        ("nps_sent", "survey", "share"),
        ("zzz", "web", None),
    ],
)
def test_stages_of_common_words(activity: str, channel: str, stage: str | None) -> None:
    assert name_labels([seen(activity, channel=channel)], Recipe())[0].stage == stage


@pytest.mark.parametrize(
    ("activity", "name"),
    [
        ("page_view /", "Home page"),
        ("Page_view /offers", "Offers page"),
        ("page_view /shop/coffee-makers?page=2", "Shop / coffee makers page"),
        ("screen_view Basket", "Basket screen"),
        ("Coupon Applied", "Coupon applied"),
        ("Setup Started", "Start setting up"),
        ("Device Pairing Failed", "Pairing failed"),
        ("Application Opened", "Open the app"),
        ("Call: Invoice explained", "Call: Invoice explained"),
        ("Talk To Sales", "Talk To Sales"),
    ],
)
def test_what_trackers_write_becomes_words_for_people(activity: str, name: str) -> None:
    assert names(seen(activity)) == [name]
    assert names(seen("x", touchpoint=activity)) == [titles.readable(activity)]


def test_the_names_of_a_process_log_stay_what_they_are() -> None:
    codes = ("T02 Check confirmation", "Payment Handled", "pay", "Create Ticket", "Order Paid")

    found = names(*(seen(code, types=[("case", 1.0)]) for code in codes))

    assert found == [
        "T02 Check confirmation",
        "Payment Handled",
        "Pay",
        "Create Ticket",
        "Order Paid",
    ]


def test_a_contact_is_help_whatever_it_is_about_and_an_answer_stands_with_what_it_is_about() -> (
    None
):
    def stage(activity: str, channel: str, *types: str) -> str | None:
        one = seen(activity, channel=channel, types=[(kind, 1.0) for kind in types])
        return name_labels([one], Recipe())[0].stage

    assert stage("Call: Invoice explained", "phone") == "help"
    assert stage("Invoice question", "email", "ticket", "order") == "help"
    assert stage("Order survey", "survey", "order") == "buy"
    assert stage("Delivery survey", "survey") == "receive"
    assert stage("Relationship survey", "survey", "order") == "share"


def test_patterns_do_not_care_about_case() -> None:
    assert matches("Page_View", ["page_*"])
    assert not matches("Page_View", ["page"])


def test_every_word_of_the_vocabulary_leads_to_a_stage_that_exists() -> None:
    words = vocabulary.builtin()

    stages = {stage.name for stage in words.stages}
    assert {stage for _, stage in words.words} <= stages
    assert {known.stage for known in words.known.values()} <= stages
    assert {stage.near for stage in words.stages} <= stages
    assert all(vocabulary.normal(name) == name for name in words.known)


def test_a_process_log_learns_its_stages_from_the_order() -> None:
    places = [
        Place(name=name, events=100, rank=rank, stage=None)
        for name, rank in [
            ("Open", 0.0),
            ("Work", 0.4),
            ("Test", 0.45),
            ("Pay", 0.8),
            ("Close", 1.0),
        ]
    ]

    staged = choose_stages(places, Recipe(), process=True)

    assert [stage.title for stage in staged.stages] == ["Open", "Work", "Pay", "Close"]
    assert staged.stage_of["Test"] == staged.stage_of["Work"]


def test_an_unknown_touchpoint_stands_with_its_neighbours() -> None:
    places = [
        Place(name="Search", events=50, rank=0.1, stage="explore"),
        Place(name="Basket", events=50, rank=0.5, stage="choose"),
        Place(name="Pay", events=50, rank=0.9, stage="buy"),
        Place(name="Zzz", events=5, rank=0.9, stage=None, beside="explore"),
        Place(name="Yyy", events=5, rank=0.85, stage=None),
    ]

    staged = choose_stages(places, Recipe(), process=False)

    assert staged.stage_of["Zzz"] == "explore"
    assert staged.stage_of["Yyy"] == "buy"


def test_declared_stages_win_and_keep_their_order() -> None:
    rules = (
        StageRule(name="late", title="Late", verb="I pay", touchpoints=("Pay",), order=2),
        StageRule(name="early", title="Early", verb="I look", touchpoints=("S*",), order=1),
    )
    places = [
        Place(name="Search", events=5, rank=0.1, stage="explore"),
        Place(name="Pay", events=5, rank=0.9, stage="buy"),
    ]

    staged = choose_stages(places, Recipe(stages=rules), process=False)

    assert [stage.name for stage in staged.stages] == ["early", "late"]
    assert staged.stage_of == {"Search": "early", "Pay": "late"}


def drafts(*labels: Seen) -> list[tuple[str, tuple[str, ...]]]:
    named = name_labels(labels, Recipe())
    return [(draft.name, draft.follow) for draft in draft_purposes(labels, named, {}, Recipe())]


def test_purposes_without_a_recipe() -> None:
    case = [("case", 1.0)]
    ticket = [("ticket", 1.0)]

    assert drafts(seen("a", types=case), seen("b", types=case)) == [("case", ("case",))]
    assert drafts(seen("page_view"), seen("purchase", types=[("order", 1.0)])) == [("buy", ())]
    assert [
        name
        for name, _ in drafts(
            seen("page_view"),
            seen("ticket_created", source="desk", types=ticket),
            seen("ticket_solved", source="desk", types=ticket),
        )
    ] == ["journey", "get_help"]
    assert drafts(seen("a", types=[("@order", 1.0)])) == [("order", ())]


def buckets(*hills: tuple[float, int]) -> dict[int, int]:
    """Gaps around so many days each, spread over a doubling."""
    from math import floor, log2

    found: dict[int, int] = {}
    for days, count in hills:
        middle = floor(8 * log2(days * 86_400 + 1))
        for place in range(middle - 4, middle + 5):
            found[place] = found.get(place, 0) + count
    return found


def test_a_gap_is_learnt_from_a_valley_and_is_thirty_days_without_one() -> None:
    assert valley_us(buckets((1, 100), (60, 100))) in {
        d * DAY_US for d in (3, 5, 7, 10, 14, 21, 30)
    }
    assert valley_us(buckets((1, 100))) == 30 * DAY_US
    assert valley_us(buckets((0.001, 1000), (4, 100))) == 30 * DAY_US
    assert valley_us({}) == 30 * DAY_US


def test_a_horizon_is_what_nearly_all_waits_stay_under_rounded_up() -> None:
    assert horizon_us(buckets((0.5, 100))) == 1 * DAY_US
    assert horizon_us(buckets((0.5, 50), (30, 50))) == 45 * DAY_US
    assert horizon_us({}) == 30 * DAY_US
    assert round_up_us(86_400 * 500) == 365 * DAY_US


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("add_to_cart", "Add to cart"),
        ("numTechTickets", "Num Tech Tickets"),
        ("iPhone", "iPhone"),
        ("eBay-page", "eBay page"),
    ],
)
def test_a_name_is_readable_and_keeps_its_words(name: str, readable: str) -> None:
    assert titles.tidy(name) == readable

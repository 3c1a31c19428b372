"""Touchpoints that nobody measures are drawn as such, and a guess stays a guess."""

from __future__ import annotations

from desireline.insights import Book
from desireline.journeys.data import JourneyData
from desireline.maps import CellState, MapFile, build
from desireline.maps.names import cell_id, stage_id
from desireline.recipe import DeclaredTouchpoint

Shop = tuple[Book, JourneyData]


def drawn(shop: Shop, *declared: DeclaredTouchpoint) -> MapFile:
    book, data = shop
    return build(book, data, book.purpose, declared=declared)


def test_a_declared_touchpoint_stands_unmeasured_in_its_stage_and_its_guess_is_an_assumption(
    shop: Shop,
) -> None:
    poster = DeclaredTouchpoint(
        name="Sees a poster", stage="Choice", channel="print", guess=0.4, by="Sales, March 2026"
    )

    file = drawn(shop, poster)

    (spot,) = [one for one in file.document.touchpoints.values() if one.title == "Sees a poster"]
    assert (spot.measured, spot.key, spot.channel) == (False, None, "print")
    assert spot.stage == stage_id("choose")
    cell = file.document.cells[cell_id("l-metrics", spot.id)]
    assert (cell.words, cell.author) == ("A guess: 40% of customers", "Sales, March 2026")
    assert cell.bindings == []
    assert file.snapshot.cell_states[cell.id] is CellState.ASSUMPTION
    assert file.snapshot.coverage.channels["print"] is False
    assert not any("poster" in name for name in file.snapshot.values)


def test_a_declared_word_of_mouth_takes_the_place_of_the_assumed_one(shop: Shop) -> None:
    friend = DeclaredTouchpoint(name="Asks a friend", stage="discover", channel="word of mouth")

    spots = drawn(shop, friend).document.touchpoints.values()

    titles = [spot.title for spot in spots if spot.channel == "word of mouth"]
    assert titles == ["Asks a friend"]


def test_what_the_data_show_is_measured_whatever_is_declared(shop: Shop) -> None:
    before = drawn(shop)
    after = drawn(shop, DeclaredTouchpoint(name="checkout", stage="order", guess=0.9))
    assert after.document == before.document


def test_a_stage_that_the_map_does_not_have_is_said_and_other_purposes_are_left_alone(
    shop: Shop,
) -> None:
    file = drawn(
        shop,
        DeclaredTouchpoint(name="Dreams of it", stage="dream"),
        DeclaredTouchpoint(name="Fair", stage="discover", purpose="renew"),
    )
    (said,) = [words for words in file.snapshot.notices if "Dreams of it" in words]
    assert "the stage “dream”, which this map does not have" in said
    assert "Fair" not in str(file.document)


def test_the_map_is_the_same_each_time(shop: Shop) -> None:
    two = (
        DeclaredTouchpoint(name="A", stage="discover", guess=0.1),
        DeclaredTouchpoint(name="B", stage="discover"),
    )
    first, second = drawn(shop, *two), drawn(shop, *two)
    assert first == second
    placed = sorted(first.document.touchpoints.values(), key=lambda spot: spot.order)
    assert [spot.title for spot in placed][:2] == ["A", "B"]

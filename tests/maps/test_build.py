"""A map built from a hand-made shop: 240 customers, of whom 120 look on, 80 buy and 40 need help."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.maps.conftest import BUY, open_shop

from desireline.engines import open_engine
from desireline.insights import Book
from desireline.journeys.data import JourneyData, Purpose
from desireline.maps import (
    CellState,
    LaneKind,
    MapFile,
    apply,
    build,
    from_text,
    read_command,
    refresh,
    to_text,
)
from desireline.maps.facts import gather
from desireline.maps.model import Cell, Document, Value
from desireline.maps.names import binding_id, cell_id, stage_id, touchpoint_id

Shop = tuple[Book, JourneyData]


@pytest.fixture(scope="module")
def drawn(shop: Shop) -> MapFile:
    """The shop's map."""
    book, data = shop
    return build(book, data, book.purpose)


def value(map_file: MapFile, metric: str, touchpoint: str, target: str | None = None) -> Value:
    """What the map says of a touchpoint."""
    return map_file.snapshot.values[binding_id(metric, touchpoint_id(touchpoint), target)]


def cell(document: Document, lane: str, column: str) -> Cell:
    """A cell by what it is about."""
    return document.cells[cell_id(f"l-{lane}", column)]


def test_stages_are_the_customers_verbs_in_the_journeys_order(drawn: MapFile) -> None:
    stages = sorted(drawn.document.stages.values(), key=lambda stage: stage.order)
    assert [stage.verb for stage in stages] == [
        "I look around", "I choose", "I order", "I receive", "I get help",
    ]  # fmt: skip


def test_touchpoints_stand_in_the_order_in_which_customers_meet_them(drawn: MapFile) -> None:
    spots = sorted(drawn.document.touchpoints.values(), key=lambda spot: spot.order)
    assert [spot.key for spot in spots] == [
        None, "search", "product_page", "checkout", "delivered", "call_back", "rare_door",
    ]  # fmt: skip
    assert spots[0].channel == "word of mouth"
    assert not spots[0].measured


def test_reach_is_counted_with_n_and_interval(drawn: MapFile) -> None:
    reach = value(drawn, "reach", "product_page")
    assert (reach.value, reach.n, reach.text, reach.unit_of_n) == (
        0.5,
        240,
        "50\u00a0%",
        "journeys",
    )
    assert reach.low is not None
    assert reach.high is not None
    assert 0.43 < reach.low < 0.5 < reach.high < 0.57


def test_every_shown_number_has_n_and_leads_to_its_evidence(drawn: MapFile) -> None:
    for name, answer in drawn.snapshot.values.items():
        if answer.value is None:
            assert answer.reason, name
        else:
            assert answer.n, name
            assert answer.text, name
            assert answer.words, name
            assert answer.evidence in drawn.snapshot.evidence, name


def test_an_interval_holds_its_value(drawn: MapFile) -> None:
    for answer in drawn.snapshot.values.values():
        if answer.low is not None and answer.high is not None and answer.value is not None:
            assert answer.low <= answer.value <= answer.high


def test_three_customers_are_not_shown_and_the_map_says_so(drawn: MapFile) -> None:
    hidden = value(drawn, "reach", "rare_door")
    assert hidden.suppressed
    assert (hidden.value, hidden.n, hidden.low, hidden.high) == (None, None, None, None)
    assert hidden.reason == "fewer than 5 customers: not shown"
    assert any("fewer than 5 customers" in notice for notice in drawn.snapshot.notices)
    assert '"3 ' not in to_text(drawn).split('"notices"')[1][:400]


def test_where_nobody_was_heard_the_feeling_is_unmeasured(drawn: MapFile) -> None:
    assert value(drawn, "feeling", "search").state is CellState.UNMEASURED
    name = cell_id("l-feelings", touchpoint_id("search"))
    assert drawn.snapshot.cell_states[name] is CellState.UNMEASURED


def test_feelings_that_two_halves_of_the_period_share_are_validated(drawn: MapFile) -> None:
    assert value(drawn, "feeling", "delivered").state is CellState.VALIDATED


def test_people_lanes_are_empty_and_blank(drawn: MapFile) -> None:
    for kind in (LaneKind.GOALS, LaneKind.NEEDS, LaneKind.OWNERS, LaneKind.OPPORTUNITIES):
        lane = f"l-{kind.value}"
        cells = [one for one in drawn.document.cells.values() if one.lane == lane]
        assert len(cells) == 5
        assert all(one.words is None and not one.bindings for one in cells)
        assert not {one.id for one in cells} & set(drawn.snapshot.cell_states)


def test_a_wait_that_is_a_clock_is_told_as_a_rule(drawn: MapFile) -> None:
    wait = value(drawn, "wait", "checkout", "delivered")
    assert wait.fixed_timer
    assert (wait.value, wait.n, wait.text) == (86_400.0, 80, "24\u00a0h")
    assert "a rule" in (wait.words or "")


def test_quotes_are_references_and_their_texts_are_masked(drawn: MapFile) -> None:
    said = cell(drawn.document, "thoughts", stage_id("help")).cards
    assert said
    for card in said.values():
        assert card.words is None
        assert card.quote in drawn.snapshot.quotes
        assert drawn.snapshot.quotes[card.quote].text.startswith("[name] promised")


def test_pains_stand_where_they_hurt(drawn: MapFile) -> None:
    cards = cell(drawn.document, "pains", stage_id("help")).cards.values()
    answers = [drawn.snapshot.values[card.binding] for card in cards if card.binding]
    assert [answer.label for answer in answers] == ["Call back"]
    assert answers[0].text == "1.19 below usual"


def test_coverage_counts_customers_and_names_blind_channels(drawn: MapFile) -> None:
    coverage = drawn.snapshot.coverage
    assert (coverage.customers, coverage.journeys) == (240, 240)
    assert coverage.heard is not None
    assert coverage.heard.value == 0.5
    assert coverage.channels == {
        "email": False, "phone": True, "post": True, "store": True, "web": True,
        "word of mouth": False,
    }  # fmt: skip


def test_the_same_data_give_the_same_bytes_and_the_file_reads_back(shop: Shop) -> None:
    book, data = shop
    one, other = (build(book, data, book.purpose) for _ in range(2))
    assert to_text(one) == to_text(other)
    assert from_text(to_text(one)) == one


def test_nothing_in_the_file_is_infinite_or_not_a_number(drawn: MapFile) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(to_text(drawn), parse_constant=refuse)


def test_with_nobody_heard_the_map_is_still_drawn_and_every_feeling_is_hatched(
    silent_shop: Shop,
) -> None:
    book, data = silent_shop
    silent = build(book, data, book.purpose)
    curve = silent.snapshot.reading.curve
    assert [point.value for point in curve] == [None] * 5
    assert {point.state for point in curve} == {CellState.UNMEASURED}
    assert silent.document.generated_sample
    assert silent.snapshot.notices[0].startswith("Generated sample")


def test_three_customers_in_all_give_a_map_without_numbers(tiny_shop: Shop) -> None:
    book, data = tiny_shop
    tiny = build(book, data, book.purpose)
    assert {answer.value for answer in tiny.snapshot.values.values()} == {None}
    assert tiny.snapshot.reading.headline.startswith("Not enough evidence yet")
    assert tiny.snapshot.reading.callouts == []


def test_a_map_read_too_late_is_stale(shop: Shop) -> None:
    book, data = shop
    late = build(book, data, book.purpose, now=date(2027, 3, 1))
    assert value(late, "reach", "search").state is CellState.STALE


def test_people_who_claim_the_opposite_are_contradicted(shop: Shop, buy: Purpose) -> None:
    book, data = shop
    first = build(book, data, buy)
    column = touchpoint_id("call_back")
    bound = binding_id("feeling", column)
    content = {
        "command": "set_words", "column": column, "lane": "l-feelings",
        "words": "They are happy", "author": "Sales", "claim": {"binding": bound, "low": 0.2},
    }  # fmt: skip
    edited = apply(first.document, read_command(content)).document
    again = refresh(edited, book, data, buy)
    name = cell_id("l-feelings", column)
    assert again.snapshot.cell_states[name] is CellState.CONTRADICTED
    assert again.document.cells[name].words == "They are happy"
    assert again.document.cells[name].bindings == [bound]


def test_refreshing_leaves_what_people_wrote_alone(shop: Shop, buy: Purpose) -> None:
    book, data = shop
    content = {
        "command": "rename_stage",
        "stage": stage_id("help"),
        "title": "Help",
        "verb": "I despair",
    }
    edited = apply(build(book, data, buy).document, read_command(content)).document
    assert refresh(edited, book, data, buy).document == edited


def test_a_stage_called_after_a_touchpoint_of_another_purpose_is_called_after_one_that_is_met() -> (
    None
):
    engine = open_engine(threads=1)
    data = open_shop(engine)
    engine.execute("INSERT INTO touchpoints VALUES (99, 'Claim decided', 0, false, 1.0)")
    first = engine.rows("SELECT name FROM stages WHERE code = 0")[0][0]
    engine.execute(
        "UPDATE stages SET title = 'Claim decided', verb = 'Claim decided' WHERE code = 0"
    )
    told = gather(data, BUY)
    engine.close()
    mine = [spot for spot in told.touchpoints if spot.stage == first]
    called = next(stage for stage in told.stages if stage.name == first)
    assert called.title == called.verb == max(mine, key=lambda spot: (spot.steps, spot.name)).name

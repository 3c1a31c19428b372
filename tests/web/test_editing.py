"""Editing a map in a real browser: words, cards, dragging, undo, and what is kept."""

from __future__ import annotations

import pytest
from tests.web.conftest import Visit, open_map, part, until, write_card

pytestmark = pytest.mark.browser


def test_a_map_opens_in_the_reading_view_and_evidence_leads_to_the_grid(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    open_map(page)
    page.get_by_role("button", name="Show evidence").click()
    page.wait_for_selector("svg[data-view='grid']")
    page.keyboard.press("g")
    page.wait_for_selector("svg[data-view='reading']")


def test_a_card_is_written_moved_taken_back_and_kept(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page, edits=True)
    card = write_card(page, "cell:c-needs-st", "Promise an honest date")
    where = page.locator(f'[data-column]:has([data-ref="{card}"])').first
    first = where.get_attribute("data-column")
    page.keyboard.press("Alt+ArrowRight")
    until(
        page,
        "([card, column]) => document.querySelector(`[data-column]:has([data-ref='${card}'])`)"
        "?.dataset.column !== column",
        arg=[card, first],
    )
    page.keyboard.press("Control+z")
    until(
        page,
        "([card, column]) => document.querySelector(`[data-column]:has([data-ref='${card}'])`)"
        "?.dataset.column === column",
        arg=[card, first],
    )
    page.get_by_text("saved", exact=True).wait_for()

    page.reload()  # the address keeps the view
    page.wait_for_selector("svg[data-view='grid']")
    page.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()


def test_undo_takes_back_every_step_and_redo_brings_them_again(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page, edits=True)
    head = page.locator('.dl-heads [data-ref^="stage:"]').nth(1)
    before = head.text_content()
    head.click()
    page.keyboard.press("F2")
    page.keyboard.type("I compare them all")
    page.keyboard.press("Enter")
    page.locator(".dl-heads").get_by_text("I compare them all").wait_for()
    page.keyboard.press("Control+z")
    page.locator(".dl-heads").get_by_text("I compare them all").wait_for(state="detached")
    assert page.locator('.dl-heads [data-ref^="stage:"]').nth(1).text_content() == before
    page.keyboard.press("Control+Shift+z")
    page.locator(".dl-heads").get_by_text("I compare them all").wait_for()
    page.keyboard.press("Control+z")
    page.locator(".dl-heads").get_by_text("I compare them all").wait_for(state="detached")


def test_a_stage_is_split_and_merged_and_a_lane_hidden_and_shown(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    open_map(page, edits=True)
    stages = page.locator('.dl-heads [data-ref^="stage:"]')
    count = stages.count()
    # the stage with the most touchpoints can be split
    stages.nth(2).click()
    page.keyboard.press("s")
    until(
        page,
        "n => document.querySelectorAll('.dl-heads [data-ref^=\"stage:\"]').length === n",
        arg=count + 1,
    )
    page.keyboard.press("m")
    until(
        page,
        "n => document.querySelectorAll('.dl-heads [data-ref^=\"stage:\"]').length === n",
        arg=count,
    )
    page.locator('.dl-lanes [data-ref="lane-title:l-needs"]').click()
    page.keyboard.press("h")
    part(page, "lane-title:l-needs").wait_for(state="detached")
    page.keyboard.press("Control+z")
    part(page, "lane-title:l-needs").wait_for()


def test_a_card_is_dragged_to_another_stage(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page, edits=True)
    card = write_card(page, "cell:c-needs-st", "Drag me along")
    start = page.locator(f'.dl-wrap > svg [data-ref="{card}"]').bounding_box()
    target = part(page, "cell:c-needs-st", 1)
    goal, column = target.bounding_box(), target.get_attribute("data-column")
    assert start
    assert goal
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(goal["x"] + 20, goal["y"] + 12, steps=6)
    page.mouse.up()
    until(
        page,
        "([card, column]) => document.querySelector(`[data-column]:has([data-ref='${card}'])`)"
        "?.dataset.column === column",
        arg=[card, column],
    )
    page.keyboard.press("Delete")
    page.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for(state="detached")


def test_words_stand_beside_the_number_and_overruling_keeps_both(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    open_map(page, edits=True)
    cell = part(page, "cell:c-metrics-tp")
    ref = cell.get_attribute("data-ref")
    cell.click(position={"x": 4, "y": 4})
    page.get_by_label("Write what you believe").fill("Half of them come here.")
    page.keyboard.press("Tab")
    drawer = page.get_by_role("complementary", name="What stands behind this")
    drawer.get_by_role("switch", name="Show our words instead of the number").check(force=True)
    numbers = page.locator(f'.dl-wrap > svg [data-ref="{ref}"] [data-ref^="binding:"]')
    numbers.first.wait_for(state="detached")
    assert drawer.get_by_text("Interval").first.is_visible()
    page.get_by_role("button", name="Undo").click()
    numbers.first.wait_for()


def test_the_drawer_tells_number_interval_n_sources_and_how_it_is_computed(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    open_map(page)
    page.get_by_role("button", name="Show evidence").click()
    part(page, "cell:c-metrics-tp").click(position={"x": 4, "y": 4})
    drawer = page.get_by_role("complementary", name="What stands behind this")
    words = drawer.inner_text()
    for label in ("Value", "Interval", "n", "Period", "Sources", "How sure"):
        assert label in words
    drawer.get_by_text("How this is computed").first.click()
    assert "Proof" in drawer.inner_text()
    page.keyboard.press("Escape")


def test_only_what_we_know_hides_what_nobody_measured(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page)
    page.get_by_role("button", name="Show evidence").click()
    hatched = page.locator('.dl-wrap > svg [data-state="unmeasured"]').first
    hatched.wait_for()
    page.get_by_label("Show only what we know").check()
    assert not hatched.is_visible()


def test_flow_and_table_show_the_same_map(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page)
    page.get_by_text("Flow", exact=True).click()
    page.locator(".flow-view .spot").first.wait_for()
    page.get_by_text("Table", exact=True).click()
    rows = page.locator(".table-view tbody tr")
    rows.first.wait_for()
    page.get_by_label("Find in this map").fill("interval")
    assert rows.count() > 3

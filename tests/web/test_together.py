"""Two people edit one map at once, and one of them loses the line for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import Visit, open_map, write_card

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_two_people_see_each_other_s_cards_and_each_undoes_only_their_own(
    visit: Visit, address: str
) -> None:
    ann, bob = visit(address), visit(address)
    open_map(ann, edits=True)
    open_map(bob, edits=True)
    ann.get_by_role("group", name="1 other here").wait_for()
    anns = write_card(ann, "cell:c-goals-st", "Ann was here")
    bobs = write_card(bob, "cell:c-goals-st", "Bob was here")
    for page in (ann, bob):
        for card in (anns, bobs):
            page.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()
    ann.keyboard.press("Control+z")
    bob.locator(f'.dl-wrap > svg [data-ref="{anns}"]').wait_for(state="detached")
    assert bob.locator(f'.dl-wrap > svg [data-ref="{bobs}"]').count() == 1


def cut_the_line(page: Page) -> None:
    """Under the page: what it sends and hears stops."""
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.get_by_text("offline: your changes are kept here").wait_for()


def mend_the_line(page: Page) -> None:
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_what_was_written_offline_merges_when_the_line_is_back(visit: Visit, address: str) -> None:
    ann, bob = visit(address), visit(address)
    open_map(ann, edits=True)
    open_map(bob, edits=True)
    cut_the_line(ann)
    anns = write_card(ann, "cell:c-needs-st", "Alone on the train")
    bobs = write_card(bob, "cell:c-needs-st", "Back in the office")
    assert ann.locator(f'.dl-wrap > svg [data-ref="{bobs}"]').count() == 0
    mend_the_line(ann)
    for page in (ann, bob):
        for card in (anns, bobs):
            page.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()
    ann.get_by_text("saved", exact=True).wait_for()


def test_what_was_written_offline_waits_on_other_screens_and_is_saved_from_there(
    visit: Visit, address: str
) -> None:
    ann, bob = visit(address), visit(address)
    open_map(bob, edits=True)
    open_map(ann, edits=True)
    cut_the_line(ann)
    card = write_card(ann, "cell:c-needs-st", "Between two stations")

    ann.get_by_role("link", name="Desireline").click()
    ann.locator(".map-card").first.wait_for()
    ann.get_by_text("Changes on a map are not saved yet").wait_for()
    ann.locator(".map-card a").first.click()
    ann.get_by_role("button", name="Edit", exact=True).click()
    ann.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()

    ann.get_by_role("link", name="Desireline").click()
    mend_the_line(ann)
    bob.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()
    ann.get_by_text("Changes on a map are not saved yet").wait_for(state="detached")
    bob.get_by_role("group", name="1 other here").wait_for(state="detached")

"""Two people edit one map at once, and one of them loses the line for a while."""

from __future__ import annotations

import pytest
from tests.web.conftest import Visit, open_map, write_card

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


def test_what_was_written_offline_merges_when_the_line_is_back(visit: Visit, address: str) -> None:
    ann, bob = visit(address), visit(address)
    open_map(ann, edits=True)
    open_map(bob, edits=True)
    # the line is cut under Ann's page: what it sends and hears stops
    ann.context.set_offline(True)
    ann.evaluate("window.dispatchEvent(new Event('offline'))")
    ann.get_by_text("offline: your changes are kept here").wait_for()
    anns = write_card(ann, "cell:c-needs-st", "Alone on the train")
    bobs = write_card(bob, "cell:c-needs-st", "Back in the office")
    assert ann.locator(f'.dl-wrap > svg [data-ref="{bobs}"]').count() == 0
    ann.context.set_offline(False)
    ann.evaluate("window.dispatchEvent(new Event('online'))")
    for page in (ann, bob):
        for card in (anns, bobs):
            page.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()
    ann.get_by_text("saved", exact=True).wait_for()

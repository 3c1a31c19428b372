"""Maps that people bring: begun from a template, brought from a workshop, and answered by the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORKSHOP = """,Find,Buy,Wait
Touchpoints,Search,Pay,Delivery
Activities,They search,They pay,
Pains,,Payment fails,Nobody tells when it comes
Needs,Choice,Safety,Certainty
"""


def _says(page: Page, view: str, words: str) -> None:
    page.wait_for_function(
        "([view, words]) => document.querySelector(`svg[data-view='${view}']`)?.textContent.includes(words)",
        arg=[view, words],
    )


def test_a_map_begins_from_a_template_and_is_taken_away_again(visit: Visit, address: str) -> None:
    page = visit(address)
    page.get_by_role("button", name="Begin with: Bank, opening an account").click()
    page.wait_for_selector("svg[data-view='reading']")
    _says(page, "reading", "no data yet: all of it is what people assume")
    page.get_by_text("Full map", exact=True).click()
    _says(page, "grid", "Nobody can say how long")
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("button", name="Remove Bank: opening an account").click()
    page.get_by_role("button", name="Take it away for good").click()
    page.get_by_role("link", name="Bank: opening an account").wait_for(state="detached")


def test_the_cards_of_a_workshop_are_confirmed_by_a_person_and_answered_by_the_data(
    visit: Visit, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "Our workshop.csv"
    file.write_text(WORKSHOP, "utf-8")
    page = visit(address)
    page.locator(".map-card").first.wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose its file").click()
    chooser.value.set_files(str(file))
    page.get_by_role("heading", name="What do the data say to these cards?").wait_for()
    tally = page.get_by_role("region", name="What the data say")
    tally.get_by_text("7 unmeasured").wait_for()
    assert page.get_by_label("“They search” speaks of").first.input_value() == "Search"
    page.get_by_role("button", name="and ask the data").click()
    tally.get_by_text("2 supported").wait_for()
    page.get_by_text("confirmed", exact=True).first.wait_for()
    page.get_by_role("link", name="Open the map").click()
    page.wait_for_selector("svg[data-view='reading']")
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_text("Of 7 cards: 2 supported").wait_for()

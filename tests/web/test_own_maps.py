"""Maps that people begin from a template: every card of them an assumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import Visit, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _says(page: Page, view: str, words: str) -> None:
    until(
        page,
        "([view, words]) => document.querySelector(`svg[data-view='${view}']`)?.textContent.includes(words)",
        arg=[view, words],
    )


def test_a_map_begins_from_a_template_and_is_taken_away_again(visit: Visit, address: str) -> None:
    page = visit(address)
    page.get_by_role("button", name="Begin with this: Bank, opening an account").click()
    page.wait_for_selector("svg[data-view='reading']")
    _says(page, "reading", "no data yet: all of it is what people assume")
    page.get_by_text("Full map", exact=True).click()
    _says(page, "grid", "Nobody can say how long")
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("button", name="Remove Bank: opening an account").click()
    page.get_by_role("button", name="Take it away for good").click()
    page.get_by_role("link", name="Bank: opening an account").wait_for(state="detached")


def test_a_german_reader_begins_with_german_cards(visit: Visit, address: str) -> None:
    page = visit(address, locale="de-DE")
    page.get_by_text("Sehen, wo Antragstellende aufgeben").wait_for()
    page.get_by_role("button", name="Damit beginnen: Bank, ein Konto eröffnen").click()
    page.wait_for_selector("svg[data-view='reading']")
    page.get_by_text("Ganze Karte", exact=True).click()
    _says(page, "grid", "Niemand kann sagen, wie lange")
    page.get_by_role("link", name="Karte", exact=True).click()
    page.get_by_role("button", name="Bank: ein Konto eröffnen entfernen").click()
    page.get_by_role("button", name="Endgültig entfernen").click()
    page.get_by_role("link", name="Bank: ein Konto eröffnen").wait_for(state="detached")

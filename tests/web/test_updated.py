"""A page left open over an update: it loads itself anew once, and nothing that somebody writes is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import PATIENCE_MS, open_map, until, write_card

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FLOW = "**/assets/FlowView-*.js"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that may complain: parts of it are gone."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.goto(address)
    yield opened
    context.close()


def gone(route: Route) -> None:
    route.fulfill(status=404, body="")


def test_a_part_that_is_gone_loads_the_page_anew_where_one_was_going(page: Page) -> None:
    loads: list[str] = []
    open_map(page)
    page.on("load", lambda _: loads.append("load"))
    page.route(FLOW, lambda route: route.continue_() if loads else gone(route))
    page.get_by_text("Flow", exact=True).click()
    page.locator(".flow-view svg").first.wait_for()
    assert loads == ["load"]


def test_what_is_being_written_is_waited_for(page: Page) -> None:
    loads: list[str] = []
    open_map(page, edits=True)
    write_card(page, "cell:c-needs-st", "Kept over the update")
    page.get_by_text("saved", exact=True).wait_for()
    page.locator("#drawer textarea").last.fill("Half a thought")
    page.on("load", lambda _: loads.append("load"))
    page.route("**/assets/Share-*.js", gone)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_text("Desireline was updated.").wait_for()
    page.wait_for_timeout(1_500)
    assert loads == []
    assert page.locator("#drawer textarea").last.input_value() == "Half a thought"
    page.unroute("**/assets/Share-*.js")
    with page.expect_event("load"):
        page.locator("#drawer textarea").last.fill("")
    until(page, "() => document.body.textContent.includes('Kept over')")
    assert loads == ["load"]


def test_a_part_that_stays_gone_is_told_and_the_page_goes_on(page: Page) -> None:
    loads: list[str] = []
    open_map(page)
    page.on("load", lambda _: loads.append("load"))
    page.route(FLOW, gone)
    page.get_by_text("Flow", exact=True).click()
    page.get_by_role("heading", name="This part could not be shown.").wait_for()
    assert loads == ["load"]
    page.get_by_role("link", name="Why", exact=True).click()
    page.get_by_role("heading", name="Why", exact=True).wait_for()

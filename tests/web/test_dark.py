"""The full grid in the dark: what is hatched is dark, too, and follows when the system turns light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import until

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIGHTNESS = """() => {
    const fill = document.querySelector(".dl-wrap > svg pattern rect").getAttribute("fill");
    const parts = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16));
    return parts.reduce((sum, each) => sum + each, 0) / (3 * 255);
}"""


def test_hatching_is_of_the_theme_that_is_shown(visit: Visit, address: str) -> None:
    page = visit(address, color_scheme="dark")
    page.locator(".map-card a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    page.get_by_text("Full map", exact=True).click()
    page.wait_for_selector("svg[data-view='grid']")
    until(page, f"() => ({LIGHTNESS})() < 0.3")
    page.reload()
    page.wait_for_selector("svg[data-view='grid']")
    until(page, f"() => ({LIGHTNESS})() < 0.3")
    page.emulate_media(color_scheme="light")
    until(page, f"() => ({LIGHTNESS})() > 0.8")

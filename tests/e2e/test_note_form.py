"""The form for notes on a phone, in a real browser: the key from the link, a note, the words never lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.api.conftest import Server, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = make_server(tmp_path_factory.mktemp("notes") / "acme")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.set_default_timeout(60_000)
    yield page
    page.close()


def test_a_note_is_kept_from_the_link_and_nothing_is_asked_of_others(
    server: Server, phone: Page
) -> None:
    address = f"http://127.0.0.1:{server.port}"
    asked: list[str] = []
    complaints: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    phone.goto(f"{address}/note#key={server.tokens['notes']}")
    phone.get_by_label("Where on the way?").fill("Delivery")
    phone.get_by_label("What is it like for customers?").fill("They wait for the courier all day.")
    phone.get_by_label("You", exact=True).fill("Eva")
    phone.get_by_role("button", name="Keep it").click()
    phone.get_by_role("status").get_by_text("Kept. Thank you.").wait_for()
    assert phone.get_by_label("What is it like for customers?").input_value() == ""
    assert server.tokens["notes"] not in phone.url
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert complaints == []
    wide = phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide is True
    heights = phone.locator("input:visible, button:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44  # a thumb finds it
    server.wait_until(lambda: server.waiting() == 0)
    assert [row[2] for row in server.events()] == ["employee note"]


def test_a_wrong_key_asks_again_and_keeps_no_key(server: Server, phone: Page) -> None:
    phone.goto(f"http://127.0.0.1:{server.port}/note")
    phone.get_by_label("Access key").fill(server.tokens["events"])
    phone.get_by_role("button", name="Open").click()
    phone.get_by_role("status").get_by_text("does not open the form").wait_for()
    assert phone.get_by_label("Access key").is_visible()
    assert phone.evaluate("localStorage.length") == 0

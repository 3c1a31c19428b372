"""`desireline serve` in a real browser: the list, the map, its evidence, and nothing from elsewhere."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command = [sys.executable, "-m", "desireline", "serve", "--no-browser", "--port", "0"]
    said = tmp_path_factory.mktemp("serve") / "stderr.txt"
    with said.open("w") as file:
        process = subprocess.Popen([*command, "-w", str(sample_workspace)], stderr=file)
    deadline = time.monotonic() + 120
    found = None
    while found is None and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
        found = re.search(r"http://127\.0\.0\.1:\d+/", said.read_text())
    assert found, said.read_text()
    yield found.group(0)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0, said.read_text()
    assert "leaked" not in said.read_text()  # the end is quiet


def test_the_map_is_served_and_asks_nobody_else(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.locator(".map-card a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    assert "Generated sample company" in page.content()
    page.keyboard.press("g")
    page.wait_for_selector("svg[data-view='grid']")
    assert complaints == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    page.close()


def test_every_purpose_has_its_map(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.locator(".map-card").first.wait_for()
    titles = page.locator(".map-card h2").all_inner_texts()
    assert titles == ["Buy and own", "Get help"]
    page.get_by_role("link", name="Get help").click()
    page.wait_for_selector("svg[data-view='reading']")
    assert page.get_by_role("heading", level=1).first.inner_text() == "Get help"
    page.close()

"""A browser, a served workspace, and pages that fail their test when they complain or ask elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_MS = 60_000
"""A loaded machine may be slow; a test that waits longer than this has failed."""
Visit = Callable[..., "Page"]


@contextmanager
def served(
    workspace: Path, said: Path, *options: str, port: int = 0, **environment: str
) -> Generator[str]:
    """Serve a workspace as a user would; give its address."""
    command = [sys.executable, "-m", "desireline", "serve", "--no-browser", "--port", str(port)]
    with said.open("w") as file:
        process = subprocess.Popen(
            [*command, "-w", str(workspace), *options],
            stderr=file,
            env={**os.environ, **environment},
        )
    deadline = time.monotonic() + 120
    found = None
    while found is None and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
        found = re.search(r"http://127\.0\.0\.1:\d+/", said.read_text())
    assert found, said.read_text()
    try:
        yield found.group(0)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0, said.read_text()


@pytest.fixture(scope="session")
def drawn_workspace(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with its maps drawn: to be copied, never written to."""
    import desireline

    folder = tmp_path_factory.mktemp("drawn") / "acme"
    shutil.copytree(sample_workspace, folder)
    with desireline.open(folder) as workspace:
        assert workspace.maps()
    return folder


@pytest.fixture(scope="module")
def address(drawn_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served copy of the sample company, to be edited."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(drawn_workspace, folder / "acme")
    with served(folder / "acme", folder / "stderr.txt") as found:
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open pages; afterwards none may have complained or asked another server."""
    complaints: list[str] = []
    opened: list[Any] = []

    def open_page(address: str, path: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                # a test that cuts the line knows that it is cut
                if message.type == "error" and "ERR_INTERNET_DISCONNECTED" not in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else complaints.append(request.url)
            ),
        )
        page.goto(address + path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


def until(page: Page, expression: str, arg: Any = None) -> Any:
    """Wait until an expression is true in the page; give its value.

    Asked from here again and again: a page that waits by itself evaluates a string, which its
    own Content-Security-Policy forbids, so it would fail whenever the first look came too early.
    """
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not (found := page.evaluate(expression, arg)):
        assert time.monotonic() < deadline, f"not true within {PATIENCE_MS} ms: {expression}"
        page.wait_for_timeout(50)
    return found


def open_map(page: Page, *, edits: bool = False) -> None:
    """Open the first map of the list, in the full grid where it is to be edited."""
    page.locator(".map-card a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    if edits:
        page.get_by_role("button", name="Edit", exact=True).click()
        page.wait_for_selector("svg[data-view='grid']")
        page.get_by_text("saved", exact=True).wait_for()


def part(page: Page, start: str, number: int = 0) -> Any:
    """A part of the map whose reference begins so, in the drawing itself."""
    return page.locator(f'.dl-wrap > svg [data-ref^="{start}"]').nth(number)


def write_card(page: Page, cell: str, words: str) -> str:
    """Write a card into a cell by keys; give the card's reference."""
    part(page, cell).click(position={"x": 8, "y": 8})
    page.keyboard.press("n")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    # lines of a card are pieces of their own; other cards may hold some of the words
    found = until(
        page,
        "plain => [...document.querySelectorAll('.dl-wrap > svg [data-ref^=\"card:\"]')]"
        ".find(each => each.textContent.replace(/\\s/g, '').includes(plain))?.dataset.ref",
        arg="".join(words.split()),
    )
    return str(found)

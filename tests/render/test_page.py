"""The page that needs nothing else: no request, no foreign script, hostile text inert in a browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline import render
from desireline.maps import MapFile, from_text, to_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Page(HTMLParser):
    """What a page asks a browser to do."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)

    def data(self) -> str:
        """The map inside the page."""
        kept = [
            index
            for index, (_, attrs) in enumerate(self._script_tags())
            if attrs.get("id") == "desireline-data"
        ]
        return self.scripts[kept[0]]

    def _script_tags(self) -> list[tuple[str, dict[str, str | None]]]:
        return [(tag, attrs) for tag, attrs in self.tags if tag == "script"]


@pytest.fixture(scope="module")
def text(example: MapFile) -> str:
    """The example's page."""
    return render.html(example)


def test_the_same_map_is_the_same_page(example: MapFile, text: str) -> None:
    assert render.html(example) == text


def test_a_page_asks_for_nothing_from_outside(text: str) -> None:
    page = Page(text)
    for tag, attributes in page.tags:
        for name in ("src", "href", "xlink:href", "action", "srcset", "poster"):
            link = attributes.get(name) or ""
            assert link.startswith(("#", "data:")) or not link, (tag, name, link)
    urls = set(re.findall(r"https?://[^\s\"'<>)\\\\]+", text))
    assert {url for url in urls if not url.startswith("http://www.w3.org/")} == set()


def test_the_policy_forbids_every_request_and_foreign_script(text: str) -> None:
    policy = next(
        attrs["content"] or ""
        for tag, attrs in Page(text).tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert rules["script-src"].count("sha256-") == 2
    assert "connect-src" not in rules
    assert rules["font-src"] == "data:"


def test_the_map_inside_the_page_reads_back(example: MapFile, text: str) -> None:
    assert from_text(Page(text).data()) == example


def test_the_drawing_is_seen_without_scripts(text: str) -> None:
    assert "Promised call-backs go with our worst ratings" in text.split("<script", maxsplit=1)[0]


def test_a_page_carries_its_letters(text: str) -> None:
    assert text.count("@font-face") == 4
    assert len(text) < 1_000_000


def test_a_generated_sample_says_so_in_the_title_of_the_window(text: str) -> None:
    assert "<title>Buying at Northlight Home (generated sample)</title>" in text


def test_hostile_text_never_ends_its_element(hostile: MapFile) -> None:
    page = Page(render.html(hostile))
    assert len(page.scripts) == 4
    assert not [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "embed", "base"}]
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
    assert json.loads(page.data()) == json.loads(to_text(hostile))


@pytest.mark.browser
def test_a_browser_shows_the_page_runs_nothing_hostile_and_asks_nobody(
    hostile: MapFile, browser: Browser, tmp_path: Path
) -> None:
    target = render.render(hostile, tmp_path / "map.html")
    asked: list[str] = []
    broken: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("dialog", lambda dialog: broken.append(dialog.message))
    page.goto(target.as_uri())
    page.wait_for_selector("svg text")
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.querySelectorAll('svg text').length") > 20
    assert page.evaluate("document.fonts.check('600 20px Inter')")
    page.close()
    assert broken == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []

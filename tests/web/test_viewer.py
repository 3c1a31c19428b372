"""The interactive map in a real browser: keys, evidence, printing, and nothing asked of anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline.maps import from_text
from desireline.render import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "tests" / "maps" / "example.journey.json"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("page") / "map.html"
    render(from_text(EXAMPLE.read_text(encoding="utf-8")), target)
    return target.as_uri()


@pytest.fixture
def page(browser: Browser, exported: str) -> Iterator[Page]:
    """The exported page, opened; fails when it asked for anything or complained."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on(
        "request",
        lambda request: (
            complaints.append(request.url)
            if not request.url.startswith((exported, "data:", "blob:"))
            else None
        ),
    )
    opened.goto(exported)
    opened.wait_for_selector(".dl-stage svg")
    yield opened
    assert complaints == []
    opened.close()


def _view(page: Page) -> str:
    return page.locator(".dl-stage svg").first.get_attribute("data-view") or ""


def test_g_goes_to_the_full_map_and_back(page: Page) -> None:
    assert _view(page) == "reading"
    page.keyboard.press("g")
    assert _view(page) == "grid"
    page.keyboard.press("g")
    assert _view(page) == "reading"


def test_the_title_stays_whole_while_the_full_map_is_scrolled_sideways(page: Page) -> None:
    page.keyboard.press("g")
    page.wait_for_selector("svg[data-view='grid']")
    stage = page.locator(".dl-stage")
    box = stage.bounding_box()
    assert box is not None
    words = page.locator(".dl-title svg").bounding_box()
    assert words is not None
    assert words["width"] > 350
    clip = {"x": box["x"], "y": box["y"], "width": words["width"], "height": words["height"]}
    before = page.screenshot(clip=clip)  # pyright: ignore[reportArgumentType]
    stage.evaluate("pane => { pane.scrollLeft = 500; }")
    assert stage.evaluate("pane => pane.scrollLeft") > 100
    assert page.screenshot(clip=clip) == before  # pyright: ignore[reportArgumentType]


def test_the_map_is_walked_by_arrow_keys_and_enter_opens_the_evidence(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    first = page.evaluate("document.activeElement.dataset.ref")
    assert first
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    here = page.evaluate("document.activeElement.dataset.ref")
    assert here != first

    page.keyboard.press("Enter")
    popover = page.locator(".dl-popover.dl-pinned")
    assert popover.is_visible()
    assert popover.get_attribute("role") == "dialog"
    page.keyboard.press("Escape")
    assert not popover.is_visible()
    assert page.evaluate("document.activeElement.dataset.ref") == here


def test_hovering_a_number_shows_its_interval_n_and_method(page: Page) -> None:
    page.keyboard.press("g")
    page.locator('.dl-wrap > svg [data-ref^="binding:b-reach"]').first.hover()
    popover = page.locator(".dl-popover")
    popover.wait_for(state="visible")
    words = popover.inner_text()
    for label in ("Interval", "n", "Period", "Sources", "How sure", "Method"):
        assert label in words


def test_every_part_of_the_tab_order_is_one_stop(page: Page) -> None:
    assert page.locator('.dl-stage [tabindex="0"]').count() == 1


def test_the_drawing_fills_the_window_at_every_size_and_shrinks_with_it(page: Page) -> None:
    for width, height in ((1920, 1080), (1280, 720), (1024, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        box = page.locator(".dl-stage svg").first.bounding_box()
        assert box is not None
        assert box["width"] == pytest.approx(width, abs=16)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_theme_follows_the_system_and_the_key(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector('.dl[data-theme="dark"]')
    page.keyboard.press("t")  # light
    page.wait_for_selector('.dl[data-theme="light"]')


def test_no_text_is_wider_in_the_browser_than_it_was_measured(page: Page) -> None:
    """The layout stands or falls with the font's widths: the last letter stays in its box."""
    excess = page.evaluate(
        """async () => {
          await document.fonts.ready;
          return [...document.querySelectorAll('.dl-stage svg text')].map(text => {
            const size = parseFloat(text.getAttribute('font-size'));
            const face = text.getAttribute('font-weight') === '700' ? 'bold'
              : text.getAttribute('font-weight') === '600' ? 'semibold'
              : text.getAttribute('font-style') === 'italic' ? 'italic' : 'regular';
            const measured = desirelineMapCore.textWidth(text.textContent, size, face);
            return [text.textContent, text.getComputedTextLength() / measured];
          }).filter(([text, ratio]) => ratio > 1.01 || ratio < 0.93);
        }"""
    )
    assert excess == []


def test_print_gives_both_views_on_a3_and_the_annex(page: Page) -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    sizes = [
        (round(float(each.mediabox.width)), round(float(each.mediabox.height))) for each in pages
    ]
    landscape = [size for size in sizes if size[0] > size[1]]
    assert len(landscape) >= 3
    assert all(size == pytest.approx((1191, 842), abs=2) for size in landscape)
    text = "\n".join(each.extract_text() for each in pages)
    assert "The map in words" in text
    assert "3,120 journeys" in text


def test_a_reader_of_the_screen_gets_the_story_and_the_tables(page: Page) -> None:
    story = page.get_by_role("region", name="The map in words")
    assert story.get_by_role("list").first.inner_text().startswith("Promised call-backs")
    assert story.get_by_role("table").count() == 6


@pytest.mark.parametrize("view", ["reading", "grid"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility_rules_find_nothing(
    browser: Browser, exported: str, view: str, scheme: str
) -> None:
    axe = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is a development tool of web/: run `npm ci` there")
    # not the exported page's policy: the checker is a script of its own
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page.goto(exported)
    page.wait_for_selector(".dl-stage svg")
    if view == "grid":
        page.keyboard.press("g")
    page.add_script_tag(path=axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    page.close()
    assert [
        (each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found
    ] == []

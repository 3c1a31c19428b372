"""Anybody can use it: by keys alone, in the dark, with a screen reader's rules, in German, and as a guest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import Visit, open_map, part, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[2]
SCREENS = {
    "home": "",
    "why": "#/why",
    "compare": "#/why/compare",
    "what-if": "#/why/whatif",
    "people": "#/people",
    "act": "#/act",
    **{
        f"data-{each}": f"#/data/{each}"
        for each in ("files", "readings", "quality", "quarantine", "identities", "live")
    },
}
SIZES = ((1280, 800), (1920, 1080))
KEPT = REPOSITORY / "build" / "screens"
"""Pictures of every screen, to look at: kept after the tests, never compared."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def axe() -> str:
    script = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is a development tool of web/: run `npm ci` there")
    return script.read_text(encoding="utf-8")


def _serious(page: object, axe: str) -> list[tuple[str, str, list[str]]]:
    page.add_script_tag(content=axe)  # type: ignore[attr-defined]
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")  # type: ignore[attr-defined]
    return [
        (each["impact"], each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


def _keep(page: Page, name: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for width, height in reversed(SIZES):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=KEPT / f"{name}-{width}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_breaks_a_serious_rule_of_accessibility(
    visit: Visit, address: str, axe: str, scheme: str
) -> None:
    # not the page's own policy: the checker is a script of its own
    page = visit(address, bypass_csp=True, color_scheme=scheme)
    problems = {}
    for name, screen in SCREENS.items():
        page.goto(address + screen)
        page.locator("main h1, .state h1").first.wait_for()
        page.wait_for_load_state("networkidle")
        problems[name] = _serious(page, axe)
        _keep(page, f"{name}-{scheme}")
    page.goto(address)
    open_map(page)
    for view in ("Reading", "Full map", "Flow", "Table"):
        page.get_by_text(view, exact=True).click()
        page.wait_for_timeout(300)
        problems[view] = _serious(page, axe)
        _keep(page, f"map-{view.lower().replace(' ', '-')}-{scheme}")
    page.get_by_role("button", name="Edit", exact=True).click()
    part(page, "cell:c-metrics-tp").click(position={"x": 4, "y": 4})
    page.get_by_text("What stands behind it").click()
    page.get_by_text("customers were here").wait_for()
    problems["drawer"] = _serious(page, axe)
    _keep(page, f"drawer-{scheme}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(400)
    problems["share"] = _serious(page, axe)
    page.keyboard.press("Escape")
    talk = page.get_by_role("region", name="Comments")
    talk.get_by_label("Say something").click()
    page.keyboard.type("@")
    page.get_by_role("listbox", name="Members").wait_for()
    problems["mention"] = _serious(page, axe)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="this map").click()
    page.get_by_role("complementary", name="Comments on this map").wait_for()
    problems["talk"] = _serious(page, axe)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Members").click()
    page.get_by_role("dialog", name="Members").get_by_label("E-mail").wait_for()
    page.wait_for_timeout(400)
    problems["members"] = _serious(page, axe)
    _keep(page, f"members-{scheme}")
    assert {name: found for name, found in problems.items() if found} == {}


def test_a_session_by_keys_alone(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator(".map-card").first.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Buy and own"
    page.keyboard.press("Enter")
    page.wait_for_selector("svg[data-view='reading']")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Edit":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("svg[data-view='grid']")
    page.get_by_text("saved", exact=True).wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.dataset.ref"):
            break
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.dataset.ref.startsWith('cell:')"):
            break
    page.keyboard.press("n")
    page.keyboard.type("Written without a mouse")
    page.keyboard.press("Enter")
    card = page.locator('.dl-wrap > svg [data-ref^="card:"]', has_text="Written without")
    card.wait_for()
    until(page, "document.activeElement?.dataset?.ref?.startsWith('card:')")
    page.keyboard.press("Enter")
    until(page, "document.activeElement?.id === 'drawer'")
    page.keyboard.press("Escape")
    until(page, "document.activeElement?.dataset?.ref?.startsWith('card:')")
    page.keyboard.press("Delete")
    card.wait_for(state="detached")


def test_the_page_speaks_german_and_remembers_it(visit: Visit, address: str) -> None:
    page = visit(address)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Deutsch").click()
    page.get_by_role("heading", name="Ihre Karten").wait_for()
    page.reload()
    page.get_by_role("heading", name="Ihre Karten").wait_for()
    assert page.evaluate("document.documentElement.lang") == "de"
    page.locator(".map-card a").first.click()
    page.locator("svg[data-view='reading']").get_by_text("niemand gefragt").first.wait_for()


def test_a_guest_joins_one_map_by_a_link_and_sees_nothing_else(visit: Visit, address: str) -> None:
    host = visit(address)
    open_map(host)
    host.get_by_role("button", name="Share", exact=True).click()
    host.get_by_role("button", name="Make a link").click()
    link = host.get_by_label("The link").input_value()
    assert host.get_by_role("img", name="A code to scan that opens this map").is_visible()

    guest = visit(address, f"#{link.partition('#')[2]}")
    guest.get_by_label("Your name").fill("Gast")
    guest.get_by_role("button", name="Go on").click()
    guest.locator(".map-card").first.wait_for()
    assert guest.locator(".map-card").count() == 1
    assert guest.get_by_role("link", name="Data").count() == 0
    guest.locator(".map-card a").first.click()
    guest.wait_for_selector("svg[data-view='reading']")
    assert guest.get_by_role("button", name="Edit", exact=True).count() == 0
    assert "guest=" not in guest.url


def test_a_comment_is_answered_and_settled(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page)
    page.get_by_role("button", name="Show evidence").click()
    part(page, "cell:c-metrics-tp", 1).click(position={"x": 4, "y": 4})
    talk = page.get_by_role("region", name="Comments")
    talk.get_by_label("Say something").fill("Is this the app or the web?")
    talk.get_by_role("button", name="Send").click()
    talk.get_by_role("button", name="Answer").click()
    talk.get_by_label("Answer").fill("The web.")
    talk.get_by_role("button", name="Send").click()
    talk.get_by_text("The web.").wait_for()
    talk.get_by_role("button", name="Settle").click()
    talk.get_by_text("Settled").wait_for()


def test_keys_that_come_faster_than_a_list_opens_choose_what_they_say(
    visit: Visit, address: str
) -> None:
    page = visit(address, "#/why")
    kind = page.get_by_role("combobox", name="Kind")
    kind.wait_for()
    kind.click()
    second = page.get_by_role("option").nth(1).inner_text()
    page.keyboard.press("Escape")
    page.get_by_label("Find in the words").focus()
    # all in one task: no timer of the list runs between them
    kind.evaluate(
        """async field => {
            field.focus();
            for (const key of ["ArrowDown", "ArrowDown", "Enter"]) {
                field.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }));
                for (let i = 0; i < 8; i++) await null;
                if (key === "ArrowDown") await new Promise(done => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
            }
        }"""
    )
    until(page, "words => document.querySelector('input[aria-label=Kind]').value === words", arg=second)  # fmt: skip

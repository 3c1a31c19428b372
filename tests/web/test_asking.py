"""What a page can be asked: what stands behind a number, what hurts, two groups, a forecast; and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import Visit, part, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _behind(page: Page, touchpoint: str) -> None:
    """Open the drawer of a touchpoint and look behind its number."""
    page.get_by_role("link", name="Get help").click()
    page.wait_for_selector("svg[data-view='reading']")
    page.get_by_role("button", name="Show evidence").click()
    part(page, f"cell:c-metrics-tp-{touchpoint}").click(position={"x": 4, "y": 4})
    page.get_by_text("What stands behind it").click()


def test_behind_a_number_stand_its_answers_its_months_words_and_real_journeys(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    _behind(page, "customer-reply")
    drawer = page.get_by_role("complementary", name="What stands behind this")
    drawer.get_by_role("img", name="How answers spread").first.wait_for()
    drawer.get_by_role("img", name="By the month").first.wait_for()
    assert drawer.get_by_text("real journeys").is_visible()
    assert drawer.locator(".walk .here").count() > 0


def test_marked_words_of_a_customer_become_a_card_and_undo_takes_it_away(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    _behind(page, "open-a-ticket")
    said = page.locator(".behind [data-said]").first
    said.dblclick(position={"x": 12, "y": 8})
    marked = page.evaluate("getSelection().toString().trim()")
    assert marked
    page.get_by_role("button", name="A card of what is marked").first.click()
    page.get_by_text("It is on the map.").wait_for()
    until(
        page,
        "words => [...document.querySelectorAll('.dl-wrap > svg [data-ref^=\"card:\"]')].some(each => each.textContent.includes(words))",
        arg=f"“{marked}”",
    )
    page.keyboard.press("Control+z")
    until(
        page,
        "words => ![...document.querySelectorAll('.dl-wrap > svg [data-ref^=\"card:\"]')].some(each => each.textContent.includes(words))",
        arg=f"“{marked}”",
    )


def test_what_hurts_comes_first_and_becomes_an_opportunity_with_an_owner(
    visit: Visit, address: str
) -> None:
    page = visit(address, "#/why")
    first = page.locator(".claims").first
    first.get_by_role("heading", name="What hurts").wait_for()
    claim = first.locator(".insight").first
    words = claim.locator(".claim").inner_text()
    claim.get_by_role("button", name="Make an opportunity").click()
    claim.get_by_role("link", name="Under Act: open it").click()
    card = page.locator(".opportunity").first
    card.wait_for()
    assert words[:60] in card.inner_text()
    card.get_by_role("button", name="More").click()
    card.get_by_label("Who takes care").fill("Ann of Logistics")
    page.keyboard.press("Tab")
    card.get_by_label("Until").fill("2030-03-01")
    page.keyboard.press("Enter")  # Tab goes from day to month
    card.get_by_text("Ann of Logistics · until").wait_for()
    card.get_by_label("Status of").first.click()
    page.get_by_role("option", name="Planned").click()
    planned = page.get_by_role("region", name="Planned")
    planned.get_by_text("Ann of Logistics").wait_for()
    page.reload()
    page.get_by_role("region", name="Planned").get_by_text("Ann of Logistics").wait_for()


def test_two_groups_are_compared_with_n_and_an_interval(visit: Visit, address: str) -> None:
    page = visit(address, "#/why/compare")
    page.get_by_role("combobox", name="A: value").fill("web")
    page.get_by_role("combobox", name="B: value").fill("nobody's channel")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("alert").get_by_text("fits nobody").wait_for()
    page.get_by_role("combobox", name="B: value").fill("phone")
    page.get_by_role("button", name="Write it instead").nth(1).click()
    page.get_by_label("B: the condition").fill("not channel = web")
    page.get_by_role("button", name="Compare", exact=True).click()
    rows = page.locator(".answer tbody tr")
    rows.first.wait_for()
    assert "n " in rows.first.inner_text()
    assert " to " in rows.first.inner_text()
    page.get_by_text("Differences, no causes.").wait_for()


def test_a_forecast_says_a_number_or_why_there_is_none(visit: Visit, address: str) -> None:
    page = visit(address, "#/why/whatif")
    box = page.get_by_role("combobox", name="Condition")
    none = page.get_by_text("No condition was tried on these data yet")
    box.or_(none).first.wait_for()
    if none.is_visible():
        return
    box.click()
    # a condition is told in the words of what was found of it, not by a program's name of it
    claims = page.request.get(address + "api/v1/insights").json()["insights"]
    said = {one["words"] for one in claims if one["kind"] == "moment"}
    option = page.get_by_role("option").first
    words = option.inner_text().split(" [")[0]
    assert any(one.startswith(words) for one in said)
    option.click()
    page.get_by_role("button", name="Forecast").click()
    page.locator(".forecast").wait_for(
        timeout=240_000
    )  # "this takes a minute", on an idle machine
    words = page.locator(".forecast").inner_text()
    assert "No forecast:" in words or "journeys spared" in words


def test_home_says_how_customers_feel_and_rate(visit: Visit, address: str) -> None:
    page = visit(address)
    health = page.locator(".map-card").first.locator(".health")
    health.get_by_text("Feeling").wait_for()
    assert "n " in health.inner_text()


def test_an_address_without_its_hash_leads_to_the_screen_and_quick_keys_choose(
    visit: Visit, address: str
) -> None:
    page = visit(address, "why")
    page.locator(".filters [role=status]").wait_for()
    assert page.url == f"{address}#/why"
    kinds = page.get_by_role("combobox", name="Kind")
    every = kinds.input_value()
    kinds.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    until(
        page,
        "every => document.querySelector('input[aria-label=Kind]').value !== every",
        arg=every,
    )
    assert page.locator(".insight").count() > 0


def test_a_topic_narrows_the_claims_says_so_and_is_renamed_and_pinned(
    visit: Visit, address: str
) -> None:
    page = visit(address, "#/why")
    count = page.locator(".filters [role=status]")
    count.wait_for()
    everybody = count.inner_text()
    chooser = page.get_by_role("combobox", name="Topic")
    chooser.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    above = page.locator(".narrowed")
    above.get_by_text("journeys of").wait_for(timeout=300_000)
    name = chooser.input_value()
    assert f"“{name}”" in above.inner_text()
    assert count.inner_text() != everybody
    claims = page.locator(".insight .claim")
    assert all(name in words for words in claims.all_inner_texts())
    assert page.get_by_role("button", name="Add to map").count() == 0, "its numbers are no map's"

    above.get_by_role("button", name="This topic").click()
    page.get_by_role("menuitem", name="Rename it").click()
    page.get_by_label("Name of the topic").fill("Late parcels")
    page.keyboard.press("Enter")
    above.get_by_text("“Late parcels”").wait_for()
    above.get_by_role("button", name="This topic").click()
    page.get_by_role("menuitem", name="Pin:").click()
    above.get_by_role("button", name="This topic").click()
    assert page.get_by_role("menuitem", name="Pinned: it stays").is_disabled()


def test_a_goal_is_declared_counted_and_everything_ranked_by_it(
    visit: Visit, address: str
) -> None:
    page = visit(address, "#/why")
    page.get_by_text("No goal is declared.").wait_for()
    page.get_by_role("button", name="Declare a goal").click()
    form = page.get_by_role("dialog")
    form.get_by_label("What is to be reached").fill("Half come again")
    form.get_by_role("combobox", name="Measured by").click()
    page.get_by_role("option", name="again", exact=True).click()
    form.get_by_label("Target").fill("0.5")
    form.get_by_label("Who takes care").fill("Retail")
    form.get_by_role("button", name="Keep").click()
    goal = page.locator(".goal")
    goal.get_by_text("Retail").first.wait_for()
    goal.get_by_text("the target is 50").first.wait_for(timeout=240_000)  # all is computed anew
    goal.get_by_role("button", name="Rank everything by the effect on").click()
    page.get_by_text("what has no known effect on it has no rank").wait_for()
    goal.get_by_role("button", name="Change the goal").click()
    form.get_by_role("button", name="Remove").click()
    form.get_by_role("button", name="Take it away for good").click()
    page.get_by_text("No goal is declared.").wait_for()

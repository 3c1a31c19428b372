"""A map under a map, the flow in chosen detail, an interview by the sentence, and what is masked, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.api.test_between_maps import a_shop
from tests.web.conftest import Visit, served, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("shop")
    with served(a_shop(folder), folder / "stderr.txt") as found:
        yield found


def test_a_stage_opens_a_map_and_home_shows_the_tree_and_a_review_is_noted(
    visit: Visit, shop: str
) -> None:
    page = visit(shop)
    page.locator(".map-card h2 a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    page.keyboard.press("g")
    page.locator('.dl-heads [data-ref^="stage:"]').first.click()
    drawer = page.get_by_role("complementary", name="What stands behind this")
    drawer.get_by_text("No map tells this stage in detail yet.").wait_for()
    drawer.get_by_role("button", name="Begin a map of this stage").click()
    page.get_by_role("link", name="↑ Up to").click()
    page.get_by_text("Closer:").wait_for()
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator(".below ul a").first.wait_for()
    before = page.locator(".map-card").count()
    page.locator(".below .move").first.click()
    page.locator("[role=dialog] input").first.click()
    page.get_by_role("option", name="Under none: at the top").click()
    page.get_by_role("button", name="Put it there").click()
    until(page, "n => document.querySelectorAll('.map-card').length === n", arg=before + 1)
    page.locator(".map-card", has_text="due").get_by_role(
        "button", name="We have looked at"
    ).first.click()
    page.get_by_text("Looked at on").first.wait_for()


def test_the_flow_is_drawn_in_the_detail_that_the_slider_says_and_the_address_keeps_it(
    visit: Visit, shop: str
) -> None:
    page = visit(shop)
    page.locator(".map-card h2 a").first.click()
    page.get_by_text("Flow", exact=True).click()
    slider = page.get_by_role("slider", name="Detail")
    slider.wait_for()
    until(page, "document.querySelectorAll('.flow-view .edge').length > 0")
    many = page.locator(".flow-view .edge").count()
    slider.focus()
    page.keyboard.press("Home")
    until(page, "n => document.querySelectorAll('.flow-view .edge').length < n", arg=many)
    few = page.locator(".flow-view .edge").count()
    assert "view=flow" in page.url
    assert "detail=30" in page.url
    page.reload()
    until(page, "n => document.querySelectorAll('.flow-view .edge').length === n", arg=few)
    assert page.get_by_role("slider", name="Detail").get_attribute("aria-valuenow") == "30"
    page.locator(".flow-view .edge").first.press("Enter")
    assert "of those who go on from there" in page.locator(".told").inner_text()


def test_a_sentence_of_an_interview_becomes_a_card_by_keys_and_an_owner_unmasks_it(
    visit: Visit, shop: str
) -> None:
    page = visit(shop, "#/data/readings")
    page.get_by_role("button", name="Waiting for a parcel").click()
    sentences = page.locator("[data-sentence]")
    sentences.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    card = page.get_by_role("region", name="A card of what is chosen")
    assert card.locator("blockquote").inner_text() == "“Nobody told me why!”"
    card.get_by_role("button", name="Hang it on the map").click()
    card.get_by_role("link", name="On the map: open it").click()
    page.wait_for_selector("svg[data-view='grid']")
    hung = page.locator('.dl-wrap > svg [data-ref^="card:"]', has_text="Nobody told me why!")
    hung.wait_for()
    assert "Interview, " in (hung.text_content() or "")

    page.goto(shop + "#/data/readings")
    page.get_by_role("button", name="Waiting for a parcel").click()
    assert "ann@x.example" not in page.content()
    page.get_by_role("button", name="Show what is masked").click()
    page.get_by_text("ann@x.example").wait_for()
    page.get_by_role("button", name="Mask it again").click()
    page.get_by_text("ann@x.example").wait_for(state="detached")

"""What was written offline is kept by the browser over a closed page, and by nobody longer than it must."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import Visit, open_map, served, until, write_card
from tests.web.test_talk import free_port, sign_up
from tests.web.test_together import cut_the_line, mend_the_line

import desireline

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

pytestmark = pytest.mark.browser

KEPT = """async () => {
    const known = await indexedDB.databases();
    if (!known.some(each => each.name === "desireline")) return [];
    const opened = await new Promise(done => {
        const asked = indexedDB.open("desireline");
        asked.onsuccess = () => done(asked.result);
    });
    const found = await new Promise(done => {
        const asked = opened.transaction("unsaved").objectStore("unsaved").getAll();
        asked.onsuccess = () => done(asked.result);
    });
    opened.close();
    return found.map(each => each.map);
}"""


def agree(dialog: Dialog, asked: list[str]) -> None:
    asked.append(dialog.message)
    dialog.accept()


def write_offline(page: Page, cell: str, words: str) -> str:
    """Write a card while the line is down, and wait until the browser has it."""
    cut_the_line(page)
    card = write_card(page, cell, words)
    until_kept(page, 1)
    return card


def until_kept(page: Page, number: int) -> None:
    until(page, f"async n => (await ({KEPT})()).length === n", number)


def closed(page: Page) -> Page:
    """Close a page as a person does, and come back with the line up."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: agree(dialog, asked))
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == []  # nothing would be lost
    page.context.set_offline(False)
    return page.context.new_page()


def test_what_was_written_offline_is_sent_when_the_page_was_closed_and_comes_back(
    visit: Visit, address: str
) -> None:
    ann, bob = visit(address), visit(address)
    open_map(ann, edits=True)
    open_map(bob, edits=True)
    card = write_offline(ann, "cell:c-goals-st", "Closed in the tunnel")
    again = closed(ann)
    assert bob.locator(f'.dl-wrap > svg [data-ref="{card}"]').count() == 0
    again.goto(address)  # no map is opened
    bob.locator(f'.dl-wrap > svg [data-ref="{card}"]').wait_for()
    until_kept(again, 0)
    # nor is it kept while the line is up
    open_map(again, edits=True)
    write_card(again, "cell:c-goals-st", "In the open")
    again.get_by_text("saved", exact=True).wait_for()
    until_kept(again, 0)


def test_what_was_written_goes_when_the_line_is_back_while_the_page_is_open(
    visit: Visit, address: str
) -> None:
    ann = visit(address)
    open_map(ann, edits=True)
    write_offline(ann, "cell:c-needs-st", "Only a short tunnel")
    mend_the_line(ann)
    ann.get_by_text("saved", exact=True).wait_for()
    until_kept(ann, 0)


def test_whoever_signs_out_leaves_nothing_behind(
    visit: Visit, drawn_workspace: Path, tmp_path: Path
) -> None:
    shutil.copytree(drawn_workspace, tmp_path / "acme")
    said = tmp_path / "stderr.txt"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with served(tmp_path / "acme", said, "--public-url", url, port=port):
        link = re.search(r"http://127\.0\.0\.1:\d+/#setup=\S+", said.read_text())
        assert link, said.read_text()
        address, _, fragment = link.group(0).partition("#")
        page = visit(address, f"#{fragment}")
        sign_up(page, "Ann Kim", "ann@example.org")
        open_map(page, edits=True)
        # the server is there, and its line to the map is not
        page.route_web_socket(re.compile("/sync$"), lambda socket: socket.close())
        page.evaluate("window.dispatchEvent(new Event('offline'))")
        write_card(page, "cell:c-goals-st", "Not for the next one here")
        until_kept(page, 1)
        asked: list[str] = []
        page.on("dialog", lambda dialog: agree(dialog, asked))
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Sign out").click()
        page.get_by_label("E-mail").wait_for()
        assert asked == ["Changes on a map are not saved yet. They are lost if you sign out now."]
        until_kept(page, 0)


def test_a_customer_who_is_erased_does_not_come_back_with_what_was_kept(
    visit: Visit, drawn_workspace: Path, sample_exports: Path, tmp_path: Path
) -> None:
    shutil.copytree(drawn_workspace, tmp_path / "acme")
    with (sample_exports / "crm_contacts.csv").open(encoding="utf-8", newline="") as file:
        email = next(row["email"] for row in csv.DictReader(file) if row["email"])
    with served(tmp_path / "acme", tmp_path / "stderr.txt") as address:
        page = visit(address)
        open_map(page, edits=True)
        card = write_offline(page, "cell:c-goals-st", f"Ask {email} again")
        again = closed(page)
        with desireline.open(tmp_path / "acme") as workspace:
            workspace.erase(email)
        again.goto(address)
        again.locator(".map-card").first.wait_for()
        until_kept(again, 0)
        open_map(again, edits=True)
        assert again.locator(f'.dl-wrap > svg [data-ref="{card}"]').count() == 0

"""Files that fall anywhere on the page are taken in; one that cannot be keeps no other out, and is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import PATIENCE_MS, served

import desireline

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DROP = """(files) => {
    const dropped = new DataTransfer();
    for (const [name, words] of Object.entries(files)) dropped.items.add(new File([words], name));
    for (const type of ["dragenter", "dragover", "drop"])
        document.querySelector("main").dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: dropped }));
}"""


def test_files_dropped_on_the_first_screen_come_in_and_an_empty_one_is_named(
    browser: Browser, tmp_path: Path
) -> None:
    rows = "".join(
        f"u{i % 9},{('look', 'buy', 'ask')[i % 3]},2025-01-{1 + i % 27:02d} 1{i % 10}:00:00\n" for i in range(40)
    )  # fmt: skip
    files = {
        "nothing.csv": "",
        "log.csv": "user_id,event,when\n" + rows,
        "paper.pdf": "%PDF-1.4 nothing",
    }
    desireline.open(tmp_path / "fresh").close()
    with served(tmp_path / "fresh", tmp_path / "stderr.txt") as address:
        page = browser.new_page(locale="en-GB")
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        page.get_by_role("heading", name="No map yet: this workspace has no data.").wait_for()
        page.evaluate(DROP, files)
        page.get_by_text("40 rows: 40 new events").wait_for()
        assert page.url.endswith("#/data")
        told = {
            name: page.locator(".report").filter(has_text=name).inner_text()
            for name in ("nothing.csv", "paper.pdf")
        }
        assert "The file is empty." in told["nothing.csv"]
        assert "is a PDF document" in told["paper.pdf"]
        # only a table can be taught
        assert page.get_by_role("button", name="Teach this table").count() == 0
        # beside the place for them, on the screen itself
        page.evaluate(DROP, {"again.csv": files["log.csv"]})
        page.get_by_text("40 rows: 0 new events, 40 known already").wait_for()
        page.close()

"""A map of many cards is drawn where people look, and keys, edits and undo reach all of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.web.conftest import Visit, open_map, served

import desireline as dl

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STAGES, LANES, EACH = 40, ("Thinks", "Actions", "Pains", "Needs"), 10


def test_far_cells_are_empty_frames_until_keys_come_to_them(visit: Visit, tmp_path: Path) -> None:
    with (tmp_path / "board.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["", *(f"Stage {one}" for one in range(STAGES))])
        for lane in LANES:
            cells = ("\n".join(f"{lane} {one}.{n}" for n in range(EACH)) for one in range(STAGES))
            table.writerow([lane, *cells])
    with dl.open(tmp_path / "w") as workspace:
        made = workspace.bring_map(tmp_path / "board.csv")
        assert made.tally.cards == STAGES * len(LANES) * EACH
    with served(tmp_path / "w", tmp_path / "stderr.txt") as address:
        page = visit(address)
        open_map(page, edits=True)
        cards = page.locator('.dl-wrap [data-ref^="card:"]')
        page.locator('.dl-sheets [data-ref^="card:"]').first.wait_for()
        assert 0 < cards.count() < STAGES * len(LANES) * EACH / 2
        frames = page.locator('.dl-wrap [data-ref^="cell:"]').count()
        assert frames >= STAGES * len(LANES), "every cell has its frame"

        cards.first.click()
        where = "+document.activeElement.textContent.match(/ (\\d+)\\./)[1]"
        first = page.evaluate(where)
        for _ in range(12):
            page.keyboard.press("ArrowRight")
        assert page.evaluate(where) == first + 12
        box = page.evaluate(
            "(box => [box.left, box.right, innerWidth])(document.activeElement.getBoundingClientRect())"
        )
        assert 0 <= box[0] <= box[1] <= box[2]
        page.keyboard.press("n")
        page.keyboard.type("Written far out")
        page.keyboard.press("Enter")
        written = page.locator('.dl-sheets [data-ref^="card:"]', has_text="Written far out")
        written.wait_for()
        page.get_by_text("saved", exact=True).wait_for()
        page.keyboard.press("Control+z")
        written.wait_for(state="detached")
        page.close()  # before its server goes

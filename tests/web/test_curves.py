"""The canvas beside everybody's curve: personas' lines and the remembered one, chosen, kept in the address, told in the drawer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.web.conftest import Visit, open_map, part, served

import desireline as dl

pytestmark = pytest.mark.browser
LOOKS = ("Home", "Offers", "Reviews", "Compare", "Basket")
MAPPING = """
name = "shop"
[tables.visits]
columns = ["who", "at", "what", "channel", "stars"]
[tables.asked]
columns = ["client", "asked_at", "score"]
[[events]]
table = "visits"
subject = "customer:{who}"
at = "{at}"
activity = "{what}"
channel = "{channel}"
rating = { from = "{stars}", kind = "stars", worst = 1, best = 5 }
[[events]]
table = "asked"
subject = "customer:{client}"
at = "{asked_at}"
activity = "Survey"
channel = "survey"
rating = { from = "{score}", kind = "nps", worst = 0, best = 10 }
"""


def write_shop(folder: Path) -> None:
    """240 customers of two kinds; the first kind finds the parcel good and the call bad, the other neither; the end decides what all remember."""
    rng = np.random.Generator(np.random.PCG64(3))
    with (
        (folder / "visits.csv").open("w", newline="") as file,
        (folder / "asked.csv").open("w", newline="") as later,
    ):
        rows, asked = csv.writer(file), csv.writer(later)
        rows.writerow(["who", "at", "what", "channel", "stars"])
        asked.writerow(["client", "asked_at", "score"])
        for number in range(240):
            kind = number % 2
            pull = np.array(((1, 6, 1, 1, 3), (1, 1, 5, 5, 1))[kind])
            start = datetime(2026, 1, 1, (12, 20)[kind], tzinfo=UTC) + timedelta(
                days=int(rng.integers(0, 60))
            )
            for visit in range(int(rng.integers(2, 5))):
                for look in range(int(rng.integers(2, 5))):
                    at = start + timedelta(days=visit * (1, 4)[kind], minutes=2 * look)
                    rows.writerow(
                        [
                            f"c{number}",
                            at.isoformat(),
                            rng.choice(LOOKS, p=pull / pull.sum()),
                            ("web", "app")[kind],
                            "",
                        ]
                    )
            stars = 3
            for day, (what, usual) in enumerate(
                (("Parcel", (5, 3)), ("Unpack", (4, 3)), ("Call", (2, 3)))
            ):
                stars = int(np.clip(usual[kind] + rng.integers(-1, 2), 1, 5))
                rows.writerow(
                    [
                        f"c{number}",
                        (start + timedelta(days=20 + day)).isoformat(),
                        what,
                        "web",
                        stars,
                    ]
                )
            asked.writerow([f"c{number}", (start + timedelta(days=25)).isoformat(), 2 * stars])
    (folder / "mapping.toml").write_text(MAPPING)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("curves")
    write_shop(folder)
    with dl.open(folder / "w") as workspace:
        report = workspace.add(
            folder / "visits.csv", folder / "asked.csv", mapping=folder / "mapping.toml"
        )
        assert not report.failed, report.as_dict()
        workspace.recompute()
    with served(folder / "w", folder / "said.txt") as address:
        yield address


def test_curves_of_personas_and_of_memory_stand_on_the_canvas_and_are_chosen(
    visit: Visit, shop: str
) -> None:
    page = visit(shop)
    open_map(page)
    page.get_by_role("button", name="Show evidence").click()
    lines = page.locator('.dl-wrap > svg [data-ref^="line:"]:not([data-ref*="/"])')
    lines.first.wait_for()
    shown = [each.get_attribute("data-ref") for each in lines.all()]
    assert shown == ["line:remembered", "line:persona-1", "line:persona-2"]

    page.get_by_role("button", name="Curves").click()
    page.get_by_role("checkbox", name="remembered: nps").uncheck()
    part(page, "line:remembered").wait_for(state="detached")
    page.keyboard.press("Escape")
    assert "curves=persona-1%2Cpersona-2" in page.url or "curves=persona-1,persona-2" in page.url
    page.reload()
    lines.first.wait_for()
    assert lines.count() == 2


def test_the_cell_of_a_column_tells_what_each_persona_felt_there(visit: Visit, shop: str) -> None:
    page = visit(shop)
    open_map(page)
    page.get_by_role("button", name="Show evidence").click()
    part(page, "line:persona-1").wait_for(state="attached")
    part(page, "cell:c-feelings-tp-call").click(position={"x": 5, "y": 5})
    drawer = page.locator("#drawer")
    drawer.get_by_text("How I feel").first.wait_for()
    told = drawer.inner_text()
    names = [
        each.get_attribute("aria-label").split(". Of customers")[0]  # pyright: ignore[reportOptionalMemberAccess]
        for each in page.locator(
            '.dl-wrap > svg [data-ref^="line:persona-"]:not([data-ref*="/"])'
        ).all()
    ]
    assert len(names) == 2
    for name in names:
        assert name in told
    assert (
        told.count("Band of the whole line") >= 3
    )  # both personas, and what is remembered of the stage
    assert "remembered: nps" in told


def test_people_shows_the_same_curves_at_once_with_their_numbers(visit: Visit, shop: str) -> None:
    page = visit(shop, "#/people")
    curves = page.get_by_role("region", name="How they feel along the way")
    curves.get_by_text("The numbers").click()
    cells = curves.locator("tbody tr").all_inner_texts()
    assert any("Call" in row for row in cells)
    assert len({row.split("\t")[0] for row in cells}) == 2
    curves.get_by_role("link", name="See them on the map").click()
    part(page, "line:persona-1").wait_for(state="attached")

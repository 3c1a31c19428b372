"""Names of products, places and competitors: learnt from records, edited by people, found in texts."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.errors import InputError

REVIEWS = [
    ("Oslo floor lamp", "The Oslo floor lamp flickers."),
    ("Oslo floor lamp", "my OSLO FLOOR LAMP, is light and fine"),
    ("Light", "The light in my room is good."),
    ("Light", "Light came late, Lumenia was cheaper."),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One workspace for both tests: the second one changes the names."""
    folder = tmp_path_factory.mktemp("names")
    reviews = folder / "reviews.csv"
    with reviews.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["review_id", "rating", "body", "created_at", "product", "author_id"])
        for n in range(20):
            product, text = REVIEWS[n % 4]
            writer.writerow([n, 3, text, f"2026-03-{n + 1:02d}T10:00:00Z", product, f"u{n}"])
        for n in range(20, 24):  # four customers are too few to learn a name from
            writer.writerow(
                [n, 3, "Nothing", f"2026-03-{n + 1:02d}T10:00:00Z", "Rare vase", f"u{n}"]
            )
    opened = dl.open(folder / "w")
    opened.add(reviews)
    yield opened
    opened.close()


def entities(workspace: Any, folder: Path) -> dict[str, list[str]]:
    workspace.export("utterances", folder / "said.json")
    rows = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return {row["text_masked"]: row["entities"] for row in rows}


def test_names_of_five_customers_records_are_learnt_and_found_in_texts(
    workspace: Any, tmp_path: Path
) -> None:
    found = entities(workspace, tmp_path)
    assert [(one.kind, one.name, one.customers) for one in workspace.gazetteer()] == [
        ("product", "Light", 10),
        ("product", "Oslo floor lamp", 10),
    ]
    assert found["The Oslo floor lamp flickers."] == ["product:Oslo floor lamp"]
    assert found["my OSLO FLOOR LAMP, is light and fine"] == ["product:Oslo floor lamp"]
    assert found["Light came late, Lumenia was cheaper."] == ["product:Light"]
    assert found["The light in my room is good."] == []


def test_people_add_competitors_and_leave_names_out_and_that_stays(
    workspace: Any, tmp_path: Path, desireline: Any
) -> None:
    folder = workspace.folder
    desireline("gazetteer", "-w", folder, "--add", "competitor", "Lumenia")
    told = json.loads(
        desireline("gazetteer", "-w", folder, "--leave-out", "Light", "--again", "--json").out
    )
    assert {(one["kind"], one["name"], one["left_out"]) for one in told} == {
        ("product", "Light", True),
        ("product", "Oslo floor lamp", False),
        ("competitor", "Lumenia", False),
    }
    found = entities(workspace, tmp_path)
    assert found["Light came late, Lumenia was cheaper."] == ["competitor:Lumenia"]
    with pytest.raises(InputError, match="no name 'Sofa'"):
        workspace.leave_out_name("Sofa")
    with pytest.raises(InputError, match="cannot be kept"):
        workspace.add_name("brand", "Lumenia")

"""People compared on a Spark cluster are joined as they are here."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from pathlib import Path

import pytest

import desireline as dl

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
        reason="PySpark (476 MB) or Java is not here: `pip install 'pyspark>=4.0,<4.1'`",
    ),
]


def test_a_cluster_finds_the_same_customers(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "identity_febrl" / "dataset1.csv").open(encoding="utf-8") as file:
        lines = file.read().splitlines()
    part = tmp_path / "people.csv"
    part.write_text("\n".join(lines[:401]) + "\n", encoding="utf-8")

    here = _customers(part, tmp_path / "here", recipe="")
    there = _customers(part, tmp_path / "there", recipe='spark = "local[2]"\n')

    assert len(here) == 400
    assert len(set(here.values())) < 390
    assert _together(there) == _together(here)


def _customers(people: Path, folder: Path, *, recipe: str) -> dict[str, str]:
    with dl.open(folder) as workspace:
        (folder / "recipe.toml").write_text(recipe)
    with dl.open(folder) as workspace:
        workspace.add(people)
        workspace.export("identities", folder / "identities.csv")
    with (folder / "identities.csv").open(newline="", encoding="utf-8") as file:
        return {row["subject"]: row["customer_id"] for row in csv.DictReader(file)}


def _together(customers: dict[str, str]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for subject, customer in customers.items():
        groups.setdefault(customer, set()).add(subject)
    return {frozenset(group) for group in groups.values()}

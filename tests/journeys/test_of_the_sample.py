"""Journeys of the generated company: how many end well, badly or not yet is what its plan makes of them."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import desireline as dl

if TYPE_CHECKING:
    from pathlib import Path


def test_lost_purchases_are_lost_and_few_are_under_way(
    sample_workspace: Path, tmp_path: Path
) -> None:
    with dl.open(sample_workspace) as workspace:
        workspace.export("journeys", tmp_path / "journeys.csv")
    with (tmp_path / "journeys.csv").open(encoding="utf-8") as file:
        states = Counter(row["state"] for row in csv.DictReader(file) if row["purpose"] == "buy")
    every = states.total()
    assert 650 < every < 770
    assert 0.42 < states["lost"] / every < 0.48
    assert states["running"] / every < 0.05

"""Deals of a CRM: that one was lost is the loss, and leads to nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import desireline as dl
from desireline.insights import Insight

HEADS = (
    "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount,Currency,Associated Contact IDs"
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Insight]:
    """What is said of 300 firms with two deals each, three in ten of which are lost."""
    folder = tmp_path_factory.mktemp("deals")
    lines = [HEADS]
    for n in range(600):
        began = datetime(2025, 1, 1, 9) + timedelta(hours=11 * n)  # noqa: DTZ001 - an export's times have no zone
        stage = "Closed Lost" if n % 10 in (1, 4, 7) else "Closed Won"
        ended = began + timedelta(days=5 + n % 13)
        lines.append(f"{n},Deal {n},{stage},{began:%Y-%m-%d %H:%M},{ended:%Y-%m-%d %H:%M},{100 + n},EUR,{n % 300}")  # fmt: skip
    (folder / "deals.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    with dl.open(folder / "workspace") as workspace:
        workspace.add(folder / "deals.csv")
        return [one for book in workspace.insights() for one in book.insights]


def test_a_lost_deal_is_no_cause_no_leak_and_no_point_of_no_return(
    told: list[Insight],
) -> None:
    claims = ("moment", "pain", "drop_off", "point_of_no_return", "exit")
    about = [
        one.words
        for one in told
        if one.kind in claims and "Deal lost" in f"{one.touchpoint} {one.condition}"
    ]
    assert about == []
    assert [one for one in told if one.outcome == "completed"]  # it is known what success is


def test_that_a_deal_was_won_decides_nothing_either(told: list[Insight]) -> None:
    assert not [
        one for one in told if one.kind == "point_of_no_return" and one.touchpoint == "Deal won"
    ]

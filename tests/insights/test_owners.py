"""What is bought once: who owns it pauses and comes again, and leaves by ending the contract, through files and commands."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import desireline as dl

FIRST = datetime(2025, 1, 6, 8, 0)  # noqa: DTZ001 - the files' times have no zone
USE = ("Usage viewed", "Offer viewed", "Update required")
CUSTOMERS, DAYS = 480, 330


def company(folder: Path, *, planted: bool = True) -> None:
    """Half of those who look at the checkout order. Every month owners come for two days.

    In the fourth month every fourth owner is slowed down last of all; half of them end the contract ten days later
    where it is planted, none otherwise. One in ten leaves anyhow.
    """
    folder.mkdir()
    events: list[tuple[str, ...]] = []
    contracts: list[tuple[str, ...]] = []
    for c in range(CUSTOMERS):
        began = FIRST + timedelta(days=c % 60, minutes=c)
        ends = 35.0 + c % 13 if c % 20 == 2 else 131.5 + c % 7 if c % 16 == 0 and planted else None
        steps = [(0.0, "Home page"), (0.01, "Checkout started")]
        if c % 2 == 0:
            steps += [(0.02, "Order placed"), *use(c, ends)]
            left = "" if ends is None else (began + timedelta(days=ends)).date().isoformat()
            contracts.append(
                (f"V{c}", f"K{c}", (began + timedelta(days=1)).date().isoformat(), left)
            )
        events += [
            (f"K{c}", (began + timedelta(days=day)).isoformat(sep=" "), what)
            for day, what in steps
        ]
    for name, heads, rows in (
        ("events.csv", ("customer_id", "timestamp", "event"), events),
        ("contracts.csv", ("contract_no", "customer_id", "contract_start", "contract_end"), contracts),
    ):  # fmt: skip
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads, *rows])


def use(c: int, ends: float | None) -> list[tuple[float, str]]:
    """What an owner does until the contract or the export ends."""
    steps: list[tuple[float, str]] = []
    for month in range(1, 12):
        day, turn = 30.0 * month + c % 5, (c // 2 + month) % 3
        if day > (ends or DAYS) or c % 60 + day > DAYS:
            break
        steps += [(day + n * 0.7, what) for n, what in enumerate(USE[turn:] + USE[:turn])]
        if c % 8 == 0 and month == 4:
            steps.append((day + 1.6, "Data slowed down"))
    return steps


def told(folder: Path) -> list[Any]:
    with dl.open(folder / "workspace") as workspace:
        workspace.add(folder / "exports")
        (book,) = workspace.insights()
    assert book.insights
    return list(book.insights)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What is claimed where being slowed down costs customers."""
    folder = tmp_path_factory.mktemp("planted")
    company(folder / "exports")
    return told(folder)


def test_who_pauses_for_a_month_has_not_left(planted: list[Any]) -> None:
    leaks = {one.touchpoint: one for one in planted if one.kind == "drop_off"}

    assert not leaks.keys() & {"Update required", "Usage viewed", "Offer viewed"}


def test_who_ends_the_contract_has_and_where_they_were_last_loses_them(planted: list[Any]) -> None:
    (leak,) = (
        one for one in planted if one.kind == "drop_off" and one.touchpoint == "Data slowed down"
    )

    # 60 are slowed down, the 6 who had left before less; half of them leave
    assert leak.verdict == "shown"
    assert leak.value == pytest.approx(0.5, abs=0.1)
    assert leak.low <= 0.5 <= leak.high


def test_what_owners_use_is_no_point_after_which_the_purchase_is_decided(
    planted: list[Any],
) -> None:
    points = [
        one for one in planted if one.kind == "point_of_no_return" and one.outcome == "completed"
    ]

    assert all(one.touchpoint in {None, "Checkout started", "Home page"} for one in points)


def test_what_is_bought_is_not_the_point_that_decides_it(planted: list[Any]) -> None:
    assert not [
        one
        for one in planted
        if one.kind == "point_of_no_return"
        and one.touchpoint in {"Pay", "Order placed", "Contract started"}
    ]


def test_where_it_costs_nothing_no_leak_of_owners_is_told(tmp_path: Path) -> None:
    company(tmp_path / "exports", planted=False)

    leaks = {
        one.touchpoint
        for one in told(tmp_path)
        if one.kind == "drop_off" and one.verdict == "shown"
    }

    assert not leaks & {"Data slowed down", "Update required", "Usage viewed", "Offer viewed"}

"""The shortest path that others took: to an end that somebody stated, and to none that is only silence."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desireline.app import create
from desireline.insights import Insight

HEADER = ("customer", "event", "time")


def told(folder: Path, paths: list[list[str]]) -> list[Insight]:
    """What is said of shortest paths of these journeys, each its own customer's, a day apart."""
    begin = datetime(2026, 1, 1, 9, tzinfo=UTC)
    with (folder / "log.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n, path in enumerate(paths):
            for step, name in enumerate(path):
                at = begin + timedelta(days=n % 120, minutes=7 * step)
                out.writerow([f"c{n}", name, at.isoformat()])
    with create(folder / "w") as workspace:
        workspace.add(folder / "log.csv")
        return [
            one
            for book in workspace.insights()
            for one in book.insights
            if one.kind == "shortest_path"
        ]


LONG = ["Search", "Product page", "Basket", "Search", "Basket", "Order"]
SHORT = ["Search", "Basket", "Order"]


def test_the_fewest_steps_of_five_customers_who_got_there(tmp_path: Path) -> None:
    (one,) = told(tmp_path, [SHORT] * 7 + [["Order"]] * 4 + [LONG] * 60)

    assert (one.value, one.n) == (3.0, 7)
    assert "has 3 steps of the customer (7 customers): Search, Basket, Order." in one.words
    assert "Half of the 67 journeys that got there took 6 or more." in one.words


def test_falling_silent_is_no_goal(tmp_path: Path) -> None:
    once, often = ["Look around", "Newsletter sent"], ["Look around", "Newsletter sent"] * 3
    assert told(tmp_path, [once] * 20 + [often] * 80) == []

"""What comes weeks after the order, when the journey of the order is over: nobody is lost by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import desireline as dl

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2025, 1, 6, 9)  # noqa: DTZ001 - an export's times have no zone


def test_whose_boiler_is_inspected_has_not_stopped_on_the_way_to_an_order(tmp_path: Path) -> None:
    orders, visits, quotes = (
        ["order_id,created_at,email,total,currency"],
        ["visit_id,email,inspected_at,reported_at,amount"],
        ["quote_id,email,requested_at,sent_at"],
    )
    for n in range(200):
        for k in range(4):
            asked = FIRST + timedelta(days=n % 60 + 75 * k, hours=n % 7)
            quotes.append(f"q{n}-{k},b{n}@home.example,{asked},{asked + timedelta(days=1)}")
            if (n + k) % 5 == 0:
                continue
            at = asked + timedelta(days=3)
            orders.append(f"o{n}-{k},{at},b{n}@home.example,{90 + n},EUR")
            looked_at = at + timedelta(days=40 + n % 9)
            visits.append(
                f"i{n}-{k},b{n}@home.example,{looked_at},{looked_at + timedelta(days=2)},{90 + n}"
            )
    for name, lines in (("orders", orders), ("visits", visits), ("quotes", quotes)):
        (tmp_path / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    with dl.open(tmp_path / "workspace") as workspace:
        for name in ("orders", "visits", "quotes"):
            workspace.add(tmp_path / f"{name}.csv")
        told = [one for book in workspace.insights() for one in book.insights]
    leaks = {one.touchpoint for one in told if one.kind == "drop_off"}
    places = {one.touchpoint for one in told}
    assert "Inspected" in places
    assert "Inspected" not in leaks
    decided = [one.words for one in told if one.kind == "point_of_no_return"]
    assert not [words for words in decided if "Inspected" in words], decided

"""What contacts are about is one matter, whichever source noted it and in whichever number."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

import desireline as dl
from desireline.insights.efforts.matters import by_one_name


def test_spellings_of_a_word_are_the_commonest_of_them() -> None:
    said = ["invoices", "invoice", "invoice", None, "late_delivery", "late delivery", "Late-delivery", "news", "new", "address"]  # fmt: skip
    found = by_one_name(pa.chunked_array([said], pa.string())).to_pylist()
    assert found[:4] == ["invoice", "invoice", "invoice", None]
    assert len(set(found[4:6])) == 1
    assert found[7:] == ["news", "new", "address"]


@given(st.lists(st.none() | st.text("as _-", max_size=7)))
def test_bringing_together_again_changes_nothing_and_leaves_nobody_out(
    said: list[str | None],
) -> None:
    once = by_one_name(pa.chunked_array([said], pa.string()))
    assert [one is None for one in once.to_pylist()] == [one is None for one in said]
    assert set(once.to_pylist()) <= set(said)
    assert by_one_name(once).to_pylist() == once.to_pylist()


def test_two_sources_tell_one_reason(tmp_path: Path) -> None:
    begin = datetime(2026, 1, 1, 9, tzinfo=UTC)
    with (tmp_path / "calls.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["call_id", "started_at", "caller", "queue", "talk_seconds", "disposition"])
        for n in range(60):
            at = (begin + timedelta(days=n)).isoformat()
            out.writerow(
                [
                    f"k{n}",
                    at,
                    f"+4420794600{n:02}",
                    ("Invoice", "Delivery")[n % 2],
                    300,
                    "resolved",
                ]
            )
    with (tmp_path / "tickets.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "requester", "created_at", "subject", "category", "status"])
        for n in range(40):
            at = (begin + timedelta(days=n, hours=3)).isoformat()
            out.writerow([f"t{n}", f"c{n}@example.org", at, "A question", "invoices", "open"])
    with dl.open(tmp_path / "ws") as ws:
        ws.add(tmp_path / "calls.csv", tmp_path / "tickets.csv")
        told = [one.words for book in ws.insights() for one in book.insights]
    about = {words.partition(" (")[0] for words in told if "of the contacts are about" in words}
    assert about == {
        "70.0 % of the contacts are about invoices",
        "30.0 % of the contacts are about delivery",
    }

"""Tables that nobody has described, with several times in each row: what is a step, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]
FIRST = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - a sheet's times have no zone
ISO = "%Y-%m-%d %H:%M:%S"


def table(path: Path, header: str, rows: Sequence[Sequence[Any]], *, form: str = ISO) -> Path:
    """Write rows; times are hours after the first day."""
    lines = [header]
    for row in rows:
        cells = [
            (FIRST + timedelta(hours=cell)).strftime(form)
            if isinstance(cell, float)
            else str(cell)
            for cell in row
        ]
        lines.append(",".join(cells))
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_a_repair_with_its_times_is_the_steps_of_a_repair(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        # every tenth was never finished, every fourth a day after what was promised
        (
            f"o{n}", f"c{n % 25}", "web", 24.0 * n, 24.0 * n + 1, 24.0 * n + 30,
            "" if n % 10 == 9 else 24.0 * n + (120 if n % 4 == 0 else 70), 24.0 * n + 80, 10 + n,
        )
        for n in range(60)
    ]  # fmt: skip
    header = "repair_id,customer_id,medium,repair_requested_at,repair_paid_at,repair_begun_at,repair_finished_at,repair_promised_date,total_price"
    read = read_here(table(tmp_path / "x.csv", header, rows))

    counts = "SELECT activity, actor, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    assert read.rows(counts) == [
        ("begun", "company", 60),
        ("finished", "company", 54),
        ("paid", "customer", 60),
        ("requested", "customer", 60),
    ]
    assert read.one("SELECT count(DISTINCT event_id) FROM staged") == 234
    assert read.one("SELECT count(*) FROM staged WHERE value IS NOT NULL") == 60
    assert read.one("SELECT DISTINCT subject FROM staged WHERE record = 'o3'") == "customer:c3"
    late = "json_extract_string(attributes, '$.late')"
    assert read.rows(f"SELECT {late}, count(DISTINCT record) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("false", 39), ("true", 15), (None, 6)]  # fmt: skip


def test_german_cases_without_a_customer_are_their_own_subjects(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        (f"F-{n}", 24.0 * n, 24.0 * n + 5, "" if n % 3 == 0 else 24.0 * n + 50, 24.0 * n + 300)
        for n in range(30)
    ]
    header = "case_id,Antrag eingegangen am,Geprüft am,Bewilligt am,Fällig am"
    read = read_here(table(tmp_path / "x.csv", header, rows, form="%d.%m.%Y %H:%M"))

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("antrag eingegangen", 30),
        ("bewilligt", 20),
        ("geprüft", 30),
    ]
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 30


def test_how_a_lead_ended_and_how_it_was_rated_are_kept(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        (f"L{n}", f"c{n}", 24.0 * n, 24.0 * n + 20, "yes" if n % 3 == 0 else "no", 1 + n % 5)
        for n in range(60)
    ]
    header = "lead_id,customer_id,lead_requested_at,lead_offered_at,won,csat"
    read = read_here(table(tmp_path / "x.csv", header, rows))

    told = "SELECT activity, count(*) FILTER (outcome = 'completed'), count(rating) FROM staged GROUP BY 1 ORDER BY 1"
    assert read.rows(told) == [("offered", 0, 60), ("requested", 20, 0)]


def test_what_the_company_sends_is_not_the_customers_first_step(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        (f"m{n}", f"c{n}", 24.0 * n, 24.0 * n + 2, "" if n % 2 else 24.0 * n + 3)
        for n in range(60)
    ]
    header = "letter_id,customer_id,letter_sent_at,letter_opened_at,letter_clicked_at"
    read = read_here(table(tmp_path / "x.csv", header, rows))

    assert read.rows("SELECT DISTINCT activity, actor FROM staged ORDER BY 1") == [
        ("clicked", "customer"), ("opened", "customer"), ("sent", "company")]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "later", "why"),
    [
        ("review_id,customer_id,review_created_at,review_answered_at,stars", 40, "one review"),
        ("call_id,customer_id,start_time,end_time,agent", 0.1, "a span"),
        ("repair_id,customer_id,created_at,received_at,score", 0.001, "two clocks of one moment"),
        ("repair_id,customer_id,created_at,updated_at,score", 40, "editing"),
        ("repair_id,customer_id,created_at,slot_at,score", None, "no order"),
    ],
)
def test_other_times_of_a_row_are_no_steps(
    tmp_path: Path, read_here: Reading, header: str, later: float | None, why: str
) -> None:
    rows = [
        (
            f"r{n}",
            f"c{n % 9}",
            24.0 * n,
            24.0 * n + (later if later is not None else (-30 if n % 2 else 30)),
            1 + n % 5,
        )
        for n in range(60)
    ]
    read = read_here(table(tmp_path / "x.csv", header, rows))

    assert read.one("SELECT count(*) FROM staged") == 60, why


def test_olist_orders_alone_are_four_steps(shared_data: Path, read_here: Reading) -> None:
    read = read_here(shared_data / "olist" / "olist_orders_dataset.csv")

    assert [word for (word,) in read.rows("SELECT DISTINCT activity FROM staged ORDER BY 1")] == [
        "approved",
        "delivered carrier",
        "delivered customer",
        "purchase",
    ]
    (report,) = read.reports.values()
    assert "27 of the rows: delivered carrier before approved" in report.warnings


def test_orders_are_known_by_their_own_names_of_the_steps(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        (f"o{n}", f"c{n % 25}", 24.0 * n, 24.0 * n + 1, 24.0 * n + 30, 24.0 * n + 70, 24.0 * n + 80, 10 + n)
        for n in range(60)
    ]  # fmt: skip
    header = "order_id,customer_id,order_placed_at,order_paid_at,order_shipped_at,order_delivered_at,order_promised_date,order_total"
    read = read_here(table(tmp_path / "x.csv", header, rows))

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("order created", 60), ("order delivered", 60), ("order paid", 60), ("order shipped", 60)]  # fmt: skip
    promised = "SELECT count(*) FROM staged WHERE json_extract_string(attributes, '$.promised') IS NOT NULL"
    assert read.one(promised) == 60

"""A small company's folder: an own table beside the exports, and everybody is one customer."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import desireline as dl

PEOPLE = [
    (n, f"{given} {family}", f"{given}.{family}@example.org".lower())
    for n, (given, family) in enumerate(
        [("Ann", "Adler"), ("Bob", "Brook"), ("Cleo", "Cruz"), ("Dan", "Dorn"), ("Eva", "Esch"),
         ("Finn", "Funk"), ("Gus", "Gold"), ("Hana", "Hart")], start=1)
]  # fmt: skip


def _file(path: Path, header: str, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def _exports(folder: Path) -> list[Path]:
    return [
        _file(
            folder / "customers.csv",
            "customer_id,name,email,created_at",
            [(n, name, email, f"2026-01-{n:02} 09:00:00") for n, name, email in PEOPLE],
        ),
        _file(
            folder / "orders.csv",
            "order_id,customer_id,created_at,total,status",
            [(1000 + n, n, f"2026-02-{n:02} 10:00:00", 10 * n, "paid") for n, _, _ in PEOPLE],
        ),
    ]


def test_an_own_table_with_the_customers_number_and_name_joins_the_exports(tmp_path: Path) -> None:
    """Eight people; the workshop knows the names of six of them, and the numbers of all."""
    own = _file(
        tmp_path / "workshop.csv",
        "customer_id,booked_on,what,customer_name",
        [
            (n, f"2026-{month}-{n:02}", ("winter check", "repair")[n % 2], name if n < 7 else "")
            for month in ("03", "04")
            for n, name, _ in PEOPLE
        ],
    )

    with dl.open(tmp_path / "w") as ws:
        ws.add(*_exports(tmp_path), own)
        book = ws.identities()

    assert (book.subjects, book.customers) == (16, 8)
    (lists,) = book.numbers
    assert lists.reason == (
        "customer and user numbers: 6 of 6 people whom both know agree in e-mail, phone or name"
    )


def test_another_tools_table_that_counts_from_one_too_joins_only_by_address(
    tmp_path: Path,
) -> None:
    """The same eight people, numbered backwards by a club: nobody is taken for somebody else."""
    own = _file(
        tmp_path / "club.csv",
        "member_no,visited_on,member_email",
        [
            (9 - n, f"2026-{month}-{n:02}", email)
            for month in ("03", "04")
            for n, _, email in PEOPLE
        ],
    )

    with dl.open(tmp_path / "w") as ws:
        ws.add(*_exports(tmp_path), own)
        book = ws.identities()
        ws.export("identities", tmp_path / "who.csv")

    assert (book.subjects, book.customers) == (16, 8)
    assert [pair.state for pair in book.numbers] == ["apart"]
    with (tmp_path / "who.csv").open(encoding="utf-8") as file:
        who = {row["subject"]: row["customer_id"] for row in csv.DictReader(file)}
    assert all(who[f"member:{9 - n}"] == who[f"user:{n}"] for n, _, _ in PEOPLE)


def test_a_table_with_nothing_but_numbers_is_one_question_and_one_answer(tmp_path: Path) -> None:
    own = _file(
        tmp_path / "visits.csv",
        "customer_id,visited_on,what",
        [
            (n, f"2026-{month}-{n:02}", ("looked", "asked")[n % 2])
            for month in ("03", "04")
            for n, _, _ in PEOPLE
        ],
    )

    with dl.open(tmp_path / "w") as ws:
        ws.add(*_exports(tmp_path), own)
        before = ws.identities()
        (asked,) = before.waiting
        ws.decide(asked.id, "accept")
        after = ws.identities()
        ws.decide(asked.id, "undo")
        undone = ws.identities()

    assert (before.customers, after.customers, undone.customers) == (16, 8, 16)
    assert (asked.left.subject, asked.right.subject) == ("customer:*", "user:*")
    assert [pair.state for pair in after.decided] == ["accepted"]


def test_a_list_of_customers_without_dates_joins_the_orders(tmp_path: Path) -> None:
    """The list has names and addresses, the orders the number and the name: eight of eight agree."""
    people = _file(
        tmp_path / "kunden.csv",
        "Kundennummer,Vorname,Nachname,E-Mail",
        [(n, *name.split(), email) for n, name, email in PEOPLE],
    )
    orders = _file(
        tmp_path / "orders.csv",
        "order_id,customer_id,created_at,total,status,customer_name",
        [(1000 + n, n, f"2026-02-{n:02} 10:00:00", 10, "paid", name) for n, name, _ in PEOPLE],
    )

    with dl.open(tmp_path / "w") as ws:
        ws.add(people, orders)
        book = ws.identities()

    assert (book.subjects, book.customers) == (16, 8)
    assert [pair.state for pair in book.numbers] == ["joined"]

"""A small company's folder: an own table beside the exports, and everybody is one customer."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from typer.testing import CliRunner

import desireline as dl
from desireline.cli.program import program
from desireline.sources.mapping import BUILT_IN

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


def _tickets(folder: Path) -> Path:
    """A help desk that numbers who asks backwards; everybody asked once."""
    return _file(
        folder / "tickets.csv",
        "ticket_id,created_at,subject,status,requester_id,requester_email",
        [
            (n, f"2026-03-{n:02} 10:00:00", "Where is it?", "open", 9 - n, email)
            for n, _, email in PEOPLE
        ],
    )


def _who(ws: dl.Workspace, folder: Path) -> dict[str, str]:
    ws.export("identities", folder / "who.csv")
    with (folder / "who.csv").open(encoding="utf-8") as file:
        return {row["subject"]: row["customer_id"] for row in csv.DictReader(file)}


def test_a_help_desks_own_numbers_glue_nobody_to_a_customer_of_the_shop(tmp_path: Path) -> None:
    """Eight people; the desk's number 1 is the shop's number 8, as their addresses say."""
    with dl.open(tmp_path / "w") as ws:
        ws.add(*_exports(tmp_path), _tickets(tmp_path))
        book = ws.identities()
        who = _who(ws, tmp_path)

    assert (book.subjects, book.customers) == (16, 8)
    assert [pair.state for pair in book.numbers] == ["apart"]
    assert all(who[f"email:{email}"] == who[f"user:{n}"] for n, _, email in PEOPLE)


def test_the_contacts_of_a_crm_that_uses_the_customers_numbers_are_the_customers(
    tmp_path: Path,
) -> None:
    contacts = _file(
        tmp_path / "crm.csv",
        "contact_id,name,email,created_at",
        [(n, name, email, f"2026-01-{n:02} 09:00:00") for n, name, email in PEOPLE],
    )
    orders = _file(
        tmp_path / "orders.csv",
        "order_id,customer_id,created_at,total,status,customer_name",
        [(1000 + n, n, f"2026-02-{n:02} 10:00:00", 10, "paid", name) for n, name, _ in PEOPLE],
    )
    with dl.open(tmp_path / "w") as ws:
        ws.add(contacts, orders)
        book = ws.identities()

    assert (book.subjects, book.customers) == (16, 8)
    assert [(pair.left.subject, pair.state) for pair in book.numbers] == [("crm:*", "joined")]


def test_what_was_read_as_a_user_number_before_is_read_anew_with_the_same_file(
    tmp_path: Path,
) -> None:
    """The shipped mapping as it was: requester 1 and shop 1 were one record. The same file again adds nothing, and parts them."""
    mapping = (BUILT_IN / "tickets.toml").read_text(encoding="utf-8")
    before = tmp_path / "before.toml"
    before.write_text(mapping.replace('"requester:{', '"user:{'), encoding="utf-8")
    tickets = _tickets(tmp_path)
    with dl.open(tmp_path / "w") as ws:
        ws.add(*_exports(tmp_path))
        ws.add(tickets, mapping=before)
        glued = _who(ws, tmp_path)
        report = ws.add(tickets)
        again = ws.add(tickets)
        book = ws.identities()
        now = _who(ws, tmp_path)

    assert glued["email:ann.adler@example.org"] == glued["email:hana.hart@example.org"]
    assert (report.accepted, report.revised) == (0, 8)
    assert (again.accepted, again.revised, again.duplicates) == (0, 0, 8)
    assert (book.subjects, book.customers) == (16, 8)
    assert all(now[f"email:{email}"] == now[f"user:{n}"] for n, _, email in PEOPLE)


def test_an_import_asks_about_two_lists_and_says_how_to_answer(tmp_path: Path) -> None:
    """Eight requesters without an address: nothing but the numbers can be compared."""
    workspace = tmp_path / "w"
    tickets = _file(
        tmp_path / "tickets.csv",
        "ticket_id,created_at,subject,status,requester_id",
        [(n, f"2026-03-{n:02} 10:00:00", "Where is it?", "open", n) for n, *_ in PEOPLE],
    )
    run = CliRunner().invoke
    assert run(program, ["init", str(workspace)]).exit_code == 0
    files = [str(file) for file in (*_exports(tmp_path), tickets)]
    said = run(program, ["import", *files, "-w", str(workspace)]).stderr
    question = next(line for line in said.splitlines() if line.startswith("?"))
    assert question == (
        "? One numbering or two? requester and user numbers: 8 of 8 numbers of the shorter list are in the"
        " longer one, as of any two lists that count from one; nothing else compares them"
    )
    command = next(line for line in said.splitlines() if line.startswith("  One: desireline "))
    assert run(program, command.removeprefix("  One: desireline ").split()).exit_code == 0
    after = run(program, ["import", *files, "-w", str(workspace)]).stderr
    assert "One numbering or two?" not in after
    with dl.open(workspace) as ws:
        assert (ws.identities().subjects, ws.identities().customers) == (16, 8)

"""Tables of a French supplier of energy and of a chain of hotels: whom a row is about, who speaks, and what was only planned."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline.sources import tongues

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]


def written(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def test_a_row_without_a_user_is_its_devices(tmp_path: Path, read_here: Reading) -> None:
    """Of 40 events every other was before anybody signed in; those that have both say whose device it is."""
    rows = [
        json.dumps({
            "event_name": ("search", "pay")[n % 2],
            "event_time": f"2026-03-{1 + n % 28:02}T10:00:00Z",
            "device_id": f"d{n // 4}",
            **({"user_id": f"U{n // 4}"} if n % 2 else {}),
        })
        for n in range(40)
    ]  # fmt: skip
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    read = read_here(path)
    kind = "split_part(subject, ':', 1)"
    assert read.rows(f"SELECT {kind}, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("device", 20), ("user", 20)]  # fmt: skip
    assert read.rows("SELECT identifiers FROM staged WHERE subject = 'user:U3' LIMIT 1") == [
        (["device:d3"],)
    ]


def test_an_answer_of_the_company_is_not_the_customers(tmp_path: Path, read_here: Reading) -> None:
    said = (
        ("inbound", "The shower was cold again this morning"),
        ("outbound", "We are sorry for that"),
    )
    rows = [
        f"m{n},c{n // 2},g{n // 2 % 5}@x.example,2026-03-{1 + n // 2:02} {9 + n % 2:02}:00,{said[n % 2][0]},{said[n % 2][1]} {n}"
        for n in range(40)
    ]
    header = "Message ID,Conversation ID,Guest Email,Sent At,Direction,Body"
    read = read_here(written(tmp_path / "x.csv", header, rows))
    counts = "SELECT activity, actor, direction, count(text) FROM staged GROUP BY ALL ORDER BY 1"
    assert read.rows(counts) == [
        ("agent message", "employee", "outbound", 20),
        ("customer message", "customer", "inbound", 20),
    ]


def test_a_stay_that_knows_its_booking_is_of_whoever_booked(
    tmp_path: Path, read_here: Reading
) -> None:
    bookings = [
        f"HB{n},G{n % 15},2026-01-{1 + n % 28:02} 10:00:00,2026-04-{1 + n % 28:02},2026-05-01,"
        + (f"2026-02-{1 + n % 28:02} 09:00:00" if n % 5 == 0 else "")
        for n in range(60)
    ]
    header = "Confirmation No,Guest ID,Booked On,Arrival,Departure,Cancelled On"
    booked = read_here(written(tmp_path / "bookings.csv", header, bookings))
    stays = [
        f"{n % 9},HB{n},2026-04-{1 + n % 28:02} 15:00:00,2026-04-{1 + n % 28:02} 15:2{n % 10}:00"
        for n in range(60)
        if n % 5
    ]
    stayed = read_here(
        written(tmp_path / "stays.csv", "Room,Confirmation No,Arrived At,Checked In At", stays)
    )

    assert booked.rows("SELECT DISTINCT identifiers FROM staged WHERE subject = 'guest:G0' ORDER BY 1") == [
        (["booking:HB0"],), (["booking:HB15"],), (["booking:HB30"],), (["booking:HB45"],)]  # fmt: skip
    assert stayed.one("SELECT min(subject) FROM staged") == "booking:HB1"
    # twelve were cancelled before they came: nobody arrived or left then
    # a day beside clocks was agreed, and is nobody's deed
    counts = "SELECT activity, actor, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    assert booked.rows(counts) == [
        ("arrival", "system", 48),
        ("booked", "customer", 60),
        ("cancelled", "customer", 12),
        ("departure", "system", 48),
    ]


def test_who_joined_on_a_day_did_something_and_a_list_without_such_a_day_is_no_event(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [f"M{n},G{n},g{n}@x.example,2026-03-{1 + n % 28:02},{n * 10}" for n in range(30)]
    header = "Member No,Guest ID,Email,{},Points"
    joined = read_here(written(tmp_path / "a.csv", header.format("Joined On"), rows))
    assert joined.rows("SELECT DISTINCT activity FROM staged") == [("joined",)]
    other = read_here(written(tmp_path / "b.csv", header.format("Date"), rows))
    assert "looks like a list" in (other.refused["b.csv"].error or {})["message"]


def test_french_invoices_have_two_steps_and_a_day_that_was_due(
    tmp_path: Path, read_here: Reading
) -> None:
    """The due day is a limit that customers keep or not, no step; steps speak French."""
    first = date(2026, 1, 5)
    rows = [
        f"F{n};{n % 12};{first + timedelta(days=n):%d/%m/%Y};{first + timedelta(days=n + 15):%d/%m/%Y};"
        f"{first + timedelta(days=n + (20 if n % 4 == 0 else 9)):%d/%m/%Y};1{n},50"
        for n in range(48)
    ]
    header = (
        "N° facture;N° client;Date d'émission;Date d'échéance;Date de paiement;Montant TTC (€)"
    )
    read = read_here(written(tmp_path / "x.csv", header, rows))
    assert read.rows("SELECT activity, actor, count(*) FROM staged GROUP BY ALL ORDER BY 1") == [
        ("paiement", "customer", 48), ("émission", "company", 48)]  # fmt: skip
    noted = "json_extract_string(attributes, '$.late') IS NOT NULL"
    assert (
        read.one(f"SELECT count(*) FROM staged WHERE {noted}") == 0
    )  # the customer's own day, no promise of the company's


def test_a_french_contract_keeps_the_day_of_its_activation(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = []
    for n in range(80):
        signed = date(2024, 1, 1) + timedelta(days=3 * n)
        end = f"{signed + timedelta(days=60 + n % 17):%d/%m/%Y}" if n % 4 == 0 else ""
        rows.append(
            f"C{n};K{n};{signed:%d/%m/%Y};{signed + timedelta(days=6):%d/%m/%Y};{end};Actif"
        )
    header = "N° contrat;N° client;Date de signature;Date de mise en service;Date de fin;Statut"
    read = read_here(written(tmp_path / "x.csv", header, rows))
    counts = "SELECT activity, outcome, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    assert read.rows(counts) == [
        ("contract ended", "lost", 20),
        ("contract started", None, 80),
        ("mise en service", None, 80),
    ]
    assert read.one("SELECT list(DISTINCT identifiers) FROM staged WHERE subject = 'client:K3'") == [["contract:C3"]]  # fmt: skip


def test_a_reading_of_a_meter_is_of_who_has_the_contract(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"1950{n % 9};C{n % 9};{1 + n % 28:02}/03/2026;{('Réel', 'Estimé')[n % 2]};{n}"
        for n in range(36)
    ]
    header = "PDL;N° contrat;Date du relevé;Nature du relevé;Index (kWh)"
    read = read_here(written(tmp_path / "x.csv", header, rows))
    assert read.rows("SELECT activity, count(DISTINCT subject), min(subject) FROM staged GROUP BY 1") == [
        ("relevé", 9, "contract:C0")]  # fmt: skip


def test_a_question_for_a_heading_is_answered_on_its_own_scale(
    tmp_path: Path, read_here: Reading
) -> None:
    """Nothing but its heading says that 0 to 10 is a recommendation."""
    rows = [
        f"{1 + n % 28:02}/03/2026 10:00;p{n}@x.example;{n % 11};Parce que c'est bien {n}"
        for n in range(44)
    ]
    header = "Date de réponse;E-mail;Recommanderiez-vous notre société à un proche ?;Pourquoi cette note ?"
    read = read_here(written(tmp_path / "x.csv", header, rows))
    assert read.rows("SELECT DISTINCT activity, channel, rating_kind, CAST(rating_low AS INT), CAST(rating_high AS INT) FROM staged") == [
        ("survey answered", "survey", "nps", 0, 10)]  # fmt: skip
    assert read.one("SELECT count(text) FROM staged") == 44


@pytest.mark.parametrize(
    "header",
    [
        "N° ticket;N° client;E-mail;Canal;Objet;Description;Créé le;Réponse;Répondu le;Clôturé le;Statut",
        "Ticket ID;Customer ID;E-mail;Channel;Subject;Description;Created;Response;Replied;Closed;Status",
    ],
)
def test_what_a_ticket_was_answered_is_said_by_the_company_when_it_was_said(
    tmp_path: Path, read_here: Reading, header: str
) -> None:
    rows = [
        f"T{n};{'' if n % 4 == 0 else f'K{n}'};p{n}@x.example;E-mail;Compte;Question {n};{1 + n:02}/03/2026 08:00;"
        f"Bonjour, on vous rappelle {n};{1 + n:02}/03/2026 11:00;{1 + n:02}/03/2026 15:00;x"
        for n in range(24)
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))
    assert {unit.mapping for unit in read.units} == {"tickets"}
    assert read.rows("SELECT activity, actor, count(text), count(DISTINCT subject) FROM staged GROUP BY ALL ORDER BY 1") == [
        ("agent reply", "employee", 24, 24), ("ticket opened", "customer", 24, 24), ("ticket solved", "employee", 0, 24)]  # fmt: skip


def test_a_french_call_log_has_queue_wait_and_whom_nobody_answered(
    tmp_path: Path, read_here: Reading
) -> None:
    header = "ID appel;Date et heure;Sens;Numéro;N° client;File d'attente;Attente (s);Durée (s);Agent;Qualification"
    rows = [
        "A1;29/04/2026 05:00;Entrant;+33612001001;K1;Facturation;35;205;a1;Résolu",
        "A2;29/04/2026 06:00;Entrant;+33612001001;K1;Facturation;60;0;;Abandonné",
        "A3;30/04/2026 06:00;Sortant;+33612001001;;Conseil;0;120;a1;Résolu",
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))
    assert read.rows('SELECT activity, wait_s, duration_s, outcome FROM staged ORDER BY "at"') == [
        ("call: Résolu", 35, 205, "resolved"),
        ("abandoned call", 60, None, None),
        ("company calls: Résolu", None, 120, None),
    ]


def test_english_headings_are_of_no_other_language() -> None:
    """`id`, `direction` and `conversation` are words of French, too."""
    assert tongues.english(("Message ID", "Conversation ID", "Direction", "Body")) == {}
    assert tongues.english(("File ID", "Contract ID", "Type", "Mode")) == {}


def test_what_a_heading_says_is_told_without_articles_and_words_for_time() -> None:
    said = tongues.said(("N° client", "Date d'émission", "Date de mise en service", "Statut"))
    assert said["Date d'émission"] == ("émission",)
    assert said["Date de mise en service"] == ("mise en service",)

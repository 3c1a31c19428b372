"""Practice software: appointments with a column for each thing that may have come of them, and the list of patients."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Read

HEADS = (
    "Appointment ID,Patient ID,Patient,Appointment type,Practitioner,Business,Appointment start,Appointment end,Created at,"
    "Patient arrived,Did not arrive,Cancelled at,Cancellation reason,Booked online\n"
)


def test_what_came_of_an_appointment_is_told_by_its_columns_and_what_lies_ahead_is_only_booked(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    day = "2026-03-0{} 10:00:00,2026-03-0{} 10:30:00,2026-02-01 09:00:00"
    rows = [
        f"A1,P1,Ida Berg,Check-up,Dr K,Park,{day.format(1, 1)},Yes,No,,,Yes\n",
        f"A2,P1,Ida Berg,Crown,Dr K,Park,{day.format(2, 2)},No,Yes,,,No\n",
        f"A3,P2,Jo Lind,Crown,Dr K,Park,{day.format(3, 3)},No,No,2026-02-03 09:00:00,Cancelled by practice,No\n",
        f"A4,P2,Jo Lind,Crown,Dr K,Park,{day.format(4, 4)},No,No,2026-02-04 09:00:00,Feeling better,No\n",
        f"A5,P2,Jo Lind,Crown,Dr K,Park,{day.format(5, 5)},No,No,,,No\n",
    ]
    (tmp_path / "list.csv").write_text(HEADS + "".join(rows))

    found = read_here(tmp_path / "list.csv").rows(
        "SELECT record, activity, actor, channel, subject, day(\"at\") FROM staged WHERE activity <> 'appointment booked' ORDER BY 1"
    )
    assert found == [
        ("A1", "appointment kept", "customer", "store", "user:P1", 1),
        ("A2", "appointment missed", "customer", "store", "user:P1", 2),
        ("A3", "appointment cancelled by the company", "employee", "phone", "user:P2", 3),
        ("A4", "appointment cancelled", "customer", "phone", "user:P2", 4),
    ]
    booked = "SELECT channel, count(*) FROM staged WHERE activity = 'appointment booked' GROUP BY 1 ORDER BY 1"
    assert read_here(tmp_path / "list.csv").rows(booked) == [("phone", 4), ("web", 1)]


def test_a_list_of_patients_says_who_is_who(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "patients.csv").write_text(
        "Patient ID,First name,Last name,Email,Phone number,Date of birth,Sex,Referral source,Created at\n"
        "P1,Ida,Berg,ida@mail.example,+49171,1980-02-11,Female,Friend,2026-01-05 10:00:00\n"
    )

    keys = read_here(tmp_path / "patients.csv").one("SELECT identifiers FROM staged")
    assert {"user:P1", "email:ida@mail.example", "phone:+49171"} <= set(keys)

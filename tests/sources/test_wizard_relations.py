"""Tables of contracts: a row is a relationship with its begin and, of those who left, its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]
FIRST = date(2024, 1, 1)


def contracts(
    path: Path, heads: str, ends: Callable[[int], int | None], *, rows: int = 120
) -> Path:
    """One contract every third day; `ends` says after how many days, None where it still runs."""
    lines = [heads]
    for n in range(rows):
        began, days = FIRST + timedelta(days=3 * n), ends(n)
        end = "" if days is None else str(began + timedelta(days=days))
        lines.append(f"V{n},K{n},k{n}@home.example,Small,{began},{end}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("heads", "thing"),
    [
        ("contract_no,customer_id,email,tariff,contract_start,contract_end", "contract"),
        ("Vertragsnummer,Kundennummer,E-Mail,Tarif,Vertragsbeginn,gekündigt zum", "contract"),
        ("membership_id,member_id,email,plan,joined_on,left_on", "membership"),
        ("account_id,customer_id,email,plan,opened_at,closed_at", "account"),
    ],
)
def test_a_contract_with_an_end_is_lost_then_and_one_without_still_runs(
    tmp_path: Path, read_here: Reading, heads: str, thing: str
) -> None:
    # every fourth of the 80 oldest has ended, after 40 days and a few more: 20 of them
    path = contracts(
        tmp_path / "x.csv", heads, lambda n: 40 + n % 17 if n % 4 == 0 and n < 80 else None
    )
    read = read_here(path)

    counts = "SELECT activity, actor, outcome, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    assert read.rows(counts) == [
        (f"{thing} ended", "system", "lost", 20),
        (f"{thing} started", "customer", None, 120),
    ]
    ended = 'SELECT "at"::DATE FROM staged WHERE record = \'V4\' ORDER BY "at"'
    assert [str(day) for (day,) in read.rows(ended)] == ["2024-01-13", "2024-02-26"]


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param(lambda n: 365 if n % 3 else None, id="a term of a year"),
        pytest.param(lambda n: 36_500 + 7 * (n % 50) if n % 3 else None, id="ahead"),
        pytest.param(lambda n: 40 + n % 17, id="all of them"),
    ],
)
def test_an_end_that_was_agreed_is_nobodys_leaving(
    tmp_path: Path, read_here: Reading, ends: Callable[[int], int | None]
) -> None:
    heads = "contract_no,customer_id,email,tariff,contract_start,contract_end"

    (refused,) = read_here(contracts(tmp_path / "x.csv", heads, ends)).refused.values()

    assert refused.error is not None
    assert "it looks like a list" in refused.error["message"]


def test_a_list_of_those_who_left_has_an_end_in_every_row(
    tmp_path: Path, read_here: Reading
) -> None:
    heads = "account_no,customer_id,email,plan,opened_on,closed_on"
    path = contracts(tmp_path / "x.csv", heads, lambda n: 40 + n % 17)
    printed = path.read_text(encoding="utf-8")
    path.write_text(printed + "".join(printed.splitlines(keepends=True)[-3:]), encoding="utf-8")
    read = read_here(path)  # its last three rows stand in it twice

    counts = (
        "SELECT activity, outcome, count(DISTINCT event_id) FROM staged GROUP BY ALL ORDER BY 1"
    )
    # that these began is known, that the others began is not: it would foretell the end
    assert read.rows(counts) == [("account ended", "lost", 120)]


def test_a_customer_of_two_contracts_is_one(tmp_path: Path, read_here: Reading) -> None:
    rows: Sequence[str] = [
        f"V{n},K{n // 2},{FIRST + timedelta(days=2 * n)},{FIRST + timedelta(days=2 * n + 30 + n % 11) if n % 5 == 0 else ''}"
        for n in range(200)
    ]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(["contract_no,customer_id,contract_start,contract_end", *rows, ""]))
    read = read_here(path)

    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 100
    assert read.one("SELECT count(DISTINCT event_id) FROM staged") == 240

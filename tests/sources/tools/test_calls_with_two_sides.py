"""Call logs that name both sides: the customer stands on one of them, the company's own line on the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Read

CALLED = "SELECT record, subject, activity, actor, duration_s FROM staged ORDER BY record"


def test_who_is_called_is_the_customer_and_not_the_companys_own_number(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(
        "call_id,started_at,direction,from,to,talk_seconds\n"
        "A1,2026-01-05 10:22:33,inbound,+49151111,+4930999,60\n"
        "A2,2026-01-06 10:22:33,outbound,+4930999,+49151111,70\n"
    )

    assert read_here(tmp_path / "log.csv").rows(CALLED) == [
        ("A1", "phone:+49151111", "call", "customer", 60),
        ("A2", "phone:+49151111", "company calls", "employee", 70),
    ]
    keys = "SELECT DISTINCT unnest(identifiers) FROM staged"
    assert read_here(tmp_path / "log.csv").rows(keys) == [("phone:+49151111",)]


def test_aircalls_export_names_customers_by_the_side_they_are_on(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    heads = (
        "line,date (TZ offset incl.),time (TZ offset incl.),number timezone,datetime (UTC),country_code,direction,from,to,"
        "answered,missed_call_reason,user,duration (total),duration (in call),via,voicemail,tags,comments,call id\n"
    )
    rows = [
        "Service,2026-01-05,11:22:33,Europe/Berlin,2026-01-05 10:22:33,DE,inbound,+49151111,+4930999,Yes,,Kim,90,60,Aircall,,bill,rude,7\n",
        "Service,2026-01-05,12:22:33,Europe/Berlin,2026-01-05 11:22:33,DE,inbound,+49151111,+4930999,No,no_available_agent,,20,0,Aircall,,,,8\n",
        "Service,2026-01-06,11:22:33,Europe/Berlin,2026-01-06 10:22:33,DE,outbound,+4930999,+49151111,Yes,,Kim,80,70,Aircall,,,,9\n",
    ]
    (tmp_path / "calls.csv").write_text(heads + "".join(rows))
    read = read_here(tmp_path / "calls.csv")

    assert read.rows(CALLED) == [
        ("7", "phone:+49151111", "call", "customer", 60),
        ("8", "phone:+49151111", "abandoned call", "customer", None),
        ("9", "phone:+49151111", "company calls", "employee", 70),
    ]
    assert read.one("SELECT count(*) FROM staged WHERE text IS NOT NULL") == 0, (
        "notes are the agent's words"
    )

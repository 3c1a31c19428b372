"""Who had to walk: calls written by hand, imported, and the ledger that comes out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import desireline as dl
from desireline.insights.efforts.repeat_window import repeat_window

HEAD = "call_id,started_at,direction,customer_number,queue,wait_seconds,talk_seconds,transfers,disposition,transcript"  # fmt: skip
PROMISE = '"Customer: Can you find out?\nAgent: We will call you back {day}."'
CALLS = [
    # Ann: promised for tomorrow, nobody called, she calls again after three days.
    f"A1,2026-03-02T10:00:00Z,inbound,+442079460001,Orders,120,240,1,Callback promised,{PROMISE.format(day='tomorrow')}",
    "A2,2026-03-05T10:00:00Z,inbound,+442079460001,Orders,60,120,0,Answered,",
    # Ben: promised for tomorrow and called; a week later he calls about something else.
    f"B1,2026-03-02T11:00:00Z,inbound,+442079460002,Orders,0,60,0,Callback promised,{PROMISE.format(day='tomorrow')}",
    "B2,2026-03-03T15:00:00Z,outbound,+442079460002,Orders,0,60,0,Callback made,",
    "B3,2026-03-10T15:00:00Z,inbound,+442079460002,Invoices,0,60,0,Answered,",
    # Cem: hangs up after five minutes and tries again ten minutes later.
    "C1,2026-03-02T10:00:00Z,inbound,+442079460003,Orders,300,0,0,Abandoned in queue,",
    "C2,2026-03-02T10:15:00Z,inbound,+442079460003,Orders,30,90,2,Answered,",
    # Dee: within 24 hours, said in the morning, kept in the next afternoon.
    f"D1,2026-03-02T10:00:00Z,inbound,+442079460004,Orders,0,60,0,Callback promised,{PROMISE.format(day='within 24 hours')}",
    "D2,2026-03-03T16:00:00Z,outbound,+442079460004,Orders,0,60,0,Callback made,",
    # Eve: the promise is only a note of the source, and nobody called.
    "E1,2026-03-02T10:00:00Z,inbound,+442079460005,Orders,0,60,0,Callback promised,",
    # Fay: said that they promised, but had never called before: no chase.
    '"F1",2026-03-04T10:00:00Z,inbound,+442079460006,Orders,0,60,0,Answered,"Customer: Where is my parcel?"',
    # Gus: promised on the last day of the data: not yet due.
    f"G1,2026-03-20T10:00:00Z,inbound,+442079460007,Orders,0,60,0,Callback promised,{PROMISE.format(day='tomorrow')}",
]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    folder: Path = tmp_path_factory.mktemp("effort")
    (folder / "calls.csv").write_text("\n".join([HEAD, *CALLS]) + "\n", encoding="utf-8")
    out: dict[str, list[dict[str, str]]] = {}
    answers: list[Any] = []
    with dl.open(folder / "workspace") as workspace:
        workspace.add(folder / "calls.csv")
        answers.extend(workspace.insights())
        for table in ("identities", "effort", "promises"):
            workspace.export(table, folder / f"{table}.csv")
            with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                out[table] = list(csv.DictReader(file))
    return {**out, "books": answers}


def of(rows: dict[str, list[Any]], person: int, column: str) -> float:
    """Sum of a column over one caller's journeys."""
    who = next(
        row["customer_id"]
        for row in rows["identities"]
        if row["subject"].endswith(f"946000{person}")
    )
    return sum(float(row[column] or 0) for row in rows["effort"] if row["customer_id"] == who)


def test_promises_are_kept_broken_or_open_by_the_calls_that_follow(rows: Any) -> None:
    state = {row["record"]: row["state"] for row in rows["promises"]}
    assert state == {"A1": "broken", "B1": "kept", "D1": "kept", "E1": "broken", "G1": "open"}
    noted = next(row for row in rows["promises"] if row["record"] == "E1")
    assert noted["due_at"].startswith("2026-03-03T23:59:59"), "as the said ones usually fall due"


def test_the_call_after_a_broken_promise_is_a_chase_whatever_its_code_says(rows: Any) -> None:
    assert of(rows, 1, "chases") == 1
    assert of(rows, 1, "repeats") == 0
    assert of(rows, 1, "contacts") == 2
    assert of(rows, 1, "transfers") == 1


def test_a_kept_promise_leaves_no_chase_and_another_matter_is_no_repeat(rows: Any) -> None:
    assert (of(rows, 2, "contacts"), of(rows, 2, "chases"), of(rows, 2, "repeats")) == (2, 0, 0)


def test_hanging_up_and_trying_again_is_one_repeat_and_its_silence_is_waiting(rows: Any) -> None:
    assert (of(rows, 3, "contacts"), of(rows, 3, "repeats")) == (2, 1)
    assert of(rows, 3, "minutes_waited") == pytest.approx(5 + 0.5 + 10)
    assert of(rows, 3, "minutes") == pytest.approx(5 + 0.5 + 1.5 + 10)


def test_asking_where_a_parcel_is_for_the_first_time_is_no_chase(rows: Any) -> None:
    assert (of(rows, 6, "contacts"), of(rows, 6, "chases")) == (1, 0)


def test_the_contract_of_the_table_holds_and_shares_are_shares(rows: Any) -> None:
    wanted = "customer_id journey_id contacts repeats chases transfers switches minutes_waited company_caused_share errands retells"  # fmt: skip
    assert set(wanted.split()) <= set(rows["effort"][0])
    shares = [row["company_caused_share"] for row in rows["effort"]]
    assert all(share == "" or 0 <= float(share) <= 1 for share in shares)


def test_service_is_counted_by_its_definition_and_reconciled(rows: Any) -> None:
    """Ten calls begin with a customer, two with the company; one is abandoned, one chases."""
    service = rows["books"][0].results["service"]
    whole = {
        one.metric: one.estimate
        for one in service.measures
        if getattr(one, "channel", "") is None and one.reason is None
    }
    assert whole["answered"].value == pytest.approx(9 / 10)
    assert whole["contacts per customer"].value == pytest.approx(10 / 7)
    # ripe by 20 March, answered, first: A1 (chased), B1, D1, E1, F1
    assert whole["first-contact resolution"].n == 5
    assert whole["first-contact resolution"].value == pytest.approx(4 / 5)
    (calls,) = [one for one in service.measures if hasattr(one, "records")]
    assert (calls.records, calls.contacts, calls.begun_by_company) == (12, 10, 2)


def test_real_calls_are_answered_and_resolved_as_their_log_counts(
    shared_data: Path, tmp_path: Path
) -> None:
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(shared_data / "call_centre_pwc")
        (book,) = workspace.insights()
    told = {one.metric: one for one in book.insights if one.kind == "service" and not one.channel}
    assert told["answered"].value == pytest.approx(0.8108, abs=1e-4)
    assert told["resolved, as the source says"].value == pytest.approx(0.8994, abs=1e-4)
    assert not [one for one in book.insights if one.kind == "effort" and "doing" in one.words]


@pytest.mark.parametrize("column", ["ComplaintTheme", 'the "real" \\ reason'])
def test_complaints_that_nobody_is_seen_to_answer_are_told_by_their_reason_alone(
    tmp_path: Path, column: str
) -> None:
    """Of 60 complaints 30 are about payment, 18 about delay, 8 about access, 4 about what four alone say; age is no reason."""
    themes = ["payment"] * 30 + ["delay"] * 18 + ["access"] * 8 + ["a secret"] * 4
    rows = [
        f"{i};2026-03-{1 + i % 28:02};{('18-29', '30-39')[i % 2]};{theme}"
        for i, theme in enumerate(themes)
    ]
    file, mapping = tmp_path / "complaints.csv", tmp_path / "complaints.toml"
    with file.open("w", newline="") as out:
        csv.writer(out, delimiter=";", lineterminator="\n").writerow(
            ["who", "day", "AgeCategory", column]
        )
        out.write("\n".join(rows))
    mapping.write_text(
        f"name = 'complaints'\n[tables.rows]\ncolumns = ['who', 'day', 'AgeCategory', '{column}']\n"
        "[[events]]\ntable = 'rows'\nsubject = 'customer:{who}'\nat = '{day}'\nactivity = 'complaint'\n"
        f"channel = 'email'\nattributes = ['AgeCategory', '{column}']\n"
    )
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(file, mapping=mapping)
        (book,) = workspace.insights()
    told = [one for one in book.insights if one.metric == "share of contacts"]
    assert [(one.topic, one.value, one.n) for one in told] == [
        ("payment", 0.5, 60), ("delay", 0.3, 60), ("access", pytest.approx(8 / 60), 60),
    ]  # fmt: skip
    assert not [one for one in book.insights if one.metric == "answered"]


def test_the_repeat_window_lies_in_the_valley_of_the_gaps() -> None:
    rng = np.random.default_rng(3)
    soon, new = rng.lognormal(np.log(1.5), 0.6, 400), rng.lognormal(np.log(60), 0.6, 400)
    assert 4 < repeat_window(np.concatenate([soon, new]), np.full(100, 50.0)) < 20
    one_kind = rng.lognormal(np.log(20), 1.0, 800)
    assert repeat_window(one_kind, np.full(100, 50.0)) == 14
    assert repeat_window(np.array([1.0, 2.0]), np.array([3.0])) == 14

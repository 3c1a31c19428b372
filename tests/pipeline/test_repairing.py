"""Quarantined rows go out, are mended, and come back as events: once."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desireline import app
from desireline.errors import InputError

LOG = """user_id,event,when
u1,buy,2025-03-30 02:30:00
u2,look,2025-01-02 10:00:00
u3,look,not a date
,buy,2025-01-03 10:00:00
u5,=cmd(),2099-01-03 10:00:00
u2,look,2025-01-02 10:00:00
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text(LOG)
    with app.create(tmp_path / "w") as opened:
        opened.add(tmp_path / "log.csv")
    return tmp_path / "w"


def rewritten(path: Path, change: Callable[[dict[str, str]], None]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        change(line)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def mend(line: dict[str, str]) -> None:
    mended = {
        "no-subject": {"user_id": "u4"},
        "bad-time": {"when": "2025-01-04 12:00:00"},
        "future-time": {"at": "2019-01-03 10:00:00+00"},
    }
    line.update(mended[line["code"]])


def test_the_sums_of_a_file_add_up(workspace: Path) -> None:
    with app.open_existing(workspace) as opened:
        (file,) = opened.quality().files
    rows, events = file["bridge"]["rows"], file["bridge"]["events"]
    assert rows == {"read": 6, "gave_events": 4, "quarantined": 2, "left_out": 0}
    assert events == {
        "made": 4, "accepted": 2, "duplicates": 1, "revised": 0, "quarantined": 1, "suppressed": 0,
    }  # fmt: skip


def test_mended_rows_become_events_once_and_leave_the_quarantine(
    workspace: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    with app.open_existing(workspace) as opened:
        assert opened.export_quarantine(rows) == 3
        rewritten(rows, mend)
        first = opened.import_quarantine(rows)
        again = opened.import_quarantine(rows)
        opened.export("events", tmp_path / "events.json")
        left = opened.quarantine()
    assert (first.mended, first.events, first.still, left) == (3, 3, [], [])
    assert (again.mended, again.events, again.unknown) == (0, 0, 3)
    events = json.loads((tmp_path / "events.json").read_text())
    assert sorted(e["subject"] for e in events) == [f"user:u{n}" for n in (1, 2, 3, 4, 5)]
    # the apostrophe that kept a spreadsheet from running the cell is gone again
    assert {e["activity"] for e in events} == {"buy", "look", "=cmd()"}


def test_no_cell_of_the_list_runs_in_a_spreadsheet(tmp_path: Path) -> None:
    table = tmp_path / "=cmd().csv"
    table.write_text(
        "user_id,event,when,=1+1\nu1,look,2025-01-01 10:00:00,a\n,=cmd(),never,\uff1dcmd()\n"
    )
    rows = tmp_path / "rows.csv"
    with app.create(tmp_path / "w") as opened:
        opened.add(table)
        assert opened.export_quarantine(rows) == 1
        with rows.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        ran = [
            cell
            for line in lines
            for cell in line
            if cell.startswith(("=", "+", "-", "@", "\uff1d"))
        ]
        assert ran == []
        rewritten(rows, lambda line: line.update({"user_id": "u2", "when": "2025-01-02 10:00:00"}))
        assert opened.import_quarantine(rows).mended == 1
        opened.export("events", tmp_path / "events.json")
    kept = next(
        e for e in json.loads((tmp_path / "events.json").read_text()) if e["subject"] == "user:u2"
    )
    assert kept["activity"] == "=cmd()"


@pytest.mark.slow
def test_more_mended_rows_than_one_run_holds_all_become_events(tmp_path: Path) -> None:
    count = 250_000
    (tmp_path / "log.toml").write_text(
        'name = "log"\n[tables.log]\ncolumns = ["who", "what", "day"]\n'
        '[[events]]\ntable = "log"\nsubject = "user:{who}"\nactivity = "{what}"\nat = "{day}"\n'
    )
    lines = (f",visit {n},2025-01-0{1 + n % 9}" for n in range(count))
    (tmp_path / "log.csv").write_text("\n".join(["who,what,day", "ann,visit,2025-01-01", *lines]))
    rows = tmp_path / "rows.csv"
    with app.create(tmp_path / "w") as opened:
        opened.add(tmp_path / "log.csv", mapping=tmp_path / "log.toml")
        assert opened.export_quarantine(rows) == count
        rewritten(rows, lambda line: line.update(who="bob"))
        repair = opened.import_quarantine(rows)
        assert (repair.mended, repair.events, repair.still) == (count, count, [])
        assert (opened.quarantine(), opened.status().events) == ([], count + 1)


def test_what_is_still_wrong_stays_with_its_reason(workspace: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    with app.open_existing(workspace) as opened:
        opened.export_quarantine(rows)
        rewritten(rows, lambda line: line.update(when="32.13.2025") if line["when"] else None)
        repair = opened.import_quarantine(rows)
        left = sum(group["rows"] for group in opened.quarantine())
    assert (repair.mended, repair.events, left) == (0, 0, 3)
    assert len(repair.still) == 3


def test_a_list_without_its_keys_is_refused(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with (
        app.open_existing(workspace) as opened,
        pytest.raises(InputError, match="quarantine_key"),
    ):
        opened.import_quarantine(tmp_path / "other.csv")

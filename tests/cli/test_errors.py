"""What goes wrong is said in words: what was found, what to do. Never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Desireline


def _clean(run, code: int = 2) -> str:
    assert run.code == code, run.err
    assert "Traceback" not in run.err + run.out
    return run.err


def test_a_missing_path_is_named(desireline, tmp_path: Path) -> None:
    words = _clean(desireline("map", tmp_path / "nowhere", "-o", tmp_path / "map.html"))
    assert "nowhere" in words
    assert not (tmp_path / "map.html").exists()


def test_words_of_data_cannot_steer_a_terminal(desireline, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("who,what\n")
    told = desireline(
        "import", tmp_path / "\x1b]0;owned\x07\x9b31m\u202e.csv", "-w", tmp_path / "w"
    )
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told.err + told.out)
    assert told.code == 2


def test_an_empty_folder_says_what_to_name(desireline, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    assert "exports" in _clean(
        desireline("map", tmp_path / "exports", "-o", tmp_path / "map.html")
    )


def test_a_read_me_and_a_code_book_beside_the_exports_are_passed_over(
    desireline, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "orders.csv").write_text(
        "order_id,email,created_at,total,status\n1,ann@x.org,2025-04-13T10:00:00Z,10,paid\n"
    )
    (exports / "README.md").write_text(
        "# Orders\n\nFrom our shop, one row an order, since 2025.\n"
    )
    (exports / "codes.pdf").write_bytes(b"%PDF-1.7 something")
    desireline("init", tmp_path / "acme")

    done = desireline("import", exports, "-w", tmp_path / "acme")

    assert done.code == 0, done.err
    assert "passed over" in done.err
    assert "README.md" in done.err
    assert "codes.pdf" in done.err


def test_a_folder_that_is_no_workspace_says_how_to_make_one(desireline, tmp_path: Path) -> None:
    assert "desireline init" in _clean(desireline("status", "-w", tmp_path))


def test_a_workspace_is_not_made_over_other_files(desireline, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    _clean(desireline("init", tmp_path))
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_an_unknown_table_is_answered_with_the_known_ones(
    desireline, sample_workspace: Path, tmp_path: Path
) -> None:
    words = _clean(
        desireline("export", "feelings", "-w", sample_workspace, "-o", tmp_path / "x.csv")
    )
    assert "journeys" in words


def test_an_unknown_ending_is_answered_with_the_known_ones(
    desireline, sample_workspace: Path, tmp_path: Path
) -> None:
    words = _clean(desireline("map", "-w", sample_workspace, "-o", tmp_path / "map.docx"))
    assert ".html" in words


def test_a_broken_file_stops_neither_the_others_nor_the_report(
    desireline, sample_exports: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "noise.csv").write_bytes(bytes(range(256)) * 40)
    orders = next(sample_exports.glob("orders*"))
    (folder / orders.name).write_bytes(orders.read_bytes())
    desireline("init", tmp_path / "acme")
    run = desireline("import", folder, "-w", tmp_path / "acme", "--json")
    files = {Path(file["path"]).name: file for file in json.loads(run.out)}
    assert files["noise.csv"]["error"]["hint"]
    assert files[orders.name]["events"] > 0


@pytest.mark.parametrize("verb", ["insights", "map"])
def test_an_empty_workspace_says_what_to_do_next(desireline, tmp_path: Path, verb: str) -> None:
    desireline("init", tmp_path / "acme")
    run = desireline(verb, "-w", tmp_path / "acme", cwd=tmp_path)
    assert "Traceback" not in run.err
    assert "mport" in run.out + run.err


DATES = "customer,event,when\n1,Order,03/04/2025\n1,Parcel,05/04/2025\n2,Order,07/08/2025\n"


@pytest.mark.parametrize(
    "asked",
    [("compare", "state = lost", "state = completed"), ("whatif", "late", "--less", "50")],
    ids=["compare", "whatif"],
)
def test_a_question_to_an_empty_workspace_says_what_to_import(
    desireline, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    desireline("init", tmp_path / "acme")
    words = _clean(desireline(*asked, "-w", tmp_path / "acme"))
    assert "There are no data to ask yet" in words
    assert "desireline import" in words


def test_a_date_with_two_readings_is_not_guessed_where_nobody_can_answer(
    desireline, tmp_path: Path
) -> None:
    (tmp_path / "visits.csv").write_text(DATES)
    words = _clean(desireline("map", tmp_path / "visits.csv", "-o", tmp_path / "m.html"))
    assert "--answer date_order=dmy" in words
    assert not (tmp_path / "m.html").exists()
    answered = desireline(
        "map", tmp_path / "visits.csv", "-o", tmp_path / "m.html", "--answer", "date_order=mdy"
    )
    assert answered.code == 0
    assert "month first" in answered.err


def test_a_date_with_two_readings_is_one_key_in_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text(DATES)
    code, said = _in_a_terminal(
        ["map", str(tmp_path / "visits.csv"), "-o", str(tmp_path / "m.html")], press=b"1"
    )
    assert code == 0, said
    assert "day first" in said


def test_strict_ends_with_1_when_rows_were_set_aside(desireline, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text(
        "customer,event,when\n1,Order,2025-04-03\n1,Parcel,2025-04-05\n2,Order,yesterday-ish\n"
        + "".join(f"{n},Order,2025-05-{n:02d}\n" for n in range(3, 29))
    )
    desireline("init", tmp_path / "acme")
    run = desireline("import", tmp_path / "visits.csv", "-w", tmp_path / "acme", "--strict")
    assert run.code == 1, run.err
    again = tmp_path / "twin"
    desireline("init", again)
    assert desireline("import", tmp_path / "visits.csv", "-w", again).code == 0


def _in_a_terminal(arguments: list[str], *, press: bytes) -> tuple[int, str]:
    """Run the command line on a terminal of its own and answer its question with one key."""
    import os
    import pty
    import select
    import signal
    import sys
    import time

    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "desireline", *arguments])
    said, deadline = b"", time.monotonic() + 90
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            if said.rstrip().endswith(b"[1-2]"):  # asked, and listening by now
                os.write(terminal, press)
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), said.decode(errors="replace")


@pytest.mark.parametrize("content", ["", "id,requester,created_at,subject,description,status\n", "a,b\n1,2\n"])  # fmt: skip
def test_of_files_that_could_not_be_read_no_sum_is_told_and_nothing_comes_next(
    content: str, desireline: Desireline, tmp_path: Path
) -> None:
    (tmp_path / "tickets.csv").write_text(content, "utf-8")
    drawn = desireline("map", "tickets.csv", cwd=tmp_path)
    assert drawn.code == 2
    assert "tickets.csv" in drawn.out + drawn.err
    desireline("init", "w", cwd=tmp_path)
    read = desireline("import", "tickets.csv", "-w", "w", cwd=tmp_path)
    assert read.code == 2
    for said in (drawn.out + drawn.err, read.out + read.err):
        assert "events added" not in said
        assert "Next:" not in said
    (tmp_path / "good.csv").write_text("customer,event,when\n1,Order,2025-03-04 10:00\n2,Order,2025-03-05 10:00\n", "utf-8")  # fmt: skip
    both = desireline("import", "tickets.csv", "good.csv", "-w", "w", cwd=tmp_path)
    assert "2 events added" in both.out + both.err


def test_one_row_that_cannot_be_read_is_one_row_and_the_hint_is_the_command(
    desireline, tmp_path: Path
) -> None:
    orders = "1,c1,2026-01-02T10:00:00Z,paid,10\n2,c2,not a date,paid,12\n"
    (tmp_path / "orders.csv").write_text("order_id,customer_id,created_at,status,total\n" + orders)
    assert desireline("init", tmp_path / "w").code == 0
    told = desireline("import", tmp_path / "orders.csv", "-w", tmp_path / "w")
    assert "1 row could not be read: see `desireline quarantine list`" in told.err
    assert "1 row set aside" in told.err

"""The process that reads a file: its walls, its ending, and files too large to be kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline import sources
from desireline.errors import FileError
from desireline.sources import containers, limits, process

if TYPE_CHECKING:
    from conftest import Read

ROWS = "".join(f"u{n % 700},{'look' if n % 3 else 'buy'},2025-01-{n % 27 + 1:02} 10:00:{n % 60:02},x{n}\n" for n in range(5_000))  # fmt: skip
TABLE = "user_id,event,timestamp,note\n" + ROWS


def unit(folder: Path) -> sources.Unit:
    path = folder / "rows.csv"
    path.write_text(TABLE)
    (found,) = sources.recognise([path]).units
    return found


def walled(code: str) -> subprocess.CompletedProcess[str]:
    """Run code behind the walls."""
    begin = "from desireline.sources.guard import limit_this_process as w\nw()\n"
    return subprocess.run(
        [sys.executable, "-c", begin + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_behind_the_walls_there_is_no_network_and_no_other_program(code: str) -> None:
    done = walled(code)
    assert done.returncode != 0
    assert "PermissionError" in done.stderr
    assert "may not use" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds the limit of memory")
def test_behind_the_walls_memory_ends() -> None:
    assert "MemoryError" in walled("b = bytearray(4 << 30)").stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "input.file.crash"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "input.file.time"),
        ("raise MemoryError", "input.file.memory"),
        ("print('no JSON at all')", "input.file.crash"),
    ],
)
def test_a_process_that_ends_badly_is_an_error_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: str
) -> None:
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", command))
    found = unit(tmp_path)
    with pytest.raises(FileError, match=r"rows\.csv") as caught:
        sources.parse(found, staging=tmp_path / "s", options={}, progress=lambda *_: None)
    assert caught.value.code == code
    assert list((tmp_path / "s").iterdir()) == []


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = unit(tmp_path)
    sources.parse(
        found, staging=tmp_path / "s", options={}, progress=lambda *one: told.append(one)
    )
    size = found.samples[0].size
    assert all(0 <= done <= total == size for done, total in told)


def test_the_same_file_gives_the_same_bytes_of_content(
    tmp_path: Path, read_here: Callable[..., Read]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(TABLE)
    contents = [
        read_here(path).rows('SELECT * EXCLUDE ("at"), epoch_us("at") FROM staged ORDER BY ALL')
        for _ in range(2)
    ]
    assert contents[0] == contents[1]


def test_a_streamed_file_gives_what_a_kept_one_gives(
    tmp_path: Path, read_here: Callable[..., Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(TABLE)
    everything = 'SELECT * EXCLUDE ("at"), epoch_us("at") FROM staged ORDER BY source_line'
    kept = read_here(path)
    monkeypatch.setattr(containers, "KEPT_BYTES", 1_000)
    streamed = read_here(path)
    assert streamed.rows(everything) == kept.rows(everything)
    assert streamed.report == kept.report


@pytest.mark.parametrize("kept_bytes", [containers.KEPT_BYTES, 1_000])
def test_blanks_around_a_cell_go_and_those_within_stay(
    tmp_path: Path,
    read_here: Callable[..., Read],
    monkeypatch: pytest.MonkeyPatch,
    kept_bytes: int,
) -> None:
    monkeypatch.setattr(containers, "KEPT_BYTES", kept_bytes)
    path = tmp_path / "rows.csv"
    cells = ["plain", " before", "behind ", "  both  ", "two words", '" "', '""', "\tkept", ""]
    more = "".join(f" u9 ,buy it ,2025-02-01 10:00:00,{cell}\n" for cell in cells)
    path.write_text(TABLE + more)
    found = read_here(path)
    notes = found.rows(
        "SELECT json_extract_string(attributes, '$.note') FROM staged "
        "WHERE source_line > 5001 ORDER BY source_line"
    )
    assert [note for (note,) in notes] == [
        "plain", "before", "behind", "both", "two words", None, None, "\tkept", None,
    ]  # fmt: skip
    assert found.rows(
        "SELECT DISTINCT subject, activity FROM staged WHERE source_line > 5001"
    ) == [("user:u9", "buy it")]


def test_a_letter_on_the_border_of_two_looks_at_a_streamed_file_stays_one(
    tmp_path: Path, read_here: Callable[..., Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    begun = TABLE + "u9,buy,2025-02-01 10:00:00,"
    reached = (len(begun) // (1 << 16) + 1) << 16
    path.write_text(begun + "x" * (reached - 1 - len(begun)) + "é\n", encoding="utf-8")
    monkeypatch.setattr(containers, "KEPT_BYTES", 1_000)
    (last,) = read_here(path).rows(
        "SELECT right(json_extract_string(attributes, '$.note'), 2) FROM staged WHERE source_line = 5002"
    )
    assert last == ("xé",)


def test_a_streamed_file_with_a_line_longer_than_its_buffers_gives_all_its_rows(
    tmp_path: Path, read_here: Callable[..., Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    long = "x" * (limits.STREAMED_LINE + 100)
    path.write_text(TABLE + f"u9,buy,2025-02-01 10:00:00,{long}\n")
    monkeypatch.setattr(containers, "KEPT_BYTES", 1_000)
    found = read_here(path)
    assert (found.report.rows, found.report.events, found.report.quarantined) == (5001, 5001, 0)


def test_bad_rows_of_a_streamed_file_are_found_as_well(
    tmp_path: Path, read_here: Callable[..., Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(TABLE + "u1,buy,never,x\nu1,buy\nu2,buy,2025-02-01 10:00:00,x\n")
    monkeypatch.setattr(containers, "KEPT_BYTES", 1_000)
    found = read_here(path)
    assert (found.report.rows, found.report.events, found.report.quarantined) == (5003, 5001, 2)
    assert found.rows("SELECT source_line, code FROM quarantine ORDER BY 1") == [
        (5002, "bad-time"),
        (5003, "bad-row"),
    ]


def test_small_files_share_a_process_and_a_failed_one_ends_it(tmp_path: Path) -> None:
    process.end_idle()
    found = unit(tmp_path)
    pids = set[int]()
    for number in range(3):
        parsed = sources.parse(found, staging=tmp_path / f"s{number}", progress=lambda *_: None)
        assert parsed.reports[0].events == 5_000
        (child,) = process.idle
        pids.add(child.process.pid)
    assert len(pids) == 1
    broken = tmp_path / "broken.csv"
    broken.write_text("user_id,event,timestamp\n" + "u1,buy,never\n" * 50)
    (bad,) = sources.recognise([broken], mapping=_mapping(tmp_path)).units
    with pytest.raises(FileError, match="no times"):
        sources.parse(bad, staging=tmp_path / "bad", progress=lambda *_: None)
    assert process.idle == []


def test_a_process_that_died_while_it_waited_costs_nothing_but_time(tmp_path: Path) -> None:
    found = unit(tmp_path)
    sources.parse(found, staging=tmp_path / "a", progress=lambda *_: None)
    process.idle[0].process.kill()
    parsed = sources.parse(found, staging=tmp_path / "b", progress=lambda *_: None)
    assert parsed.reports[0].events == 5_000
    assert all(path.exists() for path in parsed.staged)


def test_a_shared_process_is_not_given_more_than_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.end_idle()
    found = unit(tmp_path)
    size = found.samples[0].size
    monkeypatch.setattr(process.limits, "SHARED_BYTES", size + 1)
    sources.parse(found, staging=tmp_path / "a", progress=lambda *_: None)
    (first,) = process.idle
    sources.parse(found, staging=tmp_path / "b", progress=lambda *_: None)
    (second,) = process.idle
    assert first is not second
    assert first.process.returncode is not None


def test_relative_paths_begin_where_the_caller_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        unit(tmp_path / name)
        monkeypatch.chdir(tmp_path / name)
        (found,) = sources.recognise([Path("rows.csv")]).units
        parsed = sources.parse(found, staging=tmp_path / f"s-{name}", progress=lambda *_: None)
        assert parsed.reports[0].events == 5_000


def _mapping(folder: Path) -> Path:
    path = folder / "mapping.toml"
    path.write_text(
        'name = "m"\n[tables.t]\ncolumns = ["user_id", "event", "timestamp"]\n[[events]]\n'
        'table = "t"\nsubject = "user:{user_id}"\nat = "{timestamp}"\nactivity = "{event}"\n'
    )
    return path

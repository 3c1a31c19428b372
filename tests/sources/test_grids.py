"""A workshop's table is read behind the walls that every upload is read behind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from desireline.errors import FileError
from desireline.sources import process, read_grid


def test_a_table_is_read_in_place_and_a_board_as_its_value(tmp_path: Path) -> None:
    table, board = tmp_path / "w.csv", tmp_path / "b.json"
    table.write_text(",Discover,Buy\nThinks,Is it good?,\n")
    board.write_text('{"items": [1, null]}')
    assert read_grid(table) == [["", "Discover", "Buy"], ["Thinks", "Is it good?", ""]]
    assert read_grid(board) == {"items": [1, None]}


def test_a_file_that_ends_its_reader_is_an_error_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server goes on: it was another process that read."""
    import sys

    table = tmp_path / "w.csv"
    table.write_text("a,b\n1,2\n")
    dies = (sys.executable, "-c", "import os, sys; sys.stdin.read(1); os.abort()")
    monkeypatch.setattr(process, "COMMAND", dies)
    with pytest.raises(FileError) as raised:
        read_grid(table)
    assert raised.value.code == "input.file.crash"


def test_what_is_too_large_or_packed_to_burst_is_refused(tmp_path: Path) -> None:
    large, bomb = tmp_path / "l.csv", tmp_path / "b.xlsx"
    large.write_bytes(b"a,b\n" * 2_100_000)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, b"<x>" + b" " * 150_000_000)
    assert bomb.stat().st_size < 1_000_000
    for path in (large, bomb):
        with pytest.raises(FileError):
            read_grid(path)

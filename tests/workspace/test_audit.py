"""The audit log: whatever is done to its rows, `verify` names the first that is not as it was written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import desireline as dl

ROWS = 8


def _log(folder: Path) -> Path:
    with dl.open(folder) as workspace:
        for number in range(ROWS):
            workspace.audit.note("did", f"thing {number}", {"number": number})
        assert workspace.audit.verify().sound
    return folder


def _verdict(folder: Path) -> tuple[bool, int | None]:
    with dl.open(folder) as workspace:
        found = workspace.audit.verify()
        return found.sound, found.first_bad


def _change(folder: Path, sql: str) -> None:
    with sqlite3.connect(folder / "workspace.db") as database:
        database.execute(sql)
    database.close()


@pytest.mark.parametrize(
    ("sql", "first_bad"),
    [
        ("UPDATE audit SET actor = 'mem_else' WHERE number = 3", 3),
        ("UPDATE audit SET at_us = at_us + 1 WHERE number = 1", 1),
        ("UPDATE audit SET detail = '{}' WHERE number = 8", 8),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number > 6", 7),
        ("UPDATE audit SET number = 100 WHERE number = 5", 5),
        ("INSERT INTO audit SELECT 9, at_us, actor, action, target, detail, chain FROM audit WHERE number = 8", 9),
        ("DELETE FROM audit", 1),
    ],
)  # fmt: skip
def test_a_change_of_the_past_is_named(tmp_path: Path, sql: str, first_bad: int) -> None:
    folder = _log(tmp_path / "acme")
    _change(folder, sql)
    assert _verdict(folder) == (False, first_bad)


def test_two_rows_that_changed_places_are_named(tmp_path: Path) -> None:
    folder = _log(tmp_path / "acme")
    for sql in ("SET number = 99 WHERE number = 2", "SET number = 2 WHERE number = 3",
                "SET number = 3 WHERE number = 99"):  # fmt: skip
        _change(folder, f"UPDATE audit {sql}")
    assert _verdict(folder) == (False, 2)


@pytest.mark.parametrize("name", ["audit.key", "audit.head"])
def test_a_lost_key_or_end_is_told(tmp_path: Path, name: str) -> None:
    folder = _log(tmp_path / "acme")
    (folder / name).unlink()
    assert _verdict(folder)[0] is False


def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = _log(tmp_path / "acme")
    assert (folder / "audit.key").stat().st_mode & 0o077 == 0


@settings(max_examples=30, deadline=None)
@given(
    number=st.integers(1, ROWS),
    column=st.sampled_from(["at_us", "actor", "action", "target", "detail", "chain"]),
    value=st.integers(0, 10**6),
)
def test_any_cell_that_is_changed_is_found(
    tmp_path_factory: pytest.TempPathFactory, number: int, column: str, value: int
) -> None:
    folder = _log(tmp_path_factory.mktemp("audit") / "acme")
    _change(folder, f"UPDATE audit SET {column} = '{value}' WHERE number = {number}")
    assert _verdict(folder) == (False, number)


def test_names_cannot_forge_a_line_or_colour_a_terminal(tmp_path: Path, desireline) -> None:
    with dl.open(tmp_path / "acme") as workspace:
        workspace.audit.note("did", "a\r\n7 forged\x1b[31m")
    listed = desireline("audit", "list", "-w", tmp_path / "acme")
    assert len(listed.out.splitlines()) == 1
    assert "\x1b" not in listed.out
    assert desireline("audit", "verify", "-w", tmp_path / "acme").code == 0


def test_the_command_ends_with_one_where_the_log_was_changed(tmp_path: Path, desireline) -> None:
    folder = _log(tmp_path / "acme")
    _change(folder, "UPDATE audit SET action = 'nothing' WHERE number = 5")
    ended = desireline("audit", "verify", "-w", folder)
    assert ended.code == 1
    assert "row 5" in ended.err

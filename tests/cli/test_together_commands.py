"""Guests and comments from the command line, as a host without a browser uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import desireline as dl
from desireline.cli.program import program

CSV = "customer,event,when\n" + "".join(
    f"c{one},{event},2025-03-{1 + one:02d} 1{hour}:00:00\n"
    for one in range(8)
    for hour, event in enumerate(("Visit", "Order", "Parcel"))
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("together")
    (folder / "log.csv").write_text(CSV)
    with dl.open(folder / "w") as workspace:
        workspace.add(folder / "log.csv")
        workspace.maps()
    return folder / "w"


@pytest.fixture
def workspace(drawn: Path, tmp_path: Path) -> Path:
    shutil.copytree(drawn, tmp_path / "w")
    return tmp_path / "w"


def _run(workspace: Path, *words: str) -> str:
    result = CliRunner().invoke(program, [*words, "-w", str(workspace)])
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_a_guests_link_opens_one_map_until_it_is_revoked(workspace: Path) -> None:
    secret = _run(workspace, "guest", "link", "--role", "commenter").partition("#guest=")[2]
    [told] = json.loads(_run(workspace, "guest", "list", "--json"))
    with dl.open(workspace) as opened:
        guest = opened.signing.open_guest(secret, "Ann").who
    assert (guest.role, guest.map) == ("commenter", told["map"])

    _run(workspace, "guest", "revoke", told["id"])
    assert json.loads(_run(workspace, "guest", "list", "--json")) == []
    with dl.open(workspace) as opened, pytest.raises(ValueError, match="link"):
        opened.signing.open_guest(secret, "Ann")


def test_a_comment_is_said_answered_and_settled(workspace: Path) -> None:
    first = _run(workspace, "comment", "add", "Why do they wait?", "--at", "st-1")
    _run(workspace, "comment", "add", "A timer.", "--thread", first)
    _run(workspace, "comment", "resolve", first)
    said = json.loads(_run(workspace, "comment", "list", "--json"))
    assert [(one["body"], one["thread"], one["anchor"]) for one in said] == [
        ("Why do they wait?", first, "st-1"),
        ("A timer.", first, "st-1"),
    ]
    assert said[0]["resolved_us"]
    assert "(settled)" in _run(workspace, "comment", "list")

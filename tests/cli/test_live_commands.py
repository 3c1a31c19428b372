"""`token` and `webhook` on the command line: shown once, listed without what opens the door."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import desireline as dl


def test_a_token_is_shown_once_listed_by_its_beginning_and_revoked(
    desireline, tmp_path: Path
) -> None:
    folder = tmp_path / "acme"
    dl.open(folder).close()
    made = desireline("token", "create", "web shop", "-w", folder)
    token = made.out.strip()
    assert (made.code, len(token)) == (0, 46)
    assert token not in made.err
    [row] = json.loads(desireline("token", "list", "-w", folder, "--json").out)
    assert row["token"] == token[:11] + "..."
    assert (row["name"], row["for"], row["trusted"], row["revoked"]) == ("web shop", "events", False, None)  # fmt: skip
    assert desireline("token", "revoke", token[:11], "-w", folder).code == 0
    again = desireline("token", "revoke", token[:11], "-w", folder)
    assert again.code == 2
    assert "no living token" in again.err
    wrong = desireline("token", "create", "x", "--for", "everything", "-w", folder)
    assert (wrong.code, "events, notes, all" in wrong.err) == (2, True)


def test_a_tools_own_secret_is_read_from_standard_input_only(desireline, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    dl.open(folder).close()
    missing = desireline("webhook", "add", "stripe", "-w", folder)
    assert (missing.code, "makes its own secret" in missing.err) == (2, True)
    shown = desireline(
        "webhook", "add", "stripe", "--secret", "whsec_of_the_tool_itself", "-w", folder
    )
    assert (shown.code, "can be seen by others" in shown.err) == (2, True)
    command = [sys.executable, "-m", "desireline", "webhook", "add", "stripe", "--secret", "-"]
    ended = subprocess.run(
        [*command, "-w", str(folder)],
        input="whsec_of_the_tool_itself\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "whsec_of_the_tool_itself" not in ended.stdout + ended.stderr
    listed = desireline("webhook", "list", "-w", folder)
    assert "stripe" in listed.out
    assert "whsec" not in listed.out
    easy = subprocess.run(
        [*command, "-w", str(folder)],
        input="changeme\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (easy.returncode, "too easy to guess" in easy.stderr) == (2, True)
    name = desireline("webhook", "add", "../etc", "-w", folder)
    assert (name.code, "cannot be the name" in name.err) == (2, True)

"""`desireline identities` on a list of people, as a user meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desireline.cli.program import program

PEOPLE = """id,first_name,last_name,dob,city,email
1,Ann,Lee,1980-02-11,Leeds,ann@x.org
2,Ann,Lee,1980-02-11,Leeds,Ann+shop@x.org
3,Bob,Ray,1971-05-30,York,bob@x.org
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    (tmp_path / "people.csv").write_text(PEOPLE)
    for words in (
        ["init", str(folder)],
        ["import", str(tmp_path / "people.csv"), "-w", str(folder)],
    ):
        assert CliRunner().invoke(program, words).exit_code == 0
    return folder


def _book(workspace: Path, *words: str) -> dict[str, object]:
    result = CliRunner().invoke(program, ["identities", "--json", "-w", str(workspace), *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_list_of_people_is_read_without_a_mapping_and_its_double_is_one_customer(
    workspace: Path, tmp_path: Path
) -> None:
    said = CliRunner().invoke(program, ["identities", "-w", str(workspace)]).stdout
    file = tmp_path / "identities.csv"
    words = ["export", "identities", "-o", str(file), "-w", str(workspace)]
    assert CliRunner().invoke(program, words).exit_code == 0

    assert said.startswith("3 records are 2 customers; 2 records share theirs with another")
    with file.open() as opened:
        rows = {row["subject"]: row for row in csv.DictReader(opened)}
    assert list(rows["contact:1"]) == ["source", "subject", "customer_id", "confidence", "reason"]
    assert rows["contact:1"]["customer_id"] == rows["contact:2"]["customer_id"]
    assert rows["contact:1"]["reason"].startswith("same e-mail in contacts 1 and contacts 2")
    assert rows["contact:3"]["customer_id"] != rows["contact:1"]["customer_id"]


def test_a_list_that_says_no_time_begins_no_period(workspace: Path) -> None:
    result = CliRunner().invoke(program, ["status", "--json", "-w", str(workspace)])

    status = json.loads(result.stdout)
    assert (status["events"], status["first_at"], status["last_at"]) == (3, None, None)


def test_a_proposal_is_rejected_accepted_and_undone_from_the_command_line(workspace: Path) -> None:
    import desireline as dl

    with dl.open(workspace) as opened:
        pair = opened.propose("contact:1", "contact:3", source="webhook:crm", reason="merged")

    waiting = _book(workspace)
    rejected = _book(workspace, "--reject", pair.id)
    accepted = _book(workspace, "--accept", pair.id)
    undone = _book(workspace, "--undo", pair.id)

    assert (waiting["customers"], [p["state"] for p in waiting["waiting"]]) == (2, ["proposed"])  # type: ignore[attr-defined]
    assert (rejected["customers"], rejected["waiting"]) == (2, [])
    assert accepted["customers"] == 1
    assert (undone["customers"], undone["decided"]) == (2, [])
    assert "ann@x.org" not in json.dumps(waiting)


def test_a_pair_that_nobody_knows_is_an_error_in_words(workspace: Path) -> None:
    from desireline.errors import InputError

    words = ["identities", "--accept", "nothing", "-w", str(workspace)]
    result = CliRunner().invoke(program, words)

    assert isinstance(result.exception, InputError)
    assert result.exception.code == "identity.unknown"

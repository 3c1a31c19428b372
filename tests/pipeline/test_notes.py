"""What employees say about customers is kept, shown as a hypothesis, and never counted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import desireline as dl
from desireline.errors import InputError

_TRANSCRIPT = "Customer: I hate this shop, it is terrible\nAgent: I am so sorry"


@pytest.fixture
def acme(sample_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the sample company's workspace, to write to."""
    folder = tmp_path / "acme"
    shutil.copytree(sample_workspace, folder)
    return folder


def _answers(workspace: dl.Workspace) -> Any:
    """Everything that insights say, but for the ids of evidence, which name the data version."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: plain(v)
                for k, v in value.items()
                if k not in {"evidence", "data_version", "id"}
            }
        return [plain(one) for one in value] if isinstance(value, list | tuple) else value

    return [
        (
            book.purpose,
            plain([asdict(insight) for insight in book.insights]),
            {
                name: plain([asdict(measure) for measure in result.measures])
                for name, result in book.results.items()
            },
        )
        for book in workspace.insights()
    ]


def _exported(workspace: dl.Workspace, table: str, folder: Path) -> list[dict[str, Any]]:
    path = folder / f"{table}.parquet"
    workspace.export(table, path)
    return pq.read_table(path).to_pylist()


def _nameless(rows: list[dict[str, Any]]) -> list[str]:
    """Rows without the numbers of customers, which are given in the order of their coming."""
    numbers = {"customer_id", "journey_id"}
    return sorted(repr({k: v for k, v in row.items() if k not in numbers}) for row in rows)


@pytest.mark.slow
def test_notes_change_no_insight_no_feeling_no_reach_and_no_source(
    acme: Path, tmp_path: Path
) -> None:
    with dl.open(acme) as workspace:
        before = _answers(workspace)
        tables = {
            t: _exported(workspace, t, tmp_path) for t in ("steps", "journeys", "utterances")
        }
        touchpoint = str(tables["steps"][0]["touchpoint"])
        for number in range(40):
            workspace.note(
                _TRANSCRIPT, touchpoint=touchpoint, author=f"Rep {number}", role="sales"
            )
        workspace.note("They all love it", about="anna@example.org")
        after = _answers(workspace)

        assert after == before
        for table, rows in tables.items():
            assert _exported(workspace, table, tmp_path) == rows
        assert len(workspace.notes()) == 41
        assert workspace.status().sources["notes"] == 41


def test_a_rebuilt_workspace_still_counts_no_note(tmp_path: Path) -> None:
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(
        "ticket_id,created_at,subject,status,email,description\n"
        + "".join(
            f"T{n},2026-01-{n % 28 + 1:02} 10:00:00,Help,open,c{n}@x.org,This is a terrible mess\n"
            for n in range(40)
        )
    )
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(tickets)
        plain = [_exported(workspace, t, tmp_path) for t in ("steps", "journeys", "utterances")]
        book = _answers(workspace)
    with dl.open(tmp_path / "v") as workspace:
        workspace.note(_TRANSCRIPT, touchpoint="Open a ticket", author="Kim")
        workspace.note(_TRANSCRIPT, touchpoint="Word of mouth", about="c1@x.org")
        workspace.add(tickets)  # made from the log that holds the notes
        noted = [_exported(workspace, t, tmp_path) for t in ("steps", "journeys", "utterances")]

        assert [len(rows) for rows in noted] == [40, 40, 40]
        for without, with_notes in zip(plain, noted, strict=True):
            assert _nameless(without) == _nameless(with_notes)
        assert _answers(workspace) == book
        assert {
            insight.words
            for b in workspace.insights()
            for insight in b.insights
            if "notes" in insight.words
        } == set()
        measures = [m for b in workspace.insights() for m in b.results["coverage"].measures]
        assert {name for m in measures for name, _ in m.sources} == {"tickets"}


def test_a_note_says_where_who_and_that_it_is_no_evidence(
    tmp_path: Path, desireline: Callable[..., Any]
) -> None:
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(
        "ticket_id,created_at,subject,status,email,requester\nT1,2026-01-02 10:00:00,Hi,open,ann@x.org,Ann Lee\n"
    )
    folder = tmp_path / "w"
    assert desireline("init", folder).code == 0
    assert desireline("import", tickets, "-w", folder).code == 0

    added = desireline(
        "note", "Ann Lee dreads the form, call +49 30 1234567", "-w", folder, "--touchpoint",
        "open a TICKET", "--author", "Kim", "--role", "sales", "--about", "Ann@x.org", "--json",
    )  # fmt: skip
    unknown = desireline("note", "Friends tell friends", "-w", folder, "-t", "Open a tickt")
    listed = desireline("note", "-w", folder, "--json")

    assert json.loads(added.out)["touchpoint"] == "Open a ticket"
    assert json.loads(added.out)["known"] is True
    assert "Did you mean 'Open a ticket'" in unknown.err
    newest, first = json.loads(listed.out)
    assert newest["touchpoint"] == "Open a tickt"
    assert (first["kind"], first["evidence"]) == ("employee note", False)
    assert (first["author"], first["role"], first["about_customer"]) == ("Kim", "sales", True)
    assert first["text"] == "[name] dreads the form, call [phone]"


def test_erasing_a_customer_erases_the_notes_about_them(tmp_path: Path) -> None:
    with dl.open(tmp_path / "w") as workspace:
        workspace.note("She is furious", about="email:ann@x.org")
        workspace.note("They are all furious")
        log = workspace._context().log
        log.erase_subjects(["email:ann@x.org"])
        assert [note.text for note in workspace.notes()] == ["They are all furious"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "  "}, "note.text"),
        ({"text": "x" * 5001}, "note.text"),
        ({"text": "hm", "about": "the tall one"}, "note.about"),
        ({"text": "hm", "at": datetime(2999, 1, 1, tzinfo=UTC)}, "note.time"),
        ({"text": "hm", "at": datetime(2026, 1, 1)}, "note.time"),  # noqa: DTZ001
    ],
)
def test_a_note_that_cannot_be_is_refused_with_what_to_do(
    tmp_path: Path, more: dict[str, Any], code: str
) -> None:
    with dl.open(tmp_path / "w") as workspace:
        with pytest.raises(InputError) as raised:
            workspace.note(**more)
        assert raised.value.code == code
        assert raised.value.hint
        assert workspace.notes() == []


def test_a_note_may_be_of_another_day(tmp_path: Path) -> None:
    seen = datetime.now(UTC) - timedelta(days=30)
    with dl.open(tmp_path / "w") as workspace:
        workspace.note("Nobody reads the leaflet", stage="explore", at=seen)
        (note,) = workspace.notes()
    assert (note.stage, note.touchpoint, note.at) == ("explore", None, seen)

"""Work that goes side by side gives what it gives one after another: files read ahead, purposes in two processes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.jobs import sharing
from desireline.pipeline import ahead, beside

Imported = tuple[list[dict[str, Any]], list[list[str]]]
HEADER = "order_id,email,created_at,total,status\n"


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "cores", lambda: 2)
    monkeypatch.setattr(sharing, "cores", lambda: 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three exports; one order stands in the first and, corrected, in the last."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for number, name in enumerate(("april", "june", "may")):
        rows = "".join(
            f"{100 * number + n},c{n}@x.org,2025-{4 + number:02d}-{1 + n % 28:02d}T10:00:00Z,{n},paid\n"
            for n in range(40)
        )
        again = "7,c7@x.org,2025-04-08T10:00:00Z,99,refunded\n" if name == "may" else ""
        (folder / f"{name}.csv").write_text(HEADER + rows + again)
    return folder


def imported(workspace: Path, folder: Path) -> Imported:
    """What the report says of each file, and the log; customers are numbered anew in each workspace."""
    with dl.open(workspace) as opened:
        report = opened.add(folder)
        opened.export("events", workspace / "events.csv")
    files = [{"path": one.path, "events": one.events, "error": one.error} for one in report.files]
    with (workspace / "events.csv").open(newline="") as file:
        events = list(csv.DictReader(file))
    return files, sorted([v or "" for k, v in one.items() if k != "customer_id"] for one in events)


@pytest.fixture
def alone(folder: Path, tmp_path: Path) -> Imported:
    return imported(tmp_path / "alone", folder)


@pytest.mark.usefixtures("two_cores")
def test_files_that_are_read_ahead_give_the_same_log(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: Imported
) -> None:
    taken: list[bool] = []
    take = ahead.ReadAhead.take
    monkeypatch.setattr(ahead, "FEWEST_BYTES", 0)
    monkeypatch.setattr(
        ahead.ReadAhead,
        "take",
        lambda *args: taken.append((read := take(*args)) is not None) or read,
    )

    assert imported(tmp_path / "ahead", folder) == alone
    assert any(taken)
    assert not list((tmp_path / "ahead" / "tmp").iterdir())


@pytest.mark.slow
@pytest.mark.usefixtures("two_cores")
def test_an_error_met_ahead_is_told_at_its_turn(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unclear = "1,a@x.org,03/04/2025,1,paid\n2,b@x.org,05/06/2025,2,paid\n"
    (folder / "may.csv").write_text(HEADER + unclear)
    monkeypatch.setattr(ahead, "FEWEST_BYTES", 0)

    files, events = imported(tmp_path / "ahead", folder)

    codes = [one["error"] and one["error"]["code"] for one in files]
    assert codes == [None, None, "input.ambiguous"]
    assert len(events) == 80


@pytest.mark.slow
@pytest.mark.usefixtures("two_cores")
def test_an_import_that_is_stopped_ends_what_it_reads_ahead_and_goes_on_later(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: Imported
) -> None:
    monkeypatch.setattr(ahead, "FEWEST_BYTES", 0)

    def stop(_done: int, _total: int | None, words: str) -> None:
        if "june" in words:
            raise KeyboardInterrupt

    with dl.open(tmp_path / "w") as opened, pytest.raises(KeyboardInterrupt):
        opened.add(folder, listener=stop)

    assert not list((tmp_path / "w" / "tmp").iterdir())
    assert imported(tmp_path / "w", folder)[1] == alone[1]


@pytest.mark.slow
@pytest.mark.usefixtures("two_cores")
def test_maps_of_two_purposes_are_the_same_from_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f"c{n},2026-01-{1 + n % 9:02d}T{8 + hour:02d}:{n % 60:02d}:00Z,{what}\n"
        for n in range(40)
        for hour, what in enumerate(
            ("Home", "Search", "Order placed", "Ticket created", "Ticket solved")
        )
    )
    (tmp_path / "visits.csv").write_text("case,time,activity\n" + rows)
    with dl.open(tmp_path / "w") as opened:
        (tmp_path / "w" / "recipe.toml").write_text(
            '[[purposes]]\nname = "buy"\ntitle = "Buy"\n[[purposes]]\nname = "help"\ntitle = "Get help"\n'
        )
        opened.add(tmp_path / "visits.csv")
        first = [one.file.model_dump(mode="json") for one in opened.maps()]
        monkeypatch.setattr(beside, "FEWEST_STEPS", 0)
        with opened._store.transaction() as tables:
            for one in tables.documents.list("map"):
                tables.documents.delete("map", one.id)
        again = [one.file.model_dump(mode="json") for one in opened.maps()]

    assert len(first) > 1
    assert again == first

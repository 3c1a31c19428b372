"""Erasure: the bytes are gone, from every file of every version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desireline.engines import Engine
from desireline.events import EventLog, runs
from desireline.stores import Store

MARKER = "wilhelmine.q.mueller@example.org"


def _copies(folder: Path) -> list[str]:
    """Name the files that hold the marker, as bytes or, in Parquet, as values of any column."""
    from desireline.engines import open_engine

    engine = open_engine()
    found = [
        p.name for p in folder.rglob("*") if p.is_file() and MARKER.encode() in p.read_bytes()
    ]
    for path in folder.rglob("*.parquet"):
        text = engine.rows(
            f"SELECT count(*) FROM '{path}' t WHERE contains(t::VARCHAR, '{MARKER}')"
        )
        if text != [(0,)]:
            found.append(path.name)
    return found


def test_every_copy_of_a_person_is_gone_and_everybody_else_stays(
    add: Any, log: EventLog, store: Store, read: Any, event: Any
) -> None:
    her = f"email:{MARKER}"
    for n in range(0, 40, 10):
        add(
            *[event(n + i) for i in range(10)],
            event(100 + n, subject=her, text=f"I am {MARKER}", identifiers=[her]),
            event(200 + n, subject=her, at=None),  # quarantined, with what it says
        )
    add(event(100, subject=her, text="revised", source_file="b.csv"))  # superseded versions too
    assert _copies(store.folder)

    report = log.erase_subjects([her])

    assert report.rows == {"events": 4, "quarantine": 4, "withdrawn": 1}
    assert _copies(store.folder) == []
    assert read("SELECT count(*), count(DISTINCT event_id) FROM {events}") == [(40, 40)]
    assert store.manifest.pending_erasures() == []
    assert log.segments.verify() == []


def test_only_segments_with_the_person_are_rewritten(
    add: Any, log: EventLog, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "RUN_ROWS", 10)
    for n in range(0, 50, 10):
        add(*[event(n + i) for i in range(10)])
    add(event(99, subject="email:once@example.org"))
    before = {s.path for s in log.snapshot().segments}
    report = log.erase_subjects(["email:once@example.org"])
    after = {s.path for s in log.snapshot().segments}
    assert report.segments == 1
    assert len(before - after) == 1
    assert after < before  # its segment had nobody else


def test_other_datasets_are_reached_by_condition(
    log: EventLog, store: Store, engine: Engine, add: Any, event: Any
) -> None:
    add(event(0))
    with log.segments.writer() as writer:
        steps = writer.put(
            engine, "steps", "SELECT range::UINTEGER AS customer, range AS at_us FROM range(10)",
            sort=("customer",),
        )  # fmt: skip
        writer.commit(add=[steps], kind="refresh", changes_data=False)
    written: list[bool] = []
    report = log.erase_subjects(
        ["user:0"], more={"steps": "customer = 7"}, also=lambda t: written.append(bool(t.settings))
    )
    assert report.rows == {"events": 1, "steps": 1}
    [path] = log.snapshot().paths("steps")
    assert engine.rows(f"SELECT list(customer) FROM '{path}'") == [([0, 1, 2, 3, 4, 5, 6, 8, 9],)]
    assert written == [True]
    assert store.settings.all() == {}


def test_erasing_nobody_changes_no_data(log: EventLog, add: Any, read: Any, event: Any) -> None:
    add(event(0))
    assert log.erase_subjects(["user:nobody"]).rows == {}
    assert read("SELECT count(*) FROM {events}") == [(1,)]


def test_an_erased_person_may_come_back_by_a_new_import(
    log: EventLog, add: Any, read: Any, event: Any
) -> None:
    """Keeping erased people out is the importer's suppression list, not the log's memory of them."""
    add(event(0), event(1))
    log.erase_subjects(["user:0"])
    assert add(event(0)).accepted == 1
    assert read("SELECT count(*) FROM {events}") == [(2,)]

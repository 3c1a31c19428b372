"""Ids: duplicates, revisions, and ids that do not identify."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.events import AppendReport, EventLog


def test_a_later_file_revises_an_event(add: Any, read: Any, event: Any) -> None:
    add(event(0, outcome=None), event(1))
    later = add(event(0, outcome="resolved", source_file="b.csv"), event(1, source_file="b.csv"))
    assert (later.accepted, later.revised, later.duplicates) == (0, 1, 1)
    assert read("SELECT event_id, outcome FROM {events} ORDER BY 1") == [
        ("t:0", "resolved"), ("t:1", None),
    ]  # fmt: skip


def test_a_revision_may_change_the_subject(add: Any, read: Any, event: Any) -> None:
    add(event(0, subject="email:old@example.org"))
    assert add(event(0, subject="email:new@example.org")).revised == 1
    assert read("SELECT subject FROM {events}") == [("email:new@example.org",)]


def test_a_better_mapping_revises_events_without_ids(add: Any, read: Any, event: Any) -> None:
    add(event(0, event_id=None, touchpoint=None))
    again = add(event(0, event_id=None, touchpoint="home"))
    assert (again.accepted, again.revised) == (0, 1)
    assert read("SELECT touchpoint FROM {events}") == [("home",)]


def test_an_id_that_does_not_identify_destroys_no_rows(add: Any, read: Any, event: Any) -> None:
    """A spreadsheet turned 570306133677760513 and 570308309682675712 into 5.70308E+17."""
    damaged = "t:5.70308E+17"
    report = add(
        event(0, event_id=damaged, text="a"),
        event(1, event_id=damaged, text="b"),
        event(2, event_id=damaged, text="b", at=event(1)["at"], subject="user:1"),
        event(3),
    )
    assert (report.accepted, report.duplicates) == (3, 1)
    assert read("SELECT text FROM {events} WHERE text IS NOT NULL ORDER BY 1") == [("a",), ("b",)]
    assert read("SELECT count(DISTINCT event_id) FROM {events}") == [(3,)]
    assert report.warnings == [
        "a.csv: 1 id is used by more than one event; all are kept, told apart by their content"
    ]


def test_the_same_damaged_file_twice_adds_nothing(add: Any, read: Any, event: Any) -> None:
    rows = [event(n, event_id="t:x", text=str(n)) for n in range(4)]
    assert add(*rows).accepted == 4
    again = add(*rows)
    assert (again.accepted, again.revised, again.duplicates) == (0, 0, 4)
    assert read("SELECT count(*) FROM {events}") == [(4,)]


def test_part_of_a_damaged_file_is_recognised_later(add: Any, read: Any, event: Any) -> None:
    rows = [event(n, event_id="t:x", text=str(n)) for n in range(3)]
    add(*rows)
    alone = add({**rows[1], "source_file": "b.csv"})
    assert (alone.accepted, alone.revised, alone.duplicates) == (0, 0, 1)
    more = add(event(9, event_id="t:x", text="new"))
    assert (more.accepted, more.revised) == (1, 0)
    assert read("SELECT count(*) FROM {events}") == [(4,)]


def test_an_id_may_turn_out_not_to_identify_later(add: Any, read: Any, event: Any) -> None:
    first = event(0, event_id="t:x", text="first")
    add(first, event(1))
    second = add(
        event(2, event_id="t:x", text="second", source_file="b.csv"),
        event(3, event_id="t:x", text="third", source_file="b.csv"),
    )
    assert (second.accepted, second.revised, second.duplicates) == (2, 0, 0)
    assert read("SELECT text FROM {events} WHERE text IS NOT NULL ORDER BY 1") == [
        ("first",), ("second",), ("third",),
    ]  # fmt: skip
    assert add(first).duplicates == 1
    assert read("SELECT count(*), count(DISTINCT event_id) FROM {events}") == [(4, 4)]


def test_in_one_import_a_later_file_wins(log: EventLog, stage: Any, read: Any, event: Any) -> None:
    files = [
        stage(
            event(0, text="old", source_file="january.csv"), event(1, source_file="january.csv")
        ),
        stage(event(0, text="new", source_file="february.csv")),
    ]
    from datetime import UTC, datetime

    report = log.append(files, received_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert (report.accepted, report.duplicates) == (2, 1)
    assert read("SELECT text FROM {events} ORDER BY event_id") == [("new",), (None,)]


_ROWS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=14
)


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(imports=st.lists(_ROWS, min_size=1, max_size=4), tiny=st.booleans())
def test_every_row_is_accounted_for_and_importing_again_changes_nothing(
    imports: list[list[tuple[int, int, int]]],
    tiny: bool,  # noqa: FBT001
    stage: Any,
    event: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Ids from a small set, few contents, two files an import: everything collides."""
    from datetime import UTC, datetime, timedelta

    from desireline.engines import open_engine
    from desireline.events import open_log, runs
    from desireline.stores import open_store

    folder = tmp_path_factory.mktemp("w")
    store = open_store(folder)
    log = open_log(folder, store)
    report = AppendReport()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "RUN_ROWS", 3 if tiny else 1000)
        for number, rows in enumerate([*imports, imports[-1]]):
            staged = [
                stage(
                    *[
                        event(0, event_id=f"t:{i}", text=str(c), source_file=f"{number}-{f}.csv")
                        for i, c, f in rows
                        if f == file
                    ]
                )
                for file in (0, 1)
            ]
            before = Counter(_texts(log))
            report = log.append(
                staged, received_at=datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=number)
            )
            after = Counter(_texts(log))
            assert report.accepted + report.duplicates + report.revised == len(rows)
            assert after.total() - before.total() == report.accepted
            assert all(
                # what one file says of an id is never lost in the import that brings it
                any(text == str(c) for text in after)
                for _, c, f in rows
                if f == 1
            )
    assert (report.accepted, report.revised) == (0, 0) or _two_files_disagree(imports[-1])
    engine = open_engine()
    total, ids, keys = engine.rows(
        "SELECT count(*), count(DISTINCT event_id), count(DISTINCT event_key) FROM "
        + log.snapshot().source("events")
    )[0]
    assert total == ids == keys
    assert log.segments.verify() == []
    store.close()


def _texts(log: EventLog) -> list[str]:
    from desireline.engines import open_engine

    engine = open_engine()
    return [t for (t,) in engine.rows(f"SELECT text FROM {log.snapshot().source('events')}")]


def _two_files_disagree(rows: list[tuple[int, int, int]]) -> bool:
    """Then the older file's reading comes and goes with each import; the newest stays."""
    said: dict[int, set[tuple[int, int]]] = {}
    for i, c, f in rows:
        said.setdefault(i, set()).add((c, f))
    return any(len({c for c, _ in s}) > 1 for s in said.values())


def test_a_file_sent_again_adds_nothing_but_what_changed_in_it(
    add: Any, read: Any, event: Any
) -> None:
    add(*(event(n) for n in range(200)))
    again = [event(n, source_file="b.csv", source_line=900 + n) for n in range(200)]
    again[7]["activity"] = "another word"
    again[8]["text"] = ""  # nothing was said before either: the same event, written in another way
    report = add(*again)
    assert (report.accepted, report.revised, report.duplicates) == (0, 1, 199)
    assert report.duplicates_by_file["b.csv"] == 199
    assert read("SELECT count(*), count(DISTINCT event_id) FROM {events}") == [(200, 200)]
    assert read("SELECT activity FROM {events} WHERE event_id = 't:7'") == [("another word",)]

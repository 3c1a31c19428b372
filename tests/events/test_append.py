"""Appending: what is valid is kept once, in order; what is not is kept aside; nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from desireline.engines import open_engine
from desireline.errors import CancelledError, InputError
from desireline.events import EventLog, runs
from desireline.jobs import QuietJob
from desireline.stores import ImportRecord, Store
from desireline.tables import EVENTS

RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)
START = datetime(2026, 1, 1, tzinfo=UTC)


def test_events_come_back_as_they_went_in_sorted(add: Any, read: Any, event: Any) -> None:
    report = add(
        event(3, rating=Decimal("4.500"), identifiers=["email:a@b.de"], value=Decimal("9.9900")),
        event(0, text="Grüße 🎉", object_ids=["order:1", "ticket:2"]),
        event(1),
    )

    assert (report.accepted, report.duplicates, report.quarantined, report.version) == (3, 0, 0, 1)
    assert read("SELECT event_id, subject FROM {events}") == [
        ("t:0", "user:0"), ("t:3", "user:0"), ("t:1", "user:1"),
    ]  # fmt: skip
    assert read("SELECT text, object_ids, received_at FROM {events} LIMIT 1") == [
        ("Grüße 🎉", ["order:1", "ticket:2"], RECEIVED)
    ]
    assert read("SELECT rating, identifiers, value FROM {events} WHERE event_id = 't:3'") == [
        (Decimal("4.500"), ["email:a@b.de"], Decimal("9.9900"))
    ]


def test_the_log_has_exactly_the_columns_and_types_of_the_contract(
    add: Any, read: Any, event: Any
) -> None:
    add(event(0))
    found = [(name, kind) for name, kind, *_ in read("DESCRIBE FROM {events}")]
    assert found == [
        (c.name, "TIMESTAMP WITH TIME ZONE" if c.type == "TIMESTAMPTZ" else c.type)
        for c in EVENTS.columns
    ]


def test_an_empty_log_can_be_read(read: Any) -> None:
    assert read("SELECT count(*), max(rating) FROM {events}") == [(0, None)]


def test_the_same_file_twice_adds_nothing(add: Any, read: Any, event: Any) -> None:
    rows = [event(n) for n in range(50)]
    add(*rows)
    again = add(*rows)
    assert (again.accepted, again.duplicates, again.version) == (0, 50, 1)
    assert read("SELECT count(*) FROM {events}") == [(50,)]


def test_events_without_an_id_are_known_by_their_content(add: Any, read: Any, event: Any) -> None:
    rows = [event(n, event_id=None) for n in range(5)]
    add(*rows)
    again = add(*rows, event(7, event_id=None))
    assert (again.accepted, again.duplicates) == (1, 5)
    assert read("SELECT count(DISTINCT event_id), count(*) FROM {events}") == [(6, 6)]
    assert read("SELECT DISTINCT left(event_id, 3), length(event_id) FROM {events}") == [
        ("t:~", 23)
    ]


def test_an_overlapping_export_adds_only_what_is_new(add: Any, event: Any) -> None:
    add(*[event(n, source_file="january.csv") for n in range(30)])
    second = add(*[event(n, source_file="february.csv", source_line=1) for n in range(20, 45)])
    assert (second.accepted, second.duplicates, second.revised) == (15, 10, 0)
    assert second.duplicates_of("february.csv") == 10


def test_rows_that_cannot_be_events_are_quarantined_with_file_line_and_reason(
    add: Any, read: Any, event: Any
) -> None:
    report = add(
        event(0),
        event(1, at=None),
        event(2, at=datetime(1970, 1, 1, tzinfo=UTC)),
        event(3, at=RECEIVED + timedelta(days=3)),
        event(4, subject="user:"),
        event(5, subject=None),
        event(6, activity=""),
        event(7, actor="robot"),
        event(8, source=None),
    )

    assert (report.accepted, report.quarantined) == (1, 8)
    assert report.quarantined_of("a.csv") == 8
    assert read("SELECT source_line, code FROM {quarantine} ORDER BY 1") == [
        (2, "no-time"), (3, "bad-time"), (4, "future-time"), (5, "no-subject"), (6, "no-subject"),
        (7, "no-activity"), (8, "bad-actor"), (9, "no-source"),
    ]  # fmt: skip
    [(reason, content)] = read(
        "SELECT reason, content FROM {quarantine} WHERE code = 'future-time'"
    )
    assert "2026-06-04" in reason
    assert "user:0" in content


def test_a_quarantined_row_is_kept_once(add: Any, read: Any, event: Any) -> None:
    add(event(0), event(1, at=None))
    add(event(0), event(1, at=None), event(2, at=None))
    assert read("SELECT count(*) FROM {quarantine}") == [(2,)]


def test_what_the_reader_quarantined_is_committed_with_the_events(
    log: EventLog, stage: Any, read: Any, event: Any, tmp_path: Path
) -> None:
    row = dict.fromkeys(("source", "source_file", "code", "reason", "content"), "x")
    pq.write_table(pa.Table.from_pylist([row | {"source_line": 1}]), tmp_path / "q.parquet")
    report = log.append(
        [stage(event(0))], quarantined=[tmp_path / "q.parquet"], received_at=RECEIVED
    )
    assert (report.accepted, report.quarantined) == (1, 0)  # the reader counted its own
    assert read("SELECT code FROM {quarantine}") == [("x",)]
    assert log.snapshot().version == 1


def test_counts_are_kept_file_by_file(log: EventLog, stage: Any, event: Any) -> None:
    one = stage(event(0), event(1), event(2, at=None))
    two = stage(event(1, source_file="b.csv"), event(5, source_file="b.csv"))
    report = log.append([one, two], received_at=RECEIVED)
    assert report.accepted_by_file == {"a.csv": 2, "b.csv": 1}
    assert report.duplicates_of("b.csv") == 1
    assert report.quarantined_of("a.csv") == 1


def test_the_ledger_is_written_in_the_same_commit(
    log: EventLog, stage: Any, store: Store, event: Any
) -> None:
    staged = stage(event(0))

    def fail(tables: Any, report: Any) -> None:
        tables.ledger.put(
            ImportRecord(
                sha256="s", mapping="m", path="a.csv", size=1, at_us=1, version=report.version
            )
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        log.append([staged], received_at=RECEIVED, also=fail)
    assert (log.snapshot().version, store.ledger.list()) == (0, [])


def test_a_stopped_import_adds_nothing(log: EventLog, stage: Any, event: Any) -> None:
    class Stopped(QuietJob):
        def progress(self, done: int, total: int | None, words: str) -> None:
            raise CancelledError(f"{words}: {done} of {total}", hint="")

    with pytest.raises(CancelledError, match="2 of 4"):
        log.append([stage(event(0), event(1))], received_at=RECEIVED, job=Stopped())
    assert log.snapshot().version == 0
    with log.segments.writer():
        assert not list((log.segments.folder / "data").rglob("*.parquet"))


def test_columns_may_be_missing_or_narrower_than_the_contract(
    log: EventLog, read: Any, tmp_path: Path
) -> None:
    row = {
        "source": "t", "source_file": "a", "source_line": pa.scalar(1, pa.int32()).as_py(),
        "subject": "user:1", "at": START, "activity": "visit", "actor": "customer",
    }  # fmt: skip
    schema = pa.schema(
        {
            **dict.fromkeys(
                ("source", "source_file", "subject", "activity", "actor"), pa.string()
            ),
            "source_line": pa.int32(),
            "at": pa.timestamp("ms", tz="UTC"),
        }
    )
    pq.write_table(pa.Table.from_pylist([row], schema=schema), tmp_path / "narrow.parquet")
    log.append([tmp_path / "narrow.parquet"], received_at=RECEIVED)
    assert read('SELECT "at", rating, source_line FROM {events}') == [(START, None, 1)]


def test_a_column_that_does_not_fit_is_named(log: EventLog, tmp_path: Path) -> None:
    pq.write_table(pa.table({"subject": ["user:1"], "at": ["yesterday"]}), tmp_path / "x.parquet")
    with pytest.raises(InputError, match="column at is string"):
        log.append([tmp_path / "x.parquet"], received_at=RECEIVED)


def test_files_that_the_engine_wrote_can_be_staged(
    log: EventLog, stage: Any, read: Any, event: Any, tmp_path: Path
) -> None:
    """Its encodings of text are others than Arrow's."""
    engine = open_engine()
    plain = stage(*[event(n, text=f"text {n}") for n in range(3000)])
    engine.execute(
        f"COPY (FROM '{plain}') TO '{tmp_path / 'v2.parquet'}' (FORMAT parquet, PARQUET_VERSION v2)"
    )
    assert log.append([tmp_path / "v2.parquet"], received_at=RECEIVED).accepted == 3000
    assert read("SELECT count(DISTINCT text) FROM {events}") == [(3000,)]


def test_many_runs_make_the_same_log_as_one(
    log: EventLog, stage: Any, read: Any, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "RUN_ROWS", 100)
    rows = [event(n) for n in range(1000)]
    files = [stage(*rows[n : n + 130]) for n in range(0, 1000, 130)]
    report = log.append([*files, files[3]], received_at=RECEIVED)
    assert (report.accepted, report.duplicates) == (1000, 130)
    assert read("SELECT count(*), count(DISTINCT event_id) FROM {events}") == [(1000, 1000)]
    assert len(log.snapshot().of("events")) >= 4


def test_ties_in_time_are_ordered_by_id(add: Any, read: Any, event: Any) -> None:
    add(*[event(n, at=START, subject="user:x") for n in (3, 12, 1, 2)])
    assert [i for (i,) in read("SELECT event_id FROM {events}")] == ["t:1", "t:12", "t:2", "t:3"]


def test_segments_span_the_time_that_the_manifest_says(
    add: Any, log: EventLog, event: Any
) -> None:
    add(event(0), event(10))
    [segment] = log.snapshot().of("events")
    start = int(START.timestamp() * 1e6)
    assert (segment.min_at_us, segment.max_at_us) == (start, start + 600_000_000)


def test_the_same_events_make_the_same_bytes(tmp_path: Path, stage: Any, event: Any) -> None:
    from desireline.events import open_log
    from desireline.stores import open_store

    staged = stage(*[event(n, text=f"text {n}") for n in range(5000)])
    found: list[str] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        store = open_store(tmp_path / name)
        log = open_log(tmp_path / name, store)
        log.append([staged], received_at=RECEIVED)
        found.append(log.snapshot().fingerprint)
        store.close()
    assert found[0] == found[1]


def test_the_quality_report_counts_what_to_beware_of(add: Any, log: EventLog, event: Any) -> None:
    scale: dict[str, Any] = {
        "rating_kind": "csat",
        "rating_low": Decimal(1),
        "rating_high": Decimal(5),
    }
    add(
        event(0, date_only=True),
        event(1, duration_s=-27, rating=Decimal(6), **scale),
        event(2, rating=Decimal(5), touchpoint="home", **scale),
        event(3, source="u", at=None),
    )
    quality = log.quality()
    [source] = quality.sources
    assert (source.events, source.subjects, source.date_only) == (3, 3, 1)
    assert (source.negative_durations, source.ratings, source.ratings_off_scale) == (1, 2, 1)
    assert (source.without_touchpoint, source.at_midnight) == (2, 0)
    assert quality.quarantined == {"no-time": 1}

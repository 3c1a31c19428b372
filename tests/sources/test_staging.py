"""What a SELECT gives: a file when it is little, sorted and keyed runs when it is much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from desireline.engines import Engine, open_engine
from desireline.events import arrow_schema, open_log, repeat
from desireline.sources import staging
from desireline.sources.making import Made
from desireline.sources.staging import Staged
from desireline.stores import open_store
from desireline.tables import EVENTS, STAGED_EVENTS

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIXED = {
    name: None
    for name in STAGED_EVENTS.names
    if name not in {"event_id", "source_line", "subject", "at", "activity"}
} | {"source": "shop", "source_file": "a.csv", "actor": "customer", "date_only": False}
ROWS = """SELECT 'shop:' || range AS event_id, range + 2 AS source_line,
    'user:' || (range * 7919 % 100) AS subject,
    TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (range % 1000) MINUTE AS "at",
    CASE WHEN {wrong} THEN NULL ELSE 'visit ' || (range % 3) END AS activity FROM range({rows})"""


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_engine(threads=1)
    yield engine
    engine.close()


def _stage(engine: Engine, folder: Path, rows: int, *, batch: int, wrong: str = "false") -> Staged:
    staged = staging.stage(
        engine.stream(ROWS.format(rows=rows, wrong=wrong), rows=batch),
        schema=arrow_schema(STAGED_EVENTS),
        made=Made(fixed=FIXED),
        folder=folder,
        received_at=NOW,
        rows=batch,
    )
    assert staged is not None
    return staged


def test_little_becomes_one_file_with_the_columns_of_the_contract(
    engine: Engine, tmp_path: Path
) -> None:
    staged = _stage(engine, tmp_path / "little", 5000, batch=20_480)
    assert staged.runs is None
    assert staged.by_file == {"a.csv": 5000}
    rows = pq.read_table(staged.paths[0])
    assert tuple(rows.column_names) == STAGED_EVENTS.names
    assert rows.column("source").unique().to_pylist() == ["shop"]


def test_much_becomes_runs_in_the_order_of_the_log(engine: Engine, tmp_path: Path) -> None:
    staged = _stage(engine, tmp_path / "much", 50_000, batch=20_480)
    assert staged.runs is not None
    assert [run.rows for run in staged.runs] == [20_480, 20_480, 9_040]
    assert staged.by_file == {"a.csv": 50_000}
    rows = pq.read_table(staged.paths[0])
    assert tuple(rows.column_names) == EVENTS.names
    keys = list(zip(*(rows.column(name).to_pylist() for name in EVENTS.sort), strict=True))
    assert keys == sorted(keys)
    lines = rows.column("source_line").to_numpy()
    assert (lines - 2 == staged.runs[0].places()).all()


def test_an_id_that_stands_in_two_runs_is_found(engine: Engine, tmp_path: Path) -> None:
    once = _stage(engine, tmp_path / "once", 50_000, batch=20_480)
    twice = "SELECT * REPLACE (CASE WHEN event_id = 'shop:49999' THEN 'shop:7' ELSE event_id END AS event_id)"
    again = staging.stage(
        engine.stream(f"{twice} FROM ({ROWS.format(rows=50_000, wrong='false')})", rows=20_480),
        schema=arrow_schema(STAGED_EVENTS),
        made=Made(fixed=FIXED),
        folder=tmp_path / "twice",
        received_at=NOW,
        rows=20_480,
    )
    assert once.runs is not None
    assert again is not None
    assert again.runs is not None
    assert not repeat(once.runs)
    assert repeat(again.runs)


def test_rows_that_the_log_would_not_take_are_counted_and_kept(
    engine: Engine, tmp_path: Path
) -> None:
    staged = _stage(engine, tmp_path / "much", 50_000, batch=20_480, wrong="range = 30000")
    assert staged.runs is not None
    assert staged.rows == 50_000
    assert staged.is_faulty
    assert [dict(run.faulty_by_file) for run in staged.runs] == [{}, {"a.csv": 1}, {}]
    (bad,) = pq.read_table(staged.runs[1].faulty).to_pylist()
    assert (bad["code"], bad["source_line"]) == ("no-activity", 30_002)


def test_runs_make_the_same_log_as_the_file_they_were_cut_from(
    engine: Engine, tmp_path: Path
) -> None:
    logs = {}
    for name, batch in (("file", 102_400), ("runs", 20_480)):
        staged = _stage(engine, tmp_path / name, 50_000, batch=batch)
        again = _stage(engine, tmp_path / f"{name}-again", 60_000, batch=batch)
        (tmp_path / f"{name}-ws").mkdir()
        store = open_store(tmp_path / f"{name}-ws")
        log = open_log(store.folder, store)
        for one in (staged, again):
            report = log.append(
                () if one.runs else one.paths,
                prepared=one.runs or (),
                received_at=NOW,
            )
        assert (report.accepted, report.duplicates) == (10_000, 50_000)
        source = log.snapshot().source("events")
        logs[name] = engine.rows(f"SELECT * FROM {source} ORDER BY event_id")
        store.close()
    assert len(logs["runs"]) == 60_000
    assert logs["file"] == logs["runs"]


def test_where_runs_end_does_not_depend_on_how_batches_come(
    engine: Engine, tmp_path: Path
) -> None:
    written = []
    for name, batch in (("large", 30_000), ("small", 7_000)):
        staged = staging.stage(
            engine.stream(ROWS.format(rows=50_000, wrong="false"), rows=batch),
            schema=arrow_schema(STAGED_EVENTS),
            made=Made(fixed=FIXED),
            folder=tmp_path / name,
            received_at=NOW,
            rows=20_480,
        )
        assert staged is not None
        written.append([path.read_bytes() for path in staged.paths])
    assert len(written[0]) == 3
    assert written[0] == written[1]

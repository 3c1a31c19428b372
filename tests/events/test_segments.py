"""Segments: immutable, in order, named by one commit; readers and writers side by side."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from desireline.engines import Engine, open_engine, streams
from desireline.errors import EngineError, WorkspaceError
from desireline.events import SegmentStore, Snapshot, segments
from desireline.stores import Store

ROWS = "SELECT (range * 7919 % 100)::UINTEGER AS customer, range AS at_us FROM range({n})"


@pytest.fixture
def kept(store: Store) -> SegmentStore:
    return SegmentStore(store)


def _put(kept: SegmentStore, engine: Engine, n: int, *, replace: bool = True) -> Snapshot:
    with kept.writer() as writer:
        segment = writer.put(
            engine, "steps", ROWS.format(n=n), sort=("customer", "at_us"), time_column="at_us"
        )
        old = writer.snapshot.of("steps") if replace else ()
        return writer.commit(add=[segment], remove=old, kind="refresh", changes_data=False)


def test_a_segment_is_visible_after_the_commit_and_not_before(
    kept: SegmentStore, engine: Engine
) -> None:
    with kept.writer() as writer:
        segment = writer.put(engine, "steps", ROWS.format(n=10), sort=("customer", "at_us"))
        assert segment is not None
        assert kept.snapshot().segments == ()
        writer.commit(add=[segment, None], kind="refresh", changes_data=True)
    snapshot = kept.snapshot()
    assert [s.path for s in snapshot.of("steps")] == [segment.path]
    assert (snapshot.version, snapshot.data_version, snapshot.rows("steps")) == (1, 1, 10)
    assert (snapshot.folder / segment.path).name.startswith("00000000-ffffffff-0-")


def test_a_select_without_rows_makes_no_segment(kept: SegmentStore, engine: Engine) -> None:
    with kept.writer() as writer:
        assert writer.put(engine, "steps", ROWS.format(n=0)) is None


def test_rows_out_of_order_are_refused(
    kept: SegmentStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = engine.copy

    def shuffled(sql: str, path: Path) -> int:
        return copy(sql.split("ORDER BY", maxsplit=1)[0], path)

    monkeypatch.setattr(engine, "copy", shuffled)
    with kept.writer() as writer, pytest.raises(EngineError, match="out of order"):
        writer.put(engine, "steps", ROWS.format(n=500), sort=("customer", "at_us"))


def test_windows_over_a_snapshot_stream_also_with_an_overlay(
    kept: SegmentStore, engine: Engine
) -> None:
    sort = ("customer", "at_us")
    with kept.writer() as writer:
        base = [
            writer.put(engine, "steps", f"{ROWS.format(n=1000)} WHERE range % 2 = {i}", sort=sort)
            for i in (0, 1)
        ]
        over = writer.put(
            engine, "steps", "SELECT 5::UINTEGER AS customer, 1 AS at_us", sort=sort, generation=1
        )
        writer.commit(add=[*base, over], kind="refresh", changes_data=False)
    snapshot = kept.snapshot()
    assert [s.generation for s in snapshot.of("steps")] == [0, 0, 1]
    assert len(snapshot.paths("steps", generation=1)) == 1
    engine.execute("SET VARIABLE gone = repeat('0', 100)")
    assert streams(
        engine,
        f"SELECT lead(customer) OVER () FROM {snapshot.source('steps')} "
        "WHERE get_bit(getvariable('gone')::BIT, customer::INTEGER) = 0",
    )


def test_a_segment_has_the_same_bytes_with_one_thread_and_with_two(kept: SegmentStore) -> None:
    found: list[str] = []
    for threads in (1, 2):
        engine = open_engine(threads=threads)
        with kept.writer() as writer:
            segment = writer.put(
                engine, "steps", ROWS.format(n=300_000), sort=("customer", "at_us")
            )
        assert segment is not None
        found.append(segment.sha256)
        engine.close()
    assert found[0] == found[1]


def test_what_nobody_committed_is_removed_by_the_next_writer(
    kept: SegmentStore, engine: Engine
) -> None:
    with kept.writer() as writer:
        writer.put(engine, "steps", ROWS.format(n=10))
        half = writer.unfinished()
    half.write_bytes(b"as a killed writer leaves it")
    (kept.folder / "recipe.toml").write_text("# not ours")
    assert len(list(kept.folder.rglob("*.parquet"))) == 2
    with kept.writer():
        pass
    assert list(kept.folder.rglob("*.parquet")) == []
    assert (kept.folder / "recipe.toml").exists()


def test_unfinished_files_do_not_outlive_their_writer(kept: SegmentStore) -> None:
    with kept.writer() as writer:
        half = writer.unfinished()
        half.write_bytes(b"somebody's events")
    assert not half.exists()


def test_superseded_files_stay_for_running_readers_and_then_go(
    kept: SegmentStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _put(kept, engine, 10).paths("steps")[0]
    _put(kept, engine, 20)
    with kept.writer():
        assert old.exists()
    assert kept.snapshot(1).rows("steps") == 10
    monkeypatch.setattr(segments, "_KEEP_SECONDS", -1)
    with kept.writer():
        assert not old.exists()
    assert kept.snapshot().rows("steps") == 20


def test_content_that_comes_back_is_live_again(
    kept: SegmentStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _put(kept, engine, 10)
    _put(kept, engine, 20)
    _put(kept, engine, 10)
    monkeypatch.setattr(segments, "_KEEP_SECONDS", -1)
    with kept.writer():
        pass
    assert kept.snapshot().paths("steps") == first.paths("steps")
    assert kept.verify() == []
    _put(kept, engine, 10)  # replaced by itself
    assert kept.snapshot().rows("steps") == 10


def test_the_data_version_moves_only_with_the_data(kept: SegmentStore, engine: Engine) -> None:
    assert _put(kept, engine, 10).data_version == 0
    with kept.writer() as writer:
        writer.commit(add=[], kind="import", changes_data=True)
    assert (kept.snapshot().version, kept.snapshot().data_version) == (2, 1)


def test_a_flipped_byte_is_found_and_named(kept: SegmentStore, engine: Engine) -> None:
    [path] = _put(kept, engine, 1000).paths("steps")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    [found] = kept.verify()
    assert path.name in found
    assert "changed" in found
    path.unlink()
    [found] = kept.verify()
    assert "missing" in found


def test_a_reader_whose_file_vanished_starts_again(kept: SegmentStore, engine: Engine) -> None:
    _put(kept, engine, 10)
    tried: list[int] = []

    def work(snapshot: Snapshot) -> int:
        tried.append(snapshot.version)
        if len(tried) == 1:  # an erasure comes between the snapshot and the reading
            with kept.writer() as writer:
                again = writer.put(engine, "steps", ROWS.format(n=5))
                writer.erase(add=[again], remove=writer.snapshot.segments, erasure_id="e")
        return engine.rows(f"SELECT count(*) FROM {snapshot.source('steps')}")[0][0]

    assert kept.read(work) == 5
    assert tried == [1, 2]


def test_a_file_that_is_missing_for_good_is_named(kept: SegmentStore, engine: Engine) -> None:
    [path] = _put(kept, engine, 10).paths("steps")
    path.unlink()
    with pytest.raises(WorkspaceError, match=path.name):
        kept.read(lambda s: engine.rows(f"SELECT count(*) FROM {s.source('steps')}"))


def test_a_failing_query_is_not_tried_again(kept: SegmentStore, engine: Engine) -> None:
    _put(kept, engine, 10)
    calls: list[int] = []

    def work(snapshot: Snapshot) -> Any:
        calls.append(snapshot.version)
        return engine.rows("SELECT nonsense")

    with pytest.raises(EngineError):
        kept.read(work)
    assert calls == [1]


def test_readers_see_whole_versions_while_others_write(kept: SegmentStore) -> None:
    stop = threading.Event()
    wrong: list[object] = []
    seen: set[int] = set()

    def watch() -> None:
        mine = open_engine(threads=1)

        def rows(snapshot: Snapshot) -> tuple[int, int]:
            sql = f"SELECT count(*) FROM {snapshot.source('steps')}"
            return snapshot.version, mine.rows(sql)[0][0] if snapshot.segments else 0

        while not stop.is_set():
            version, found = kept.read(rows)
            seen.add(version)
            if found != 100 * version:
                wrong.append((version, found))

    readers = [threading.Thread(target=watch) for _ in range(2)]
    for reader in readers:
        reader.start()
    engine = open_engine(threads=1)
    for version in range(1, 9):
        _put(kept, engine, 100 * version)
        time.sleep(0.05)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(seen) > 1


def test_the_second_writer_waits_and_then_says_who_holds_the_lock(kept: SegmentStore) -> None:
    with (
        kept.writer(purpose="import of orders.csv"),
        pytest.raises(WorkspaceError, match=rf"process {os.getpid()} .*orders\.csv") as raised,
        kept.writer(wait_seconds=0.2),
    ):
        pass
    assert raised.value.code == "workspace.locked"
    with kept.writer(wait_seconds=0):
        pass


def test_an_error_inside_the_writer_gives_the_lock_back(kept: SegmentStore) -> None:
    def fail() -> None:
        with kept.writer():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with kept.writer(wait_seconds=0):
        pass


def test_a_version_that_never_was_is_an_error(kept: SegmentStore) -> None:
    with pytest.raises(WorkspaceError, match="no version 7"):
        kept.snapshot(7)


def test_reading_does_not_wait_for_a_writer(kept: SegmentStore, store: Store) -> None:
    with kept.writer(), store.transaction():
        begin = time.monotonic()
        kept.snapshot()
        assert time.monotonic() - begin < 2

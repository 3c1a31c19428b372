"""kill -9: what was acknowledged is there, what was not is whole or absent, nothing is left over."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desireline.engines import open_engine
from desireline.errors import WorkspaceError
from desireline.events import EventLog, SegmentStore, open_log
from desireline.stores import Store, open_store

CHILD = Path(__file__).with_name("crashing.py")
EACH = 200

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")


def _start(folder: Path, seed: int, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(CHILD), str(folder), str(seed), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ready(child: subprocess.Popen[str]) -> int:
    """Wait until the child has appended its first batch, and return it."""
    assert child.stdout is not None
    return int(child.stdout.readline().split()[1])


def _acknowledged(child: subprocess.Popen[str]) -> tuple[list[int], list[int]]:
    """Return what the child said since `_ready`: batches appended, batches whose person is erased."""
    out, err = child.communicate()
    assert "Traceback" not in err, err
    words = [line.split() for line in out.splitlines()]
    return (
        [int(batch) for word, batch in words if word == "appended"],
        [int(batch) for word, batch in words if word == "erased"],
    )


def _open(folder: Path) -> tuple[Store, EventLog]:
    store = open_store(folder)
    return store, open_log(folder, store)


def _check(folder: Path, appended: set[int], erased: set[int]) -> None:
    """Compare the ledger of acknowledgements, the store's own ledger, and the data."""
    store, log = _open(folder)
    with log.segments.writer(wait_seconds=5):  # recovers
        pass
    engine = open_engine(threads=1)
    rows = engine.rows(
        "SELECT text[7:]::INTEGER, count(*), count(*) FILTER (WHERE subject LIKE 'person:%') "
        f"FROM {log.snapshot().source('events')} GROUP BY ALL"
    )
    engine.close()
    in_log = {batch: (n, persons) for batch, n, persons in rows}
    booked, gone = set(store.settings.get("batches", [])), set(store.settings.get("erased", []))

    assert appended <= booked
    assert erased <= gone
    assert set(in_log) == booked  # the same commit wrote both
    assert in_log == {b: (EACH - 1, 0) if b in gone else (EACH, 1) for b in booked}
    assert store.manifest.pending_erasures() == []
    named = {folder / s.path for s in store.manifest.every()}
    assert {p for p in (folder / "data").rglob("*") if p.is_file()} == named
    assert log.segments.verify() == []
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return workspace


def test_killed_at_random_moments_nothing_acknowledged_is_lost(folder: Path) -> None:
    choose = random.Random(20261122)
    appended: set[int] = set()
    erased: set[int] = set()
    for seed in range(1, 5):
        child = _start(folder, seed)
        appended.add(_ready(child))
        time.sleep(choose.uniform(0, 0.9))
        child.kill()
        some, others = _acknowledged(child)
        appended.update(some)
        erased.update(others)
        _check(folder, appended, erased)
    assert len(appended) > 4


def test_killed_between_commit_and_unlink_an_erasure_is_finished_by_the_next_writer(
    folder: Path,
) -> None:
    child = _start(folder, 3, "stop-before-unlink")
    first = _ready(child)
    appended, erased = _acknowledged(child)
    assert child.returncode == -9
    store, log = _open(folder)
    [pending] = store.manifest.pending_erasures()
    victim = store.settings.get("erased")[-1]
    assert [p for p in pending.paths if (folder / p).exists()]  # the bytes are still there

    with log.segments.writer():
        pass

    assert not [p for p in pending.paths if (folder / p).exists()]
    store.close()
    assert erased == []
    _check(folder, {first, *appended}, {victim})


def test_a_killed_writers_lock_is_free_and_a_living_ones_is_not(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable, "-c",
            ("import sys, time; from pathlib import Path; from desireline.stores import open_store\n"
            "lock = open_store(Path(sys.argv[1])).writer_lock(purpose='import'); lock.acquire(wait_seconds=0)\n"
            "print('held', flush=True); time.sleep(60)"),
            str(tmp_path),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    store = open_store(tmp_path)
    kept = SegmentStore(store)
    with (
        pytest.raises(WorkspaceError, match=rf"process {holder.pid} .*\(import"),
        kept.writer(wait_seconds=0.2),
    ):
        pass
    holder.kill()
    holder.communicate()
    with kept.writer(wait_seconds=2):
        pass
    store.close()


def test_two_processes_that_write_take_turns(folder: Path) -> None:
    open_store(folder).close()
    children = [_start(folder, seed) for seed in (1, 2)]
    first = {_ready(child) for child in children}
    time.sleep(1)
    for child in children:
        child.kill()
    acknowledged = [_acknowledged(child) for child in children]
    appended = first | {batch for batches, _ in acknowledged for batch in batches}
    erased = {batch for _, batches in acknowledged for batch in batches}
    assert len(appended) > 2
    _check(folder, appended, erased)

"""Jobs: progress that others see, one at a time, stopped and taken up again."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desireline import jobs
from desireline.engines import open_engine
from desireline.errors import CancelledError, InputError, WorkspaceError
from desireline.jobs import Job
from desireline.stores import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path)
    yield store
    store.close()


def test_work_is_done_and_its_progress_was_told(store: Store) -> None:
    told: list[tuple[int, int | None, str]] = []

    def work(job: Job) -> str:
        job.progress(1, 2, "first")
        job.progress(2, 2, "second")
        return "result"

    assert jobs.run(store, "import", "a", work, listener=lambda *t: told.append(t)) == "result"
    assert told == [(1, 2, "first"), (2, 2, "second")]
    [row] = store.jobs.find()
    assert (row.state, row.done, row.total, row.words) == ("done", 2, 2, "second")
    assert row.ended_us is not None


def test_a_failure_is_kept_in_words_and_raised(store: Store) -> None:
    def work(_job: Job) -> None:
        raise InputError("The file is empty.", hint="Export again.")

    with pytest.raises(InputError):
        jobs.run(store, "import", "a", work)
    [row] = store.jobs.find(state="failed")
    assert row.error == {
        "code": "input", "message": "The file is empty.", "hint": "Export again.",
    }  # fmt: skip


def test_stopped_work_goes_on_from_its_checkpoint(store: Store) -> None:
    seen: list[object] = []

    def work(job: Job) -> None:
        seen.append(job.checkpoint)
        job.save({"files": 3})
        if len(seen) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.run(store, "import", "a", work)
    [row] = store.jobs.find()
    assert (row.state, row.checkpoint) == ("cancelled", {"files": 3})
    jobs.run(store, "import", "a", work)
    jobs.run(store, "import", "a", work)
    assert seen == [None, {"files": 3}, None]
    assert [row.attempt for row in store.jobs.find()] == [1, 2]


def test_another_process_can_ask_to_stop(store: Store) -> None:
    running = threading.Event()

    def work(job: Job) -> None:
        running.set()
        while True:
            job.check()
            time.sleep(0.01)

    def stop() -> None:
        running.wait()
        [row] = store.jobs.find(state="running")
        assert store.jobs.request_cancel(row.id)

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(CancelledError, match="import was stopped"):
        jobs.run(store, "import", "a", work, lease_seconds=0.6)
    thread.join()
    assert store.jobs.find()[0].state == "cancelled"


def test_stopping_interrupts_a_long_query(store: Store) -> None:
    engine = open_engine(threads=1)

    def work(job: Job) -> None:
        [row] = store.jobs.find(state="running")
        store.jobs.request_cancel(row.id)
        with job.stopping(engine):
            engine.rows("SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b")

    begin = time.monotonic()
    with pytest.raises(CancelledError):
        jobs.run(store, "refresh", "a", work, lease_seconds=0.6)
    assert time.monotonic() - begin < 20


def test_the_same_job_does_not_run_twice_at_once(store: Store) -> None:
    def work(job: Job) -> None:
        job.progress(1, 10, "reading a.csv")
        time.sleep(0.6)
        job.progress(2, 10, "reading a.csv")
        with pytest.raises(WorkspaceError, match=r"already running in process .* reading a\.csv"):
            jobs.run(store, "import", "a", lambda _job: None)
        jobs.run(store, "import", "b", lambda _job: None)

    jobs.run(store, "import", "a", work)
    assert {(row.key, row.state) for row in store.jobs.find()} == {("a", "done"), ("b", "done")}


def test_a_job_that_fell_silent_is_taken_over_and_may_commit_nothing(store: Store) -> None:
    def asleep(job: Job) -> None:
        [row] = store.jobs.find(state="running")
        # as if this process had been paused beyond its lease
        store.jobs.update(row.id, attempt=row.attempt, changes={"lease_until_us": 1})
        assert jobs.run(store, "import", "a", lambda other: other.checkpoint) is None
        store.documents.put("map", "before", {})
        with store.transaction() as tables:
            tables.documents.put("map", "late", {})
            job.fence(tables)

    with pytest.raises(WorkspaceError, match="took over"):
        jobs.run(store, "import", "a", asleep, lease_seconds=1000)
    assert [d.id for d in store.documents.list("map")] == ["before"]
    [row] = store.jobs.find()
    assert (row.attempt, row.state) == (2, "done")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
def test_a_killed_job_is_taken_up_at_once(tmp_path: Path, store: Store) -> None:
    child = subprocess.Popen(
        [
            sys.executable, "-c",
            ("import sys, time\nfrom pathlib import Path\nfrom desireline import jobs\n"
            "from desireline.stores import open_store\n"
            "def work(job):\n"
            "    job.save('half'); print('saved', flush=True); time.sleep(60)\n"
            "jobs.run(open_store(Path(sys.argv[1])), 'import', 'a', work)"),
            str(tmp_path),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "saved\n"
    with pytest.raises(WorkspaceError, match=f"process {child.pid}@"):
        jobs.run(store, "import", "a", lambda job: job.checkpoint)
    child.kill()
    child.communicate()
    assert jobs.run(store, "import", "a", lambda job: job.checkpoint) == "half"

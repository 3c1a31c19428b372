"""A child process for test_crashes: appends, refreshes and erases until it is killed.

    python crashing.py WORKSPACE SEED [stop-before-unlink]

Each thing that was acknowledged is printed, and only then.
"""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from desireline.events import EventLog, open_log, segments
from desireline.events.rows import arrow_schema
from desireline.stores import Tables, open_store
from desireline.tables import STAGED_EVENTS

EACH = 200


def staged(folder: Path, batch: int) -> Path:
    """200 events of one batch, of 20 customers and one person called `person:pBATCH`."""
    rows = [
        {
            "event_id": f"t:{batch}-{n}", "source": "t", "source_file": f"{batch}.csv",
            "source_line": n, "activity": "visit", "actor": "customer", "text": f"batch {batch}",
            "subject": f"person:p{batch}" if n == 0 else f"user:{n % 20}",
            "at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=batch * EACH + n),
        }
        for n in range(EACH)
    ]  # fmt: skip
    path = folder / f"{batch}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(STAGED_EVENTS)), path)
    return path


def main() -> None:
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    if "stop-before-unlink" in sys.argv:
        die_between_commit_and_unlink()
    log = open_log(folder, open_store(folder))
    choose = random.Random(seed)
    outside = folder.parent / f"outside-{seed}"
    outside.mkdir()
    for number in range(1000):
        batch = seed * 1000 + number
        if number > 1 and choose.random() < 0.3:
            erase(log, batch - 1)
        append(log, staged(outside, batch), batch)


def die_between_commit_and_unlink() -> None:
    finish = segments.SegmentWriter._finish_erasures

    def die(self: segments.SegmentWriter) -> None:
        if self._store.manifest.pending_erasures():
            os.kill(os.getpid(), signal.SIGKILL)
        finish(self)

    segments.SegmentWriter._finish_erasures = die


def append(log: EventLog, path: Path, batch: int) -> None:
    def remember(tables: Tables, _report: object) -> None:
        known = tables.settings.get("batches", [])
        tables.settings.put("batches", [*known, batch])

    log.append([path], received_at=datetime(2026, 6, 1, tzinfo=UTC), also=remember)
    say("appended", batch)


def erase(log: EventLog, batch: int) -> None:
    def remember(tables: Tables) -> None:
        tables.settings.put("erased", [*tables.settings.get("erased", []), batch])

    log.erase_subjects([f"person:p{batch}"], also=remember)
    say("erased", batch)


def say(word: str, batch: int) -> None:
    """Acknowledge, so that it reaches the test even if this process dies now."""
    sys.stdout.write(f"{word} {batch}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

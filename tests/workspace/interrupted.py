"""A process for test_interruption: does something to a workspace, over and over, and is killed each time.

    python interrupted.py TEMPLATE EXPORTS WORK import|erase TIMES SEED

For each time: a copy of the workspace TEMPLATE, a child that imports EXPORTS or erases, kill -9 after a
random part of the time that it takes, the same again until its end. Prints one JSON line each: where it
was killed, and a digest of what the workspace answers afterwards. The first line is of an undisturbed run.
Children are forks of this process before it opened anything, so that they start at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import looking
import pyarrow.parquet  # noqa: F401 - imported before the forks, as all that follows

import desireline
from desireline import app, workspace  # noqa: F401

WHO = "w.quastenflosser@hollerbusch.test"


def main() -> None:
    template, exports, work = (Path(name) for name in sys.argv[1:4])
    verb, times, seed = sys.argv[4], int(sys.argv[5]), int(sys.argv[6])
    choose = random.Random(seed)

    def act(folder: Path) -> None:
        with desireline.open(folder) as opened:
            if verb == "import":
                opened.add(exports)
            else:
                opened.erase(WHO)

    undisturbed = work / "undisturbed"
    shutil.copytree(template, undisturbed)
    before = time.monotonic()
    assert wait(start(lambda: act(undisturbed))) == 0
    takes = time.monotonic() - before
    tell(undisturbed, 0.0, verb)
    for number in range(times):
        folder = work / f"killed-{number}"
        shutil.copytree(template, folder)
        child = start(lambda folder=folder: act(folder))
        after = choose.uniform(0, takes)
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        wait(child)
        assert wait(start(lambda folder=folder: act(folder))) == 0
        tell(folder, after / takes, verb)
        shutil.rmtree(folder)


def start(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001 - a fork must not go on as its parent
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait(child: int) -> int:
    return os.waitpid(child, 0)[1]


def tell(folder: Path, killed_at: float, verb: str) -> None:
    """Say what the workspace answers, in a process of its own: this one must open nothing."""
    said = folder.parent / "said.json"
    assert wait(start(lambda: said.write_text(json.dumps(answers(folder)), "utf-8"))) == 0
    line = json.loads(said.read_text("utf-8")) | {"killed_at": round(killed_at, 3), "verb": verb}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def answers(folder: Path) -> dict[str, object]:
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    said = looking.answers(folder)
    return {
        "status": said.pop("status"),
        "digest": hashlib.sha256(json.dumps(said).encode()).hexdigest(),
        "known": WHO.encode() in raw,
        "left": sorted(path.name for path in (folder / "data" / "tmp").iterdir()),
    }


if __name__ == "__main__":
    main()

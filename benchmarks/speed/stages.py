"""Where an import spends its CPU: one line for each stage of the pipeline.

    python benchmarks/speed/stages.py FOLDER [FILE ...]

Imports the files (base.parquet when none is named) into a workspace of its own and wraps the calls
that the pipeline makes; child processes are counted with the stage that waited for them.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from units import MAPPING, _cpu

SPENT: list[tuple[str, float, float]] = []


def wrap(owner: Any, name: str, label: str) -> None:
    """Measure each call of a function."""
    inner: Callable[..., Any] = getattr(owner, name)

    def measured(*args: Any, **more: Any) -> Any:
        before, begin = _cpu(), time.perf_counter()
        try:
            return inner(*args, **more)
        finally:
            SPENT.append((label, _cpu() - before, time.perf_counter() - begin))

    setattr(owner, name, measured)


def main() -> None:
    import desireline
    from desireline import identity, journeys, language
    from desireline.events import EventLog
    from desireline.pipeline import importing

    wrap(importing, "recognise", "sources: recognise")
    wrap(importing, "parse", "sources: parse (child process)")
    wrap(EventLog, "append", "events: append")
    wrap(identity, "resolve", "identity")
    wrap(language, "refresh", "language")
    wrap(journeys, "refresh", "journeys")
    folder = Path(sys.argv[1])
    workspace = folder / "workspace-stages"
    shutil.rmtree(workspace, ignore_errors=True)
    ws = desireline.open(workspace)
    for name in sys.argv[2:] or ["base.parquet"]:
        SPENT.clear()
        before, begin = _cpu(), time.perf_counter()
        ws.add(folder / name, mapping=MAPPING)
        print(f"{name}: CPU {_cpu() - before:.2f} s, wall {time.perf_counter() - begin:.2f} s")
        for label, cpu, wall in SPENT:
            print(f"  {label:32s} CPU {cpu:6.2f}  wall {wall:6.2f}")
    ws.close()
    shutil.rmtree(workspace)


if __name__ == "__main__":
    main()

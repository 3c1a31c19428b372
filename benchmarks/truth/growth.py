"""What the public commands cost as a company grows: seconds, processor seconds, memory, by size.

    python benchmarks/truth/growth.py --folder /tmp/growth                        # 2,000 -> 10,000 -> 50,000 customers
    python benchmarks/truth/growth.py --folder /tmp/growth --sizes 50000 --steps write
    python benchmarks/truth/growth.py --folder /tmp/growth --sizes 50000 --steps import insights

Each step is a process of its own, so that its memory is its own; what was done stays in the folder, so that a long
one can be run a step at a time. The table shows every step that was ever run there.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

STEPS = ("write", "import", "insights", "representatives")
_SEED = 1


def main() -> None:
    """Run the steps that are asked for, then print what is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 10_000, 50_000])
    parser.add_argument("--steps", nargs="+", default=list(STEPS), choices=STEPS)
    options = parser.parse_args()
    kept = options.folder / "growth.json"
    options.folder.mkdir(parents=True, exist_ok=True)
    known: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for size in options.sizes:
        for step in options.steps:
            known[f"{size} {step}"] = _run(options.folder / str(size), size, step)
            kept.write_text(json.dumps(known, indent=1), "utf-8")
    _show(known)


def _run(folder: Path, size: int, step: str) -> dict[str, float]:
    folder.mkdir(parents=True, exist_ok=True)
    exports, workspace = folder / "exports", folder / "workspace"
    if step == "write":
        from company import make
        from files import write
        from plan import PLANS
        from spool import Spool

        spool = Spool(folder / "spool")
        company = make(PLANS["full"], seed=_SEED, customers=size, spool=spool)
        (folder / "recipe.toml").write_text(write(company, exports), encoding="utf-8")
        spool.close()
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {"events": len(spool), "megabytes": round(used / 1024)}
    command = [sys.executable, "-m", "desireline"]
    if step == "import":
        subprocess.run([*command, "init", str(workspace)], check=True, capture_output=True)
        (workspace / "recipe.toml").write_bytes((folder / "recipe.toml").read_bytes())
    arguments = {
        "import": ["import", str(exports)],
        "insights": ["insights", "--json"],
        "representatives": ["export", "representatives", "-o", str(folder / "paths.csv")],
    }[step]
    started = time.perf_counter()
    with (folder / f"{step}.out").open("w") as out:
        child = subprocess.Popen([*command, *arguments, "-w", str(workspace)], stdout=out)
        _, status, spent = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{step} at {size:,} customers ended with {child.returncode}")
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "processor": round(spent.ru_utime + spent.ru_stime, 1),
        "megabytes": round(spent.ru_maxrss / 1024),
    }


def _show(known: dict[str, Any]) -> None:
    print("customers    events  step             seconds  processor     MB  ms an event")
    for key, row in sorted(known.items(), key=lambda pair: int(pair[0].split(" ")[0])):
        size, step = key.split(" ")
        if step == "write":
            continue
        events = known[f"{size} write"]["events"]
        each = 1000 * row["processor"] / events
        print(
            f"{int(size):9,} {events:9,}  {step:15} {row['seconds']:8,.1f} {row['processor']:10,.1f}"
            f" {row['megabytes']:6,} {each:12.3f}"
        )
    for step in STEPS[1:]:
        _show_growth(known, step)


def _show_growth(known: dict[str, Any], step: str) -> None:
    """From the smallest to the largest company: processor seconds ~ events to the power of what is printed."""
    sizes = sorted(int(key.split(" ")[0]) for key in known if key.endswith(f" {step}"))
    if len(sizes) < 2:
        return
    events, spent = (
        [known[f"{size} {of}"][what] for size in (sizes[0], sizes[-1])]
        for of, what in (("write", "events"), (step, "processor"))
    )
    power = log(spent[1] / spent[0]) / log(events[1] / events[0])
    print(
        f"{step}: {spent[1] / spent[0]:.1f} times the time for {events[1] / events[0]:.1f} times the events"
        f" (events to the power of {power:.2f})"
    )


if __name__ == "__main__":
    main()

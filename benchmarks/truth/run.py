"""The truth bench: does Desireline find what was planted, and nothing else?

    python benchmarks/truth/run.py                          # 3 seeds in memory, 1 with files: minutes
    python benchmarks/truth/run.py --only moments --seeds 80 --ways memory
    python benchmarks/truth/run.py --plans full null --customers 50000 --ways files --seeds 3
    python benchmarks/truth/run.py --quick                  # what the default tests run
    python benchmarks/truth/run.py --only impact --seeds 100 --first-seed 601 --keep impact.json

`--keep` adds these companies to those judged before, so that hundreds can be run in pieces. `--json` prints rows
for programs. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bench import Figures, case_of, modules, show, table, taking
from plan import PLANS


def main() -> int:
    """Run what is asked for; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], help="names of measures")
    parser.add_argument("--plans", nargs="+", default=list(PLANS), choices=list(PLANS))
    parser.add_argument(
        "--ways", nargs="+", default=["memory", "files"], choices=["memory", "files"]
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--keep", type=Path, help="file of figures: read, added to, written")
    parser.add_argument("--quick", action="store_true", help="one small company each way")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.seeds, options.customers = 1, 400
    figures = Figures.read(options.keep)
    chosen = modules(options.only)
    for way in options.ways:
        for plan in options.plans:
            seeds = options.seeds if way == "memory" else min(options.seeds, 3)
            mine = taking(chosen, plan, way)
            if not mine:
                continue
            for seed in range(options.first_seed, options.first_seed + seeds):
                _run(figures, mine, (plan, way), seed=seed, customers=options.customers)
                if options.keep:
                    figures.write(options.keep)
    rows = table(figures)
    print(json.dumps(rows, indent=1)) if options.json else show(rows)
    return int(any(row["reached"] == "NO" for row in rows))


def _run(
    figures: Figures, chosen: dict[str, Any], seen: tuple[str, str], *, seed: int, customers: int
) -> None:
    plan, way = seen
    started, spent = time.perf_counter(), {}
    with (
        tempfile.TemporaryDirectory(prefix="truth-") as folder,
        case_of(plan, way, seed=seed, customers=customers, folder=Path(folder)) as case,
    ):
        for name, module in chosen.items():
            before = time.process_time()
            figures.add(name, case, customers, module.take(case))
            spent[name] = time.process_time() - before
    words = f"{plan} {way} seed {seed}: {time.perf_counter() - started:.1f} s"
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
    print(f"{words} (processor: {told})", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""The peer: pm4py's Polars path, transitions, waits and variants only (it has no more of the map).

Run by `run.py --peers` with the benchmark's own environment; pm4py (AGPL) is never a dependency.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import warnings
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "2")
warnings.filterwarnings("ignore")
NAMES = {
    "customer_id": "case:concept:name",
    "touchpoint": "concept:name",
    "ts": "time:timestamp",
}


def main() -> None:
    import pm4py
    import polars as pl

    files = [Path(sys.argv[1]) / f"{name}.parquet" for name in ("base", "day")]
    before, begin = time.process_time(), time.perf_counter()
    log = (
        pl.scan_parquet(files)
        .select(*NAMES, "event_id")
        .rename(NAMES)
        .sort("case:concept:name", "time:timestamp", "event_id")
        .collect()
        .lazy()
    )
    moves, *_ = pm4py.discover_dfg(log)
    waits, *_ = pm4py.discover_performance_dfg(log)
    variants = pm4py.get_variants(log)
    found = {
        "cpu": time.process_time() - before,
        "wall": time.perf_counter() - begin,
        "answer": [len(moves), sum(moves.values()), len(waits), len(variants)],
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "peak_child": 0,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()

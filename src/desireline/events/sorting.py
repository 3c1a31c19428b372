"""Rows of a run in the order of the log, cut into ranges of the subjects' hashes.

The order (range, subject, at, event_id) is found on codes: each distinct subject is compared once,
rows are compared as integers, and only rows of one subject at one instant compare their ids.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from desireline.engines import Engine
from desireline.events.rows import subject_hash
from desireline.events.segments import HASH_END

SEGMENT_ROWS = 262_144
compute: Any = pyarrow.compute  # its functions are made at run time
_Int = NDArray[np.int64]


def cuts_for(rows: int) -> int:
    """Choose how many ranges a run is cut into: the next power of two that keeps segments small."""
    return 1 << max(0, -(-rows // SEGMENT_ROWS) - 1).bit_length()


def ordered(engine: Engine, run: pa.Table, *, cuts: int) -> list[tuple[int, int, _Int]]:
    """Return (low, high, row numbers in order) of each range that has rows."""
    subject: Any = run.column("subject").chunk(0)
    values = subject.dictionary
    hashes = _hashes(engine, values)
    place = np.empty(len(values), np.int64)
    by_name = compute.sort_indices(values).to_numpy()
    place[by_name[np.argsort(hashes[by_name] * cuts // HASH_END, kind="stable")]] = np.arange(
        len(values)
    )
    rank = place[subject.indices.to_numpy()]
    at = run.column("at").chunk(0).cast(pa.int64()).to_numpy()
    order = np.lexsort((at, rank))
    _settle_ties(run, rank, at, order)
    part = (hashes * cuts // HASH_END)[subject.indices.to_numpy()][order]
    edges = np.searchsorted(part, np.arange(cuts + 1))
    return [
        (HASH_END * i // cuts, HASH_END * (i + 1) // cuts, order[edges[i] : edges[i + 1]])
        for i in range(cuts)
        if edges[i] < edges[i + 1]
    ]


def _hashes(engine: Engine, values: pa.Array) -> _Int:
    engine.register("distinct_subjects", pa.table({"subject": values}))
    found = engine.query(f"SELECT {subject_hash('subject')} AS hash FROM distinct_subjects")
    return found.column("hash").to_numpy()


def _settle_ties(run: pa.Table, rank: _Int, at: _Int, order: _Int) -> None:
    """Order rows of one subject at one instant by event id, in place."""
    r, a = rank[order], at[order]
    same = (r[1:] == r[:-1]) & (a[1:] == a[:-1])
    if not same.any():
        return
    tied = np.flatnonzero(np.concatenate((same, [False])) | np.concatenate(([False], same)))
    rows = order[tied]
    keys = pa.table(
        {
            "rank": rank[rows],
            "at": at[rows],
            "event_id": run.column("event_id").chunk(0).take(pa.array(rows)),
        }
    )
    by_id = compute.sort_indices(
        keys, sort_keys=[("rank", "ascending"), ("at", "ascending"), ("event_id", "ascending")]
    )
    order[tied] = rows[by_id.to_numpy()]

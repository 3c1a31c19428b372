"""Rows `withdrawn`: what is no longer said, kept until everything derived has followed.

In: events that a later export replaced, and customers who lost a subject with them.  Out: a small dataset that each
stage of a refresh looks at once; the last one takes it away. Without it, whoever derives something would
only see that files of the log were written again, and would have to make everything again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desireline.engines import Engine, quote_paths
from desireline.events.segments import SegmentWriter, Snapshot
from desireline.stores import Segment

WITHDRAWN = "withdrawn"
"""Dataset: `event_key`, `subject`, `object_ids` of an event that went; or the code of a `customer`. The `version` after
which it went keeps files apart that say the same: an event may be corrected every day."""
_NOTHING = """(SELECT NULL::UBIGINT AS event_key, NULL::VARCHAR AS subject, NULL::VARCHAR[] AS object_ids,
    NULL::UINTEGER AS customer, NULL::BIGINT AS version WHERE false)"""


def put_withdrawn_events(
    engine: Engine, writer: SegmentWriter, paths: Sequence[str], gone: str
) -> Segment | None:
    """Keep what leaves files of the log; `gone` is a condition on their rows `r`."""
    if not paths:
        return None
    return writer.put(
        engine,
        WITHDRAWN,
        "SELECT DISTINCT event_key, subject, object_ids, NULL::UINTEGER AS customer, "
        f"{writer.snapshot.version}::BIGINT AS version FROM read_parquet({quote_paths(paths)}) r WHERE {gone}",
        sort=("event_key", "subject"),
    )


def put_withdrawn_customers(
    engine: Engine, writer: SegmentWriter, customers: str
) -> Segment | None:
    """Keep the codes that the SELECT `customers` names."""
    return writer.put(
        engine,
        WITHDRAWN,
        "SELECT DISTINCT NULL::UBIGINT AS event_key, NULL::VARCHAR AS subject, "
        "NULL::VARCHAR[] AS object_ids, customer, "
        f"{writer.snapshot.version}::BIGINT AS version FROM ({customers})",
        sort=("customer",),
    )


def withdrawn_files(snapshot: Snapshot) -> list[str]:
    """Name the files of the dataset: a stage remembers them once it has followed."""
    return sorted(segment.path for segment in snapshot.of(WITHDRAWN))


def was_withdrawn(snapshot: Snapshot, seen: Collection[str]) -> bool:
    """Tell whether anything was withdrawn in files not `seen` yet."""
    return any(segment.path not in seen for segment in snapshot.of(WITHDRAWN))


def withdrawn_since(snapshot: Snapshot, seen: Collection[str]) -> str:
    """Write what was withdrawn in files not `seen` yet as something to say FROM."""
    paths = [snapshot.folder / s.path for s in snapshot.of(WITHDRAWN) if s.path not in seen]
    return f"read_parquet({quote_paths(paths)})" if paths else _NOTHING

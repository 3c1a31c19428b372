"""Releasing: rows that were mended leave the quarantine.

In: keys of quarantined rows.  Out: segments without them, in one commit. A row's key is a fingerprint
of where it stood and what it held, so that a list that somebody mends in a spreadsheet finds it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desireline.engines import open_engine, quote_paths
from desireline.events.segments import SegmentWriter
from desireline.stores import Segment, Tables
from desireline.tables import QUARANTINE


def quarantine_key() -> str:
    """Write the key of a row of the quarantine."""
    parts = ", ".join(
        f"coalesce({name}::VARCHAR, '')"
        for name in ("source", "source_file", "source_line", "code", "content")
    )
    return f"left(md5(concat_ws(chr(31), {parts})), 16)"


def release(
    writer: SegmentWriter, keys: Sequence[str], *, also: Callable[[Tables], None] | None
) -> int:
    """See EventLog.release."""
    import pyarrow as pa

    engine = open_engine(memory_limit="500MB", temporary=writer.temporary)
    went = 0
    add: list[Segment | None] = []
    remove: list[Segment] = []
    try:
        engine.register("mended", pa.table({"key": pa.array(keys, pa.string())}))
        gone = f"{quarantine_key()} IN (SELECT key FROM mended)"
        for segment in writer.snapshot.of("quarantine"):
            source = f"read_parquet({quote_paths([writer.folder / segment.path])})"
            hits = engine.rows(f"SELECT count(*) FROM {source} WHERE {gone}")[0][0]
            if not hits:
                continue
            went += hits
            remove.append(segment)
            names = ", ".join(QUARANTINE.names)
            add.append(
                writer.put(
                    engine,
                    "quarantine",
                    f"SELECT {names} FROM {source} WHERE NOT ({gone})",
                    low=segment.low,
                    high=segment.high,
                    generation=segment.generation,
                )
            )
        if remove:
            writer.commit(
                add=add, remove=remove, kind="repair", changes_data=False,
                note={"released": went}, also=also,
            )  # fmt: skip
    finally:
        engine.close()
    return went

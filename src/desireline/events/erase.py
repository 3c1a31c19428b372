"""Erase: rows leave every file of every version, and the files they were in are unlinked.

In: what to erase, dataset by dataset.  Out: how many rows went. Segments without such rows are not
touched. Older versions cannot be opened afterwards: keeping them would keep the person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desireline.engines import Engine, open_engine, quote, quote_paths
from desireline.events.segments import SegmentWriter
from desireline.stores import Segment, Tables
from desireline.tables import TABLES

_MIN_VALUE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReport:
    """What went."""

    version: int
    rows: dict[str, int] = field(default_factory=dict[str, int])
    """Rows erased, by dataset."""
    segments: int = 0
    """Files rewritten without them."""


def erase(
    writer: SegmentWriter,
    subjects: Sequence[str],
    *,
    more: Mapping[str, str],
    erasure_id: str,
    also: Callable[[Tables], None] | None,
) -> ErasureReport:
    """See EventLog.erase_subjects."""
    engine = open_engine(memory_limit="500MB", temporary=writer.temporary)
    try:
        _name(engine, subjects)
        rows: dict[str, int] = {}
        add: list[Segment | None] = []
        remove: list[Segment] = []
        for dataset, doomed in (_with_subject() | dict(more)).items():
            for segment, hits in _hits(engine, writer, dataset, doomed):
                rows[dataset] = rows.get(dataset, 0) + hits
                remove.append(segment)
                add.append(_without(engine, writer, segment, doomed))
    finally:
        engine.close()
    # also where no live row is left: an older version, not yet tidied away, may hold some
    snapshot = writer.erase(
        add=add, remove=remove, erasure_id=erasure_id, note={"rows": sum(rows.values())}, also=also
    )
    return ErasureReport(version=snapshot.version, rows=rows, segments=len(remove))


def _name(engine: Engine, subjects: Sequence[str]) -> None:
    engine.execute("CREATE TEMP TABLE erased (subject VARCHAR, content VARCHAR)")
    for subject in subjects:
        value = subject.partition(":")[2]
        engine.execute(
            "INSERT INTO erased VALUES (?, ?)",
            [subject, value if len(value) >= _MIN_VALUE else None],
        )


def _with_subject() -> dict[str, str]:
    """Every dataset of the contract that knows subjects, and the quarantine, which may quote them."""
    found = {
        table.name: "subject IN (SELECT subject FROM erased)"
        for table in TABLES
        if "subject" in table.names
    }
    found["quarantine"] = "EXISTS (FROM erased e WHERE contains(r.content, e.content))"
    return found


def _hits(
    engine: Engine, writer: SegmentWriter, dataset: str, doomed: str
) -> list[tuple[Segment, int]]:
    """Return the live segments with doomed rows, and how many each has."""
    segments = {str(writer.folder / s.path): s for s in writer.snapshot.of(dataset)}
    if not segments:
        return []
    found = engine.rows(
        f"SELECT r.filename, count(*) FROM read_parquet({quote_paths(list(segments))}, "
        f"filename = true) r WHERE {doomed} GROUP BY ALL ORDER BY ALL"
    )
    return [(segments[path], rows) for path, rows in found]


def _without(
    engine: Engine, writer: SegmentWriter, segment: Segment, doomed: str
) -> Segment | None:
    path = writer.folder / segment.path
    columns = engine.rows(f"DESCRIBE SELECT * FROM read_parquet({quote_paths([path])})")
    names = ", ".join(f"r.{quote(name)}" for name, *_ in columns)
    time_column = next((name for name, *_ in columns if name in ("at", "at_us")), None)
    return writer.put(
        engine,
        segment.dataset,
        f"SELECT {names} FROM read_parquet({quote_paths([path])}) r "
        f"WHERE NOT coalesce(({doomed}), false)",
        low=segment.low,
        high=segment.high,
        generation=segment.generation,
        time_column=time_column,
    )

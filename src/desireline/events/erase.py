"""Erase: rows leave every file of every version, and the files they were in are unlinked.

In: who, by subjects, customers and traces, and what is kept of people, dataset by dataset.  Out: how many
rows went or were masked. Segments that do not know the person are not touched. Older versions cannot be
opened afterwards: keeping them would keep the person.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from desireline.engines import Engine, open_engine, quote, quote_paths
from desireline.errors import WorkspaceError
from desireline.events.segments import SegmentWriter, Snapshot
from desireline.events.traces import PersonTraces
from desireline.stores import DatasetHolding, Json, Segment, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRequest:
    """Whom to erase, and from what."""

    id: str
    traces: PersonTraces
    """`subjects` whose rows go; the rest is masked in other people's rows."""
    holdings: Sequence[DatasetHolding]
    customers: Sequence[int] = ()
    """Codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReport:
    """What went."""

    version: int
    rows: dict[str, int] = field(default_factory=dict[str, int])
    """Rows erased, by dataset."""
    masked: dict[str, int] = field(default_factory=dict[str, int])
    """Rows of others in which the person was named, by dataset."""
    segments: int = 0
    """Files rewritten without them."""


def count(snapshot: Snapshot, request: ErasureRequest) -> ErasureReport:
    """Say what an erasure would do."""
    engine = open_engine()
    try:
        return _find(engine, snapshot, request)[0]
    finally:
        engine.close()


def erase(
    writer: SegmentWriter,
    request: ErasureRequest,
    *,
    certificate: Callable[[ErasureReport], Json] | None = None,
    also: Callable[[Tables], None] | None = None,
) -> ErasureReport:
    """See EventLog.erase.

    Raises:
        WorkspaceError: a dataset that nobody declared may hold the person. Nothing was erased.
    """
    engine = open_engine(memory_limit="500MB", temporary=writer.temporary)
    try:
        report, hits = _find(engine, writer.snapshot, request)
        add = [_without(engine, writer, segment, holding, request) for holding, segment in hits]
    finally:
        engine.close()
    successors = {
        segment.path: None if again is None else again.path
        for (_, segment), again in zip(hits, add, strict=True)
    }

    # also where no live row is left: an older version, not yet tidied away, may hold some
    writer.erase(
        add=add,
        remove=[segment for _, segment in hits],
        erasure_id=request.id,
        certificate=None if certificate is None else lambda: certificate(report),
        note={"rows": sum(report.rows.values())},
        successors=successors,
        also=also,
    )
    return report


def _find(
    engine: Engine, snapshot: Snapshot, request: ErasureRequest
) -> tuple[ErasureReport, list[tuple[DatasetHolding, Segment]]]:
    _name(engine, snapshot, request)
    _refuse_strangers(snapshot, request)
    rows: dict[str, int] = {}
    masked: dict[str, int] = {}
    hits: list[tuple[DatasetHolding, Segment]] = []
    for holding in request.holdings:
        for segment, gone, changed in _hits(engine, snapshot, holding, request.traces):
            for counts, number in ((rows, gone), (masked, changed)):
                if number:
                    counts[holding.name] = counts.get(holding.name, 0) + number
            hits.append((holding, segment))
    report = ErasureReport(
        version=snapshot.version + 1, rows=rows, masked=masked, segments=len(hits)
    )
    return report, hits


def _name(engine: Engine, snapshot: Snapshot, request: ErasureRequest) -> None:
    import pyarrow as pa

    subjects = pa.array(sorted(request.traces.subjects), pa.string())
    engine.register("erased", pa.table({"subject": subjects}))
    codes = pa.array(request.customers, pa.uint32())
    engine.register("erased_customers", pa.table({"customer": codes}))
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE erased_events AS SELECT event_key "
        f"FROM {snapshot.source('events')} WHERE subject IN (SELECT subject FROM erased)"
    )


def _refuse_strangers(snapshot: Snapshot, request: ErasureRequest) -> None:
    known = {holding.name for holding in request.holdings}
    strange = sorted({s.dataset for s in snapshot.segments} - known)
    if strange:
        raise WorkspaceError(
            f"Nobody says what of a person is kept in {', '.join(strange)}: nothing was erased.",
            hint="Whoever writes this dataset must declare it in its package's HOLDINGS.",
            code="erase.undeclared",
        )


def _goes(holding: DatasetHolding, traces: PersonTraces) -> str:
    """Write the condition on a row `r` that it is the person's."""
    conditions = [f"({holding.goes})"] if holding.goes else []
    if holding.quotes:
        conditions.append(traces.found_sql(f"r.{quote(holding.quotes)}", names=False))
    return f"coalesce({' OR '.join(conditions) or 'false'}, false)"


def _hits(
    engine: Engine, snapshot: Snapshot, holding: DatasetHolding, traces: PersonTraces
) -> Generator[tuple[Segment, int, int]]:
    """Find the live segments that know the person: rows that go, rows that name the person."""
    segments = {str(snapshot.folder / s.path): s for s in snapshot.of(holding.name)}
    if not segments:
        return
    there = _columns(engine, list(segments))
    names = " OR ".join(
        traces.found_sql(f"r.{quote(name)}::VARCHAR") for name in holding.masked if name in there
    )
    goes = _goes(holding, traces)
    found = engine.rows(
        f"SELECT filename, count(*) FILTER (goes), count(*) FILTER (NOT goes AND names) FROM ("
        f"SELECT r.filename, {goes} AS goes, coalesce({names or 'false'}, false) AS names "
        f"FROM read_parquet({quote_paths(list(segments))}, filename = true, union_by_name = true) r) "
        "WHERE goes OR names GROUP BY ALL ORDER BY ALL"
    )
    for path, gone, changed in found:
        yield segments[path], gone, changed


def _without(
    engine: Engine,
    writer: SegmentWriter,
    segment: Segment,
    holding: DatasetHolding,
    request: ErasureRequest,
) -> Segment | None:
    path = quote_paths([writer.folder / segment.path])
    names = _columns(engine, [str(writer.folder / segment.path)])
    columns = ", ".join(
        f"{_masked(request.traces, name, kind) if name in holding.masked else f'r.{quote(name)}'} "
        f"AS {quote(name)}"
        for name, kind in names.items()
    )
    return writer.put(
        engine,
        segment.dataset,
        f"SELECT {columns} FROM read_parquet({path}) r WHERE NOT {_goes(holding, request.traces)}",
        low=segment.low,
        high=segment.high,
        generation=segment.generation,
        time_column=next((name for name in names if name in ("at", "at_us")), None),
    )


def _columns(engine: Engine, paths: Sequence[str]) -> dict[str, str]:
    """The types of a dataset's columns, by name; older files may lack some."""
    source = f"read_parquet({quote_paths(paths)}, union_by_name = true)"
    return {name: kind for name, kind, *_ in engine.rows(f"DESCRIBE SELECT * FROM {source}")}


def _masked(traces: PersonTraces, name: str, kind: str) -> str:
    column = f"r.{quote(name)}"
    if not kind.endswith("[]"):
        return traces.masked_sql(column)
    return f"list_transform({column}, lambda word: {traces.masked_sql('word')})"

"""Tables: which tables can be exported, and where each comes from.

Some are read from the journeys as they are (`journeys.EXPORTS`), some are what an insight measured, and
the quarantine comes from the log. Nothing unmasked leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline import insights
from desireline.errors import InputError
from desireline.jobs import Listener
from desireline.journeys import EXPORTS, JourneyData, export_table, resolve_promises
from desireline.language import mask
from desireline.pipeline.context import Context, opened
from desireline.pipeline.exporting import write_table
from desireline.pipeline.hearing import CALL_COLUMNS, TURN_COLUMNS, call_rows, turn_rows
from desireline.pipeline.insight_tables import MADE
from desireline.pipeline.listening import find_names
from desireline.pipeline.personas import know_personas

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]


def export(context: Context, table: str, path: Path, *, listener: Listener | None = None) -> int:
    """Write a table to a file; return the number of rows.

    Raises:
        InputError: there is no such table, or the path's ending is unknown.
    """
    if table not in {*EXPORTS, *MADE, *_MADE}:
        raise InputError(
            f"There is no table {table!r}.",
            hint=f"The tables are: {', '.join(sorted({*EXPORTS, *MADE, *_MADE}))}.",
            code="export.unknown",
        )
    if table == "utterances":
        find_names(context)
    with opened(context) as data:
        if table in EXPORTS:
            reader = export_table(data, table)
            return write_table(reader.schema, _told(reader, table, listener), path)
        if table in {"personas", "insights"}:
            know_personas(context, data)
        made = MADE[table](data) if table in MADE else _arrow_of(table, context, data)
        return write_table(made.schema, _told(made.to_batches(), table, listener), path)


def _told(
    batches: Iterable[pa.RecordBatch], table: str, listener: Listener | None
) -> Iterable[pa.RecordBatch]:
    rows = 0
    for batch in batches:
        yield batch
        rows += batch.num_rows
        if listener is not None:
            listener(rows, None, f"writing {table}: {rows:,} rows")


def _arrow_of(table: str, context: Context, data: JourneyData) -> pa.Table:
    columns, rows = _MADE[table]
    return _arrow(columns, rows(context, data))


def _arrow(columns: dict[str, str], rows: Iterable[Row]) -> pa.Table:
    import pyarrow as pa

    kinds = {"text": pa.string(), "count": pa.int64(), "number": pa.float64(), "yes": pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist(list(rows), schema=schema)


def _measures(
    data: JourneyData, module: str, *, also: Sequence[str] = ()
) -> Iterator[tuple[str, Any]]:
    """What a module measured, by purpose; `also` are modules that it reads and that come first."""
    for purpose in data.purposes:
        book = insights.run(data, purpose, names=[*also, module])
        for measure in book.results[module].measures:
            yield purpose.name, measure


def _transitions(_context: Context, data: JourneyData) -> Iterator[Row]:
    for purpose, move in _measures(data, "transitions"):
        yield {
            "purpose": purpose,
            "from": move.source,
            "to": move.target,
            "n": move.n,
            "share": move.share.value,
            "low": move.share.low,
            "high": move.share.high,
            "median_s": move.median_s,
            "p90_s": move.p90_s,
            "fixed_timer": move.fixed_timer,
            "detail": move.detail,
            "drawn": move.drawn,
        }


def _representatives(_context: Context, data: JourneyData) -> Iterator[Row]:
    for purpose, one in _measures(data, "representatives", also=["personas"]):
        yield {
            "purpose": purpose,
            "persona": one.persona,
            "place": one.place,
            "path": " > ".join(
                f"{name} x{times}" if times > 1 else name for name, times in one.path
            ),
            "n": one.share.n,
            "share": one.share.value,
            "low": one.share.low,
            "high": one.share.high,
            "together": one.together.value,
            "together_low": one.together.low,
            "together_high": one.together.high,
        }


def _coverage(_context: Context, data: JourneyData) -> Iterator[Row]:
    for purpose, one in _measures(data, "unseen"):
        yield {
            "purpose": purpose,
            "stage": one.stage,
            "channel": one.channel,
            "n": one.heard.n,
            "heard": one.heard.value,
            "low": one.heard.low,
            "high": one.heard.high,
        }


def _dropoffs(_context: Context, data: JourneyData) -> Iterator[Row]:
    for purpose, one in _measures(data, "dropoffs"):
        yield {
            "purpose": purpose,
            "touchpoint": one.touchpoint,
            "n": one.exit.n,
            "exit_share": one.exit.value if one.identified else None,
            "low": one.exit.low,
            "high": one.exit.high,
            "excess": one.excess.value if one.excess else None,
            "excess_low": one.excess.low if one.excess else None,
            "excess_high": one.excess.high if one.excess else None,
            "identified": one.identified,
            "horizon_days": one.horizon_days,
            "money": one.value.value if one.value else None,
            "came_back": one.came_back.value if one.came_back else None,
            "went_to": one.went_to,
        }


def _stages(_context: Context, data: JourneyData) -> Iterator[Row]:
    for touchpoint, stage, confidence, found in data.engine.rows("""
        SELECT t.name, s.name, t.confidence, s.found FROM touchpoints t JOIN stages s ON t.stage = s.code
        WHERE NOT t.outcome AND t.code IN (SELECT DISTINCT touchpoint FROM steps)
        ORDER BY s.position, t.name"""):
        yield {"touchpoint": touchpoint, "stage": stage, "confidence": confidence, "found": found}


def _promises(_context: Context, data: JourneyData) -> Iterator[Row]:
    yield from resolve_promises(data)


def _quarantine(context: Context, data: JourneyData) -> Iterator[Row]:
    source = context.segments.snapshot().source("quarantine")
    for row in data.engine.rows(
        f"SELECT source, source_file, source_line, code, reason, content FROM {source}"
        " ORDER BY source_file, source_line, code"
    ):
        yield {
            "source": row[0],
            "file": row[1],
            "line": row[2],
            "code": row[3],
            "reason": mask(row[4] or "").text,
            "content_masked": mask(row[5] or "").text,
        }


_INTERVAL = {"low": "number", "high": "number"}
_MADE: dict[str, tuple[dict[str, str], Callable[[Context, JourneyData], Iterator[Row]]]] = {
    "transitions": (
        {"purpose": "text", "from": "text", "to": "text", "n": "count", "share": "number"}
        | _INTERVAL
        | {"median_s": "number", "p90_s": "number", "fixed_timer": "yes"}
        | {"detail": "number", "drawn": "yes"},
        _transitions,
    ),
    "representatives": (
        {"purpose": "text", "persona": "text", "place": "count", "path": "text"}
        | {"n": "count", "share": "number"}
        | _INTERVAL
        | dict.fromkeys(("together", "together_low", "together_high"), "number"),
        _representatives,
    ),
    "coverage": (
        {"purpose": "text", "stage": "text", "channel": "text", "n": "count", "heard": "number"}
        | _INTERVAL,
        _coverage,
    ),
    "dropoffs": (
        {"purpose": "text", "touchpoint": "text", "n": "count", "exit_share": "number"}
        | _INTERVAL
        | dict.fromkeys(("excess", "excess_low", "excess_high"), "number")
        | {"identified": "yes", "horizon_days": "number", "money": "number"}
        | {"came_back": "number", "went_to": "text"},
        _dropoffs,
    ),
    "stages": (
        {"touchpoint": "text", "stage": "text", "confidence": "number", "found": "text"},
        _stages,
    ),
    "promises": (
        dict.fromkeys(
            (
                "source",
                "record",
                "part",
                "customer_id",
                "made_at",
                "due_at",
                "kept_at",
                "state",
                "kind",
                "words",
            ),
            "text",
        ),
        _promises,
    ),
    "calls": (CALL_COLUMNS, call_rows),
    "turns": (TURN_COLUMNS, turn_rows),
    "quarantine": (
        {
            "source": "text",
            "file": "text",
            "line": "count",
            "code": "text",
            "reason": "text",
            "content_masked": "text",
        },
        _quarantine,
    ),
}
"""Tables made here: columns with their kind, and the rows."""

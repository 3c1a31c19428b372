"""What a row of the log is, in SQL and in Arrow: keys, hashes, content, faults, types.

The fingerprints are md5, not the engine's own hash: they are stored and compared for years, and only
a published function gives the same value in every version and on every engine.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from desireline.tables import ACTORS, EVENTS, QUARANTINE, STAGED_EVENTS, Table

if TYPE_CHECKING:
    import pyarrow as pa

WITHOUT_PLACE = tuple(
    name for name in STAGED_EVENTS.names if name not in ("event_id", "source_file", "source_line")
)
"""Two rows with these alike are the same event, whichever file or line they stand in."""
_ID_COLUMNS = (
    "source", "record", "part", "subject", "at", "duration_s", "activity", "text", "rating_kind",
    "rating", "value", "wait_s", "object_ids", "outcome", "attributes",
)  # fmt: skip
"""What an event without an id is known by. Words that a better mapping may change, such as the
touchpoint, are left out, so that reading a file again revises its events instead of doubling them."""
EVENT_CHARACTERS = 60_000
"""What is kept of an event that was set aside."""
MISSING_BEFORE = "TIMESTAMPTZ '1980-01-01 00:00:00+00'"
"""Earlier times are missing values written as a number, where most others are later."""
_1980_US = 315_532_800_000_000
EARLIEST = "TIMESTAMPTZ '1900-01-01 00:00:00+00'"
"""The limit where most times lie before 1980: a clock of the source's own."""
LIST_COLUMNS = tuple(c.name for c in STAGED_EVENTS.columns if c.type == "VARCHAR[]")
CODED = tuple(
    column.name
    for column in STAGED_EVENTS.columns
    if column.type == "VARCHAR" and not column.personal and column.name not in ("event_id", "part")
)
"""Columns with few distinct values, none personal: kept as dictionaries while rows are moved."""

REASONS = {
    "no-source": "nothing says which tool it came from",
    "no-subject": "nothing says who it was",
    "no-activity": "nothing says what happened",
    "no-time": "nothing says when it was",
    "bad-time": "the time lies before 1980, unlike most: probably a missing value written as a number",
    "future-time": "the time lies in the future",
    "bad-actor": "the actor is none of " + ", ".join(ACTORS),
}


def key(sql: str) -> str:
    """Write the 64-bit fingerprint of an event id."""
    return f"(md5_number({sql}) & 18446744073709551615::UHUGEINT)::UBIGINT"


def content(columns: tuple[str, ...] = WITHOUT_PLACE) -> str:
    """Write the fingerprint of an event's content, as 32 hex digits."""
    parts = ", chr(31), ".join(_text(name) for name in columns)
    return f"md5(concat({parts}))"


def derived_id() -> str:
    """Write the id of an event that has none of its own: source and content."""
    return f"concat(source, ':~', left({content(_ID_COLUMNS)}, 20))"


def _text(name: str) -> str:
    if name == "at":
        return "coalesce(epoch_us(\"at\")::VARCHAR, '')"
    if name in LIST_COLUMNS:
        return f"coalesce(array_to_string({name}, chr(30)), '')"
    return f"coalesce({name}::VARCHAR, '')"


def fault(received_at: str, *, earliest: str = MISSING_BEFORE) -> str:
    """Write the code of what is wrong with a row, or NULL. Times are SQL literals."""
    actors = ", ".join(f"'{actor}'" for actor in ACTORS)
    return f"""CASE
        WHEN source IS NULL OR source = '' OR source_file IS NULL THEN 'no-source'
        WHEN subject IS NULL OR subject = '' OR subject LIKE '%:' THEN 'no-subject'
        WHEN activity IS NULL OR activity = '' THEN 'no-activity'
        WHEN "at" IS NULL THEN 'no-time'
        WHEN "at" < {earliest} THEN 'bad-time'
        WHEN "at" > {received_at} + INTERVAL 1 DAY THEN 'future-time'
        WHEN actor IS NULL OR actor NOT IN ({actors}) THEN 'bad-actor'
    END"""


def surely_sound(run: pa.Table, received_at: datetime) -> bool:
    """Whether no row has a fault, as few looks tell: at each different word, at the first and the last time.

    What `fault` would find is never called sound; where this says no, `fault` decides.
    """
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute  # its functions are made at run time
    words: dict[str, Any] = {}
    for name in ("source", "source_file", "subject", "activity", "actor"):
        column: Any = run.column(name).chunk(0)
        if column.null_count or column.dictionary.null_count:
            return False
        words[name] = column.dictionary
    if any(compute.any(compute.equal(words[name], "")).as_py() for name in words):
        return False
    ends = compute.min_max(run.column("at").cast(pa.int64())).as_py()
    return (
        run.column("at").null_count == 0
        and ends["min"] >= _1980_US
        and ends["max"] <= received_at.timestamp() * 1e6
        and set(words["actor"].to_pylist()) <= set(ACTORS)
        and not compute.any(compute.ends_with(words["subject"], ":")).as_py()
    )


def quarantined(fault_sql: str) -> str:
    """Write the columns of QUARANTINE for rows with a fault."""
    reasons = " ".join(f"WHEN '{code}' THEN '{words}'" for code, words in REASONS.items())
    known = {
        "source": "source",
        "source_file": "coalesce(source_file, '')",
        "source_line": "source_line",
        "code": fault_sql,
        "reason": f"concat(CASE {fault_sql} {reasons} END, coalesce(concat(': ', \"at\"), ''))",
        "content": _as_event(),
    }
    return ", ".join(f"{known[name]} AS {name}" for name in QUARANTINE.names)


def _as_event() -> str:
    """Write an event as it was staged, so that it can be mended and added later."""
    fields = ", ".join(f'{name} := "{name}"' for name in STAGED_EVENTS.names)
    return f"left(to_json({{event: struct_pack({fields})}})::VARCHAR, {EVENT_CHARACTERS})"


@cache
def arrow_schema(table: Table, *, strict: bool = False) -> pa.Schema:
    """Return the Arrow schema of a table of the contract that events are stored in.

    Args:
        table: the table.
        strict: whether what the contract requires may not be empty.
    """
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
        "BOOLEAN": pa.bool_(),
        "BIGINT": pa.int64(),
        "UBIGINT": pa.uint64(),
    }
    fields: list[pa.Field] = []
    for column in table.columns:
        decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", column.type)
        kind = pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else kinds[column.type]
        fields.append(pa.field(column.name, kind, nullable=not (strict and column.required)))
    return pa.schema(fields)


def events_schema() -> pa.Schema:
    """Return the Arrow schema of the log."""
    return arrow_schema(EVENTS)

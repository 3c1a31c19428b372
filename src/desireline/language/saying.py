"""Who said what was scored: rows of `tables.UTTERANCES`, as SQL, and written in their order.

In: the tables `language_pending` (events), `language_texts` and `language_scored`.  Out: a SELECT of utterances, or a segment of
them. The choice to question: what is written is sorted by what is short (whose, when, which event), and the words, which are
most of a row and often said by many, are fetched in that order: sorting whole rows took more memory than any other stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.engines import write_batches
from desireline.events import HASH_END
from desireline.language.changes import DATASET, SORT
from desireline.language.told.noticing import OF_CUSTOMERS, OF_EMPLOYEES
from desireline.tables import UTTERANCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.events import SegmentWriter
    from desireline.stores import Segment

OF_EVENT = ("event_id", "event_key", "source", "record", "part", "subject", "at")
PLACE = "place"
"""Column of `language_scored`: the number of the row."""
_TOGETHER = 20_480
"""Rows that are written together, as the engine writes wide rows."""

# what a note of the company quotes of a customer is hearsay: it is nobody's own words
_SPEAKER = """CASE WHEN p.actor = 'company' AND s.speaker = 'customer' THEN 'system' ELSE
    coalesce(s.speaker, CASE p.actor WHEN 'customer' THEN 'customer' WHEN 'employee' THEN 'employee'
    WHEN 'company' THEN 'employee' ELSE 'system' END) END"""
_ONLY_OF = {
    **dict.fromkeys(OF_CUSTOMERS, "customer"),
    **dict.fromkeys(OF_EMPLOYEES, "employee"),
}
"""What only one side says."""
_FROM = """FROM language_pending AS p
JOIN language_texts AS t ON p.text = t.text AND p.stated IS NOT DISTINCT FROM t.stated
    AND p.names = t.names
JOIN language_scored AS s USING (number)"""


def _column(name: str) -> str:
    """SQL of a column of an utterance; what only one side says is NULL for the other."""
    if name in OF_EVENT:
        return f'p."{name}"'
    value = "s.feeling::DECIMAL(4,3)" if name == "feeling" else f"s.{name}"
    if name == "speaker":
        value = _SPEAKER
    elif name in _ONLY_OF:
        value = f"CASE WHEN ({_SPEAKER}) = '{_ONLY_OF[name]}' THEN {value} END"
    return f"{value} AS {name}"


ROWS = f"""
SELECT {", ".join(_column(name) for name in UTTERANCES.names)}
{_FROM}
"""


def put_in_order(engine: Engine, writer: SegmentWriter, scored: pa.Table) -> Segment | None:
    """Write what `ROWS` gives as a segment, in the order of the dataset; None when there are none.

    Args:
        engine: has the tables.
        writer: of the workspace.
        scored: `language_scored`, by whose numbers the words are fetched.
    """
    import pyarrow as pa

    feeling = engine.query("SELECT feeling::DECIMAL(4,3) AS feeling FROM language_scored")
    place = scored.schema.get_field_index("feeling")
    words = scored.set_column(place, "feeling", feeling.column(0)).combine_chunks()
    names = ", ".join(_column(name) for name in (*OF_EVENT, "speaker"))
    order = ", ".join(f'"{column}"' for column in SORT)
    keys = engine.stream(f"SELECT {names}, s.{PLACE} {_FROM} ORDER BY {order}", rows=_TOGETHER)
    batches = (_utterances(batch, words) for batch in keys)
    first = next(batches, None)
    if first is None:
        return None
    unfinished = writer.unfinished()

    def all_() -> Iterator[pa.RecordBatch]:
        yield first
        yield from batches

    rows = write_batches(pa.RecordBatchReader.from_batches(first.schema, all_()), unfinished)
    return writer.adopt(
        engine, DATASET, unfinished, rows=rows, sort=SORT, low=0, high=HASH_END, time_column="at"
    )  # fmt: skip


def _utterances(keys: pa.RecordBatch, words: pa.Table) -> pa.RecordBatch:
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute  # its functions are made at run time
    said = words.take(keys.column(PLACE)).combine_chunks()
    speaker = keys.column("speaker")
    sides = {side: compute.equal(speaker, side) for side in ("customer", "employee")}
    columns: list[pa.Array] = []
    for name in UTTERANCES.names:
        if name in (*OF_EVENT, "speaker"):
            columns.append(keys.column(name))
            continue
        column = said.column(name).chunk(0)
        if name in _ONLY_OF:
            column = compute.if_else(sides[_ONLY_OF[name]], column, pa.scalar(None, column.type))
        columns.append(column)
    return pa.record_batch(columns, names=UTTERANCES.names)

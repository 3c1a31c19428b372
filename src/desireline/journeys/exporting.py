"""Tables for other programs: names instead of codes, a piece at a time, nothing unmasked.

In: an opened data version.  Out: Arrow batches with the column names of the public contract. Text leaves
only as `text_masked`: the log's own `text` is never selected here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.engines import quote_paths
from desireline.errors import InputError
from desireline.journeys.labels import same_label
from desireline.language import names_sql, topic_sql
from desireline.tables import ACTORS, STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from desireline.journeys.data import JourneyData
    from desireline.language import Learnt

_PIECE = 500_000
"""Rows in memory at a time, roughly."""

_UTTERANCES = """
    SELECT u.source, u.record, u.part, i.customer_id, u."at", u.speaker, u.language, u.label,
        u.negative, u.neutral, u.positive, u.feeling, u.cause, u.emotion, u.intensity, u.effort,
        {topics} AS topics, u.phrases, {entities} AS entities, u.want, u.expected, u.entry_reason, u.heard_from,
        u.chosen_for, u.retold, u.chased, u.told_otherwise, u.errand, u.sentences, u.unread, u.method,
        u.personal_data, u.text_masked, {accuracy}
    FROM utterances u JOIN identities i USING (subject)"""


def export_table(data: JourneyData, name: str) -> pa.RecordBatchReader:
    """Read a table of EXPORTS in batches.

    Raises:
        InputError: there is no such table.
    """
    import pyarrow as pa

    if name not in EXPORTS:
        raise InputError(
            f"There is no table {name!r}.",
            hint=f"The tables are: {', '.join(EXPORTS)}.",
            code="export.unknown",
        )
    pieces = EXPORTS[name](data)
    first = data.engine.query(next(pieces))

    def batches() -> Iterator[pa.RecordBatch]:
        yield from first.to_batches()
        for sql in pieces:
            yield from data.engine.query(sql).to_batches()

    return pa.RecordBatchReader.from_batches(first.schema, batches())


def _identities(data: JourneyData) -> Iterator[str]:
    del data
    yield "SELECT source, subject, customer_id, confidence, reason FROM identities ORDER BY subject"


def _utterances(data: JourneyData) -> Iterator[str]:
    rows = int(data.engine.rows("SELECT count(*) FROM utterances")[0][0])
    sql = _UTTERANCES.format(
        topics=topic_sql(data.topics, "u.meaning"),
        entities=f"list_concat(coalesce(u.entities, []), {names_sql(data.names, 'u.text_masked')})",
        accuracy=_accuracy(data.learnt),
    )
    yield from _parts(sql, "i.customer", data, rows, 'u.subject, u."at", u.part')


def _accuracy(learnt: Learnt | None) -> str:
    """SQL: how often a feeling is read as this workspace's people labelled it; NULL where untested."""
    numbers = {
        "accuracy": learnt and learnt.accuracy,
        "accuracy_low": learnt and learnt.low,
        "accuracy_high": learnt and learnt.high,
        "accuracy_n": learnt and learnt.tested,
    }
    return ", ".join(
        f"CASE WHEN u.label IS NOT NULL THEN {'NULL' if number is None else number} END"
        f"::{'INTEGER' if name == 'accuracy_n' else 'DOUBLE'} AS {name}"
        for name, number in numbers.items()
    )


def _steps(data: JourneyData) -> Iterator[str]:
    rows = int(data.engine.rows("SELECT count(*) FROM steps")[0][0])
    sql = f"""
        SELECT c.customer_id, {_JOURNEY_ID} AS journey_id, p.name AS purpose, step_no,
            t.name AS touchpoint, g.name AS stage, h.name AS channel,
            {_word("s.actor", ACTORS)} AS actor, make_timestamptz(at_us) AS "at",
            n.name AS next_touchpoint, wait_us / 1e6 AS wait_to_next_s, queue_s,
            feeling_milli / 1000 AS feeling, k.kind AS rating_kind, rating_milli / 1000 AS rating,
            (value_e4 / 10000)::DECIMAL(18, 4) AS value, event_key
        FROM steps s JOIN customers c ON s.customer = c.code
        JOIN purposes p ON s.purpose = p.code JOIN touchpoints t ON s.touchpoint = t.code
        JOIN stages g ON s.stage = g.code JOIN channels h ON s.channel = h.code
        LEFT JOIN touchpoints n ON s.next_touchpoint = n.code
        LEFT JOIN rating_kinds k ON s.rating_kind = k.code"""
    yield from _parts(sql, "s.customer", data, rows, "s.customer, s.purpose, s.journey, s.step_no")


def _journeys(data: JourneyData) -> Iterator[str]:
    rows = int(data.engine.rows("SELECT count(*) FROM journeys")[0][0])
    sql = f"""
        SELECT {_JOURNEY_ID} AS journey_id, c.customer_id, p.name AS purpose, s.object_id,
            make_timestamptz(start_us) AS start_at, make_timestamptz(end_us) AS end_at, steps,
            {_word("s.state", STATES)} AS state, o.name AS outcome,
            (value_e4 / 10000)::DECIMAL(18, 4) AS value, lpad(lower(to_hex(variant)), 32, '0') AS variant
        FROM journeys s JOIN customers c ON s.customer = c.code
        JOIN purposes p ON s.purpose = p.code LEFT JOIN outcomes o ON s.outcome = o.code"""
    yield from _parts(sql, "s.customer", data, rows, "s.customer, s.purpose, s.journey")


def _events(data: JourneyData) -> Iterator[str]:
    """One file of the log at a time: it holds at most a few hundred thousand events."""
    split = data.engine.rows("SELECT count(packed_later) FROM labels")[0][0] > 0
    step, touchpoint = (
        (_IN_CONTEXT, "coalesce(x.code, l.touchpoint_code)")
        if split
        else ("", "l.touchpoint_code")
    )
    for path in data.log_files or (None,):
        log = "(FROM events)" if path is None else f"read_parquet({quote_paths([path])})"
        yield f"""
            SELECT e.event_id, e.source, e.record, e.subject, i.customer_id, e."at", e.actor,
                e.channel, e.activity, t.name AS touchpoint, g.name AS stage, u.text_masked,
                e.rating_kind, e.rating, e.value, e.currency, e.outcome, e.event_key
            FROM {log} e JOIN identities i ON e.subject = i.subject
            LEFT JOIN labels l ON {same_label("e", "l")}
            {step} LEFT JOIN touchpoints t ON {touchpoint} = t.code AND NOT l.stated
            LEFT JOIN stages g ON t.stage = g.code
            LEFT JOIN (SELECT event_key, string_agg(text_masked, ' ' ORDER BY part) AS text_masked
                FROM utterances GROUP BY event_key) u ON e.event_key = u.event_key
            ORDER BY e.subject, e."at", e.event_id"""


_IN_CONTEXT = """LEFT JOIN (
        SELECT event_key, any_value(touchpoint) AS code FROM steps
        WHERE touchpoint IN (SELECT packed_later & 65535 FROM labels WHERE packed_later IS NOT NULL)
        GROUP BY event_key) x ON e.event_key = x.event_key"""
"""Touchpoints that only an event's place in the journey tells."""
_JOURNEY_ID = "c.customer_id || '/' || p.name || '/' || s.journey"


def _word(column: str, words: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN {code} THEN '{word}'" for code, word in enumerate(words))
    return f"CASE {column} {cases} END"


def _parts(sql: str, column: str, data: JourneyData, rows: int, order: str) -> Iterator[str]:
    """The same SELECT for one range of customers after another."""
    codes = int(data.engine.rows("SELECT coalesce(max(code), 0) + 1 FROM customers")[0][0])
    parts = min(codes, max(1, rows // _PIECE))
    for part in range(parts):
        low, high = codes * part // parts, codes * (part + 1) // parts - 1
        yield f"{sql} WHERE {column} BETWEEN {low} AND {high} ORDER BY {order}"


EXPORTS: dict[str, Callable[[JourneyData], Iterator[str]]] = {
    "events": _events,
    "identities": _identities,
    "journeys": _journeys,
    "steps": _steps,
    "utterances": _utterances,
}
"""Tables that can be exported, by name."""

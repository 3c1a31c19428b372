"""Decide about rows whose id may have been seen before: exactly, and a bounded part at a time.

In: rows put aside, the log, and the segments just written.  Out: rows to write, segments rewritten
without the events that were replaced, counts. Three cases, by id and content:

- the same id and the same content: a duplicate; nothing happens.
- the same id, another content, in another file: a revision; the newer replaces the older.
- the same id with several contents in ONE file: the id does not identify (a spreadsheet rounded it,
  or it names something else). All rows are kept, their ids made unique by their content; the id is
  remembered, so that a later file with only one of them is recognised.

Most repeats are a whole file sent again: rows whose id stands once in the import and whose content the log has. They are told by the
engine's own hash of the content, beside the id's key, at a fifth of what writing contents as text costs; the others are compared as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desireline.engines import Engine, quote, quote_paths
from desireline.events.report import AppendReport
from desireline.events.rewriting import without
from desireline.events.rows import WITHOUT_PLACE, content, key
from desireline.events.segments import SegmentWriter, Snapshot
from desireline.events.withdrawn import put_withdrawn_events
from desireline.stores import Segment
from desireline.tables import EVENTS

AMBIGUOUS = "ambiguous_ids"
"""Dataset of the keys of ids that do not identify: one column, `event_key`."""
NUMBER = "row_number"
_PART_ROWS = 1_500_000
_GONE = "FROM drops d WHERE d.event_key = r.event_key AND d.event_id = r.event_id"


@dataclass(slots=True)
class Replaced:
    """Segments to take out of the log, each with its rewritten successor (None when it is empty)."""

    replaced: list[tuple[Segment, Segment | None]] = field(
        default_factory=list[tuple[Segment, Segment | None]]
    )
    extra: list[Segment] = field(default_factory=list[Segment])
    """Segments to add beside."""


def settle(
    engine: Engine,
    *,
    aside: Sequence[Path],
    log: Snapshot,
    new: list[Segment],
    writer: SegmentWriter,
    report: AppendReport,
) -> tuple[list[Path], Replaced]:
    """Return files of events to write (columns of EVENTS), and what to replace."""
    segments = [*log.of("events"), *new]
    paths = [writer.folder / segment.path for segment in segments]
    known = log.paths(AMBIGUOUS)
    _open(
        engine, aside=aside, paths=paths, fresh=[writer.folder / s.path for s in new], known=known
    )
    rows = engine.rows("SELECT count(*) FROM aside")[0][0]
    parts = rows // _PART_ROWS + 1
    late: list[Path] = []
    for part in range(parts):
        _decide(engine, part, parts)
        late += _late(engine, writer)
        _tally(engine, report)
        engine.execute(
            "INSERT INTO drops SELECT DISTINCT path, event_key, event_id FROM old WHERE dropped"
        )
        engine.execute("INSERT INTO ambiguous_new SELECT DISTINCT event_key FROM ambiguous")
    outcome = _rewrite(engine, writer, dict(zip(map(str, paths), segments, strict=True)))
    _remember(engine, writer, log, outcome)
    seen = [
        str(writer.folder / s.path)
        for s, _ in outcome.replaced
        if s.dataset == "events" and s not in new
    ]
    withdrawn = put_withdrawn_events(engine, writer, seen, f"EXISTS ({_GONE})")
    if withdrawn is not None:
        outcome.extra.append(withdrawn)
    return late, outcome


def _open(
    engine: Engine,
    *,
    aside: Sequence[Path],
    paths: Sequence[Path],
    fresh: Sequence[Path],
    known: Sequence[Path],
) -> None:
    engine.view("aside", f"SELECT * FROM read_parquet({quote_paths(aside)})")
    names = ", ".join(quote(name) for name in EVENTS.names)
    log = f"SELECT {names}, filename AS path FROM read_parquet({quote_paths(paths)}, filename = true)"
    nothing = ", ".join(f"NULL::{c.type} AS {quote(c.name)}" for c in EVENTS.columns)
    engine.view("log", log if paths else f"SELECT {nothing}, '' AS path WHERE false")
    listed = (
        f"SELECT unnest({quote_paths(fresh)}) AS path"
        if fresh
        else "SELECT '' AS path WHERE false"
    )
    engine.execute(f"CREATE OR REPLACE TEMP TABLE fresh_paths AS {listed}")
    ambiguous = (
        f"SELECT event_key FROM read_parquet({quote_paths(known)})"
        if known
        else "SELECT NULL::UBIGINT AS event_key WHERE false"
    )
    engine.view("ambiguous_known", ambiguous)
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE drops (path VARCHAR, event_key UBIGINT, event_id VARCHAR)"
    )
    engine.execute("CREATE OR REPLACE TEMP TABLE ambiguous_new (event_key UBIGINT)")


def _decide(engine: Engine, part: int, parts: int) -> None:
    """Decide one part of the rows aside; `incoming` and `old` then say what becomes of each row."""
    wide = content()
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE part AS SELECT {NUMBER}, event_id, event_key, source_file "
        f"FROM aside WHERE event_key % {parts} = {part}"
    )
    # most ids occur once and are nowhere else: found by reading one narrow column of the log
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE hits AS SELECT path, event_key FROM log "
        "WHERE event_key IN (SELECT event_key FROM part)"
    )
    _leave_repeats(engine, part, parts)
    _read_log(engine, "met", "hits", wide)
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE disputed AS SELECT event_key FROM part GROUP BY event_key "
        "HAVING count(*) > 1 UNION SELECT event_key FROM hits "
        "UNION SELECT event_key FROM ambiguous_known SEMI JOIN part USING (event_key)"
    )
    disputed = engine.rows("SELECT count(*) FROM disputed")[0][0]
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT {NUMBER}, {wide} AS content FROM aside "
        + (
            f"WHERE event_key % {parts} = {part} AND event_key IN (SELECT event_key FROM disputed)"
            if disputed
            else "WHERE false"
        )
    )
    # ids with several contents in one file of this append, or known to be so
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE ambiguous AS
        SELECT event_id, any_value(event_key) AS event_key FROM (
            SELECT event_id, event_key, source_file, content
            FROM part JOIN told USING ({NUMBER})
            UNION ALL
            SELECT event_id, event_key, source_file, content
            FROM met SEMI JOIN fresh_paths USING (path)
        ) GROUP BY event_id, source_file HAVING count(DISTINCT content) > 1
        UNION SELECT event_id, event_key FROM part SEMI JOIN ambiguous_known USING (event_key)"""
    )
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE incoming AS
        SELECT p.{NUMBER}, p.event_id, p.source_file, t.content,
            CASE WHEN a.event_id IS NULL THEN p.event_id
                 ELSE concat(p.event_id, '~', left(t.content, 20)) END AS final_id,
            a.event_id IS NOT NULL AS renamed
        FROM part p LEFT JOIN told t USING ({NUMBER})
        LEFT JOIN (SELECT DISTINCT event_id FROM ambiguous) a USING (event_id)"""
    )
    _meet_again(engine, wide)
    _choose(engine)


def _leave_repeats(engine: Engine, part: int, parts: int) -> None:
    """Take the plain repeats out of the part; `repeats` says whose they were."""
    paths = [path for (path,) in engine.rows("SELECT DISTINCT path FROM hits ORDER BY path")]
    engine.execute(f"CREATE OR REPLACE TEMP TABLE repeats ({NUMBER} BIGINT, source_file VARCHAR)")
    if not paths:
        return
    alike = f"hash(event_id, {', '.join(map(quote, WITHOUT_PLACE))}) AS alike"
    engine.execute(
        f"""INSERT INTO repeats SELECT p.{NUMBER}, p.source_file FROM (
            SELECT {NUMBER}, event_key, source_file, {alike} FROM aside
            WHERE event_key % {parts} = {part} AND event_key IN (SELECT event_key FROM hits)
        ) AS p SEMI JOIN (
            SELECT event_key, {alike} FROM read_parquet({quote_paths(paths)})
            WHERE event_key IN (SELECT event_key FROM hits)
        ) AS l ON l.event_key = p.event_key AND l.alike = p.alike
        WHERE p.event_key NOT IN (SELECT event_key FROM part GROUP BY event_key HAVING count(*) > 1)
            AND p.event_key NOT IN (SELECT event_key FROM ambiguous_known)"""
    )
    engine.execute(f"DELETE FROM part WHERE {NUMBER} IN (SELECT {NUMBER} FROM repeats)")
    engine.execute("DELETE FROM hits WHERE event_key NOT IN (SELECT event_key FROM part)")


def _read_log(engine: Engine, name: str, hits: str, wide: str) -> None:
    """Read the content of the log's rows that `hits` names, from the files that have them only."""
    paths = [path for (path,) in engine.rows(f"SELECT DISTINCT path FROM {hits} ORDER BY path")]
    source = (
        f"read_parquet({quote_paths(paths)}, filename = true) "
        f"WHERE event_key IN (SELECT event_key FROM {hits})"
        if paths
        else "(SELECT *, path AS filename FROM log WHERE false)"
    )
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT filename AS path, event_id, event_key, "
        f"source_file, {wide} AS content FROM {source}"
    )


def _meet_again(engine: Engine, wide: str) -> None:
    """Collect the log's rows of every final id: met by their own id, or by the one they get."""
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE hits_again AS SELECT path, event_key FROM log "
        f"WHERE event_key IN (SELECT {key('final_id')} FROM incoming WHERE renamed)"
        if engine.rows("SELECT count(*) FROM ambiguous")[0][0]
        else "CREATE OR REPLACE TEMP TABLE hits_again AS FROM hits WHERE false"
    )
    _read_log(engine, "met_again", "hits_again", wide)
    engine.execute(
        """CREATE OR REPLACE TEMP TABLE old AS
        SELECT m.path, m.event_id, m.event_key, m.source_file, m.content,
            CASE WHEN a.event_id IS NULL THEN m.event_id
                 ELSE concat(m.event_id, '~', left(m.content, 20)) END AS final_id,
            a.event_id IS NOT NULL AS renamed, false AS dropped
        FROM met m LEFT JOIN (SELECT DISTINCT event_id FROM ambiguous) a USING (event_id)
        UNION ALL
        SELECT path, event_id, event_key, source_file, content, event_id, false, false
        FROM met_again WHERE event_id IN (SELECT final_id FROM incoming WHERE renamed)"""
    )


def _choose(engine: Engine) -> None:
    """Per final id the newest content wins, in the first row that has it; what it replaces is dropped from its segment."""
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE winners AS
        SELECT final_id, min({NUMBER}) AS winner, any_value(content) AS content
        FROM incoming JOIN (
            SELECT final_id, arg_max(content, {NUMBER}) AS newest FROM incoming GROUP BY final_id
        ) USING (final_id)
        WHERE content IS NOT DISTINCT FROM newest GROUP BY final_id"""
    )
    # an event that the log has with the same content stays where it is
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE chosen AS
        SELECT w.winner AS {NUMBER}, w.final_id,
            bool_or(o.final_id IS NOT NULL AND f.path IS NULL) AS revises
        FROM winners w LEFT JOIN old o USING (final_id) LEFT JOIN fresh_paths f USING (path)
        GROUP BY ALL HAVING NOT coalesce(bool_or(o.content = w.content), false)"""
    )
    engine.execute(
        "UPDATE old SET dropped = true WHERE renamed OR final_id IN (SELECT final_id FROM chosen)"
    )


def _late(engine: Engine, writer: SegmentWriter) -> list[Path]:
    """Write the events that this part adds: chosen rows, and rows of the log under their new id."""
    columns = ", ".join(
        {
            "event_id": "x.final_id AS event_id",
            "event_key": f"{key('x.final_id')} AS event_key",
        }.get(name, f"r.{quote(name)}")
        for name in EVENTS.names
    )
    chosen = f"SELECT {columns} FROM aside r JOIN chosen x USING ({NUMBER})"
    # a renamed row survives unless an incoming row with its final id replaces or equals it
    kept = (
        f"SELECT {columns} FROM log r JOIN (SELECT path, event_key, event_id AS was, "
        "any_value(final_id) AS final_id FROM old WHERE renamed "
        "AND final_id NOT IN (SELECT final_id FROM chosen) GROUP BY ALL) x "
        "ON r.path = x.path AND r.event_key = x.event_key AND r.event_id = x.was"
    )
    renamed = engine.rows("SELECT count(*) FROM old WHERE renamed")[0][0]
    files: list[Path] = []
    for sql in (chosen, kept) if renamed else (chosen,):
        path = writer.unfinished()
        if engine.copy(sql, path):
            files.append(path)
    return files


def _tally(engine: Engine, report: AppendReport) -> None:
    fresh_drops = engine.rows(
        "SELECT source_file, count(*) FROM old SEMI JOIN fresh_paths USING (path) "
        "WHERE dropped AND NOT renamed GROUP BY ALL"
    )
    for file, rows in fresh_drops:  # written minutes ago, replaced by a later file of this append
        report.accepted_by_file[file] -= rows
        report.duplicates_by_file[file] += rows
    for file, rows in engine.rows("SELECT source_file, count(*) FROM repeats GROUP BY ALL"):
        report.duplicates_by_file[file] += rows
    for file, rows, chosen, revised in engine.rows(
        f"""SELECT source_file, count(*), count(c.{NUMBER}), count(*) FILTER (WHERE c.revises)
        FROM incoming LEFT JOIN chosen c USING ({NUMBER}) GROUP BY source_file"""
    ):
        report.accepted_by_file[file] += chosen - revised
        report.revised_by_file[file] += revised
        report.duplicates_by_file[file] += rows - chosen
    for file, ids in engine.rows(
        "SELECT source_file, count(DISTINCT event_id) FROM incoming WHERE renamed GROUP BY ALL"
    ):
        report.warn(
            file,
            f"{ids} id{'s are' if ids > 1 else ' is'} used by more than one event; "
            "all are kept, told apart by their content",
        )


def _rewrite(engine: Engine, writer: SegmentWriter, by_path: dict[str, Segment]) -> Replaced:
    """Write each segment that lost rows again, without them and in the same order."""
    outcome = Replaced()
    for (path,) in engine.rows("SELECT DISTINCT path FROM drops ORDER BY path"):
        gone = engine.query("SELECT event_key, event_id FROM drops WHERE path = ?", [path])
        segment = by_path[path]
        outcome.replaced.append((segment, without(engine, writer, segment, gone)))
    return outcome


def _remember(engine: Engine, writer: SegmentWriter, log: Snapshot, outcome: Replaced) -> None:
    """Keep the keys of ids that do not identify: one small segment, written anew."""
    if not engine.rows("SELECT count(*) FROM (FROM ambiguous_new EXCEPT FROM ambiguous_known)")[0][
        0
    ]:
        return
    segment = writer.put(
        engine,
        AMBIGUOUS,
        "SELECT event_key FROM (FROM ambiguous_known UNION FROM ambiguous_new)",
        sort=("event_key",),
    )
    old = log.of(AMBIGUOUS)
    if old:
        outcome.replaced += [(old[0], segment)]
    elif segment is not None:
        outcome.extra.append(segment)

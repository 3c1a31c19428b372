"""Which events a refresh looks at: new ones, revised ones, and those whose words would be read otherwise today.

In: a snapshot, and what the last whole refresh saw (the setting SEEN).  Out: `Sources` for `pending`. A day's files are small
beside the log, so older files are opened only for words that a new name stands in; all of the log is looked at where a
method, a reader or a recording changed. An event that was revised keeps its key: it is told by when it came in, later than
all that was seen, which a file that was merely written again does not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desireline.engines import Engine, quote_paths
from desireline.events import SegmentWriter, Snapshot
from desireline.language.feelings.model import Method
from desireline.language.feelings.registry import signature
from desireline.language.pending import Sources, find_outdated
from desireline.language.told.noticing import READER
from desireline.language.voice import with_calls
from desireline.stores import Segment, Tables
from desireline.tables import IS_HYPOTHESIS, UTTERANCES

DATASET = "utterances"
SEEN = "language.seen"
"""Setting: the files that the last whole refresh read, by what, and when the newest of their events came in."""
SIGNS_ONLY = "en"
"""Emoji need a method, not a language."""
Seen = dict[str, Any]
_UNTIL = "until_us"
SORT = (*UTTERANCES.sort, "speaker")


def look(engine: Engine, snapshot: Snapshot, seen: Seen, readers: Sequence[Method]) -> Seen:
    """What a refresh of this snapshot sees."""
    files = {
        name: sorted(segment.path for segment in snapshot.of(name))
        for name in ("events", "identities", "calls")
    }
    later = _newer(snapshot, seen) if _UNTIL in seen else snapshot
    until: int | None = engine.rows(
        f"SELECT max(epoch_us(received_at)) FROM {later.source('events')}"
    )[0][0]
    return {
        **files,
        "readers": sorted({READER, *(signature(method) for method in readers)}),
        _UNTIL: max(until or 0, seen.get(_UNTIL, 0)),
    }


def forget_revised(engine: Engine, writer: SegmentWriter, seen: Seen, now: Seen) -> None:
    """Take out what events said before they were revised, so that they are read as new ones.

    In a commit that remembers it: a refresh that is stopped afterwards goes on where it was.
    """
    snapshot = writer.snapshot
    if _UNTIL not in seen or not snapshot.of(DATASET):
        return
    kept = snapshot.source(DATASET)
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_revised AS
        SELECT event_key FROM {_newer(snapshot, seen).source("events")}
        WHERE epoch_us(received_at) > {seen[_UNTIL]}
            AND event_key IN (SELECT event_key FROM {kept})""")
    if not engine.rows("SELECT count(*) FROM language_revised")[0][0]:
        return

    def remember(tables: Tables) -> None:
        tables.settings.put(SEEN, {**seen, _UNTIL: now[_UNTIL]})

    rest = f"SELECT * FROM {kept} WHERE event_key NOT IN (SELECT event_key FROM language_revised)"
    writer.commit(
        add=[put(engine, writer, rest)],
        remove=snapshot.of(DATASET),
        kind="language",
        changes_data=False,
        also=remember,
    )


def put(engine: Engine, writer: SegmentWriter, sql: str) -> Segment | None:
    """Write utterances as a segment, in the order of their dataset."""
    return writer.put(engine, DATASET, sql, sort=SORT, time_column="at")


def to_read(
    engine: Engine, snapshot: Snapshot, seen: Seen, now: Seen, readers: Sequence[Method]
) -> Sources:
    """What is read in a workspace; older answers to who is whom only mask more, not less."""
    who = snapshot.of("identities")
    identities = f"SELECT subject, customer_id FROM {snapshot.source('identities')}"
    whole = in_own_words(with_calls(snapshot))
    sources = Sources(events=whole, identities=identities if who else None)
    if not snapshot.of(DATASET):
        return sources
    kept = f"FROM {snapshot.source(DATASET)}"
    if "reader" not in engine.query(f"{kept} LIMIT 0").schema.names:
        return sources  # written before there was a reader: all is read again
    newer = _newer(snapshot, seen)
    said = in_own_words(with_calls(newer))
    find_outdated(engine, sources, utterances=kept, news=_news(snapshot, seen), said=said)
    outdated = "SELECT event_key FROM language_outdated"
    known = f"SELECT event_key FROM ({kept}) WHERE event_key NOT IN ({outdated})"
    if any(seen.get(name) != now[name] for name in ("calls", "readers")):
        return replace(sources, known=f"{known} AND {_still_valid(readers)}")
    if engine.rows("SELECT count(*) FROM language_outdated")[0][0]:
        older = _but(snapshot, set(now["events"]) - set(seen["events"]))
        said += f" UNION ALL SELECT * FROM ({in_own_words(with_calls(older))}) WHERE event_key IN ({outdated})"
    return replace(sources, said=said, known=known, named=True)


def in_own_words(events: str) -> str:
    """SELECT of the events in which somebody speaks for themselves."""
    return f"SELECT * FROM ({events}) WHERE NOT {IS_HYPOTHESIS}"


def _newer(snapshot: Snapshot, seen: Seen) -> Snapshot:
    """The snapshot without the files of events that were seen."""
    return _but(snapshot, seen.get("events", ()))


def _but(snapshot: Snapshot, paths: Sequence[str] | set[str]) -> Snapshot:
    gone = set(paths)
    left = tuple(one for one in snapshot.segments if one.path not in gone)
    return replace(snapshot, segments=left)


def _news(snapshot: Snapshot, seen: Seen) -> str:
    """SELECT of the subjects in files that the last refresh did not know."""
    fresh = [
        snapshot.folder / segment.path
        for name in ("events", "identities")
        for segment in snapshot.of(name)
        if segment.path not in seen.get(name, ())
    ]
    if not fresh:
        return "SELECT NULL::VARCHAR AS subject WHERE false"
    return f"SELECT DISTINCT subject FROM read_parquet({quote_paths(fresh)}, union_by_name = true)"


def _still_valid(methods: Sequence[Method]) -> str:
    """SQL condition on a stored utterance: today's methods would say the same."""
    readers = {
        language: signature(method)
        for method in reversed(methods)
        for language in method.languages
    }
    cases = " ".join(f"WHEN '{language}' THEN '{name}'" for language, name in readers.items())
    signs = readers.get(SIGNS_ONLY, "")
    same = f"""coalesce(method, '') = CASE language {cases}
        ELSE CASE WHEN method IS NULL THEN '' ELSE '{signs}' END END"""
    return f"reader = '{READER}' AND (label IS NULL AND unread <> 'language' OR {same})"

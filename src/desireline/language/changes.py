"""Which events a refresh looks at: new ones, revised ones, and those whose words would be read otherwise today.

In: a snapshot, and what the last whole refresh saw (the setting SEEN).  Out: `Sources` for `pending`. A day's files are small
beside the log, so older files are opened only for words that a new name stands in; all of the log is looked at where a
method, a reader or a recording changed. What an event said before it was replaced is forgotten, so that the new one is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desireline.engines import Engine, quote_paths
from desireline.events import (
    SegmentWriter,
    Snapshot,
    was_withdrawn,
    withdrawn_files,
    withdrawn_since,
)
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
_WITHDRAWN = "withdrawn"
_MOST_SEGMENTS = 24
SORT = (*UTTERANCES.sort, "speaker")


def look(snapshot: Snapshot, readers: Sequence[Method]) -> Seen:
    """What a refresh of this snapshot sees."""
    files = {
        name: sorted(segment.path for segment in snapshot.of(name))
        for name in ("events", "identities", "calls")
    }
    return {
        **files,
        _WITHDRAWN: withdrawn_files(snapshot),
        "readers": sorted({READER, *(signature(method) for method in readers)}),
    }


def settled(store: Tables) -> set[str] | None:
    """Return the files of what was withdrawn that were followed; None where nothing was ever read."""
    seen = store.settings.get(SEEN)
    return None if seen is None else set(seen.get(_WITHDRAWN, ()))


def forget_withdrawn(engine: Engine, writer: SegmentWriter, seen: Seen) -> None:
    """Take out what events said that a later export replaced, so that they are read as new ones.

    Where the log was written again and nobody said how, or where what was read lacks a column of today, all of it is read again.
    """
    snapshot = writer.snapshot
    if not snapshot.of(DATASET):
        return
    live = {segment.path for segment in snapshot.of("events")}
    columns = engine.query(f"FROM {snapshot.source(DATASET)} LIMIT 0").schema.names
    if not set(seen.get("events", ())) <= live or not set(UTTERANCES.names) <= set(columns):
        writer.commit(remove=snapshot.of(DATASET), kind="language", changes_data=False)
        return
    told = seen.get(_WITHDRAWN, ())
    if not was_withdrawn(snapshot, told):
        return
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_withdrawn AS
        SELECT DISTINCT event_key FROM {withdrawn_since(snapshot, told)}
        WHERE event_key IS NOT NULL""")
    add, successors = without(engine, writer, "language_withdrawn")

    def remember(tables: Tables) -> None:
        tables.settings.put(SEEN, {**seen, _WITHDRAWN: withdrawn_files(snapshot)})

    if successors:
        writer.commit(
            add=add,
            remove=[s for s in snapshot.of(DATASET) if s.path in successors],
            kind="language",
            changes_data=False,
            successors=successors,
            also=remember,
        )


def without(
    engine: Engine, writer: SegmentWriter, gone: str
) -> tuple[list[Segment], dict[str, str | None]]:
    """Write the files that hold utterances of the events in the table `gone` again, without those.

    Returns:
        Segments, and which of them holds what is left of which file.
    """
    add: list[Segment] = []
    successors: dict[str, str | None] = {}
    for segment in writer.snapshot.of(DATASET):
        rows = f"read_parquet({quote_paths([writer.folder / segment.path])})"
        held = f"event_key IN (SELECT event_key FROM {gone})"
        if not engine.rows(f"SELECT EXISTS (FROM {rows} WHERE {held})")[0][0]:
            continue
        rest = put(engine, writer, f"SELECT * FROM {rows} WHERE NOT {held}")
        add += [] if rest is None else [rest]
        successors[segment.path] = None if rest is None else rest.path
    return add, successors


def fold(engine: Engine, writer: SegmentWriter) -> None:
    """Make one file of many, before anything is added: what is new then stands in a file of its own."""
    parts = writer.snapshot.of(DATASET)
    if len(parts) < _MOST_SEGMENTS:
        return
    whole = put(engine, writer, f"SELECT * FROM {writer.snapshot.source(DATASET)}")
    writer.join(parts, whole, kind="language")


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

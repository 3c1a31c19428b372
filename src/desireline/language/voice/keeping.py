"""Which recordings wait, and what was heard in those that were listened to: the dataset `calls`.

In: the event log, whose calls name their recordings.  Out: rows of `tables.CALLS`, words masked before they are written.
A call is heard once; again when its recording could not be read, or when there is a recogniser now and was none.
Listening takes as long as a fifth of the call, so the lock of the writer is held only while rows are written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine, open_engine
from desireline.events import SegmentStore, Snapshot
from desireline.jobs import Job
from desireline.language.pending import Sources, gather_names
from desireline.language.privacy.masking import mask
from desireline.language.voice.hearing import NO_WORDS, Call, Ear, Spoken, hear
from desireline.tables import CALLS

if TYPE_CHECKING:
    import pyarrow as pa

DATASET = "calls"
_SPEAKS = {"customer": "Customer", "employee": "Agent"}
_TOGETHER = 10
"""Calls that are written together: what a stopped run loses at most."""
_RECORDED = """
SELECT event_id, event_key, source, record, subject, "at",
    lower(split_part(replace(language, '_', '-'), '-', 1)) AS stated,
    coalesce(json_extract_string(attributes, '$.recording_file[0]'),
        json_extract_string(attributes, '$.recording_file')) AS recording
FROM {events} WHERE contains(attributes, '"recording_file"')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one round of listening did: `reasons` counts calls whose words count nowhere."""

    calls: int
    seconds: float
    with_words: int
    reasons: dict[str, int]
    waiting: int
    """Recordings that were not listened to, because only so many were asked for."""


def with_calls(snapshot: Snapshot) -> str:
    """SELECT of the events, with the words of recorded calls as the text of those that have none."""
    events = snapshot.source("events")
    if not snapshot.of(DATASET):
        return f"SELECT * FROM {events}"
    return f"""SELECT e.* REPLACE (
            CASE WHEN trim(coalesce(e.text, '')) = '' THEN c.words ELSE e.text END AS text,
            coalesce(e.language, c.spoken) AS language)
        FROM {events} AS e LEFT JOIN (
            SELECT event_key AS heard_key, words, language AS spoken
            FROM {snapshot.source(DATASET)} WHERE unread IS NULL) AS c ON c.heard_key = e.event_key"""


def listen(
    segments: SegmentStore, ear: Ear, *, job: Job, most: int | None = None, again: bool = False
) -> Heard:
    """Listen to the recordings that wait; utterances are brought up to date by `refresh`.

    Args:
        segments: the workspace's.
        ear: what recognises speech.
        job: told how far it is; what was heard stays when it is stopped.
        most: calls to listen to at most.
        again: also those that were heard before.
    """
    engine = open_engine()
    try:
        waiting = _waiting(engine, segments.snapshot(), ear, again=again)
        chosen = waiting[:most]
        seconds, reasons = 0.0, dict[str, int]()
        for first in range(0, len(chosen), _TOGETHER):
            rows: list[dict[str, Any]] = []
            for number, one in enumerate(chosen[first : first + _TOGETHER], first):
                job.progress(number, len(chosen), f"listening to {Path(one['recording']).name}")
                call = hear(Path(one["recording"]), ear, language=one["stated"])
                rows.append(_row(one, call, one["names"]))
                seconds += call.seconds
                if call.unread:
                    reasons[call.unread] = reasons.get(call.unread, 0) + 1
            _keep(segments, engine, rows)
    finally:
        engine.close()
    return Heard(
        calls=len(chosen),
        seconds=seconds,
        with_words=len(chosen) - sum(reasons.values()),
        reasons=reasons,
        waiting=len(waiting) - len(chosen),
    )


def _waiting(engine: Engine, snapshot: Snapshot, ear: Ear, *, again: bool) -> list[dict[str, Any]]:
    recorded = _RECORDED.format(events=snapshot.source("events"))
    if snapshot.of(DATASET) and not again:
        ready = f"OR coalesce(unread, '') = '{NO_WORDS}'" if ear.whisper else ""
        recorded += f"""AND event_key NOT IN (SELECT event_key FROM {snapshot.source(DATASET)}
            WHERE NOT (coalesce(unread, '') LIKE 'voice.%' {ready}))"""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE language_recorded AS {recorded}")
    who = snapshot.of("identities")
    identities = f"SELECT subject, customer_id FROM {snapshot.source('identities')}"
    sources = Sources(
        events=f"SELECT * FROM {snapshot.source('events')}", identities=identities if who else None
    )
    gather_names(engine, sources, of="language_recorded")
    return engine.query("""
        SELECT r.*, coalesce(words, []) AS names FROM language_recorded AS r
        LEFT JOIN language_names USING (subject) WHERE recording IS NOT NULL
        ORDER BY "at", event_id""").to_pylist()


def _row(event: dict[str, Any], call: Call, names: Sequence[str]) -> dict[str, Any]:
    masked = [mask(turn.words, names) for turn in call.turns]
    said = any(one.text for one in masked)
    speaks = [_SPEAKS.get(turn.speaker, turn.speaker.capitalize()) for turn in call.turns]
    lines = [f"{who}: {one.text}" for who, one in zip(speaks, masked, strict=True)]
    return {
        **{name: event[name] for name in CALLS.names if name in event},
        "told_apart_by": call.how,
        "language": call.language,
        "method": call.method,
        "unread": call.unread,
        "duration_ms": round(call.seconds * 1000),
        "customer_ms": _spoken_ms(call, "customer"),
        "employee_ms": _spoken_ms(call, "employee"),
        "silence_ms": round(sum(call.silences) * 1000),
        "overlap_ms": round(call.overlap * 1000),
        "turns": json.dumps([_turn(turn) for turn in call.turns]),
        "words": "\n".join(lines) if said else None,
        "personal_data": sorted({kind for one in masked for kind in one.kinds}),
    }


def _spoken_ms(call: Call, speaker: str) -> int | None:
    """How long a side speaks; None where nobody knows which side is which."""
    if not any(turn.speaker in _SPEAKS for turn in call.turns):
        return None
    return round(sum(t.ends - t.begins for t in call.turns if t.speaker == speaker) * 1000)


def _turn(turn: Spoken) -> dict[str, Any]:
    return {
        "begins_ms": round(turn.begins * 1000),
        "ends_ms": round(turn.ends * 1000),
        "speaker": turn.speaker,
        "pitch_hz": turn.tone.pitch_hz,
        "loudness_db": turn.tone.loudness_db,
        "arousal": turn.arousal,
    }


def _keep(segments: SegmentStore, engine: Engine, rows: Sequence[dict[str, Any]]) -> None:
    """Write what was heard; what utterances said of an earlier hearing of the same calls goes."""
    engine.register("language_heard", _table(rows))
    with segments.writer(wait_seconds=60, purpose="listening to calls") as writer:
        old = writer.snapshot.of(DATASET)
        sql = "SELECT * FROM language_heard"
        others = "WHERE event_key NOT IN (SELECT event_key FROM language_heard)"
        if old:
            sql += f" UNION ALL BY NAME SELECT * FROM {writer.snapshot.source(DATASET)} {others}"
        added = [
            writer.put(
                engine, DATASET, f"SELECT * FROM ({sql})", sort=CALLS.sort, time_column="at"
            )
        ]
        removed = list(old)
        said = writer.snapshot.source("utterances")
        if writer.snapshot.of("utterances") and engine.rows(
            f"SELECT 1 FROM {said} SEMI JOIN language_heard USING (event_key) LIMIT 1"
        ):
            removed += writer.snapshot.of("utterances")
            added.append(
                writer.put(
                    engine,
                    "utterances",
                    f"SELECT * FROM {said} {others}",
                    sort=CALLS.sort,
                    time_column="at",
                )
            )
        writer.commit(add=added, remove=removed, kind="listening", changes_data=True)


def _table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(), "UBIGINT": pa.uint64(), "BIGINT": pa.int64(),
        "VARCHAR[]": pa.list_(pa.string()), "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    schema = pa.schema([(column.name, kinds[column.type]) for column in CALLS.columns])
    return pa.Table.from_pylist(list(rows), schema=schema)

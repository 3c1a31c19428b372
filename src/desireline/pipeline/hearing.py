"""Recorded calls: listening to them when asked, and what was heard as tables.

In: a workspace whose call logs name recordings.  Out: what a round of listening did; rows of the exports `calls` and `turns`.
Listening is never part of an import: it takes about a fifth of a call's length on one core, and people say when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desireline import language
from desireline.engines import Engine
from desireline.errors import InputError
from desireline.jobs import Job
from desireline.journeys import JourneyData
from desireline.language import Ear, Heard, ReadTurn, Whisper
from desireline.pipeline.context import Context, opened

CALL_COLUMNS = {
    "source": "text", "record": "text", "at": "text", "recording": "text", "told_apart_by": "text", "language": "text",
    "method": "text", "unread": "text", "duration_ms": "count", "customer_ms": "count", "employee_ms": "count",
    "silence_ms": "count", "overlap_ms": "count", "customer_share": "number", "words_masked": "text",
}  # fmt: skip
TURN_COLUMNS = {
    "source": "text", "record": "text", "turn": "count", "speaker": "text", "begins_ms": "count", "ends_ms": "count",
    "text_masked": "text", "words_per_minute": "number", "feeling": "number", "pitch_hz": "number",
    "loudness_db": "number", "arousal": "number", "against": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What a round of listening did, and what was missing for more."""

    heard: Heard
    missing: str | None
    """Why no speech was recognised, and what to do; None where there was a recogniser."""


def listen(
    context: Context,
    *,
    model: Path | None,
    spoken: str | None,
    most: int | None,
    again: bool,
    job: Job,
) -> Listened:
    """Listen to recordings that wait.

    Raises:
        InputError: the named model cannot be used, or the language is unknown to it.
    """
    whisper, missing = None, None
    try:
        whisper = Whisper(model)
    except InputError as error:
        if model is not None:
            raise
        missing = f"{error.message} {error.hint}"
    ear = Ear(whisper=whisper, language=spoken)
    heard = language.listen(context.segments, ear, job=job, most=most, again=again)
    return Listened(heard=heard, missing=missing)


def call_turns(context: Context, record: str) -> list[ReadTurn]:
    """Turns of the calls with a record's id.

    Raises:
        InputError: no such call was listened to.
    """
    with opened(context) as data:
        calls = _calls(context, data.engine, "WHERE record = ?", [record])
    turns = list(language.read_turns(calls, language.methods_of(context.store)))
    if not turns:
        raise InputError(
            f"No recorded call {record!r} was listened to."
            if not calls
            else f"In the call {record!r} nobody was heard: {calls[0]['unread']}.",
            hint="`desireline listen` hears recordings; `desireline export calls -o calls.csv` lists those heard.",
            code="voice.unknown",
        )
    return turns


def call_rows(context: Context, data: JourneyData) -> Iterator[dict[str, Any]]:
    """Rows of the export `calls`."""
    for call in _calls(context, data.engine):
        spoken = (call["customer_ms"] or 0) + (call["employee_ms"] or 0)
        row = {name: call[name] for name in CALL_COLUMNS if name in call}
        row["at"] = call["at"].isoformat()
        row["customer_share"] = call["customer_ms"] / spoken if spoken else None
        yield row | {"words_masked": call["words"]}


def turn_rows(context: Context, data: JourneyData) -> Iterator[dict[str, Any]]:
    """Rows of the export `turns`."""
    methods = language.methods_of(context.store)
    yield from map(asdict, language.read_turns(_calls(context, data.engine), methods))


def _calls(
    context: Context, engine: Engine, where: str = "", values: list[str] | None = None
) -> list[dict[str, Any]]:
    snapshot = context.segments.snapshot()
    if not snapshot.of("calls"):
        return []
    sql = f'SELECT * FROM {snapshot.source("calls")} {where} ORDER BY "at", event_id'
    return engine.query(sql, values or []).to_pylist()

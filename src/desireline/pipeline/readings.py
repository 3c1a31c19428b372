"""Readings: interviews, notes, studies and transcripts as people read them, sentence by sentence, masked.

In: a workspace.  Out: a list of what there is to read, and one of them in sentences, each with an id under which a card
remembers where its words are from. And, for those who may, one message as it was written. The debatable choice: an
interview is read whole even where nobody else said anything like it. It is one person's words by its nature, masked; no number is
made of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from desireline import insights, language
from desireline.errors import InputError
from desireline.insights import quote_id
from desireline.pipeline.context import opened
from desireline.pipeline.notes import notes

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.pipeline.context import Context
    from desireline.pipeline.notes import Note

_MOST = 400
_TITLE = 80
_INTERVIEWS = """
    SELECT u.event_id, coalesce(u.part, '') AS part, u.source, u."at", u.text_masked, u.speaker, e.attributes
    FROM utterances u JOIN (SELECT event_id, attributes FROM events WHERE source = 'interviews') e USING (event_id)
    ORDER BY u."at" DESC, u.event_id, part
"""
_CALLS = """
    SELECT event_id, source, "at", words FROM calls WHERE turns IS NOT NULL AND unread IS NULL
    ORDER BY "at" DESC, event_id LIMIT $1
"""
Kind = Literal["interview", "call", "note", "study"]
_NOTE_KINDS: dict[str, Kind] = {"employee note": "note", "cited research": "study"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Something to read."""

    id: str
    kind: Kind
    title: str
    source: str
    day: date
    author: str | None
    """Of the company: who asked, or who wrote it."""
    touchpoint: str | None
    stage: str | None
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of it."""

    id: str
    """Of the message it stands in; the quote's, where a map quotes it."""
    speaker: Literal["customer", "employee"]
    text: str
    begins_ms: int | None
    """Of recorded calls: where it is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableText:
    """A reading with its sentences."""

    reading: Readable
    sentences: list[Sentence]
    sound: str | None
    """Id of the recorded call; None: it has no sound."""


def readings(context: Context) -> list[Readable]:
    """What there is to read, the newest first."""
    with opened(context) as data:
        found = [*_interviews(data.engine), *_calls(data.engine)]
    found += [_of_note(one) for one in notes(context)[:_MOST]]
    return sorted(found, key=lambda one: (one.day, one.id), reverse=True)[:_MOST]


def read_one(context: Context, reading: str) -> ReadableText:
    """One of them in sentences.

    Raises:
        InputError: there is none with that id.
    """
    for note in notes(context):
        if _id_of_note(note) == reading:
            said = [_sentence(reading, "employee", text) for text in _cut(note.text)]
            return ReadableText(reading=_of_note(note), sentences=said, sound=None)
    with opened(context) as data:
        for one in _interviews(data.engine):
            if one.id == reading:
                return ReadableText(reading=one, sentences=_said(data.engine, reading), sound=None)
        for one in _calls(data.engine):
            if one.id == reading:
                turns = _turns(context, data.engine, reading)
                return ReadableText(reading=one, sentences=turns, sound=reading)
    raise _unknown(reading)


def as_written(context: Context, said: str) -> str:
    """The message that something was said in, as it was written: nothing in it is masked.

    Raises:
        InputError: nothing has that id; whoever said it may have been erased.
    """
    with opened(context) as data:
        rows = data.engine.rows(
            """SELECT e.text FROM events e JOIN (
                SELECT DISTINCT event_id FROM utterances
                WHERE left(sha256(event_id || chr(10) || coalesce(part, '')), 20) = $1) USING (event_id)""",
            [said],
        )
    if not rows or rows[0][0] is None:
        raise _unknown(said)
    return str(rows[0][0])


def _unknown(name: str) -> InputError:
    return InputError(
        f"There is nothing to read under {name[:40]!r}.",
        hint="Load the page again: the data have moved, or somebody was erased.",
        code="reading.unknown",
    )


def _interviews(engine: Engine) -> list[Readable]:
    found: dict[str, Readable] = {}
    for row in engine.query(_INTERVIEWS).to_pylist():
        id_ = quote_id(row["event_id"], "reading")
        about: dict[str, Any] = json.loads(row["attributes"]) if row["attributes"] else {}
        before = found.get(id_)
        length = len(row["text_masked"] or "") + (before.characters if before else 0)
        title = language.mask(str(about.get("title") or row["text_masked"] or "")).text
        found[id_] = Readable(
            id=id_,
            kind="interview",
            title=before.title if before else _short(title),
            source=row["source"],
            day=row["at"].date(),
            author=about.get("author"),
            touchpoint=about.get("touchpoint"),
            stage=about.get("stage"),
            characters=length,
        )
    return list(found.values())[:_MOST]


def _said(engine: Engine, reading: str) -> list[Sentence]:
    return [
        _sentence(quote_id(row["event_id"], row["part"]), row["speaker"], text)
        for row in engine.query(_INTERVIEWS).to_pylist()
        if quote_id(row["event_id"], "reading") == reading
        for text in _cut(row["text_masked"] or "")
    ]


def _calls(engine: Engine) -> list[Readable]:
    return [
        Readable(
            id=insights.call_id(row["event_id"]),
            kind="call",
            title=_short(str(row["words"] or "").partition("\n")[0].partition(": ")[2]),
            source=row["source"],
            day=row["at"].date(),
            author=None,
            touchpoint=None,
            stage=None,
            characters=len(row["words"] or ""),
        )
        for row in engine.query(_CALLS, [_MOST]).to_pylist()
    ]


def _turns(context: Context, engine: Engine, reading: str) -> list[Sentence]:
    rows = engine.query("SELECT * FROM calls WHERE turns IS NOT NULL").to_pylist()
    chosen = [row for row in rows if insights.call_id(row["event_id"]) == reading]
    return [
        Sentence(
            id=reading,
            speaker="customer" if turn.speaker == "customer" else "employee",
            text=text,
            begins_ms=begins,
        )
        for turn in language.read_turns(chosen, language.methods_of(context.store))
        for text, begins in _timed(turn)
    ]


def _timed(turn: language.ReadTurn) -> Iterable[tuple[str, int]]:
    """Sentences of a turn with about where each begins: a turn's words are spoken evenly."""
    at, whole = 0, max(len(turn.text_masked), 1)
    for text in _cut(turn.text_masked):
        at = max(turn.text_masked.find(text, at), at)
        yield text, turn.begins_ms + round((turn.ends_ms - turn.begins_ms) * at / whole)
        at += len(text)


def _of_note(note: Note) -> Readable:
    return Readable(
        id=_id_of_note(note),
        kind=_NOTE_KINDS.get(note.kind, "note"),
        title=_short(language.mask(note.title or note.text).text),
        source="notes",
        day=note.at.date(),
        author=note.author,
        touchpoint=note.touchpoint,
        stage=note.stage,
        characters=len(note.text),
    )


def _id_of_note(note: Note) -> str:
    return quote_id(note.id, "note")


def _sentence(id_: str, speaker: str, text: str) -> Sentence:
    who = "customer" if speaker == "customer" else "employee"
    return Sentence(id=id_, speaker=who, text=text, begins_ms=None)


def _cut(text: str) -> list[str]:
    return [one.strip() for one in language.split_sentences(text) if one.strip()]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TITLE else text[: _TITLE - 1].rsplit(" ", 1)[0] + "\u2026"

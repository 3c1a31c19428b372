"""A heard call as people read it: turns with their times, words, and feeling from words beside stir from the voice.

In: rows of `tables.CALLS` and the methods that read words.  Out: turns. Feelings are read when they are asked for, so that
a head learnt since speaks; only a customer's words have one. Words and voice are shown side by side, and where they
speak against each other that is said: neither corrects the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desireline.language.feelings.model import Method
from desireline.language.feelings.registry import method_for

STIRRED, FLAT = 0.5, -0.5
UPSET, CALM = -0.4, -0.1
_AGAINST = {"stirred": "stirred voice, calm words", "flat": "upset words, flat voice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTurn:
    """One turn of one call. None where something cannot be told."""

    source: str
    record: str | None
    turn: int
    speaker: str
    begins_ms: int
    ends_ms: int
    text_masked: str
    words_per_minute: float | None
    feeling: float | None
    """Of a customer's words, -1 to 1."""
    pitch_hz: float | None
    loudness_db: float | None
    arousal: float | None
    """Of the voice against the same speaker's other turns, -1 to 1."""
    against: str | None
    """Where voice and words differ, in words."""


def read_turns(calls: Iterable[dict[str, Any]], methods: Sequence[Method]) -> Iterator[ReadTurn]:
    """Turns of calls, in order."""
    for call in calls:
        turns: list[dict[str, Any]] = json.loads(call["turns"] or "[]")
        lines = str(call["words"] or "").split("\n")
        said = [line.partition(": ")[2] for line in lines]
        if len(said) != len(turns):
            said = [""] * len(turns)
        feelings = _feelings(call, turns, said, methods)
        for number, (turn, words) in enumerate(zip(turns, said, strict=True)):
            yield ReadTurn(
                source=call["source"],
                record=call["record"],
                turn=number + 1,
                **turn,
                text_masked=words,
                words_per_minute=_rate(turn, words),
                feeling=feelings.get(number),
                against=_against(turn["arousal"], feelings.get(number)),
            )


def _feelings(
    call: dict[str, Any],
    turns: Sequence[dict[str, Any]],
    said: Sequence[str],
    methods: Sequence[Method],
) -> dict[int, float]:
    method = method_for(call["language"] or "", methods)
    chosen = [
        number
        for number, (turn, words) in enumerate(zip(turns, said, strict=True))
        if turn["speaker"] == "customer" and words
    ]
    if method is None or not chosen:
        return {}
    readings = method.score([said[number] for number in chosen])
    return {
        number: round(reading.feeling, 3)
        for number, reading in zip(chosen, readings, strict=True)
        if reading is not None
    }


def _rate(turn: dict[str, Any], words: str) -> float | None:
    minutes = (turn["ends_ms"] - turn["begins_ms"]) / 60_000
    return round(len(words.split()) / minutes, 0) if words and minutes > 0 else None


def _against(arousal: float | None, feeling: float | None) -> str | None:
    if arousal is None or feeling is None:
        return None
    if arousal >= STIRRED and feeling > CALM:
        return _AGAINST["stirred"]
    return _AGAINST["flat"] if arousal <= FLAT and feeling <= UPSET else None

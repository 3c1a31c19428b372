"""Look behind a number of a map: how the answers spread and moved, real journeys, calls with their turns and sound.

In: a purpose and a touchpoint, or a call's id.  Out: what `insights.behind` finds; the turns of a call, masked; the
file of its sound. The sound is not masked: who may hear it is for the caller to say.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline import insights, language
from desireline.errors import InputError
from desireline.pipeline.choosing import choose_one
from desireline.pipeline.context import Context, opened

if TYPE_CHECKING:
    from desireline.journeys import JourneyData, Purpose
    from desireline.language import ReadTurn
    from desireline.stores import Json, Tables

_HEALTH = "health"
"""Documents: what stands behind all of a purpose, as it was when its map was drawn."""

SOUNDS = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".flac": "audio/flac",
          ".m4a": "audio/mp4", ".webm": "audio/webm"}  # fmt: skip
"""Endings of recordings that a browser can play."""


def behind(
    context: Context, purpose: str, touchpoint: str | None, target: str | None = None
) -> insights.Behind:
    """Look behind a touchpoint, or with None behind all of a purpose.

    Raises:
        InputError: there is no such purpose.
    """
    with opened(context) as data:
        return insights.behind(data, choose_one(data, purpose), touchpoint, target)


def health_of(data: JourneyData, purpose: Purpose) -> Json:
    """What stands behind all of a purpose, to be kept: nobody and no words are in it."""
    return json.loads(json.dumps(asdict(insights.behind(data, purpose, None)), default=str))


def keep_health(tables: Tables, purpose: str, found: Json) -> None:
    """Keep it beside the map that was drawn of the same data."""
    tables.documents.put(_HEALTH, purpose, found, keep=1)


def kept_health(context: Context, purpose: str) -> Json:
    """What was kept when the map was drawn last; computed where nothing was.

    Raises:
        InputError: there is no such purpose.
    """
    kept = context.store.documents.get(_HEALTH, purpose)
    if kept is not None:
        return kept.body
    with opened(context) as data:
        return health_of(data, choose_one(data, purpose))


def heard_call(context: Context, call: str) -> list[ReadTurn]:
    """The turns of a recorded call, by the id that `behind` gives it.

    Raises:
        InputError: there is none.
    """
    return list(language.read_turns([_found(context, call)], language.methods_of(context.store)))


def call_sound(context: Context, call: str) -> Path:
    """The file of a call's recording.

    Raises:
        InputError: there is no such call, or its recording is gone or no sound.
    """
    path = Path(_found(context, call)["recording"] or "")
    if path.suffix.lower() not in SOUNDS or not path.is_file():
        raise InputError(
            "The recording of this call is not there any more.",
            hint="It lay outside of the workspace, where the call log named it; the words are kept.",
            code="voice.gone",
        )
    return path


def _found(context: Context, call: str) -> dict[str, Any]:
    with opened(context) as data:
        rows = data.engine.query('SELECT event_id FROM calls ORDER BY "at" DESC').to_pylist()
        for row in rows:
            if insights.call_id(row["event_id"]) == call:
                found = data.engine.query(
                    "SELECT * FROM calls WHERE event_id = $1", [row["event_id"]]
                )
                return found.to_pylist()[0]
    raise InputError(
        f"There is no recorded call {call[:40]!r}.",
        hint="Load the page again: the data have moved, or somebody was erased.",
        code="voice.unknown",
    )

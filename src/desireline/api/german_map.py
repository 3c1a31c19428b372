"""A map as a German reader's page shows it, for whoever takes it along.

In: a map file.  Out: the same, in which what this program says and what it named is German; what people wrote stays. The page does
the same with what the server tells it (`useMap.ts`), so that a drawing that is taken along says what was seen.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desireline import render
from desireline.api.tongue import in_german, sentence_in_german
from desireline.maps import MapFile

_NAMED = {"lanes": ("title",), "stages": ("title", "verb"), "actions": ("title", "why")}
"""Parts of a document that the program may have named, and the fields that hold the name."""


def map_in_german(file: MapFile) -> MapFile:
    """Say a map in German."""
    told: dict[str, Any] = in_german(file.model_dump(mode="json"))
    spoken: dict[str, str] = told.pop("spoken")
    document: dict[str, Any] = told["document"]
    if document["goal"]:
        document["goal"] = spoken.get(document["goal"], document["goal"])
    for kind, fields in _NAMED.items():
        for part in document[kind].values():
            part |= {
                field: spoken.get(part[field], part[field]) for field in fields if part[field]
            }
    return MapFile.model_validate_json(json.dumps(told))


def save_in_german(file: MapFile, target: Path | str) -> Path:
    """Write a map to a file for a German reader; its suffix says what it becomes.

    A map file (.json) is what programs read and people edit on: it stays as it is.
    """
    if Path(target).suffix.lower() == ".json":
        return render.render(file, target)
    return render.render(map_in_german(file), target, language="de", say=_say)


def _say(text: str) -> str:
    return sentence_in_german(text) or text

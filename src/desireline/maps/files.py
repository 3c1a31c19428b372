"""A map as a file: `.journey.json`. In: text. Out: a checked MapFile, and the same text again.

The text is canonical (keys sorted, every field written, indent of one), so that the same map is the
same bytes and two versions compare line by line in Git. The debatable choice: fields at their
default are written too, because a reader in another language then needs no table of defaults.
"""

from __future__ import annotations

import json
from typing import Any, cast

from pydantic import ValidationError

from desireline.errors import InputError
from desireline.maps.model import FORMAT, MapFile


def to_text(map_file: MapFile) -> str:
    """Write a map: canonical JSON with a final newline."""
    content = map_file.model_dump(mode="json")
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def from_text(text: str | bytes) -> MapFile:
    """Read a map, or say what is wrong and where."""
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"This is not a map file: it is not JSON ({error}).",
            hint="Give a .journey.json that Desireline wrote.",
            code="input.map",
        ) from error
    found: Any = cast("Any", content).get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        raise InputError(
            f"This is not a map file of a format known here: found {found!r}, expected {FORMAT!r}.",
            hint="Export the map again, or update Desireline if the file is newer.",
            code="input.map",
        )
    try:
        return MapFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"The map file is damaged at {place}: {first['msg']} ({error.error_count()} in all).",
            hint="Export the map again, or mend the file at that place.",
            code="input.map",
        ) from error


def schema() -> dict[str, Any]:
    """JSON Schema of the map file, as published in docs/reference/map.schema.json."""
    body = MapFile.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": FORMAT,
        **body,
    }

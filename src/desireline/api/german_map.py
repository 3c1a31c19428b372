"""A map as a German reader's page shows it, for whoever takes it along.

In: a map file.  Out: the same, in which what this program says and what it named is German; what people wrote stays. The page does
the same with what the server tells it (`useMap.ts`), so that a drawing that is taken along says what was seen.
"""

from __future__ import annotations

import json
from typing import Any

from desireline.api.tongue import in_german
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

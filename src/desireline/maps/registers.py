"""A map's document as registers: the form in which several people edit it at once.

In: a document. Out: `{"stages/st-wait/title": "Waiting", ...}`, one entry per field of each part; and
back. The debatable choice: registers are flat, not nested maps of a shared document. Two people who open
the same empty cell at once, or offline, each write fields of it; in a nested form the later cell would
replace the earlier one with all that stands in it. A part is there when its `id` register is; fields of a
part that somebody removed meanwhile are left out. A card names its cell, so that moving it is one register.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from desireline.maps.model import (
    Action,
    Binding,
    Card,
    Cell,
    Document,
    Lane,
    Stage,
    Touchpoint,
)

_KINDS: dict[str, type[BaseModel]] = {
    "stages": Stage,
    "touchpoints": Touchpoint,
    "lanes": Lane,
    "cells": Cell,
    "bindings": Binding,
    "actions": Action,
    "cards": Card,
}
_OWN = "map"
"""Collection of the document's own fields; their id is empty: `map//title`."""


def registers_of(document: Document) -> dict[str, Any]:
    """Take a document apart."""
    content = document.model_dump(mode="json")
    registers: dict[str, Any] = {}
    for collection in _KINDS.keys() - {"cards"}:
        for part in cast("dict[str, dict[str, Any]]", content.pop(collection)).values():
            for card in part.pop("cards", {}).values():
                _put(registers, "cards", card["id"], {**card, "cell": part["id"]})
            _put(registers, collection, part["id"], part)
    _put(registers, _OWN, "", content)
    return registers


def document_of(registers: Mapping[str, Any]) -> Document:
    """Put a document together; parts that are not whole are left out.

    Raises:
        pydantic.ValidationError: the document's own fields are not those of a map.
    """
    parts: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in (*_KINDS, _OWN)}
    for path, value in registers.items():
        collection, _, rest = path.partition("/")
        name, _, field = rest.rpartition("/")
        if collection in parts:
            parts[collection].setdefault(name, {})[field] = value
    content = dict(parts[_OWN].get("", {}))
    cells = _whole("cells", parts["cells"])
    for name, card in parts["cards"].items():
        home = cells.get(str(card.pop("cell", "")))
        if home is not None and _is_whole("cards", name, card):
            home.setdefault("cards", {})[name] = card
    for collection in _KINDS.keys() - {"cards", "cells"}:
        content[collection] = _whole(collection, parts[collection])
    return Document.model_validate({**content, "cells": cells})


def _put(registers: dict[str, Any], collection: str, name: str, fields: dict[str, Any]) -> None:
    for field, value in fields.items():
        registers[f"{collection}/{name}/{field}"] = value


def _whole(collection: str, parts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: part for name, part in parts.items() if _is_whole(collection, name, part)}


def _is_whole(collection: str, name: str, part: dict[str, Any]) -> bool:
    if part.get("id") != name:
        return False
    try:
        _KINDS[collection].model_validate(part)
    except ValidationError:
        return False
    return True

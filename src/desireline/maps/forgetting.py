"""Forget: a map that was drawn before an erasure shows nothing of the person any more.

In: a kept map and the traces of the person.  Out: the same map without the person's quotes, wherever it
tells them, and with evidence that says since when its data are not complete. Its numbers stay: they are
counts of many, and say on which data version they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.maps.words import clip

if TYPE_CHECKING:
    from desireline.stores import Json, Traces

_TOLD = 160
"""So many characters of a quote are told in the story of the reading view."""


def forget(body: Json, traces: Traces) -> Json:
    """Take a person out of `{"edition", "file"}` as the pipeline keeps it."""
    file = body["file"]
    document, snapshot = file["document"], file["snapshot"]
    kept = snapshot["quotes"]
    said = [quote["text"] for id_, quote in kept.items() if id_ in traces.quotes]
    quotes = {id_: quote for id_, quote in kept.items() if id_ not in traces.quotes}
    evidence = {
        id_: {**record, "erased_since": record.get("erased_since") or traces.erased_on}
        for id_, record in snapshot["evidence"].items()
    }
    forgotten = {
        **body,
        "file": {
            **file,
            "document": {**document, "cells": _cells(document["cells"], traces)},
            "snapshot": {
                **snapshot,
                "quotes": quotes,
                "evidence": evidence,
                "reading": _reading(snapshot["reading"], traces),
            },
        },
    }
    for words in said:
        forgotten = _without(forgotten, words)
    return _masked(forgotten, traces)


def forget_in_document(document: Json, traces: Traces) -> Json:
    """Take a person out of what people own of a map."""
    return _masked({**document, "cells": _cells(document["cells"], traces)}, traces)


def _cells(cells: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """Cards that point to a quote of the person go with it."""
    return {
        id_: {
            **cell,
            "cards": {
                name: card
                for name, card in cell["cards"].items()
                if card["quote"] not in traces.quotes
            },
        }
        for id_, cell in cells.items()
    }


def _reading(reading: dict[str, Any], traces: Traces) -> dict[str, Any]:
    callouts = [
        {**callout, "quote": None} if callout["quote"] in traces.quotes else callout
        for callout in reading["callouts"]
    ]
    return {**reading, "callouts": callouts}


def _without(value: Json, words: str) -> Json:
    """Leave out a quote wherever a sentence tells it, whole or clipped."""
    if isinstance(value, dict):
        return {name: _without(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, words) for one in value]
    if isinstance(value, str):
        for told in (words, clip(words, _TOLD)):
            value = value.replace(f" A customer: \u201c{told}\u201d", "").replace(told, "[erased]")
    return value


def _masked(value: Json, traces: Traces) -> Json:
    if isinstance(value, dict):
        return {name: _masked(one, traces) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, traces) for one in value]
    return traces.mask(value) if isinstance(value, str) else value

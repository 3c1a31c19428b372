"""The map document: built from insights, edited by people, believed as far as its evidence goes.

`build(book, data, purpose)` draws a map for the first time, `refresh(document, ...)` answers its
questions again, `to_text` and `from_text` are the map as a file, `apply` changes the document by
named commands that can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.maps.holdings import HOLDINGS

if TYPE_CHECKING:
    from desireline.maps.assembling import build, refresh, unanswered, with_goals, with_personas
    from desireline.maps.commands import Applied, Command, Patch, apply, read_command
    from desireline.maps.files import from_text, schema, to_text
    from desireline.maps.hierarchy import is_above, placed
    from desireline.maps.model import (
        Binding,
        Cell,
        CellState,
        CurvePoint,
        Document,
        EvidenceRecord,
        LaneKind,
        MapFile,
        Period,
        Placement,
        QuoteText,
        Reference,
        Snapshot,
        Value,
    )
    from desireline.maps.places import place_name
    from desireline.maps.reviewing import Review, Signal, review
    from desireline.maps.sharing import SharedMap, begin, compact, edit, load, rewrite
    from desireline.maps.updates import check_state_vector, check_update
    from desireline.maps.words import interval_text, value_text
    from desireline.maps.workshop import (
        Candidate,
        Match,
        Spot,
        Tally,
        Template,
        board_below,
        confirm,
        contradicted,
        document_of,
        no_stage,
        propose,
        read_board,
        spots_of,
        tally,
        template,
        templates,
    )

_HOMES = {
    "assembling": ("build", "refresh", "unanswered", "with_goals", "with_personas"),
    "commands": ("Applied", "Command", "Patch", "apply", "read_command"),
    "files": ("from_text", "schema", "to_text"),
    "hierarchy": ("is_above", "placed"),
    "model": (
        "Binding",
        "Cell",
        "CellState",
        "CurvePoint",
        "Document",
        "EvidenceRecord",
        "LaneKind",
        "MapFile",
        "Period",
        "Placement",
        "QuoteText",
        "Reference",
        "Snapshot",
        "Value",
    ),
    "places": ("place_name",),
    "reviewing": ("Review", "Signal", "review"),
    "sharing": ("SharedMap", "begin", "compact", "edit", "load", "rewrite"),
    "updates": ("check_state_vector", "check_update"),
    "words": ("interval_text", "value_text"),
    "workshop": (
        "Candidate",
        "Match",
        "Spot",
        "Tally",
        "Template",
        "board_below",
        "confirm",
        "contradicted",
        "document_of",
        "no_stage",
        "propose",
        "read_board",
        "spots_of",
        "tally",
        "template",
        "templates",
    ),
}

__all__ = [
    "HOLDINGS",
    "Applied",
    "Binding",
    "Candidate",
    "Cell",
    "CellState",
    "Command",
    "CurvePoint",
    "Document",
    "EvidenceRecord",
    "LaneKind",
    "MapFile",
    "Match",
    "Patch",
    "Period",
    "Placement",
    "QuoteText",
    "Reference",
    "Review",
    "SharedMap",
    "Signal",
    "Snapshot",
    "Spot",
    "Tally",
    "Template",
    "Value",
    "apply",
    "begin",
    "board_below",
    "build",
    "check_state_vector",
    "check_update",
    "compact",
    "confirm",
    "contradicted",
    "document_of",
    "edit",
    "from_text",
    "interval_text",
    "is_above",
    "load",
    "no_stage",
    "place_name",
    "placed",
    "propose",
    "read_board",
    "read_command",
    "refresh",
    "review",
    "rewrite",
    "schema",
    "spots_of",
    "tally",
    "template",
    "templates",
    "to_text",
    "unanswered",
    "value_text",
    "with_goals",
    "with_personas",
]


def __getattr__(name: str) -> Any:
    """Load a part on first use: pydantic and the models cost a tenth of a second."""
    import importlib

    for module, known in _HOMES.items():
        if name in known:
            return getattr(importlib.import_module(f"desireline.maps.{module}"), name)
    raise AttributeError(name)

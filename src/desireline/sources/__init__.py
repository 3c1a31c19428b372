"""Readers and mapping files that turn outside data into staged events.

In: paths that a person names.  Out: `recognise` says which file is what and refuses with a reason
what it cannot read; `parse` reads one unit in a limited child process into Parquet files of
`tables.STAGED_EVENTS` and `tables.QUARANTINE`; `stage_deliveries` does the same with what the
live door took in. Heavy libraries are imported when they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.sources.model import GUESSED, FileReport, Match, Reader, Sample, Sink, Unit

if TYPE_CHECKING:
    from desireline.sources.live import (
        CLAIMED,
        HAS_CLAIMS,
        WEBHOOK_SCHEMES,
        StagedDeliveries,
        broken_calls,
        split_calls,
        stage_deliveries,
        verify_webhook,
        webhook_scheme,
    )
    from desireline.sources.parsing import Parsed, parse, read_grid
    from desireline.sources.readings import read_again, reading_of
    from desireline.sources.recognition import Recognised, recognise
    from desireline.sources.requests import exports, exports_of
    from desireline.sources.wizard import Proposal, open_questions, settled_body, written

__all__ = [
    "CLAIMED",
    "GUESSED",
    "HAS_CLAIMS",
    "WEBHOOK_SCHEMES",
    "FileReport",
    "Match",
    "Parsed",
    "Proposal",
    "Reader",
    "Recognised",
    "Sample",
    "Sink",
    "StagedDeliveries",
    "Unit",
    "broken_calls",
    "exports",
    "exports_of",
    "open_questions",
    "parse",
    "read_again",
    "read_grid",
    "reading_of",
    "recognise",
    "settled_body",
    "split_calls",
    "stage_deliveries",
    "verify_webhook",
    "webhook_scheme",
    "written",
]


def __getattr__(name: str) -> Any:
    """Import what needs pydantic and the readers only when it is asked for."""
    if name in {"Parsed", "parse", "read_grid"}:
        from desireline.sources import parsing as module
    elif name in {"Recognised", "recognise"}:
        from desireline.sources import recognition as module
    elif name in {"Proposal", "open_questions", "settled_body", "written"}:
        from desireline.sources import wizard as module
    elif name in {"exports", "exports_of"}:
        from desireline.sources import requests as module
    elif name in {"read_again", "reading_of"}:
        from desireline.sources import readings as module
    elif name in __all__:
        from desireline.sources import live as module
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(module, name)

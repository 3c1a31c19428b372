"""Composes the stages: full and incremental runs, exports, status.

In: an opened workspace (`Context`).  Out: what each public verb returns. `app` wires it.
"""

from __future__ import annotations

from desireline.pipeline.asking import known_tools, requests
from desireline.pipeline.choosing import meant, no_purpose
from desireline.pipeline.context import Context, opened
from desireline.pipeline.deciding import (
    Answer,
    decide,
    find_pair,
    identities,
    open_lists,
    propose,
)
from desireline.pipeline.exporting import written_whole
from desireline.pipeline.forecasting import forecasts, what_if
from desireline.pipeline.hearing import Listened, call_turns, listen
from desireline.pipeline.hints import next_files
from desireline.pipeline.holdings import HOLDINGS
from desireline.pipeline.importing import FileReport, ImportReport, add
from desireline.pipeline.listening import (
    Asked,
    add_labels,
    find_names,
    find_topics,
    learn,
    questions,
    texts_to_label,
)
from desireline.pipeline.live import (
    BATCH_BYTES,
    SCOPES,
    Claim,
    Drained,
    Limits,
    Live,
    NewNote,
    Token,
    add_secret,
    claims,
    drain,
    erase_inbox,
    is_behind,
    keep,
    list_secrets,
    list_tokens,
    make_token,
    remove_secret,
    revoke_token,
    too_large,
)
from desireline.pipeline.looking import SOUNDS, behind, call_sound, heard_call, kept_health
from desireline.pipeline.moving import Move, kept_moves
from desireline.pipeline.notes import Note, NoteAdded, add_note, notes
from desireline.pipeline.own_maps import (
    OWN,
    Matches,
    begin_below,
    begin_from,
    bring,
    confirm,
    matches,
    place,
)
from desireline.pipeline.own_maps import remove as remove_own
from desireline.pipeline.persona_maps import PersonaMap, draw_persona, kept_persona_maps
from desireline.pipeline.portraits import Portraits, kept_portraits
from desireline.pipeline.proposing import Proposed, Trial, propose_mapping, try_mapping
from desireline.pipeline.qualifying import QualityReport, quality
from desireline.pipeline.querying import add_query
from desireline.pipeline.readings import Readable, ReadableText, as_written, read_one, readings
from desireline.pipeline.refreshing import refresh
from desireline.pipeline.repairing import Repair, export_rows, import_rows
from desireline.pipeline.repairing import counted as quarantine
from desireline.pipeline.reviewing import review
from desireline.pipeline.shelf import Shelf
from desireline.pipeline.status import Status, status
from desireline.pipeline.tables import export
from desireline.pipeline.telling import Computed, keep_insights, kept_insights
from desireline.pipeline.viewing import (
    askable,
    compare,
    current_edition,
    insights,
    is_shown_current,
    maps,
    toward_goal,
    with_people,
)
from desireline.pipeline.withdrawing import (
    Import,
    Withdrawn,
    imports,
    withdraw,
    withdraw_readings,
    would_withdraw,
)

__all__ = [
    "BATCH_BYTES",
    "HOLDINGS",
    "OWN",
    "SCOPES",
    "SOUNDS",
    "Answer",
    "Asked",
    "Claim",
    "Computed",
    "Context",
    "Drained",
    "FileReport",
    "Import",
    "ImportReport",
    "Limits",
    "Listened",
    "Live",
    "Matches",
    "Move",
    "NewNote",
    "Note",
    "NoteAdded",
    "PersonaMap",
    "Portraits",
    "Proposed",
    "QualityReport",
    "Readable",
    "ReadableText",
    "Repair",
    "Shelf",
    "Status",
    "Token",
    "Trial",
    "Withdrawn",
    "add",
    "add_labels",
    "add_note",
    "add_query",
    "add_secret",
    "as_written",
    "askable",
    "begin_below",
    "begin_from",
    "behind",
    "bring",
    "call_sound",
    "call_turns",
    "claims",
    "compare",
    "confirm",
    "current_edition",
    "decide",
    "drain",
    "draw_persona",
    "erase_inbox",
    "export",
    "export_rows",
    "find_names",
    "find_pair",
    "find_topics",
    "forecasts",
    "heard_call",
    "identities",
    "import_rows",
    "imports",
    "insights",
    "is_behind",
    "is_shown_current",
    "keep",
    "keep_insights",
    "kept_health",
    "kept_insights",
    "kept_moves",
    "kept_persona_maps",
    "kept_portraits",
    "known_tools",
    "learn",
    "list_secrets",
    "list_tokens",
    "listen",
    "make_token",
    "maps",
    "matches",
    "meant",
    "next_files",
    "no_purpose",
    "notes",
    "open_lists",
    "opened",
    "place",
    "propose",
    "propose_mapping",
    "quality",
    "quarantine",
    "questions",
    "read_one",
    "readings",
    "refresh",
    "remove_own",
    "remove_secret",
    "requests",
    "review",
    "revoke_token",
    "status",
    "texts_to_label",
    "too_large",
    "toward_goal",
    "try_mapping",
    "what_if",
    "with_people",
    "withdraw",
    "withdraw_readings",
    "would_withdraw",
    "written_whole",
]

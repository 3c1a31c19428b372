"""Composes the stages: full and incremental runs, exports, status.

In: an opened workspace (`Context`).  Out: what each public verb returns. `app` wires it.
"""

from __future__ import annotations

from desireline.pipeline.context import Context
from desireline.pipeline.hints import next_files
from desireline.pipeline.importing import FileReport, ImportReport, add
from desireline.pipeline.listening import add_labels, find_topics, learn, texts_to_label
from desireline.pipeline.refreshing import refresh
from desireline.pipeline.status import Status, status
from desireline.pipeline.tables import export
from desireline.pipeline.viewing import insights, maps

__all__ = [
    "Context",
    "FileReport",
    "ImportReport",
    "Status",
    "add",
    "add_labels",
    "export",
    "find_topics",
    "insights",
    "learn",
    "maps",
    "next_files",
    "refresh",
    "status",
    "texts_to_label",
]

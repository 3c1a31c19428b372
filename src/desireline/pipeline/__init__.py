"""Composes the stages: full and incremental runs, exports, status.

In: an opened workspace (`Context`).  Out: what each public verb returns. `app` wires it.
"""

from __future__ import annotations

from desireline.pipeline.context import Context
from desireline.pipeline.deciding import Answer, decide, identities, propose
from desireline.pipeline.hints import next_files
from desireline.pipeline.importing import FileReport, ImportReport, add
from desireline.pipeline.refreshing import refresh
from desireline.pipeline.status import Status, status
from desireline.pipeline.tables import export
from desireline.pipeline.viewing import insights, maps

__all__ = [
    "Answer",
    "Context",
    "FileReport",
    "ImportReport",
    "Status",
    "add",
    "decide",
    "export",
    "identities",
    "insights",
    "maps",
    "next_files",
    "propose",
    "refresh",
    "status",
]

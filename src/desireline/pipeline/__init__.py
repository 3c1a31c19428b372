"""Composes the stages: full and incremental runs, exports, status.

In: an opened workspace (`Context`).  Out: what each public verb returns. `app` wires it.
"""

from __future__ import annotations

from desireline.pipeline.context import Context, opened
from desireline.pipeline.hints import next_files
from desireline.pipeline.holdings import HOLDINGS
from desireline.pipeline.importing import FileReport, ImportReport, add
from desireline.pipeline.refreshing import refresh
from desireline.pipeline.status import Status, status
from desireline.pipeline.tables import export
from desireline.pipeline.viewing import insights, maps

__all__ = [
    "HOLDINGS",
    "Context",
    "FileReport",
    "ImportReport",
    "Status",
    "add",
    "export",
    "insights",
    "maps",
    "next_files",
    "opened",
    "refresh",
    "status",
]

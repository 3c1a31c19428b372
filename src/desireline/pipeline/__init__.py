"""Composes the stages: full and incremental runs, exports, status.

In: an opened workspace (`Context`).  Out: what each public verb returns. `app` wires it.
"""

from __future__ import annotations

from desireline.pipeline.asking import known_tools, requests
from desireline.pipeline.context import Context
from desireline.pipeline.hints import next_files
from desireline.pipeline.importing import FileReport, ImportReport, add
from desireline.pipeline.proposing import Proposed, Trial, propose, try_mapping
from desireline.pipeline.qualifying import QualityReport, quality
from desireline.pipeline.querying import add_query
from desireline.pipeline.refreshing import refresh
from desireline.pipeline.repairing import Repair, export_rows, import_rows
from desireline.pipeline.repairing import counted as quarantine
from desireline.pipeline.status import Status, status
from desireline.pipeline.tables import export
from desireline.pipeline.viewing import insights, maps

__all__ = [
    "Context",
    "FileReport",
    "ImportReport",
    "Proposed",
    "QualityReport",
    "Repair",
    "Status",
    "Trial",
    "add",
    "add_query",
    "export",
    "export_rows",
    "import_rows",
    "insights",
    "known_tools",
    "maps",
    "next_files",
    "propose",
    "quality",
    "quarantine",
    "refresh",
    "requests",
    "status",
    "try_mapping",
]

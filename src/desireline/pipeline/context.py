"""What every run of the pipeline works on: one opened workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desireline.events import EventLog, SegmentStore
from desireline.recipe import Recipe
from desireline.stores import Store

GENERATED_SAMPLE = "generated_sample"
"""Setting: some of the imported files hold invented data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """An opened workspace, wired by `app`."""

    folder: Path
    store: Store
    segments: SegmentStore
    log: EventLog
    recipe: Recipe
    temporary: Path
    """Folder for unfinished files of this process."""

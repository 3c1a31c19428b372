"""What every run of the pipeline works on: one opened workspace."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from desireline.events import EventLog, SegmentStore
from desireline.journeys import JourneyData, open_journeys
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


@contextmanager
def opened(context: Context) -> Generator[JourneyData]:
    """Open the newest data version for reading, and close it."""
    data = replace(open_journeys(context.segments, context.store), recipe=context.recipe)
    try:
        yield data
    finally:
        data.engine.close()

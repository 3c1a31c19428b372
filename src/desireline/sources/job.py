"""What the process that reads a file is told to do.

In: nothing.  Out: a `Job`, pickled from the parent to the child; never the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desireline.sources.model import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to do: read a unit into a folder, or look into a file that needs a parser."""

    kind: str
    """`parse`, `probe`, or `grid` for a workshop's table."""
    unit: Unit
    folder: Path
    place: Path
    """Where relative paths begin."""
    received_at: datetime
    """When what is read came in."""

"""Readers and mapping files that turn outside data into staged events.

In: paths that a person names.  Out: `recognise` says which file is what and refuses with a reason
what it cannot read; `parse` reads one unit in a limited child process into Parquet files of
`tables.STAGED_EVENTS` and `tables.QUARANTINE`. Heavy libraries are imported when they are used.
"""

from __future__ import annotations

from desireline.sources.model import FileReport, Match, Reader, Sample, Sink, Unit

__all__ = [
    "FileReport",
    "Match",
    "Reader",
    "Sample",
    "Sink",
    "Unit",
]

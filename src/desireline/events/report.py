"""What an append did, in all and file by file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class AppendReport:
    """Every staged row is accepted, a duplicate, revised, quarantined or suppressed: the five add up.

    `revised` rows replaced an event that an earlier import had brought with the same id.
    """

    version: int = 0
    accepted_by_file: Counter[str] = field(default_factory=Counter[str])
    duplicates_by_file: Counter[str] = field(default_factory=Counter[str])
    revised_by_file: Counter[str] = field(default_factory=Counter[str])
    quarantined_by_file: Counter[str] = field(default_factory=Counter[str])
    suppressed_by_file: Counter[str] = field(default_factory=Counter[str])
    """Rows of people who were erased: events, and rows that the reader had set aside."""
    set_aside_suppressed_by_file: Counter[str] = field(default_factory=Counter[str])
    """Those among them that the reader had set aside."""
    warnings_by_file: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @property
    def accepted(self) -> int:
        """Events that are new."""
        return self.accepted_by_file.total()

    @property
    def duplicates(self) -> int:
        """Rows that the log, or the files themselves, had already."""
        return self.duplicates_by_file.total()

    @property
    def revised(self) -> int:
        """Events that replaced an older reading of themselves."""
        return self.revised_by_file.total()

    @property
    def quarantined(self) -> int:
        """Rows that could not be events."""
        return self.quarantined_by_file.total()

    @property
    def suppressed(self) -> int:
        """Rows of people who were erased: they stay out."""
        return self.suppressed_by_file.total()

    @property
    def warnings(self) -> list[str]:
        """Everything that somebody should know."""
        return [
            f"{file}: {words}" for file, all_ in self.warnings_by_file.items() for words in all_
        ]

    def duplicates_of(self, file: str) -> int:
        """Count one file's rows that were there already."""
        return self.duplicates_by_file[file]

    def quarantined_of(self, file: str) -> int:
        """Count one file's rows that could not be events."""
        return self.quarantined_by_file[file]

    def suppressed_of(self, file: str) -> int:
        """Count one file's rows of people who were erased."""
        return self.suppressed_by_file[file]

    def warnings_of(self, file: str) -> list[str]:
        """Return what somebody should know about one file."""
        return self.warnings_by_file.get(file, [])

    def warn(self, file: str, words: str) -> None:
        """Add something that somebody should know."""
        self.warnings_by_file.setdefault(file, []).append(words)

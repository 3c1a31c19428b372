"""What a reader is, what it sees of a file, and what it reports.

In: files that other tools wrote.  Out: rows of `tables.STAGED_EVENTS` through a `Sink`, a
quarantine row for what could not be read, and a `FileReport`. Readers run in a limited child
process; recognition (`Reader.match`) runs on a `Sample` and must be cheap and never raise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from desireline.errors import AmbiguityError


GUESSED = "guessed"
"""Name of the mapping of a table that nobody has described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The beginning of a file, decompressed and decoded, for recognition by content.

    `container` is text, xlsx, parquet, sqlite, mail, notes, binary ...; `columns` and `rows` are filled for tables;
    `value` is the first JSON value of a JSON or JSON Lines file.
    """

    path: Path
    shown: str
    """The path as the user named it (inside an archive: `exports.zip/tickets.csv`)."""
    size: int
    container: str
    head: bytes
    text: str = ""
    encoding: str | None = None
    bom: bool = False
    delimiter: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    value: Any = None
    header: tuple[tuple[str, ...], ...] = ()
    """Header rows as they stand: one as a rule, none, or the three of a Qualtrics export."""
    skip: int = 0
    """Physical lines before the first row of data (preamble and header rows)."""
    json: str | None = None
    """For JSON: `object`, `array` or `lines`."""
    compression: str | None = None
    """`gz` or `bz2` when the bytes must be decompressed first."""
    member: str | None = None
    """Name inside the zip archive `path`, when the file stands in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A reader's claim to a file: how sure (0 to 1) and why, in words that `import` prints."""

    confidence: float
    why: str
    source: str | None = None
    """Name of the tool, where one reader reads several; else the reader's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Files that are read together: one file, or the tables that one mapping joins."""

    source: str
    """Name of the tool: ga4, zendesk, orders ... It is the event log's `source`."""
    format: str
    """csv, tsv, xlsx, parquet, json, jsonl, xes, ocel-json ..."""
    reader: str
    mapping: str | None
    """Name of the mapping file that was used, if the reader takes one."""
    samples: tuple[Sample, ...]
    why: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class FileReport:
    """What `import --json` prints for each file."""

    path: str
    source: str | None = None
    format: str | None = None
    mapping: str | None = None
    rows: int = 0
    events: int = 0
    accepted: int = 0
    """Events that are new in the log."""
    duplicates: int = 0
    revised: int = 0
    """Events that replaced an older reading of themselves."""
    quarantined: int = 0
    suppressed: int = 0
    """Rows of people who were erased: they stay out."""
    left_out: int = 0
    """Rows that were read and gave no event, because the mapping asks for none."""
    joined: bool = False
    """Its rows give no events of their own: they complete those of another table."""
    unread: list[str] = field(default_factory=list[str])
    """Columns that hold something and came into no event."""
    no_step: list[str] = field(default_factory=list[str])
    """Columns of times that no step is made of."""
    warnings: list[str] = field(default_factory=list)
    detected: dict[str, Any] = field(default_factory=dict)
    """Delimiter, encoding, BOM, date order, zone, decimal sign, header rows: what was found."""
    bridge: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    """Two sums that add up: what became of the rows, and what became of the events they gave."""
    error: dict[str, str] | None = None
    """Set when nothing of the file could be read: code, message, hint."""


class Sink(Protocol):
    """Where a reader puts what it read. Times without a zone are read as the unit's zone, or UTC."""

    def event(
        self,
        *,
        source_line: int | None,
        subject: str,
        at: datetime,
        activity: str,
        actor: str,
        **columns: Any,
    ) -> None:
        """Hand over one event: columns of `STAGED_EVENTS`; source and file are filled in."""
        ...

    def quarantine(self, *, source_line: int | None, code: str, reason: str, content: str) -> None:
        """Keep what could not be read, with the reason."""
        ...

    def reading(self, shown: str) -> None:
        """Say which of the unit's files what follows belongs to."""
        ...

    def row(self, count: int = 1) -> None:
        """Count rows of the file, for the report and the progress bar."""
        ...

    def warn(self, words: str) -> None:
        """Say something that the user should know; the same words are said once."""
        ...

    def detected(self, name: str, value: Any) -> None:
        """Report what was detected: delimiter, encoding, date order, zone ..."""
        ...


class Reader(Protocol):
    """One way to read files: recognises by content, then streams events into a sink.

    A reader with `together = True` gets all its files of one import as one unit, because they make
    sense only together: the mails of a thread are files of their own.
    """

    name: str

    def match(self, sample: Sample) -> Match | None:
        """Claim the file, or None. Must be cheap, must not raise."""
        ...

    def read(self, unit: Unit, sink: Sink) -> None:
        """Stream the unit's events into the sink.

        Raises:
            FileError: the file as a whole cannot be read. A bad row goes to `sink.quarantine`.
            AmbiguityError: the rows allow two readings and `unit.options` does not choose.
        """
        ...


class Asker(Protocol):
    """How to ask a person one question; a terminal or the web wizard gives one."""

    def __call__(self, question: AmbiguityError, shown: str) -> str:
        """Return the key of the chosen reading."""
        ...

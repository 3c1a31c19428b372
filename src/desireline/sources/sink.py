"""Where readers put what they read: Parquet files of staged events and quarantine, and a report.

In: events one at a time (readers of nested formats) or as a SELECT (the any-table reader).  Out:
files in the staging folder. An event that breaks the contract (no subject, a time out of range, a
number too long) goes to quarantine instead of failing the file: the reader need not check.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine, quote_paths
from desireline.errors import FileError
from desireline.events import RUN_ROWS, RunFile, arrow_schema
from desireline.sources.making import Made
from desireline.sources.model import FileReport, Unit
from desireline.sources.staging import Staged, stage
from desireline.tables import ACTORS, QUARANTINE, STAGED_EVENTS, Table

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_BATCH = 20_000
_CONTENT = 4_000
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_TYPES = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_NAMES = frozenset(STAGED_EVENTS.names)
_NUMBERS = tuple(
    (column.name, column.type, None if found is None else (int(found[1]), int(found[2])))
    for column in STAGED_EVENTS.columns
    for found in [_TYPES.fullmatch(column.type)]
    if found is not None or column.type == "BIGINT"
)


class StagingSink:
    """A sink that writes Parquet into a folder and keeps one report per file."""

    def __init__(self, *, unit: Unit, folder: Path, received_at: datetime) -> None:
        self.unit = unit
        self.folder = folder
        self._received_at = received_at
        self.reports = {
            sample.shown: FileReport(
                path=sample.shown, source=unit.source, format=unit.format, mapping=unit.mapping
            )
            for sample in unit.samples
        }
        self._current = unit.samples[0].shown
        self._zone = zone_of(unit.options.get("zone"))
        self._events = _Writer(STAGED_EVENTS, folder, "events")
        self._bad = _Writer(QUARANTINE, folder, "quarantine")
        self._staged: list[Staged] = []
        self._quarantined: list[Path] = []
        self._copies = 0
        self.rows_seen = 0

    def reading(self, shown: str) -> None:
        """Say which of the unit's files the following rows, warnings and findings belong to."""
        self._current = shown

    @property
    def report(self) -> FileReport:
        """The report of the file being read."""
        return self.reports[self._current]

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
        """See Sink."""
        row = {
            **columns,
            "source": self.unit.source,
            "source_file": self._current,
            "source_line": source_line,
            "subject": subject,
            "at": at if at.tzinfo is not None else at.replace(tzinfo=self._zone),
            "activity": activity,
            "actor": actor,
        }
        fault = _fault(row) or _fit(row)
        if fault is not None:
            self.quarantine(
                source_line=source_line, code=fault[0], reason=fault[1], content=repr(columns)
            )
            return
        self._events.add(row)
        self.report.events += 1

    def quarantine(self, *, source_line: int | None, code: str, reason: str, content: str) -> None:
        """See Sink."""
        self._bad.add(
            {
                "source": self.unit.source,
                "source_file": self._current,
                "source_line": source_line,
                "code": code,
                "reason": reason,
                "content": content[:_CONTENT],
            }
        )
        self.report.quarantined += 1

    def row(self, count: int = 1) -> None:
        """See Sink."""
        self.report.rows += count
        self.rows_seen += count

    def warn(self, words: str) -> None:
        """See Sink."""
        if words not in self.report.warnings:
            self.report.warnings.append(words)

    def detected(self, name: str, value: Any) -> None:
        """See Sink."""
        self.report.detected[name] = value

    def stage(self, engine: Engine, sql: str, made: Made | None = None) -> Staged | None:
        """Take the rows of a SELECT with the columns of `STAGED_EVENTS`; None when it has none.

        Args:
            engine: where the SELECT runs.
            sql: the SELECT, without the columns that are made of others.
            made: how those are made.
        """
        self._copies += 1
        staged = stage(
            engine.stream(sql, rows=RUN_ROWS),
            schema=arrow_schema(STAGED_EVENTS),
            made=made or Made(),
            folder=self.folder / f"events-{self._copies}",
            received_at=self._received_at,
        )
        if staged is not None:
            self._staged.append(staged)
        return staged

    def stage_quarantine(self, engine: Engine, sql: str) -> int:
        """Write a SELECT with exactly the columns of `QUARANTINE`; return its rows."""
        self._copies += 1
        path = self.folder / f"quarantine-sql-{self._copies}.parquet"
        if engine.copy(sql, path) == 0:
            path.unlink()
            return 0
        self._quarantined.append(path)
        found = engine.rows(
            f"SELECT source_file, count(*) FROM read_parquet({quote_paths([path])}) GROUP BY 1"
        )
        for shown, count in found:
            self.reports[shown].quarantined += count
        return sum(count for _, count in found)

    @property
    def staged(self) -> list[Staged]:
        """What was staged as SELECTs so far."""
        return list(self._staged)

    def unstage(self, staged: Staged) -> None:
        """Take back what a SELECT gave."""
        self._staged.remove(staged)
        for path in staged.paths:
            path.unlink()

    def close(self) -> tuple[list[Path], list[RunFile], list[Path]]:
        """Finish the files: (staged events, runs, quarantine)."""
        drafts: list[Path] = []
        runs: list[RunFile] = []
        for staged in self._staged:
            if staged.runs is None:
                drafts += staged.paths
            else:
                runs += staged.runs
        return (
            [*drafts, *self._events.close()],
            runs,
            [*self._quarantined, *self._bad.close()],
        )


def _fault(row: Mapping[str, Any]) -> tuple[str, str] | None:
    if not row["subject"] or not str(row["subject"]).split(":", 1)[-1].strip():
        return "no-subject", "nothing says who it was"
    if not row["activity"]:
        return "no-activity", "nothing says what happened"
    if not EARLIEST <= row["at"] < LATEST:
        return "bad-time", f"the time {row['at'].isoformat()} is outside 1900 to 2200"
    if row["actor"] not in ACTORS:
        return "bad-actor", f"the actor {row['actor']!r} is none of {', '.join(ACTORS)}"
    if not row.keys() <= _NAMES:
        unknown = sorted(row.keys() - _NAMES)
        raise TypeError(f"the reader gave columns that are not in the contract: {unknown}")
    return None


def _fit(row: dict[str, Any]) -> tuple[str, str] | None:
    """Bring numbers to the contract's types in place."""
    for name, kind, decimal in _NUMBERS:
        value = row.get(name)
        if value is None:
            continue
        try:
            row[name] = round(value) if decimal is None else _decimal(value, *decimal)
        except (ValueError, TypeError, InvalidOperation, OverflowError):
            return "bad-number", f"{name} does not fit {kind}: {str(value)[:80]!r}"
    return None


def _decimal(value: Any, digits: int, places: int) -> Decimal:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places))
    if not rounded.is_finite() or rounded.adjusted() >= digits - places:
        raise ValueError(value)
    return rounded


def zone_of(name: Any) -> tzinfo:
    """Read a zone: an IANA name, an offset such as `+02:00`, or None for UTC."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if not name:
        return UTC
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", str(name))
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise FileError(
            str(name),
            "is no time zone",
            hint="Write an IANA name such as Europe/Berlin, or an offset such as +02:00.",
            code="input.zone",
        ) from error


class _Writer:
    """Gathers rows and writes them to one Parquet file, a batch at a time."""

    def __init__(self, table: Table, folder: Path, kind: str) -> None:
        self._table = table
        self._path = folder / f"{kind}.parquet"
        self._rows: list[dict[str, Any]] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = arrow_schema(self._table, strict=True)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, schema, compression="zstd")
        given = set[str]().union(*self._rows)
        columns = [
            pa.array([row.get(field.name) for row in self._rows], type=field.type)
            if field.name in given
            else pa.nulls(len(self._rows), field.type)
            for field in schema
        ]
        self._writer.write_batch(pa.record_batch(columns, schema=schema))
        self._rows.clear()

    def close(self) -> list[Path]:
        if self._rows:
            self._flush()
        if self._writer is None:
            return []
        self._writer.close()
        return [self._path]

"""Repair: rows of the quarantine go out as a table, are mended by a person, and come back as events.

In: an opened workspace.  Out: a CSV with one line per quarantined row and the row's own columns; and from
the mended CSV, events: once, however often it is imported. A row that is still wrong stays where it is.
The events come first and the rows leave after: a crash in between leaves rows whose events are there,
and importing the list again finds the events known and lets the rows go.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from desireline.engines import open_engine
from desireline.errors import DesirelineError, InputError
from desireline.events import arrow_schema, quarantine_key
from desireline.jobs import Job
from desireline.pipeline.context import Context
from desireline.pipeline.exporting import FORMULA_SIGNS, written_whole
from desireline.pipeline.importing import READING, reading_key
from desireline.pipeline.leftovers import staging
from desireline.pipeline.proposing import masked
from desireline.sources import parse, read_again
from desireline.tables import STAGED_EVENTS

KEY = "quarantine_key"
_PLACE = ("file", "line", "code", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One quarantined row, with its cells."""

    key: str
    source: str
    file: str
    line: int | None
    code: str
    reason: str
    content: str

    @property
    def cells(self) -> dict[str, str]:
        """Its own columns: a table's cells, an event's fields, or the text as it came."""
        value = _object(self.content)
        event = value.get("event") if set(value) == {"event"} else None
        fields = event if isinstance(event, dict) else value
        if not fields:
            return {"content": self.content}
        return {str(name): _cell(one) for name, one in fields.items()}

    @property
    def is_event(self) -> bool:
        """An event that was refused by the log, as opposed to a row that a reader refused."""
        return set(_object(self.content)) == {"event"}


@dataclass(slots=True, kw_only=True)
class Repair:
    """What importing a mended list did."""

    rows: int = 0
    mended: int = 0
    """Rows that left the quarantine."""
    events: int = 0
    """Events that are new in the log."""
    duplicates: int = 0
    unknown: int = 0
    """Lines whose row is not in the quarantine (any more)."""
    still: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Rows that are still wrong: file, line, reason."""

    def as_dict(self) -> dict[str, Any]:
        """The object that `quarantine import --json` prints."""
        return asdict(self)


def aside(context: Context, *, file: str | None = None) -> list[Aside]:
    """Return the quarantined rows, by file and line."""

    def read(snapshot: Any) -> list[Aside]:
        engine = open_engine()
        try:
            rows = engine.rows(
                f"SELECT {quarantine_key()}, source, source_file, source_line, code, reason, content "
                f"FROM {snapshot.source('quarantine')} ORDER BY 3, 4 NULLS LAST, 5, 1"
            )
        finally:
            engine.close()
        return [
            Aside(key=k, source=s or "", file=f, line=n, code=c, reason=r, content=t or "")
            for k, s, f, n, c, r, t in rows
            if file is None or f == file or Path(f).name == file
        ]

    return context.segments.read(read)


def counted(context: Context, *, file: str | None = None) -> list[dict[str, Any]]:
    """Count the quarantined rows by file and reason, each with a masked example."""
    return groups(aside(context, file=file))


def groups(rows: Iterable[Aside]) -> list[dict[str, Any]]:
    """Count rows by file and reason, each with a masked example."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            (row.file, row.code),
            {
                "file": row.file,
                "code": row.code,
                "reason": row.reason,
                "rows": 0,
                "line": row.line,
                "example": masked(_without_nothing(row)),
            },
        )
        one["rows"] += 1
    return sorted(found.values(), key=lambda one: (-one["rows"], one["file"], one["code"]))


def export_rows(context: Context, path: Path, *, file: str | None = None) -> int:
    """Write the rows as a CSV that can be mended; unmasked: it is the company's own data.

    Raises:
        InputError: the path does not end in .csv, or cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise InputError(
            f"{path.name}: quarantined rows are mended as CSV.",
            hint="End the file's name in .csv.",
            code="export.format",
        )
    rows = aside(context, file=file)
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    with (
        written_whole(path) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as out,
    ):
        writer = csv.writer(out)
        writer.writerow([KEY, *_PLACE, *map(_harmless, columns)])
        for row in rows:
            cells = row.cells
            place = [row.file, str(row.line or ""), row.code, row.reason]
            said = [*place, *(cells.get(name, "") for name in columns)]
            writer.writerow([row.key, *map(_harmless, said)])
    return len(rows)


def import_rows(context: Context, path: Path, *, job: Job) -> Repair:
    """Read a mended list: what is right now becomes events and leaves the quarantine.

    Raises:
        InputError: the file is no such list.
    """
    mended = _mended(path)
    there = {row.key: row for row in aside(context)}
    repair = Repair(rows=len(mended))
    repair.unknown = sum(1 for key in mended if key not in there)
    by_file: dict[tuple[str, bool], list[tuple[Aside, dict[str, str]]]] = {}
    for key, cells in mended.items():
        row = there.get(key)
        if row is not None:
            by_file.setdefault((row.file, row.is_event), []).append((row, cells))
    for (_, is_event), rows in by_file.items():
        with staging(context.temporary, "repair") as folder:
            _repair(context, rows, folder, is_event=is_event, repair=repair, job=job)
    return repair


def _without_nothing(row: Aside) -> str:
    """The row as a person wants to see it: what is empty says nothing."""
    cells = {name: cell for name, cell in row.cells.items() if cell}
    hidden = {"event_id", "source", "source_file", "source_line", "zone", "date_only"}
    shown = {n: c for n, c in cells.items() if n not in hidden} if row.is_event else cells
    return ", ".join(f"{name}: {cell}" for name, cell in shown.items())


def _mended(path: Path) -> dict[str, dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            dialect = csv.Sniffer().sniff(file.readline(), delimiters=",;\t")
            file.seek(0)
            reader = csv.DictReader(file, dialect=dialect)
            lines = [line for line in reader if line.get(KEY)]
            named = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path} cannot be read as a list of mended rows: {error}.",
            hint="Save it as CSV in UTF-8; begin from `desireline quarantine export -o FILE.csv`.",
            code="quarantine.list",
        ) from error
    if KEY not in named:
        raise InputError(
            f"{path} has no column {KEY!r}: it is no list of quarantined rows.",
            hint="Begin from `desireline quarantine export -o FILE.csv` and keep its first column.",
            code="quarantine.list",
        )
    skipped = {KEY, *_PLACE}
    return {
        line[KEY].strip(): {
            _as_it_was(name): _as_it_was(cell)
            for name, cell in line.items()
            if name and name not in skipped and isinstance(cell, str)
        }
        for line in lines
    }


def _repair(
    context: Context,
    rows: list[tuple[Aside, dict[str, str]]],
    staging: Path,
    *,
    is_event: bool,
    repair: Repair,
    job: Job,
) -> None:
    """Read rows of one file again; append what is right; let those rows go."""
    changed: list[tuple[Aside, dict[str, str]]] = []
    unchanged: list[tuple[Aside, str]] = []
    for row, cells in rows:
        if all(cells.get(name, "") == cell for name, cell in row.cells.items()):
            unchanged.append((row, row.reason))
        else:
            changed.append((row, cells))
    try:
        staged, right, wrong = (
            _as_events(changed, staging) if is_event else _as_rows(context, changed, staging)
        )
    except DesirelineError as error:
        staged, right, wrong = [], [], [(row, error.message) for row, _ in changed]
    if staged:
        done = context.log.append(staged, received_at=datetime.now(UTC), job=job)
        repair.events += done.accepted + done.revised
        repair.duplicates += done.duplicates
        if done.quarantined:  # refused by the log again: those stand in the quarantine anew
            repair.still += [
                {
                    "file": right[0].file,
                    "line": None,
                    "reason": f"{done.quarantined} still refused",
                }
            ]
    repair.mended += context.log.release([row.key for row in right]) if right else 0
    repair.still += [
        {"file": row.file, "line": row.line, "reason": reason}
        for row, reason in [*unchanged, *wrong]
    ]


_Read = tuple[list[Path], list[Aside], list[tuple[Aside, str]]]


def _as_rows(context: Context, rows: list[tuple[Aside, dict[str, str]]], staging: Path) -> _Read:
    """Read a table's rows as its file was read."""
    if not rows:
        return [], [], []
    document = context.store.documents.get(READING, reading_key(rows[0][0].file))
    if document is None:
        why = "its format is nested, so it cannot be mended row by row: mend the file, import it again"
        return [], [], [(row, why) for row, _ in rows]
    lines = staging / "rows.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for row, cells in rows:
            own = {name: cells.get(name) or None for name in row.cells}
            out.write(json.dumps(own, ensure_ascii=False) + "\n")
    unit = read_again(document.body, lines, shown=rows[0][0].file)
    parsed = parse(unit, staging=staging, progress=lambda *_: None)
    numbers = {number: row for number, (row, _) in enumerate(rows, start=1)}
    staged = [_at_their_lines(path, numbers) for path in parsed.with_events]
    bad = _lines_with_reasons([*parsed.quarantined, *parsed.refused])
    wrong = [(row, bad[number]) for number, row in numbers.items() if number in bad]
    return staged, [row for number, row in numbers.items() if number not in bad], wrong


def _at_their_lines(path: Path, numbers: Mapping[int, Aside]) -> Path:
    """Give events the lines of the file that their rows came from."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    place = table.schema.get_field_index("source_line")
    lines = [numbers[n].line if n in numbers else n for n in table.column(place).to_pylist()]
    target = path.with_name(f"mended-{path.name}")
    pq.write_table(table.set_column(place, "source_line", pa.array(lines, pa.int64())), target)
    return target


def _lines_with_reasons(paths: Iterable[Path]) -> dict[int, str]:
    import pyarrow.parquet as pq

    found: dict[int, str] = {}
    for path in paths:
        rows = pq.read_table(path, columns=["source_line", "reason"]).to_pylist()
        found |= {row["source_line"]: row["reason"] for row in rows}
    return found


def _as_events(rows: list[tuple[Aside, dict[str, str]]], staging: Path) -> _Read:
    """Stage events that the log refused, with the fields that were mended."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(STAGED_EVENTS)
    right: list[Aside] = []
    wrong: list[tuple[Aside, str]] = []
    events: list[dict[str, Any]] = []
    for row, cells in rows:
        original = _object(row.content)["event"]
        try:
            event = {
                name: _typed(cells.get(name, ""), original.get(name), schema.field(name).type)
                for name in schema.names
            }
        except (ValueError, InvalidOperation) as error:
            wrong.append((row, f"a field does not fit: {error}"))
            continue
        if ":~" in str(original.get("event_id")):
            event["event_id"] = None  # made of the content, which is another one now
        events.append(event)
        right.append(row)
    if not events:
        return [], right, wrong
    path = staging / "events.parquet"
    pq.write_table(pa.Table.from_pylist(events, schema=schema), path)
    return [path], right, wrong


def _typed(cell: str, original: Any, kind: Any) -> Any:
    """A cell as the type of its column; what was not touched stays what it was."""
    import pyarrow as pa

    if not cell or (cell == _cell(original) and isinstance(original, list | bool)):
        return original if cell else None
    readers: list[tuple[Callable[[Any], bool], Callable[[str], Any]]] = [
        (pa.types.is_timestamp, _instant),
        (pa.types.is_list, json.loads),
        (pa.types.is_boolean, lambda text: text.lower() in {"true", "1", "yes"}),
        (pa.types.is_integer, int),
        (pa.types.is_decimal, Decimal),
    ]
    return next((read(cell) for fits, read in readers if fits(kind)), cell)


def _instant(cell: str) -> datetime:
    at = datetime.fromisoformat(cell)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _object(content: str) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _harmless(cell: str) -> str:
    """A spreadsheet must not run what a stranger wrote: an apostrophe before it, taken off again."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell

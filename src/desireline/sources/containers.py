"""Loading a file's table into the engine, whatever its container: text, workbook, Parquet, JSON.

In: a sampled, unpacked file.  Out: a `Loaded`: a name to say FROM, with every cell as text, blanks
trimmed and empty cells NULL, and the columns `__file` and `__line`. Text up to 64 MB is kept in the
engine (which spills), so that line numbers are exact and several queries cost one read; a larger
one can be streamed through a single query instead.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desireline.engines import Engine, literal, quote, quote_paths
from desireline.errors import EngineError, FileError
from desireline.sources import aligned, dialect, encoding, footers, headless, limits
from desireline.sources.model import Sample
from desireline.sources.sample import refuse_width
from desireline.sources.workbook import open_sheet, sheet_rows

KEPT_BYTES = 64 * limits.MB
_BLOCK = 1 << 20
_LOOK = 1 << 16
"""Looked at together: what fits into memory that was just used, because fresh memory costs more than looking."""
_ROWS = 20_000
FILE, LINE = "__file", "__line"
_TYPED = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|TIMESTAMP.*)$")
_NEVER_BLANK = {"BOOLEAN", "DATE", "UUID"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A table in the engine: `name` has `columns`, `__file` and `__line`."""

    name: str
    columns: tuple[str, ...]
    kept: bool
    """Held by the engine; False: every query reads the file again."""
    rejects: str | None = None
    """A table of lines that are no rows: line, reason, content."""
    shown: str | None = None
    """The file that all rows come from, as the user named it; None when there are several."""
    notes: tuple[str, ...] = ()
    untrimmed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Columns of a streamed text, and the name of each in the table with its blanks still around it."""
    typed: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Columns that the file itself holds as numbers or times: (their type, the name in the table
    of the value as it stands)."""


def first_rows(sample: Sample) -> tuple[list[list[str]], dict[str, Any]]:
    """Read the header and first rows of a workbook or Parquet file."""
    if sample.container == "parquet":
        return _parquet_rows(sample), {}
    sheet, names = open_sheet(sample)
    rows: list[list[str]] = []
    skip = 0
    for number, row in sheet_rows(sheet):
        if not rows:
            skip = number
        rows.append(row)
        if len(rows) > limits.SAMPLE_ROWS:
            break
    return rows, {"skip": skip, "sheet": sheet.name, "sheets": names}


def load(engine: Engine, sample: Sample, name: str, *, folder: Path, keep: bool) -> Loaded:
    """Load one file under a name.

    Args:
        engine: where to.
        sample: an unpacked file with `columns`.
        name: of the table.
        folder: for files in between.
        keep: hold it in the engine even when it is large.
    """
    if sample.container == "parquet":
        return _load_parquet(engine, sample, name)
    if sample.container == "xlsx":
        return _load_workbook(engine, sample, name, folder)
    if sample.container == "json":
        return _load_json(engine, sample, name, folder)
    return _load_text(engine, sample, name, folder, keep=keep or sample.size <= KEPT_BYTES)


def _cleaned(columns: tuple[str, ...], raw: tuple[str, ...], shown: str) -> str:
    cells = ", ".join(
        f"{_unblank(quote(source))} AS {quote(column)}"
        for column, source in zip(columns, raw, strict=True)
    )
    return f"{cells}, {literal(shown)} AS {FILE}"


def _unblank(text: str) -> str:
    """Write a text without blanks around it; NULL where nothing is left.

    What is empty or begins with a blank sorts before `!`: a comparison that costs a fifth of looking for blanks.
    """
    needed = f"{text} < '!' OR ends_with({text}, ' ')"
    return f"CASE WHEN {needed} THEN nullif(trim({text}), '') ELSE {text} END"


# --- text ---------------------------------------------------------------------------------


def _load_text(engine: Engine, sample: Sample, name: str, folder: Path, *, keep: bool) -> Loaded:
    path, _encoding = _as_utf8(sample, folder / f"{name}.utf8")
    # the same layout again, from the same text: whether cells are quoted is not in the sample
    layout = dialect.detect(sample.text, whole=len(sample.head) < limits.SAMPLE_BYTES)
    assert layout is not None
    path, layout = aligned.with_tabs(path, layout, folder / f"{name}.tabs")
    path = footers.cut(path, folder / f"{name}.cut")
    listed = headless.of_columns(sample.columns)
    own = sample.columns if listed is None else tuple(listed.columns)
    raw = tuple(f"c{number}" for number in range(len(own)))
    cleaned = _cleaned(own, raw, sample.shown)
    if listed is not None:
        further = listed.unfolded(dict(zip(own, raw, strict=True)))
        cleaned += "".join(f", {sql} AS {quote(column)}" for column, sql in further.items())
    rejects = f"{name}_rejects"
    longest = limits.MAX_LINE if keep else limits.STREAMED_LINE
    source = _read_csv(path, layout, raw, rejects, longest)
    if not keep:
        line = f"row_number() OVER () + {layout.skip} AS {LINE}"
        untrimmed = {column: f"__{cell}" for column, cell in zip(own, raw, strict=True)}
        cells = ", ".join(f"{cell} AS {quote(f'__{cell}')}" for cell in raw)
        engine.view(name, f"SELECT {line}, {cleaned}, {cells} FROM {source}")
        return Loaded(
            name=name, columns=sample.columns, kept=False, rejects=rejects, untrimmed=untrimmed
        )
    with _about(sample):
        _keep(engine, f"{name}_raw", source)
    rejected = _keep_rejects(engine, rejects, f"{name}_bad", path)
    line = _line_sql(engine, f"{name}_raw", raw, layout.skip, rejected)
    engine.view(name, f"SELECT {line} AS {LINE}, {cleaned} FROM {name}_raw")
    return Loaded(
        name=name,
        columns=sample.columns,
        kept=True,
        rejects=f"{name}_bad" if rejected else None,
    )


def _keep(engine: Engine, table: str, source: str) -> None:
    """Read a text into the engine; with one thread where its quoted line breaks need that."""
    select = f"CREATE TEMP TABLE {table} AS SELECT row_number() OVER () AS n, * FROM"
    try:
        engine.execute(f"{select} {source}")
    except EngineError as error:
        if "parallel" not in str(error).lower():
            raise
        engine.execute(f"{select} {source.removesuffix(')')}, parallel=false)")


def _read_csv(
    path: Path, layout: dialect.Dialect, raw: tuple[str, ...], rejects: str, longest: int
) -> str:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in raw)
    quotes = "'\"'" if layout.quoted else "''"
    return (
        f"read_csv({quote_paths([path])}, auto_detect=false, header=false, skip={layout.skip}, "
        f"delim={literal(layout.delimiter)}, quote={quotes}, escape={quotes}, "
        f"columns={{{types}}}, max_line_size={longest}, "
        f"buffer_size={2 * longest}, store_rejects=true, "
        f"rejects_table='{rejects}', rejects_scan='{rejects}_scan', rejects_limit=100000)"
    )


def _keep_rejects(engine: Engine, rejects: str, name: str, path: Path) -> list[int]:
    """Keep the lines that are no rows, once each, with the physical line that each begins on.

    Returns:
        Their numbers among the records, by which the engine counts lines: a record with line
        breaks in its cells counts once.
    """
    found = engine.rows(
        "SELECT line, min(line_byte_position), min(error_message), left(min(csv_line), 4000) "
        f"FROM {rejects} GROUP BY line ORDER BY line"
    )
    if not found:
        return []
    import pyarrow as pa

    # behind lines that end in CR LF the engine's position is that of the LF
    lines = _lines_at(path, [place + text.startswith("\n") for _, place, _, text in found])
    table = pa.table(
        {
            "line": pa.array(lines, pa.int64()),
            "reason": pa.array([reason for _, _, reason, _ in found], pa.string()),
            "content": pa.array([text.lstrip("\n") for _, _, _, text in found], pa.string()),
        }
    )
    engine.register(name, table)
    return [line for line, _, _, _ in found]


def _lines_at(path: Path, positions: list[int]) -> list[int]:
    """Count the physical lines up to byte positions (from 1, ascending)."""
    lines: list[int] = []
    done = count = 0
    with path.open("rb") as file:
        for position in positions:
            while done < position - 1:
                block = file.read(min(_BLOCK, position - 1 - done))
                if not block:
                    break
                done += len(block)
                count += block.count(b"\n")
            lines.append(count + 1)
    return lines


def _line_sql(
    engine: Engine, table: str, raw: tuple[str, ...], skip: int, rejected: list[int]
) -> str:
    """Write the physical line that each row begins on: cells hold line breaks, lines are rejected."""
    checks = ", ".join(f"bool_or(contains({column}, chr(10)))" for column in raw)
    broken = [
        column
        for column, found in zip(raw, engine.rows(f"SELECT {checks} FROM {table}")[0], strict=True)
        if found
    ]
    record = line = f"n + {skip}"
    if rejected and len(rejected) <= 1_000:
        before = ", ".join(str(number - index) for index, number in enumerate(rejected))
        line += f" + len(list_filter([{before}], lambda x: x <= {record}))"
    if broken:
        breaks = " + ".join(
            f"coalesce(length({c}) - length(replace({c}, chr(10), '')), 0)" for c in broken
        )
        line += (
            f" + coalesce(sum({breaks}) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING "
            "AND 1 PRECEDING), 0)::BIGINT"
        )
    return line


def _as_utf8(sample: Sample, target: Path, *, without_mark: bool = False) -> tuple[Path, str]:
    """Check the whole file's encoding; write a UTF-8 copy when it is another one."""
    name = sample.encoding or "utf-8"
    if name in {"utf-8", "utf-8-sig", "ascii"}:
        wrong = _first_not_utf8(sample)
        if wrong is not None:
            found = encoding.detect(wrong)
            name = found.name if found is not None and found.name != "utf-8" else "cp1252"
        elif not (without_mark and sample.bom):
            return sample.path, name
    with (
        sample.path.open("rb") as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        decoder = codecs.getincrementaldecoder(name)(errors="replace")
        while block := source.read(_BLOCK):
            out.write(decoder.decode(block))
        out.write(decoder.decode(b"", final=True))
    return target, name


def _first_not_utf8(sample: Sample) -> bytes | None:
    """Return the block in which the text stops being UTF-8; None when all of it is.

    Raises:
        FileError: there are zero bytes in it, as a disk writes for what it lost.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    pending = False
    with sample.path.open("rb", buffering=0) as source:
        while block := source.read(_LOOK):
            if b"\x00" in block:
                raise FileError(
                    sample.shown,
                    "holds zero bytes: it is damaged, or not a text file",
                    hint="Export or copy it again.",
                    place=f"byte {done + block.index(0) + 1}",
                    code="input.file.binary",
                )
            if pending or not block.isascii():
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    return block + source.read(_BLOCK)
                pending = bool(decoder.getstate()[0])
            done += len(block)
    return None


class _about:  # noqa: N801 - reads as a clause: `with _about(sample)`
    """Turn the engine's complaint about a file into one that names the file."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, EngineError) and error.code != "engine.memory":
            words = str(error).removeprefix("The query failed: ").splitlines()[0]
            raise FileError(
                self._sample.shown,
                f"cannot be read as {self._sample.container}: {words}"[:400],
                hint="Export it again; it may be damaged or cut off.",
                code="input.file.damaged",
            ) from error


about = _about

# --- workbooks ----------------------------------------------------------------------------


def _load_workbook(engine: Engine, sample: Sample, name: str, folder: Path) -> Loaded:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sheet, others = open_sheet(sample)
    raw = tuple(f"c{number}" for number in range(len(sample.columns)))
    schema = pa.schema([("n", pa.int64()), *((column, pa.string()) for column in raw)])
    path = folder / f"{name}-sheet.parquet"
    with pq.ParquetWriter(path, schema) as writer:
        batch: list[tuple[int, list[str]]] = []
        for number, cells in sheet_rows(sheet):
            if number > sample.skip:
                batch.append((number, cells))
            if len(batch) >= _ROWS:
                writer.write_batch(_batch(batch, schema))
                batch.clear()
        if batch:
            writer.write_batch(_batch(batch, schema))
    cleaned = _cleaned(sample.columns, raw, sample.shown)
    engine.view(name, f"SELECT n AS {LINE}, {cleaned} FROM read_parquet({quote_paths([path])})")
    notes = (
        (f"only the sheet {sheet.name!r} was read, not {', '.join(map(repr, others))}",)
        if others
        else ()
    )
    return Loaded(name=name, columns=sample.columns, kept=True, notes=notes)


def _batch(rows: list[tuple[int, list[str]]], schema: Any) -> Any:
    import pyarrow as pa

    width = len(schema) - 1
    columns = [pa.array([number for number, _ in rows], type=pa.int64())]
    columns += [
        pa.array([cells[n] if n < len(cells) else "" for _, cells in rows], type=pa.string())
        for n in range(width)
    ]
    return pa.record_batch(columns, schema=schema)


# --- Parquet ------------------------------------------------------------------------------


def _parquet_rows(sample: Sample) -> list[list[str]]:
    from desireline.engines import open_engine

    engine = open_engine(threads=1, memory_limit=limits.ENGINE_MEMORY)
    with about(sample):
        source = f"read_parquet({quote_paths([sample.path])})"
        described = engine.rows(f"DESCRIBE SELECT * FROM {source}")
        refuse_width(sample.shown, len(described))
        cells = ", ".join(_as_text(column, kind) for column, kind, *_ in described)
        rows = engine.rows(f"SELECT {cells} FROM {source} LIMIT {limits.SAMPLE_ROWS}")
    return [[row[0] for row in described], *([one or "" for one in row] for row in rows)]


def _as_text(column: str, kind: str) -> str:
    name = quote(column)
    if kind == "TIMESTAMP_NS":
        return f"CAST(CAST({name} AS TIMESTAMP) AS VARCHAR)"
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"CAST(to_json({name}) AS VARCHAR)"
    return f"CAST({name} AS VARCHAR)"


def _load_parquet(engine: Engine, sample: Sample, name: str) -> Loaded:
    source = f"read_parquet({quote_paths([sample.path])}, file_row_number=true)"
    with about(sample):
        described = engine.rows(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}")
    cells: list[str] = []
    typed: dict[str, tuple[str, str]] = {}
    for number, ((column, kind, *_), ours) in enumerate(
        zip(described, sample.columns, strict=True)
    ):
        text = _as_text(column, kind)
        if _TYPED.match(kind):
            typed[ours] = (kind, f"__as_is_{number}")
            cells.append(f"{quote(column)} AS __as_is_{number}")
        blank = ours not in typed and kind not in _NEVER_BLANK
        cells.append(f"{_unblank(text) if blank else text} AS {quote(ours)}")
    engine.view(
        name,
        f"SELECT file_row_number + 1 AS {LINE}, {', '.join(cells)}, "
        f"{literal(sample.shown)} AS {FILE} FROM {source}",
    )
    return Loaded(name=name, columns=sample.columns, kept=True, typed=typed)


# --- JSON ---------------------------------------------------------------------------------


def _load_json(engine: Engine, sample: Sample, name: str, folder: Path) -> Loaded:
    """Load objects: keys become columns, those that come up late as well."""
    forms = {"lines": "newline_delimited", "array": "array"}
    form = forms.get(sample.json or "", "unstructured")
    broken = ", ignore_errors=true" if sample.json == "lines" else ""
    path, _ = _as_utf8(sample, folder / f"{name}.utf8", without_mark=True)
    with about(sample):
        engine.execute(
            f"CREATE TEMP TABLE {name}_raw AS SELECT row_number() OVER () AS n, json AS j FROM "
            f"read_json_objects({quote_paths([path])}, format='{form}', "
            f"maximum_object_size={limits.MAX_JSON_OBJECT}{broken})"
        )
        keys = [
            key
            for (key,) in engine.rows(
                f"SELECT DISTINCT unnest(json_keys(j)) FROM {name}_raw "
                "WHERE json_type(j) = 'OBJECT'"
            )
        ]
    late = sorted(set(keys) - set(sample.columns))
    columns = (*sample.columns, *late)
    refuse_width(sample.shown, len(columns))
    cells = ", ".join(
        f"nullif(trim(json_extract_string(j, {literal(_pointer(column))})), '') AS {quote(column)}"
        for column in columns
    )
    engine.view(
        name,
        f"SELECT n AS {LINE}, {cells}, {literal(sample.shown)} AS {FILE} FROM {name}_raw "
        "WHERE json_type(j) = 'OBJECT'",
    )
    engine.execute(
        f"CREATE TEMP TABLE {name}_bad AS SELECT n AS line, "
        "'not a JSON object' AS reason, coalesce(CAST(j AS VARCHAR), '') AS content "
        f"FROM {name}_raw WHERE j IS NULL OR json_type(j) != 'OBJECT'"
    )
    some = engine.rows(f"SELECT count(*) FROM {name}_bad")[0][0]
    return Loaded(name=name, columns=columns, kept=True, rejects=f"{name}_bad" if some else None)


def _pointer(column: str) -> str:
    return "/" + column.replace("~", "~0").replace("/", "~1")

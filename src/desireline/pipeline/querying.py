"""Import from a database: the rows that are new since the last time become events.

In: a declaration.  Out: an `ImportReport`. The rows are written to a Parquet file and read like any other
table; the cursor's newest value is kept in the commit that makes the events visible. A crash before it
leaves the old cursor and no events, a crash after it leaves both: nothing is lost and nothing doubled.
Rows of the overlap come again and are known by their ids or their content. What the first rows were taken for is
kept as well: the few rows of a later reading show too little to be guessed again, or would be guessed otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desireline.databases import Query, load, read
from desireline.errors import AmbiguityError, InputError, MappingError
from desireline.jobs import Job
from desireline.pipeline.answered import Ask
from desireline.pipeline.context import Context
from desireline.pipeline.importing import ImportReport, add_unit
from desireline.pipeline.leftovers import staging
from desireline.sources import FileReport, Unit, recognise, settled_body, written
from desireline.stores import Tables

CURSOR = "database_cursor"
"""Documents that keep how far each query was read, and what its rows are called in the ledger."""
GUESS = "database_guess"
"""Documents that keep what the rows of a query without a mapping were taken for."""
_GUESSED = "guessed"


def add_query(
    context: Context,
    declaration: Path,
    *,
    answers: Mapping[str, str],
    ask: Ask | None,
    job: Job,
) -> ImportReport:
    """Read what is new.

    Raises:
        InputError: the declaration is wrong, the driver is missing, or the rows cannot be guessed.
        EngineError: the database cannot be reached or failed.
    """
    query, rest = load(declaration)
    document = context.store.documents.get(CURSOR, query.key)
    since = document.body if document is not None and query.cursor else None
    report = ImportReport(named=frozenset({query.shown}))
    with staging(context.temporary, "query") as folder:
        rows = folder / "rows.parquet"
        fetched = _fetch(query, since, rows, job)
        count, newest, without = fetched.count, fetched.newest, fetched.without
        if count == 0:
            report.files.append(
                FileReport(
                    path=query.shown, format=query.dialect, warnings=["no rows: nothing is new"]
                )
            )
            return report
        kept = context.store.documents.get(GUESS, query.key) if not rest else None
        unit = _unit(query, declaration, rows, taught=bool(rest), kept=kept and kept.body["toml"])
        options = dict(answers)
        add_unit(
            context,
            unit,
            options=options,
            ask=ask,
            job=job,
            words=query.shown,
            report=report,
            also=lambda tables: _keep(tables, query, newest, _guess(unit, options)),
        )
        for file in report.files:
            _tell(file, query, since=since, without=without, turned=fetched.turned)
    return report


@dataclass(frozen=True, slots=True)
class _Fetched:
    """How many rows came, the cursor's newest value, how many had none, and from where it was read where its type had changed."""

    count: int
    newest: dict[str, str] | None
    without: int
    turned: str | None


def _fetch(query: Query, since: dict[str, str] | None, target: Path, job: Job) -> _Fetched:
    """Stream the rows into a file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = without = 0
    newest: dict[str, str] | None = None
    turned: str | None = None
    writer: Any = None
    try:
        for batch in read(query, since=since):
            schema = pa.schema([pa.field(name, pa.string()) for name in batch.columns])
            writer = writer or pq.ParquetWriter(target, schema, compression="zstd")
            columns = [
                pa.array(list(cells), pa.string()) for cells in zip(*batch.rows, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            count += len(batch.rows)
            without += batch.without_cursor
            newest, turned = batch.newest, batch.turned
            job.progress(count, None, f"{query.shown}: {count:,} rows")
    finally:
        if writer is not None:
            writer.close()
    return _Fetched(count, newest, without, turned)


def _unit(query: Query, declaration: Path, rows: Path, *, taught: bool, kept: str | None) -> Unit:
    unit = None if kept is None else _as_before(rows, kept)
    if unit is None:
        found = recognise([rows], mapping=declaration if taught else None)
        if not found.units:
            error = found.refused[0].error or {}
            raise InputError(
                error.get("message", "").replace(str(rows), query.shown),
                hint=error.get("hint", "").replace(
                    "save this as a file, fill in the blanks and give it with --mapping:",
                    f"put this at the top of {declaration.name} and fill in the blanks:",
                ),
                code=error.get("code"),
            )
        unit = found.units[0]
    (sample,) = unit.samples
    (table,) = dict(unit.options["tables"]).values()
    return replace(
        unit,
        format=query.dialect,
        samples=(replace(sample, shown=query.shown),),
        options={**unit.options, "tables": {query.shown: table}},
    )


def _as_before(rows: Path, kept: str) -> Unit | None:
    """The rows as they were taken before; None where they lack a column that this needs."""
    mapping = rows.with_name("before.toml")
    mapping.write_text(kept, encoding="utf-8")
    try:
        found = recognise([rows], mapping=mapping)
    except MappingError:
        return None
    unit = next((unit for unit in found.units if unit.mapping == _GUESSED), None)
    return unit and replace(unit, why="guessed from the first rows, and kept")


def _guess(unit: Unit, options: Mapping[str, str]) -> str | None:
    """What the rows were taken for, as a mapping file with the answers filled in."""
    proposal = unit.options.get("proposal")
    if proposal is None:
        return None
    try:
        body, _ = settled_body(proposal, unit.samples[0].shown, options)
    except AmbiguityError:
        return None
    return written(proposal, body, name=_GUESSED)


def _keep(tables: Tables, query: Query, newest: dict[str, str] | None, guess: str | None) -> None:
    if query.cursor is not None and newest is not None:
        tables.documents.put(CURSOR, query.key, {**newest, "path": query.shown})
    if guess is not None:
        tables.documents.put(GUESS, query.key, {"toml": guess})


def _tell(
    file: FileReport,
    query: Query,
    *,
    since: dict[str, str] | None,
    without: int,
    turned: str | None,
) -> None:
    if query.cursor is None:
        file.warnings.append("no cursor is declared: every import reads every row")
        return
    file.detected["rows since"] = "the beginning" if since is None else turned or since["value"]
    if turned is not None:
        file.warnings.append(
            f"{query.cursor} has another type than before: rows were read again from {turned} on"
        )
    if without:
        file.warnings.append(
            f"{without:,} rows have no {query.cursor}: once read, changes of them are not seen"
        )

"""A folder of Parquet or CSV files as one table called `files`: what a lake or a nightly job leaves.

In: a query whose url names a folder.  Out: the rows, like those of a database. All files of one kind at
the top of the folder are one table by their columns' names. The engine reads nothing outside the folder.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from desireline.databases.declaration import Query
from desireline.databases.rows import BATCH, Rows, failed, statement
from desireline.engines import open_engine, quote_paths
from desireline.errors import CancelledError, EngineError, InputError

_KINDS = {".parquet": "read_parquet", ".csv": "read_csv", ".tsv": "read_csv"}
_MEMORY = "500MB"


def rows(query: Query, start: Any) -> Rows:
    """Stream the rows."""
    files, reader = _files(query)
    engine = open_engine(memory_limit=_MEMORY, within=query.path)
    timer = threading.Timer(query.timeout_s, engine.interrupt)
    try:
        timer.start()
        engine.view("files", f"SELECT * FROM {reader}({quote_paths(files)}, union_by_name = true)")
        text = statement(query, quote='"', parameter="?", start=start)
        asked = None if start is None or query.cursor is None else [start]
        for batch in engine.stream(text, asked, rows=BATCH):
            cells = [column.to_pylist() for column in batch.columns]
            yield batch.schema.names, list(zip(*cells, strict=True))
    except CancelledError as error:
        raise failed(query, error, timed_out=True) from error
    except EngineError as error:
        raise failed(query, error, timed_out=False) from error
    finally:
        timer.cancel()
        engine.close()


def _files(query: Query) -> tuple[list[Path], str]:
    found = (
        sorted(
            path
            for path in query.path.iterdir()
            if path.suffix.lower() in _KINDS and path.is_file()
        )
        if query.path.is_dir()
        else []
    )
    readers = {_KINDS[path.suffix.lower()] for path in found}
    if len(readers) != 1:
        what = "no Parquet or CSV file" if not readers else "Parquet files beside CSV files"
        raise InputError(
            f"{query.shown}: the folder has {what}.",
            hint="Name a folder with files of one kind: they are one table, `files`.",
            code="database.folder",
        )
    return found, readers.pop()

"""A workshop's table as it stands: every row and cell of the first sheet, in place, blank ones too.

In: a workbook, a CSV, or a JSON file.  Out: rows of text, or the JSON's value. Beside the readers, because a map that people
drew is no event log: its rows have no header, and a blank cell says where the others stand. Small by nature, so it
is read whole; what is larger is refused. Called in the limited child process only: a crafted workbook may crash or grow.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from desireline.errors import FileError
from desireline.sources import dialect, encoding
from desireline.sources.model import Sample
from desireline.sources.workbook import open_sheet, sheet_cells

_MOST_BYTES = 8_000_000
_MOST_CELLS = 200_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def grid_of(path: Path) -> list[list[str]] | Any:
    """Read a table as rows of text; a JSON file as its value.

    Raises:
        FileError: it is no table, too large, or damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(
            path.name, f"cannot be opened ({error.strerror})", hint="Check the path.",
            code="input.file.unreadable",
        ) from error  # fmt: skip
    if len(content) > _MOST_BYTES:
        raise FileError(
            path.name,
            f"has {len(content) / 1e6:,.0f} MB, more than a workshop's map has",
            hint="Export the map alone, without pictures.",
            code="input.board",
        )
    if content.startswith(_WORKBOOKS):
        sample = Sample(path=path, shown=path.name, size=len(content), container="xlsx", head=b"")
        rows = [list(row) for row in sheet_cells(open_sheet(sample)[0])]
        return _bounded(path, rows)
    found = encoding.detect(content)
    if found is None:
        raise FileError(
            path.name,
            "is no table",
            hint="Export the map as XLSX or CSV, or a Miro board's items as JSON.",
            code="input.board",
        )
    text = content.decode(found.name, errors="replace")
    if text.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        try:
            return json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise FileError(
                path.name, f"is damaged JSON ({error})", hint="Export it again.",
                code="input.file.damaged",
            ) from error  # fmt: skip
    laid = dialect.detect(text)
    try:
        rows = list(
            csv.reader(io.StringIO(text), delimiter="," if laid is None else laid.delimiter)
        )
    except csv.Error as error:
        raise FileError(
            path.name, f"is damaged ({error})", hint="Export it again.", code="input.file.damaged"
        ) from error
    return _bounded(path, [[cell.strip() for cell in row] for row in rows])


def _bounded(path: Path, rows: list[list[str]]) -> list[list[str]]:
    if sum(map(len, rows)) > _MOST_CELLS:
        raise FileError(
            path.name,
            f"has more than {_MOST_CELLS:,} cells",
            hint="Export the map alone: a workshop's map has hundreds of cards.",
            code="input.board",
        )
    return rows

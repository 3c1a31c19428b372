"""Opening a workbook: its first sheet that holds a table, and that sheet's rows as text.

In: a sampled XLSX, XLS or ODS file.  Out: the sheet, and (row number, cells) written as a CSV export would write
them. A workbook that unpacks to far more than its size is refused before it is opened.
"""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
import zipfile
from collections.abc import Iterator
from typing import Any

from desireline.errors import FileError
from desireline.sources.model import Sample
from desireline.sources.sample import refuse_width, refuse_workbook

_LOOK = 40
"""Rows that are looked at to find the header."""


def open_sheet(sample: Sample) -> tuple[Any, list[str]]:
    """Open the first sheet that holds a table; name the others that do."""
    import python_calamine as calamine

    _check_workbook(sample)
    try:
        book = calamine.CalamineWorkbook.from_path(str(sample.path))
        sheets = [
            book.get_sheet_by_name(meta.name)
            for meta in book.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise FileError(
            sample.shown,
            f"the workbook cannot be opened ({error})",
            hint="Open and save it again without a password, or export it as CSV.",
            code="input.file.damaged",
        ) from error
    tables = [sheet for sheet in sheets if sheet.total_height > 1 and sheet.total_width > 1]
    if not (tables or sheets):
        raise FileError(
            sample.shown, "has no sheets", hint="Export it again.", code="input.file.empty"
        )
    chosen = (tables or sheets)[0]
    refuse_width(sample.shown, chosen.total_width)
    return chosen, [sheet.name for sheet in tables if sheet.name != chosen.name]


def _check_workbook(sample: Sample) -> None:
    if zipfile.is_zipfile(sample.path):
        with zipfile.ZipFile(sample.path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        refuse_workbook(sample.shown, unpacked, sample.path.stat().st_size)


def sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number from 1, cells as text) from the header on; empty rows fall away.

    Above a header stand titles: lines of a few cells, where the table below has more than twice as many.
    """
    offset = sheet.start[0] if sheet.start else 0
    rows = (
        (number, cells)
        for number, row in enumerate(sheet.iter_rows(), start=offset + 1)
        if any(cells := [_cell(value) for value in row])
    )
    first = list(itertools.islice(rows, _LOOK))
    usual = statistics.median(_filled(cells) for _, cells in first) if first else 0
    titles = itertools.takewhile(lambda row: _is_title(row[1], usual), first)
    yield from first[sum(1 for _ in titles) :]
    yield from rows


def _is_title(cells: list[str], usual: float) -> bool:
    filled = _filled(cells)
    return (filled == 1 and len(cells) > 1) or (filled <= 3 and filled * 2 <= usual)


def _filled(cells: list[str]) -> int:
    return sum(1 for one in cells if one)


def sheet_cells(sheet: Any) -> Iterator[list[str]]:
    """Yield every row's cells as text, blank ones too."""
    for row in sheet.iter_rows():
        yield [_cell(value) for value in row]


def _cell(value: Any) -> str:
    """Write a workbook's cell as a CSV export would."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value).strip()

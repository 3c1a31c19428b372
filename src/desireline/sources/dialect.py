"""How a text is a table: delimiter, quotes, lines before the header, header rows, names of columns.

In: the first lines of a text.  Out: a `Dialect`, or None when no delimiter makes rows of one width.
Header rows are told by what they are not: a row with numbers, dates or addresses in it is data.
Qualtrics writes three (ids, questions, `{"ImportId": ...}`), its older export two.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desireline.sources import headless, limits
from desireline.sources.footers import without_footer

_DELIMITERS = (",", ";", "\t", "|")
BLANKS = " "
"""Stands for runs of blanks between aligned columns."""
_ROWS = 200
_MOST_PREAMBLE = 20
_LONGEST_VALUE = 100
_VALUE = re.compile(
    r"[-+]?[\d.,]*\d[\d.,]*%?([eE][-+]?\d+)?"  # a number
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*"  # a date
    r"|\d{1,2}:\d{2}(:\d{2})?.*"  # a time
    r"|[^@\s]+@[^@\s]+\.[a-z]+"  # an address
    r"|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27}"  # an id
    r"|https?://.*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A table's layout. `skip` counts physical lines before the first row of data."""

    delimiter: str
    quoted: bool
    preamble: int
    header: tuple[tuple[str, ...], ...]
    skip: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def detect(text: str, *, whole: bool = True) -> Dialect | None:
    """Find the layout of a text table.

    Args:
        text: the beginning, without a byte-order mark.
        whole: whether it is all of the file; else the last line may be cut and is not judged.
    """
    listed = headless.of_text(text)
    if listed is not None:
        return _listed(text, listed, whole=whole)
    text = without_footer(text) if whole else text
    tries = [
        attempt
        for delimiter in _DELIMITERS
        for quoted in (True, False)
        if delimiter in text[: limits.MAX_LINE]
        and (attempt := _attempt(text, delimiter, quoted=quoted, whole=whole)) is not None
    ]
    if not tries:
        return _aligned(text, whole=whole)
    best = max(tries, key=lambda one: one.score)
    return _layout(text, best, whole=whole)


def _listed(text: str, layout: headless.Headless, *, whole: bool) -> Dialect:
    """Rows without a header, in an order that is known: every cell is as it stands."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    lines = [line for line in (lines if whole else lines[:-1]) if line]
    return Dialect(
        delimiter=layout.delimiter,
        quoted=False,
        preamble=0,
        header=(),
        skip=0,
        columns=layout.names,
        rows=tuple(tuple(line.split(layout.delimiter)) for line in lines[: limits.SAMPLE_ROWS]),
    )


def _aligned(text: str, *, whole: bool) -> Dialect | None:
    """Columns set apart by blanks, as statistics programs write them.

    Prose has blanks too: every line must have the same number of words, and most must be values.
    """
    lines = text.splitlines()
    lines = lines if whole else lines[:-1]
    rows = [(line.split(), number) for number, line in enumerate(lines, start=1) if line.strip()]
    rows = rows[: limits.SAMPLE_ROWS]
    if len(rows) < 5 or len({len(row) for row, _ in rows}) > 1 or len(rows[0][0]) < 3:
        return None
    body = [row for row, _ in rows[1:]]
    cells = [cell for row in body for cell in row]
    if sum(map(_is_value, cells)) < 0.6 * len(cells):
        return None
    count = 0 if is_data(rows[0][0], body) else 1
    header = tuple(tuple(row) for row, _ in rows[:count])
    return Dialect(
        delimiter=BLANKS,
        quoted=False,
        preamble=0,
        header=header,
        skip=rows[0][1] if count else rows[0][1] - 1,
        columns=column_names(header[0] if header else (), len(rows[0][0])),
        rows=tuple(tuple(row) for row, _ in rows[count:]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    delimiter: str
    quoted: bool
    width: int
    share: float

    @property
    def score(self) -> tuple[float, bool, int]:
        # a share within a point is a tie, and then quotes mean something
        return (round(self.share, 2), self.quoted, self.width)


def _attempt(text: str, delimiter: str, *, quoted: bool, whole: bool) -> _Attempt | None:
    rows = [row for row, _ in _read(text, delimiter, quoted=quoted, whole=whole, limit=_ROWS)]
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return None
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = count / sum(widths.values())
    if width < 2 or (share < 0.6 and len(rows) > 2):
        return None
    return _Attempt(delimiter=delimiter, quoted=quoted, width=width, share=share)


def _read(
    text: str, delimiter: str, *, quoted: bool, whole: bool, limit: int
) -> Iterator[tuple[list[str], int]]:
    """Yield rows with the number of the physical line that each ends on."""
    csv.field_size_limit(limits.MAX_LINE)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        doublequote=True,
    )
    held: tuple[list[str], int] | None = None
    count = 0
    try:
        for row in reader:
            if held is not None:
                yield held
                count += 1
            if count >= limit:
                return
            held = (row, reader.line_num)
    except csv.Error:
        return
    if held is not None and whole:
        yield held


def _layout(text: str, best: _Attempt, *, whole: bool) -> Dialect:
    lines = list(
        _read(text, best.delimiter, quoted=best.quoted, whole=whole, limit=limits.SAMPLE_ROWS)
    )
    start = _preamble(lines, best.width)
    count = _header_rows([row for row, _ in lines[start:]])
    header = tuple(tuple(row) for row, _ in lines[start : start + count])
    before = lines[start + count - 1][1] if start + count else 0
    width = max((len(row) for row in header), default=best.width)
    rows = tuple(tuple(row) for row, _ in lines[start + count :] if row)
    return Dialect(
        delimiter=best.delimiter,
        quoted=best.quoted,
        preamble=lines[start - 1][1] if start else 0,
        header=header,
        skip=before,
        columns=column_names(header[0] if header else (), width),
        rows=rows,
    )


def _preamble(lines: Sequence[tuple[list[str], int]], width: int) -> int:
    """Count the leading rows that are narrower than the table: titles, filters, blank lines."""
    for number, (row, _) in enumerate(lines[:_MOST_PREAMBLE]):
        filled = sum(1 for cell in row if cell.strip())
        if len(row) >= width and filled >= min(2, width):
            return number
    return 0


def _header_rows(rows: Sequence[Sequence[str]]) -> int:
    if not rows:
        return 0
    if len(rows) > 2 and any(cell.lstrip().startswith('{"ImportId"') for cell in rows[2]):
        return 3
    if len(rows) > 1 and list(rows[0][:1]) == ["V1"] and "ResponseID" in rows[1]:
        return 2
    return 0 if is_data(rows[0], rows[1:]) else 1


def _is_value(cell: str) -> bool:
    # a long cell is no number or date, and would cost the pattern quadratic time
    return len(cell) <= _LONGEST_VALUE and _VALUE.fullmatch(cell) is not None


def is_data(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a first row is data and not names.

    A number alone may be a name (a year, say) when the cells below it are of another kind.
    """
    filled = [(n, cell.strip()) for n, cell in enumerate(first) if cell.strip()]
    if not filled:
        return False
    values = sum(1 for _, cell in filled if _is_value(cell))
    if values == 0:
        return False
    if values > len(filled) / 2:
        return True
    alike = 0
    for n, cell in filled:
        if _is_value(cell):
            below = [row[n].strip() for row in rows[:50] if n < len(row) and row[n].strip()]
            alike += bool(below) and sum(map(_is_value, below)) > len(below) / 2
    return alike > 0


def column_names(header: Sequence[str], width: int) -> tuple[str, ...]:
    """Give every column a name of its own: nameless ones their number, repeated ones a suffix."""
    names: list[str] = []
    taken: set[str] = set()
    for number in range(max(width, len(header))):
        wanted = header[number].strip().lstrip("\ufeff") if number < len(header) else ""
        name = wanted or f"column_{number + 1}"
        suffix = 2
        while name.casefold() in taken:
            name, suffix = f"{wanted or f'column_{number + 1}'}_{suffix}", suffix + 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)

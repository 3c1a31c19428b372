"""How each survey tool's file is laid out, as `sources/forms/*.toml` declare it.

In: those files, a header and the rows below it.  Out: which tool's it is, and which columns are no questions. Names are
compared without case and punctuation; where the tool writes them in the reader's language, its first columns may be known by their cells instead.
A new tool is a new file there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from desireline.sources.readers import scales

_FOLDER = Path(__file__).parents[1] / "forms"
_FEWEST_ROWS = 2
"""Rows below a header that must fit before cells tell whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A tool's layout, as its file declares it. Names are compared without case and punctuation."""

    name: str
    columns: dict[str, list[str]]
    needs: list[str] = field(default_factory=list[str])
    """All must be there; `a|b` is either."""
    some: list[str] = field(default_factory=list[str])
    """At least one must be there."""
    first_column: list[str] = field(default_factory=list[str])
    questions: bool = False
    """Another column must read as a question: the tool has no columns of its own."""
    asks: int = 1
    """So many columns, at least, must ask something."""
    sure: float = 0.0
    """How sure its columns make it; 0: as sure as its own columns are."""
    header_rows: int = 1
    zone: str | None = None
    ignore: list[str] = field(default_factory=list[str])
    about: list[str] = field(default_factory=list[str])
    """Columns that are kept as attributes."""
    skip: str | None = None
    """Ending of columns that repeat others."""
    cells: dict[str, str] = field(default_factory=dict[str, str])
    """What the first columns hold in every row, whatever they are called: the tool's own name of each, and a regular expression."""
    then: dict[str, str] = field(default_factory=dict[str, str])
    """What may follow them, in this order; each may be missing. The first row that fills such a cell decides."""

    def fits(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether a header, with the rows below it, is this tool's."""
        columns, *below = rows
        there = {plain(column) for column in columns}
        if not all(any(plain(n) in there for n in need.split("|")) for need in self.needs):
            return False
        if self.some and not any(plain(name) in there for name in self.some):
            return False
        if self.first_column and (
            not columns or plain(columns[0]) not in {plain(name) for name in self.first_column}
        ):
            return False
        if self.asks == 1:
            return not self.questions or any(_is_question(column) for column in columns[1:])
        cells = ([row[n] for row in below if n < len(row)] for n in range(len(columns)))
        asked = sum(
            _is_question(column) or scales.asks(column) or scales.in_words(answers) is not None
            for column, answers in zip(columns, cells, strict=True)
        )
        return asked >= self.asks

    def named(self, rows: Sequence[Sequence[str]]) -> list[str] | None:
        """The header with the tool's own names, where the cells below it are this tool's and a heading reads as a question.

        Args:
            rows: the header, then rows of cells; two at least.
        """
        if not self.cells or len(rows) < _FEWEST_ROWS + 1 or len(rows[0]) <= len(self.cells):
            return None
        header, *below = rows
        for place, pattern in enumerate(self.cells.values()):
            if not all(
                place < len(row) and re.fullmatch(pattern, row[place].strip()) for row in below
            ):
                return None
        names = [*self.cells, *header[len(self.cells) :]]
        place = len(self.cells)
        for name, pattern in self.then.items():
            filled = [row[place].strip() for row in below if place < len(row) and row[place]]
            if filled and all(re.fullmatch(pattern, cell) for cell in filled):
                names[place] = name
                place += 1
        return names if any(_is_question(name) for name in names[place:]) else None


def known(rows: Sequence[Sequence[str]]) -> tuple[Form, list[str]] | None:
    """The tool whose header or, failing that, whose first cells these are, with the header as its layout names it."""
    if not rows:
        return None
    for form in forms():
        if not form.sure and form.fits(rows):
            return form, list(rows[0])
    for form in forms():
        if names := form.named(rows):
            return form, names
    for form in forms():
        if form.sure and form.fits(rows):
            return form, list(rows[0])
    return None


@cache
def forms() -> tuple[Form, ...]:
    """The layouts that ship."""
    return tuple(
        Form(**tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(_FOLDER.glob("*.toml"))
    )


def plain(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[\W_]+", "", name).lower() or name.strip()


def _is_question(column: str) -> bool:
    said = column.strip()
    return said.endswith("?") or (len(said) > 25 and said.count(" ") >= 3)

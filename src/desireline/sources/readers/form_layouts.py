"""How each survey tool's file is laid out, as `sources/forms/*.toml` declare it.

In: those files, and a header.  Out: which tool's it is, and which columns are no questions. Names are compared without case
and punctuation. A new tool is a new file there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "forms"


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
    header_rows: int = 1
    zone: str | None = None
    ignore: list[str] = field(default_factory=list[str])
    about: list[str] = field(default_factory=list[str])
    """Columns that are kept as attributes."""
    skip: str | None = None
    """Ending of columns that repeat others."""

    def fits(self, columns: Sequence[str]) -> bool:
        """Whether a header is this tool's."""
        there = {plain(column) for column in columns}
        if not all(any(plain(n) in there for n in need.split("|")) for need in self.needs):
            return False
        if self.some and not any(plain(name) in there for name in self.some):
            return False
        if self.first_column and (
            not columns or plain(columns[0]) not in {plain(name) for name in self.first_column}
        ):
            return False
        return not self.questions or any(_is_question(column) for column in columns[1:])


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

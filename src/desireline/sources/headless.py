"""Files without a header, of a tool that documents the order of its columns: `sources/headless/*.toml`.

In: the first row of a text.  Out: the names of its columns, and how a JSON cell that holds many things is taken apart, as
the same tool's tables in a warehouse have it; one mapping then reads both. The number of columns and a few of the first
row's values must fit, because a guess here would give every value another meaning.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from desireline.engines import literal

_FOLDER = Path(__file__).parent / "headless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headless:
    """One such file's layout."""

    delimiter: str
    columns: list[str]
    fits: dict[str, str] = field(default_factory=dict[str, str])
    """Expressions that values of the first row must match, by column."""
    unfold: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """Of a `column` with self-describing JSON, what has a `schema` becomes a list under a `name`."""

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that a mapping sees."""
        return (*self.columns, *(one["name"] for one in self.unfold))

    def is_first(self, row: Sequence[str]) -> bool:
        """Whether a row is one of this file's."""
        if len(row) != len(self.columns):
            return False
        cells = dict(zip(self.columns, row, strict=True))
        return all(re.fullmatch(like, cells[name]) for name, like in self.fits.items())

    def unfolded(self, cells: dict[str, str]) -> dict[str, str]:
        """SQL of each further column; `cells` gives that of the file's own."""
        return {
            one["name"]: f"""nullif(to_json(list_transform(list_filter(
                json_extract(CASE WHEN json_valid({cells[one["column"]]}) THEN {cells[one["column"]]} END, '$.data[*]'),
                lambda x: contains(json_extract_string(x, '$.schema'), {literal(one["schema"])})), lambda x: json_extract(x, '$.data')))::VARCHAR, '[]')"""
            for one in self.unfold
        }


def of_text(text: str) -> Headless | None:
    """Find the layout that a text's first line fits."""
    first = text.partition("\n")[0].rstrip("\r")
    return next((one for one in layouts() if one.is_first(first.split(one.delimiter))), None)


def of_columns(columns: Sequence[str]) -> Headless | None:
    """Find the layout that gave these columns."""
    return next((one for one in layouts() if one.names == tuple(columns)), None)


@cache
def layouts() -> tuple[Headless, ...]:
    """The layouts that ship."""
    return tuple(
        Headless(**tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(_FOLDER.glob("*.toml"))
    )

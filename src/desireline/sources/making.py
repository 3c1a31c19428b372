"""Columns that the engine need not write, because they follow from less: made when rows are gathered.

In: what a stream gives and what the other columns are.  Out: a table of STAGED_EVENTS. A value for all rows is one
entry of a dictionary; a currency stands where there is money; two columns that say the same are one; attributes are
joined by Arrow, which takes half of what the engine takes to write the same JSON a cell at a time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from desireline.sources.blanks import without_blanks
from desireline.tables import STAGED_EVENTS

if TYPE_CHECKING:
    import pyarrow as pa

Fixed = Mapping[str, str | bool | None]
_ESCAPED = {
    **{chr(code): f"\\u{code:04X}" for code in range(32)},
    "\b": r"\b",
    "\t": r"\t",
    "\n": r"\n",
    "\f": r"\f",
    "\r": r"\r",
    '"': r"\"",
    "\\": r"\\",
}
"""As the engine's own `to_json` writes them: the same row gives the same bytes whoever made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How the columns that a stream lacks are made of those that it has."""

    fixed: Fixed = field(default_factory=dict[str, str | bool | None])
    """Columns that hold one value throughout."""
    follows: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Columns that hold one value, as text, in the rows where another column holds any."""
    copies: Mapping[str, str] = field(default_factory=dict[str, str])
    """Columns that say what another one says."""
    untrimmed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Columns of the stream with cells as they stand in the file, and the words before each cell: blanks are to be cut off."""
    members: Sequence[str] = ()
    """Names of attributes: the stream has them as columns of their own, see `member`."""

    @property
    def names(self) -> set[str]:
        """The columns of the contract that the stream lacks."""
        attributes = {"attributes"} if self.members else set[str]()
        return {*self.fixed, *self.follows, *self.copies, *attributes}


def member(number: int) -> str:
    """Name of the stream's column with the attribute of that number."""
    return f"attribute_{number}"


def completed(rows: pa.Table, schema: pa.Schema, made: Made) -> pa.Table:
    """Add the columns that a stream lacks. `rows` has one chunk in each column."""
    import pyarrow as pa

    def cells(name: str) -> pa.Array:
        found = rows.column(name).chunk(0)
        before = made.untrimmed.get(name)
        return found if before is None else without_blanks(found, before)

    columns: dict[str, Any] = {}
    for field_ in schema:
        name = field_.name
        if name in made.fixed:
            columns[name] = _fixed(made.fixed[name], rows.num_rows, field_.type)
        elif name in made.follows:
            other, value = made.follows[name]
            columns[name] = _following(cells(other), value, field_.type)
        elif name == "attributes" and made.members:
            of_row = [cells(member(number)) for number in range(len(made.members))]
            columns[name] = _as_json(made.members, of_row)
        elif name not in made.copies:
            columns[name] = cells(name)
    columns |= {name: columns[other] for name, other in made.copies.items()}
    names = STAGED_EVENTS.names
    return pa.Table.from_arrays([columns[name] for name in names], names=names)


def _fixed(
    value: str | bool | None,  # noqa: FBT001 - a value, no switch
    rows: int,
    kind: pa.DataType,
) -> pa.Array:
    """One value for all rows, without writing a text out for each."""
    import numpy as np
    import pyarrow as pa

    if isinstance(value, str):
        return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), _words(value))
    if value is None:
        return pa.nulls(rows, kind)
    return pa.repeat(pa.scalar(value, kind), rows)


def _following(other: pa.Array, value: str, kind: pa.DataType) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute  # its functions are made at run time
    if not pa.types.is_string(kind):
        return compute.if_else(other.is_valid(), _number(value, kind), pa.scalar(None, kind))
    empty = other.is_null().to_numpy(zero_copy_only=False)
    codes = pa.array(np.zeros(len(other), np.int32), mask=empty)
    return pa.DictionaryArray.from_arrays(codes, _words(value))


@cache
def _words(value: str) -> pa.Array:
    """A dictionary of one entry. Made once: Arrow looks for `dateutil` on disk each time it is given Python's values."""
    import pyarrow as pa

    return pa.array([value])


@cache
def _number(value: str, kind: pa.DataType) -> pa.Scalar:
    from decimal import Decimal

    import pyarrow as pa

    return pa.scalar(Decimal(value), kind)


def _as_json(names: Sequence[str], cells: Sequence[Any]) -> pa.Array:
    """Write `{"name":"text",...}` for each row, without the empty ones; NULL where all are empty."""
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute
    pieces = [
        piece
        for name, cell in zip(names, cells, strict=True)
        for piece in _member(f",{json.dumps(name, ensure_ascii=False)}:", cell)
    ]
    if not cells[0].null_count:  # the first name is the same in all rows
        pieces[0] = pieces[0].replace(",", "{", 1)
        return compute.binary_join_element_wise(*_merged([*pieces, "}"]), "")
    joined = compute.binary_join_element_wise(*_merged(pieces), "")
    begun = compute.utf8_replace_slice(joined, start=0, stop=1, replacement="{")
    whole = compute.binary_join_element_wise(begun, "}", "")
    return compute.if_else(compute.equal(joined, ""), pa.scalar(None, pa.string()), whole)


def _member(key: str, cell: Any) -> list[Any]:
    """Pieces of a row, to be joined. A row is NULL where one of them is, so a column with empty cells is one piece, filled."""
    import pyarrow.compute

    compute: Any = pyarrow.compute
    if not cell.null_count:
        return [key + '"', _escaped(cell), '"']
    joined = compute.binary_join_element_wise(key + '"', _escaped(cell), '"', "")
    return [compute.fill_null(joined, "")]


def _merged(pieces: Sequence[Any]) -> list[Any]:
    """Neighbouring literals as one: each piece costs the same for each row."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def _escaped(cell: Any) -> Any:
    """Texts as they stand between the quotes of JSON; most columns hold nothing to escape, which their bytes tell."""
    import pyarrow.compute

    compute: Any = pyarrow.compute
    for character in _to_escape(cell):
        cell = compute.replace_substring(cell, pattern=character, replacement=_ESCAPED[character])
    return cell


def _to_escape(cell: Any) -> list[str]:
    """Which characters must be escaped; the backslash, which escaping writes, first."""
    import numpy as np

    _, offsets, data = cell.buffers()
    if data is None:
        return []
    ends = np.frombuffer(offsets, np.int32)[cell.offset : cell.offset + len(cell) + 1]
    text = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    if not len(text) or text.min() >= ord(" "):
        plain = text.tobytes()  # a byte is found in them without a mask of all
        if b'"' not in plain and b"\\" not in plain:
            return []
    special = text[(text < ord(" ")) | (text == ord('"')) | (text == ord("\\"))]
    return [chr(code) for code in sorted(np.unique(special).tolist(), reverse=True)]

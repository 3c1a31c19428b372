"""Blanks around cells: cut off as the engine cuts them, where it handed the cells over as they stood.

In: a column of text, perhaps with the same words before each cell.  Out: the same without blanks, NULL where nothing is
left. Whether there are any is told by the first and last byte of each cell, which costs a third of asking the engine.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def without_blanks(cells: pa.Array, before: str = "") -> pa.Array:
    """Cut off blanks around each cell that begins below `!` or ends with a space, as `containers` does in SQL.

    Args:
        cells: a column of text.
        before: words that stand before each cell, which stay; a cell of which nothing is left loses them too.
    """
    import pyarrow as pa
    import pyarrow.compute

    if not _may_have_blanks(cells, len(before.encode())):
        return cells
    compute: Any = pyarrow.compute  # its functions are made at run time
    bare = compute.utf8_slice_codeunits(cells, start=len(before)) if before else cells
    doubtful = compute.or_(compute.less(bare, "!"), compute.ends_with(bare, " "))
    cut = compute.utf8_trim(bare, characters=_blanks())
    whole = compute.binary_join_element_wise(before, cut, "") if before else cut
    kept = compute.if_else(compute.equal(cut, ""), pa.scalar(None, cells.type), whole)
    return compute.if_else(doubtful, kept, cells)


def _may_have_blanks(cells: pa.Array, skip: int) -> bool:
    """Whether a cell that is not NULL is empty, or begins or ends with something below `!`."""
    import numpy as np

    _, offsets, data = cells.buffers()
    if data is None:
        return cells.null_count < len(cells)
    ends = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    filled = ends[1:] - ends[:-1] > skip
    if int(np.count_nonzero(filled)) + cells.null_count != len(cells):
        return True
    text = np.frombuffer(data, np.uint8)
    if ends[0] == ends[-1] or text[ends[0] : ends[-1]].min() > ord(" "):
        return (
            False  # most columns hold no blank anywhere, which needs no look at where cells begin
        )
    first, last = (ends[:-1] + skip)[filled], (ends[1:] - 1)[filled]
    return bool(text[first].min() <= ord(" ") or (text[last] == ord(" ")).any())


@cache
def _blanks() -> str:
    """What the engine's `trim` cuts off: each separator of words that Unicode knows."""
    return "".join(
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Zs"
    )

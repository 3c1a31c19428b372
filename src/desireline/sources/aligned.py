"""Tables whose columns are set apart by runs of blanks, brought to tabs for the engine.

In: a text and its layout.  Out: the same lines with one tab between cells, where the layout says so.
The engine's reader knows no runs of blanks; a copy, line by line, keeps the numbers of the lines.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desireline.sources.dialect import BLANKS, Dialect


def with_tabs(path: Path, layout: Dialect, target: Path) -> tuple[Path, Dialect]:
    """Write a copy with tabs where columns are set apart by blanks; else give back what came."""
    if layout.delimiter != BLANKS:
        return path, layout
    with (
        path.open(encoding="utf-8") as source,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        for line in source:
            out.write("\t".join(line.split()) + "\n")
    return target, replace(layout, delimiter="\t")

"""Rows of a delimited text file as lists of cells, each with the line on which it begins.

In: a `Sample` of a CSV or TSV.  Out: (line, cells), header rows included. For readers that take a whole row at
once; tables with a mapping are read by the engine. A row that cannot be split (a cell of 16 million characters, as
an unclosed quote makes one) is set aside and the reading goes on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from desireline.sources.model import Sample, Sink
from desireline.sources.readers import content, values
from desireline.sources.readers.records import refuse

_LONGEST_CELL = 16 << 20


def delimited_rows(sample: Sample, sink: Sink | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield (first line, cells) of every row, also empty ones; what is no row goes to the sink, if there is one."""
    csv.field_size_limit(_LONGEST_CELL)
    with content.reading_text(sample, newline="") as stream:
        reader = csv.reader(stream, delimiter=sample.delimiter or ",")
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                if sink is not None:
                    refuse(sink, line, values.UnreadableError("bad-row", str(error)), "")
                continue
            if row is None:
                return
            yield line, row

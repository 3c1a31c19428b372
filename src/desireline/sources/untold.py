"""What a reading of a table leaves untold: columns that nothing reads, and times that no step is made of.

In: a table's first rows, the columns that its mapping reads and those that say when something happened.  Out: names of
columns, as the file has them. Reading goes on; but whoever looks at a map should know which of the file's times do not stand on
it. A time is told by how it is written; days of birth are none of a journey's, whatever they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from desireline.sources import dates
from desireline.sources import mapping as m
from desireline.sources.model import Sample

_LOOK = 60
_MOST = 0.9
_OF_A_PERSON = re.compile(
    r"birth|dob|geburt|naissance|nacimiento|nascimento|nascita|geboorte|urodzenia"
)


def told_times(event: m.Event) -> Iterable[str]:
    """The columns of a mapping's event that say when something happened, or by when it should."""
    ats = [event.at, *(milestone.at for milestone in event.milestones)]
    for at in ats:
        if at is not None:
            yield from m.template_columns(at if isinstance(at, str) else at.from_)
    for said in (event.attributes, *(milestone.attributes for milestone in event.milestones)):
        for value in said.values() if isinstance(said, dict) else ():
            if isinstance(value, m.Lateness):
                yield from m.template_columns(value.time)
                yield from m.template_columns(value.limit)


def unread(sample: Sample, read: set[str]) -> list[str]:
    """Columns that hold something, and that nothing reads."""
    return [name for name in _filled(sample) if name not in read]


def no_step(sample: Sample, told: set[str]) -> list[str]:
    """Columns of days or of days with clock times that are none of the told ones."""
    return [
        name
        for name, values in _filled(sample).items()
        if name not in told and not _OF_A_PERSON.search(name.casefold()) and _are_times(values)
    ]


def _filled(sample: Sample) -> dict[str, list[str]]:
    """The first values of each column that has some, by the column's name."""
    found: dict[str, list[str]] = {}
    for number, name in enumerate(sample.columns):
        cells = (row[number].strip() for row in sample.rows if number < len(row))
        values = list(islice((cell for cell in cells if cell), _LOOK))
        if values:
            found[name] = values
    return found


def _are_times(values: Sequence[str]) -> bool:
    clock = dates.detect(values, number=False)
    return clock is not None and clock.kind in {"iso", "format"} and clock.share >= _MOST

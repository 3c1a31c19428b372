"""What each column of a table looks like: the evidence that every guess is made from.

In: the beginning of a file.  Out: a `Column` for each named column, with its cells, its words and how
its times are written. Guesses look at names and at content; a name alone never decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from desireline.sources import dates, tongues
from desireline.sources.mapping import normal
from desireline.sources.model import Sample

TIMES = [
    "time_timestamp", "timestamp", "event_timestamp", "event_time", "datetime", "date_time",
    "occurred_at", "ts", "time", "happened_at", "sent_at", "created_at", "created", "date",
    "event_date", "at", "when", "start_time", "start_timestamp", "zeitstempel", "zeitpunkt", "datum", "fecha_hora",
    "fecha", "horodatage", "date_heure", "tijdstip", "eventtime",
]  # fmt: skip
"""Names of time columns, the surest first."""
TIME_HINT = re.compile(
    r"time|date|(^|_)(at|ts|on|when|day)$|created|timestamp|datum|zeit|fecha|hora|heure"
)
_NO_EVENT = re.compile(
    r"sync|updat|modif|etl|load|insert|ingest|refresh|delet|expir|birth|dob|due|deadline|planned|geburt|fällig|faellig|geändert|aktualisiert|naissance|nacimiento"
)
"""Times of copying, editing, planning and birth: nothing happened to a customer then."""
_NO_TIME = re.compile(r"zip|postal|post_?code|phone|amount|price")
_AMOUNT = re.compile(
    r"[-+(]?\s?[€$£]?\s?-?\d{1,3}(?:[.,' \u00a0\u202f]\d{3})*(?:[.,]\d{1,4})?\s?[€$£]?\)?|-?\d+([.,]\d+)?"
)
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_WHOLE = re.compile(r"-?\d{1,4}([.,]0+)?")
_YEARS = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_LOOK = 300


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `cells` has every row's text, `values` those that are not empty."""

    name: str
    normal: str
    cells: tuple[str, ...]
    clock: dates.Clock | None
    spoken: tuple[str, ...] = ()
    """What the heading says in its own language, where that is understood."""

    hour: str = ""
    """The column that holds the clock time of this one's days; the cells have both."""

    @property
    def cell(self) -> str:
        """Its own cell as a template."""
        return "{" + self.name + "}"

    @property
    def reference(self) -> str:
        """What it says as a template: of a day that has its clock time, both cells."""
        return f"{self.cell} {{{self.hour}}}" if self.hour else self.cell

    @property
    def named(self) -> tuple[str, ...]:
        """The columns of the file that it is made of."""
        return (self.name, self.hour) if self.hour else (self.name,)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Cells that hold something."""
        return tuple(cell for cell in self.cells if cell)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The name's words: `ComplaintDossierID` is complaint, dossier, id."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", self.name)
        return tuple(word for word in re.split(r"[\W_]+", spaced.lower()) if word)

    @cached_property
    def meant(self) -> tuple[str, ...]:
        """The name's words in English, where its language is understood; else as they stand."""
        return tuple(self.normal.split("_")) if self.spoken else self.words

    @cached_property
    def distinct(self) -> int:
        """How many different values."""
        return len(set(self.values))

    @property
    def filled(self) -> float:
        """Share of rows with a value."""
        return len(self.values) / len(self.cells) if self.cells else 0.0

    @cached_property
    def numeric(self) -> bool:
        """Numbers only."""
        return bool(self.values) and all(map(_NUMBER.fullmatch, self.values[:200]))

    @cached_property
    def amounts(self) -> bool:
        """Numbers as money is written: `1.234,50`, `€ 1,234.50`."""
        return bool(self.values) and all(map(_AMOUNT.fullmatch, self.values[:200]))

    @cached_property
    def codes(self) -> tuple[int | None, ...] | None:
        """Whole numbers by row (None where there is none); None when the column holds more."""
        if not self.values:
            return None
        if sum(map(bool, map(_WHOLE.fullmatch, self.values))) < 0.95 * len(self.values):
            return None
        return tuple(
            int(re.split("[.,]", cell)[0]) if _WHOLE.fullmatch(cell) else None
            for cell in self.cells
        )

    @cached_property
    def is_time(self) -> bool:
        """Times at which something may have happened."""
        # a column that is called so may hold a few bad cells: they go to quarantine
        if _NO_EVENT.search(self.normal) or _NO_TIME.search(self.normal):
            return False
        if self.clock is None or self.clock.share < (0.5 if self.normal in TIMES else 0.9):
            return False
        if self.clock.kind not in {"iso", "format"}:
            return bool(TIME_HINT.search(self.normal))
        return _plausible(self.values[:_LOOK])

    @cached_property
    def tells_apart(self) -> bool:
        """No value stands twice, and every row has one."""
        return self.filled == 1 and self.distinct == len(self.values)


def _plausible(values: tuple[str, ...]) -> bool:
    """Dates of 2478, as a spreadsheet makes of a postcode, are no times."""
    years = [int(found[1]) for value in values if (found := _YEARS.search(value))]
    strange = sum(1 for year in years if not 1900 <= year <= 2100)
    return not years or strange < len(years) / 2


def profile(sample: Sample) -> list[Column]:
    """Look at every column that has a usable name."""
    found: list[Column] = []
    english, spoken = tongues.english(sample.columns), tongues.said(sample.columns)
    for number, name in enumerate(sample.columns):
        if "{" in name or "}" in name:
            continue
        cells = tuple(row[number].strip() if number < len(row) else "" for row in sample.rows)
        filled = [cell for cell in cells if cell][:_LOOK]
        found.append(
            Column(
                name=name,
                normal=normal(english.get(name, name)),
                cells=cells,
                clock=dates.detect(filled),
                spoken=spoken.get(name, ()),
            )
        )
    return found

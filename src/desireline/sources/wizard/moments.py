"""When it happened: a column, a day and a clock time, day and month without a year, or nothing.

In: columns and what the file says of itself.  Out: a `Finding` of the role time, with the template;
a `Question` where a year is missing. Where a table holds no times, every row stands at one day:
the one that the file states (in its name or above its header), else the day of the file itself,
which is asked on a terminal and reported where nobody can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import PurePath

from desireline.sources.model import Sample
from desireline.sources.wizard.columns import TIME_HINT, TIMES, Column
from desireline.sources.wizard.finding import Finding, Question

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_GERMAN_DAYS = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.((?:19|20)\d\d)(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0[1-9]|1[0-2])(?!\d)")
_MONTH_WORD = re.compile(
    rf"({'|'.join(_MONTHS)})[a-z]*[ _.-]*((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
YEAR = "{#year}"


def find(columns: Sequence[Column]) -> Finding | None:
    """The best time column as a template; a day and a clock time in two columns become one."""
    times = [column for column in columns if column.is_time and _is_there(column)]
    if not times:
        return None
    best = min(times, key=lambda column: (_rank(column.normal), -len(column.values)))
    assert best.clock is not None
    sure = 0.95 if best.normal in TIMES else 0.85 if TIME_HINT.search(best.normal) else 0.6
    return Finding(
        role="time",
        columns=best.named,
        confidence=sure * min(1.0, best.clock.share + 0.05),
        reason=f"{best.clock.share:.0%} of its values are times ({best.clock.words}), "
        f"for instance {best.clock.example}",
        details={"template": best.reference},
    )


def _is_there(column: Column) -> bool:
    return column.filled >= 0.3 or bool(TIME_HINT.search(column.normal))


def _rank(name: str) -> int:
    if name in TIMES:
        return TIMES.index(name)
    return len(TIMES) + (0 if TIME_HINT.search(name) else 1)


def in_parts(columns: Sequence[Column]) -> tuple[Finding, Question | None] | None:
    """Day, month and year in columns of their own; a missing year is a question."""
    day, month, year = (_part(columns, name) for name in ("day", "month", "year"))
    if month is None or (day is None and year is None):
        return None
    parts = [day.reference if day else "1", month.reference, year.reference if year else YEAR]
    form = f"%d {'%m' if month.codes else _month_form(month)} %Y"
    named = tuple(part.name for part in (day, month, year) if part is not None)
    finding = Finding(
        role="time",
        columns=named,
        confidence=0.9 if year else 0.5,
        reason=f"{' and '.join(named)} hold parts of a date"
        + ("" if year else ", and no column holds the year"),
        details={"template": " ".join(parts), "format": form, "month": month.reference},
    )
    return finding, None if year else _which_year(named)


def _part(columns: Sequence[Column], name: str) -> Column | None:
    low, high = {"day": (1, 31), "month": (1, 12), "year": (1900, 2100)}[name]
    for column in columns:
        if name not in column.words or not column.values or column.filled < 0.9:
            continue
        codes = column.codes
        if codes is not None and all(low <= code <= high for code in codes if code is not None):
            return column
        if name == "month" and all(value[:3].lower() in _MONTHS for value in column.values):
            return column
    return None


def _month_form(month: Column) -> str:
    return "%b" if all(len(value) == 3 for value in month.values) else "%B"


def _which_year(named: tuple[str, ...]) -> Question:
    this = datetime.now(UTC).year
    return Question(
        key="year",
        found=f"{' and '.join(named)} give a date without a year, and no column holds one",
        asked="Of which year is the first row?",
        choices={str(year): str(year) for year in (this, this - 1, this - 2)},
        free="a year, such as 2008",
    )


def of_the_file(sample: Sample) -> tuple[Finding, Question | None]:
    """One day for every row of a table that holds no times."""
    name = PurePath(sample.shown).name
    above = "\n".join(sample.text.splitlines()[: max(0, sample.skip - len(sample.header))])
    for where, text in ((f"the file's name, {name}", name), ("the lines above the header", above)):
        found = stated(text)
        if found is not None:
            return _stated(where, *found), None
    modified = datetime.fromtimestamp(sample.path.stat().st_mtime, tz=UTC).date()
    day = modified if modified.year >= 1990 else datetime.now(UTC).date()
    finding = Finding(
        role="time",
        columns=(),
        confidence=0.3,
        reason="no column holds times, and neither the file's name nor its first lines say when: "
        "it is a snapshot",
        details={"template": "{#day}", "snapshot": True},
    )
    return finding, _which_day(day)


def stated(text: str) -> tuple[date, str] | None:
    """The day that a text states, with how exactly (day, month, year)."""
    if found := _DAYS.search(text):
        return _date(found[1], found[2], found[3], "day")
    if found := _GERMAN_DAYS.search(text):
        return _date(found[3], found[2], found[1], "day")
    if found := _MONTH.search(text):
        return _date(found[1], found[2], "1", "month")
    if found := _MONTH_WORD.search(text):
        number = _MONTHS.index(found[1][:3].lower()) + 1
        return _date(found[2], str(number), "1", "month")
    years = set(_YEAR.findall(text))
    return _date(years.pop(), "1", "1", "year") if len(years) == 1 else None


def _date(year: str, month: str, day: str, exact: str) -> tuple[date, str] | None:
    try:
        return date(int(year), int(month), int(day)), exact
    except ValueError:
        return None


def _stated(where: str, day: date, exact: str) -> Finding:
    short = {"day": f"{day:%Y-%m-%d}", "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}[exact]
    warning = f"no column holds times: it is a snapshot; {where}, says {short}, so every row "
    warning += f"stands at {day:%Y-%m-%d}"
    if exact != "day":
        warning += "; settle the day with --answer date=YYYY-MM-DD"
    return Finding(
        role="time",
        columns=(),
        confidence={"day": 0.8, "month": 0.6, "year": 0.5}[exact],
        reason=f"no column holds times; {where}, says {short}",
        details={
            "template": f"{day:%Y-%m-%d}",
            "snapshot": True,
            "wave": short,
            "warning": warning,
        },
    )


def _which_day(day: date) -> Question:
    today = datetime.now(UTC).date()
    return Question(
        key="date",
        found="no column holds times: it is a snapshot of one day, and nothing says of which",
        asked="On which day was it taken?",
        choices={
            f"{one:%Y-%m-%d}": f"{one.day} {one:%B %Y}, {words}"
            for one, words in ((today, "today"), (day, "when the file was last written"))
        },
        free="a day, such as 2024-05-31",
        default=f"{day:%Y-%m-%d}",
        assumed="no column holds times and nothing says when the file was taken: every row stands at "
        f"{day:%Y-%m-%d}, the day of the file itself; settle it with --answer date=YYYY-MM-DD",
    )

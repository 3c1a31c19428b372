"""Times as people and spreadsheets write them, where day and month may change places.

In: what stood in a column, all of it first.  Out: the order of day and month, asked for where nothing
decides it; then each time. Written in full (`2026-03-04`, `2026/03/04 10:00:12 AM GMT+1`, `Sat Jun 15 2024`) it
needs no order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from desireline.errors import AmbiguityError
from desireline.sources.model import Sample, Unit
from desireline.sources.readers import values

_CLOCK = r"(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?[ \u202f]*([AaPp]\.?[Mm]\.?)?)?"
_SLASHED = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}}){_CLOCK}")
_FULL = re.compile(rf"(\d{{4}})/(\d{{1,2}})/(\d{{1,2}}){_CLOCK}(?: (?:GMT|UTC|[A-Z]{{2,5}})?([+-]\d{{1,2}})?(?::?(\d{{2}}))?)?")  # fmt: skip
_NAMED = re.compile(r"(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) (\d{1,2}),? (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OPTION = "date_order"


@dataclass(slots=True)
class Order:
    """Learns whether day or month comes first."""

    days: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def see(self, written: str) -> None:
        """Take note of one time."""
        found = _SLASHED.match(written.strip())
        if found and not _has_dots(found):
            self.days.add((int(found.group(1)), int(found.group(2))))

    def decide(self, sample: Sample, unit: Unit) -> str | None:
        """Give `dmy` or `mdy`; None where no time needs it.

        Raises:
            AmbiguityError: every time can be read in both ways, and nobody said which.
        """
        if not self.days:
            return None
        chosen = unit.options.get(OPTION)
        if chosen in {"dmy", "mdy"}:
            return str(chosen)
        if any(first > 12 for first, _ in self.days):
            return "dmy"
        if any(second > 12 for _, second in self.days):
            return "mdy"
        first, second = min(self.days)
        raise AmbiguityError(
            f"{sample.shown}: the dates can be read in two ways, for instance {first:02}/{second:02}.",
            hint="Say which with a mapping file (date_order), or export with dates as 2026-03-04.",
            question=f"Is {first:02}/{second:02} month/day or day/month?",
            choices={"mdy": "month/day (American)", "dmy": "day/month"},
            option=OPTION,
        )


def read(written: str, order: str | None, *, where: str) -> tuple[datetime, str | None]:
    """Read a time: (time, without a zone where none is written; the offset as written).

    Raises:
        UnreadableError: it is no time.
    """
    text = written.strip()
    try:
        if found := _SLASHED.fullmatch(text):
            first, second, year = (int(found.group(n)) for n in (1, 2, 3))
            american = order == "mdy" and not _has_dots(found)
            month, day = (first, second) if american else (second, first)
            return datetime(year, month, day, *_clock(found, 4)), None  # noqa: DTZ001
        if found := _FULL.fullmatch(text):
            year, month, day = (int(found.group(n)) for n in (1, 2, 3))
            return _with_offset(datetime(year, month, day, *_clock(found, 4)), found)  # noqa: DTZ001
        if (found := _NAMED.fullmatch(text)) and found.group(1) in _MONTHS:
            month = _MONTHS.index(found.group(1)) + 1
            return datetime(int(found.group(3)), month, int(found.group(2))), None  # noqa: DTZ001
    except ValueError:
        raise values.UnreadableError("bad-time", f"no date: {text[:60]!r}") from None
    moment = values.moment(text, field=where)
    if moment is None:
        raise values.UnreadableError("no-time", f"{where} is empty")
    return moment


def _has_dots(found: re.Match[str]) -> bool:
    """`04.03.2026` has the day first, wherever it is written."""
    return found.string[found.end(1)] == "."


def _clock(found: re.Match[str], first: int) -> tuple[int, int, int]:
    hour, minute, second = (int(found.group(first + n) or 0) for n in range(3))
    half = (found.group(first + 3) or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute, second


def _with_offset(at: datetime, found: re.Match[str]) -> tuple[datetime, str | None]:
    hours = found.group(8)
    if hours is None:
        is_utc = found.group(0).endswith(("GMT", "UTC"))
        return (at.replace(tzinfo=UTC), "UTC") if is_utc else (at, None)
    minutes = int(found.group(9) or 0)
    offset = timedelta(hours=int(hours), minutes=-minutes if hours.startswith("-") else minutes)
    return at.replace(tzinfo=timezone(offset)), f"{int(hours):+03}:{minutes:02}"

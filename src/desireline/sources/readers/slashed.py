"""Times as people and spreadsheets write them, where day and month may change places.

In: what stood in a column, all of it first.  Out: the order of day and month, asked for where nothing
decides it; then each time. Written in full (`2026-03-04`, `2026/03/04 10:00:12 AM GMT+1`, `Sat Jun 15 2024`) it
needs no order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from desireline.errors import AmbiguityError
from desireline.sources.model import Sample, Unit
from desireline.sources.readers import values

_CLOCK = r"(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?[ \u00a0\u202f]*([AaPp]\.?[ \u00a0\u202f]?[Mm]\.?)?)?"
_SLASHED = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}}){_CLOCK}")
_FULL = re.compile(rf"(\d{{4}})/(\d{{1,2}})/(\d{{1,2}}){_CLOCK}(?: (GMT|UTC|[A-Z]{{2,5}})?([+-]\d{{1,2}})?(?::?(\d{{2}}))?)?")  # fmt: skip
_NAMED = re.compile(r"(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) (\d{1,2}),? (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OPTION = "date_order"
_HOURS = {
    "GMT": 0, "UTC": 0, "WET": 0, "WEZ": 0, "WEST": 1, "WESZ": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "OEZ": 2, "EEST": 3, "OESZ": 3,
    "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKST": -9, "AKDT": -8, "HST": -10, "AEST": 10, "AEDT": 11,
    "ACST": 9.5, "ACDT": 10.5, "AWST": 8, "NZST": 12, "NZDT": 13, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "SAST": 2, "MSK": 3, "WIB": 7,
}  # fmt: skip
"""Short names of zones that mean one thing, in English and German. CST, IST and BST mean several: where they stand, the caller says so."""


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


def zone_named(written: str) -> tuple[bool, str | None]:
    """Tell whether a time says its zone, and by which name where that name means several."""
    text = written.strip()
    found = _FULL.fullmatch(text)
    if found is None:
        return values.says_zone(text), None
    name, hours = found.group(8), found.group(9)
    says = hours is not None or name in _HOURS
    return says, None if says else name


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
    """`GMT+1`, `+0200`, or the short name of a zone, which says summer or winter by itself."""
    name, hours = found.group(8), found.group(9)
    if hours is None:
        if name not in _HOURS:
            return at, None
        offset = timedelta(hours=_HOURS[name])
        return at.replace(tzinfo=timezone(offset)), _written(offset)
    minutes = int(found.group(10) or 0)
    offset = timedelta(hours=int(hours), minutes=-minutes if hours.startswith("-") else minutes)
    return at.replace(tzinfo=timezone(offset)), f"{int(hours):+03}:{minutes:02}"


def _written(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"

"""How a column writes its times: one answer for the whole column, never row by row.

In: values of a column as text.  Out: a `Clock` (how to read them, and whether day and month could
change places), and the SQL that reads them. Values are reduced to their pattern first, so a million
rows of one kind are one decision. Dates with points are read day first, because nobody writes the
month first with points; dates with slashes or hyphens whose every value fits both orders are
ambiguous, and the caller asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from desireline.sources import spelled

_DAY = r"(?P<day>\d{1,2})"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH = rf"(?P<month>(?:{_MONTHS})[a-z]*\.?)"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATES = (
    ("ymd", re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<a>\d{1,2})(?P=sep)(?P<b>\d{1,2})")),
    ("num", re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[-/. ])(?P<b>\d{{1,2}})(?P=sep){_YEAR}(?!\d)")),
    ("dMy", re.compile(rf"{_DAY}(?P<sep>[- /.]?){_MONTH}(?P=sep){_YEAR}(?!\d)", re.IGNORECASE)),
    ("Mdy", re.compile(rf"{_MONTH} {_DAY}(?P<comma>,?) {_YEAR}(?!\d)", re.IGNORECASE)),
    ("compact", re.compile(r"(?P<year>(?:19|20)\d{2})(?P<a>[01]\d)(?P<b>[0-3]\d)(?!\d)")),
)
_WEEKDAY = re.compile(r"(?P<name>[A-Za-z]{3,9})(?P<comma>,?) (?=\S)")
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_TWITTER = re.compile(
    rf"[A-Z][a-z]{{2}} (?:{_MONTHS}) \d{{1,2}} \d\d:\d\d:\d\d [+-]\d{{4}} \d{{4}}", re.IGNORECASE
)
_TIME = re.compile(
    r"(?P<gap>[ T,:]|, )(?P<hour>\d{1,2})(?P<sep>[:.])(?P<minute>\d{2})"
    r"(?:(?P=sep)(?P<second>\d{2})(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
    r"(?P<noon> ?[AaPp][Mm])?"
)
_ZONE = re.compile(r"(?P<gap> ?)(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?")
ZONE_SQL = r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$"
_EPOCHS = ((1e17, "ns"), (1e14, "us"), (1e11, "ms"), (1e8, "s"))
_PARTS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_LONGEST = 64
_FIRST = 200
"""Values by which it is told whether a column's times are spelled as another language does."""
_SINCE, _UNTIL = 315_532_800, 4_102_444_800  # 1980 to 2100: what epoch numbers in exports mean
_EXCEL = (18_264.0, 73_050.0)  # 1950 to 2100, in days since 1899-12-30

Zoned = Literal["all", "some", "none"]
"""How many of the values say their zone."""
ISO = "ISO 8601"
"""Stands among the formats of a column that mixes ISO with others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How to read the times of one column."""

    kind: Literal["iso", "format", "epoch", "excel"]
    formats: tuple[str, ...] = ()
    """strptime formats, in the order in which they are tried."""
    unit: str | None = None
    """Of epoch numbers: s, ms, us, ns."""
    order: str | None = None
    """Of dates in numbers: dmy, mdy, or None."""
    ambiguous: bool = False
    mixed: bool = False
    """Some values only make sense day first, others only month first."""
    zone: Zoned = "none"
    date_only: bool = False
    mixes_days: bool = False
    """Some values have a time of day, others have none."""
    spelled: bool = False
    """Months, hours or halves of the day are written as another language does: texts are read as `spelled.english` has them."""
    share: float = 1.0
    """Of the values looked at, the share that this reads."""
    example: str = ""

    @property
    def words(self) -> str:
        """How `detected` and messages call it."""
        if self.kind == "epoch":
            names = {"s": "seconds", "ms": "milliseconds", "us": "microseconds"}
            return f"epoch {names.get(self.unit or '', 'nanoseconds')}"
        if self.kind == "excel":
            return "Excel day numbers"
        if self.kind == "iso":
            return "ISO 8601" + (" (a day, no time)" if self.date_only else "")
        return ", ".join(self.formats)


@dataclass(slots=True)
class _Seen:
    """What the values of a column showed so far."""

    formats: Counter[str] = field(default_factory=Counter[str])
    iso: int = 0
    zoned: int = 0
    timed: int = 0
    epochs: Counter[str] = field(default_factory=Counter[str])
    excel: int = 0
    day_first: int = 0
    month_first: int = 0
    undecided: int = 0
    unread: int = 0
    example: str = ""


def detect(
    values: Iterable[str], *, order: str | None = None, number: bool = True
) -> Clock | None:
    """Find how a column writes its times.

    Args:
        values: cells as text; empty ones are passed over.
        order: `dmy` or `mdy` where somebody has said so.
        number: whether plain numbers may be times.

    Returns:
        How most of the values can be read, or None when they are no times.
    """
    filled = [value for raw in values if (value := raw.strip())]
    clock = _detected(filled, order=order, number=number)
    if clock is not None and clock.share == 1:
        return clock
    first = filled[:_FIRST]
    if (plain := _plain(first)) == first or _detected(plain, order=order, number=number) is None:
        return clock
    plain = _plain(filled)
    other = _detected(plain, order=order, number=number)
    if other is None or (clock is not None and other.share <= clock.share):
        return clock
    return replace(other, spelled=True)


def _plain(values: list[str]) -> list[str]:
    return [spelled.english(one) if len(one) <= _LONGEST else one for one in values]


def _detected(values: list[str], *, order: str | None, number: bool) -> Clock | None:
    seen = _Seen()
    for value in values:
        if len(value) > _LONGEST:
            seen.unread += 1
        else:
            _look(value, seen, number=number)
    return _decide(seen, len(values), order) if values else None


def _look(value: str, seen: _Seen, *, number: bool) -> None:
    if number and _NUMBER.fullmatch(value):
        compact = len(value) == 8 and _DATES[4][1].fullmatch(value)
        if not compact:
            _look_at_number(value, seen)
            return
    if _TWITTER.fullmatch(value):
        _count(seen, "%a %b %d %H:%M:%S %z %Y", value, timed=True, zoned=True, iso=False)
        return
    pattern = _pattern(value, seen)
    if pattern is None:
        seen.unread += 1
        return
    form, timed, zoned, iso = pattern
    _count(seen, form, value, timed=timed, zoned=zoned, iso=iso)


def _count(seen: _Seen, form: str, value: str, *, timed: bool, zoned: bool, iso: bool) -> None:
    seen.formats[form] += 1
    seen.iso += iso
    seen.zoned += zoned
    seen.timed += timed
    if not seen.example or (seen.undecided == 1 and "?" in form):
        seen.example = value


def _look_at_number(value: str, seen: _Seen) -> None:
    amount = float(value)
    for bound, unit in _EPOCHS:
        if amount >= bound:
            if _SINCE <= amount / _PARTS[unit] <= _UNTIL:
                seen.epochs[unit] += 1
                seen.example = seen.example or value
            else:
                seen.unread += 1
            return
    if _EXCEL[0] <= amount <= _EXCEL[1]:
        seen.excel += 1
        seen.example = seen.example or value
    else:
        seen.unread += 1


def _pattern(value: str, seen: _Seen) -> tuple[str, bool, bool, bool] | None:
    """Write the value's strptime format; `?` and `!` stand for day and month not yet decided."""
    prefix, rest = _weekday(value)
    for kind, regex in _DATES:
        found = regex.match(rest)
        if found is None:
            continue
        date = _date_format(kind, found, seen)
        tail = rest[found.end() :]
        time = _TIME.match(tail)
        after = tail[time.end() :] if time else tail
        zone = _ZONE.match(after) if time else None
        if after and zone is None:
            continue
        form = prefix + date + (_time_format(time) if time else "") + _zone_format(zone)
        iso = (
            kind == "ymd"
            and found["sep"] in "-/"
            and not prefix
            and (time is None or _is_iso_time(time))
            and (zone is None or not zone["gap"] or zone["zone"] == "UTC")
        )
        if kind == "num":
            _note_order(found, seen)
        return form, time is not None, zone is not None, iso
    return None


def _weekday(value: str) -> tuple[str, str]:
    found = _WEEKDAY.match(value)
    if found is None or found["name"][:3].lower() not in _WEEKDAYS:
        return "", value
    name = "%a" if len(found["name"]) == 3 else "%A"
    return f"{name}{found['comma']} ", value[found.end() :]


def _date_format(kind: str, found: re.Match[str], seen: _Seen) -> str:
    del seen
    if kind == "ymd":
        return f"%Y{found['sep']}%m{found['sep']}%d"
    if kind == "compact":
        return "%Y%m%d"
    year = "%Y" if len(found["year"]) == 4 else "%y"
    if kind == "num":
        return f"?{found['sep']}!{found['sep']}{year}"
    month = "%b" if len(found["month"].rstrip(".")) == 3 else "%B"
    month += "." if found["month"].endswith(".") else ""
    if kind == "dMy":
        return f"%d{found['sep']}{month}{found['sep']}{year}"
    return f"{month} %d{found['comma']} {year}"


def _note_order(found: re.Match[str], seen: _Seen) -> None:
    first, second = int(found["a"]), int(found["b"])
    if first > 12 or (found["sep"] == "." and second <= 12):
        seen.day_first += 1
    elif second > 12:
        seen.month_first += 1
    elif first != second:
        seen.undecided += 1


def _is_iso_time(time: re.Match[str]) -> bool:
    return (
        time["gap"] in {" ", "T"}
        and time["sep"] == ":"
        and time["noon"] is None
        and time["point"] != ","
    )


def _time_format(time: re.Match[str]) -> str:
    sep = time["sep"]
    hour = "%I" if time["noon"] else "%H"
    text = f"{time['gap']}{hour}{sep}%M"
    if time["second"]:
        text += f"{sep}%S"
    if time["fraction"]:
        text += f"{time['point']}%f" if len(time["fraction"]) <= 6 else f"{time['point']}%n"
    if time["noon"]:
        text += " %p" if time["noon"].startswith(" ") else "%p"
    return text


def _zone_format(zone: re.Match[str] | None) -> str:
    if zone is None:
        return ""
    return f"{zone['gap']}{'%Z' if zone['zone'] in {'Z', 'UTC', 'GMT'} else '%z'}"


def _decide(seen: _Seen, total: int, order: str | None) -> Clock | None:
    numbers = seen.epochs.total()
    if numbers > max(seen.formats.total(), seen.excel):
        unit = seen.epochs.most_common(1)[0][0]
        return Clock(kind="epoch", unit=unit, share=numbers / total, example=seen.example)
    if seen.excel > seen.formats.total():
        return Clock(kind="excel", share=seen.excel / total, example=seen.example)
    read = seen.formats.total()
    if not read:
        return None
    zone: Zoned = "all" if seen.zoned == read else "some" if seen.zoned else "none"
    clock = Clock(
        kind="iso" if seen.iso == read else "format",
        zone=zone,
        date_only=seen.timed == 0,
        mixes_days=0 < seen.timed < read,
        share=read / total,
        example=seen.example,
    )
    return clock if clock.kind == "iso" else _ordered(clock, seen, order)


def _ordered(clock: Clock, seen: _Seen, order: str | None) -> Clock:
    """Give a clock its formats, with day and month in place."""
    forms = [form for form, _ in seen.formats.most_common()]
    undecided = any("?" in form for form in forms)
    mixed = seen.day_first > 0 and seen.month_first > 0
    ambiguous = False
    chosen = order if order in {"dmy", "mdy"} else None
    if undecided and chosen is None:
        chosen = "mdy" if seen.month_first > seen.day_first else "dmy"
        ambiguous = mixed or (seen.day_first == seen.month_first == 0 and seen.undecided > 0)
    written = [with_order(form, chosen or "dmy") for form in forms]
    return replace(
        clock,
        formats=tuple(dict.fromkeys(written)),
        order=chosen if undecided else None,
        ambiguous=ambiguous,
        mixed=mixed,
    )


def with_order(form: str, order: str) -> str:
    """Put day and month in place."""
    first, second = ("%d", "%m") if order == "dmy" else ("%m", "%d")
    return form.replace("?", first).replace("!", second)


def from_format(form: str) -> Clock:
    """A clock for a format that a mapping declares."""
    return Clock(
        kind="format",
        formats=(form,),
        zone="all" if "%z" in form or "%Z" in form else "none",
        date_only=not any(code in form for code in ("%H", "%I", "%X", "%c", "%T")),
    )


def to_sql(clock: Clock, text: str, *, zone: str | None) -> str:
    """Write the SQL that reads `text` (an SQL expression) as TIMESTAMPTZ; NULL where it cannot."""
    if clock.kind == "epoch":
        return _epoch_sql(text)
    if clock.kind == "excel":
        local = (
            "(TIMESTAMP '1899-12-30' + to_microseconds("
            f"CAST(round(TRY_CAST({text} AS DOUBLE) * 86400) * 1000000 AS BIGINT)))"
        )
        return _in_zone(local, zone)
    formats = clock.formats
    if clock.spelled:
        text = spelled.english_sql(text)
        short = (form.replace("%B", "%b").replace("%b.", "%b") for form in formats)
        formats = tuple(dict.fromkeys(short))
    if clock.kind == "iso":
        return _iso_sql(clock.zone, text, zone)
    parts = [_format_sql(form, text, zone) for form in formats]
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def typed_sql(kind: str, value: str, *, zone: str | None) -> str:
    """Write the SQL for a column that the engine holds as a time already."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return value
    return _in_zone(value if kind == "TIMESTAMP" else f"CAST({value} AS TIMESTAMP)", zone)


def _epoch_sql(text: str) -> str:
    """Read epoch numbers by their size: one file has nanoseconds, its twin microseconds."""
    number = f"TRY_CAST({text} AS DECIMAL(38,6))"
    return (
        "make_timestamptz(CAST(CASE "
        f"WHEN abs({number}) >= 1e17 THEN floor({number} / 1000) "
        f"WHEN abs({number}) >= 1e14 THEN {number} "
        f"WHEN abs({number}) >= 1e11 THEN {number} * 1000 "
        f"ELSE {number} * 1000000 END AS BIGINT))"
    )


def _iso_sql(zoned: str, text: str, zone: str | None) -> str:
    # a cast to TIMESTAMP would silently drop an offset, so it is used for local times only
    if zone is None or zoned == "all":
        return f"TRY_CAST({text} AS TIMESTAMPTZ)"
    local = _in_zone(f"TRY_CAST({text} AS TIMESTAMP)", zone)
    if zoned == "none":
        return local
    return (
        f"CASE WHEN regexp_matches({text}, '{ZONE_SQL}') "
        f"THEN TRY_CAST({text} AS TIMESTAMPTZ) ELSE {local} END"
    )


def _format_sql(form: str, text: str, zone: str | None) -> str:
    if form == ISO:
        return _iso_sql("some", text, zone)
    parsed = f"try_strptime({text}, '{form.replace(chr(39), chr(39) * 2)}')"
    if "%z" in form or "%Z" in form:
        return f"CAST({parsed} AS TIMESTAMPTZ)"
    return _in_zone(f"CAST({parsed} AS TIMESTAMP)", zone)


def _in_zone(local: str, zone: str | None) -> str:
    if zone is None or zone == "UTC":
        # what `AT TIME ZONE 'UTC'` gives, without a calendar for each row
        return f"make_timestamptz(epoch_us({local}))"
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if offset is None:
        return f"({local} AT TIME ZONE '{zone.replace(chr(39), '')}')"
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    sign = "-" if offset[1] == "+" else "+"
    return f"make_timestamptz(epoch_us({local} {sign} INTERVAL {minutes} MINUTE))"

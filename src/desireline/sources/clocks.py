"""How the time columns of a table are written, decided over the table and told to the user.

In: a column or template of a loaded table.  Out: a `Time`: its text and its instant, as SQL. A mapping's
format goes first; else the values decide, all of them where the table is kept in the engine. Where day
and month could change places and neither the mapping, nor another column of the file, nor a person has
said how, an `AmbiguityError` asks: a silent guess would be wrong half of the time, and look right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from desireline.engines import literal, quote
from desireline.errors import AmbiguityError, FileError
from desireline.sources import dates, tongues
from desireline.sources import mapping as m
from desireline.sources.clock_changes import doubtful
from desireline.sources.compile import NOTHING, Scope
from desireline.sources.look import Look

NO_TIME = "CAST(NULL AS TIMESTAMPTZ)"
_MIDNIGHT = r"[ T](00:00(:00([.,]0+)?)?|12:00(:00)? ?AM)( ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?))?$"
_IN_HEADING = re.compile(
    r"\((?P<name>[A-Za-z]+(?:/[A-Za-z_]+)+|UTC|GMT)?(?P<hours>(?<=UTC|GMT)[+-]\d{1,2})?(?::?(?P<minutes>\d\d))?\)\s*$"
    r"|[ _](?:utc|UTC|gmt|GMT)$"
)
"""A zone in brackets at a heading's end, or UTC as its last word."""
_CLOCK_TIME = r"[ T,:]\d{1,2}([:.]| ?[hH] ?)\d{2}"
_TWO_NUMBERS = r"^\D*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time column, decided: its text and its instant as SQL."""

    text: str
    sql: str
    clock: dates.Clock | None
    zone: str | None
    day_only: bool = False
    zones: str | None = None
    """Each row's own zone as SQL, where a column says it."""


class Clocks:
    """Decides once per table and column."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known: dict[tuple[str, str], Time] = {}

    def read(self, scope: Scope, text: str, at: m.Moment) -> Time:
        """Decide once per table and column how its times are written."""
        key = (scope.name, at.from_)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._decide(scope, text, at)
        if known.clock is None:
            sql = NO_TIME
        elif known.clock.kind == "iso" and (typed := _typed(scope, at)) is not None:
            sql = dates.typed_sql(*typed, zone=known.zone)
        else:
            sql = dates.to_sql(known.clock, text, zone=known.zone)
        if isinstance(at.zone, m.Value) and known.clock is not None:
            zones = scope.text(at.zone)
            # read as if in UTC until here: each row's own zone moves it
            sql = f"(({sql}) AT TIME ZONE 'UTC') AT TIME ZONE {zones}"
            return replace(known, text=text, sql=sql, zones=zones)
        return replace(known, text=text, sql=sql)

    def _decide(self, scope: Scope, text: str, at: m.Moment) -> Time:
        table = scope.table
        zone = self._zone(at, table, scope)
        declared = at.format or table.dates.get(at.from_.strip("{}"))
        label = ", ".join(m.template_columns(at.from_)) or at.from_
        kept = self._look.kept(scope)
        if declared is not None:
            return Time(text=text, sql="", clock=dates.from_format(declared), zone=zone)
        values = self._look.values(scope, text, alike=_typed(scope, at) is not None)
        if not values:
            return Time(text=text, sql=NO_TIME, clock=None, zone=zone)
        clock = dates.detect(values, order=self._declared_order(at, table))
        if clock is None or clock.share < 0.5:
            raise self._no_times(label, values)
        declared_order = self._declared_order(at, table)
        clock = self._settled(scope, text, clock, label=label, declared=declared_order)
        if kept and _typed(scope, at) is None:
            clock = self._all_read(scope, text, clock, zone)
        day_only = clock.date_only or self._all_midnight(scope, text, values, kept=kept)
        each = isinstance(at.zone, m.Value)
        self._report_clock(label, clock, None if each else zone, day_only=day_only, each=each)
        if kept:
            for words in doubtful(self._look.engine, scope.source(), text, clock, zone):
                self._look.sink.warn(f"{label}: {words}")
        return Time(text=text, sql="", clock=clock, zone=zone, day_only=day_only)

    def _zone(self, at: m.Moment, table: m.Table, scope: Scope) -> str | None:
        if isinstance(at.zone, m.Value):
            return "UTC"
        declared = at.zone or table.zone or self._look.mapping.zone
        return declared or self._named_zone(at, table, scope) or self._look.options.get("zone")

    def _named_zone(self, at: m.Moment, table: m.Table, scope: Scope) -> str | None:
        """The zone that a column's own heading names: `Started at (Europe/Berlin)`, `created_utc`."""
        columns = self._look.tables.loaded[scope.name].columns
        found = m.find_columns(table, columns) or {}
        named = {zone_of_heading(found.get(one, one)) for one in m.template_columns(at.from_)}
        return named.pop() if len(named) == 1 else None

    def _declared_order(self, at: m.Moment, table: m.Table) -> str | None:
        return at.order or table.date_order or self._look.mapping.date_order

    def _settled(
        self, scope: Scope, text: str, clock: dates.Clock, *, label: str, declared: str | None
    ) -> dates.Clock:
        """Decide the order of day and month: the mapping, then the data, then a person.

        A person's answer comes last, because it may be meant for other files as well.
        """
        if clock.order is None:
            return clock
        if declared is not None:
            return _reordered(clock, declared)
        first, second = (
            f"TRY_CAST(regexp_extract({text}, '{_TWO_NUMBERS}', {n}) AS INTEGER)" for n in (1, 2)
        )
        days, months, either = self._look.engine.rows(
            f"SELECT count(*) FILTER (WHERE f > 12 AND s <= 12), "
            f"count(*) FILTER (WHERE s > 12 AND f <= 12), "
            f"count(*) FILTER (WHERE f <= 12 AND s <= 12 AND f != s) "
            f"FROM (SELECT {first} AS f, {second} AS s FROM {scope.source()})"
        )[0]
        dotted = any("." in form.split("%Y")[0].split("%y")[0] for form in clock.formats)
        if bool(days) != bool(months):
            return _reordered(clock, "dmy" if days else "mdy")
        said = self._look.options.get("date_order")
        if days and months:
            if said is None:
                raise self._ambiguous(label, clock, mixed=(days, months))
            return _reordered(clock, said)
        proved = "dmy" if dotted or not either else self._order_of_a_neighbour(scope, clock)
        if proved is None and said is None and tongues.day_first(self._headings(scope)):
            self._look.sink.warn(
                "every date makes sense both day first and month first: read day first, as is written in the headings' language"
            )
            proved = "dmy"
        if proved is None and said is None:
            raise self._ambiguous(label, clock, mixed=None)
        return _reordered(clock, proved or said or "dmy")

    def _headings(self, scope: Scope) -> tuple[str, ...]:
        return tuple(self._look.tables.loaded[scope.name].columns)

    def _order_of_a_neighbour(self, scope: Scope, clock: dates.Clock) -> str | None:
        """The order that another column of the same file proves, in the same way of writing."""
        wanted = _separators(clock)
        for column in sorted(set(scope.columns.values())):
            values = self._look.values(scope, f"{scope.alias}.{quote(column)}")
            other = dates.detect(values, number=False)
            if (
                other is not None
                and other.order is not None
                and other.share > 0.9
                and _separators(other) & wanted
                and _proves(values)
            ):
                return other.order
        return None

    def _ambiguous(
        self, label: str, clock: dates.Clock, *, mixed: tuple[int, int] | None
    ) -> AmbiguityError:
        shown = self._look.shown
        found = (
            f"{mixed[0]:,} dates only make sense day first and {mixed[1]:,} only month first"
            if mixed
            else "every date makes sense both day first and month first"
        )
        read = {
            order: f"{words} first: {_as_words(clock.example, order)}"
            for order, words in (("dmy", "day"), ("mdy", "month"))
        }
        return AmbiguityError(
            f"{shown}, column {label!r}: {found} (for instance {clock.example}).",
            hint='Write date_order = "dmy" (or "mdy") into a mapping file and give it '
            "with --mapping.",
            question=f"How is {clock.example} in column {label!r} of {shown} to be read?",
            choices=read,
            option="date_order",
        )

    def _no_times(self, label: str, values: list[str]) -> FileError:
        some = ", ".join(repr(value[:40]) for value in dict.fromkeys(values[:3]))
        return FileError(
            self._look.shown,
            f"holds no times that can be read: {some}",
            place=f"column {label!r}",
            hint='Give the format in a mapping file: at = { from = "{...}", format = "%d.%m.%Y" }.',
            code="input.file.no-times",
        )

    def _all_read(
        self, scope: Scope, text: str, clock: dates.Clock, zone: str | None
    ) -> dates.Clock:
        """Learn the formats of values that the look at some of them has missed."""
        for _ in range(4):
            sql = dates.to_sql(clock, text, zone=zone)
            rows = self._look.engine.rows(
                f"SELECT DISTINCT v FROM (SELECT {text} AS v, {sql} AS instant "
                f"FROM {scope.source()}) WHERE v IS NOT NULL AND instant IS NULL LIMIT 200"
            )
            more = dates.detect((v for (v,) in rows), order=clock.order, number=False)
            if more is None:
                return clock
            merged = _merged(clock, more)
            if merged == clock:
                return clock
            clock = merged
        return clock

    def _all_midnight(self, scope: Scope, text: str, values: list[str], *, kept: bool) -> bool:
        """Whether a time of day is written and never says anything: a day after all."""
        if not all(re.search(_MIDNIGHT, value) for value in values):
            return False
        if not kept:
            return True
        other = self._look.engine.rows(
            f"SELECT count(*) FROM {scope.source()} WHERE {text} IS NOT NULL "
            f"AND NOT regexp_matches({text}, {literal(_MIDNIGHT)})"
        )[0][0]
        return other == 0

    def _report_clock(
        self, label: str, clock: dates.Clock, zone: str | None, *, day_only: bool, each: bool
    ) -> None:
        words = clock.words
        if clock.order:
            words += f" ({'day' if clock.order == 'dmy' else 'month'} first)"
        if day_only and not clock.date_only:
            words += " (always midnight: a day, no time)"
        if each:
            words += ", each row in the zone that it names"
        elif clock.zone == "none" and clock.kind != "epoch":
            words += f", read as {zone}" if zone else ", no zone: read as UTC"
        elif clock.zone != "none":
            words += ", zone as written"
        self._look.sink.detected(f"time in {label}", words)


def zone_of_heading(heading: str) -> str | None:
    """The zone in a column's heading; None where it names none that is known."""
    found = _IN_HEADING.search(heading)
    if found is None or found[0].startswith("()"):
        return None
    name, hours, minutes = found["name"] or "UTC", found["hours"], found["minutes"]
    if hours:
        return f"{hours[0]}{int(hours[1:]):02}:{minutes or '00'}"
    if name in {"UTC", "GMT"}:
        return "UTC"
    return name if name in available_timezones() else None


def _typed(scope: Scope, at: m.Moment) -> tuple[str, str] | None:
    """The type and the value of a column that the file itself holds as times."""
    found = scope.typed(at.from_)
    return found if found is not None and found[0].startswith("TIMESTAMP") else None


def _separators(clock: dates.Clock) -> set[str]:
    return {found[1] for form in clock.formats if (found := re.search(r"%[dm](.)%[dm]", form))}


def _proves(values: list[str]) -> bool:
    pairs = (re.match(_TWO_NUMBERS, value) for value in values)
    return any(pair and max(int(pair[1]), int(pair[2])) > 12 for pair in pairs)


def _reordered(clock: dates.Clock, order: str) -> dates.Clock:
    if clock.order == order:
        return replace(clock, ambiguous=False)
    swapped = tuple(
        form.replace("%d", "?").replace("%m", "%d").replace("?", "%m")
        if re.search(r"%d.%m|%m.%d", form) and not form.startswith("%Y")
        else form
        for form in clock.formats
    )
    return replace(clock, formats=swapped, order=order, ambiguous=False)


def _merged(clock: dates.Clock, more: dates.Clock) -> dates.Clock:
    """One clock for two ways of writing in one column."""
    if {clock.kind, more.kind} <= {"iso", "format"}:
        formats = (*(clock.formats or (dates.ISO,)), *(more.formats or (dates.ISO,)))
        zone = clock.zone if clock.zone == more.zone else "some"
        kind = "iso" if clock.kind == more.kind == "iso" else "format"
        return replace(
            clock,
            kind=kind,
            formats=() if kind == "iso" else tuple(dict.fromkeys(formats)),
            zone=zone,
            date_only=clock.date_only and more.date_only,
            mixes_days=clock.mixes_days or more.mixes_days or clock.date_only != more.date_only,
            spelled=clock.spelled or more.spelled,
        )
    return clock


def _as_words(example: str, order: str) -> str:
    """Say a date in words: 3 April 2025."""
    found = re.match(r"\D*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2,4})", example)
    if found is None:
        return example
    day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
    names = "January February March April May June July August September October November December"
    number = int(month)
    name = names.split()[number - 1] if 1 <= number <= 12 else month
    return f"{int(day)} {name} {found[3]}"


def zone_column(time: Time) -> str:
    clock = time.clock
    if clock is None:
        return NOTHING
    if time.zones is not None:
        return time.zones
    if clock.kind == "epoch":
        return "'UTC'"
    given = NOTHING if time.zone is None else literal(time.zone)
    if clock.zone == "none":
        return given
    written = f"nullif(regexp_extract({time.text}, {literal(dates.ZONE_SQL)}, 1), '')"
    written = f"CASE {written} WHEN 'Z' THEN 'UTC' ELSE {written} END"
    return f"coalesce({written}, {given})"


def date_only(time: Time) -> str:
    clock = time.clock
    if clock is None or clock.kind in {"epoch", "excel"}:
        return "false"
    if time.day_only:
        return "true"
    return (
        f"NOT regexp_matches({time.text}, {literal(_CLOCK_TIME)})" if clock.mixes_days else "false"
    )

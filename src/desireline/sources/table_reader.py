"""The any-table reader: a mapping and its tables become staged events, inside the engine.

In: a unit whose options carry the mapping.  Out: events, quarantine and findings in the sink. Rows
never pass through Python: each event of the mapping (or each milestone of it) is one SELECT over
its table. How times and numbers are written is decided once per column, over all of the column
when the table is kept in the engine, else over its first rows and checked against what came out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine, open_engine, quote, quote_paths
from desireline.errors import AmbiguityError, FileError, MappingError
from desireline.sources import containers, dates, limits, numbers
from desireline.sources import mapping as m
from desireline.sources.compile import NOTHING, Scope, Tables, without
from desireline.sources.containers import FILE, LINE, Loaded, literal
from desireline.sources.model import Sample, Unit
from desireline.sources.sink import EARLIEST, LATEST, zone_of
from desireline.tables import ACTORS, STAGED_EVENTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from desireline.sources.sink import StagingSink

NAME = "table"
_LOOK = 5_000
_CUT_ID = r"^\d(\.\d+)?[eE]\+\d+$"
_MIDNIGHT = r"[ T](00:00(:00([.,]0+)?)?|12:00(:00)? ?AM)( ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?))?$"
_DAY_ONLY = r"^[^:]+$"


class TableReader:
    """Reads tables through a mapping."""

    name = NAME

    def match(self, sample: Sample) -> None:
        """Claim nothing: `recognise` asks the mappings themselves."""
        del sample

    def read(self, unit: Unit, sink: StagingSink) -> None:
        """See Reader."""
        _Run(unit, sink).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """One SELECT to come: an event, one of its milestones, or one of its `each` columns."""

    event: m.Event
    milestone: m.Milestone | None = None
    each: str | None = None
    earlier: tuple[m.Milestone, ...] = ()

    def get(self, name: str) -> Any:
        """A field: the milestone's where it says something, else the event's."""
        said = getattr(self.milestone, name, None) if self.milestone is not None else None
        return said if said is not None else getattr(self.event, name)

    @property
    def at(self) -> m.Moment:
        at = self.milestone.at if self.milestone is not None else self.event.at
        assert at is not None
        return at if isinstance(at, m.Moment) else m.Moment.model_validate({"from": at})

    @property
    def conditions(self) -> list[m.Condition]:
        return [*self.event.when, *(self.milestone.when if self.milestone else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Time:
    """A time column, decided: its text and its instant as SQL."""

    text: str
    sql: str
    clock: dates.Clock | None
    zone: str | None
    day_only: bool = False


class _Run:
    """One reading of one unit."""

    def __init__(self, unit: Unit, sink: StagingSink) -> None:
        self.unit = unit
        self.sink = sink
        self.folder: Path = sink.folder
        self.mapping = m.check(dict(unit.options["mapping"]), shown=unit.mapping or "mapping")
        self.options: Mapping[str, Any] = unit.options
        self.engine = self._engine()
        self.tables = Tables(mapping=self.mapping, loaded={})
        self.files: dict[str, list[Sample]] = {}
        for sample in unit.samples:
            self.files.setdefault(unit.options["tables"][sample.shown], []).append(sample)
        self.times: dict[tuple[str, str], _Time] = {}

    def _engine(self) -> Engine:
        spill = self.folder / "spill"
        spill.mkdir(exist_ok=True)
        return open_engine(memory_limit=limits.ENGINE_MEMORY, temporary=spill)

    def run(self) -> None:
        """Load, decide, stage, check."""
        self._refuse_unknown_zones()
        streamed = self._can_stream()
        for name, samples in self.files.items():
            self._load(name, samples, keep=not streamed)
        try:
            for event in self.mapping.events:
                if event.table in self.tables.loaded:
                    self._event(event, streamed=streamed)
        except _StreamFoundBadRowsError:
            self._start_again()
        self._count_rows()
        self.engine.close()

    def _start_again(self) -> None:
        """Some rows were bad: read again into the engine, to say which and why."""
        self.times.clear()
        for name, samples in self.files.items():
            self._load(name, samples, keep=True)
        for event in self.mapping.events:
            if event.table in self.tables.loaded:
                self._event(event, streamed=False)

    def _can_stream(self) -> bool:
        """Whether one pass over one large text file can do it all."""
        (event, *more) = self.mapping.events
        return (
            len(self.unit.samples) == 1
            and not more
            and not (event.milestones or event.each or event.when)
            and self.unit.samples[0].container == "text"
            and self.unit.samples[0].size > containers.KEPT_BYTES
            and "{#row}" not in event.model_dump_json()
        )

    def _refuse_unknown_zones(self) -> None:
        zones = [self.mapping.zone, self.options.get("zone")]
        zones += [table.zone for table in self.mapping.tables.values()]
        for zone in filter(None, zones):
            try:
                zone_of(zone)
            except FileError as error:
                raise MappingError(
                    f"The mapping {self.mapping.name} names the time zone {zone!r}, "
                    "which does not exist.",
                    hint=error.hint,
                ) from error

    # --- loading ---

    def _load(self, name: str, samples: list[Sample], *, keep: bool) -> None:
        parts: list[Loaded] = []
        for number, sample in enumerate(samples):
            self.sink.reading(sample.shown)
            part = f"table_{list(self.files).index(name)}_{number}{'_kept' if keep else ''}"
            loaded = containers.load(self.engine, sample, part, folder=self.folder, keep=keep)
            self._report_layout(sample, loaded)
            if loaded.rejects is not None and loaded.kept:
                self._quarantine_rejects(sample, loaded.rejects)
            parts.append(loaded)
        self.tables.loaded[name] = self._together(name, parts)
        self._find_damage(name)
        self._check_key(name)

    def _together(self, name: str, parts: list[Loaded]) -> Loaded:
        if len(parts) == 1:
            return parts[0]
        columns = tuple(dict.fromkeys(column for part in parts for column in part.columns))
        union = " UNION ALL BY NAME ".join(f"SELECT * FROM {part.name}" for part in parts)
        view = f"{parts[0].name}_all"
        self.engine.view(view, union)
        return replace(parts[0], name=view, columns=columns, rejects=None)

    def _report_layout(self, sample: Sample, loaded: Loaded) -> None:
        found = {
            "encoding": sample.encoding,
            "byte-order mark": sample.bom or None,
            "delimiter": sample.delimiter,
            "header rows": len(sample.header) if sample.container == "text" else None,
            "compression": sample.compression,
        }
        for name, value in found.items():
            if value is not None:
                self.sink.detected(name, value)
        if sample.header and sample.skip > len(sample.header) and sample.container == "text":
            self.sink.detected("first row of data on line", sample.skip + 1)
        for note in loaded.notes:
            self.sink.warn(note)

    def _quarantine_rejects(self, sample: Sample, rejects: str) -> None:
        count = self.sink.stage_quarantine(
            self.engine,
            f"SELECT {literal(self.unit.source)} AS source, "
            f"{literal(sample.shown)} AS source_file, CAST(line AS BIGINT) AS source_line, "
            "'bad-row' AS code, reason, left(content, 4000) AS content "
            f"FROM {rejects}",
        )
        self.sink.row(count)

    def _find_damage(self, name: str) -> None:
        """Find ids that a spreadsheet has cut: 5.70308E+17 stands for a million different ones."""
        wanted = {
            column
            for event in self.mapping.events
            if event.table == name
            for template in _id_templates(event)
            for column in m.template_columns(template)
        }
        scope = Scope(self.tables, name)
        for column in sorted(wanted):
            actual = scope.columns.get(column) or scope.columns.get(m.normal(column))
            if actual is None:
                continue
            rows = self.engine.rows(
                f"SELECT {quote(actual)}, regexp_matches({quote(actual)}, '{_CUT_ID}') "
                f"FROM {self.tables.loaded[name].name} WHERE {quote(actual)} IS NOT NULL "
                f"LIMIT {_LOOK}"
            )
            cut = [value for value, is_cut in rows if is_cut]
            if len(cut) > len(rows) / 100:
                self.tables.damaged.setdefault(name, set()).add(actual)
                self.sink.warn(
                    f"{actual!r} is not unique: a spreadsheet has cut its ids (for instance "
                    f"{cut[0]}), so it was not used to tell rows apart; export the file "
                    "again with the ids as text"
                )

    def _check_key(self, name: str) -> None:
        key = self.mapping.tables[name].key
        loaded = self.tables.loaded[name]
        if key is None or not loaded.kept:
            return
        column = Scope(self.tables, name).column(key)
        total, distinct = self.engine.rows(
            f"SELECT count({column}), count(DISTINCT {column}) FROM {loaded.name} AS t"
        )[0]
        if distinct < total:
            self.sink.warn(
                f"{key!r} is not unique: {total - distinct:,} of {total:,} rows repeat one; "
                "where other tables look it up, its first row counts"
            )

    def _count_rows(self) -> None:
        for name, samples in self.files.items():
            loaded = self.tables.loaded[name]
            if not loaded.kept:
                continue
            for shown, count in self.engine.rows(
                f"SELECT {FILE}, count(*) FROM {loaded.name} GROUP BY 1"
            ):
                self.sink.reading(shown)
                self.sink.row(count)
            del samples

    # --- events ---

    def _event(self, event: m.Event, *, streamed: bool) -> None:
        self.sink.reading(self.files[event.table][0].shown)
        self._refuse_unknown_columns(event)
        variants = list(_variants(event, self._each_columns(event)))
        used: set[str] = set()
        for variant in variants:
            self._columns_of(variant, used)
        if event.milestones:
            self._report_negative_steps(event)
        staged: list[tuple[_Variant, Path]] = []
        for variant in variants:
            path = self._stage(variant, used, streamed=streamed)
            if path is not None:
                staged.append((variant, path))
        if not streamed:
            self._quarantine_rows(event, variants, used)
        for variant, path in staged:
            if variant.get("id") is not None:
                self._check_ids(variant, path)

    def _each_columns(self, event: m.Event) -> list[str]:
        scope = Scope(self.tables, event.table)
        return [
            column
            for column in event.each
            if column in scope.columns or m.normal(column) in scope.columns
        ]

    def _refuse_unknown_columns(self, event: m.Event) -> None:
        """Every template of the event compiles, or the mapping is refused before anything is read."""
        for join in self.mapping.tables[event.table].join:
            scope = Scope(self.tables, event.table)
            for left in join.on:
                scope.column(left)

    def _scope(self, variant: _Variant) -> Scope:
        bound = (
            {"each.column": (False, variant.each), "each.value": (True, variant.each)}
            if variant.each is not None
            else {}
        )
        return Scope(self.tables, variant.event.table, bound=bound)

    def _stage(self, variant: _Variant, used: set[str], *, streamed: bool) -> Path | None:
        scope = self._scope(variant)
        select = self._select(variant, scope, used)
        if not streamed:
            return self._staged(f"{select} AND {_SOUND}")
        path = self.sink.stage(self.engine, f"{select}")
        if path is None:
            return None
        total, sound = self.engine.rows(
            f"SELECT count(*), count(*) FILTER (WHERE {_SOUND}) "
            f"FROM read_parquet({quote_paths([path])})"
        )[0]
        rejected = self.engine.rows(
            f"SELECT count(*) FROM {self.tables.loaded[variant.event.table].rejects}"
        )[0][0]
        if sound < total or rejected:
            self.sink.unstage(path)
            raise _StreamFoundBadRowsError
        self.sink.report.events += total
        self.sink.row(total)
        return path

    def _staged(self, sql: str) -> Path | None:
        path = self.sink.stage(self.engine, sql)
        if path is not None:
            for shown, count in self.engine.rows(
                f"SELECT source_file, count(*) FROM read_parquet({quote_paths([path])}) GROUP BY 1"
            ):
                self.sink.reports[shown].events += count
        return path

    def _select(self, variant: _Variant, scope: Scope, used: set[str]) -> str:
        columns = self._columns(variant, scope, used)
        cells = ", ".join(
            f"CAST({columns.get(column.name, 'NULL')} AS {column.type}) AS {quote(column.name)}"
            for column in STAGED_EVENTS.columns
        )
        conditions = [scope.condition(test) for test in variant.conditions]
        if variant.milestone is not None:
            conditions.append(f"{self._time(variant, scope).text} IS NOT NULL")
        if variant.each is not None:
            conditions.append(f"{scope.column('each.value')} IS NOT NULL")
        where = " AND ".join(f"({test})" for test in conditions) or "true"
        return f"SELECT * FROM (SELECT {cells} FROM {scope.source()} WHERE {where}) WHERE true"

    def _columns_of(self, variant: _Variant, used: set[str]) -> None:
        """Note which columns the variant uses, so that `rest` is what no variant uses."""
        scope = self._scope(variant)
        self._columns(variant, scope, None)
        used |= scope.used
        if variant.each is not None:
            used |= {scope.columns.get(column, column) for column in variant.event.each}

    def _columns(self, variant: _Variant, scope: Scope, used: set[str] | None) -> dict[str, str]:
        event, get = variant.event, variant.get
        time = self._time(variant, scope)
        subjects = [event.subject] if isinstance(event.subject, str) else event.subject
        own_id = get("id")
        columns = {
            "event_id": _prefixed(self.unit.source, scope, own_id),
            "source": literal(self.unit.source),
            "source_file": f"{scope.alias}.{FILE}",
            "source_line": f"{scope.alias}.{LINE}",
            "record": scope.text(event.record),
            "part": scope.text(get("part")),
            "subject": f"coalesce({', '.join(scope.template(one) for one in subjects)}, NULL)",
            "identifiers": scope.several(event.identifiers),
            "at": time.sql,
            "zone": _zone_column(time),
            "date_only": _date_only(time),
            "channel": scope.text(get("channel")),
            "activity": scope.text(get("activity")),
            "touchpoint": scope.text(get("touchpoint")),
            "actor": _actor(scope.text(get("actor"))),
            "direction": scope.text(get("direction")),
            "text": _joined_text(scope, get("text")),
            "language": scope.text(get("language") or self.mapping.language),
            "object_ids": scope.several(event.object_ids),
            "outcome": scope.text(get("outcome")),
            **self._numbers(variant, scope),
        }
        if columns["text"] == NOTHING:
            columns["language"] = NOTHING
        if used is not None:
            columns["attributes"] = self._attributes(variant, scope, used)
        return columns

    # --- times ---

    def _time(self, variant: _Variant, scope: Scope) -> _Time:
        at = variant.at
        text = scope.template(at.from_, whole=False)
        return self._decided(scope, text, at)

    def _decided(self, scope: Scope, text: str, at: m.Moment) -> _Time:
        """Decide once per table and column how its times are written."""
        key = (scope.name, at.from_)
        known = self.times.get(key)
        if known is None:
            known = self.times[key] = self._decide(scope, text, at)
        sql = _NO_TIME if known.clock is None else dates.to_sql(known.clock, text, zone=known.zone)
        return replace(known, text=text, sql=sql)

    def _decide(self, scope: Scope, text: str, at: m.Moment) -> _Time:
        table = scope.table
        zone = at.zone or table.zone or self.mapping.zone or self.options.get("zone")
        declared = at.format or table.dates.get(at.from_.strip("{}"))
        label = ", ".join(m.template_columns(at.from_)) or at.from_
        kept = self.tables.loaded[scope.name].kept
        if declared is not None:
            return _Time(text=text, sql="", clock=dates.from_format(declared), zone=zone)
        values = self._values(scope, text)
        if not values:
            return _Time(text=text, sql=_NO_TIME, clock=None, zone=zone)
        clock = dates.detect(values, order=self._order(at, table))
        if clock is None or clock.share < 0.5:
            raise self._no_times(label, values)
        clock = self._settled(scope, text, clock, label)
        if kept:
            clock = self._all_read(scope, text, clock, zone)
        day_only = clock.date_only or self._all_midnight(scope, text, values, kept=kept)
        self._report_clock(label, clock, zone, day_only=day_only)
        return _Time(text=text, sql="", clock=clock, zone=zone, day_only=day_only)

    def _order(self, at: m.Moment, table: m.Table) -> str | None:
        return (
            at.order
            or table.date_order
            or self.mapping.date_order
            or self.options.get("date_order")
        )

    def _values(self, scope: Scope, text: str) -> list[str]:
        """Look at first values and, where the table is kept, at some from all over it."""
        source = scope.source()
        found = f"SELECT {text} AS v FROM {source}"
        rows = self.engine.rows(f"SELECT v FROM ({found}) WHERE v IS NOT NULL LIMIT {_LOOK}")
        if self.tables.loaded[scope.name].kept and len(rows) == _LOOK:
            rows += self.engine.rows(
                f"SELECT v FROM ({found}) WHERE v IS NOT NULL "
                f"USING SAMPLE reservoir({_LOOK} ROWS) REPEATABLE (1)"
            )
        return [value for (value,) in rows]

    def _settled(self, scope: Scope, text: str, clock: dates.Clock, label: str) -> dates.Clock:
        """Decide the order of day and month over the whole column, or ask."""
        if clock.order is None:
            return clock
        first, second = (
            f"TRY_CAST(regexp_extract({text}, '^\\D*(\\d{{1,2}})[-/. ](\\d{{1,2}})[-/. ]\\d', {n})"
            " AS INTEGER)"
            for n in (1, 2)
        )
        days, months, either = self.engine.rows(
            f"SELECT count(*) FILTER (WHERE f > 12 AND s <= 12), "
            f"count(*) FILTER (WHERE s > 12 AND f <= 12), "
            f"count(*) FILTER (WHERE f <= 12 AND s <= 12 AND f != s) "
            f"FROM (SELECT {first} AS f, {second} AS s FROM {scope.source()})"
        )[0]
        dotted = any("." in form.split("%Y")[0].split("%y")[0] for form in clock.formats)
        said = self.options.get("date_order") or self._declared_order(scope)
        if said:
            return _reordered(clock, said)
        if days and months:
            raise self._ambiguous(label, clock, mixed=(days, months))
        if days or dotted:
            return _reordered(clock, "dmy")
        if months:
            return _reordered(clock, "mdy")
        twin = self._order_of_a_neighbour(scope, clock)
        if twin is not None:
            return _reordered(clock, twin)
        if either:
            raise self._ambiguous(label, clock, mixed=None)
        return _reordered(clock, "dmy")

    def _declared_order(self, scope: Scope) -> str | None:
        return scope.table.date_order or self.mapping.date_order

    def _order_of_a_neighbour(self, scope: Scope, clock: dates.Clock) -> str | None:
        """The order that another column of the same file proves, in the same way of writing."""
        shape = {re.sub(r"%[dm]", "", form) for form in clock.formats}
        for column in sorted(set(scope.columns.values())):
            text = f"{scope.alias}.{quote(column)}"
            rows = self.engine.rows(
                f"SELECT {text} FROM {self.tables.loaded[scope.name].name} AS {scope.alias} "
                f"WHERE {text} IS NOT NULL LIMIT {_LOOK}"
            )
            other = dates.detect((value for (value,) in rows), number=False)
            if other is None or other.order is None or other.ambiguous or other.share < 0.9:
                continue
            if {re.sub(r"%[dm]", "", form)[:3] for form in other.formats} & {
                form[:3] for form in shape
            } and self._proves(rows):
                return other.order
        return None

    @staticmethod
    def _proves(rows: list[tuple[Any, ...]]) -> bool:
        pairs = [re.match(r"\D*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d", value) for (value,) in rows]
        return any(pair and max(int(pair[1]), int(pair[2])) > 12 for pair in pairs)

    def _ambiguous(
        self, label: str, clock: dates.Clock, *, mixed: tuple[int, int] | None
    ) -> AmbiguityError:
        shown = self.sink.report.path
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
            self.sink.report.path,
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
            rows = self.engine.rows(
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
        other = self.engine.rows(
            f"SELECT count(*) FROM {scope.source()} WHERE {text} IS NOT NULL "
            f"AND NOT regexp_matches({text}, {literal(_MIDNIGHT)})"
        )[0][0]
        return other == 0

    def _report_clock(
        self, label: str, clock: dates.Clock, zone: str | None, *, day_only: bool
    ) -> None:
        words = clock.words
        if clock.order:
            words += f" ({'day' if clock.order == 'dmy' else 'month'} first)"
        if day_only and not clock.date_only:
            words += " (always midnight: a day, no time)"
        if clock.zone == "none" and clock.kind != "epoch":
            words += f", read as {zone}" if zone else ", no zone: read as UTC"
        elif clock.zone != "none":
            words += ", zone as written"
        self.sink.detected(f"time in {label}", words)

    # --- numbers ---

    def _numbers(self, variant: _Variant, scope: Scope) -> dict[str, str]:
        get = variant.get
        columns: dict[str, str] = {}
        money = get("value")
        if money is not None:
            text, sign, _ = self._amount(scope, money)
            columns["value"] = numbers.to_sql(sign, text)
            currency = scope.text(get("currency") or self.mapping.currency)
            columns["currency"] = f"CASE WHEN {columns['value']} IS NOT NULL THEN {currency} END"
        for name, target in (("duration", "duration_s"), ("wait", "wait_s")):
            amount = get(name)
            if amount is not None:
                text, sign, unit = self._amount(scope, amount)
                columns[target] = numbers.seconds_sql(sign, text, unit)
        if get("rating") is not None:
            columns |= self._rating(scope, get("rating"))
        return columns

    def _amount(self, scope: Scope, spec: str | m.Amount) -> tuple[str, numbers.Sign, str]:
        amount = spec if isinstance(spec, m.Amount) else m.Amount.model_validate({"from": spec})
        text = without(scope.template(amount.from_), amount.missing)
        declared = amount.decimal or scope.table.decimal or self.mapping.decimal
        return text, self._sign(scope, text, amount.from_, declared), amount.unit

    def _sign(self, scope: Scope, text: str, label: str, declared: str | None) -> numbers.Sign:
        values = self._values(scope, text)
        sign = numbers.detect(values)
        declared = declared or self.options.get("decimal")
        if declared:
            return replace(sign, decimal=declared, ambiguous=False)
        if sign.ambiguous:
            raise AmbiguityError(
                f"{self.sink.report.path}, {label}: {sign.example} may be a thousand or a fraction.",
                hint='Write decimal = "," (or ".") into a mapping file and give it with --mapping.',
                question=f"How is {sign.example} in {label} of {self.sink.report.path} to be read?",
                choices={
                    ".": f"{sign.example.replace(',', '')}: the comma groups thousands",
                    ",": f"{sign.example.replace(',', '.')}: the comma is the decimal sign",
                },
                option="decimal",
            )
        if any("," in value or "." in value for value in values):
            self.sink.detected(f"decimal sign in {label.strip('{}')}", sign.decimal)
        return sign

    def _rating(self, scope: Scope, rating: m.Rating) -> dict[str, str]:
        text = without(scope.template(rating.from_), rating.not_applicable)
        low, high = sorted((rating.worst, rating.best))
        if rating.map:
            cases = " ".join(
                f"WHEN {literal(word.strip().casefold())} THEN {number}"
                for word, number in rating.map.items()
            )
            number = f"CASE lower({text}) {cases} ELSE TRY_CAST({text} AS DECIMAL(9,3)) END"
        else:
            sign = self._sign(
                scope, text, rating.from_, scope.table.decimal or self.mapping.decimal
            )
            number = numbers.to_sql(sign, text, kind="DECIMAL(9,3)")
        sound = f"CASE WHEN {number} BETWEEN {low} AND {high} THEN {number} END"
        self._warn_of_lost_ratings(scope, text, sound, rating)
        given = f"({sound}) IS NOT NULL"
        return {
            "rating": sound,
            "rating_kind": f"CASE WHEN {given} THEN {literal(rating.kind)} END",
            "rating_low": f"CASE WHEN {given} THEN {rating.worst} END",
            "rating_high": f"CASE WHEN {given} THEN {rating.best} END",
        }

    def _warn_of_lost_ratings(self, scope: Scope, text: str, sound: str, rating: m.Rating) -> None:
        if not self.tables.loaded[scope.name].kept:
            return
        lost, example = self.engine.rows(
            f"SELECT count(*), min(v) FROM (SELECT {text} AS v, {sound} AS r "
            f"FROM {scope.source()}) WHERE v IS NOT NULL AND r IS NULL"
        )[0]
        if lost:
            self.sink.warn(
                f"{lost:,} ratings in {rating.from_} are no number from {rating.worst:g} to "
                f"{rating.best:g} (for instance {example[:40]!r}) and were left out"
            )

    # --- attributes ---

    def _attributes(self, variant: _Variant, scope: Scope, used: set[str]) -> str:
        spec = variant.get("attributes")
        entries: list[str] = []
        if spec is None or spec == "rest":
            loaded = self.tables.loaded[scope.name]
            damaged = self.tables.damaged.get(scope.name, set())
            nameless = self._nameless(scope.name)
            entries = [
                _entry(column, f"{scope.alias}.{quote(column)}")
                for column in loaded.columns
                if column not in used and column not in damaged and column not in nameless
            ]
        elif isinstance(spec, list):
            entries = [_entry(column, scope.column(column)) for column in spec]
        elif isinstance(spec, dict):
            for name, value in spec.items():
                entries += self._attribute(scope, name, value)
        entries += self._out_of_order(variant, scope)
        if not entries:
            return "NULL"
        joined = f"nullif(concat_ws(',', {', '.join(entries)}), '')"
        return f"'{{' || {joined} || '}}'"

    def _nameless(self, name: str) -> set[str]:
        """Columns without a name, as an index that a data frame has left: they say nothing."""
        return {
            column
            for sample in self.files.get(name, ())
            for written, column in zip(
                sample.header[0] if sample.header else (), sample.columns, strict=False
            )
            if not written.strip()
        }

    def _attribute(self, scope: Scope, name: str, value: str | m.Value | m.Lateness) -> list[str]:
        if not isinstance(value, m.Lateness):
            return [_entry(name, scope.text(value))]
        time, limit = (
            self._decided(
                scope,
                scope.template(one, whole=False),
                m.Moment.model_validate({"from": one}),
            ).sql
            for one in (value.time, value.limit)
        )
        if value.clock == "day":
            time, limit = f"date_trunc('day', {time})", f"date_trunc('day', {limit})"
        known = f"{time} IS NOT NULL AND {limit} IS NOT NULL"
        late = f"CASE WHEN {time} > {limit} THEN 'true' ELSE 'false' END"
        by = f"CAST((epoch_us({time}) - epoch_us({limit})) // 1000000 AS VARCHAR)"
        return [
            f"CASE WHEN {known} THEN {literal(_key(name))} || {late} END",
            f"CASE WHEN {known} THEN {literal(_key(name + '_by_s'))} || {by} END",
            f"CASE WHEN {known} THEN {literal(_key(name + '_clock') + _json(value.clock))} END",
        ]

    def _out_of_order(self, variant: _Variant, scope: Scope) -> list[str]:
        """Say on the event itself that it came before what should precede it."""
        if variant.milestone is None or not variant.earlier:
            return []
        mine = self._time(variant, scope).sql
        cases = ""
        for earlier in reversed(variant.earlier):
            theirs = self._time(replace(variant, milestone=earlier), scope).sql
            words = literal(_key("out_of_order") + _json(f"before {_activity_name(earlier)}"))
            cases += f" WHEN {mine} < {theirs} THEN {words}"
        return [f"CASE{cases} END"]

    # --- checks ---

    def _report_negative_steps(self, event: m.Event) -> None:
        """Count, over neighbours that both happened, those in the wrong order."""
        variants = list(_variants(event, []))
        scope = self._scope(variants[0])
        times = [self._time(variant, scope).sql for variant in variants]
        names = [_activity_name(variant.milestone) for variant in variants if variant.milestone]
        pairs = [(i, j) for j in range(len(times)) for i in range(j)]
        if not pairs:
            return
        cells = ", ".join(f"{sql} AS m{n}" for n, sql in enumerate(times))
        counts = ", ".join(
            "count(*) FILTER (WHERE "
            + " AND ".join([f"m{j} < m{i}", *(f"m{k} IS NULL" for k in range(i + 1, j))])
            + ")"
            for i, j in pairs
        )
        conditions = " AND ".join(scope.condition(test) for test in event.when) or "true"
        row = self.engine.rows(
            f"SELECT {counts} FROM (SELECT {cells} FROM {scope.source()} WHERE {conditions})"
        )[0]
        for (i, j), count in zip(pairs, row, strict=True):
            if count:
                self.sink.warn(f"{count:,} {event.table}: {names[j]} before {names[i]}")

    def _quarantine_rows(self, event: m.Event, variants: list[_Variant], used: set[str]) -> None:
        """Keep the rows that gave no event although they should have, with the reason."""
        for number, variant in enumerate(variants):
            scope = self._scope(variant)
            columns = self._columns(variant, scope, used)
            time = self._time(variant, scope)
            shared = variant.milestone is None and variant.each is None
            reasons = _reasons(columns, time, variant, everything=shared or number == 0)
            conditions = [scope.condition(test) for test in variant.conditions]
            if variant.each is not None:
                conditions.append(f"{scope.column('each.value')} IS NOT NULL")
            where = " AND ".join(f"({test})" for test in conditions) or "true"
            loaded = self.tables.loaded[event.table]
            content = ", ".join(
                f"coalesce({scope.alias}.{quote(column)}, '')" for column in loaded.columns
            )
            inner = (
                f"SELECT {scope.alias}.{FILE} AS f, {scope.alias}.{LINE} AS n, "
                f"{reasons} AS why, {time.text} AS written, "
                f"concat_ws('|', {content}) AS content FROM {scope.source()} WHERE {where}"
            )
            label = ", ".join(m.template_columns(variant.at.from_))
            self.sink.stage_quarantine(self.engine, self._quarantine_sql(inner, label))

    def _quarantine_sql(self, inner: str, label: str) -> str:
        words = {
            "no-subject": "nothing says who it was",
            "no-activity": "nothing says what happened",
            "no-time": f"{label} is empty",
            "bad-actor": f"the actor is none of {', '.join(ACTORS)}",
        }
        cases = " ".join(f"WHEN {literal(c)} THEN {literal(w)}" for c, w in words.items())
        wrong = literal(f"{label} is no time that can be read, or outside 1900 to 2200: ")
        return (
            f"SELECT {literal(self.unit.source)} AS source, f AS source_file, n AS source_line, "
            f"why AS code, CASE why {cases} ELSE {wrong} || left(coalesce(written, ''), 80) END "
            f"AS reason, left(content, 4000) AS content FROM ({inner}) WHERE why IS NOT NULL"
        )

    def _check_ids(self, variant: _Variant, path: Path) -> None:
        """An id that stands on rows that differ is no id: keep the rows, drop the id."""
        source = f"read_parquet({quote_paths([path])})"
        same = ", ".join(
            f"coalesce(CAST({quote(name)} AS VARCHAR), '')"
            for name in ("subject", "at", "activity", "text", "rating", "value", "attributes")
        )
        clashing, example = self.engine.rows(
            "SELECT coalesce(sum(n), 0), min(event_id) FROM (SELECT event_id, count(*) AS n "
            f"FROM {source} WHERE event_id IS NOT NULL GROUP BY event_id "
            f"HAVING count(*) > 1 AND count(DISTINCT hash({same})) > 1)"
        )[0]
        if not clashing:
            return
        template = variant.get("id")
        self.sink.warn(
            f"{template} is not unique: {clashing:,} rows that differ share an id (for instance "
            f"{example.split(':', 1)[-1]}), so it was not used to tell rows apart"
        )
        replaced = "SELECT * REPLACE (CAST(NULL AS VARCHAR) AS event_id)"
        again = self.sink.stage(self.engine, f"{replaced} FROM {source}")
        assert again is not None
        self.sink.unstage(path)


class _StreamFoundBadRowsError(Exception):
    """A streamed file has rows to quarantine; it is read again into the engine."""


_NO_TIME = "CAST(NULL AS TIMESTAMPTZ)"
_ACTORS = ", ".join(literal(actor) for actor in ACTORS)
_SOUND = (
    'subject IS NOT NULL AND activity IS NOT NULL AND "at" IS NOT NULL '
    f'AND "at" >= TIMESTAMPTZ {literal(EARLIEST.isoformat())} '
    f'AND "at" < TIMESTAMPTZ {literal(LATEST.isoformat())} AND actor IN ({_ACTORS})'
)


def _variants(event: m.Event, each: list[str]) -> Iterator[_Variant]:
    if event.milestones:
        for number, milestone in enumerate(event.milestones):
            yield _Variant(
                event=event, milestone=milestone, earlier=tuple(event.milestones[:number])
            )
    elif event.each:
        for column in each:
            yield _Variant(event=event, each=column)
    else:
        yield _Variant(event=event)


def _id_templates(event: m.Event) -> list[str]:
    subjects = [event.subject] if isinstance(event.subject, str) else event.subject
    ids = [event.id, event.record, *(one.id for one in event.milestones)]
    return [*subjects, *event.identifiers, *event.object_ids, *(one for one in ids if one)]


def _prefixed(source: str, scope: Scope, template: str | None) -> str:
    if template is None:
        return NOTHING
    return f"({literal(source + ':')} || {scope.template(template)})"


def _actor(actor: str) -> str:
    return f"coalesce({actor}, 'customer')" if actor != NOTHING else "'customer'"


def _joined_text(scope: Scope, spec: str | list[str] | None) -> str:
    if spec is None:
        return NOTHING
    if isinstance(spec, str):
        return scope.template(spec, whole=False)
    cells = ", ".join(scope.template(one, whole=False) for one in spec)
    return f"nullif(concat_ws(chr(10), {cells}), '')"


def _zone_column(time: _Time) -> str:
    clock = time.clock
    if clock is None:
        return NOTHING
    if clock.kind == "epoch":
        return "'UTC'"
    given = NOTHING if time.zone is None else literal(time.zone)
    if clock.zone == "none":
        return given
    written = f"nullif(regexp_extract({time.text}, {literal(dates.ZONE_SQL)}, 1), '')"
    written = f"CASE {written} WHEN 'Z' THEN 'UTC' ELSE {written} END"
    return f"coalesce({written}, {given})"


def _date_only(time: _Time) -> str:
    clock = time.clock
    if clock is None or clock.kind in {"epoch", "excel"}:
        return "false"
    if time.day_only:
        return "true"
    return f"NOT contains({time.text}, ':')" if clock.mixes_days else "false"


def _reasons(columns: dict[str, str], time: _Time, variant: _Variant, *, everything: bool) -> str:
    """Write the code of the first thing that is wrong with a row; NULL when nothing is.

    What is wrong with the row as a whole is said once, with its first milestone.
    """
    early, late = literal(EARLIEST.isoformat()), literal(LATEST.isoformat())
    cases = [
        (f"{time.text} IS NOT NULL AND ({time.sql}) IS NULL", "bad-time"),
        (f"({time.sql}) < TIMESTAMPTZ {early} OR ({time.sql}) >= TIMESTAMPTZ {late}", "bad-time"),
    ]
    if everything:
        cases.insert(0, (f"({columns['subject']}) IS NULL", "no-subject"))
    if variant.milestone is None:
        cases.append((f"{time.text} IS NULL", "no-time"))
        cases.append((f"({columns['activity']}) IS NULL", "no-activity"))
    cases.append((f"({columns['actor']}) NOT IN ({_ACTORS})", "bad-actor"))
    return "CASE " + " ".join(f"WHEN {test} THEN '{code}'" for test, code in cases) + " END"


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


def _activity_name(milestone: m.Milestone) -> str:
    spec = milestone.activity
    return spec if isinstance(spec, str) else spec.from_


def _key(name: str) -> str:
    return f"{_json(name)}:"


def _json(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _entry(name: str, value: str) -> str:
    """Write one member of the attributes; NULL, and so left out, when there is no value."""
    return f"{literal(_key(name))} || CAST(to_json({value}) AS VARCHAR)"

"""The any-table reader: a mapping and its tables become staged events, inside the engine.

In: a unit whose options carry the mapping.  Out: events, quarantine and findings in the sink. Rows
never pass through Python: each event of the mapping (or each milestone of it) is one SELECT over
its table. How times and numbers are written is decided once per column, over all of the column
when the table is kept in the engine, else over its first rows and checked against what came out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.engines import Engine, literal, open_engine, quote, quote_paths
from desireline.errors import EngineError, FileError, MappingError
from desireline.events import repeat
from desireline.sources import containers, limits, repeats, untold
from desireline.sources import mapping as m
from desireline.sources.amounts import Amounts
from desireline.sources.clocks import Clocks
from desireline.sources.compile import Scope, Tables
from desireline.sources.containers import FILE, LINE, Loaded
from desireline.sources.look import ROWS, Look
from desireline.sources.making import Made
from desireline.sources.model import GUESSED, Sample, Sink, Unit
from desireline.sources.sink import zone_of
from desireline.sources.statements import (
    SOUND,
    Statements,
    Variant,
    activity_name,
    reasons,
    variants,
)
from desireline.sources.wizard import settled
from desireline.tables import ACTORS, STAGED_EVENTS

if TYPE_CHECKING:
    from desireline.sources.sink import StagingSink
    from desireline.sources.staging import Staged

NAME = "table"
STATES = "states"
"""Option of a unit whose rows are states of things, one after the other: rows that share an id are one event, and the
caller chooses among them."""
ROW_CHARACTERS = 60_000
"""What is kept of a row that was set aside: all of it, so that it can be mended and read again."""
_CUT_ID = r"^\d(\.\d+)?[eE]\+\d+$"


class TableReader:
    """Reads tables through a mapping."""

    name = NAME

    def match(self, sample: Sample) -> None:
        """Claim nothing: `recognise` asks the mappings themselves."""
        del sample

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        from desireline.sources.sink import StagingSink

        # events are handed over as a SELECT, which only the staging folder's own sink takes
        assert isinstance(sink, StagingSink)
        _Run(unit, sink).run()


class _Run:
    """One reading of one unit."""

    def __init__(self, unit: Unit, sink: StagingSink) -> None:
        self.unit = unit
        self.sink = sink
        self.folder: Path = sink.folder
        self.mapping, self.assumed = settled(unit)
        self.engine = self._engine()
        self.tables = Tables(mapping=self.mapping, loaded={})
        self.unique: set[tuple[str, str]] = set()
        """Columns, by table, in which no value stands twice."""
        self.files: dict[str, list[Sample]] = {}
        for sample in unit.samples:
            self.files.setdefault(unit.options["tables"][sample.shown], []).append(sample)
        self._tells_states = bool(unit.options.get(STATES))
        self._read: dict[str, set[str]] = {}
        """Columns that came into events, by table."""
        self.statements = self._statements()

    def _statements(self) -> Statements:
        look = Look(
            engine=self.engine, tables=self.tables, sink=self.sink, options=self.unit.options
        )
        return Statements(
            source=self.unit.source,
            tables=self.tables,
            clocks=Clocks(look),
            amounts=Amounts(look),
            nameless={name: _nameless(samples) for name, samples in self.files.items()},
        )

    def _engine(self) -> Engine:
        spill = self.folder / "spill"
        spill.mkdir(exist_ok=True)
        return open_engine(memory_limit=limits.ENGINE_MEMORY, temporary=spill)

    def run(self) -> None:
        """Load, decide, stage, check."""
        if self.unit.mapping == GUESSED:
            self.sink.detected("mapping", self.unit.why)
        for words in self.assumed:
            self.sink.warn(words)
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
        self.statements.warn_of_lost()
        self._refuse_shared_ids()
        self._count_rows()
        self._tell_joined()
        self._tell_untold()
        self.engine.close()

    def _tell_joined(self) -> None:
        """Note which files are only looked up, so that their rows are not read as lost."""
        joined = {join.table for table in self.mapping.tables.values() for join in table.join}
        for name in joined - {event.table for event in self.mapping.events}:
            for sample in self.files.get(name, ()):
                self.sink.reports[sample.shown].joined = True

    def _tell_untold(self) -> None:
        """Name the columns that nothing reads, and the times that no step is made of."""
        for name, read in self._read.items():
            columns = Scope(self.tables, name).columns
            times = {
                columns.get(column) or columns.get(m.normal(column)) or column
                for event in self.mapping.events
                if event.table == name
                for wanted in untold.told_times(event)
                for column in (wanted.partition("|")[0],)
            }
            for sample in self.files[name]:
                report = self.sink.reports[sample.shown]
                report.unread = untold.unread(sample, read)
                report.no_step = untold.no_step(sample, times)

    def _start_again(self) -> None:
        """Some rows were bad: read again into the engine, to say which and why."""
        self.statements = self._statements()
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
        for zone in filter(None, [*self.mapping.zones, self.unit.options.get("zone")]):
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
            parts.append(replace(loaded, shown=sample.shown))
        self.tables.loaded[name] = self._together(parts)
        self._find_damage(name)
        self._check_key(name)

    def _together(self, parts: list[Loaded]) -> Loaded:
        if len(parts) == 1:
            return parts[0]
        columns = tuple(dict.fromkeys(column for part in parts for column in part.columns))
        union = " UNION ALL BY NAME ".join(f"SELECT * FROM {part.name}" for part in parts)
        view = f"{parts[0].name}_all"
        self.engine.view(view, union)
        return replace(parts[0], name=view, columns=columns, rejects=None, shown=None, typed={})

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
                f"LIMIT {ROWS}"
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
        scope = Scope(self.tables, name)
        column = scope.column(key)
        if self._increases(scope, key):
            self.unique.add((name, column))
            return
        total, distinct = self.engine.rows(
            f"SELECT count({column}), count(DISTINCT {column}) FROM {loaded.name} AS t"
        )[0]
        if distinct == total:
            self.unique.add((name, column))
        else:
            self.sink.warn(
                f"{key!r} is not unique: {total - distinct:,} of {total:,} rows repeat one; "
                "where other tables look it up, its first row counts"
            )

    def _increases(self, scope: Scope, key: str) -> bool:
        """Whether each number is larger than the one before, which is quickly seen."""
        typed = scope.typed(f"{{{key}}}")
        if typed is None or not typed[0].endswith(("INT", "INTEGER")):
            return False
        empty, not_larger = self.engine.rows(
            "SELECT count(*) - count(v), count(*) FILTER (WHERE v <= before) FROM "
            f"(SELECT {typed[1]} AS v, lag({typed[1]}) OVER () AS before FROM {scope.source()})"
        )[0]
        return empty == 0 and not_larger == 0

    def _count_rows(self) -> None:
        for name in self.files:
            loaded = self.tables.loaded[name]
            if not loaded.kept:
                continue
            for shown, count in self.engine.rows(
                f"SELECT {FILE}, count(*) FROM {loaded.name} GROUP BY 1"
            ):
                self.sink.reading(shown)
                self.sink.row(count)

    # --- events ---

    def _event(self, event: m.Event, *, streamed: bool) -> None:
        self.sink.reading(self.files[event.table][0].shown)
        self._refuse_unknown_columns(event)
        parts = list(variants(event, self._each_columns(event)))
        used: set[str] = set()
        for variant in parts:
            self.statements.note_used(variant, used)
        if event.milestones:
            self._report_negative_steps(event)
        staged: list[tuple[Variant, Staged]] = []
        for variant in parts:
            given = self._stage(variant, used, streamed=streamed)
            if given is not None:
                staged.append((variant, given))
        if not streamed and not self._all_staged(parts, staged):
            self._quarantine_rows(event, parts)
        for variant, given in staged:
            if self._tells_states or variant.get("id") is None or self._is_unique(variant):
                continue
            if event.once:
                repeats.keep_earliest(self.engine, self.sink, given)
            else:
                self._check_ids(variant, given)

    def _all_staged(self, parts: list[Variant], staged: list[tuple[Variant, Staged]]) -> bool:
        """Whether each row of the table gave its event, so that none is left to explain."""
        (variant, *more) = parts
        if more or not staged or variant.conditions or variant.milestone or variant.each:
            return False
        table = self.tables.loaded[variant.event.table].name
        return self.engine.rows(f"SELECT count(*) FROM {table}")[0][0] == staged[0][1].rows

    def _is_unique(self, variant: Variant) -> bool:
        """Whether the id is a column, with or without words around it, that never repeats."""
        columns = [column for one in variant.own_ids for column in m.template_columns(one)]
        scope = self.statements.scope(variant)
        return len(columns) == 1 and (scope.name, scope.column(columns[0])) in self.unique

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

    def _stage(self, variant: Variant, used: set[str], *, streamed: bool) -> Staged | None:
        scope = self.statements.scope(variant)
        select = self.statements.select(variant, scope, used)
        read = self._read.setdefault(variant.event.table, set())
        read |= scope.used
        if variant.get("attributes") in (None, "rest"):
            read |= set(self.tables.loaded[variant.event.table].columns)
        if not streamed:
            return self._counted(
                self.sink.stage(self.engine, f"{select.sql} AND {SOUND}", select.made)
            )
        try:
            staged = self.sink.stage(self.engine, select.sql, select.made)
        except EngineError as error:
            if error.code == "engine.memory":
                raise
            raise _StreamFoundBadRowsError from error
        if staged is None:
            return None
        rejects = self.tables.loaded[variant.event.table].rejects
        rejected = self.engine.rows(f"SELECT count(*) FROM {rejects}")[0][0]
        if rejected or not self._is_sound(staged):
            self.sink.unstage(staged)
            raise _StreamFoundBadRowsError
        self.sink.row(staged.rows)
        return self._counted(staged)

    def _is_sound(self, staged: Staged) -> bool:
        """Whether no row is to be explained; the rows of a run are sound."""
        if staged.runs is not None:
            return not staged.is_faulty
        unsound = self.engine.rows(
            f"SELECT count(*) FROM read_parquet({quote_paths(staged.paths)}) "
            f"WHERE NOT coalesce({SOUND}, false)"
        )
        return unsound[0][0] == 0

    def _counted(self, staged: Staged | None) -> Staged | None:
        for shown, count in staged.by_file.items() if staged is not None else ():
            self.sink.reports[shown].events += count
        return staged

    # --- checks ---

    def _report_negative_steps(self, event: m.Event) -> None:
        """Count, over neighbours that both happened, those in the wrong order."""
        parts = list(variants(event, []))
        scope = self.statements.scope(parts[0])
        times = [self.statements.time(variant, scope).sql for variant in parts]
        names = [activity_name(variant.milestone) for variant in parts if variant.milestone]
        pairs = [(i, j) for j in range(len(times)) for i in range(j)]
        if not pairs:
            return
        cells = ", ".join(
            f"CASE WHEN {_happened(scope, variant)} THEN {sql} END AS m{n}"
            for n, (variant, sql) in enumerate(zip(parts, times, strict=True))
        )
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
        things = "of the rows" if self.unit.mapping == GUESSED else event.table
        for (i, j), count in zip(pairs, row, strict=True):
            if count:
                self.sink.warn(f"{count:,} {things}: {names[j]} before {names[i]}")

    def _quarantine_rows(self, event: m.Event, parts: list[Variant]) -> None:
        """Keep the rows that gave no event although they should have, with the reason."""
        for number, variant in enumerate(parts):
            scope = self.statements.scope(variant)
            columns = self.statements.columns(variant, scope)
            time = self.statements.time(variant, scope)
            shared = variant.milestone is None and variant.each is None
            why = reasons(columns, time, variant, everything=shared or number == 0)
            conditions = [scope.condition(test) for test in variant.conditions]
            if variant.each is not None:
                conditions.append(f"{scope.column('each.value')} IS NOT NULL")
            label = ", ".join(_as_filed(scope, variant))
            self._set_aside(scope, conditions, why=why, written=time.text, label=label)
        if event.milestones and sum(one.table == event.table for one in self.mapping.events) == 1:
            self._quarantine_timeless(event, parts)

    def _quarantine_timeless(self, event: m.Event, parts: list[Variant]) -> None:
        """A row with none of its times is damaged: the bridge would call it left out, as if that were meant."""
        scope = self.statements.scope(parts[0])
        subject = self.statements.columns(parts[0], scope)["subject"]
        times = [self.statements.time(variant, scope).text for variant in parts]
        conditions = [
            *(scope.condition(test) for test in event.when),
            f"({subject}) IS NOT NULL",
            *(f"{time} IS NULL" for time in times),
        ]
        names = dict.fromkeys(name for variant in parts for name in _as_filed(scope, variant))
        self._set_aside(scope, conditions, why="'no-time'", written="NULL", label=", ".join(names))

    def _set_aside(
        self, scope: Scope, conditions: list[str], *, why: str, written: str, label: str
    ) -> None:
        loaded = self.tables.loaded[scope.name]
        tests = [*conditions, _says_something(scope.alias, loaded.columns)]
        where = " AND ".join(f"({test})" for test in tests)
        cells = ", ".join(
            f"{quote(column)} := {scope.alias}.{quote(column)}" for column in loaded.columns
        )
        inner = (
            f"SELECT {scope.alias}.{FILE} AS f, {scope.alias}.{LINE} AS n, "
            f"{why} AS why, {written} AS written, "
            f"CAST(to_json(struct_pack({cells})) AS VARCHAR) AS content "
            f"FROM {scope.source()} WHERE {where}"
        )
        self.sink.stage_quarantine(self.engine, self._quarantine_sql(inner, label))

    def _quarantine_sql(self, inner: str, label: str) -> str:
        words = {
            "no-subject": "nothing says who it was",
            "no-activity": "nothing says what happened",
            "no-time": f"none of {label} is filled" if ", " in label else f"{label} is empty",
            "bad-actor": f"the actor is none of {', '.join(ACTORS)}",
        }
        cases = " ".join(f"WHEN {literal(c)} THEN {literal(w)}" for c, w in words.items())
        wrong = literal(f"{label} is no time that can be read, or outside 1900 to 2200: ")
        return (
            f"SELECT {literal(self.unit.source)} AS source, f AS source_file, n AS source_line, "
            f"why AS code, CASE why {cases} ELSE {wrong} || left(coalesce(written, ''), 80) END "
            f"AS reason, left(content, {ROW_CHARACTERS}) AS content FROM ({inner}) WHERE why IS NOT NULL"
        )

    def _check_ids(self, variant: Variant, staged: Staged) -> None:
        """An id that stands on rows that differ is no id: keep the rows, drop the id."""
        source = f"read_parquet({quote_paths(staged.paths)})"
        if not self._repeats(staged, source):
            return
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
        names = ", ".join(quote(name) for name in STAGED_EVENTS.names if name != "event_id")
        again = self.sink.stage(
            self.engine, f"SELECT {names} FROM {source}", Made(fixed={"event_id": None})
        )
        assert again is not None
        self.sink.unstage(staged)

    def _repeats(self, staged: Staged, source: str) -> bool:
        """Whether ids repeat; runs have a number for each, which is quickly compared."""
        if staged.runs is not None:
            return repeat(staged.runs)
        return self.engine.rows(
            f"SELECT count(event_id) > count(DISTINCT event_id) FROM {source}"
        )[0][0]

    def _refuse_shared_ids(self) -> None:
        """Two events of a mapping that give the same ids would hide each other in the log."""
        staged = self.sink.staged
        if len(staged) < 2:
            return
        parts = " UNION ALL ".join(
            f"SELECT {number} AS part, event_id, activity FROM read_parquet({quote_paths(one.paths)})"
            for number, one in enumerate(staged)
        )
        shared = self.engine.rows(
            f"SELECT event_id, list_sort(list(DISTINCT activity)) FROM ({parts}) "
            "WHERE event_id IS NOT NULL "
            "GROUP BY 1 HAVING count(DISTINCT part) > 1 ORDER BY 1 LIMIT 1"
        )
        if shared:
            event_id, activities = shared[0]
            raise MappingError(
                f"The mapping {self.mapping.name} gives the id {event_id!r} to two events: "
                f"{' and '.join(map(repr, activities))}.",
                hint='Say in each `id` what happened: id = "{id}:opened".',
                code="input.mapping.shared-id",
            )


def _happened(scope: Scope, variant: Variant) -> str:
    """A step's own conditions: the last change of an order is a refusal only of orders that were refused."""
    tests = [scope.condition(test) for test in variant.milestone.when] if variant.milestone else []
    return " AND ".join(f"({test})" for test in tests) or "true"


def _as_filed(scope: Scope, variant: Variant) -> list[str]:
    """The columns of a time, by the names that they have in the file."""
    return [scope.columns.get(name, name) for name in m.template_columns(variant.at.from_)]


def _says_something(alias: str, columns: Sequence[str]) -> str:
    """A row of nothing but delimiters, as spreadsheets leave them below a table, is no record: it is left out."""
    filled = ", ".join(f"nullif(trim({alias}.{quote(column)}::VARCHAR), '')" for column in columns)
    return f"coalesce({filled}) IS NOT NULL" if columns else "true"


def _nameless(samples: list[Sample]) -> set[str]:
    """Columns without a name, as an index that a data frame has left: they say nothing."""
    return {
        column
        for sample in samples
        for written, column in zip(
            sample.header[0] if sample.header else (), sample.columns, strict=False
        )
        if not written.strip()
    }


class _StreamFoundBadRowsError(Exception):
    """A streamed file has rows to quarantine; it is read again into the engine."""


def _id_templates(event: m.Event) -> list[str]:
    ids = [event.subject, event.id, event.record, *event.object_ids]
    ids += [milestone.id for milestone in event.milestones]
    return [*event.identifiers, *(one for each in ids for one in m.listed(each))]

"""Events as SELECT statements: what one event, milestone or answer of a mapping says of a row.

In: a mapping's event and the loaded tables.  Out: SQL with exactly the columns of `STAGED_EVENTS`, and
SQL that names what is wrong with a row that gives no event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desireline.engines import literal, quote
from desireline.sources import mapping as m
from desireline.sources.amounts import Amounts
from desireline.sources.clocks import Clocks, Time, date_only, zone_column
from desireline.sources.compile import NOTHING, Scope, Tables
from desireline.sources.containers import FILE, LINE
from desireline.sources.making import Made, member
from desireline.sources.sink import EARLIEST, LATEST
from desireline.tables import ACTORS, STAGED_EVENTS

_ACTORS = ", ".join(literal(actor) for actor in ACTORS)
SOUND = (
    'subject IS NOT NULL AND activity IS NOT NULL AND "at" IS NOT NULL '
    f'AND "at" >= TIMESTAMPTZ {literal(EARLIEST.isoformat())} '
    f'AND "at" < TIMESTAMPTZ {literal(LATEST.isoformat())} AND actor IN ({_ACTORS})'
)


_LITERAL = re.compile(r"'((?:[^']|'')*)'")
_BEFORE = re.compile(r"\(('((?:[^']|'')*)')")
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,3})?")
_FOLLOWING = {
    "rating_kind": "rating",
    "rating_low": "rating",
    "rating_high": "rating",
    "currency": "value",
}
"""Columns that mostly say the same in all rows where another one says anything."""
_EMPTY = {"NULL", NOTHING, "CAST(NULL AS VARCHAR[])"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A SELECT with the columns of `STAGED_EVENTS` but those that are made of others, which cost less outside the engine."""

    sql: str
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
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
    def own_ids(self) -> list[str]:
        """The id's templates; a row's several events add what happened to the row's id."""
        own = self.milestone.id if self.milestone is not None else None
        if own is not None:
            return m.listed(own)
        what = activity_name(self.milestone) if self.milestone is not None else self.each
        ids = m.listed(self.event.id)
        return ids if what is None else [f"{one}:{what}" for one in ids]

    @property
    def at(self) -> m.Moment:
        at = self.milestone.at if self.milestone is not None else self.event.at
        assert at is not None
        return at if isinstance(at, m.Moment) else m.Moment.model_construct(from_=at)

    @property
    def conditions(self) -> list[m.Condition]:
        return [*self.event.when, *(self.milestone.when if self.milestone else [])]


class Statements:
    """Writes the statements of one reading."""

    def __init__(
        self,
        *,
        source: str,
        tables: Tables,
        clocks: Clocks,
        amounts: Amounts,
        nameless: Mapping[str, set[str]],
    ) -> None:
        self._source = source
        self._tables = tables
        self._clocks = clocks
        self._amounts = amounts
        self._nameless = nameless

    def warn_of_lost(self) -> None:
        """Say which cells of numbers none of the events could read."""
        self._amounts.warn_of_lost()

    def time(self, variant: Variant, scope: Scope) -> Time:
        """When the variant happened."""
        at = variant.at
        return self._clocks.read(scope, scope.template(at.from_, whole=False), at)

    def scope(self, variant: Variant) -> Scope:
        bound = (
            {"each.column": (False, variant.each), "each.value": (True, variant.each)}
            if variant.each is not None
            else {}
        )
        return Scope(self._tables, variant.event.table, bound=bound)

    def select(self, variant: Variant, scope: Scope, used: set[str]) -> Select:
        """Write the rows of a variant; what every row shares is named once instead."""
        columns = self.columns(variant, scope)
        members = self._members(variant, scope, used)
        if members is None:
            columns["attributes"] = self._attributes(variant, scope, used)
        made = self._made(columns, scope, tuple(members or ()))
        values = {
            column.name: f"CAST({columns.get(column.name, 'NULL')} AS {column.type})"
            for column in STAGED_EVENTS.columns
        }
        attributes = {member(number): sql for number, sql in enumerate((members or {}).values())}
        values |= attributes
        texts = {
            c.name: columns.get(c.name, "") for c in STAGED_EVENTS.columns if c.type == "VARCHAR"
        }
        untrimmed: dict[str, str] = {}
        for name, sql in {**texts, **attributes}.items():
            found = self._untrimmed(scope, sql)
            if found is not None and name not in made.names:
                values[name], untrimmed[name] = found
        made = replace(made, untrimmed=untrimmed)
        cells = {quote(name): value for name, value in values.items()}
        lacking = {quote(name) for name in made.names}
        names = ", ".join(name for name in cells if name not in lacking)
        conditions = [scope.condition(test) for test in variant.conditions]
        if variant.milestone is not None:
            conditions.append(f"{self.time(variant, scope).text} IS NOT NULL")
        if variant.each is not None:
            conditions.append(f"{scope.column('each.value')} IS NOT NULL")
        where = " AND ".join(f"({test})" for test in conditions) or "true"
        written = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
        rows = f"(SELECT {written} FROM {scope.source()} WHERE {where})"
        return Select(sql=f"SELECT {names} FROM {rows} WHERE true", made=made)

    def _untrimmed(self, scope: Scope, sql: str) -> tuple[str, str] | None:
        """The same with its blanks, and the words before the cell, where that is all that a column says."""
        raw = self._tables.loaded[scope.name].untrimmed
        for column in raw:
            cell = f"{scope.alias}.{quote(column)}"
            if not sql.endswith((cell, f"{cell})")):
                continue
            whole = f"{scope.alias}.{quote(raw[column])}"
            before = _BEFORE.fullmatch(sql.removesuffix(f" || {cell})"))
            if sql == cell:
                return whole, ""
            if before is not None:
                return f"({before[1]} || {whole})", before[2].replace("''", "'")
        return None

    def _made(self, columns: dict[str, str], scope: Scope, members: tuple[str, ...]) -> Made:
        """Which columns the engine need not write."""
        fixed: dict[str, str | bool | None] = {}
        follows: dict[str, tuple[str, str]] = {}
        copies: dict[str, str] = {}
        for column in STAGED_EVENTS.columns:
            name, sql = column.name, columns.get(column.name, "NULL")
            text = _LITERAL.fullmatch(sql)
            if sql in _EMPTY and not (members and name == "attributes"):
                fixed[name] = None
            elif text is not None and column.type == "VARCHAR":
                fixed[name] = _unquoted(text)
            elif sql in {"true", "false"} and column.type == "BOOLEAN":
                fixed[name] = sql == "true"
        shown = self._tables.loaded[scope.name].shown
        if shown is not None:
            fixed["source_file"] = shown
        for name in sorted(_FOLLOWING.keys() & columns.keys() - fixed.keys()):
            value = _following(columns, name, _FOLLOWING[name])
            if value is not None and _FOLLOWING[name] not in fixed:
                follows[name] = (_FOLLOWING[name], value)
        if "touchpoint" not in fixed and columns.get("touchpoint") == columns["activity"]:
            copies["touchpoint"] = "activity"
        return Made(fixed=fixed, follows=follows, copies=copies, members=members)

    def note_used(self, variant: Variant, used: set[str]) -> None:
        """Note which columns the variant uses, so that `rest` is what no variant uses."""
        scope = self.scope(variant)
        self.columns(variant, scope)
        used |= scope.used
        if variant.each is not None:
            used |= {scope.columns.get(column, column) for column in variant.event.each}

    def columns(self, variant: Variant, scope: Scope) -> dict[str, str]:
        """Write each column of the contract but the attributes."""
        event, get = variant.event, variant.get
        time = self.time(variant, scope)
        columns = {
            "event_id": _prefixed(self._source, scope, variant.own_ids),
            "source": literal(self._source),
            "source_file": f"{scope.alias}.{FILE}",
            "source_line": f"{scope.alias}.{LINE}",
            "record": scope.first(event.record),
            "part": scope.text(get("part")),
            "subject": scope.first(event.subject),
            "identifiers": scope.several(event.identifiers),
            "at": time.sql,
            "zone": zone_column(time),
            "date_only": date_only(time),
            "channel": scope.text(get("channel")),
            "activity": scope.text(get("activity")),
            "touchpoint": scope.text(get("touchpoint")),
            "actor": _actor(scope.text(get("actor"))),
            "direction": scope.text(get("direction")),
            "text": _joined_text(scope, get("text")),
            "language": scope.text(get("language") or self._tables.mapping.language),
            "object_ids": scope.several(event.object_ids),
            "outcome": scope.text(get("outcome")),
            **self._amounts.columns(scope, get),
        }
        if columns["text"] == NOTHING:
            columns["language"] = NOTHING
        return columns

    def _plain(self, variant: Variant, scope: Scope, used: set[str]) -> list[tuple[str, str]]:
        """Names and values of attributes that are columns."""
        spec = variant.get("attributes")
        if spec is None or spec == "rest":
            loaded = self._tables.loaded[scope.name]
            damaged = self._tables.damaged.get(scope.name, set())
            nameless = self._nameless.get(scope.name, set())
            return [
                (column, f"{scope.alias}.{quote(column)}")
                for column in loaded.columns
                if column not in used and column not in damaged and column not in nameless
            ]
        columns: list[str] = spec if isinstance(spec, list) else []
        return [(column, scope.column(column)) for column in columns]

    def _members(self, variant: Variant, scope: Scope, used: set[str]) -> dict[str, str] | None:
        """Names and values of the attributes, where all are columns of the table; None where some are more than that."""
        plain = self._plain(variant, scope, used)
        own = {f"{scope.alias}.{quote(column)}" for column in scope.columns.values()}
        whole = all(value in own for _, value in plain) and len(dict(plain)) == len(plain)
        if not plain or not whole or self._out_of_order(variant, scope):
            return None
        return dict(plain)

    def _attributes(self, variant: Variant, scope: Scope, used: set[str]) -> str:
        spec = variant.get("attributes")
        entries = [_entry(name, value) for name, value in self._plain(variant, scope, used)]
        if isinstance(spec, dict):
            for name, value in spec.items():
                entries += self._attribute(scope, name, value)
        entries += self._out_of_order(variant, scope)
        if not entries:
            return "NULL"
        joined = f"nullif(concat_ws(',', {', '.join(entries)}), '')"
        return f"'{{' || {joined} || '}}'"

    def _attribute(self, scope: Scope, name: str, value: str | m.Value | m.Lateness) -> list[str]:
        if not isinstance(value, m.Lateness):
            return [_entry(name, scope.text(value))]
        happened, due = (
            self._clocks.read(
                scope, scope.template(one, whole=False), m.Moment.model_construct(from_=one)
            )
            for one in (value.time, value.limit)
        )
        time, limit, clock = happened.sql, due.sql, value.clock
        if clock == "limit":
            clock = "day" if due.day_only else "timestamp"
        if clock == "day":
            time, limit = f"date_trunc('day', {time})", f"date_trunc('day', {limit})"
        known = f"{time} IS NOT NULL AND {limit} IS NOT NULL"
        late = f"CASE WHEN {time} > {limit} THEN 'true' ELSE 'false' END"
        by = f"CAST((epoch_us({time}) - epoch_us({limit})) // 1000000 AS VARCHAR)"
        return [
            f"CASE WHEN {known} THEN {literal(_key(name))} || {late} END",
            f"CASE WHEN {known} THEN {literal(_key(name + '_by_s'))} || {by} END",
            f"CASE WHEN {known} THEN {literal(_key(name + '_clock') + _json(clock))} END",
        ]

    def _out_of_order(self, variant: Variant, scope: Scope) -> list[str]:
        """Say on the event itself that it came before what should precede it."""
        if variant.milestone is None or not variant.earlier:
            return []
        mine = self.time(variant, scope).sql
        cases = ""
        for earlier in reversed(variant.earlier):
            theirs = self.time(replace(variant, milestone=earlier), scope).sql
            words = literal(_key("out_of_order") + _json(f"before {activity_name(earlier)}"))
            cases += f" WHEN {mine} < {theirs} THEN {words}"
        return [f"CASE{cases} END"]


def variants(event: m.Event, each: list[str]) -> Iterator[Variant]:
    if event.milestones:
        for number, milestone in enumerate(event.milestones):
            yield Variant(
                event=event, milestone=milestone, earlier=tuple(event.milestones[:number])
            )
    elif event.each:
        for column in each:
            yield Variant(event=event, each=column)
    else:
        yield Variant(event=event)


def reasons(columns: dict[str, str], time: Time, variant: Variant, *, everything: bool) -> str:
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


def _unquoted(text: re.Match[str]) -> str:
    return text[1].replace("''", "'")


def _following(columns: Mapping[str, str], name: str, other: str) -> str | None:
    """The one value that a column has wherever another one is filled; None where it has more."""
    case = f"CASE WHEN ({columns.get(other)}) IS NOT NULL THEN "
    if not columns[name].startswith(case):
        return None
    value = columns[name].removeprefix(case).removesuffix(" END")
    if _NUMBER.fullmatch(value):
        return value
    text = _LITERAL.fullmatch(value)
    return None if text is None else _unquoted(text)


def _prefixed(source: str, scope: Scope, templates: list[str]) -> str:
    if not templates:
        return NOTHING
    return f"({literal(source + ':')} || {scope.first(templates)})"


def _actor(actor: str) -> str:
    return f"coalesce({actor}, 'customer')" if actor != NOTHING else "'customer'"


def _joined_text(scope: Scope, spec: str | list[str] | None) -> str:
    if spec is None:
        return NOTHING
    if isinstance(spec, str):
        return scope.template(spec, whole=False)
    cells = ", ".join(scope.template(one, whole=False) for one in spec)
    return f"nullif(concat_ws(chr(10), {cells}), '')"


def activity_name(milestone: m.Milestone) -> str:
    spec = milestone.activity
    return spec if isinstance(spec, str) else spec.from_


def _key(name: str) -> str:
    return f"{_json(name)}:"


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _entry(name: str, value: str) -> str:
    """Write one member of the attributes; NULL, and so left out, when there is no value."""
    return f"{literal(_key(name))} || CAST(to_json({value}) AS VARCHAR)"

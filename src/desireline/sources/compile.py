"""Mappings as SQL: templates, value maps, joins and attributes over the loaded tables.

In: a checked mapping and the tables of a unit, loaded.  Out: SQL expressions for the columns of
`STAGED_EVENTS` and the FROM clause that they need. Nothing of a file or mapping becomes SQL but
quoted names and quoted strings. A join never multiplies rows: the other table is first brought to
one row per key (its first row, or what `gather` says).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field

from desireline.engines import literal, quote
from desireline.errors import MappingError
from desireline.sources import filters
from desireline.sources import mapping as m
from desireline.sources.containers import LINE, Loaded

NOTHING = "CAST(NULL AS VARCHAR)"


@dataclass(slots=True, kw_only=True)
class Tables:
    """The tables that a mapping speaks of, as loaded; a table that may be absent is missing."""

    mapping: m.Mapping
    loaded: dict[str, Loaded]
    damaged: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Columns whose ids a spreadsheet has cut: they say nothing any more."""


@dataclass(slots=True, kw_only=True)
class _Use:
    """A join that some template needs, and the columns wanted of it."""

    join: m.Join
    scope: Scope
    alias: str
    wanted: dict[str, str] = field(default_factory=dict[str, str])


class Scope:
    """One table with what it joins: turns names and templates into SQL, and notes what was used."""

    def __init__(
        self,
        tables: Tables,
        name: str,
        *,
        alias: str = "t",
        bound: AnyMapping[str, tuple[bool, str]] | None = None,
        path: tuple[str, ...] = (),
    ) -> None:
        self._tables = tables
        self.name = name
        self.alias = alias
        self._bound = bound or {}
        self._path = (*path, name)
        self._uses: dict[str, _Use] = {}
        self.used: set[str] = set()
        self.hashed = False
        self.dated = False
        declared = tables.mapping.tables[name]
        loaded = tables.loaded.get(name)
        self.columns = {} if loaded is None else m.find_columns(declared, loaded.columns) or {}
        if loaded is not None:
            plain = {m.normal(column): column for column in loaded.columns}
            self.columns = {**plain, **{c: c for c in loaded.columns}, **self.columns}

    @property
    def table(self) -> m.Table:
        """The table as declared."""
        return self._tables.mapping.tables[self.name]

    def column(self, name: str) -> str:
        """Write a column: our own, a joined table's, or a field inside a JSON cell, through a filter."""
        name, _, wanted = name.partition("|")
        if wanted:
            return filters.apply(wanted, self.column(name), mapping=self._tables.mapping.name)
        if name in self._bound:
            is_column, value = self._bound[name]
            return self.column(value) if is_column else literal(value)
        if name == "#line":
            return f"CAST({self.alias}.{LINE} AS VARCHAR)"
        if name == "#row":
            self.hashed = True
            return f"{self.alias}.__row"
        if name == "#year" and self.table.years is not None:
            self.dated = True
            return f"{self.alias}.__year"
        found = self._own(name)
        return found if found is not None else self._beyond(name)

    def heading(self, template: str) -> str | None:
        """The file's own heading where a template is one column that the mapping calls otherwise."""
        parts = m.template_parts(template)
        if len(parts) != 1 or not parts[0][0]:
            return None
        name = parts[0][1]
        column = self.columns.get(name) or self.columns.get(m.normal(name))
        return None if column is None or m.normal(column) == m.normal(name) else column

    def _own(self, name: str) -> str | None:
        column = self.columns.get(name) or self.columns.get(m.normal(name))
        if column is None:
            return NOTHING if self._may_be_absent(name) else None
        cells = [self._cell(one) for one in (column, *self._standing_in(name, column))]
        return f"coalesce({', '.join(cells)})" if len(cells) > 1 else cells[0]

    def _cell(self, column: str) -> str:
        self.used.add(column)
        if column in self._tables.damaged.get(self.name, ()):
            return NOTHING
        return without(f"{self.alias}.{quote(column)}", self.table.missing)

    def _standing_in(self, name: str, column: str) -> list[str]:
        """The file's columns that are read where this one is empty."""
        others = self.table.fallbacks.get(name, ())
        found = (self.columns.get(one) or self.columns.get(m.normal(one)) for one in others)
        return [one for one in dict.fromkeys(found) if one is not None and one != column]

    def typed(self, template: str) -> tuple[str, str] | None:
        """The type and the value as it stands, where a template is one column of such a kind."""
        parts = m.template_parts(template)
        if len(parts) != 1 or not parts[0][0] or parts[0][1] in self._bound:
            return None
        name = parts[0][1]
        column = self.columns.get(name) or self.columns.get(m.normal(name))
        typed = self._tables.loaded[self.name].typed
        found = typed.get(column or "")
        if column is None or found is None or self.table.missing:
            return None
        if column in self._tables.damaged.get(self.name, ()):
            return None
        cells = [found, *(typed.get(one, ("", "")) for one in self._standing_in(name, column))]
        if len({kind for kind, _ in cells}) > 1:
            return None
        values = [f"{self.alias}.{value}" for _, value in cells]
        return found[0], f"coalesce({', '.join(values)})" if len(values) > 1 else values[0]

    def _may_be_absent(self, name: str) -> bool:
        known = {m.normal(one) for one in (*self.table.columns, *self.table.optional)}
        return m.normal(name) in known

    def _beyond(self, name: str) -> str:
        for join in self.table.join:
            head = f"{join.table}."
            if name.startswith(head):
                return self._joined(join, name.removeprefix(head))
        parts = name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            cell = self._own(".".join(parts[:length]))
            if cell is not None:
                steps = "".join(
                    f"[{step}]" if step.isdigit() else f'."{step}"' for step in parts[length:]
                )
                path = literal("$" + steps)
                return f"CASE WHEN json_valid({cell}) THEN json_extract_string({cell}, {path}) END"
        known = sorted({*self.columns.values(), *(f"{j.table}.…" for j in self.table.join)})
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        raise MappingError(
            f"The mapping {self._tables.mapping.name} asks for the column {name!r} of the table "
            f"{self.name!r}, which has: {', '.join(known[:30])}.",
            hint=f"Did you mean {close[0]!r}?" if close else "Check the spelling in the mapping.",
            code="input.mapping.column",
        )

    def _joined(self, join: m.Join, name: str) -> str:
        if join.table not in self._tables.loaded:
            return NOTHING
        if join.table in self._path:
            raise MappingError(
                f"The mapping {self._tables.mapping.name} joins in a circle: "
                f"{' > '.join((*self._path, join.table))}.",
                hint="Take the column from one table only.",
            )
        use = self._uses.get(join.table)
        if use is None:
            alias = f"{self.alias}_{len(self._uses)}"
            scope = Scope(self._tables, join.table, alias=f"{alias}r", path=self._path)
            use = self._uses[join.table] = _Use(join=join, scope=scope, alias=alias)
        if name not in use.wanted:
            use.wanted[name] = _gathered(use, name)
        return f"{use.alias}.v{list(use.wanted).index(name)}"

    def source(self) -> str:
        """Write the FROM clause with the joins that were used; call it last."""
        loaded = self._tables.loaded[self.name]
        base = loaded.name
        if self.hashed:
            cells = ", ".join(f"coalesce({quote(c)}, '')" for c in loaded.columns)
            base = (
                "(SELECT *, h || '-' || row_number() OVER (PARTITION BY h ORDER BY "
                f"{LINE}) AS __row FROM (SELECT *, left(md5(concat_ws(chr(31), {cells})), 16) "
                f"AS h FROM {loaded.name}))"
            )
        if self.dated and self.table.years is not None:
            base = _with_years(base, self.table.years, self.template(self.table.years.from_))
        return f"{base} AS {self.alias}" + "".join(self._join(u) for u in self._uses.values())

    def _join(self, use: _Use) -> str:
        keys = list(use.join.on.items())
        theirs = [use.scope.column(right) for _, right in keys]
        wanted = "".join(f", {sql} AS v{n}" for n, sql in enumerate(use.wanted.values()))
        grouped = ", ".join(f"{sql} AS k{n}" for n, sql in enumerate(theirs))
        inner = f"SELECT {grouped}{wanted} FROM {use.scope.source()} GROUP BY {', '.join(theirs)}"
        on = " AND ".join(
            f"{self.column(left)} = {use.alias}.k{n}" for n, (left, _) in enumerate(keys)
        )
        return f" LEFT JOIN ({inner}) AS {use.alias} ON {on}"

    def template(self, template: str, *, whole: bool = True) -> str:
        """Write a template. `whole`: empty as soon as one of its columns is empty."""
        parts = m.template_parts(template)
        if len(parts) == 1 and parts[0][0]:
            return self.column(parts[0][1])
        if not any(is_column for is_column, _ in parts):
            return literal("".join(text for _, text in parts)) if template else NOTHING
        cells = [
            (self.column(text) if whole else f"coalesce({self.column(text)}, '')")
            if is_column
            else literal(text)
            for is_column, text in parts
        ]
        joined = " || ".join(cells)
        return f"({joined})" if whole else f"nullif(trim({joined}), '')"

    def first(self, templates: str | list[str] | None) -> str:
        """Write the first of several templates whose columns are filled."""
        written = [self.template(one) for one in m.listed(templates)]
        return f"coalesce({', '.join(written)})" if len(written) > 1 else (written or [NOTHING])[0]

    def text(self, spec: m.Text | None) -> str:
        """Write a template or a value with its translation."""
        if spec is None:
            return NOTHING
        if isinstance(spec, str):
            return self.template(spec)
        value = without(self.template(spec.from_), spec.missing)
        if not spec.map:
            if spec.default is None:
                return value
            return f"coalesce({value}, {self.template(spec.default)})"
        other = NOTHING if spec.default is None else self.template(spec.default)
        cases = " ".join(
            f"WHEN {literal(key.strip().casefold())} THEN {self._meant(meant, other)}"
            for key, meant in spec.map.items()
        )
        told = f"lower({value})" if "" not in spec.map else f"coalesce(lower({value}), '')"
        return f"CASE {told} {cases} ELSE {other} END"

    def _meant(self, meant: str, other: str) -> str:
        """Write what a word is translated to; where its columns are empty, the default stands in."""
        written = self.template(meant)
        return written if not m.template_columns(meant) else f"coalesce({written}, {other})"

    def several(self, templates: Sequence[str | list[str]]) -> str:
        """Write a list of what is not empty; NULL when nothing is."""
        if not templates:
            return "CAST(NULL AS VARCHAR[])"
        cells = ", ".join(self.first(one) for one in templates)
        if len(templates) == 1:
            return f"CASE WHEN {cells} IS NOT NULL THEN [{cells}] END"
        return f"nullif(list_filter([{cells}], lambda x: x IS NOT NULL), [])"

    def condition(self, test: m.Condition) -> str:
        """Write a test of a `when`."""
        value = self.template(test.value)
        tests: list[str] = []
        if test.is_ is not None:
            tests.append(f"lower({value}) IN ({_words(test.is_)})")
        if test.is_not is not None:
            tests.append(f"coalesce(lower({value}) NOT IN ({_words(test.is_not)}), true)")
        if test.present is not None:
            tests.append(f"{value} IS {'NOT ' if test.present else ''}NULL")
        return " AND ".join(tests) or "true"


def _with_years(base: str, years: m.Years, month: str) -> str:
    """Write the rows with the year of each: where the month falls back, the next year begins."""
    plain = month.replace("t.", "b.", 1)
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    cases = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(names, 1))
    number = f"coalesce(TRY_CAST({plain} AS INTEGER), CASE left(lower({plain}), 3) {cases} END)"
    return (
        f"(SELECT * EXCLUDE (__month, __fell), CAST({years.first} + sum(__fell) OVER (ORDER BY {LINE} "
        "ROWS UNBOUNDED PRECEDING) AS VARCHAR) AS __year FROM (SELECT *, CASE WHEN __month < "
        f"lag(__month) OVER (ORDER BY {LINE}) THEN 1 ELSE 0 END AS __fell FROM "
        f"(SELECT *, {number} AS __month FROM {base} AS b)))"
    )


def _words(words: list[str]) -> str:
    return ", ".join(literal(word.strip().casefold()) for word in words) or "NULL"


def without(value: str, missing: list[str]) -> str:
    """Write a value that is empty for certain words."""
    if not missing:
        return value
    return f"CASE WHEN lower({value}) NOT IN ({_words(missing)}) THEN {value} END"


def _gathered(use: _Use, name: str) -> str:
    """Write what is kept of the many rows behind one key."""
    gather = use.join.gather.get(name)
    order = f"{use.scope.alias}.{LINE}"
    if gather is None:
        return f"first({use.scope.column(name)} ORDER BY {order})"
    if gather.sum is not None:
        number = f"TRY_CAST({use.scope.template(gather.sum)} AS DECIMAL(18,4))"
        return f"CAST(CAST(sum({number}) AS DECIMAL(18,4)) AS VARCHAR)"
    if gather.count:
        return "CAST(count(*) AS VARCHAR)"
    if gather.first is not None:
        return f"first({use.scope.template(gather.first)} ORDER BY {order})"
    assert gather.list is not None
    value = use.scope.template(gather.list)
    return f"array_to_string(list_sort(list_distinct(list({value}))), ', ')"

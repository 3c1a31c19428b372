"""Mapping files: how the columns of tables become events, declared in TOML and shipped as data.

In: a TOML file (or the built-in ones in `mappings/`).  Out: a `Mapping` that has been checked.
The JSON Schema in docs/reference/mapping.schema.json is generated from these classes, so that an
editor can complete and check a mapping while it is written.

One rule explains every value: **text in braces is a column, anything else is a constant**, and a
template with an empty column is empty as a whole: `"email:{email}"` is nothing for a row without an
e-mail. `{customers.city}` is a column of a joined table, `{payload.user.id}` a field inside a JSON
cell, `{page_url|path}` a column through one of the few named filters (`filters.py`), `{{` and `}}` are
braces. The debatable choice is to have no expressions at all: what cannot be said with templates,
filters, value maps, conditions and joins belongs in a reader.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from desireline.errors import MappingError
from desireline.sources import tongues

BUILT_IN = Path(__file__).parent / "mappings"
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")

Template = Annotated[
    str,
    Field(
        description="Text with columns in braces: `{email}`, `order:{order_id}`; else a constant."
    ),
]
Zone = Annotated[
    str,
    Field(description="IANA name (`Europe/Berlin`) or offset (`+02:00`) of times without one."),
]
DateOrder = Literal["dmy", "mdy", "ymd"]
Words = Annotated[list[str], Field(description="Values as they stand in the file.")]


class _Part(BaseModel):
    # built on first use: the process that reads a file gets its mapping checked already
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Value(_Part):
    """A value with a translation: `{ from = "{status}", map = { 1 = "open" }, default = "other" }`."""

    from_: Template = Field(alias="from")
    map: dict[str, str] = Field(
        default={},
        description="Replaces values; case and outer blanks do not matter. A replacement may be a "
        "template, and `default` stands in where its columns are empty. An empty key "
        "stands for an empty value.",
    )
    default: Template | None = Field(
        default=None,
        description="For values that `map` does not list; without it they become empty. "
        'Write `default = "{status}"` to keep them as they are.',
    )
    missing: Words = Field(default=[], description='Values that mean "nothing": N/A, -, 0.')


class Moment(_Part):
    """When: one or several columns, and what their text does not say itself."""

    from_: Template = Field(alias="from", description="`{created_at}`, or `{date} {time}`.")
    format: str | None = Field(
        default=None, description="strptime format, for instance `%d.%m.%Y %H:%M`; else detected."
    )
    zone: Zone | Value | None = Field(
        default=None,
        description="A zone for all, or a column's words translated to zones for each row; a row whose "
        "word is not listed is set aside, because hours would be guessed.",
    )
    order: DateOrder | None = Field(
        default=None, description="Order of day and month; else detected."
    )


class Amount(_Part):
    """A number: money, a duration or a wait."""

    from_: Template = Field(alias="from")
    unit: Literal["ms", "s", "min", "h", "d"] = Field(
        default="s", description="For durations given as plain numbers; `0:02:23` needs none."
    )
    decimal: Literal[".", ","] | None = None
    missing: Words = []


class Rating(_Part):
    """An answer on a scale. `worst` and `best` are its ends, so a CES of 1 may be the best."""

    from_: Template = Field(alias="from")
    kind: Literal["csat", "nps", "ces", "stars", "score"]
    worst: float
    best: float
    map: dict[str, float] = Field(
        default={}, description='Words for numbers: `"very satisfied" = 5`.'
    )
    not_applicable: Words = Field(
        default=[], description="Codes that are no answer: `0` for blank, `6` for never used."
    )


class Lateness(_Part):
    """Whether `time` is after `limit`, by which clock. Gives `<name>`, `<name>_by_s`, `<name>_clock`."""

    time: Template
    limit: Template
    clock: Literal["timestamp", "day", "limit"] = Field(
        default="timestamp",
        description="`timestamp` compares to the second; `day` compares calendar days; `limit` does as "
        "the limit is written: a column of days by the day, one of times to the second.",
    )


class Condition(_Part):
    """A test on one value; all conditions of a `when` must hold."""

    value: Template
    is_: Words | None = Field(default=None, alias="is")
    is_not: Words | None = None
    present: bool | None = Field(default=None, description="True: not empty. False: empty.")


Templates = Annotated[
    Template | list[Template], Field(description="A list: the first whose columns are filled.")
]
Text = Template | Value
Attributes = Literal["rest", "none"] | list[str] | dict[str, Template | Value | Lateness]


class _Fields(_Part):
    """What an event says besides when and what."""

    when: list[Condition] = []
    channel: Text | None = Field(
        default=None, description="web, app, email, phone, chat, store, survey, review, social ..."
    )
    touchpoint: Text | None = Field(default=None, description="The map's word, where it is known.")
    actor: Text | None = Field(
        default=None, description="customer (the default), company, employee or system."
    )
    direction: Text | None = Field(default=None, description="inbound or outbound.")
    outcome: Text | None = Field(default=None, description="completed, lost, resolved ...")
    text: Template | list[Template] | None = Field(
        default=None, description="What was said; several columns are joined, empty ones left out."
    )
    language: Text | None = Field(default=None, description="BCP 47: `pt`, `en-GB`.")
    rating: Rating | None = None
    value: Template | Amount | None = Field(default=None, description="Money that moved.")
    currency: Text | None = Field(default=None, description="ISO 4217: `BRL`.")
    duration: Template | Amount | None = Field(default=None, description="How long it lasted.")
    wait: Template | Amount | None = Field(
        default=None, description="Waiting that the source measured itself: queue, hold."
    )
    part: Template | None = Field(default=None, description="Part inside the record: comment id.")
    attributes: Attributes | None = Field(
        default=None,
        description="`rest` (default): every column not used elsewhere; `none`; a list of columns; "
        "or names with templates, value maps and lateness.",
    )


class Milestone(_Fields):
    """One timestamp column of a row that holds several; says more than the event around it."""

    at: Template | Moment
    activity: Text
    id: Templates | None = None


class Event(_Fields):
    """How each row of one table becomes one event, or one per milestone."""

    table: str
    subject: Templates = Field(
        description="`<kind>:<value>`: who it was. A list: the first that is not empty."
    )
    at: Template | Moment | None = None
    activity: Text | None = None
    id: Templates | None = Field(
        default=None,
        description="The source's own id of the event; without it content is hashed. "
        "A list: the first that is not empty.",
    )
    once: bool = Field(
        default=False,
        description="The tool promises that its ids name one event: rows that share an id are that "
        "event, received several times, and the earliest counts even where they differ.",
    )
    record: Templates | None = Field(
        default=None,
        description="The source's own id of the ticket, call, order, response. "
        "A list: the first that is not empty.",
    )
    identifiers: list[Template] = Field(
        default=[], description="Other names of the subject: `email:{email}`, `phone:{phone}`."
    )
    object_ids: list[Templates] = Field(
        default=[],
        description="What it was about: `order:{order_id}`, `ticket:{id}`. A list in the list: the "
        "first that is not empty, where a thing has several names.",
    )
    milestones: list[Milestone] = Field(
        default=[],
        description="One event per timestamp column, in the order in which they should happen. "
        "An empty time has not happened yet; a time before its predecessor is counted and reported.",
    )
    each: list[str] = Field(
        default=[],
        description="One event per listed column that is not empty: templates may use "
        "`{each.column}` and `{each.value}`. For surveys with one column per question.",
    )

    @model_validator(mode="after")
    def _says_when_and_what(self) -> Event:
        if self.milestones and self.at is not None:
            msg = "has both `at` and `milestones`: keep one"
            raise ValueError(msg)
        if not self.milestones and (self.at is None or self.activity is None):
            msg = "needs `at` and `activity`, or `milestones`"
            raise ValueError(msg)
        return self


class Gather(_Part):
    """One number or word from the many rows that a join finds; exactly one of these."""

    sum: Template | None = None
    count: bool | None = None
    first: Template | None = None
    list: Template | None = Field(
        default=None, description="Distinct values, sorted, `, ` between."
    )

    @model_validator(mode="after")
    def _gathers_one_thing(self) -> Gather:
        if len(self.model_fields_set) != 1:
            msg = "needs exactly one of sum, count, first, list"
            raise ValueError(msg)
        return self


class Join(_Part):
    """Columns of another table: `{<table>.<column>}`, or of many rows through `gather`."""

    table: str
    on: dict[str, str] = Field(description="This table's column = the other table's column.")
    gather: dict[str, Gather] = Field(
        default={}, description="Where the other table has many rows per key: name = what to keep."
    )


class Years(_Part):
    """Dates without a year, in rows that stand in the order of time: `{#year}` is the row's year."""

    from_: Template = Field(alias="from", description="The month: a number, or its name.")
    first: int = Field(
        description="Year of the first row; where the month falls back, the next year begins."
    )


class Table(_Part):
    """One of the tables: how it is recognised, read and joined."""

    columns: list[str] = Field(
        min_length=1,
        description="Columns that must be there: a file is recognised by them, never by its name. "
        "Case, blanks and punctuation in names do not matter.",
    )
    optional: list[str] = Field(default=[], description="Columns that may be there.")
    without: list[str] = Field(default=[], description="Columns that must not be there.")
    aliases: dict[str, list[str]] = Field(
        default={}, description="Other names under which tools export a column."
    )
    fallbacks: dict[str, list[str]] = Field(
        default={},
        description="Columns that stand in, row by row, where a column is empty: the first that is filled.",
    )
    values: dict[str, Words] = Field(
        default={}, description="Columns whose values must all be among these."
    )
    needed: bool = Field(default=True, description="False: the mapping also works without it.")
    key: str | None = Field(
        default=None, description="Column that should be unique; reported when it is not."
    )
    zone: Zone | None = None
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] | None = None
    dates: dict[str, str] = Field(default={}, description="strptime formats of columns.")
    missing: Words = Field(default=[], description="Cells that mean nothing: NULL, NIL, n/a.")
    years: Years | None = None
    join: list[Join] = []


class Mapping(_Part):
    """A mapping file."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str = Field(default="", description="What this is, for people.")
    source: str = Field(
        default="", description="Name of the tool in the event log; the mapping's name by default."
    )
    version: int = 1
    zone: Zone | None = Field(
        default=None, description="Of times that do not say; UTC by default."
    )
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] | None = None
    language: str | None = Field(default=None, description="BCP 47, for every text.")
    currency: str | None = Field(default=None, description="ISO 4217, for every value.")
    tables: dict[str, Table] = Field(min_length=1)
    events: list[Event] = Field(min_length=1)

    @property
    def source_name(self) -> str:
        """The event log's `source`."""
        return self.source or self.name

    @property
    def zones(self) -> list[str]:
        """Every time zone that it names."""
        ats = [at for event in self.events for at in (event.at, *(m.at for m in event.milestones))]
        own = [at.zone for at in ats if isinstance(at, Moment)]
        rows = [words for zone in own if isinstance(zone, Value) for words in zone.map.values()]
        named = [self.zone, *(table.zone for table in self.tables.values()), *own, *rows]
        return [zone for zone in named if isinstance(zone, str)]

    @model_validator(mode="after")
    def _tables_are_declared(self) -> Mapping:
        asked = [(f"events[{n}].table", event.table) for n, event in enumerate(self.events)]
        asked += [
            (f"tables.{name}.join.table", join.table)
            for name, table in self.tables.items()
            for join in table.join
        ]
        for place, name in asked:
            if name not in self.tables:
                close = difflib.get_close_matches(name, self.tables, n=1)
                msg = f"{place} names `{name}`, which is not declared" + (
                    f"; did you mean `{close[0]}`?" if close else ""
                )
                raise ValueError(msg)
        return self


def listed(templates: str | list[str] | None) -> list[str]:
    """One template, several or none, as a list."""
    return [templates] if isinstance(templates, str) else templates or []


def template_columns(template: str) -> list[str]:
    """Columns in braces, in order: `order:{id} of {name}` has `id` and `name`."""
    return [found.group(1) for found in _BRACES.finditer(template) if found.group(1)]


def template_parts(template: str) -> list[tuple[bool, str]]:
    """Split into (is a column, text) in order, with `{{` and `}}` unescaped."""
    parts: list[tuple[bool, str]] = []
    end = 0
    for found in _BRACES.finditer(template):
        if found.start() > end:
            parts.append((False, template[end : found.start()]))
        parts.append((True, found.group(1)) if found.group(1) else (False, found.group(0)[0]))
        end = found.end()
    if end < len(template):
        parts.append((False, template[end:]))
    return parts


def load(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises:
        MappingError: it cannot be read, is not TOML, or does not fit the schema.
    """
    shown = path.name
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError(
            f"The mapping {path} cannot be read: {error.strerror or error}.",
            hint="Give the path of a TOML file with --mapping.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MappingError(
            f"The mapping {shown} is not TOML: {error}.",
            hint="Mend the line named, or start from an example in docs/how-to/teach-a-format.md.",
        ) from error
    body.pop("query", None)  # which database the rows come from: `databases` reads that part
    return check(body, shown=shown)


def check(body: dict[str, Any], *, shown: str) -> Mapping:
    """Check the contents of a mapping file."""
    try:
        return Mapping.model_validate(body)
    except ValidationError as error:
        faults = [_fault(one) for one in error.errors(include_url=False)]
        raise MappingError(
            f"The mapping {shown} does not fit: " + "; ".join(dict.fromkeys(faults[:5])) + ".",
            hint="docs/reference/mapping.schema.json lists every key; "
            "docs/how-to/teach-a-format.md explains them.",
        ) from error


def _fault(one: Any) -> str:
    place = ".".join(str(step) for step in one["loc"] if not str(step).endswith(("]", ")")))
    words = one["msg"].removeprefix("Value error, ")
    return f"{place or 'the file'}: {words}"


@cache
def built_in() -> tuple[Mapping, ...]:
    """The mappings that ship with Desireline, by name."""
    if not BUILT_IN.is_dir():
        return ()
    return tuple(load(path) for path in sorted(BUILT_IN.glob("*.toml")))


def schema() -> dict[str, Any]:
    """The JSON Schema of mapping files, as published in docs/reference/mapping.schema.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Mapping.model_json_schema(by_alias=True),
    }


_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def normal(name: str) -> str:
    """A column name as it is compared: no case, blanks or punctuation; `gelöst` is `geloest`, as databases write it."""
    spelt = unicodedata.normalize("NFC", name.strip().casefold()).translate(_SPELT)
    plain = re.sub(r"[\W_]+", "_", spelt).strip("_")
    return plain or name.strip()


def find_columns(table: Table, columns: tuple[str, ...]) -> dict[str, str] | None:
    """Match the declared columns with a file's; None when one that must be there is missing.

    Returns:
        Declared name -> name in the file, for the declared columns that the file has.
    """
    present = {normal(column): column for column in reversed(columns)}
    for column in columns:
        present.setdefault(normal(tongues.bare(column)), column)
    for column, name in tongues.english(columns).items():  # as it stands goes before what it means
        present.setdefault(name, column)
    if any(normal(column) in present for column in table.without):
        return None
    found: dict[str, str] = {}
    for column in (*table.columns, *table.optional):
        names = (column, *table.aliases.get(column, ()))
        here = next((present[normal(n)] for n in names if normal(n) in present), None)
        if here is not None:
            found[column] = here
        elif column in table.columns:
            return None
    return found


def missing_columns(table: Table, columns: tuple[str, ...]) -> list[str]:
    """Declared columns that a file lacks, for messages."""
    present = {normal(column) for column in columns}
    return [
        column
        for column in table.columns
        if not any(normal(n) in present for n in (column, *table.aliases.get(column, ())))
    ]

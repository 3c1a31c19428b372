"""What customers chose: entry, path, channel, pace, hour, device, plan. Never what happened to them.

In: one data version.  Out: a `Vocabulary` of choices, and `Choices` of any range of customers.
Left out on purpose: what the company or a tool did, outcomes, answers to surveys, everything in the
stages of help and leaving but the channel of a contact, and every touchpoint whose name says that something
went wrong: clusters of the unhappy would explain churn by itself. Of the sources' own fields only those
enter whose name says that they are a choice (device, plan, payment ...); all others only describe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.engines import literal
from desireline.insights.facts import DAY_US
from desireline.insights.people.personas.mixture import Choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from desireline.journeys import JourneyData

    Ints = NDArray[np.int64]

VISIT_US = 1_800_000_000
_RARE = 0.01
"""Choices under a hundredth of their table are counted together."""
_FEWEST = 30
"""Answers that a table must have to be used."""
_MOST_VALUES = 20
_KNOWN_SHARE = 0.2
"""Share of customers of whom a field must be known."""
_TWIN = 0.9
"""Share of a field's values that another field foretells, both ways, for the two to be one."""
OTHER = "other"
_REACTING = ("help", "leave")
_TALKING = ("phone", "chat", "email", "social", "messaging", "post")
"""Channels in which customers write or speak: which of them they take is a choice, whatever led there."""
_HAPPENED = re.compile(
    r"fail|error|cancel|return|refund|complain|reject|declin|abandon|late\b|missing|broken|chas|dispute"
    r"|overdue|escalat|lost|fehler|storn|rück",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"(^|[._ ])(device|platform|os|browser|medium|source|campaign|payment|delivery_method|shipping|plan"
    r"|tier|package|subscription|contract|billing|category|newsletter|tariff|fare|cabin|class|bundle"
    r"|payment_method|payment_type|lead_source|app)([._ ]|$|_type|_name|_method)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"age|birth|gender|sex\b|region|city|country|geo|state|postcode|zip|income|marital|children|nation"
    r"|ethnic|religion|household|education|occupation|language|locale",
    re.IGNORECASE,
)
_HOURS = 4
"""Hours in one bin of the day."""

_OWN = """
    SELECT customer, at_us, purpose, journey, step_no, touchpoint, stage, channel
    FROM {steps} WHERE actor = 0 AND rating_kind IS NULL AND {chosen} AND {whom}
    {once}
"""
_VISITS = """
    SELECT *, CASE WHEN at_us - lag(at_us) OVER one <= {visit} THEN 0 ELSE 1 END AS begins,
        CASE WHEN lead(step_no) OVER inside = step_no + 1 THEN lead(touchpoint) OVER inside END AS next,
        CASE WHEN lead(step_no) OVER inside = step_no + 1 THEN lead(at_us) OVER inside - at_us END AS gap_us
    FROM ({own})
    WINDOW one AS (PARTITION BY customer ORDER BY at_us, purpose, step_no),
        inside AS (PARTITION BY customer, purpose, journey ORDER BY step_no)
"""
"""A move or a gap is the customer's own where nothing that the company did came between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One question that choices answer."""

    name: str
    """`path:27`, `hour`, `field:plan`."""
    kind: str
    """Weighed together: path, pace, entry, channel, hour, weekday, or the field's name."""
    values: tuple[str, ...]
    """Column by column; the rare ones as `other`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every choice that is counted, in the order of the columns."""

    tables: tuple[Table, ...]
    fields: tuple[str, ...] = ()
    """Fields that are choices."""
    fixed: tuple[str, ...] = ()
    """Fields that a customer has once and for all: counted once, however often a source repeats them."""
    describing: tuple[str, ...] = ()
    """Fields that describe and never define."""

    @property
    def table(self) -> Ints:
        """By column: its table."""
        return np.repeat(np.arange(len(self.tables)), [len(one.values) for one in self.tables])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of choices, in the order of their first table."""
        return tuple(dict.fromkeys(one.kind for one in self.tables))

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(table, value) of each column."""
        return [(one.name, value) for one in self.tables for value in one.values]


class Behaviour:
    """Reads choices of ranges of customers off one data version, or off some of its `steps`."""

    def __init__(self, data: JourneyData, *, steps: str = "steps") -> None:
        self.data = data
        self._steps = steps
        self.engine = data.engine
        rows = self.engine.rows(
            "SELECT t.code, t.name, s.name FROM touchpoints t JOIN stages s ON t.stage = s.code"
            " WHERE NOT t.outcome ORDER BY t.code"
        )
        self.names: dict[int, str] = {int(code): str(name) for code, name, _ in rows}
        self.stage_of = {int(code): str(stage) for code, _, stage in rows}
        self.chosen = [
            code
            for code, name in self.names.items()
            if self.stage_of[code] not in _REACTING and not _HAPPENED.search(name)
        ]
        rows = self.engine.rows("SELECT code, name FROM channels ORDER BY code")
        self.talking = [int(code) for code, name in rows if name in _TALKING]
        self._several = len(data.purposes) > 1

    def read(
        self, whom: str, *, fixed: Sequence[str] = (), fields: Sequence[str] = ()
    ) -> pa.Table:
        """Rows (customer, name, value, n) of what the customers of an SQL condition chose."""
        self._own_steps(whom)
        parts = [
            (
                "SELECT customer, 'entry' AS name, touchpoint || '/' || channel AS value, 1 AS n"
                " FROM own_first"
            ),
            (
                "SELECT customer, 'path:' || touchpoint, next::VARCHAR, count(*) FROM own_visits"
                " WHERE next IS NOT NULL GROUP BY ALL"
            ),
            "SELECT customer, 'channel', channel::VARCHAR, count(*) FROM own_visits GROUP BY ALL",
            (
                f"SELECT customer, 'hour', ((local % {DAY_US}) // {_HOURS * 3_600_000_000})::VARCHAR,"
                " count(*) FROM own_times GROUP BY ALL"
            ),
            (
                f"SELECT customer, 'weekday', CASE WHEN (local // {DAY_US} + 3) % 7 >= 5"
                " THEN 'weekend' ELSE 'weekday' END, count(*) FROM own_times GROUP BY ALL"
            ),
            (
                "SELECT customer, 'pace:' || stage, len(list_filter([1, 3, 8, 24, 48, 96, 192, 384, 768],"
                " lambda hours: hours * 3600000000 <= gap_us))::VARCHAR, count(*) FROM own_visits"
                f" WHERE gap_us > {VISIT_US} GROUP BY ALL"
            ),
            self._contact_channels(whom),
        ]
        return self._rows([*parts, *self._field_parts(whom, fields, fixed)])

    def describe(self, whom: str, fields: Sequence[str]) -> pa.Table:
        """Rows (customer, name, value, n) of fields that a customer is described by, once each."""
        return self._rows(self._field_parts(whom, fields, fields))

    def _field_parts(self, whom: str, fields: Sequence[str], fixed: Sequence[str]) -> list[str]:
        if fields:
            self._fields(whom)
        return [_field_sql(name, once=name in fixed) for name in fields]

    def _rows(self, parts: Sequence[str]) -> pa.Table:
        return self.engine.query(
            "SELECT customer, name, value, n::DOUBLE AS n FROM ("
            + " UNION ALL ".join(parts)
            + ") WHERE value IS NOT NULL ORDER BY customer, name, value"
        )

    def _own_steps(self, whom: str) -> None:
        listed = ", ".join(map(str, self.chosen)) or "-1"
        once = (
            "QUALIFY row_number() OVER (PARTITION BY customer, event_key ORDER BY purpose) = 1"
            if self._several
            else ""
        )
        own = _OWN.format(
            steps=self._steps, chosen=f"touchpoint IN ({listed})", whom=whom, once=once
        )
        self._keep("own_visits", _VISITS.format(own=own, visit=VISIT_US))
        self._keep(
            "own_first",
            "SELECT customer, arg_min(touchpoint, (at_us, purpose, step_no)) AS touchpoint,"
            " arg_min(channel, (at_us, purpose, step_no)) AS channel FROM own_visits GROUP BY customer",
        )
        # A source that gives days only puts every event at the start of one: no hour was chosen.
        offset = f"epoch_us(timezone('{self.data.recipe.timezone}', make_timestamptz(at_us)))"
        self._keep(
            "own_times",
            f"SELECT customer, {offset} AS local FROM own_visits"
            f" WHERE begins = 1 AND at_us % {DAY_US} <> 0",
        )

    def _contact_channels(self, whom: str) -> str:
        listed = ", ".join(map(str, self.talking)) or "-1"
        return f"""SELECT customer, 'contact channel', channel::VARCHAR, count(*) FROM (
            SELECT customer, channel, at_us - lag(at_us) OVER (PARTITION BY customer ORDER BY at_us) AS since
            FROM (SELECT customer, channel, at_us FROM {self._steps} WHERE actor = 0 AND rating_kind IS NULL
                AND channel IN ({listed}) AND {whom} GROUP BY ALL))
            WHERE since IS NULL OR since > {VISIT_US} GROUP BY ALL"""

    def _fields(self, whom: str) -> None:
        """Fields of customers' own events, and of what tools know of a customer."""
        self._keep(
            "own_fields",
            f"""SELECT DISTINCT customer, at_us // {DAY_US} AS day, key,
                CASE WHEN regexp_matches(lower(key), '(^|[_. ])age($|[_. ])')
                    AND try_cast(told AS DOUBLE) BETWEEN 1 AND 120
                    THEN (try_cast(told AS DOUBLE) // 10 * 10)::INTEGER || 's' ELSE told END AS value
            FROM (SELECT *, json_extract_string(attributes, '$."' || replace(key, '"', '') || '"') AS told
            FROM (SELECT s.customer, s.at_us, e.attributes, unnest(json_keys(e.attributes)) AS key
                FROM (SELECT customer, at_us, event_key FROM {self._steps}
                    WHERE actor IN (0, 3) AND rating_kind IS NULL AND {whom}) s
                JOIN (SELECT event_key, attributes FROM events
                    WHERE attributes IS NOT NULL AND json_valid(attributes)
                    AND json_type(attributes) = 'OBJECT') e USING (event_key)))""",
        )

    def fields(self, whom: str, people: int) -> tuple[list[str], list[str], list[str]]:
        """Names of fields with few values: chosen, of these the fixed ones, and describing."""
        self._fields(whom)
        rows = self.engine.rows(f"""
            SELECT key, avg((values = 1)::INTEGER) FILTER (days > 1) AS constant FROM (
                SELECT key, customer, count(DISTINCT value) AS values, count(*) AS days
                FROM own_fields WHERE value IS NOT NULL GROUP BY key, customer)
            GROUP BY key HAVING count(*) >= {max(_FEWEST, _KNOWN_SHARE * people)} ORDER BY key""")
        few = {
            key
            for (key,) in self.engine.rows(f"""
                SELECT key FROM own_fields WHERE value IS NOT NULL GROUP BY key
                HAVING count(DISTINCT value) BETWEEN 2 AND {_MOST_VALUES}
                AND max(length(value)) <= 60 AND NOT bool_or(value LIKE '[%' OR value LIKE '{{%')""")
        }
        chosen = [k for k, _ in rows if k in few and _CHOSEN.search(k) and not _WHO.search(k)]
        chosen = self._without_twins(chosen)
        fixed = [k for k, constant in rows if constant is None or constant >= 0.95]
        return chosen, fixed, [k for k, _ in rows if k in few and k not in chosen]

    def _without_twins(self, names: Sequence[str]) -> list[str]:
        """One of two fields that say the same (medium and source): together they would count twice."""
        listed = ", ".join(map(literal, names)) or "''"
        rows = self.engine.rows(f"""
            SELECT a, b, sum(most)::DOUBLE / sum(n) FROM (
                SELECT a, b, first, sum(n) AS n, max(n) AS most FROM (
                    SELECT one.key AS a, two.key AS b, one.value AS first, two.value AS second, count(*) AS n
                    FROM own_fields one JOIN own_fields two USING (customer, day)
                    WHERE one.key IN ({listed}) AND two.key IN ({listed}) AND one.key <> two.key
                        AND one.value IS NOT NULL AND two.value IS NOT NULL GROUP BY ALL)
                GROUP BY ALL)
            GROUP BY ALL""")
        told = {(a, b): share for a, b, share in rows}
        kept: list[str] = []
        for name in names:
            twins = [
                one for one in kept
                if min(told.get((name, one), 0), told.get((one, name), 0)) >= _TWIN
            ]  # fmt: skip
            if not twins:
                kept.append(name)
        return kept

    def _keep(self, name: str, sql: str) -> None:
        self.engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def learn(
    rows: pa.Table,
    *,
    fields: Sequence[str] = (),
    fixed: Sequence[str] = (),
    describing: Sequence[str] = (),
) -> Vocabulary:
    """Which choices are frequent enough to be counted."""
    total: dict[str, dict[str, float]] = {}
    names, values, n = (rows[column].to_pylist() for column in ("name", "value", "n"))
    for name, value, count in zip(names, values, n, strict=True):
        of = total.setdefault(name, {})
        of[value] = of.get(value, 0.0) + count
    tables: list[Table] = []
    for name, counts in sorted(total.items()):
        told = sum(counts.values())
        kept = sorted(value for value, count in counts.items() if count >= max(_RARE * told, 5))
        rest = [OTHER] if len(kept) < len(counts) else []
        if told >= _FEWEST and len(kept) + len(rest) > 1:
            tables.append(Table(name=name, kind=_kind(name), values=(*kept, *rest)))
    return Vocabulary(
        tables=tuple(tables),
        fields=tuple(fields),
        fixed=tuple(fixed),
        describing=tuple(describing),
    )


def choices(vocabulary: Vocabulary, rows: pa.Table) -> tuple[Ints, Choices]:
    """Codes of the customers who chose anything, and what they chose."""
    from scipy import sparse

    people = np.unique(np.asarray(rows["customer"]).astype(np.int64))
    column = _columns(vocabulary, rows)
    kept = column >= 0
    place = np.searchsorted(people, np.asarray(rows["customer"]).astype(np.int64)[kept])
    kinds = {kind: number for number, kind in enumerate(vocabulary.kinds)}
    return people, Choices(
        counts=sparse.csr_matrix(
            (np.asarray(rows["n"])[kept], (place, column[kept])),
            shape=(len(people), len(vocabulary.table)),
        ),
        table=vocabulary.table,
        kind=np.array([kinds[one.kind] for one in vocabulary.tables], dtype=np.int64),
    )


def _columns(vocabulary: Vocabulary, rows: pa.Table) -> Ints:
    """Column of each row; rare values fall to `other`, unknown tables to -1."""
    known: Mapping[tuple[str, str], int] = {
        key: index for index, key in enumerate(vocabulary.columns)
    }
    names, values = (
        rows[column].combine_chunks().dictionary_encode() for column in ("name", "value")
    )
    titles, told = names.dictionary.to_pylist(), values.dictionary.to_pylist()
    pairs = np.asarray(names.indices).astype(np.int64) * len(told) + np.asarray(values.indices)
    different, place = np.unique(pairs, return_inverse=True)
    found = [(titles[pair // len(told)], told[pair % len(told)]) for pair in different.tolist()]
    column = [known.get(pair, known.get((pair[0], OTHER), -1)) for pair in found]
    return np.array(column, dtype=np.int64)[place]


def _kind(name: str) -> str:
    start = name.partition(":")[0]
    return start if start in ("path", "pace") else name


def _field_sql(name: str, *, once: bool) -> str:
    value, n = ("mode(value ORDER BY value)", "1") if once else ("value", "count(*)")
    return (
        f"SELECT customer, {literal(f'field:{name}')} AS name, {value} AS value, {n} AS n FROM own_fields"
        f" WHERE key = {literal(name)} AND value IS NOT NULL GROUP BY customer{'' if once else ', value'}"
    )

"""What a journey's result may go with: ratings of single things, notes, queues.

In: one result.  Out: a matrix of journeys x factors with the result beside it. What came after an answer is no factor of it.
A factor of words has a column for each word. A journey that knows nothing of a factor has NaN: it
was not asked, or it did not apply, and 0 would be a lie. Touchpoints that a journey met are no factors here: that is a
question of what came before what, which `moments` asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.paths.noted import NUMBER, WORDS, YES_WORDS, keys, notes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

    Floats = NDArray[np.float64]

MOST = 40
_RAREST = 0.02
_ASKING = ("survey", "form", "questionnaire")
"""Notes that tell how somebody was asked, and not what they met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that may go with the result; `columns` has one column, or one for each word."""

    name: str
    columns: Floats
    levels: tuple[str, ...] = ()
    touchpoint: int | None = None
    unit: str = ""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Journeys that know it."""
        return ~np.isnan(self.columns[:, 0])

    @property
    def yes_or_no(self) -> bool:
        """It is there or not."""
        return self.columns.shape[1] == 1 and set(np.unique(self.columns[self.known])) <= {
            0.0,
            1.0,
        }

    @property
    def numeric(self) -> bool:
        """It has more than two values in an order."""
        return self.columns.shape[1] == 1 and not self.yes_or_no


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Journeys with a known result: y from 0 to 1."""

    who: NDArray[np.int64]
    y: Floats
    factors: list[Factor]


def factors_of(facts: Facts, result: Result) -> Table:
    """All factors of the journeys whose result is known."""
    base = facts.table(
        f"units_of_{_word(result.name)}",
        f"SELECT row_number() OVER (ORDER BY customer, journey) - 1 AS unit, customer, journey, y, decided_us"
        f" FROM (SELECT customer, journey, avg(y::DECIMAL(18, 9)) AS y, max(decided_us) AS decided_us"
        f" FROM ({result.sql}) GROUP BY customer, journey)",
    )
    found = facts.engine.query(f"SELECT customer, y FROM {base} ORDER BY unit")
    y = np.asarray(found["y"], dtype=np.float64)
    factors = _ratings(facts, base, result, len(y)) + _queues(facts, base, len(y))
    factors += _notes(facts, base, result, len(y))
    return Table(
        who=np.asarray(found["customer"], dtype=np.int64),
        y=y,
        factors=[one for one in factors if one.known.mean() >= _RAREST][:MOST],
    )


def _word(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _filled(facts: Facts, sql: str, rows: int) -> dict[object, Floats]:
    """Columns by key out of rows (key, unit, value)."""
    found = facts.engine.query(sql)
    key = np.asarray(found["key"])
    unit = np.asarray(found["unit"], dtype=np.int64)
    value = np.asarray(found["value"], dtype=np.float64)
    out: dict[object, Floats] = {}
    for one in np.unique(key):
        column = np.full(rows, np.nan)
        mine = key == one
        column[unit[mine]] = value[mine]
        out[one] = column
    return out


def _ratings(facts: Facts, base: str, result: Result, rows: int) -> list[Factor]:
    """Ratings of single things, on scales other than the result's."""
    own = "NULL" if result.kind is None else str(result.kind)
    columns = _filled(
        facts,
        f"""
        SELECT touchpoint AS key, unit, avg(rating_milli) / 1000 AS value FROM {base}
        JOIN {facts.sample} USING (customer, journey)
        WHERE rating_milli IS NOT NULL AND rating_kind IS DISTINCT FROM {own}
            AND at_us <= coalesce(decided_us, at_us) GROUP BY ALL
        """,
        rows,
    )
    return [_numeric(facts.places[int(str(code))].name, column, int(str(code))) for code, column in columns.items()]  # fmt: skip


def _queues(facts: Facts, base: str, rows: int) -> list[Factor]:
    columns = _filled(
        facts,
        f"""
        SELECT touchpoint AS key, unit, max(queue_s) AS value FROM {base}
        JOIN {facts.sample} USING (customer, journey)
        WHERE queue_s IS NOT NULL AND at_us <= coalesce(decided_us, at_us) GROUP BY ALL
        """,
        rows,
    )
    return [
        Factor(
            name=f"queue at {facts.places[int(str(code))].name}",
            columns=column[:, None],
            touchpoint=int(str(code)),
            unit="s",
        )
        for code, column in columns.items()
    ]


def _numeric(name: str, column: Floats, touchpoint: int | None = None) -> Factor:
    return Factor(name=name, columns=column[:, None], touchpoint=touchpoint)


def _notes(facts: Facts, base: str, result: Result, rows: int) -> list[Factor]:
    """Notes of sources; those that repeat a rated touchpoint are left out.

    What is noted of the step with which a journey ends (the sum that was paid, the reason of a cancellation) tells how it
    ended: only what was noted before counts, or at its beginning where all of it is one moment.
    """
    rated = {place.name.casefold() for place in facts.places.values()}
    chosen = [one for one in keys(facts) if one.title.casefold() not in {*rated, *_ASKING}]
    if not chosen:
        return []
    # what is noted of an answer stands beside it; what is noted of the deed that decides (what was bought again) is the deed
    if result.answers:
        before = "at_us <= coalesce(decided_us, at_us)"
    elif result.ended:
        begun = f"SELECT (customer, journey, start_us) FROM journeys WHERE {facts.where}"
        before = f"(at_us < decided_us - 1 OR (customer, journey, at_us) IN ({begun}))"
    else:
        before = "at_us < coalesce(decided_us, at_us + 1)"
    found = facts.engine.query(
        f"""
        SELECT key, unit, arg_max(value, step_no) AS value FROM {base}
        JOIN {notes(facts)} USING (customer, journey)
        WHERE {before} GROUP BY key, unit ORDER BY key, unit
        """
    )
    key, unit = np.asarray(found["key"]), np.asarray(found["unit"], dtype=np.int64)
    value = np.asarray(found["value"])
    out: list[Factor] = []
    for one in chosen:
        mine = key == one.name
        if not mine.any():
            continue
        if one.kind == WORDS:
            columns = np.full((rows, len(one.levels)), np.nan)
            columns[unit[mine]] = [[v == level for level in one.levels] for v in value[mine]]
            out.append(Factor(name=one.title, columns=columns, levels=one.levels))
            continue
        column = np.full(rows, np.nan)
        told = value[mine]
        if one.kind == NUMBER:
            column[unit[mine]] = [_number(v) for v in told]
        else:
            column[unit[mine]] = np.isin(told, YES_WORDS)
        out.append(
            Factor(
                name=one.title,
                columns=column[:, None],
                unit="s" if one.name.endswith("_s") else "",
            )
        )
    return out


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan

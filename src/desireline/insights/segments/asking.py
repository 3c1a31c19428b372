"""What can be asked of a journey, and which journeys a predicate means.

In: one purpose.  Out: fields by name, and a table (customer, journey, side) of two segments.
Fields are what is known of the journey as a whole: comparing those who met something with those who did
not is allowed, and called an association; what a condition does is asked by `moments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from desireline.engines import literal
from desireline.errors import InputError
from desireline.expressions import Field, Kind, compile_sql, parse
from desireline.insights.facts import Facts
from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.paths.noted import NUMBER, WORDS, YES_OR_NO, keys, notes
from desireline.insights.people.personas import known, named
from desireline.tables import STATES

if TYPE_CHECKING:
    from desireline.journeys import JourneyData, Purpose

_MOST_KEYS = 20
_MOST_VALUES = 60
_KNOWN_EARLY = 0.8
_FIELDS = """
    SELECT j.customer, j.journey, list_extract(['{states}'], state::INTEGER + 1) AS state,
        make_timestamp(start_us)::DATE AS start, start_us, steps::DOUBLE AS steps, value_e4 / 1e4 AS value,
        entry.name AS channel, passes, {notes} persona
    FROM (SELECT * FROM journeys WHERE {where}) AS j
    JOIN (SELECT s.customer, s.journey, arg_min(c.name, step_no) AS name, list(DISTINCT lower(t.name)) AS passes
        FROM (SELECT * FROM steps WHERE {where}) AS s JOIN channels AS c ON c.code = s.channel
        JOIN touchpoints AS t ON t.code = s.touchpoint GROUP BY ALL) AS entry USING (customer, journey)
    LEFT JOIN (SELECT customer, journey, {picked} FROM {noted} GROUP BY ALL) AS n USING (customer, journey)
    LEFT JOIN {personas} AS p ON p.customer = j.customer
"""
_PLAIN = (
    Field(name="channel", sql="channel", kind=Kind.TEXT, meaning="the channel in which it begins"),
    Field(name="state", sql="state", kind=Kind.TEXT, meaning="completed, lost or running"),
    Field(name="start", sql="start", kind=Kind.DATE, meaning="the day of its first step, UTC"),
    Field(name="steps", sql="steps", kind=Kind.NUMBER, meaning="how many steps it has"),
    Field(name="value", sql="value", kind=Kind.NUMBER, meaning="its money"),
    Field(name="passes", sql="passes", kind=Kind.LIST, meaning="a touchpoint that it meets"),
)


def fields(facts: Facts) -> dict[str, Field]:
    """Everything that a predicate can ask of a journey of this purpose."""
    out = {one.name: one for one in _PLAIN}
    if known(facts.data) is not None:
        out["persona"] = Field(
            name="persona", sql="persona", kind=Kind.TEXT, meaning="the likeliest persona"
        )
    for number, key in enumerate(keys(facts)[:_MOST_KEYS]):
        name = key.title.lower().replace(" ", "_")
        if name not in out:
            kind = Kind.NUMBER if key.kind == NUMBER else Kind.TEXT
            meaning = "as a source noted it first"
            out[name] = Field(name=name, sql=f"note{number}", kind=kind, meaning=meaning)
    return out


def strata(facts: Facts) -> dict[str, str]:
    """Name -> column of what may confound a comparison: few levels, noted with the first step.

    What is noted later may be what the segments did: a delivery's way is known of those who ordered.
    """
    out = {"channel": "channel", "month": "strftime(start, '%Y-%m')"}
    if known(facts.data) is not None:
        out["persona"] = "persona"
    noted = [
        (number, key)
        for number, key in enumerate(keys(facts)[:_MOST_KEYS])
        if key.kind in (WORDS, YES_OR_NO)
    ]
    if not noted:
        return out
    early = facts.engine.rows(
        f"SELECT {', '.join(f'count(early{number}) / count(*)' for number, _ in noted)} FROM {told(facts)}"
    )[0]
    return out | {
        key.title.lower().replace(" ", "_"): f"early{number}"
        for (number, key), share in zip(noted, early, strict=True)
        if share >= _KNOWN_EARLY
    }


def told(facts: Facts) -> str:
    """Table of all journeys with their fields."""
    picked: list[str] = []
    for number, key in enumerate(keys(facts)[:_MOST_KEYS]):
        mine = f"key = {literal(key.name)}"
        value = "TRY_CAST(value AS DOUBLE)" if key.kind == NUMBER else "value"
        picked.append(f"arg_min({value}, at_us) FILTER ({mine}) AS note{number}")
        picked.append(f"arg_min(value, at_us) FILTER ({mine} AND step_no = 0) AS early{number}")
    return facts.table(
        "segment_fields",
        _FIELDS.format(
            states="', '".join(STATES),
            where=facts.where,
            notes="".join(f"note{i}, early{i}, " for i in range(len(picked) // 2)),
            picked=", ".join(picked) or "1 AS nothing",
            noted=notes(facts),
            personas=_personas(facts),
        ),
    )


def _personas(facts: Facts) -> str:
    found = known(facts.data)
    if found is None:
        return "(SELECT NULL::UINTEGER AS customer, NULL::VARCHAR AS persona LIMIT 0)"
    _, names = named(facts.data)
    rows = {"customer": found.people, "persona": [names[best] for best in found.best.tolist()]}
    return facts.offer("segment_personas", pa.table(rows))


def segment(facts: Facts, text: str, name: str) -> str:
    """Table (customer, journey): the journeys that a predicate means; `name` tells two apart.

    Raises:
        InputError: it cannot be read, or fewer than five customers fit.
    """
    condition, parameters = compile_sql(parse(text), fields(facts))
    found = facts.engine.query(
        f"SELECT customer, journey FROM {told(facts)} WHERE {condition} ORDER BY ALL", parameters
    )
    people = len(found["customer"].unique())
    if people < SMALLEST_GROUP:
        raise InputError(
            f"{text!r} fits {'nobody' if people == 0 else 'fewer than five customers'}.",
            hint="Ask more widely; groups of fewer than five customers are not shown.",
            code="segment.small",
        )
    return facts.offer(f"segment_{name}", found)


def askable(data: JourneyData, purpose: Purpose) -> list[tuple[Field, list[str]]]:
    """Every field, and of texts and lists what stands in them: values of five customers or more, the most usual first."""
    facts = Facts(data, purpose)
    try:
        return [(field, _values(facts, field)) for field in fields(facts).values()]
    finally:
        facts.close()


def _values(facts: Facts, field: Field) -> list[str]:
    if field.kind not in (Kind.TEXT, Kind.LIST):
        return []
    value = f"unnest({field.sql})" if field.kind == Kind.LIST else field.sql
    rows = facts.engine.rows(
        f"SELECT value FROM (SELECT {value} AS value, customer FROM {told(facts)}) WHERE value IS NOT NULL"
        f" GROUP BY value HAVING count(DISTINCT customer) >= {SMALLEST_GROUP}"
        f" ORDER BY count(*) DESC, value LIMIT {_MOST_VALUES}"
    )
    return [str(value) for (value,) in rows]

"""Acting: who took a step, where a source does not say.

In: labels, the log.  Out: labels that are not the customer's, although their reader took them for it.
A log of cases, or of orders without customers, names an activity and often who carried it out, but not whose step that is in the customer's
journey; its reader can but say `customer`. What an office does to a case would then be what "customers choose". Two
things tell: a person who carries an activity out for many cases is an employee; and words (`Send Fine`, `Assign`)
that no customer's act is called by. Where neither tells, the step stays the customer's, as does every step of a table
of customers: who calls, or has their hair cut, did so whoever answered or cut. But where a table of customers notes a
clerk at every one of some steps and at none of others (`Bearbeiter` in a log of applicants), the former are the clerk's.
A source that says of any event that it was not the customer's says it of all, and is believed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from desireline.engines import literal
from desireline.journeys import vocabulary
from desireline.journeys.naming import BUSINESS_TYPES, CASES, rule_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from desireline.engines import Engine
    from desireline.journeys.labels import Seen
    from desireline.journeys.naming import Named
    from desireline.recipe import Recipe

_LOOKING = ("explore", "choose")
"""Stages in which customers look around."""
_ROWS = 200_000
_PEEK = 2_000
_MOSTLY = 0.5
_CASES_EACH = 2.0
"""Cases a person is met in at least, on average: who is met in one alone may be the customer."""
_VARIES = 0.1
"""Share of the cases in which more than one is named: who is the same throughout looks after the case, and did not do it all."""
_OFFICE = 2
"""So many activities that are surely the company's make a log an office's."""
_ALWAYS, _A_PART = 0.95, 0.1
"""Share of a step's events at which a clerk is noted, from which it is the clerk's; the least share of all events of either sort."""
_STANDARD = "org:resource"
"""By the standard of such logs, who carried the event out."""


def acting(
    engine: Engine,
    log: str,
    events: int,
    seen: Sequence[Seen],
    recipe: Recipe,
) -> dict[int, str]:
    """Who acts in each label that is not as its source says. `log` is something to say FROM."""
    found: dict[int, str] = {}
    for source in _silent(seen):
        numbers = [n for n, one in enumerate(seen) if one.label.source == source]
        persons = _by_person(engine, log, events, source)
        objects = any(_is_object(kind) for n in numbers for kind, _ in seen[n].types)
        words = _by_words({seen[n].label.activity for n in numbers}, persons, office=objects)
        for n in numbers:
            activity = seen[n].label.activity
            actor = words.get(activity) or persons.get(activity, "customer")
            # money that customers pay is paid by them, whoever books it
            if actor != "customer" and seen[n].paid <= _MOSTLY:
                found[n] = actor
    for source in _silent(seen, of_customers=True):
        clerks = _by_clerk(engine, log, events, source)
        for n, one in enumerate(seen):
            if one.label.source == source and one.label.activity in clerks and one.paid <= _MOSTLY:
                found[n] = "employee"
    return found | _declared(seen, recipe)


def placed_by_order(named: Sequence[Named], actors: Mapping[int, str]) -> list[Named]:
    """Names without a stage of customers' looking around where the company acts: `Pick item` is no choice of theirs.

    But for what it then asks them: an offer.
    """
    words = vocabulary.builtin()
    return [
        replace(name, stage=None)
        if actors.get(n, "customer") != "customer"
        and name.stage in _LOOKING
        and not words.is_asked(name.touchpoint)
        else name
        for n, name in enumerate(named)
    ]


def _silent(seen: Sequence[Seen], *, of_customers: bool = False) -> list[str]:
    """Logs of cases and objects (or the others) that call every event the customer's, and have more than one activity."""
    by_source: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_source[one.label.source].append(one)
    return sorted(
        source
        for source, labels in by_source.items()
        if len({one.label.activity for one in labels}) > 1
        and all(one.label.actor == "customer" for one in labels)
        and of_customers
        == (
            sum(_of_cases(one) * one.events for one in labels)
            < _MOSTLY * sum(one.events for one in labels)
        )
    )


def _of_cases(one: Seen) -> float:
    """Share of the events that are of a case, or of an object without a customer: of orders in an object-centric log."""
    return one.share_of([kind for kind, _ in one.types if kind in CASES or _is_object(kind)])


def _is_object(kind: str) -> bool:
    """True of the type of a subject, `@Purchase Orders`, that is a business object."""
    last = vocabulary.normal(kind).split(" ")[-1]
    return (
        kind.startswith("@")
        and kind not in CASES
        and (last in BUSINESS_TYPES or last.removesuffix("s") in BUSINESS_TYPES)
    )


def _declared(seen: Sequence[Seen], recipe: Recipe) -> dict[int, str]:
    rules = ((n, rule_for(one.label, recipe)) for n, one in enumerate(seen))
    return {n: rule.actor for n, rule in rules if rule is not None and rule.actor is not None}


def _by_person(engine: Engine, log: str, events: int, source: str) -> Mapping[str, str]:
    """Who carries each activity out, as the persons that the events name tell."""
    words = vocabulary.builtin().acting
    key = _key(engine, log, source)
    if key is None:
        return {}
    every = max(1, events // _ROWS)
    nobody, path = _list(words.nobody), literal(f'$."{key}"')
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE persons AS
        SELECT activity, subject, CASE WHEN person NOT IN ({nobody}) THEN person END AS person FROM (
            SELECT activity, subject, trim(lower(json_extract_string(attributes, {path}))) AS person
            FROM {log} WHERE source = {literal(source)} AND hash(subject) % {every} = 0)
    """)
    try:
        if key != _STANDARD and not _varies(engine):
            return {}
        rows = engine.rows(f"""
            SELECT activity, count(*), count(person), count(*) FILTER (person IN ({_list(words.clients)})),
                count(*) FILTER (person IN ({_list(words.machines)})),
                count(DISTINCT (person, subject)) / count(DISTINCT person)
            FROM persons GROUP BY activity HAVING count(person) > 0 ORDER BY activity
        """)
    finally:
        engine.execute("DROP TABLE persons")
    found: dict[str, str] = {}
    for activity, n, told, clients, machines, cases_each in rows:
        if told < _MOSTLY * n:
            continue
        if clients >= _MOSTLY * told:
            found[activity] = "customer"
        elif machines >= _MOSTLY * told:
            found[activity] = "system"
        elif cases_each >= _CASES_EACH:
            found[activity] = "employee"
    return found


def _by_clerk(engine: Engine, log: str, events: int, source: str) -> set[str]:
    """Activities at which a clerk is noted (nearly) always, where at others (nearly) none is; none where the note tells no two sorts apart."""
    words = vocabulary.builtin()
    key = _key(engine, log, source, words.acting.clerks)
    if key is None:
        return set()
    every = max(1, events // _ROWS)
    path = literal(f'$."{key}"')
    rows = engine.rows(f"""
        SELECT activity, count(*), count(*) FILTER (person NOT IN ({_list(words.acting.nobody)})) FROM (
            SELECT activity, trim(lower(json_extract_string(attributes, {path}))) AS person
            FROM {log} WHERE source = {literal(source)} AND hash(subject) % {every} = 0)
        GROUP BY activity ORDER BY activity
    """)
    always = {activity: n for activity, n, told in rows if told >= _ALWAYS * n}
    never = {activity: n for activity, n, told in rows if told <= (1 - _ALWAYS) * n}
    least = _A_PART * sum(n for _, n, _ in rows)
    if min(sum(always.values()), sum(never.values())) < least or min(len(always), len(never)) < 2:
        return set()
    return {name for name in always if words.acts(name, office=True) != "customer"}


def _key(engine: Engine, log: str, source: str, persons: Sequence[str] = ()) -> str | None:
    """Name of the attribute that says who carried an event out, the plainest first."""
    rows = engine.rows(f"""
        SELECT DISTINCT unnest(json_keys(attributes)) AS key FROM (
            SELECT attributes FROM {log} WHERE source = {literal(source)} AND attributes IS NOT NULL LIMIT {_PEEK})
    """)
    persons = persons or vocabulary.builtin().acting.persons
    fitting = [
        key for (key,) in rows if vocabulary.normal(key) in persons and not set('"\\') & set(key)
    ]
    return min(fitting, key=lambda key: (persons.index(vocabulary.normal(key)), key), default=None)


def _varies(engine: Engine) -> bool:
    rows = engine.rows("""
        SELECT count(*), count(*) FILTER (persons > 1) FROM (
            SELECT count(DISTINCT person) AS persons FROM persons GROUP BY subject HAVING count(person) > 1)
    """)
    cases, varied = rows[0]
    return cases > 0 and varied >= _VARIES * cases


def _by_words(
    activities: Collection[str], persons: Mapping[str, str], *, office: bool
) -> dict[str, str]:
    """Who acts, by the words that activities begin or end with: by more of them in the log of an office.

    A log of orders that names no customers is one. Whoever is known to have carried an activity out stays, but for what only customers do: an appeal is theirs, though a clerk wrote it down.
    """
    words = vocabulary.builtin()
    surely = [name for name in activities if words.acts(name, office=False) == "company"]
    office = office or len(surely) >= _OFFICE or "employee" in persons.values()
    found: dict[str, str] = {}
    for name in sorted(activities):
        told = words.acts(name, office=office)
        if told is not None:
            found[name] = persons.get(name, told) if told == "company" else told
    return found


def _list(words: Sequence[str]) -> str:
    return ", ".join(literal(word) for word in words)

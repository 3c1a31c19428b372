"""Find one person: whom a name means, and everything by which the workspace knows that person.

In: a customer's id, a subject or an identifier.  Out: a `Person`. What other customers carry too (a family's
e-mail, a company's switchboard) is theirs as well: it is told apart, and neither erased nor held against
them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.engines import open_engine
from desireline.errors import InputError
from desireline.events import PersonTraces, Snapshot, spelled, spelled_sql
from desireline.identity import belongs_to_nobody_sql, now_sql
from desireline.insights import call_id, quote_id
from desireline.tables import IS_HYPOTHESIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desireline.engines import Engine

_LONG_NUMBER = 7
_LONG_ID = 5
_WORTH_FINDING = 12
_PHONE = re.compile(r"\+?[\d ()./-]{7,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One customer, as the workspace knows them."""

    customer_id: str
    customer: int
    """Code."""
    subjects: tuple[str, ...]
    names: tuple[str, ...]
    """Subjects and identifiers that nobody else carries, as written."""
    phones: tuple[str, ...]
    """National digits of their numbers."""
    shared: tuple[str, ...]
    """Identifiers that other customers carry too: they stay."""
    values: tuple[str, ...]
    """Ids of what is theirs alone, bare: orders, tickets, accounts."""
    related: tuple[str, ...]
    """Customer ids of others whose events name the same order, ticket or case."""
    events: int
    traces: PersonTraces
    version: int
    """The version of the data in which they were looked for."""


def open_people(engine: Engine, snapshot: Snapshot) -> None:
    """Offer `people` (who is whom) and `log` (the events) on an engine."""
    engine.view("people", f"SELECT * FROM ({now_sql(snapshot)})")
    engine.view("log", f"SELECT * FROM {snapshot.source('events')}")


def find(snapshot: Snapshot, name: str) -> Person:
    """Find whom a name means.

    Raises:
        InputError: nobody, or several customers, are known by it.
    """
    engine = open_engine()
    try:
        open_people(engine, snapshot)
        return _gather(engine, snapshot, whom(engine, name))
    finally:
        engine.close()


def whom(engine: Engine, name: str) -> str:
    """Return the id of the customer that a name means. Needs `open_people`.

    Raises:
        InputError: nobody, or several customers, are known by it.
    """
    name = name.strip()
    found = engine.rows(
        "SELECT DISTINCT customer_id FROM people WHERE customer_id = $1 OR subject = $1", [name]
    )
    if not found:
        found = engine.rows(
            f"""WITH named AS (
                SELECT DISTINCT subject, unnest(list_prepend(subject, coalesce(identifiers, []))) AS name
                FROM log WHERE subject IN (SELECT subject FROM people)),
            spelled AS (SELECT subject, {spelled_sql("name")} AS name FROM named),
            meant AS (SELECT DISTINCT subject FROM spelled WHERE {_meant(name)})
            SELECT DISTINCT customer_id FROM people SEMI JOIN meant USING (subject) ORDER BY 1""",
            {"name": spelled(name) if ":" in name else name, "digits": _digits(name)},
        )
    if not found:
        raise InputError(
            "No customer is known by that name.",
            hint="Name a customer_id of `desireline export identities`, or `email:...`, `phone:...`, "
            "`user:...` as a source wrote it.",
            code="person.unknown",
        )
    if len(found) > 1:
        several = ", ".join(sorted(row[0] for row in found)[:10])
        raise InputError(
            f"{len(found)} customers are known by that name: {several}.",
            hint="Name one of them by customer_id; `desireline subject ID` shows who it is.",
            code="person.several",
        )
    return found[0][0]


def _meant(name: str) -> str:
    """Write the condition that a spelled `name` is the one that somebody typed.

    Without a kind every value is compared. A phone number may lack its country on either side.
    """
    number = f"""(starts_with(name, 'phone:') AND length($digits) >= {_LONG_NUMBER}
        AND length(name) >= {_LONG_NUMBER + len("phone:")}
        AND (ends_with(name, $digits) OR ends_with($digits, substr(name, 7))))"""
    if ":" in name:
        return f"(name = $name OR {number})"
    return f"""(substr(name, strpos(name, ':') + 1) = $name OR {number}
        OR (name LIKE 'email:%' AND name = concat('email:', lower($name))))"""


def _digits(name: str) -> str:
    kind, separator, value = name.partition(":")
    if separator and kind != "phone":
        return ""
    written = value if separator else name
    return spelled(f"phone:{written}").partition(":")[2] if _PHONE.fullmatch(written) else ""


def _gather(engine: Engine, snapshot: Snapshot, customer_id: str) -> Person:
    engine.execute(
        "CREATE TEMP TABLE mine AS SELECT subject, customer FROM people WHERE customer_id = ?",
        [customer_id],
    )
    engine.execute("CREATE TEMP TABLE my_events AS FROM log SEMI JOIN mine USING (subject)")
    names, shared = _names(engine)
    _add_noted(engine, names)
    subjects = tuple(row[0] for row in engine.rows("SELECT DISTINCT subject FROM mine ORDER BY 1"))
    things, related = _things(engine)
    nobodys = _nobodys(engine, names)
    own = [name for name in names if name not in nobodys]
    phones = _national(name for name in own if name.startswith("phone:"))
    values = tuple(sorted({*_ids(own), *_ids(things)}))
    quotes, said = _said(engine, snapshot)
    return Person(
        customer_id=customer_id,
        customer=int(engine.rows("SELECT min(customer) FROM mine")[0][0]),
        subjects=subjects,
        names=tuple(own),
        phones=phones,
        shared=shared,
        values=values,
        related=related,
        events=int(engine.rows("SELECT count(*) FROM my_events")[0][0]),
        version=snapshot.version,
        traces=PersonTraces(
            customer_id=customer_id,
            subjects=frozenset(subjects),
            quotes=quotes,
            emails=tuple(_values(own, "email")),
            phones=phones,
            names=tuple(_values(own, "name")),
            ids=tuple(sorted({*values, *(s for s in subjects if "@" not in s)})),
            said=said,
        ),
    )


def _names(engine: Engine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the person is called: by nobody else, and by others too."""
    every = "unnest(list_prepend(subject, coalesce(identifiers, [])))"
    rows = engine.rows(f"""
        WITH mine_named AS (SELECT DISTINCT name, {spelled_sql("name")} AS spelled
            FROM (SELECT {every} AS name FROM my_events) WHERE name IS NOT NULL),
        others AS (SELECT DISTINCT {every} AS name FROM log ANTI JOIN mine USING (subject)
            WHERE NOT {IS_HYPOTHESIS}),
        theirs AS (SELECT DISTINCT {spelled_sql("name")} AS spelled FROM others
            WHERE split_part(name, ':', 1) IN (SELECT split_part(name, ':', 1) FROM mine_named))
        SELECT name, spelled IN (SELECT spelled FROM theirs) FROM mine_named ORDER BY name""")
    return (
        tuple(name for name, theirs in rows if not theirs),
        tuple(name for name, theirs in rows if theirs),
    )


def _add_noted(engine: Engine, names: Sequence[str]) -> None:
    """Take in what employees noted about one of these names: identity need not have seen the note yet."""
    engine.execute(
        f"""INSERT INTO mine SELECT DISTINCT subject, (SELECT min(customer) FROM mine) FROM log
        WHERE {IS_HYPOTHESIS} AND list_contains($names, {spelled_sql("subject")})
        AND subject NOT IN (SELECT subject FROM people)""",
        {"names": [spelled(name) for name in names]},
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE my_events AS FROM log SEMI JOIN mine USING (subject)"
    )


def _things(engine: Engine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Orders, tickets, sessions, records of this person alone; who else's events name one of them."""
    every = "unnest(list_append(coalesce(object_ids, []), 'record:' || record))"
    rows = engine.rows(f"""
        WITH my_things AS (SELECT DISTINCT {every} AS thing FROM my_events),
        theirs AS (SELECT subject, {every} AS thing FROM log ANTI JOIN mine USING (subject))
        SELECT m.thing, list(DISTINCT p.customer_id) FILTER (p.customer_id IS NOT NULL)
        FROM my_things m LEFT JOIN theirs t ON m.thing = t.thing
        LEFT JOIN people p ON t.subject = p.subject
        WHERE m.thing IS NOT NULL GROUP BY m.thing ORDER BY m.thing""")
    related = {customer for _, others in rows for customer in (others or ())}
    taken = {thing.partition(":")[2] for thing, others in rows if others}
    own = tuple(thing for thing, others in rows if not others)
    return tuple(one for one in own if one.partition(":")[2] not in taken), tuple(sorted(related))


def _nobodys(engine: Engine, names: Iterable[str]) -> set[str]:
    """Names that belong to nobody in particular: info@, 000000, `unknown`."""
    import pyarrow as pa

    engine.register("called", pa.table({"name": pa.array(list(names), pa.string())}))
    rows = engine.rows(f"""
        SELECT name FROM (SELECT name, split_part(name, ':', 1) AS kind,
            lower(trim(substr(name, strpos(name, ':') + 1))) AS value FROM called)
        WHERE {belongs_to_nobody_sql()}""")
    return {name for (name,) in rows}


def _said(engine: Engine, snapshot: Snapshot) -> tuple[frozenset[str], tuple[str, ...]]:
    """Ids of the person's quotes and calls, as cards of a map point to them, and the words themselves."""
    rows: list[tuple[str, str, str | None]] = []
    if snapshot.of("utterances"):
        rows = engine.rows(
            "SELECT event_id, coalesce(part, ''), text_masked "
            f"FROM {snapshot.source('utterances')} SEMI JOIN mine USING (subject)"
        )
    ids = {quote_id(event, part) for event, part, _ in rows}
    if snapshot.of("calls"):
        calls = f"SELECT event_id FROM {snapshot.source('calls')} SEMI JOIN mine USING (subject)"
        ids |= {call_id(event) for (event,) in engine.rows(calls)}
    words = {text for *_, text in rows if text and len(text) >= _WORTH_FINDING}
    return frozenset(ids), tuple(sorted(words, key=lambda text: (-len(text), text)))


def _national(phones: Iterable[str]) -> tuple[str, ...]:
    """The digits that every spelling of a number shares."""
    import phonenumbers

    found: set[str] = set()
    for name in phones:
        digits = spelled(name).partition(":")[2]
        written = name.partition(":")[2].strip()
        if written.startswith(("+", "00")):
            try:
                number = phonenumbers.parse(f"+{digits}", None)
                digits = str(number.national_number or digits)
            except phonenumbers.NumberParseException:
                pass
        if len(digits) >= _LONG_NUMBER:
            found.add(digits)
    return tuple(sorted(found))


def _values(names: Iterable[str], kind: str) -> list[str]:
    """Values of one kind, as written and as compared."""
    ways = {
        way.partition(":")[2].strip()
        for name in names
        if name.startswith(f"{kind}:")
        for way in (name, spelled(name))
    }
    return sorted(ways)


def _ids(names: Iterable[str]) -> Iterable[str]:
    """Values that point at one thing wherever they stand: long enough, with a digit."""
    for name in names:
        kind, _, value = name.partition(":")
        if kind in ("email", "phone", "name"):
            continue
        shortest = _LONG_NUMBER if value.isdigit() else _LONG_ID
        if len(value) >= shortest and any(sign.isdigit() for sign in value):
            yield value

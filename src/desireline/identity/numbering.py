"""Which lists of customer numbers are one numbering, and which subjects that joins.

In: `every_key` and `subjects` on the engine, what people decided.  Out: verdicts, and a kind of key of its own for each
pair of lists that is one numbering, so that equal numbers join like any other key, guarded by names as all are. A tool's
own ids (`zendesk:7`, `hubspot:7`) are of a numbering of their own by their kind and are never looked at; looked at are
the kinds that a table's column names without saying whose numbers they are. Numbers are never renamed: the two
numbers of a person with two accounts stay two, and where two lists are apart nothing about anybody changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from desireline.identity import keys
from desireline.identity.number_evidence import Side, Verdict, agree, judge

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.identity.decisions import Decision

LISTS = (
    "applicant", "attendee", "buyer", "caller", "citizen", "client", "crm", "customer", "donor", "guest", "invitee", "lead",
    "member", "participant", "passenger", "patient", "person", "policyholder", "requester", "resident", "shopper",
    "student", "subscriber", "tenant", "user",
)  # fmt: skip
"""Kinds that say what a customer is called, and not which tool numbered them; `crm` are contacts of whichever CRM."""
EVERYBODY = "*"
"""`customer:*` is the list of all customer numbers, for a decision on two lists."""
_PEOPLE = 2_000
"""So many people that two lists share are compared: more would say the same."""
_KIND = "number"
_A_PERSON = "a person said so of all of them"


def list_name(kind: str) -> str:
    """The name of a whole list among the subjects of decisions."""
    return f"{kind}:{EVERYBODY}"


def kind_of_list(name: str) -> str | None:
    """The kind of a whole list; None for a subject."""
    kind, _, value = name.partition(":")
    return kind if value == EVERYBODY and kind in LISTS else None


def in_list(kind: str) -> str:
    """SQL condition on `subject`: it is a number of this list. A range, because files are sorted by it."""
    return f"subject >= '{kind}:' AND subject < '{kind};'"


def key_kind(left: str, right: str) -> str:
    """The kind of key by which the equal numbers of two lists join."""
    return f"{_KIND} {left} {right}"


def lists_of(kind: str) -> tuple[str, str] | None:
    """The two lists of such a kind of key; None for any other kind."""
    word, *lists = kind.split(" ")
    return (lists[0], lists[1]) if word == _KIND and len(lists) == 2 else None


def add_numbers(engine: Engine, decisions: Sequence[Decision]) -> list[Verdict]:
    """Judge every pair of lists, and add the equal numbers of those that are one numbering to `every_key`."""
    kinds = [
        str(row[0])
        for row in engine.rows(f"""
            SELECT DISTINCT kind FROM (
                SELECT {keys.kind_sql("subject")} AS kind FROM subjects
                UNION SELECT kind FROM every_key) WHERE kind IN {LISTS!r} ORDER BY kind""")
    ]
    found: list[Verdict] = []
    if len(kinds) < 2:
        return found
    _write_numbers(engine)
    said = {(one.left, one.right): one.verdict for one in decisions}
    for left, right in combinations(kinds, 2):
        verdict = _judge(engine, left, right)
        if verdict is None:
            continue
        told = said.get((list_name(left), list_name(right)))
        if told is not None:
            state = "joined" if told == "accept" else "apart"
            verdict = replace(verdict, state=state, confidence=1.0, words=_A_PERSON)
        if verdict.state == "joined":
            _join(engine, left, right, everybody=told is not None)
        found.append(verdict)
    return found


def _write_numbers(engine: Engine) -> None:
    """Make `numbers(kind, value, subject, record)`, and `known_as(subject, contacts, names, facts)`.

    Among the contacts are the numbers themselves: a record that holds numbers of both lists says whether they are the same.
    """
    nobody = keys.belongs_to_nobody_sql()
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE numbers AS
        SELECT kind, value, subject, min(record) AS record FROM (
            SELECT kind, value, subject, record FROM every_key WHERE kind IN {LISTS!r}
            UNION ALL
            SELECT {keys.kind_sql("subject")} AS kind, {keys.key_sql("subject")} AS value, subject, NULL
            FROM subjects WHERE {keys.kind_sql("subject")} IN {LISTS!r})
        WHERE NOT {nobody} GROUP BY kind, value, subject""")
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE known_as AS
        SELECT subject, list(DISTINCT kind || ':' || value) FILTER (kind <> 'name') AS contacts,
            list(DISTINCT value) FILTER (kind = 'name') AS names, count(DISTINCT kind) AS facts
        FROM (
            SELECT subject, kind, value FROM every_key SEMI JOIN numbers USING (subject)
            WHERE kind = 'name' OR (kind IN ('email', 'phone') AND NOT {nobody})
            UNION ALL SELECT subject, kind, value FROM numbers)
        GROUP BY subject""")


def _judge(engine: Engine, left: str, right: str) -> Verdict | None:
    _write_both(engine, left, right)
    people = [
        (_side(row[0], row[1]), _side(row[2], row[3]))
        for row in engine.rows(f"""
            SELECT contacts, names, their_contacts, their_names FROM both_sides
            ORDER BY facts DESC, md5(value), value LIMIT {_PEOPLE}""")
    ]
    if not people:
        return None
    ours, theirs = (
        [row[0] for row in engine.rows(
            "SELECT DISTINCT value FROM numbers WHERE kind = $kind ORDER BY value", {"kind": kind}
        )]
        for kind in (left, right)
    )  # fmt: skip
    return judge(left, right, people=people, ours=ours, theirs=theirs)


def _write_both(engine: Engine, left: str, right: str) -> None:
    """Make `both_sides`: each number that stands in both lists, with what each list knows of the person."""
    side = """SELECT value, flatten(list(contacts)) AS contacts, flatten(list(names)) AS names,
            max(facts) AS facts
        FROM numbers JOIN known_as USING (subject) WHERE kind = $kind GROUP BY value"""
    for kind, table in ((left, "our_side"), (right, "their_side")):
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {side}", {"kind": kind})
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE both_sides AS
        SELECT o.value, o.contacts, o.names, t.contacts AS their_contacts, t.names AS their_names,
            least(o.facts, t.facts) AS facts
        FROM our_side o JOIN their_side t USING (value)""")


def _side(contacts: Sequence[str] | None, said: Sequence[str] | None) -> Side:
    return Side(contacts=frozenset(contacts or ()), names=frozenset(said or ()))


def _join(engine: Engine, left: str, right: str, *, everybody: bool) -> None:
    """Give the subjects of equal numbers a key in common; whoever looks like two people gets none."""
    apart: list[str] = []
    if not everybody:
        apart = [
            str(value)
            for value, *row in engine.rows("""
                SELECT value, contacts, names, their_contacts, their_names FROM both_sides
                WHERE facts > 1 AND NOT list_has_any(contacts, their_contacts)""")
            if agree(_side(row[0], row[1]), _side(row[2], row[3])) is False
        ]
    engine.execute(
        """
        INSERT INTO every_key
        SELECT subject, $key, value, min(record) FROM numbers
        WHERE kind IN ($left, $right) AND value IN (SELECT value FROM both_sides)
            AND value NOT IN (SELECT unnest($apart::VARCHAR[]))
        GROUP BY subject, value""",
        {"key": key_kind(left, right), "left": left, "right": right, "apart": apart},
    )

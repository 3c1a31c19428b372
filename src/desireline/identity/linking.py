"""Which subjects share keys, and which of those keys may join them.

In: `every_key(subject, kind, value, record)` on the engine.  Out: edges between subjects, and whom a key
was refused to join. A key under which several people are known joins only names that fit each other; a
key with more than six different people joins nothing (a switchboard, a shared inbox). Plain closure
over exact keys without that guard glues hundreds of customers into one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desireline.identity import keys, names
from desireline.identity.clustering import Edge
from desireline.identity.numbering import add_numbers, key_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desireline.engines import Engine
    from desireline.identity.decisions import Decision
    from desireline.identity.number_evidence import Verdict

CROWD = 6
"""A key under which more different people are known joins nothing."""

_PHONE = 0.97
_FITTING = 0.95
_EACH_OTHER = 8
"""Up to so many subjects of one key are joined each with each; beyond, all with the first."""


@dataclass(slots=True)
class Links:
    """Edges between subjects (by index), and the kinds of keys that were not allowed to join."""

    edges: list[Edge] = field(default_factory=list)
    refused: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sure: Mapping[str, float] = field(default_factory=lambda: {"phone": _PHONE})
    """How sure a kind of key is; 1 where nothing is said."""

    def join(self, members: list[int], kind: str, *, by_name: bool = False) -> None:
        """Join the subjects of one key."""
        sure = self.sure.get(kind, 1.0)
        sure = min(sure, _FITTING) if by_name else sure
        firsts = members if len(members) <= _EACH_OTHER else members[:1]
        for place, one in enumerate(firsts):
            self.edges.extend(Edge(one, other, sure, kind) for other in members[place + 1 :])

    def refuse(self, members: list[int], kind: str) -> None:
        """Note that the key joins none of them."""
        for member in members:
            self.refused[member].add(kind)


def write_every_key(engine: Engine, decisions: Sequence[Decision]) -> list[Verdict]:
    """Make `every_key(subject, kind, value, record)` and `shared(kind, value, subject)`.

    Shared are the keys under which several subjects are known and that may join them.

    Returns:
        What is thought of lists of customer numbers.
    """
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE every_key AS
        SELECT subject, kind, value, min(record) AS record FROM (
            SELECT subject, kind, value, record FROM keys
            UNION ALL
            SELECT subject, {keys.kind_sql("subject")} AS kind, {keys.key_sql("subject")} AS value,
                NULL AS record
            FROM subjects
            WHERE {keys.kind_sql("subject")} IN (
                SELECT kind FROM keys UNION ALL
                SELECT unnest({["email", "phone", *keys.NUMBERS]!r})))
        GROUP BY subject, kind, value
    """)
    _respell_phones(engine)
    verdicts = add_numbers(engine, decisions)
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE shared AS
        WITH several AS (
            SELECT kind, value FROM every_key
            WHERE kind NOT IN {keys.EVIDENCE_KINDS!r}
                AND ({keys.is_office_sql()} OR NOT {keys.belongs_to_nobody_sql()})
            GROUP BY kind, value HAVING count(DISTINCT subject) > 1)
        SELECT DISTINCT kind, value, subject FROM every_key SEMI JOIN several USING (kind, value)
        ORDER BY kind, value, subject
    """)
    return verdicts


def _respell_phones(engine: Engine) -> None:
    import pyarrow as pa

    values = [
        row[0] for row in engine.rows("SELECT DISTINCT value FROM every_key WHERE kind = 'phone'")
    ]
    spellings = keys.phone_spellings(values)
    if not spellings:
        return
    table = pa.table({"was": list(spellings), "becomes": list(spellings.values())})
    engine.register("spellings", table)
    engine.execute("""
        UPDATE every_key SET value = becomes FROM spellings
        WHERE kind = 'phone' AND value = was
    """)


def links_by_keys(engine: Engine, verdicts: Sequence[Verdict]) -> Links:
    """Decide for each shared key whom it joins. Only keys with several names need Python's eye.

    Subjects are named by their place in `involved(subject, i)`.
    """
    numbers = {key_kind(one.left, one.right): one.confidence for one in verdicts}
    counted = ("email", *keys.NUMBERS)
    rows = engine.rows(f"""
        WITH said AS (
            SELECT subject, list(DISTINCT value ORDER BY value) AS names FROM every_key
            WHERE kind = 'name' AND subject IN (SELECT subject FROM shared) GROUP BY subject),
        others AS (
            SELECT kind, value, max(people) AS people FROM (
                SELECT s.kind, s.value, count(DISTINCT o.value) AS people
                FROM shared s JOIN every_key o USING (subject)
                WHERE s.kind IN ('email', 'phone') AND o.kind IN {counted!r} AND o.kind <> s.kind
                GROUP BY s.kind, s.value, o.kind)
            GROUP BY kind, value),
        offices AS (
            SELECT kind, value, max(alike) AS alike FROM (
                SELECT kind, value, count(*) AS alike FROM shared WHERE {keys.is_office_sql()}
                GROUP BY kind, value, {keys.kind_sql("subject")})
            GROUP BY kind, value)
        SELECT s.kind, list(i ORDER BY i), list(coalesce(names, []) ORDER BY i),
            coalesce(any_value(people), 0), any_value(alike)
        FROM shared s JOIN involved USING (subject)
        LEFT JOIN said USING (subject) LEFT JOIN others USING (kind, value)
        LEFT JOIN offices USING (kind, value)
        GROUP BY s.kind, s.value ORDER BY s.kind, s.value
    """)
    links = Links(sure={"phone": _PHONE, **numbers})
    for kind, members, said, people, alike in rows:
        _decide(links, kind, members, said, people=people, alike=alike)
    return links


def _decide(
    links: Links,
    kind: str,
    members: list[int],
    said: list[list[str]],
    *,
    people: int,
    alike: int | None,
) -> None:
    """Join the members of one key as far as their names allow.

    A firm's mailbox joins only what no source tells apart: one name, one number of each list, one subject of each kind
    (`alike` counts the most of a kind; None for other keys).
    """
    different = {name for own in said for name in own}
    groups = names.groups(different) if len(different) > 1 else [list(different)]
    is_several = alike is not None and (alike > 1 or people > 1 or len(groups) > 1)
    if is_several or len(groups) > CROWD or people > CROWD:
        links.refuse(members, kind)
    elif len(groups) <= 1:
        links.join(members, kind)
    else:
        group_of = {name: number for number, group in enumerate(groups) for name in group}
        by_group: dict[int, list[int]] = defaultdict(list)
        for member, own in zip(members, said, strict=True):
            numbers = {group_of[name] for name in own if name in group_of}
            if len(numbers) == 1:
                by_group[numbers.pop()].append(member)
        for group in by_group.values():
            links.join(group, kind, by_name=True)
        joined = {member for group in by_group.values() if len(group) > 1 for member in group}
        links.refuse([member for member in members if member not in joined], kind)


def names_by_subject(engine: Engine) -> Mapping[int, list[str]]:
    """Names of the involved subjects, by place."""
    return dict(
        engine.rows("""
            SELECT i, list(DISTINCT value ORDER BY value) FROM every_key JOIN involved USING (subject)
            WHERE kind = 'name' GROUP BY i""")
    )


def values_by_subject(engine: Engine, table: str, *kinds: str) -> Mapping[int, frozenset[str]]:
    """Values of these kinds of the involved subjects, by place."""
    rows = engine.rows(
        f"SELECT i, list(DISTINCT value) FROM {table} JOIN involved USING (subject)"
        " WHERE kind IN (SELECT unnest($kinds::VARCHAR[])) GROUP BY i",
        {"kinds": list(kinds)},
    )
    return {place: frozenset(values) for place, values in rows}

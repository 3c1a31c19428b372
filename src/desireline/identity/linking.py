"""Which subjects share keys, and which of those keys may join them.

In: tables `subjects(subject, source)` and `keys(subject, kind, value)` on the engine.
Out: one row per subject that shares a key: its component, how sure, and why in words.
A key under which several people are known joins only names that fit each other; a key with more
than six different people joins nothing (a switchboard, a shared inbox). Plain closure over exact
keys without that guard glues hundreds of customers into one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desireline.identity import keys, names

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from desireline.engines import Engine

CROWD = 6
"""A key under which more different people are known joins nothing."""

_WORDS = {"email": "e-mail", "phone": "phone", "user": "user id"}


@dataclass(slots=True)
class _Links:
    """Pairs of subjects (by index) that are one customer, and what is said of single subjects."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    kinds: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: set[int] = field(default_factory=set)
    refused: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def join(self, members: list[int], kind: str, *, by_name: bool = False) -> None:
        self.pairs.extend((members[0], other) for other in members[1:])
        for member in members if len(members) > 1 else ():
            self.kinds[member].add(kind)
            if by_name:
                self.by_name.add(member)

    def refuse(self, members: list[int], kind: str) -> None:
        for member in members:
            self.refused[member].add(kind)


def link(engine: Engine) -> pa.Table | None:
    """Group the subjects that share keys; None when nobody shares any.

    Returns:
        Columns subject, component, confidence, reason: only subjects that share a key.
    """
    _write_shared_keys(engine)
    involved = engine.query(
        "SELECT DISTINCT subject, source FROM shared JOIN subjects USING (subject) ORDER BY subject"
    )
    if involved.num_rows == 0:
        return None
    engine.register("involved", involved)
    links = _links(engine)
    return _components(involved, links)


def _write_shared_keys(engine: Engine) -> None:
    """Make `shared(kind, value, subject)`: keys under which several subjects are known."""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE every_key AS
        SELECT subject, kind, value FROM keys
        UNION
        SELECT subject, {keys.kind_sql("subject")} AS kind, {keys.key_sql("subject")} AS value
        FROM subjects
        WHERE {keys.kind_sql("subject")} IN (
            SELECT kind FROM keys UNION ALL VALUES ('email'), ('phone'))
    """)
    _respell_phones(engine)
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE shared AS
        WITH several AS (
            SELECT kind, value FROM every_key
            WHERE kind NOT IN {keys.EVIDENCE_KINDS!r} AND NOT {keys.belongs_to_nobody_sql()}
            GROUP BY kind, value HAVING count(DISTINCT subject) > 1)
        SELECT DISTINCT kind, value, subject FROM every_key SEMI JOIN several USING (kind, value)
        ORDER BY kind, value, subject
    """)


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


def _links(engine: Engine) -> _Links:
    """Decide for each shared key whom it joins. Only keys with several names need Python's eye."""
    rows = engine.rows("""
        WITH numbered AS (
            SELECT subject, row_number() OVER (ORDER BY subject) - 1 AS i FROM involved),
        said AS (
            SELECT subject, list(DISTINCT value ORDER BY value) AS names FROM every_key
            WHERE kind = 'name' AND subject IN (SELECT subject FROM involved) GROUP BY subject),
        others AS (
            SELECT s.kind, s.value, greatest(
                count(DISTINCT o.value) FILTER (o.kind = 'user'),
                count(DISTINCT o.value) FILTER (o.kind = 'email')) AS people
            FROM shared s JOIN every_key o USING (subject)
            WHERE s.kind IN ('email', 'phone') AND o.kind IN ('user', 'email') AND o.kind <> s.kind
            GROUP BY s.kind, s.value)
        SELECT s.kind, list(i ORDER BY i), list(coalesce(names, []) ORDER BY i),
            coalesce(any_value(people), 0)
        FROM shared s JOIN numbered USING (subject)
        LEFT JOIN said USING (subject) LEFT JOIN others USING (kind, value)
        GROUP BY s.kind, s.value ORDER BY s.kind, s.value
    """)
    links = _Links()
    for kind, members, said, people in rows:
        _decide(links, kind, members, said, people)
    return links


def _decide(
    links: _Links, kind: str, members: list[int], said: list[list[str]], people: int
) -> None:
    """Join the members of one key as far as their names allow."""
    different = {name for own in said for name in own}
    groups = names.groups(different) if len(different) > 1 else [list(different)]
    if len(groups) > CROWD or people > CROWD:
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


def _components(involved: pa.Table, links: _Links) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    sources: list[str] = involved.column("source").to_pylist()
    component = _connected(involved.num_rows, links.pairs)
    members: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(component.tolist()):
        members[number].append(index)
    reasons = [
        _reason(links, index, [sources[other] for other in members[number] if other != index])
        for index, number in enumerate(component.tolist())
    ]
    confidence = np.array([0.9 if i in links.by_name else 1.0 for i in range(involved.num_rows)])
    return pa.table(
        {
            "subject": involved.column("subject"),
            "component": pa.array(component, pa.int64()),
            "confidence": pa.array(confidence),
            "reason": pa.array(reasons, pa.string()),
        }
    )


def _connected(count: int, pairs: list[tuple[int, int]]) -> np.ndarray[Any, Any]:
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends), bool), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1]


ALONE = "no key shared with another record"


def _reason(links: _Links, index: int, others: list[str]) -> str:
    """Say in words why a subject belongs where it does, without any personal value."""
    refused = " and ".join(_WORDS.get(kind, kind) for kind in sorted(links.refused.get(index, ())))
    aside = f"; its {refused} is shared by different people and joins nobody" if refused else ""
    if not others:
        return ALONE + aside
    kinds = " and ".join(_WORDS.get(kind, kind) for kind in sorted(links.kinds[index]))
    records = "1 other record" if len(others) == 1 else f"{len(others)} other records"
    fits = ", and a name that fits" if index in links.by_name else ""
    return f"same {kinds}{fits} as {records} ({', '.join(sorted(set(others)))}){aside}"

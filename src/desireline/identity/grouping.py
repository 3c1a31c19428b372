"""Which subjects are one customer: keys, scores and people's decisions, brought together.

In: tables `subjects(subject, source)` and `keys(subject, kind, value, record)` on the engine, what people
decided, the scores of the last run.  Out: one row per subject that anything joins or refuses: its group, how
sure, and why in words. Scores are made again only when something is known of the people that was not known
before: the answer never depends on the order in which the data came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.identity import keys
from desireline.identity.clustering import SURE, Edge, Known, cluster, connected
from desireline.identity.linking import (
    links_by_keys,
    names_by_subject,
    values_by_subject,
    write_every_key,
)
from desireline.identity.numbering import key_kind
from desireline.identity.people import fingerprint, write_blocks, write_people
from desireline.identity.reasons import reason
from desireline.identity.scoring import cannot_be, is_enough, write_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.identity.decisions import Decision
    from desireline.identity.number_evidence import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What grouping found."""

    table: pa.Table | None
    """subject, component, confidence, reason; None when nothing joins or refuses anybody."""
    people: str
    """Fingerprint of what is known of people."""
    rescored: bool
    """The table `scored` is new."""
    numbers: list[Verdict]
    """What is thought of lists of customer numbers."""


def group(
    engine: Engine, *, decisions: Sequence[Decision], scores: str, people: str | None
) -> Grouped:
    """Group the subjects.

    Args:
        engine: where the tables are.
        decisions: what people decided, the newest first.
        scores: SELECT of the scores of the last run.
        people: fingerprint of the people of that run.
    """
    numbers = write_every_key(engine, decisions)
    write_people(engine)
    now = fingerprint(engine)
    rescored = now != people
    if rescored:
        _write_exact(engine, numbers)
        write_blocks(engine)
        write_scores(engine)
    else:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE scored AS {scores}")
    _write_involved(engine, decisions)
    table = _grouped(engine, decisions, numbers)
    return Grouped(table=table, people=now, rescored=rescored, numbers=numbers)


def _write_exact(engine: Engine, numbers: Sequence[Verdict]) -> None:
    """Make `exact(subject, component)`: who would be together by keys alone, roughly.

    Only asked whether comparing is worth the while.
    """
    import pyarrow as pa

    engine.execute("""
        CREATE OR REPLACE TEMP TABLE involved AS
        SELECT subject, row_number() OVER (ORDER BY subject) - 1 AS i
        FROM (SELECT DISTINCT subject FROM shared)""")
    rows = engine.query("SELECT subject, i FROM involved ORDER BY i")
    links = links_by_keys(engine, numbers)
    found = connected(rows.num_rows, [(edge.left, edge.right) for edge in links.edges])
    table = pa.table({"subject": rows.column("subject"), "component": pa.array(found, pa.int64())})
    engine.register("exact_rows", table)
    engine.execute("CREATE OR REPLACE TEMP TABLE exact AS SELECT * FROM exact_rows")


def _write_involved(engine: Engine, decisions: Sequence[Decision]) -> None:
    """Make `involved(subject, i, source)`: every subject that something may join, numbered."""
    decided = sorted({name for one in decisions for name in (one.left, one.right)})
    engine.execute(
        """
        CREATE OR REPLACE TEMP TABLE involved AS
        SELECT subject, row_number() OVER (ORDER BY subject) - 1 AS i, source FROM subjects
        WHERE subject IN (SELECT subject FROM shared UNION SELECT left_subject FROM scored
            UNION SELECT right_subject FROM scored UNION SELECT unnest($decided::VARCHAR[]))""",
        {"decided": decided},
    )


def _grouped(
    engine: Engine, decisions: Sequence[Decision], numbers: Sequence[Verdict]
) -> pa.Table | None:
    import pyarrow as pa

    involved = engine.query("SELECT subject, source FROM involved ORDER BY i")
    if involved.num_rows == 0:
        return None
    subjects: list[str] = involved.column("subject").to_pylist()
    sources: list[str] = involved.column("source").to_pylist()
    place = {subject: i for i, subject in enumerate(subjects)}
    links = links_by_keys(engine, numbers)
    words_of = {key_kind(one.left, one.right): one.words for one in numbers}
    scored = _scored(engine)
    accepted, apart = _decided(decisions, place)
    edges = [
        *links.edges,
        *(
            Edge(a, b, p, "model")
            for (a, b), (_, p, agreed) in scored.items()
            if p >= SURE and is_enough(agreed)
        ),
        *(Edge(a, b, 1.0, "person") for a, b in accepted),
    ]
    component = cluster(
        len(subjects),
        edges,
        known=Known(
            names=names_by_subject(engine),
            births=values_by_subject(engine, "facts", "birth"),
            nationals=values_by_subject(engine, "facts", "national"),
            accounts=values_by_subject(engine, "every_key", "account_number"),
            numbers=[
                values_by_subject(engine, "every_key", kind, *_also(numbers, kind))
                for kind in keys.NUMBERS
            ],
            emails=values_by_subject(engine, "every_key", "email"),
        ),
        weights={pair: weight for pair, (weight, _, _) in scored.items()},
        strangers=[pair for pair, (_, _, agreed) in scored.items() if cannot_be(agreed)],
        apart=apart,
    )
    best = _best_edges(edges, component)
    records = _records(engine)
    agreements = {pair: agreed for pair, (_, _, agreed) in scored.items()}
    sizes: dict[int, int] = defaultdict(int)
    for number in component:
        sizes[number] += 1
    words = [
        reason(
            index,
            best.get(index, ()),
            sources=sources,
            records=records,
            agreed=agreements,
            others=sizes[component[index]] - 1,
            refused=links.refused.get(index, ()),
            numbers=words_of,
        )
        for index in range(len(subjects))
    ]
    sure = [
        max((edge.confidence for edge in best.get(i, ())), default=1.0)
        for i in range(len(subjects))
    ]
    return pa.table(
        {
            "subject": involved.column("subject"),
            "component": pa.array(component, pa.int64()),
            "confidence": pa.array([round(min(one, 1.0), 3) for one in sure]),
            "reason": pa.array(words, pa.string()),
        }
    )


def _also(numbers: Sequence[Verdict], kind: str) -> list[str]:
    """Kinds of keys that are numbers of this list by another name: two different ones may speak against one person."""
    return [key_kind(one.left, one.right) for one in numbers if kind in (one.left, one.right)]


def _scored(engine: Engine) -> dict[tuple[int, int], tuple[float, float, str]]:
    rows = engine.rows("""
        SELECT l.i, r.i, weight, probability, agreed FROM scored
        JOIN involved l ON l.subject = left_subject JOIN involved r ON r.subject = right_subject
        ORDER BY l.i, r.i""")
    return {
        (min(a, b), max(a, b)): (weight, probability, agreed)
        for a, b, weight, probability, agreed in rows
    }


def _decided(
    decisions: Sequence[Decision], place: Mapping[str, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs that people accepted, and pairs that they told apart.

    The newest decision holds: an older acceptance that would join who was later told apart is left out.
    """
    accepted: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    group_of: dict[int, int] = {}

    def home(index: int) -> int:
        while group_of.setdefault(index, index) != index:
            index = group_of[index]
        return index

    for one in decisions:
        if one.left not in place or one.right not in place:
            continue  # nobody is called so any more
        pair = (place[one.left], place[one.right])
        left, right = home(pair[0]), home(pair[1])
        if one.verdict == "reject":
            if left != right:
                apart.append(pair)
        elif not any({home(a), home(b)} == {left, right} for a, b in apart):
            accepted.append(pair)
            group_of[left] = right
    return accepted, apart


def _best_edges(edges: Sequence[Edge], component: Sequence[int]) -> dict[int, list[Edge]]:
    """The surest edges of each record inside its group, all to the same other record."""
    best: dict[int, list[Edge]] = {}
    for edge in edges:
        if component[edge.left] != component[edge.right]:
            continue
        for index, other in ((edge.left, edge.right), (edge.right, edge.left)):
            mine = best.get(index)
            if mine is None or _rank(edge) > _rank(mine[0]):
                best[index] = [edge]
            elif other in (mine[0].left, mine[0].right):
                mine.append(edge)
    return best


def _rank(edge: Edge) -> tuple[bool, float]:
    return (edge.kind == "person", edge.confidence)


def _records(engine: Engine) -> dict[tuple[int, str], str]:
    """Where a subject was called so, by (place, kind): `call 88`."""
    return {
        (i, kind): record
        for i, kind, record in engine.rows("""
            SELECT i, kind, min(record) FROM every_key JOIN involved USING (subject)
            WHERE record IS NOT NULL GROUP BY i, kind""")
    }


__all__: list[Any] = ["Grouped", "group"]

"""Who passes where: visits, journeys and customers of each touchpoint.

In: steps.  Out: one row per drawn touchpoint, with the journeys that pass as a clustered share.
Distinct journeys and customers are counted with one bit per touchpoint instead of
`count(DISTINCT ...)`, which costs three times as much.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.numbers.statistics import (
    ClusterSums,
    as_floats,
    clustered_share,
    design_effect,
)
from desireline.tables import ACTORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desireline.insights.facts import Facts
    from desireline.insights.model import Estimate

BITS = 60
"""Touchpoints in one word of a journey's set."""
_UNPACKED = 8_192
"""Sets unpacked at once: what a processor keeps near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How often and by whom one touchpoint is visited."""

    visits: int
    journeys: int
    customers: int
    reach: Estimate
    visit_share: Estimate
    channels: tuple[tuple[str, float], ...]
    actor: str


def measure_visits(facts: Facts) -> dict[int, Visits]:
    """Visits by touchpoint code; stated outcomes left out."""
    return facts.memo("visits", _measure)


def journey_sets(facts: Facts) -> str:
    """Table (customer, journey, w0, w1 ...): which touchpoints each journey passes, as bits."""
    used = words_of(facts)
    words = ", ".join(_word_sql(word, used) for word in used)
    return facts.table(
        "journey_sets",
        f"SELECT customer, journey, {words} FROM steps WHERE {facts.where} GROUP BY ALL",
    )


def customer_sets(facts: Facts) -> str:
    """Table (customer, w0 ...): which touchpoints each customer ever passed."""
    words = ", ".join(f"bit_or(w{word}) AS w{word}" for word in words_of(facts))
    return facts.table(
        "customer_sets", f"SELECT customer, {words} FROM {journey_sets(facts)} GROUP BY customer"
    )


def words_of(facts: Facts) -> list[int]:
    """Which words of bits are in use."""
    return sorted({code // BITS for code in facts.places}) or [0]


def passes_any(codes: Iterable[int]) -> str:
    """SQL condition on a set: holds one of these touchpoints."""
    masks: dict[int, int] = {}
    for code in codes:
        masks[code // BITS] = masks.get(code // BITS, 0) | 1 << (code % BITS)
    tests = (f"w{word} & {mask}::UBIGINT <> 0" for word, mask in sorted(masks.items()))
    return " OR ".join(f"({test})" for test in tests) or "false"


def _word_sql(word: int, words: list[int]) -> str:
    bit = f"1::UBIGINT << (touchpoint - {word * BITS})::UBIGINT"
    if words == [0]:
        return f"bit_or({bit})::UBIGINT AS w0"
    inside = f"touchpoint BETWEEN {word * BITS} AND {word * BITS + BITS - 1}"
    return f"bit_or(CASE WHEN {inside} THEN {bit} ELSE 0 END)::UBIGINT AS w{word}"


VISITS_SQL = """
    SELECT touchpoint, next_touchpoint, channel, actor, count(*) AS visits
    FROM steps WHERE {where} AND {drawn} GROUP BY ALL ORDER BY ALL
"""


def count_steps(facts: Facts) -> dict[tuple[int, int | None], dict[tuple[int, int], int]]:
    """Steps by (touchpoint, next) and by (channel, actor): one pass for visits and for moves."""
    return facts.memo("count steps", _count_steps)


def _count_steps(facts: Facts) -> dict[tuple[int, int | None], dict[tuple[int, int], int]]:
    out: dict[tuple[int, int | None], dict[tuple[int, int], int]] = {}
    sql = VISITS_SQL.format(where=facts.where, drawn=facts.drawn)
    for touchpoint, following, channel, actor, n in facts.engine.rows(sql):
        out.setdefault((touchpoint, following), {})[channel, actor] = n
    return out


def _visit_rows(facts: Facts) -> list[tuple[int, int, int, int]]:
    """Touchpoint, channel, actor, visits."""
    counts: Counter[tuple[int, int, int]] = Counter()
    for (touchpoint, _), parts in count_steps(facts).items():
        for (channel, actor), n in parts.items():
            counts[touchpoint, channel, actor] += n
    return [(*key, n) for key, n in sorted(counts.items())]


def _measure(facts: Facts) -> dict[int, Visits]:
    from desireline.insights.numbers.estimates import estimate

    rows = _visit_rows(facts)
    codes = sorted({int(row[0]) for row in rows})
    if not codes:
        return {}
    total = sum(row[3] for row in rows)
    journeys = _count_bits(facts, journey_sets(facts), codes)
    customers = _count_bits(facts, customer_sets(facts), codes)
    reach = clustered_share(
        _sums(n=facts.journeys, total=journeys, clusters=facts.customers),
        deff=_design_effects(facts, codes),
    )
    out: dict[int, Visits] = {}
    for index, code in enumerate(codes):
        own = [row for row in rows if row[0] == code]
        visits = sum(row[3] for row in own)
        share = clustered_share(
            _sums(n=total, total=visits, clusters=facts.customers), deff=np.nan
        )
        out[code] = Visits(
            visits=visits,
            journeys=journeys[index],
            customers=customers[index],
            reach=estimate(reach, index, n=facts.journeys, unit_of_n="journeys", unit="share"),
            visit_share=estimate(share, 0, n=total, unit_of_n="visits", unit="share"),
            channels=_channel_shares(facts, own, visits),
            actor=_most_often(own),
        )
    return out


def _sums(*, n: int, total: object, clusters: int) -> ClusterSums:
    column = as_floats(total)  # pyright: ignore[reportArgumentType]
    same = np.full_like(column, np.nan)
    return ClusterSums(
        clusters=np.full_like(column, clusters),
        n=np.full_like(column, n),
        total=column,
        total2=same,
        total_n=same,
        n2=same,
    )


def _count_bits(facts: Facts, table: str, codes: list[int]) -> list[int]:
    """Rows of a set table that hold each touchpoint."""
    counts: dict[int, np.ndarray] = {}
    for word in {code // BITS for code in codes}:
        counts[word] = np.zeros(64, np.int64)
        for chunk in facts.engine.query(f"SELECT w{word} FROM {table}")[0].chunks:
            values = np.asarray(chunk)
            for start in range(0, len(values), _UNPACKED):
                some = values[start : start + _UNPACKED]
                bits = np.unpackbits(some.astype("<u8").view(np.uint8), bitorder="little")
                counts[word] += bits.reshape(-1, 64).sum(axis=0, dtype=np.int64)
    return [int(counts[code // BITS][code % BITS]) for code in codes]


def _design_effects(facts: Facts, codes: list[int]) -> np.ndarray:
    """Of reach, by touchpoint, on the sample of customers."""
    words = [f"w{word}" for word in words_of(facts)]
    columns = ", ".join(words)
    found = facts.engine.query(
        f"SELECT customer, {columns}, count(*) AS n FROM {journey_sets(facts)}"
        f" WHERE {facts.sampled} GROUP BY ALL ORDER BY ALL"
    ).to_pydict()
    _, who = np.unique(np.asarray(found["customer"]), return_inverse=True)
    count = as_floats(found["n"])
    bits = {word: np.asarray(found[word], dtype=np.uint64) for word in words}
    n = np.bincount(who, weights=count)
    effects: list[float] = []
    for code in codes:
        hit = (bits[f"w{code // BITS}"] >> np.uint64(code % BITS)) & np.uint64(1)
        x = np.bincount(who, weights=count * hit)
        effects.append(float(design_effect(_cluster_sums(x, n))[0]))
    return np.asarray(effects)


def _cluster_sums(x: np.ndarray, n: np.ndarray) -> ClusterSums:
    return ClusterSums.of(
        clusters=len(n),
        n=n.sum(),
        total=x.sum(),
        total2=(x * x).sum(),
        total_n=(x * n).sum(),
        n2=(n * n).sum(),
    )


def _channel_shares(
    facts: Facts, rows: list[tuple[int, ...]], visits: int
) -> tuple[tuple[str, float], ...]:
    counts: dict[int, int] = {}
    for _, channel, _, n in rows:
        counts[channel] = counts.get(channel, 0) + n
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((facts.channels.get(code, ""), n / visits) for code, n in ordered)


def _most_often(rows: list[tuple[int, ...]]) -> str:
    counts: dict[int, int] = {}
    for _, _, actor, n in rows:
        counts[actor] = counts.get(actor, 0) + n
    return ACTORS[min(counts, key=lambda actor: (-counts[actor], actor))]

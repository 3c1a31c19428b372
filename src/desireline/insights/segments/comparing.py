"""Two segments side by side: what differs, and whether it is about them or about who is in them.

In: two predicates.  Out: for each metric both means, the difference, and the stratum within which it reads
otherwise. The guard fires when the difference within strata turns or moves by more than half, and the
move is no noise (level .95 over all strata tried): then the difference within leads. A journey in both
segments is in neither; customers are clusters, on both sides at once where they are in both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from desireline.errors import InputError
from desireline.expressions import fields_of, parse
from desireline.insights.changes import (
    Part,
    Parts,
    decompose,
    level_words,
    observed,
    step_words,
    title_of,
)
from desireline.insights.facts import Facts
from desireline.insights.model import SMALLEST_GROUP, Verdict
from desireline.insights.numbers.estimates import count
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import verdict_of
from desireline.insights.numbers.shrinkage import sure_sign
from desireline.insights.numbers.statistics import t_p_value, t_quantile
from desireline.insights.paths.results import ripe_us, successes
from desireline.insights.segments.asking import segment, strata, told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.journeys import JourneyData, Purpose

_FEWEST = 20
_MOST_OUTSIDE = 0.2
_MOST_STRATA = 12
_SIDES = """
    SELECT customer, journey, (b.journey IS NOT NULL)::INTEGER AS side
    FROM {a} AS a FULL JOIN {b} AS b USING (customer, journey)
    WHERE a.journey IS NULL OR b.journey IS NULL
"""
_ROWS = """
    SELECT 'success' AS kind, {number} AS a, 0 AS b, customer, journey, count(*) AS n, sum(y * 1000)::BIGINT AS s
    FROM ({sql}) {ripe} GROUP BY ALL
"""
_JOURNEYS = """
    SELECT 'steps' AS kind, 0 AS a, 0 AS b, customer, journey, 1 AS n, 1000 * steps::BIGINT AS s
    FROM journeys WHERE {where}
    UNION ALL
    SELECT 'reach', t.code, 0, j.customer, j.journey, 1, 1000 * (s.touchpoint IS NOT NULL)::BIGINT
    FROM (SELECT customer, journey FROM journeys WHERE {where}) AS j
    CROSS JOIN (SELECT code FROM touchpoints WHERE NOT outcome AND code IN (
        SELECT touchpoint FROM steps WHERE {where})) AS t
    LEFT JOIN (SELECT DISTINCT customer, journey, touchpoint FROM steps WHERE {where}) AS s
        ON s.customer = j.customer AND s.journey = j.journey AND s.touchpoint = t.code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentMeasure:
    """One metric of both segments. Waits and queues are logarithms of seconds."""

    metric: str
    scope: str
    unit: str
    parts: Parts
    """Side 0 is A, side 1 is B; mix and behaviour by the stratum of the guard, if it fired."""
    stratum: str | None
    """What the difference is about instead: within it, it reads otherwise."""
    verdict: Verdict

    @property
    def difference(self) -> Part:
        """What leads: within strata where the guard fired, plain elsewhere."""
        return self.parts.whole if self.stratum is None else self.parts.behaviour

    @property
    def interval(self) -> tuple[float, float]:
        """Of `difference`, 95 %."""
        part = self.difference
        reach = float(t_quantile(sum(self.parts.customers) - 2)[0]) * part.se
        return part.value - reach, part.value + reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two segments, and what differs, most surely first."""

    purpose: str
    journeys: tuple[int, int]
    customers: tuple[int, int]
    in_both: int
    """Journeys that fit both, and are in neither."""
    tried: tuple[str, ...]
    """Strata that the guard tried."""
    measures: list[SegmentMeasure]


def compare(data: JourneyData, purpose: Purpose, a: str, b: str) -> Comparison:
    """Compare the journeys that fit `a` with those that fit `b`.

    Raises:
        InputError: a predicate cannot be read, or hardly anybody fits one alone.
    """
    facts = Facts(data, purpose)
    try:
        return _compare(facts, a, b)
    finally:
        facts.close()


def _compare(facts: Facts, a: str, b: str) -> Comparison:
    one, other = segment(facts, a, "a"), segment(facts, b, "b")
    sides = facts.table("sides", _SIDES.format(a=one, b=other))
    found = {
        side: (journeys, people)
        for side, journeys, people in facts.engine.rows(
            f"SELECT side, count(*), count(DISTINCT customer) FROM {sides} GROUP BY 1 ORDER BY 1"
        )
    }
    if min(found.get(side, (0, 0))[1] for side in (0, 1)) < SMALLEST_GROUP:
        raise InputError(
            f"{a!r} and {b!r} are nearly the same journeys.",
            hint="Those that fit both are left out; name two groups that differ.",
            code="segment.same",
        )
    both = facts.engine.rows(f"SELECT count(*) FROM {one} JOIN {other} USING (customer, journey)")
    asked = fields_of(parse(a)) | fields_of(parse(b))
    skipped = asked | ({"month"} if "start" in asked else set())
    tried = {name: sql for name, sql in strata(facts).items() if name not in skipped}
    tried = dict(list(tried.items())[:_MOST_STRATA])
    return Comparison(
        purpose=facts.purpose.name,
        journeys=(found[0][0], found[1][0]),
        customers=(found[0][1], found[1][1]),
        in_both=int(both[0][0]),
        tried=tuple(tried),
        measures=_judged(_measures(facts, sides, tried, asked)),
    )


def _measures(
    facts: Facts, sides: str, tried: dict[str, str], asked: frozenset[str]
) -> list[SegmentMeasure]:
    columns = "".join(f", {sql} AS stratum{i}" for i, sql in enumerate(tried.values()))
    codes = "".join(
        f", coalesce(dense_rank() OVER (ORDER BY stratum{i}), 0)::BIGINT AS stratum{i}"
        for i in range(len(tried))
    )
    strata_of = facts.table(
        "segment_strata",
        f"SELECT customer, journey{codes} FROM (SELECT *{columns} FROM {told(facts)})",
    )
    named = "".join(f", any_value(stratum{i}) AS stratum{i}" for i in range(len(tried)))
    rows = facts.engine.query(
        f"SELECT kind, a, b, customer, side, journey, sum(n)::BIGINT AS n, sum(s)::BIGINT AS s{named}"
        f" FROM ({_everything(facts)}) JOIN {sides} USING (customer, journey)"
        f" JOIN {strata_of} USING (customer, journey) GROUP BY ALL ORDER BY ALL"
    )
    kinds = rows["kind"].to_pylist()
    whole = {name: np.asarray(rows[name]).astype(np.int64) for name in rows.column_names[1:]}
    names = list(zip(kinds, whole["a"].tolist(), whole["b"].tolist(), strict=True))
    starts = [i for i, name in enumerate(names) if i == 0 or name != names[i - 1]]
    out: list[SegmentMeasure] = []
    for start, stop in zip(starts, [*starts[1:], len(names)], strict=True):
        kind, a, b = names[start]
        if (kind == "success" and "state" in asked) or (kind == "steps" and "steps" in asked):
            continue
        mine = {name: column[start:stop] for name, column in whole.items()}
        measure = _measure(facts, (kind, a, b), mine, list(tried))
        if measure is not None:
            out.append(measure)
    return out


def _everything(facts: Facts) -> str:
    """SELECT of every observation: successes, steps, reach, and all that `changes` watches."""
    parts: list[str] = []
    for number, result in enumerate(successes(facts)):
        ripe = f"WHERE from_us < {ripe_us(facts)}" if result.ended else ""
        parts.append(_ROWS.format(number=number, sql=result.sql, ripe=ripe))
    parts.append(_JOURNEYS.format(where=facts.where))
    parts.append(
        "SELECT metric::VARCHAR, a, b, customer, journey, count(*), sum(v)::BIGINT"
        f" FROM ({observed(facts)}) GROUP BY ALL"
    )
    return " UNION ALL ".join(parts)


def _measure(
    facts: Facts,
    name: tuple[str, int, int],
    rows: dict[str, NDArray[np.int64]],
    tried: list[str],
) -> SegmentMeasure | None:
    def part(stratum: NDArray[np.int64]) -> Parts | None:
        n, total = rows["n"].astype(np.float64), rows["s"] / 1000
        return decompose(rows["customer"], rows["side"], stratum, n, total)

    plain = part(np.zeros_like(rows["side"]))
    if plain is None or min(plain.customers) < _FEWEST or plain.whole.se <= 0:
        return None
    critical = float(special.ndtri(1 - 0.025 / max(len(tried), 1)))
    best, strongest = None, critical
    for i, stratum in enumerate(tried):
        found = part(rows[f"stratum{i}"])
        if found is None or found.outside > _MOST_OUTSIDE or found.mix.se <= 0:
            continue
        z = abs(found.mix.value) / found.mix.se
        if z > strongest and _reads_otherwise(found):
            best, strongest = (stratum, found), z
    metric, scope, unit = _titles(facts, *name)
    return SegmentMeasure(
        metric=metric,
        scope=scope,
        unit=unit,
        parts=plain if best is None else best[1],
        stratum=None if best is None else best[0],
        verdict=Verdict.UNKNOWN,
    )


def _reads_otherwise(parts: Parts) -> bool:
    whole, within = parts.whole.value, parts.behaviour.value
    return abs(whole - within) > abs(whole) / 2 or whole * within < 0


def _titles(facts: Facts, kind: str, a: int, b: int) -> tuple[str, str, str]:
    if kind == "success":
        result = successes(facts)[a]
        return result.name, "all", "share"
    if kind == "steps":
        return "steps", "all", "steps a journey"
    place = facts.places[a].name
    if kind == "reach":
        return "reach", place, "share"
    return title_of(facts, int(kind), a, b)


def _judged(found: list[SegmentMeasure]) -> list[SegmentMeasure]:
    """Verdicts of one family, the surest first."""
    if not found:
        return []
    value = np.array([one.difference.value for one in found])
    se = np.array([max(one.difference.se, 1e-12) for one in found])
    degrees = [sum(one.parts.customers) - 2 for one in found]
    p = t_p_value(value, se, degrees)
    chosen, sure = benjamini_hochberg(p), sure_sign(value, se)
    judged = [
        replace(one, verdict=verdict_of(discovered=bool(chosen[i]), sure=float(sure[i])))
        for i, one in enumerate(found)
    ]
    order = sorted(range(len(found)), key=lambda i: (p[i], found[i].metric, found[i].scope))
    return [judged[i] for i in order]


def segment_words(one: SegmentMeasure) -> str:
    """`exit at Pay: 12.0 % against 18.0 % (+6.0 points, +2.1 to +9.9, n 1,200 and 900)`."""
    first, second = (level_words(one.unit, mean.value) for mean in one.parts.means)
    n = " and ".join(count(number) for number in one.parts.n)
    at = "" if one.scope == "all" else f" at {one.scope}"
    value, (low, high) = one.difference.value, one.interval
    told_ = f"{step_words(one.unit, value)}, {step_words(one.unit, low)} to {step_words(one.unit, high)}, n {n}"
    if one.stratum is None:
        return f"{one.metric}{at}: {first} against {second} ({told_})"
    return (
        f"{one.metric}{at}: {first} against {second}, but within {one.stratum} the difference is {told_}:"
        f" the plain one ({step_words(one.unit, one.parts.whole.value)}) is about who is in the segments"
    )


def segment_row(one: SegmentMeasure) -> dict[str, Any]:
    """One measure as programs and pages read it; `*_text` are the same numbers for people."""
    low, high = one.interval
    a, b = one.parts.means
    value = one.difference.value
    return {
        "metric": one.metric,
        "scope": one.scope,
        "unit": one.unit,
        "a": a.value,
        "b": b.value,
        "n_a": one.parts.n[0],
        "n_b": one.parts.n[1],
        "value": value,
        "low": low,
        "high": high,
        "plain": one.parts.whole.value,
        "within": one.stratum,
        "verdict": one.verdict.value,
        "a_text": level_words(one.unit, a.value),
        "b_text": level_words(one.unit, b.value),
        "value_text": step_words(one.unit, value),
        "low_text": step_words(one.unit, low),
        "high_text": step_words(one.unit, high),
        "words": segment_words(one),
    }

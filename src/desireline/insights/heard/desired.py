"""Desired against received: what customers want and expected at each stage, beside what they got.

In: what customers say they want and had expected, how they feel.  Out: by stage the share of those who spoke who
say that they expected otherwise, their commonest wants in their own words, and how texts feel that say so
against the others at the same touchpoint (one family, BH q .10): by text, since who speaks often has more chances to
say it. Who is content does not speak of expectations: the share
is one of speakers, never of customers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import (
    capital,
    count,
    descriptive_verdict,
    percent,
    share_of,
)
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import NORMAL, t_quantile
from desireline.insights.numbers.strata import gap_within
from desireline.language import common_clauses

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = "share of speakers who expected otherwise, Jeffreys; feelings by text within the touchpoint, customers as clusters, BH q .10 over stages; v3"
_FEWEST = 12
_SAID_SQL = """
    SELECT s.stage, s.touchpoint, s.customer, u.want, u.expected, u.feeling::DOUBLE AS feeling
    FROM utterances AS u JOIN (SELECT event_key, customer, touchpoint, stage FROM {sample} WHERE {drawn}) AS s USING (event_key)
    WHERE u.speaker = 'customer' AND u.text_masked IS NOT NULL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredMeasure:
    """What is wanted at one stage, and what came of it."""

    stage: str
    wants: tuple[tuple[str, int], ...]
    """In customers' words, with how many say so."""
    expected: tuple[tuple[str, int], ...]
    otherwise: Estimate
    """Share of those who spoke here who say that they had expected otherwise."""
    feeling: float | None
    """Mean of all who spoke here: what they got."""
    gap: Estimate | None
    """Feeling of texts that say so minus the others at the same touchpoint; None where fewer than twenty customers on a side."""
    verdict: Verdict
    evidence: EvidenceId


class Desired:
    """See the module."""

    name = "desired"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """By stage, in the order of the map."""
        evidence = facts.evidence(self.name, method=METHOD, query=_SAID_SQL, n=facts.customers)
        found = facts.engine.query(_SAID_SQL.format(sample=facts.sample, drawn=facts.drawn))
        rows = found.to_pylist()
        stages = [code for code in facts.stages if any(row["stage"] == code for row in rows)]
        measures = [
            one
            for code in stages
            if (
                one := _of_stage(facts, code, [r for r in rows if r["stage"] == code], evidence.id)
            )
        ]
        measures = _judged(measures)
        insights = [_claim(facts, one) for one in measures if one.wants or one.otherwise.value > 0]
        if not insights:
            insights = [_nothing(facts, len({row["customer"] for row in rows}), evidence.id)]
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _of_stage(
    facts: Facts, code: int, rows: list[dict[str, object]], evidence: EvidenceId
) -> DesiredMeasure | None:
    people = {row["customer"] for row in rows}
    if len(people) < _FEWEST:
        return None
    said = {row["customer"] for row in rows if row["expected"] is not None}
    told = {
        column: tuple(
            common_clauses([(r["customer"], str(r[column])) for r in rows if r[column]])[:3]
        )
        for column in ("want", "expected")
    }
    every = _means(rows)
    return DesiredMeasure(
        stage=facts.stages[code],
        wants=told["want"],
        expected=told["expected"],
        otherwise=share_of(len(said), len(people)),
        feeling=float(every.mean()) if len(every) >= SMALLEST_GROUP else None,
        gap=_gap(rows),
        verdict=descriptive_verdict(len(people)),
        evidence=evidence,
    )


def _means(rows: list[dict[str, object]]) -> np.ndarray:
    """Mean feeling of each customer."""
    by: dict[object, list[float]] = {}
    for row in rows:
        if row["feeling"] is not None:
            by.setdefault(row["customer"], []).append(float(str(row["feeling"])))
    return np.array([sum(own) / len(own) for own in by.values()])


def _gap(rows: list[dict[str, Any]]) -> Estimate | None:
    """Feeling of what is said with the expectation minus what is said without, at the same touchpoint."""
    felt = [row for row in rows if row["feeling"] is not None]
    numbers = (np.array([row[name] for row in felt], dtype=np.int64) for name in ("customer", "touchpoint"))  # fmt: skip
    who, touchpoint = numbers
    said = np.array([row["expected"] is not None for row in felt], dtype=bool)
    gap = gap_within(who, said, touchpoint, np.array([row["feeling"] for row in felt]))
    if gap is None:
        return None
    reach = float(t_quantile(gap.people - 1)[0]) * gap.se
    return Estimate(
        value=gap.value,
        low=gap.value - reach,
        high=gap.value + reach,
        n=gap.n,
        unit_of_n="texts",
        unit="feeling",
    )


def _judged(measures: list[DesiredMeasure]) -> list[DesiredMeasure]:
    """Gaps that are no discovery among all stages are not told."""
    tried = [one.gap for one in measures if one.gap is not None]
    if not tried:
        return measures
    se = [(gap.high - gap.low) / (2 * NORMAL) for gap in tried]
    found = benjamini_hochberg(
        2 * special.ndtr(-np.abs([gap.value for gap in tried]) / np.maximum(se, 1e-9))
    )
    discovered = iter(found.tolist())
    return [
        one
        if one.gap is None or _told(one.gap, found=next(discovered))
        else replace(one, gap=None)
        for one in measures
    ]


def _told(gap: Estimate, *, found: bool) -> bool:
    return found and gap.low * gap.high > 0


def _claim(facts: Facts, one: DesiredMeasure) -> Insight:
    e = one.otherwise
    parts: list[str] = []
    if one.wants:
        parts.append("they want " + ", ".join(f"“{told}” ({count(n)})" for told, n in one.wants))
    if one.expected:
        parts.append(
            "they expected " + ", ".join(f"“{told}” ({count(n)})" for told, n in one.expected)
        )
    felt = "" if one.feeling is None else f"; they feel {one.feeling:+.2f} there"
    parts.append(
        f"{percent(e.value)} of the {count(e.n)} who spoke had expected otherwise ({percent(e.low)} to"
        f" {percent(e.high)}){felt}"
    )
    if one.gap is not None:
        parts.append(
            f"who says so feels {one.gap.value:+.2f} against the others at the same touchpoint ({one.gap.low:+.2f} to"
            f" {one.gap.high:+.2f})"
        )
    return Insight(
        kind="desired",
        purpose=facts.purpose.name,
        stage=one.stage,
        metric="expected otherwise",
        estimand="share of the customers who spoke at the stage and say that they had expected otherwise",
        words=f"Desired and received at {facts.column(one.stage)}: {'; '.join(parts)}.",
        verdict=one.verdict,
        evidence=one.evidence,
    ).measured(e)


def _nothing(facts: Facts, spoke: int, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="desired",
        purpose=facts.purpose.name,
        words=capital(
            f"what customers want and expected is not known: {count(spoke)} spoke, and at no stage do five say the same."
            " A question with a free answer would tell."
        ),
        verdict=Verdict.UNKNOWN,
        reason="too few words",
        evidence=evidence,
        n=spoke,
    )

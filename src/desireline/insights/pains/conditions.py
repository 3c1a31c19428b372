"""What goes with worse answers: late or not, a long wait or not, how the journey ended.

In: attributes of events that are true or false, waits, stated outcomes; answers of the journey.
Out: the share of journeys with the condition, and the mean answer with it and without it.
Candidates are generated, corrected for their number (Benjamini-Hochberg) and called associations:
nothing here says that the condition causes the answer. Where a difference mostly comes from
another thing that was fixed before (entry channel, month), the difference within it leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.heard.answers import WORDS_ONLY, answers
from desireline.insights.heard.ratings import Scale, scales
from desireline.insights.model import (
    SMALLEST_GROUP,
    ConditionMeasure,
    Estimate,
    Evidence,
    Insight,
    InsightResult,
    Verdict,
)
from desireline.insights.numbers.estimates import capital, count, level, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.ranking import verdict_of
from desireline.insights.numbers.shrinkage import sure_sign
from desireline.insights.numbers.statistics import (
    ClusterSums,
    clustered_mean,
    clustered_share,
    t_p_value,
    t_quantile,
)
from desireline.insights.pains.candidates import Condition, flags
from desireline.insights.pains.simpson import Confounded, confounding

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "difference of clustered means, association only; BH q .10 for each scale; Simpson guard; v2"
)
_KINDS = 2
_FEW = 12
"""Customers on the smaller side below which a difference is at most suggested."""
CONTRAST_SQL = """
    WITH people AS (
        SELECT condition, kind, customer, count(*) FILTER (hit) AS n1,
            coalesce(sum(coalesce(rating, feeling)) FILTER (hit), 0)::BIGINT AS s1, count(*) FILTER (NOT hit) AS n0,
            coalesce(sum(coalesce(rating, feeling)) FILTER (NOT hit), 0)::BIGINT AS s0
        FROM {flags} JOIN {answers} USING (customer, journey) WHERE at_us >= after_us
        GROUP BY ALL
    )
    SELECT condition, kind,
        count(*) FILTER (n1 > 0), sum(n1), sum(s1), sum(s1::HUGEINT * s1), sum(s1::HUGEINT * n1),
        sum(n1 * n1),
        count(*) FILTER (n0 > 0), sum(n0), sum(s0), sum(s0::HUGEINT * s0), sum(s0::HUGEINT * n0),
        sum(n0 * n0),
        sum(s1::HUGEINT * s0), sum(s1::HUGEINT * n0), sum(s0::HUGEINT * n1), sum(n1 * n0)
    FROM people GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Answers with and without a condition, before the family is judged."""

    condition: Condition
    scale: Scale
    with_: Estimate
    without: Estimate
    difference: float
    se: float
    degrees: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A contrast that was judged among all that were tried."""

    condition: Condition
    scale: Scale
    share: Estimate
    customers: int
    """Customers whose journeys have the condition."""
    with_: Estimate
    without: Estimate
    difference: Estimate
    level: float
    verdict: Verdict
    confounded: Confounded | None
    drop: float
    """How much worse, in units of feeling (half the scale is 1); negative when better."""
    drop_se: float
    evidence: EvidenceId

    @property
    def metric(self) -> str:
        """`feeling` of words, else the scale of the ratings."""
        return "feeling" if self.scale.code == WORDS_ONLY else self.scale.label

    @property
    def worse(self) -> bool:
        """The condition goes with worse answers."""
        return self.drop > 0

    def words(self) -> str:
        """The claim in a sentence, no stronger than its verdict."""
        rated = "feelings" if self.scale.code == WORDS_ONLY else f"ratings ({self.scale.beside})"
        d, one, two = self.difference, self.with_, self.without
        spread = (
            f"difference {d.value:+.2f}, {level(self.level)} interval {d.low:+.2f} to "
            f"{d.high:+.2f}, n {count(one.n)} and {count(two.n)}"
        )
        if self.verdict == Verdict.UNKNOWN:
            return (
                f"Whether {self.condition.title} goes with other {rated} is unknown: "
                f"{one.value:.1f} with it, {two.value:.1f} without ({spread})."
            )
        goes = "goes" if self.verdict == Verdict.SHOWN else "may go"
        return (
            f"{_capital(self.condition.title)} {goes} with {'worse' if self.worse else 'better'} "
            f"{rated}: {percent(self.share.value)} of {count(self.share.n)} journeys have it and "
            f"score {one.value:.1f}, not {two.value:.1f} ({spread}). An association, not a proven "
            f"cause.{self._within()}"
        )

    def _within(self) -> str:
        if self.confounded is None:
            return ""
        return (
            f" Within the same {self.confounded.stratum} the difference is "
            f"{self.confounded.within:+.2f}."
        )

    def as_insight(self, facts: Facts, kind: str) -> Insight:
        """The claim, as `condition` or as `pain`."""
        code = self.condition.touchpoint
        place = facts.places.get(code) if code is not None else None
        d = self.difference
        return Insight(
            kind=kind,
            purpose=facts.purpose.name,
            touchpoint=place.name if place else None,
            stage=place.stage if place else None,
            condition=self.condition.name,
            metric=self.metric,
            estimand="mean with the condition minus mean without; association only",
            words=self.words(),
            verdict=self.verdict,
            evidence=self.evidence,
            reason=f"mixed up with {self.confounded.stratum}" if self.confounded else None,
        ).measured(d)

    def as_pain(self, facts: Facts) -> Insight:
        """The claim as a candidate for the ranking."""
        return self.as_insight(facts, "pain")


class Conditions:
    """See the module."""

    name = "conditions"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """All contrasts that were tried."""
        found = findings(facts)
        measures = [
            ConditionMeasure(
                condition=one.condition.name,
                metric=one.metric,
                share=one.share,
                with_condition=one.with_,
                without=one.without,
                difference=one.difference,
                stratum=one.confounded.stratum if one.confounded else None,
                verdict=one.verdict,
                evidence=one.evidence,
            )
            for one in found
        ]
        return InsightResult(
            measures=measures,
            insights=[
                one.as_insight(facts, "condition")
                for one in found
                if one.verdict != Verdict.UNKNOWN or one.condition.is_attribute
            ],
            evidence=[condition_evidence(facts)] if found else [],
            suppressed=facts.memo("contrasts", _contrasts)[1],
        )


def findings(facts: Facts) -> list[Finding]:
    """Judged contrasts, the strongest difference first."""
    return facts.memo("findings", _findings)


def condition_evidence(facts: Facts) -> Evidence:
    """How to compute the contrasts again."""
    return facts.evidence("conditions", method=METHOD, query=CONTRAST_SQL, n=facts.journeys)


def _findings(facts: Facts) -> list[Finding]:
    contrasts, _ = facts.memo("contrasts", _contrasts)
    if not contrasts:
        return []
    spans = np.array([(one.scale.best - one.scale.worst) / 2 for one in contrasts])
    drop = -np.array([one.difference for one in contrasts]) / spans
    se = np.array([one.se for one in contrasts]) / np.abs(spans)
    p = t_p_value(drop, se, np.array([one.degrees for one in contrasts]))
    found, sure = np.zeros(len(p), dtype=bool), np.zeros(len(p))
    selected_level: dict[int, float] = {}
    for code in {one.scale.code for one in contrasts}:
        mine = np.array([one.scale.code == code for one in contrasts])
        found[mine], sure[mine] = benjamini_hochberg(p[mine]), sure_sign(drop[mine], se[mine])
        selected_level[code] = level_after_selection(int(found[mine].sum()), int(mine.sum()))
    evidence = condition_evidence(facts).id
    out: list[Finding] = []
    for i, one in enumerate(contrasts):
        verdict = verdict_of(discovered=bool(found[i]), sure=float(sure[i]))
        if verdict == Verdict.SHOWN and (one.degrees + 1 < _FEW or one.condition.is_read):
            verdict = Verdict.SUGGESTED
        own_level = selected_level[one.scale.code] if found[i] else 0.95
        reach = float(t_quantile(one.degrees, level=own_level)[0]) * one.se
        share, customers = _share(facts, one.condition)
        confounded = (
            confounding(facts, one.condition, one.scale.code) if verdict == Verdict.SHOWN else None
        )
        out.append(
            Finding(
                condition=one.condition,
                scale=one.scale,
                share=share,
                customers=customers,
                with_=one.with_,
                without=one.without,
                difference=Estimate(
                    value=one.difference,
                    low=one.difference - reach,
                    high=one.difference + reach,
                    n=one.with_.n + one.without.n,
                    unit_of_n="answers",
                    unit=one.scale.label,
                ),
                level=own_level,
                verdict=verdict,
                confounded=confounded,
                drop=float(drop[i]),
                drop_se=float(se[i]),
                evidence=evidence,
            )
        )
    strength = {Verdict.SHOWN: 0, Verdict.SUGGESTED: 1, Verdict.UNKNOWN: 2}
    out.sort(key=lambda one: (strength[one.verdict], -abs(one.drop), one.condition.name))
    return out


def _contrasts(facts: Facts) -> tuple[list[Contrast], int]:
    """Contrasts with at least five customers on both sides, and how many were left out."""
    table, conditions = flags(facts)
    if not conditions:
        return [], 0
    rows = facts.engine.rows(CONTRAST_SQL.format(flags=table, answers=answers(facts)))
    known = {scale.code: scale for scale in scales(facts)}
    known[WORDS_ONLY] = Scale(code=WORDS_ONLY, kind="feeling", worst=-1, best=1)
    out: list[Contrast] = []
    suppressed = 0
    for row in rows:
        if row[2] < SMALLEST_GROUP or row[8] < SMALLEST_GROUP or row[1] not in known:
            suppressed += 1
            continue
        values = [float(value) for value in row[2:]]
        out.append(_contrast(conditions[row[0]], known[row[1]], values))
    return _most_answered(out), suppressed


def _most_answered(contrasts: list[Contrast]) -> list[Contrast]:
    """Two kinds of answer per condition: every further one makes all the others harder to show."""
    kept: list[Contrast] = []
    for number in sorted({one.condition.number for one in contrasts}):
        own = [one for one in contrasts if one.condition.number == number]
        own.sort(key=lambda one: (-one.with_.n, one.scale.code))
        kept += own[:_KINDS]
    return kept


def _contrast(condition: Condition, scale: Scale, row: list[float]) -> Contrast:
    low, high = sorted((scale.worst, scale.best))
    one, zero = _mean(row[:6], low, high, scale), _mean(row[6:12], low, high, scale)
    s1s0, s1n0, s0n1, n1n0 = row[12] * 1e-6, row[13] * 1e-3, row[14] * 1e-3, row[15]
    m1, m0 = one[0].value, zero[0].value
    se1, se0 = _not_by_luck(row[0], one[1], row[6], zero[1])
    both = (s1s0 - m1 * s0n1 - m0 * s1n0 + m1 * m0 * n1n0) / (row[1] * row[7])
    variance = se1**2 + se0**2 - 2 * max(both, 0.0)
    return Contrast(
        condition=condition,
        scale=scale,
        with_=one[0],
        without=zero[0],
        difference=m1 - m0,
        se=float(np.sqrt(max(variance, 1e-12))),
        degrees=min(row[0], row[6]) - 1,
    )


def _not_by_luck(people1: float, se1: float, people0: float, se0: float) -> tuple[float, float]:
    """Errors of both sides; that of the smaller is no less than if its customers differed as both sides' do together.

    A dozen who happen to say nearly the same would look sure of it: what few others say stands in the larger side alone.
    """
    alike = (people1**2 * se1**2 + people0**2 * se0**2) / (people1 + people0)
    if people1 < people0:
        return max(se1, float(np.sqrt(alike / people1))), se0
    return se1, max(se0, float(np.sqrt(alike / people0)))


def _mean(row: list[float], low: float, high: float, scale: Scale) -> tuple[Estimate, float]:
    customers, n, total, total2, total_n, n2 = row
    sums = ClusterSums.of(
        clusters=customers,
        n=n,
        total=total * 1e-3,
        total2=total2 * 1e-6,
        total_n=total_n * 1e-3,
        n2=n2,
    )
    mean = clustered_mean(sums, lowest=low, highest=high)
    value = Estimate(
        value=float(mean.value[0]),
        low=float(mean.low[0]),
        high=float(mean.high[0]),
        n=int(n),
        unit_of_n="answers",
        unit=scale.label,
    )
    return value, float(mean.se[0])


def _share(facts: Facts, condition: Condition) -> tuple[Estimate, int]:
    """Share of journeys with the condition among those in which it is known, and customers."""
    table, _ = flags(facts)
    row = facts.engine.rows(
        f"""
        SELECT count(*), sum(n), sum(x), sum(x * x), sum(x * n), sum(n * n), count(*) FILTER (x > 0)
        FROM (SELECT customer, count(*) AS n, count(*) FILTER (hit) AS x FROM {table}
            WHERE condition = ? GROUP BY customer)
        """,
        [condition.number],
    )[0]
    keys = ("clusters", "n", "total", "total2", "total_n", "n2")
    sums = ClusterSums.of(**{key: float(value) for key, value in zip(keys, row[:6], strict=True)})
    share = clustered_share(sums)
    estimate = Estimate(
        value=float(share.value[0]),
        low=float(share.low[0]),
        high=float(share.high[0]),
        n=int(row[1]),
        unit_of_n="journeys",
        unit="share",
    )
    return estimate, int(row[6])


def _capital(words: str) -> str:
    return capital(words)

"""Pains to come: where feelings fall, where a sore spot is met by ever more, what is rare and costly.

In: feelings in the two halves of the period; journeys by half; prices (`looming`).  Out: potential pains.
What is told by feelings and what is told by its price are ranked apart: they have no common unit.
A before and after without a control: it is called uncontrolled, and never gets a causal word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.heard.feelings import by_half
from desireline.insights.heard.usual import gaps
from desireline.insights.model import SMALLEST_GROUP, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg, level_after_selection
from desireline.insights.numbers.ranking import Candidate, ranked, verdict_of
from desireline.insights.numbers.shrinkage import shrink_means, sure_sign
from desireline.insights.numbers.statistics import NORMAL, newcombe, t_p_value, t_quantile, wilson
from desireline.insights.pains.disliked import MATERIAL_FEELING
from desireline.insights.pains.looming import HALVES_SQL, looming
from desireline.insights.paths.excess import asked_for
from desireline.insights.paths.visits import BITS, journey_sets, measure_visits

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.insights.heard.answers import Cell

METHOD = "second half of the period minus first, uncontrolled; prices of what strikes fewer than one in twenty; BH q .10; v3"
_HALVES = """
    SELECT start_us >= {middle} AS late, count(*), {bits} FROM {sets}
    JOIN (SELECT customer, journey, start_us FROM journeys WHERE {where}) USING (customer, journey)
    WHERE {sampled} GROUP BY ALL ORDER BY ALL
"""


class PotentialPains:
    """See the module."""

    name = "potential"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Worsening touchpoints and growing pains."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=_HALVES + HALVES_SQL, n=facts.customers
        )
        candidates = _worsening(facts, evidence.id) + _growing(facts, evidence.id)
        known = [one for one in candidates if one.insight.verdict != Verdict.UNKNOWN]
        costly = ranked(looming(facts, evidence.id))
        return InsightResult(insights=ranked(known) + costly, evidence=[evidence])


def _worsening(facts: Facts, evidence: EvidenceId) -> list[Candidate]:
    before, after = by_half(facts, 0), by_half(facts, 1)
    codes = [
        code
        for code in sorted(before.keys() & after.keys())
        if min(before[code].customers, after[code].customers) >= SMALLEST_GROUP
    ]
    if not codes:
        return []
    value = np.array([after[c].estimate.value - before[c].estimate.value for c in codes])
    se = np.array([float(np.hypot(before[c].se, after[c].se)) for c in codes])
    degrees = np.array([min(before[c].customers, after[c].customers) - 1 for c in codes])
    found = benjamini_hochberg(t_p_value(value, se, degrees))
    sure, shrunk = sure_sign(value, se), shrink_means(value, se)
    level = level_after_selection(int(found.sum()), len(codes))
    out: list[Candidate] = []
    for i, code in enumerate(codes):
        if shrunk.value[i] >= 0 or value[i] > -MATERIAL_FEELING:
            continue
        own = level if found[i] else 0.95
        reach = float(t_quantile(degrees[i], level=own)[0]) * float(se[i])
        insight = _worse(
            facts,
            code,
            (before[code], after[code]),
            (float(value[i]), float(value[i]) - reach, float(value[i]) + reach),
            verdict=verdict_of(discovered=bool(found[i]), sure=float(sure[i])),
            evidence=evidence,
        )
        people = measure_visits(facts)[code].customers
        out.append(
            Candidate(
                insight=insight,
                score=people * -float(shrunk.value[i]),
                error=people * float(shrunk.sd[i]),
            )
        )
    return out


def _worse(
    facts: Facts,
    code: int,
    cells: tuple[Cell, Cell],
    difference: tuple[float, float, float],
    *,
    verdict: Verdict,
    evidence: EvidenceId,
) -> Insight:
    place, (before, after) = facts.places[code], cells
    value, low, high = difference
    return Insight(
        kind="potential_pain",
        purpose=facts.purpose.name,
        touchpoint=place.name,
        stage=place.stage,
        metric="feeling",
        condition="worsening",
        estimand="second half of the period minus first half, uncontrolled",
        words=(
            f"Feelings at {place.name} went from {before.estimate.value:+.2f} to "
            f"{after.estimate.value:+.2f} between the halves of the period (difference "
            f"{value:+.2f}, {low:+.2f} to {high:+.2f}, n {count(before.estimate.n)} and "
            f"{count(after.estimate.n)}); uncontrolled."
        ),
        verdict=verdict,
        evidence=evidence,
        value=value,
        low=low,
        high=high,
        n=before.estimate.n + after.estimate.n,
    )


def _growing(facts: Facts, evidence: EvidenceId) -> list[Candidate]:
    """Sore touchpoints that a larger share of journeys meets in the second half."""
    asked = asked_for(facts)
    sore = {
        code: gap
        for code, gap in gaps(facts).items()
        if gap.discovered and gap.shrunk < 0 and code not in asked
    }
    if not sore:
        return []
    bits = ", ".join(f"sum((w{code // BITS} >> {code % BITS}) & 1)::BIGINT" for code in sore)
    rows = facts.engine.rows(
        _HALVES.format(
            middle=facts.middle_us,
            bits=bits,
            sets=journey_sets(facts),
            where=facts.where,
            sampled=facts.sampled,
        )
    )
    if len(rows) != 2:
        return []
    shares = [
        [_wilson(int(row[2 + i]), int(row[1]), facts) for row in (rows[1], rows[0])]
        for i in range(len(sore))
    ]
    moves = [newcombe(after, before) for after, before in shares]
    found = benjamini_hochberg([_p(*one) for one in moves])
    out: list[Candidate] = []
    for i, (code, gap) in enumerate(sore.items()):
        value, low, high = moves[i]
        seldom = min(row[2 + i] for row in rows) < SMALLEST_GROUP
        if not found[i] or value <= 0 or seldom:
            continue
        place = facts.places[code]
        insight = Insight(
            kind="potential_pain",
            purpose=facts.purpose.name,
            touchpoint=place.name,
            stage=place.stage,
            metric="reach",
            condition="growing",
            estimand="second half of the period minus first half, uncontrolled",
            words=(
                f"{place.name}, where customers feel below their usual, is met by ever more: "
                f"{percent(shares[i][1][0])} of journeys in the first half of the period, "
                f"{percent(shares[i][0][0])} in the second (n {count(rows[0][1])} and "
                f"{count(rows[1][1])}); uncontrolled."
            ),
            verdict=Verdict.SUGGESTED,
            evidence=evidence,
            value=value,
            low=low,
            high=high,
            n=int(rows[0][1] + rows[1][1]),
        )
        people = measure_visits(facts)[code].customers
        out.append(
            Candidate(
                insight=insight,
                score=people * value * -gap.shrunk,
                error=people * (high - low) / 4 * -gap.shrunk,
            )
        )
    return out


def _p(value: float, low: float, high: float) -> float:
    """P of as large a difference by chance, from its interval."""
    return float(2 * special.ndtr(-abs(value) / max((high - low) / (2 * NORMAL), 1e-9)))


def _wilson(x: int, n: int, facts: Facts) -> tuple[float, float, float]:
    """Share of journeys with Wilson's interval; as many independent ones as customers."""
    n_eff = n * min(1.0, facts.customers / max(facts.journeys, 1))
    low, high = wilson(x / n * n_eff, n_eff)
    return x / n, float(low[0]), float(high[0])

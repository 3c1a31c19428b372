"""Impact: did a change that the company declared work, and did it pay?

In: `[[changes]]` of the recipe, a success with its clock.  Out: one measure and one claim a change: the
design that the data allowed and why, the effect on those who got it, money, or why no number is given.
All declared changes are one family. An uncontrolled answer is never more than suggested, and neither
is one of so few groups that chance alone could have picked them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.impact.answer import DIFFERED, SERIES, Answer, Refusal
from desireline.insights.causes.impact.choosing import choose, judge
from desireline.insights.causes.impact.differences import difference
from desireline.insights.causes.impact.interrupted import interrupted
from desireline.insights.causes.impact.money import Returns, returns_of
from desireline.insights.causes.impact.synthetic import synthetic
from desireline.insights.causes.impact.units import Units, success_of
from desireline.insights.facts import DAY_US
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import verdict_of
from desireline.insights.numbers.shrinkage import sure_sign
from desireline.insights.paths.worth import round_money, told_money

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.recipe import ChangeRule

__all__ = [
    "Answer",
    "Impact",
    "ImpactMeasure",
    "Refusal",
    "Units",
    "choose",
    "difference",
    "interrupted",
    "judge",
    "synthetic",
]

METHOD = (
    "holdout (cross-fitted AIPW), difference in differences, synthetic difference in differences or interrupted"
    " series, by what the data hold; customers as clusters, swings of groups in the error; HC2; BH q .10; v2"
)
_FLOOR = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactMeasure:
    """What one declared change did."""

    change: str
    success: str
    design: str
    why: str
    effect: Estimate
    """On the success of those who got it."""
    without: float
    exposed: int
    returns: Returns | None
    doubt: str | None
    verdict: Verdict
    evidence: EvidenceId


class Impact:
    """See the module."""

    name = "impact"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Every declared change of this purpose."""
        rules = [
            one
            for one in facts.data.recipe.changes
            if one.purpose in (None, facts.purpose.name)
            and (one.purpose is not None or success_of(facts, one) is not None)
        ]
        if not rules:
            return InsightResult()
        evidence = facts.evidence(self.name, method=METHOD, query=METHOD, n=facts.journeys)
        judged = [(rule, *judge(facts, rule)) for rule in rules]
        answers = [one for _, one, _ in judged if isinstance(one, Answer)]
        verdicts = dict(zip(map(id, answers), _verdicts(answers), strict=True))
        measures: list[ImpactMeasure] = []
        insights: list[Insight] = []
        for rule, answer, units in judged:
            if isinstance(answer, Refusal):
                insights.append(_refused(facts, rule, answer, evidence.id))
                continue
            assert units is not None
            span = (int(units.from_us.max()) - units.change_us) / DAY_US
            result = success_of(facts, rule)
            assert result is not None
            measure = ImpactMeasure(
                change=rule.name,
                success=result.name,
                design=answer.design,
                why=answer.why,
                effect=_estimate(answer),
                without=answer.without,
                exposed=answer.exposed,
                returns=returns_of(facts, rule, answer, span),
                doubt=_doubt(answer),
                verdict=verdicts[id(answer)],
                evidence=evidence.id,
            )
            measures.append(measure)
            insights.append(_claim(facts, rule, measure, result.good))
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _verdicts(answers: list[Answer]) -> list[Verdict]:
    if not answers:
        return []
    found = benjamini_hochberg([one.p for one in answers])
    value = np.array([one.value for one in answers])
    sure = sure_sign(value, np.array([max(one.se, 1e-9) for one in answers]))
    out: list[Verdict] = []
    for i, one in enumerate(answers):
        verdict = verdict_of(discovered=bool(found[i]), sure=float(sure[i]))
        if one.doubt == DIFFERED:
            verdict = Verdict.UNKNOWN
        elif verdict == Verdict.SHOWN and (one.design == SERIES or one.p_floor > _FLOOR):
            verdict = Verdict.SUGGESTED
        out.append(verdict)
    return out


def _doubt(answer: Answer) -> str | None:
    if answer.doubt is not None:
        return answer.doubt
    if answer.p_floor > _FLOOR:
        return f"one in {1 / answer.p_floor:.0f} ways to pick the groups"
    return None


def _estimate(answer: Answer) -> Estimate:
    reach = answer.reach()
    return Estimate(
        value=answer.value,
        low=max(answer.value - reach, -1.0),
        high=min(answer.value + reach, 1.0),
        n=answer.n,
        unit_of_n="journeys",
        unit="share",
    )


def _claim(facts: Facts, rule: ChangeRule, one: ImpactMeasure, good: str) -> Insight:
    e = one.effect
    spread = f"{e.low * 100:+.1f} to {e.high * 100:+.1f} points"
    if one.verdict == Verdict.UNKNOWN:
        words = f"Whether {rule.title} changed how many {good} is unknown: {e.value * 100:+.1f} points ({spread}"
    else:
        more = "more" if e.value > 0 else "fewer"
        may = "" if one.verdict == Verdict.SHOWN else "may have "
        verb = f"{may}brought" if e.value > 0 else f"{may}cost"
        told = min(max(one.without + e.value, 0), 1)
        words = (
            f"{capital(rule.title)} {verb} {abs(e.value) * 100:.1f} points {more} who {good}:"
            f" {percent(told)}, not {percent(max(one.without, 0))} ({spread}"
        )
    words += (
        f"; n {count(e.n)}, {count(one.exposed)} got it). Judged by {one.design}: {one.why}."
        f"{_money_words(one.returns)}{'' if one.doubt is None else f' In doubt: {one.doubt}.'}"
    )
    return Insight(
        kind="impact",
        purpose=facts.purpose.name,
        condition=rule.name,
        outcome=one.success,
        metric="share",
        estimand=f"success with the change minus without, among those who got it; {one.design}",
        words=words,
        verdict=one.verdict,
        reason=one.doubt,
        evidence=one.evidence,
        money=one.returns.gain.value if one.returns else None,
        date=rule.date.isoformat(),
    ).measured(e)


def _money_words(returns: Returns | None) -> str:
    if returns is None:
        return ""
    words = f" So far that is {told_money(returns.gain)}"
    if returns.cost is None or returns.roi is None or returns.pays is None:
        return f"{words}; its cost is not declared."
    roi = returns.roi
    words += (
        f" for {round_money(returns.cost):,.0f}: {roi.value:+.0%} ({roi.low:+.0%} to {roi.high:+.0%}); it pays with"
        f" a chance of {min(max(returns.pays, 0.001), 0.999):.1%}"
    )
    if returns.payback_days is not None:
        words += f", after about {returns.payback_days:.0f} days"
    return f"{words}."


def _refused(facts: Facts, rule: ChangeRule, one: Refusal, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="impact",
        purpose=facts.purpose.name,
        condition=rule.name,
        words=f"What {rule.title} did is not said: {one.words}.",
        verdict=Verdict.REFUSED,
        reason=one.reason,
        evidence=evidence,
        n=one.n,
        date=rule.date.isoformat(),
    )

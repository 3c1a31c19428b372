"""What hurts, ranked by what it costs in a year, not by who is loudest.

In: prices of conditions, drop-offs, feelings against each customer's usual, contrasts of answers.
Out: ranked pains. Where people declared what counts as success, each condition and drop-off has a price in one
currency (effect on success x how many meet it x what a success is worth), and only these have a rank;
what customers dislike and whose price is not known follows without one, by whom it reaches and how
deep it goes. What they dislike and was found to cost nothing is `forgiven`. Where no success is declared,
effects on success that withstood their checks come first, and all others stand in one ranking: a journey lost weighs as
much as a fall of feeling by 1. A condition and the touchpoint where it
shows are one pain. Fixed timers and stated outcomes are no candidates.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desireline.insights.causes.prices import prices
from desireline.insights.causes.showing import shows_at
from desireline.insights.heard.feelings import by_touchpoint
from desireline.insights.heard.usual import USUAL_SQL, Gap, gaps
from desireline.insights.model import NEUTRAL, SMALLEST_GROUP, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import count, level
from desireline.insights.numbers.ranking import Candidate, ranked, verdict_of
from desireline.insights.pains.conditions import Finding, condition_evidence, findings
from desireline.insights.pains.disliked import MATERIAL_FEELING, forgiven
from desireline.insights.pains.priced import priced_candidates
from desireline.insights.paths.dropoffs import drop_off_candidates, price_of
from desireline.insights.paths.excess import excesses, feedback
from desireline.insights.paths.exits import WALK_SQL
from desireline.insights.paths.moves import measure_edges
from desireline.insights.paths.results import summed_up
from desireline.insights.paths.stakes import stakes
from desireline.insights.paths.visits import measure_visits
from desireline.insights.paths.worth import round_money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "effect on success x journeys a year x worth, shrunk within the family; excess lost journeys; "
    "proven losses first, feelings where no success is known; BH q .10; v3"
)


class Pains:
    """See the module."""

    name = "pains"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Ranked pains."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=USUAL_SQL + WALK_SQL, n=facts.customers
        )
        tried = [condition_evidence(facts)] if findings(facts) else []
        insights = told(
            facts,
            priced_candidates(facts, evidence.id, kind="pain") + _drop_offs(facts, evidence.id),
            felt_candidates(facts, evidence.id, kind="pain") + _conditions(facts),
        )
        return InsightResult(insights=insights, evidence=[evidence, *tried])


def told(facts: Facts, priced: Sequence[Candidate], felt: Sequence[Candidate]) -> list[Insight]:
    """Those with a price first, ranked, and the others by feeling without a rank.

    Where nobody declared what counts as success, what surely keeps journeys from theirs comes first, however few say so;
    all others stand in one ranking, in which a lost journey weighs as much as a fall of feeling by 1.
    """
    known = [one for one in priced if one.insight.verdict != Verdict.UNKNOWN]
    if not known:
        return ranked([*priced, *felt])
    if not stakes(facts).declared:
        proven = [one for one in known if _is_proven(one.insight)]
        others = [one for one in [*priced, *felt] if one not in proven]
        return ranked(proven) + [_behind(one, len(proven)) for one in ranked(others)]
    rest = [
        replace(one, rank=None, rank_low=None, rank_high=None, reason=one.reason or _NO_PRICE)
        for one in ranked(felt)
    ]
    return ranked(known) + rest + ranked([one for one in priced if one not in known])


def _is_proven(one: Insight) -> bool:
    """An effect on success that withstood every check: a loss, and no mere association or mood."""
    return one.condition is not None and one.verdict is Verdict.SHOWN and one.reason is None


def _behind(one: Insight, places: int) -> Insight:
    if one.rank is None or one.rank_low is None or one.rank_high is None:
        return one
    return replace(
        one,
        rank=one.rank + places,
        rank_low=one.rank_low + places,
        rank_high=one.rank_high + places,
    )


_NO_PRICE = "what it costs is not known"


def felt_candidates(facts: Facts, evidence: EvidenceId, *, kind: str) -> list[Candidate]:
    """Touchpoints where customers feel other than usual, those left out whose condition has a price.

    Where they are content nothing hurts, however content they are elsewhere; where they are not, nothing delights.
    """
    sign, visits, places = -1 if kind == "pain" else 1, measure_visits(facts), shows_at(facts)
    felt = by_touchpoint(facts)
    return [
        feeling_candidate(facts, code, gap, evidence, kind=kind)
        for code, gap in gaps(facts).items()
        if sign * gap.shrunk > 0
        and sign * gap.value >= MATERIAL_FEELING
        and gap.customers >= SMALLEST_GROUP
        and (felt[code].estimate.value < NEUTRAL) == (kind == "pain")
        and code in visits
        and code not in summed_up(facts)
        and visits[code].customers >= SMALLEST_GROUP
        and not _told_already(facts, places.get(code))
    ]


def _told_already(facts: Facts, name: str | None) -> bool:
    """Whether a condition is told with its price, or forgiven."""
    price = prices(facts).get(name or "")
    return price is not None and (price.verdict != Verdict.UNKNOWN or name in forgiven(facts))


def _conditions(facts: Facts) -> list[Candidate]:
    return [
        _condition_candidate(facts, finding)
        for finding in findings(facts)
        if finding.drop >= MATERIAL_FEELING
        and finding.verdict != Verdict.UNKNOWN
        and not finding.condition.is_outcome
        and not _told_already(facts, finding.condition.name)
    ]


def _drop_offs(facts: Facts, evidence: EvidenceId) -> list[Candidate]:
    """Drop-offs, by their price where a success is declared."""
    if not stakes(facts).declared:
        return drop_off_candidates(facts, evidence)
    out: list[Candidate] = []
    for one in drop_off_candidates(facts, evidence):
        assert isinstance(one.subject, int)
        price = price_of(facts, one.subject, excesses(facts)[one.subject])
        if price is not None:
            out.append(
                Candidate(
                    insight=_with_price(facts, one.insight, price[0]),
                    score=price[0],
                    error=price[1],
                )
            )
    return out


def _with_price(facts: Facts, one: Insight, price: float) -> Insight:
    """The drop-off with what it may cost, where it does not say so itself."""
    if one.money is not None or one.verdict == Verdict.UNKNOWN:
        return one
    unit, most = stakes(facts).unit, round_money(price)
    return replace(
        one,
        money=most if stakes(facts).money else None,
        unit=unit if stakes(facts).money else None,
        words=f"{one.words} At most {most:,.0f} {unit} a year are at stake.",
    )


def feeling_candidate(
    facts: Facts, code: int, gap: Gap, evidence: EvidenceId, *, kind: str
) -> Candidate:
    """A touchpoint at which customers feel other than they usually do."""
    place, about = facts.places[code], _asked_about(facts, code)
    reached = measure_visits(facts)[code if about is None else about].customers
    where = "here" if about is None else f"to {facts.places[about].name}, which it follows"
    side = "below" if gap.value < 0 else "above"
    insight = Insight(
        kind=kind,
        purpose=facts.purpose.name,
        touchpoint=place.name,
        stage=place.stage,
        metric="feeling",
        estimand="feeling minus the customer's usual feeling"
        + (", interval after selection" if gap.discovered else ""),
        words=(
            f"At {place.name} customers feel {abs(gap.value):.2f} {side} their usual, on a scale "
            f"of -1 to 1 ({level(gap.level)} interval {gap.low:+.2f} to {gap.high:+.2f}, n {count(gap.n)} answers); "
            f"{count(reached)} customers come {where}."
        ),
        verdict=verdict_of(discovered=gap.discovered, sure=gap.sure),
        evidence=evidence,
        value=gap.value,
        low=gap.low,
        high=gap.high,
        n=gap.n,
        reason=None
        if gap.discovered or gap.sure >= 0.9
        else "too few answers to tell from chance",
    )
    return Candidate(
        insight=insight, score=reached * abs(gap.shrunk), error=reached * gap.shrunk_sd
    )


def _asked_about(facts: Facts, code: int) -> int | None:
    """What a survey speaks of: the touchpoint that a third of its answers or more come after; never another of its questions."""
    if code not in feedback(facts):
        return None
    arrivals = [edge for edge in measure_edges(facts) if edge.target == code]
    best = max(arrivals, key=lambda edge: (edge.n, -edge.source), default=None)
    visited = measure_visits(facts).keys() - feedback(facts)
    if best is None or best.customers < SMALLEST_GROUP or best.source not in visited:
        return None
    return best.source if 3 * best.n >= sum(edge.n for edge in arrivals) else None


def _condition_candidate(facts: Facts, finding: Finding) -> Candidate:
    """The same finding as in `conditions`, told as a pain; its customers are of the sample."""
    reached = finding.customers * facts.weight
    return Candidate(
        insight=finding.as_pain(facts),
        score=reached * finding.drop,
        error=reached * finding.drop_se,
    )

"""All insights of one purpose together: what a map is drawn from and `insights --json` lists.

In: one data version and a purpose.  Out: a `Book`.
The order of `insights` is the order in which to tell them: ranked pains first, then the rest in the
registry's order, what is unknown at the end.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desireline.insights.model import Evidence, Insight, InsightResult, Lever, Verdict
from desireline.jobs import breathe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.ids import EvidenceId
    from desireline.jobs import Listener
    from desireline.journeys import JourneyData, Purpose

LEVER = "goal_lever"
"""Kind of a claim that says what moves a goal."""
_LAST = {Verdict.UNKNOWN: 1, Verdict.REFUSED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What all modules found for one purpose."""

    purpose: Purpose
    results: dict[str, InsightResult] = field(default_factory=dict)
    """By module name."""
    evidence: dict[EvidenceId, Evidence] = field(default_factory=dict)
    insights: list[Insight] = field(default_factory=list)
    """Claims, the first to tell first."""
    levers: Sequence[Lever] | None = None
    """What moves the results; None where no module asked for it."""

    def about(self, topic: str) -> Book:
        """The same book, its claims saying that they speak of one topic's journeys alone."""
        told = [
            replace(one, topic=topic, words=f"Where customers speak of “{topic}”: {one.words}")
            for one in self.insights
        ]
        return replace(self, insights=told)

    def toward(self, goal: str) -> Book:
        """The same book in the order in which its claims move a goal."""
        return replace(self, insights=toward(self.insights, goal))

    @property
    def quotes(self) -> dict[str, str]:
        """What customers said, masked, by the id that claims quote: chosen only where three or more say it."""
        return {
            quote.id: quote.text_masked
            for result in self.results.values()
            for measure in result.measures
            for quote in getattr(measure, "quotes", ())
        }

    @property
    def suppressed(self) -> dict[str, int]:
        """By module name: rows left out because fewer than five customers stand behind them."""
        return {name: result.suppressed for name, result in self.results.items()}


def toward(insights: Sequence[Insight], goal: str) -> list[Insight]:
    """Claims in the order in which they move a goal; what has no known effect on it comes after.

    A claim about a condition takes the rank of the goal's lever of that condition, in its own purpose.
    """
    levers = {
        (one.purpose, one.condition): one
        for one in insights
        if one.kind == LEVER and one.rule == goal
    }
    told: list[tuple[int, Insight]] = []
    for one in insights:
        lever = None if one.condition is None else levers.get((one.purpose, one.condition))
        if one.kind in ("goal", LEVER):
            told.append((3 if one.rule != goal else int(one.kind == LEVER), one))
        elif lever is None or lever.rank is None:
            told.append((3, replace(one, rank=None, rank_low=None, rank_high=None)))
        else:
            mine = replace(
                one, rank=lever.rank, rank_low=lever.rank_low, rank_high=lever.rank_high
            )
            told.append((2, mine))
    told.sort(key=lambda one: (_LAST.get(one[1].verdict, 0), one[0], one[1].rank or sys.maxsize))
    return [one for _, one in told]


def telling_place(module: str, verdict: str) -> tuple[int, int]:
    """Where a claim of a module stands among all of its purpose, as in `Book.insights`."""
    from desireline.insights.registry import names

    known = names()
    place = known.index(module) if module in known else len(known)
    return _LAST.get(Verdict(verdict), 0), place


def run(
    data: JourneyData,
    purpose: Purpose,
    names: Sequence[str] | None = None,
    *,
    levers: Sequence[Lever] | None = None,
    listener: Listener | None = None,
) -> Book:
    """Compute insights of one purpose.

    Args:
        data: one data version, opened.
        purpose: one of `data.purposes`.
        names: of the modules; all when None.
        levers: of a book of the same data, for goals alone: nothing is tried again for them.
        listener: told before each module.
    """
    from desireline.insights.facts import JUDGED, LEVERS, Facts
    from desireline.insights.registry import modules

    facts = Facts(data, purpose)
    results: dict[str, InsightResult] = {}
    try:
        if levers is not None:
            facts.memo(LEVERS, lambda _: levers)
        chosen = modules(names)
        for number, module in enumerate(chosen):
            breathe()
            if listener is not None:
                listener(number, len(chosen), f"looking at “{purpose.title}”: {module.name}")
            results[module.name] = module.run(facts)
        moved_by = None
        if facts.knows(JUDGED) or facts.knows(LEVERS):
            from desireline.insights.causes.levers import levers as made

            moved_by = made(facts)
    finally:
        facts.close()
    found = [insight for result in results.values() for insight in result.insights]
    return Book(
        purpose=purpose,
        results=results,
        evidence={one.id: one for result in results.values() for one in result.evidence},
        insights=sorted(found, key=lambda insight: _LAST.get(insight.verdict, 0)),
        levers=moved_by,
    )

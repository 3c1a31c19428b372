"""A book of insights, laid out so that a cell finds its answer. In: a book. Out: lookups by name.

Measures are recognised by what they are, not by which module made them: a plug-in that returns
touchpoint measures fills the same cells.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from desireline.insights import (
    ConditionMeasure,
    CoverageMeasure,
    DriverMeasure,
    Evidence,
    Insight,
    InsightResult,
    PersonaFeelingMeasure,
    Quote,
    RememberedMeasure,
    StageMeasure,
    TopicMeasure,
    TouchpointMeasure,
    TransitionMeasure,
    VariantMeasure,
    Verdict,
    WaitMeasure,
)

_ORDER = {Verdict.SHOWN: 0, Verdict.SUGGESTED: 1}
T = TypeVar("T")
K = TypeVar("K")
D = TypeVar("D", TouchpointMeasure, TransitionMeasure, StageMeasure)


class BookLike(Protocol):
    """What a map reads of a book: results by module, evidence by id, the ranked insights."""

    @property
    def results(self) -> Mapping[str, InsightResult]: ...
    @property
    def evidence(self) -> Mapping[Any, Evidence]: ...
    @property
    def insights(self) -> Iterable[Insight]: ...


@dataclass(slots=True, kw_only=True)
class Findings:
    """Everything that the insights found for one purpose."""

    touchpoints: dict[str, TouchpointMeasure] = field(default_factory=dict)
    transitions: dict[tuple[str, str], TransitionMeasure] = field(default_factory=dict)
    stages: dict[str, StageMeasure] = field(default_factory=dict)
    waits: dict[tuple[str, str], WaitMeasure] = field(default_factory=dict)
    conditions: list[ConditionMeasure] = field(default_factory=list)
    coverage: CoverageMeasure | None = None
    variants: list[VariantMeasure] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    persona_feelings: list[PersonaFeelingMeasure] = field(default_factory=list)
    remembered: list[RememberedMeasure] = field(default_factory=list)
    drivers: list[DriverMeasure] = field(default_factory=list)
    topics: dict[str, TopicMeasure] = field(default_factory=dict)
    insights: list[Insight] = field(default_factory=list)
    """Ranked, the first first."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    suppressed: int = 0

    def of_kind(self, *kinds: str) -> list[Insight]:
        """Claims of these kinds, in rank order."""
        return [insight for insight in self.insights if insight.kind in kinds]

    def surest(self, *kinds: str) -> list[Insight]:
        """Claims that may be said, what is shown first; then what costs most, then those most surely near the top.

        Where pains have prices, they are ranked by them. Elsewhere a rank has an interval: a claim that is 1st to 5th comes before
        one that is 1st to 30th. That the lost answer worse goes without saying and is left out.
        """
        told = [
            insight
            for insight in self.of_kind(*kinds)
            if insight.verdict in _ORDER and not (insight.condition or "").startswith("outcome:")
        ]
        priced = any(one.kind == "pain" and one.money is not None for one in told)
        return sorted(told, key=lambda one: _pressing(one, priced=priced))

    def made_by(self, evidence: str | None, otherwise: str) -> str:
        """Name of the insight module behind a number."""
        record = self.evidence.get(evidence or "")
        return record.insight if record is not None else otherwise


def _pressing(one: Insight, *, priced: bool) -> tuple[int, int]:
    place = one.rank if priced else one.rank_high
    return (_ORDER[one.verdict], place or sys.maxsize)


def read(book: BookLike) -> Findings:
    """Lay a book out for the map."""
    measures = [row for result in book.results.values() for row in result.measures]
    return Findings(
        touchpoints=_merged((row.touchpoint, row) for row in _only(measures, TouchpointMeasure)),
        transitions=_merged(
            ((row.source, row.target), row) for row in _only(measures, TransitionMeasure)
        ),
        stages=_merged((row.stage, row) for row in _only(measures, StageMeasure)),
        waits={(row.source, row.target): row for row in _only(measures, WaitMeasure)},
        conditions=_only(measures, ConditionMeasure),
        coverage=next(iter(_only(measures, CoverageMeasure)), None),
        variants=_only(measures, VariantMeasure),
        quotes=_only(measures, Quote),
        persona_feelings=_only(measures, PersonaFeelingMeasure),
        remembered=_only(measures, RememberedMeasure),
        drivers=_only(measures, DriverMeasure),
        topics={row.topic: row for row in _only(measures, TopicMeasure)},
        insights=list(book.insights),
        evidence={str(key): record for key, record in book.evidence.items()},
        suppressed=sum(result.suppressed for result in book.results.values()),
    )


def _only(rows: Iterable[Any], kind: type[T]) -> list[T]:
    return [row for row in rows if isinstance(row, kind)]


def _merged(rows: Iterable[tuple[K, D]]) -> dict[K, D]:
    """One row per key: what one module left open, another may fill."""
    merged: dict[K, D] = {}
    for key, row in rows:
        merged[key] = _fill(merged[key], row) if key in merged else row
    return merged


def _fill(first: D, second: D) -> D:
    changes: dict[str, Any] = {}
    for spot in dataclasses.fields(first):
        mine, theirs = getattr(first, spot.name), getattr(second, spot.name)
        if spot.name == "evidence" and isinstance(mine, dict):
            changes["evidence"] = {**theirs, **mine}
        elif mine is None or mine == ():
            changes[spot.name] = theirs
    return dataclasses.replace(first, **changes)


def find_condition(findings: Findings, insight: Insight) -> ConditionMeasure | None:
    """The comparison behind a conditional claim: late against on time."""
    if insight.condition is None:
        return None
    for row in findings.conditions:
        if (row.condition, row.metric) == (insight.condition, insight.metric):
            return row
    return None

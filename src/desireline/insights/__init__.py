"""What the journeys mean: claims with n, an interval, a verdict and evidence. One module each.

`run(data, purpose)` computes everything for one purpose and returns a `Book`. `model` holds what is
in it; a plug-in adds a module through the entry point group `desireline.insights` and receives
`Facts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.insights.book import Book, run, telling_place, toward
from desireline.insights.model import (
    NEUTRAL,
    SMALLEST_GROUP,
    ChannelMeasure,
    ConditionMeasure,
    CoverageMeasure,
    DriverMeasure,
    Estimate,
    Evidence,
    ExitMeasure,
    FeelingMeasure,
    Insight,
    InsightModule,
    InsightResult,
    Lever,
    MomentMeasure,
    PersonaFeelingMeasure,
    Quote,
    RatingMeasure,
    ReachMeasure,
    RememberedMeasure,
    StageMeasure,
    TopicMeasure,
    TouchpointMeasure,
    TransitionMeasure,
    VariantMeasure,
    Verdict,
    WaitMeasure,
)
from desireline.insights.numbers.estimates import share_of
from desireline.insights.quotes import quote_id
from desireline.insights.registry import HEAVY, OF_EVERYBODY, names
from desireline.insights.schema import json_schema
from desireline.insights.tables import (
    changes_table,
    deviation_table,
    driver_table,
    effort_table,
    insight_table,
    personas_table,
)

if TYPE_CHECKING:
    from desireline.insights.causes.whatif import Forecast, what_if
    from desireline.insights.looking import Behind, behind, call_id
    from desireline.insights.people.personas import keep_personas, offer_personas, recall_personas
    from desireline.insights.segments import (
        Comparison,
        askable,
        compare,
        segment_row,
        segment_words,
    )

_LATE = dict.fromkeys(
    ("keep_personas", "offer_personas", "recall_personas"), "people.personas"
) | (
    dict.fromkeys(("Comparison", "askable", "compare", "segment_row", "segment_words"), "segments")
    | dict.fromkeys(("Forecast", "what_if"), "causes.whatif")
    | dict.fromkeys(("Behind", "behind", "call_id"), "looking")
)
"""Loaded when they are asked for, by their folder: they bring numpy."""

__all__ = [
    "HEAVY",
    "NEUTRAL",
    "OF_EVERYBODY",
    "SMALLEST_GROUP",
    "Behind",
    "Book",
    "ChannelMeasure",
    "Comparison",
    "ConditionMeasure",
    "CoverageMeasure",
    "DriverMeasure",
    "Estimate",
    "Evidence",
    "ExitMeasure",
    "FeelingMeasure",
    "Forecast",
    "Insight",
    "InsightModule",
    "InsightResult",
    "Lever",
    "MomentMeasure",
    "PersonaFeelingMeasure",
    "Quote",
    "RatingMeasure",
    "ReachMeasure",
    "RememberedMeasure",
    "StageMeasure",
    "TopicMeasure",
    "TouchpointMeasure",
    "TransitionMeasure",
    "VariantMeasure",
    "Verdict",
    "WaitMeasure",
    "askable",
    "behind",
    "call_id",
    "changes_table",
    "compare",
    "deviation_table",
    "driver_table",
    "effort_table",
    "insight_table",
    "json_schema",
    "keep_personas",
    "names",
    "offer_personas",
    "personas_table",
    "quote_id",
    "recall_personas",
    "run",
    "segment_row",
    "segment_words",
    "share_of",
    "telling_place",
    "toward",
    "what_if",
]


def __getattr__(name: str) -> Any:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(f"desireline.insights.{_LATE[name]}"), name)
    raise AttributeError(name)

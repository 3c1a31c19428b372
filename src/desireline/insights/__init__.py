"""What the journeys mean: claims with n, an interval, a verdict and evidence. One module each.

`run(data, purpose)` computes everything for one purpose and returns a `Book`. `model` holds what is
in it; a plug-in adds a module through the entry point group `desireline.insights` and receives
`Facts`.
"""

from __future__ import annotations

from desireline.insights.book import Book, run
from desireline.insights.model import (
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
    MomentMeasure,
    Quote,
    RatingMeasure,
    ReachMeasure,
    StageMeasure,
    TouchpointMeasure,
    TransitionMeasure,
    VariantMeasure,
    Verdict,
    WaitMeasure,
)
from desireline.insights.registry import names
from desireline.insights.schema import json_schema
from desireline.insights.tables import deviation_table, effort_table, insight_table

__all__ = [
    "SMALLEST_GROUP",
    "Book",
    "ChannelMeasure",
    "ConditionMeasure",
    "CoverageMeasure",
    "DriverMeasure",
    "Estimate",
    "Evidence",
    "ExitMeasure",
    "FeelingMeasure",
    "Insight",
    "InsightModule",
    "InsightResult",
    "MomentMeasure",
    "Quote",
    "RatingMeasure",
    "ReachMeasure",
    "StageMeasure",
    "TouchpointMeasure",
    "TransitionMeasure",
    "VariantMeasure",
    "Verdict",
    "WaitMeasure",
    "deviation_table",
    "effort_table",
    "insight_table",
    "json_schema",
    "names",
    "run",
]

"""A customer's events as journeys: purposes, stages, steps; kept up to date, opened for insights.

refresh(segments, store, recipe)
data = open_journeys(segments, store)
"""

from __future__ import annotations

from desireline.journeys.data import JourneyData, Purpose
from desireline.journeys.drawing import mixed, one_in
from desireline.journeys.exporting import EXPORTS, export_table
from desireline.journeys.forgetting import forget_unused_names
from desireline.journeys.holdings import HOLDINGS
from desireline.journeys.naming import (
    is_farewell,
    is_look,
    is_mishap,
    is_refusal,
    is_reminder,
    is_success,
    is_trouble,
    matches,
    moves_money,
)
from desireline.journeys.opening import open_journeys
from desireline.journeys.precedence import places
from desireline.journeys.promised import Promise, read_promises, resolve_promises
from desireline.journeys.refreshing import RefreshReport, looked_at, made_of, refresh

__all__ = [
    "EXPORTS",
    "HOLDINGS",
    "JourneyData",
    "Promise",
    "Purpose",
    "RefreshReport",
    "export_table",
    "forget_unused_names",
    "is_farewell",
    "is_look",
    "is_mishap",
    "is_refusal",
    "is_reminder",
    "is_success",
    "is_trouble",
    "looked_at",
    "made_of",
    "matches",
    "mixed",
    "moves_money",
    "one_in",
    "open_journeys",
    "places",
    "read_promises",
    "refresh",
    "resolve_promises",
]

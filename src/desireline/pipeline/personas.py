"""Personas that live on: found once, kept, and newcomers assigned to them.

In: a workspace and opened data.  Out: the data with its personas known. What is kept are the numbers of the
groups; it names nobody, and who belongs where is computed each time.
"""

from __future__ import annotations

from desireline import insights
from desireline.journeys import JourneyData
from desireline.pipeline.context import Context

_SETTING = "personas"


def know_personas(context: Context, data: JourneyData, *, find: bool = True) -> bool:
    """Recall the kept personas, or find and keep them; False where there are none and none are sought."""
    settings = context.store.settings
    if insights.recall_personas(data, settings.get(_SETTING)):
        return True
    if not find:
        return False
    kept = insights.keep_personas(data)
    with context.store.transaction() as tables:
        tables.settings.put(_SETTING, kept)
    return True
